"""Settling: parts and flows give what one search over everything gives, and every rule is kept."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import schedule_faults
from planner.funding.claim_rules import broken_rules
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from solver.cancel import Cancel
from solver.claim_search import search_claims
from solver.claims import claim_limits, settle
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import generate
from tests.brute_force import every_claims, every_schedule
from tests.small_plans import small_plans

FLOWING = ("SCOPE", "DELIVERY", "APPROVAL", "WINDOW", "POE", "SHARE", "PHASECAP", "COST", "CAP", "POOLCAP", "EXTENSION")
"""Rules that leave money a flow, as the plain plans do."""


@pytest.mark.parametrize("code", FLOWING)
@settings(max_examples=25)
@given(draw=st.data())
def test_that_money_that_flows_freely_goes_to_the_first_pairs_of_the_plan(code: str, draw: st.DataObject) -> None:
    """Total, credits in order, then pairs in order: the greatest of all claims that keep the rules."""
    plan = draw.draw(small_plans(code, features=(), most_phases=2))
    schedules = list(every_schedule(plan))
    if not schedules:
        return
    assignments = draw.draw(st.sampled_from(schedules))
    placed = {assignment.phase: assignment for assignment in assignments}
    greatest = max(every_claims(plan, placed), key=lambda claims: _in_order(plan, claims))
    assert settle(plan, assignments) == greatest


@pytest.mark.parametrize("phases", [20, 60])
@pytest.mark.parametrize("tightness", [0.2, 0.9])
def test_that_parts_and_flows_pay_what_one_search_over_everything_pays(phases: int, tightness: float) -> None:
    for seed in range(4):
        plan = generate(seed, phases, tightness=tightness)
        assignments = where_most_could_be_claimed(plan)
        placed = {assignment.phase: assignment for assignment in assignments}
        claims = settle(plan, assignments)
        assert broken_rules(plan, placed, claims) == ()
        limits, costs = claim_limits(plan, placed)
        searched = search_claims(plan, limits, costs, sum(limits.values()), (float("inf"), Cancel()))
        amounts = [Claim(phase, credit, amount) for (phase, credit), amount in searched.items()]
        assert _in_order(plan, claims)[: len(plan.credits) + 1] == _in_order(plan, amounts)[: len(plan.credits) + 1]


def test_that_equal_dates_give_equal_claims() -> None:
    plan = generate(3, 60, tightness=0.9)
    assignments = where_most_could_be_claimed(plan)
    assert settle(plan, assignments) == settle(plan, assignments)


@given(plan=small_plans(), draw=st.data())
def test_that_settling_that_is_stopped_keeps_every_rule(plan: Plan, draw: st.DataObject) -> None:
    schedules = list(every_schedule(plan)) if len(plan.phases) == 1 else []
    if schedules:
        assignments = draw.draw(st.sampled_from(schedules))
        cancel = Cancel()
        cancel.request()
        claims = settle(plan, assignments, cancel=cancel)
        assert schedule_faults(State(plan, Schedule(assignments, claims))) == ()


def _in_order(plan: Plan, claims: Iterable[Claim]) -> list[int]:
    """The total, then the sums of the credits, then the amounts of the pairs, all in the plan's order."""
    amounts = {(claim.phase, claim.credit): claim.amount for claim in claims}
    pairs = [amounts.get((phase, credit), 0) for phase in plan.phase for credit in plan.credit]
    sums = [sum(amount for (_, paying), amount in amounts.items() if paying == credit) for credit in plan.credit]
    return [sum(amounts.values()), *sums, *pairs]
