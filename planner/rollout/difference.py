"""What differs between two schedules of one plan."""

from typing import NamedTuple

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Schedule


class MovedPhase(NamedTuple):
    """A phase with its assignment before and after; None where it had, or has, none."""

    phase: str
    before: Assignment | None
    after: Assignment | None


class ChangedCredit(NamedTuple):
    """A credit with what it pays before and after."""

    credit: str
    before: int
    after: int


class Difference(NamedTuple):
    """Phases that move or change hands, and credits that pay another sum, in the plan's order."""

    phases: tuple[MovedPhase, ...]
    credits: tuple[ChangedCredit, ...]

    @property
    def funding(self) -> int:
        """By how much the claims rise; negative when they fall."""
        return sum(credit.after - credit.before for credit in self.credits)


def difference(plan: Plan, before: Schedule, after: Schedule) -> Difference:
    """How the schedules differ, phase by phase and credit by credit."""
    old, new = ({each.phase: each for each in schedule.assignments} for schedule in (before, after))
    moved = (MovedPhase(phase, old.get(phase), new.get(phase)) for phase in plan.phase)
    paid = (ChangedCredit(credit, _paid(before, credit), _paid(after, credit)) for credit in plan.credit)
    return Difference(
        tuple(each for each in moved if each.before != each.after),
        tuple(each for each in paid if each.before != each.after),
    )


def moved(before: Schedule, after: Schedule) -> int:
    """How many phases that had dates have others, or are delivered by another; those without dates move nowhere."""
    old = {each.phase: each for each in before.assignments}
    return sum(each.phase in old and each != old[each.phase] for each in after.assignments)


def _paid(schedule: Schedule, credit: str) -> int:
    return sum(claim.amount for claim in schedule.claims if claim.credit == credit)
