"""The rollout as of the last status date, which the plan keeps as a scenario, so that the next week can be told."""

from datetime import date

from msgspec.structs import replace

from planner.edits import change_plan, set_status_date
from planner.plan import Plan, Scenario, State
from planner.scenarios import keep_scenario, remove_scenario
from planner.variance import known_part

PREFIX = "Status of "
KEPT = 2
"""How many are kept: the present status and the one that it is told beside."""


def with_status_date(state: State, day: date | None) -> Plan:
    """The plan as of a day; its schedule becomes the baseline if there is none, since from now on it is agreed."""
    plan = set_status_date(state.plan, day)
    return plan if day is None or plan.baseline is not None else change_plan(plan, baseline=state.schedule)


def with_status_kept(state: State) -> State:
    """The State with itself kept as of its status date. Without one nothing is kept.

    One of the same day is replaced, and older ones than the last two go.
    """
    plan = state.plan
    if plan.status_date is None:
        return state
    kept = [each for each in _kept(plan) if each.plan.status_date != plan.status_date][-(KEPT - 1) :]
    for each in _kept(plan):
        if each not in kept:
            plan = remove_scenario(plan, each.name)
    plan = keep_scenario(plan, f"{PREFIX}{plan.status_date}", State(plan, state.schedule))
    return State(plan, state.schedule)


def last_status(state: State, as_of: date) -> State:
    """The rollout as of the last status date before a day.

    Where none was kept it is what was agreed: the baseline by today's facts, before anything was told, or else the
    State itself.
    """
    before = [each for each in _kept(state.plan) if each.plan.status_date and each.plan.status_date < as_of]
    if before:
        return State(before[-1].plan, before[-1].schedule)
    if state.plan.baseline is None:
        return state
    untold = replace(state.plan, status_date=None, actuals=())
    return State(untold, known_part(state.plan, state.plan.baseline))


def _kept(plan: Plan) -> list[Scenario]:
    """The statuses that are kept, by their days; a scenario that only bears such a name is none."""
    kept = (each for each in plan.scenarios if each.name == f"{PREFIX}{each.plan.status_date}")
    return sorted(kept, key=lambda each: each.plan.status_date or date.min)
