"""The programme: which plans it joins, what each is called, and which of their parts are the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated

from msgspec import Meta

from planner.invariants import Fault
from planner.plan import State
from planner.value import Name, Value

ShortName = Annotated[
    str,
    Meta(pattern="^[A-Za-z0-9][A-Za-z0-9-]{0,11}$", description="Up to 12 letters, digits and hyphens; unique."),
]
SharedName = Annotated[
    str, Meta(min_length=1, max_length=64, pattern="^[^/]+$", description="Unique among its kind; without a slash.")
]
Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$", description="Red, green and blue as #2A6FDB.")]

States = Mapping[str, State]
"""Plans with their schedules, by the short names of a programme."""

CHANGEABLE = frozenset({"phases", "dependencies", "partners", "credits", "pins", "actuals", "baseline", "status_date"})
"""Fields of a joined plan that an edit may change; all others are changed in the plans' own files."""


class Member(Value, frozen=True, kw_only=True):
    """A plan of a programme.

    short: what its parts begin with in the joined plan, as ``DE`` in ``DE/M01``.
    file: where it lies, relative to the programme's own file, with slashes. colour: of its swimlane; blank for none.
    """

    short: ShortName
    file: Name
    colour: Colour | None = None


class Shared(Value, frozen=True, kw_only=True):
    """A part that several plans have and that is there once. It may be called differently in each.

    id: its identifier in the joined plan. members: its identifier in each plan, by the plan's short name.
    """

    id: SharedName
    members: dict[str, str]


class SharedParts(Value, frozen=True, kw_only=True):
    """What the plans have in common. Where a shared credit is approved later in the calendar of one plan, that counts.

    combined_caps: limits that bind credits of all those plans together; one that is not listed binds each plan alone.
    """

    partners: tuple[Shared, ...] = ()
    credits: tuple[Shared, ...] = ()
    combined_caps: tuple[Shared, ...] = ()


class Programme(Value, frozen=True, kw_only=True):
    """Several plans side by side. Their order has a meaning: between equally good claims, earlier plans come first."""

    name: Name
    plans: tuple[Member, ...]
    shared: SharedParts = SharedParts()

    @property
    def shorts(self) -> tuple[str, ...]:
        return tuple(member.short for member in self.plans)


KINDS: Mapping[str, str] = {"partners": "partner", "credits": "credit", "combined_caps": "combined cap"}
"""Fields of ``SharedParts``, which are fields of a plan, and what one of their parts is called."""


def programme_faults(programme: Programme) -> tuple[Fault, ...]:
    """What makes it no programme, whatever its plans hold."""
    return tuple(_faults(programme))


def _faults(programme: Programme) -> Iterator[Fault]:
    if not programme.plans:
        yield Fault("programme.plans", "The programme names no plan.", "Name at least one plan file.")
    yield from _repeated("programme.plans", "Short name", list(programme.shorts))
    yield from _repeated("programme.plans", "Plan file", [_normal(member.file) for member in programme.plans])
    for number, member in enumerate(programme.plans):
        file = member.file
        if PurePosixPath(file).is_absolute() or "\\" in file or file[1:2] == ":":
            sentence = f"Plan {member.short} lies at '{file}', which is no path relative to the programme's file."
            yield Fault(f"programme.plans[{number}].file", sentence, "Write it with slashes, as countries/de.rollout.")
    for field, kind in KINDS.items():
        yield from _shared_faults(programme, f"programme.shared.{field}", kind, getattr(programme.shared, field))


def _shared_faults(programme: Programme, path: str, kind: str, shared: tuple[Shared, ...]) -> Iterator[Fault]:
    yield from _repeated(path, f"Shared {kind}", [each.id for each in shared])
    named = [f"{short}/{name}" for each in shared for short, name in each.members.items()]
    yield from _repeated(path, f"The {kind}", named)
    for number, each in enumerate(shared):
        place, owner = f"{path}[{number}].members", f"Shared {kind} '{each.id}'"
        for short in each.members:
            if short not in programme.shorts:
                known = ", ".join(programme.shorts)
                yield Fault(place, f"{owner} names plan '{short}', which does not exist.", f"Known: {known}.")
        if len(each.members) < 2:  # noqa: PLR2004 - two share
            yield Fault(place, f"{owner} is in fewer than two plans.", "Name it in two plans, or take it off the list.")


def _repeated(path: str, kind: str, names: list[str]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(path, f"{kind} '{name}' occurs {count} times.", "Each may occur once.")


def _normal(file: str) -> str:
    return str(PurePosixPath(file))
