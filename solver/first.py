"""The first schedule of a solve, before any search: the present one if it holds, or one that is repaired or built."""

from collections import Counter
from collections.abc import Sequence

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Schedule
from solver.cancel import Cancel
from solver.claims import settle
from solver.construct import PASSES, construct, construct_often, repair
from solver.instance import Instance
from solver.passes import Weights

MOST_PHASES = 100
"""With more phases a whole search hardly ever ends: many passes come before it, and neighbourhoods instead of it."""
CONSTRUCTING_PART = 0.2
"""The part of the time in which a schedule must be constructed."""
SOON_SECONDS = 1.0
"""With less no search over everything is worth its beginning: groups of linked phases are searched instead."""
MANY_PHASES = 300
"""With more, no search over everything is worth its beginning."""
OFTEN_PART, OFTEN_SECONDS, OFTEN_SECONDS_OF_MANY = 0.1, 0.001, 0.003
"""The most of the time that many passes may take, and the most seconds for each phase, of many phases more:
neighbourhoods find more, and up to MANY_PHASES parts are soon planned alone, whatever they begin from."""
SETTLING_SECONDS = 0.15
"""For the claims of the first schedule; what is not settled then is left for the search."""
BETTER_SETTLING_SECONDS = 2.0
"""For those of the one that the search begins from."""


def first_schedule(
    instance: Instance, hint: Schedule | None, seconds: float, cancel: Cancel, passes: Sequence[Weights] = PASSES
) -> Schedule | None:
    """A schedule without a fault, by the planner's own checks, its claims settled as far as time allows.

    hint: taken as it is if it holds; where it does not, what is left of it competes with a constructed one.
    None where nothing was found, which proves nothing.
    """
    plan = instance.plan
    if seconds <= 0 or cancel.is_requested:
        return None
    if hint is not None and _holds(plan, hint.assignments):
        return _settled(plan, hint.assignments, seconds, cancel)
    found = [construct(instance, seconds=CONSTRUCTING_PART * seconds, cancel=cancel, passes=passes)]
    if hint is not None and hint.assignments:
        found.append(repair(instance, hint.assignments, cancel))
    schedules = [_settled(plan, dates, seconds, cancel) for dates in found if dates is not None and _holds(plan, dates)]
    return max(schedules, key=_earned, default=None)


def better_schedule(instance: Instance, first: Schedule, seed: int, seconds: float, cancel: Cancel) -> Schedule | None:
    """A schedule without a fault, from many passes of list scheduling, that earns more than the first; or None."""
    count = len(instance.phases)
    often = min(OFTEN_PART * seconds, (OFTEN_SECONDS_OF_MANY if count > MANY_PHASES else OFTEN_SECONDS) * count)
    dates = construct_often(instance, seed=seed, seconds=often, cancel=cancel)
    if dates is None or cancel.is_requested or not _holds(instance.plan, dates):
        return None
    settling = min(BETTER_SETTLING_SECONDS, OFTEN_PART * seconds)
    found = Schedule(dates, settle(instance.plan, dates, seconds=settling, cancel=cancel))
    return found if _earned(found) > _earned(first) else None


def around_losses(instance: Instance, present: Schedule, first: Schedule) -> set[str]:
    """The phases that earn less than at present or had to move, those that the same credits could pay for, and those
    that links join with any of them.
    """
    if not present.assignments:
        return set()
    fell = Counter[str]()
    for claims, sign in ((present.claims, 1), (first.claims, -1)):
        for claim in claims:
            fell[claim.phase] += sign * claim.amount
    hit = {each.phase for each in set(first.assignments) - set(present.assignments)}
    hit |= {phase for phase, amount in fell.items() if amount > 0}
    paying = {pair.credit for pair in instance.pairs if pair.phase in hit}
    hit |= {pair.phase for pair in instance.pairs if pair.credit in paying}
    joined = ((link.predecessor, link.successor) for link in instance.links)
    hit |= {phase for ends in joined if hit.intersection(ends) for phase in ends}
    return hit.intersection(instance.phases)


def _earned(schedule: Schedule) -> int:
    return sum(claim.amount for claim in schedule.claims)


def _settled(plan: Plan, assignments: tuple[Assignment, ...], seconds: float, cancel: Cancel) -> Schedule:
    return Schedule(assignments, settle(plan, assignments, seconds=min(SETTLING_SECONDS, seconds), cancel=cancel))


def _holds(plan: Plan, assignments: tuple[Assignment, ...]) -> bool:
    """Whether every phase has dates, and the planner finds no fault with any."""
    options = {phase.id: {option.id for option in phase.options} for phase in plan.phases}
    fits = all(each.phase in options and each.option in options[each.phase] for each in assignments)
    return fits and not schedule_faults(State(plan, Schedule(assignments)))
