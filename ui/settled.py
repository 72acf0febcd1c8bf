"""The best claims for dates that an edit has changed, as far as they are known before a hand would notice the wait."""

from time import monotonic
from typing import NamedTuple

from planner.limits import MOST_PHASES_TO_SOLVE
from planner.plan import Plan, State
from planner.rollout.moves import remaining_claims
from planner.rollout.schedule import Claim, Schedule
from planner.unknown import followed

AT_ONCE = 0.5
"""Seconds that an edit may take to find the best claims; hard plans of some hundred phases need more."""


class Settled(NamedTuple):
    """A State whose claims keep every rule. is_best: whether no others are known to be possible for its dates."""

    state: State
    is_best: bool


def settled_at_once(state: State, known: tuple[Claim, ...]) -> Settled:
    """The same dates with the best claims for them, or with what can be said at once.

    known: the claims before the edit, of which those that still hold are a valid lower figure.
    """
    plan, schedule = state
    if schedule is None:
        return Settled(state, is_best=True)
    if len(plan.phases) > MOST_PHASES_TO_SOLVE:
        return Settled(_with(schedule, _remaining(plan, schedule, known), plan), is_best=False)
    from solver.claims import settle  # OR-Tools is not needed before the first edit

    begun = monotonic()
    claims = settle(plan, schedule.assignments, seconds=AT_ONCE)
    if monotonic() - begun < AT_ONCE:
        return Settled(_with(schedule, claims, plan), is_best=True)
    return Settled(_with(schedule, max(claims, _remaining(plan, schedule, known), key=total), plan), is_best=False)


def total(claims: tuple[Claim, ...]) -> int:
    """What they pay together, in whole units of the plan's currency."""
    return sum(claim.amount for claim in claims)


def _with(schedule: Schedule, claims: tuple[Claim, ...], plan: Plan) -> State:
    return State(plan, followed(schedule, Schedule(schedule.assignments, claims)))


def _remaining(plan: Plan, schedule: Schedule, known: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Those that the dates still allow; of what the plan has no more, none."""
    fitting = (claim for claim in known if claim.phase in schedule.placed and claim.credit in plan.credit)
    return remaining_claims(plan, schedule.placed, tuple(fitting))
