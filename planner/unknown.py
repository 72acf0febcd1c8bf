"""Fields of a plan file that nobody here knows: who holds them, a plan without them, schedules that take them over.

Each lies in the value whose object in the file held it (``Value.unknown``), so it moves, is copied, removed, undone and
kept in scenarios with that value, and no edit knows of it. Only schedules, and plans into which something is imported,
are made anew: they take over the fields of what is called the same, as of the dates of a phase.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from msgspec import inspect
from msgspec.structs import replace

from planner.plan import Plan
from planner.value import Value, known_fields

Way = tuple[Value, ...]
"""A value with those around it, the outermost first."""

NAMING = ("name", "phase", "credit", "predecessor", "successor", "type")
"""Fields that together name an entry of a list that has no id."""

Whatever = TypeVar("Whatever")


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


def followed(before: Whatever | None, after: Whatever) -> Whatever:
    """What was made anew in place of something, with the unknown fields of what is still there, told by its name."""
    if before is None or before is after or next(holders(before), None) is None:
        return after
    taken_over: Whatever = _followed(before, after)
    return taken_over


def _followed(before: Any, after: Any) -> Any:  # noqa: ANN401 - whatever a plan holds
    if isinstance(before, tuple) and isinstance(after, tuple):
        known = {_named(each): each for each in before}
        return _unless_same(before, tuple(_followed(known.get(_named(each)), each) for each in after))
    if before is after or not isinstance(after, Value) or type(before) is not type(after):
        return after
    inside = {name: _followed(getattr(before, name), getattr(after, name)) for name in _holding(type(after))}
    return _unless_same(before, replace(after, **inside, unknown=after.unknown or before.unknown))


def _named(entry: Any) -> object:  # noqa: ANN401 - whatever a plan holds
    """What tells an entry of a list from the others: what it is called, or all of it."""
    own = getattr(entry, "id", None)
    named = () if own is not None else tuple(getattr(entry, each) for each in NAMING if hasattr(entry, each))
    return own or named or without_unknown(entry)


def _unless_same(before: Any, after: Any) -> Any:  # noqa: ANN401 - whatever a plan holds
    return before if after == before else after


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
