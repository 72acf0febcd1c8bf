"""When each phase happens, who delivers it, and which credit pays how much of it."""

from datetime import date

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


class Schedule(Value, frozen=True):
    """Assignments and claims, at most one assignment a phase and one claim a phase and credit."""

    assignments: tuple[Assignment, ...]
    claims: tuple[Claim, ...] = ()

    def assignment(self, phase: str) -> Assignment | None:
        return next((each for each in self.assignments if each.phase == phase), None)
