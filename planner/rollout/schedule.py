"""When each phase happens, who delivers it, and which credit pays how much of it."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from planner.value import Money, Value


class Assignment(Value, frozen=True):
    """A phase, the option that delivers it, and its first and last day."""

    phase: str
    option: str
    start: date
    finish: date


class Claim(Value, frozen=True):
    """What a credit pays for a phase, in whole units of the plan's currency."""

    phase: str
    credit: str
    amount: Money


class Schedule(Value, frozen=True, dict=True):
    """Assignments and claims, at most one assignment a phase and one claim a phase and credit."""

    assignments: tuple[Assignment, ...]
    claims: tuple[Claim, ...] = ()

    @cached_property
    def placed(self) -> dict[str, Assignment]:
        """Assignments by phase, in their order; the first where a wrong file has several."""
        found: dict[str, Assignment] = {}
        for each in self.assignments:
            found.setdefault(each.phase, each)
        return found

    @cached_property
    def of_option(self) -> dict[str, list[str]]:
        """Phases by the option that delivers them, in their order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for phase, each in self.placed.items():
            found[each.option].append(phase)
        return dict(found)

    def assignment(self, phase: str) -> Assignment | None:
        return self.placed.get(phase)
