"""Fields of a plan's file that nobody here knows: which object holds each, and where it is after an edit.

An object is told from others by what names it, such as its id, or where nothing does by all that it holds. So a field
stays with its phase wherever the phase is moved and whatever else of it is edited, and goes when the phase does. Where
an edit gives an object another name in its place, or changes one that has none, the field goes along.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from planner.plan import Plan, UnknownField

NAMING = ("name", "phase", "credit", "predecessor", "successor", "sku")
"""Fields that together name an entry of a list that has no id."""

Place = tuple[str, ...]
Entries = tuple[Any, ...]


def in_order(fields: Iterable[UnknownField]) -> tuple[UnknownField, ...]:
    """The order in which a plan holds them, whatever order a file had."""
    return tuple(sorted(fields, key=lambda each: (each.place, each.name)))


def steps(entries: Entries) -> Iterator[str]:
    """What tells each entry of a list from the others."""
    seen = Counter[str]()
    for each in entries:
        named = _named(each)
        seen[named] += 1
        yield named if seen[named] == 1 else f"{named} #{seen[named]}"


def with_followed(before: Plan, after: Plan) -> Plan:
    """The plan after an edit, its unknown fields with the objects that held them; without those that are gone."""
    if not before.unknown_fields or before is after:
        return after
    trail = _Trail({})
    found = ((each, _followed(each, before, after, trail)) for each in before.unknown_fields)
    kept = in_order(replace(each, place=place) for each, place in found if place is not None)
    return after if kept == after.unknown_fields else replace(after, unknown_fields=kept)


class _Step(NamedTuple):
    """An entry of a list before an edit, and what it is called and what it is afterwards."""

    before: Any
    name: str
    after: Any


class _Trail(NamedTuple):
    """The steps of each pair of lists, found once."""

    known: dict[tuple[int, int], dict[str, _Step]]

    def steps(self, before: Entries, after: Entries) -> dict[str, _Step]:
        pair = (id(before), id(after))
        if pair not in self.known:
            self.known[pair] = dict(_moved_steps(before, after))
        return self.known[pair]


def _followed(field: UnknownField, before: Plan, after: Plan, trail: _Trail) -> Place | None:
    """None where what held it is no more. What stands outside of the plan, as its schedule does, is where it was."""
    if field.place[:1] != ("plan",):
        return field.place
    way, left, was, now = ["plan"], list(field.place[1:]), before, after
    while left and was is not now:
        name = left.pop(0)
        way.append(name)
        was, now = getattr(was, name), getattr(now, name)
        if isinstance(was, tuple) and left:
            step = trail.steps(was, now).get(left.pop(0))
            if step is None:
                return None
            was, now = step.before, step.after
            way.append(step.name)
        elif was is None or now is None:
            return None
    return (*way, *left)


def _moved_steps(before: Entries, after: Entries) -> Iterator[tuple[str, _Step]]:
    """An entry that is called the same is the same; of lists as long as before, so is one that stands in its place."""
    entries = dict(zip(steps(after), after, strict=True))
    in_place = list(entries) if len(before) == len(after) else []
    old = list(steps(before))
    known = set(old)
    for number, (name, entry) in enumerate(zip(old, before, strict=True)):
        if name in entries:
            yield name, _Step(entry, name, entries[name])
        elif in_place and in_place[number] not in known:
            yield name, _Step(entry, in_place[number], after[number])


def _named(entry: object) -> str:
    own = getattr(entry, "id", None)
    if isinstance(own, str):
        return own
    parts = [part for name in NAMING if isinstance(part := getattr(entry, name, None), str)]
    return " ".join(parts) or repr(entry)
