"""Fields of a plan file that nobody here knows: who holds them, a plan without them, schedules that take them over.

Each lies in the value whose object in the file held it (``Value.unknown``), so it moves, is copied, removed, undone and
kept in scenarios with that value, and no edit knows of it. Only schedules are made anew time and again: there a field
stays with the dates of its phase, and with the claim of its credit on a phase.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from msgspec import inspect
from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import Value, known_fields

Way = tuple[Value, ...]
"""A value with those around it, the outermost first."""

Whatever = TypeVar("Whatever")
Remade = TypeVar("Remade", Schedule, Assignment, Claim)


def holders(value: object, around: Way = ()) -> Iterator[Way]:
    """Every value inside that holds unknown fields, and the value itself; what only a whole file holds is left out."""
    if isinstance(value, tuple):
        for each in value:
            yield from holders(each, around)
    elif isinstance(value, Value):
        way = (*around, value)
        if value.unknown:
            yield way
        for name in _holding(type(value)):
            inside = getattr(value, name)
            if inside:
                yield from holders(inside, way)


def without_unknown(value: Whatever) -> Whatever:
    """The value without unknown fields, anywhere inside; the same object where it holds none."""
    if isinstance(value, Plan) and value.unknown_in_file:
        return without_unknown(replace(value, unknown_in_file=()))
    bare: Whatever = value if next(holders(value), None) is None else _bare(value)
    return bare


def followed(before: Schedule | None, after: Schedule) -> Schedule:
    """A schedule that takes the place of another, with the unknown fields of what is still there."""
    if before is None or before is after or next(holders(before), None) is None:
        return after
    claims = {(each.phase, each.credit): each for each in before.claims}
    remade = replace(
        after,
        assignments=tuple(_taken_over(before.placed.get(each.phase), each) for each in after.assignments),
        claims=tuple(_taken_over(claims.get((each.phase, each.credit)), each) for each in after.claims),
    )
    kept = _taken_over(before, remade)
    return before if kept == before else kept


def _taken_over(before: Remade | None, after: Remade) -> Remade:
    return after if before is None or after.unknown or not before.unknown else replace(after, unknown=before.unknown)


def _bare(value: Any) -> Any:  # noqa: ANN401 - whatever a plan holds
    if isinstance(value, tuple):
        bare = tuple(map(_bare, value))
        return value if all(new is old for new, old in zip(bare, value, strict=True)) else bare
    if not isinstance(value, Value):
        return value
    inside = {name: _bare(getattr(value, name)) for name in _holding(type(value))}
    is_same = not value.unknown and all(new is getattr(value, name) for name, new in inside.items())
    return value if is_same else replace(value, **inside, unknown=())


@cache
def _holding(kind: type[Value]) -> tuple[str, ...]:
    """The fields of a kind of value that may hold other values; most hold none, and are never looked into."""
    shape = inspect.type_info(kind)
    assert isinstance(shape, inspect.StructType)  # noqa: S101 - every Value is one
    return tuple(field.name for field in shape.fields if field.name in known_fields(kind) and _holds_values(field.type))


def _holds_values(shape: inspect.Type) -> bool:
    match shape:
        case inspect.Metadata() | inspect.VarTupleType():
            return _holds_values(shape.type if isinstance(shape, inspect.Metadata) else shape.item_type)
        case inspect.UnionType():
            return any(map(_holds_values, shape.types))
        case inspect.TupleType():
            return any(map(_holds_values, shape.item_types))
    return isinstance(shape, inspect.StructType)
