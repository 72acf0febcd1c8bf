"""By how much a schedule differs from the one that was agreed: days and money, phase by phase and credit by credit."""

from collections import Counter
from datetime import date
from typing import Literal, NamedTuple

from planner.plan import Plan, State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import region_workdays

Standing = Literal["finished", "running", "not begun"]


class PhaseVariance(NamedTuple):
    """A phase beside what was agreed; money in whole units of the plan's currency.

    standing: whether it is finished, runs, or has not begun. before, after: its dates as agreed and now; None without.
    start, finish: working days of its region by which they are later; negative is earlier, None where one is missing.
    cost, claimed: by how much its option costs more, and credits pay more for it.
    """

    phase: str
    standing: Standing
    before: Assignment | None
    after: Assignment | None
    start: int | None
    finish: int | None
    cost: int
    claimed: int

    @property
    def is_as_agreed(self) -> bool:
        return self.before == self.after and not self.cost and not self.claimed


class CreditVariance(NamedTuple):
    """A credit, and what it pays as agreed and now; nothing where only one of the two plans has it."""

    credit: str
    before: int
    after: int


class Variance(NamedTuple):
    """Every phase and every credit of either plan, in the order of the present one and then of the other."""

    phases: tuple[PhaseVariance, ...]
    credits: tuple[CreditVariance, ...]

    @property
    def cost(self) -> int:
        """By how much the chosen options cost more."""
        return sum(each.cost for each in self.phases)

    @property
    def funding(self) -> int:
        """By how much the claims are more."""
        return sum(each.after - each.before for each in self.credits)


def variance(agreed: State, now: State) -> Variance:
    """The present State beside the agreed one, each by the prices of its own plan."""
    phases = dict.fromkeys((*now.plan.phase, *agreed.plan.phase))
    credits_ = dict.fromkeys((*now.plan.credit, *agreed.plan.credit))
    before, after = (_paid(each.schedule, "credit") for each in (agreed, now))
    funded = Counter(_paid(now.schedule, "phase"))
    funded.subtract(_paid(agreed.schedule, "phase"))
    return Variance(
        tuple(_phase(agreed, now, phase, funded[phase]) for phase in phases),
        tuple(CreditVariance(each, before.get(each, 0), after.get(each, 0)) for each in credits_),
    )


def baseline_variance(state: State) -> Variance | None:
    """The State beside its baseline, at today's prices; None without one."""
    baseline = state.plan.baseline
    return None if baseline is None else variance(State(state.plan, known_part(state.plan, baseline)), state)


def known_part(plan: Plan, schedule: Schedule) -> Schedule:
    """The part of a schedule whose phases, options and credits the plan has."""
    runs = tuple(each for each in schedule.assignments if _is_known(plan, each))
    claims = tuple(each for each in schedule.claims if each.phase in plan.phase and each.credit in plan.credit)
    return Schedule(runs, claims)


def days_later(plan: Plan, phase: Phase, before: date, after: date) -> int:
    """The working days of the phase's region from one day to another; negative where the other is earlier."""
    number = region_workdays(plan, phase.region).number
    return number(after) - number(before)


def _is_known(plan: Plan, run: Assignment) -> bool:
    return run.phase in plan.phase and plan.phase[run.phase].option(run.option) is not None


def _phase(agreed: State, now: State, name: str, claimed: int) -> PhaseVariance:
    before, after = (None if each.schedule is None else each.schedule.assignment(name) for each in (agreed, now))
    start = finish = None
    if before is not None and after is not None:
        phase = now.plan.phase[name]
        start = days_later(now.plan, phase, before.start, after.start)
        finish = days_later(now.plan, phase, before.finish, after.finish)
    cost = _cost(now.plan, after) - _cost(agreed.plan, before)
    return PhaseVariance(name, standing(now.plan, name), before, after, start, finish, cost, claimed)


def standing(plan: Plan, phase: str) -> Standing:
    """Whether the phase is finished, runs, or has not begun."""
    actual = plan.actual.get(phase)
    if actual is None:
        return "not begun"
    return "running" if actual.finished_on is None else "finished"


def _cost(plan: Plan, run: Assignment | None) -> int:
    option = plan.phase[run.phase].option(run.option) if run is not None else None
    return option.cost if option is not None else 0


def _paid(schedule: Schedule | None, by: Literal["phase", "credit"]) -> dict[str, int]:
    found: dict[str, int] = {}
    for claim in schedule.claims if schedule is not None else ():
        found[getattr(claim, by)] = found.get(getattr(claim, by), 0) + claim.amount
    return found
