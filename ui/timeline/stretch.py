"""Work made longer or shorter, and links given another end or lag: what each gesture makes of a State.

Plain functions of plain values, without Qt. What waits for a phase that now ends later gives way where it is to.
"""

from datetime import date

from planner.edits import carried, change_dependency, change_option, pin
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import pushed
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import phase_workdays, region_workdays


def duration_until(plan: Plan, run: Assignment, finish: date) -> int:
    """The working days from the start of a phase to a day, that day included; at least one."""
    days = phase_workdays(plan, plan.phase[run.phase])
    return max(days.number(finish) + days.is_workday(finish) - days.number(run.start), 1)


def cost_for(state: State, run: Assignment, duration: int) -> tuple[int, int]:
    """What the delivery of a phase costs, and what it would cost in proportion to another duration, to the nearest."""
    option = state.plan.phase[run.phase].option(run.option)
    assert option is not None, "an assignment names an option of its phase"  # noqa: S101 - told to the type checker
    return option.cost, (2 * option.cost * duration + option.duration) // (2 * option.duration)


def stretched(state: State, run: Assignment, duration: int, cost: int, *, push: bool) -> State:
    """The State in which the option that delivers a phase takes so many working days and costs so much.

    Its days at best and at worst give way as far as they must, so that the hand is not held up by them.
    """
    option = state.plan.phase[run.phase].option(run.option)
    best, worst = (option.optimistic, option.pessimistic) if option is not None else (None, None)
    estimates = {
        "optimistic": None if best is None else min(best, duration),
        "pessimistic": None if worst is None else max(worst, duration),
    }
    plan = change_option(state.plan, run.phase, run.option, duration=duration, cost=cost, **estimates)
    return _carried(state, plan, run.phase if push else None)


def relinked(state: State, link: Dependency, *, push: bool, **fields: object) -> State:
    """The State in which a link has another end, type or lag."""
    plan = change_dependency(state.plan, link, **fields)
    predecessor = str(fields.get("predecessor", link.predecessor))
    return _carried(state, plan, predecessor if push else None)


def lag_moved(plan: Plan, link: Dependency, before: date, after: date) -> int:
    """The lag of a link that was taken at one day and is held over another, in days of the successor's calendar."""
    number = region_workdays(plan, plan.phase[link.successor].region).number
    return link.lag + number(after) - number(before)


def chosen(state: State, phase_id: str, option_id: str, *, push: bool) -> State:
    """The State in which a phase is delivered by another of its options, from the same start."""
    plan, schedule = state
    run = schedule.assignment(phase_id) if schedule is not None else None
    option = plan.phase[phase_id].option(option_id)
    if schedule is None or run is None or option is None:
        return state
    finish = phase_workdays(plan, plan.phase[phase_id]).finish(run.start, option.duration)
    delivered = Assignment(phase_id, option_id, run.start, finish)
    runs = tuple(delivered if each is run else each for each in schedule.assignments)
    if any(each.phase == phase_id and each.option is not None for each in plan.pins):
        plan = pin(plan, phase_id, option=option_id)
    return State(plan, Schedule(pushed(plan, runs, phase_id) if push else runs, schedule.claims))


def _carried(state: State, plan: Plan, pushing: str | None) -> State:
    if state.schedule is None:
        return State(plan)
    schedule = carried(state.schedule, state.plan, plan)
    runs = pushed(plan, schedule.assignments, pushing) if pushing is not None else schedule.assignments
    return State(plan, Schedule(runs, schedule.claims))
