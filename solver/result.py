"""What a solve answers, and what it says while it runs. A result is no schedule: it may hold none."""

from typing import Literal, NamedTuple

from planner.demands import Demand
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.settings import Objective, Term

Status = Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"]
"""OPTIMAL is proven; FEASIBLE is the best so far; INFEASIBLE is proven twice; UNKNOWN says nothing."""


class Stage(NamedTuple):
    """How far one term was brought.

    value: what the schedule that is returned has, priced by the planner; None without a schedule.
    bound: no schedule can do better than this, given what the stages before it reached; None if nothing is known.
    status: OPTIMAL only when value and bound are proven to meet, up to the tolerance that later stages might use.
    tolerance: in basis points of the best value.
    """

    name: Term
    value: int | None
    bound: int | None
    status: Status
    seconds: float
    tolerance: int = 0


class Progress(NamedTuple):
    """A word from a running solve; it arrives on a thread of the solver.

    stage, number, of: the term at work, its place from 1, and how many there are.
    incumbent, bound: the best value so far and what none can beat; None while unknown.
    """

    stage: Term
    number: int
    of: int
    incumbent: int | None
    bound: int | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """Distance of incumbent and bound as a part of the larger one; 0 when they meet, None while one is unknown."""
        if self.incumbent is None or self.bound is None:
            return None
        return abs(self.bound - self.incumbent) / max(abs(self.bound), abs(self.incumbent), 1)


class Conflict(NamedTuple):
    """Demands that cannot all be kept.

    phases: those that the clash is between; the demands clash even if no other phase is delivered, and no longer
    without any one of these. demands: each is needed; loosening any one removes this conflict, and if the plan has no
    other, makes it feasible.
    is_smallest: False if time was over before everything that could be left out was.
    """

    phases: tuple[str, ...]
    demands: tuple[Demand, ...]
    is_smallest: bool


class SolveResult(NamedTuple):
    """The answer to a plan.

    plan: the one that was solved; the answer counts for no other.
    status: OPTIMAL only if every stage is.
    seconds, first_schedule_seconds: of the whole solve, and until the first schedule; None without one.
    conflict: why no schedule exists; None unless the status is INFEASIBLE.
    about: what a schedule is that was not solved for by the objective alone, in a sentence; blank for any other.
    """

    plan: Plan
    objective: Objective
    status: Status
    stages: tuple[Stage, ...]
    schedule: Schedule | None
    seconds: float
    first_schedule_seconds: float | None
    conflict: Conflict | None = None
    about: str = ""
