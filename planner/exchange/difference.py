"""What an import makes of a plan: parts that are new, that are others now, field by field, and that are gone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import Value, known_fields

How = Literal["added", "changed", "removed"]


class FieldChange(NamedTuple):
    """A field that has another value."""

    field: str
    before: Any
    after: Any


class PartChange(NamedTuple):
    """A part of a plan: its kind in words, its name, and how it differs; None is one that is not there.

    fields: those that differ; empty for parts that are new or gone.
    """

    kind: str
    name: str
    before: Value | None
    after: Value | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def how(self) -> How:
        """Whether the part is new, another, or gone."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


Named = Callable[[Any], str]
PARTS: Mapping[str, tuple[str, Named]] = {
    "regions": ("region", lambda part: part.name),
    "freezes": ("freeze", lambda part: part.name),
    "phases": ("phase", lambda part: part.id),
    "partners": ("partner", lambda part: part.id),
    "credits": ("credit", lambda part: part.id),
    "dependencies": ("link", lambda part: f"{part.predecessor} → {part.successor} ({part.type})"),
    "pins": ("pin", lambda part: part.phase),
}
"""Lists of a plan that an import can change, what their entries are called, and what each is known by."""

WHOLE = ("name", "customer", "currency", "start", "horizon", "calendar")


def difference(before: State, after: State) -> tuple[PartChange, ...]:
    """Every part that differs, in the order of the plan, with assignments last."""
    return (*_plan_changes(before.plan, after.plan), *_assignment_changes(before.schedule, after.schedule))


def _plan_changes(before: Plan, after: Plan) -> Iterator[PartChange]:
    whole = _fields(before, after, WHOLE)
    if whole:
        yield PartChange("plan", after.name, before, after, whole)
    for field, (kind, named) in PARTS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old is not new:
            yield from _part_changes(kind, _by_name(old, named), _by_name(new, named))


def _assignment_changes(before: Schedule | None, after: Schedule | None) -> Iterator[PartChange]:
    old, new = ({} if each is None else dict(each.placed) for each in (before, after))
    yield from _part_changes("dates of", old, new)


def _part_changes(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[PartChange]:
    for name, part in new.items():
        if name not in old:
            yield PartChange(kind, name, None, part)
        elif part != old[name]:
            yield PartChange(kind, name, old[name], part, _fields(old[name], part, known_fields(type(part))))
    yield from (PartChange(kind, name, part, None) for name, part in old.items() if name not in new)


def _fields(before: Value, after: Value, names: tuple[str, ...]) -> tuple[FieldChange, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(FieldChange(*each) for each in pairs if each[1] != each[2])


def _by_name(parts: tuple[Any, ...], named: Named) -> dict[str, Any]:
    """Parts by name; of several with one name each has its number behind it."""
    found: dict[str, Any] = {}
    for part in parts:
        name, number = named(part), 1
        while name in found:
            number += 1
            name = f"{named(part)} ({number})"
        found[name] = part
    return found
