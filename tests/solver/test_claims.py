"""Settling: parts and flows give what one search over everything gives, and every rule is kept."""

from collections.abc import Iterable
from datetime import timedelta
from math import prod
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.claim_rules import RULE_CODES, broken_rules, deliveries, fundable_cost
from planner.funding.credits import CombinedCap, OutcomeDate, Scope
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.cancel import Cancel
from solver.claim_limits import asked_on, claim_limits
from solver.claim_search import search_claims
from solver.claims import settle
from solver.construct import construct
from solver.instance import prepare
from solver.memory import Memory
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import flowing, generate
from tests.brute_force import every_claims, every_schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
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
        limits = claim_limits(plan, placed)
        costs = {
            delivered.phase.id: fundable_cost(*delivered[:2])
            for delivered in deliveries(plan, Schedule(assignments)).values()
        }
        searched = search_claims(plan, limits, costs, sum(limits.values()), (float("inf"), Cancel()))
        amounts = [Claim(phase, credit, amount) for (phase, credit), amount in searched.items()]
        assert _in_order(plan, claims)[: len(plan.credits) + 1] == _in_order(plan, amounts)[: len(plan.credits) + 1]


MOTIONS = ("assess", "pilot", "deploy")


@st.composite
def nested_caps(draw: st.DrawFn) -> Plan:
    """Two to four phases of different motions, and as many credits under caps inside each other."""
    sums, phases = st.integers(1, 3), draw(st.integers(2, 4))
    members = draw(st.lists(st.sampled_from([(), ("WIDE",), ("WIDE", "NARROW")]), min_size=2, max_size=4))
    motions = st.lists(st.sampled_from(MOTIONS), min_size=1, max_size=2, unique=True)
    return a_plan(
        phases=tuple(
            a_phase(f"P{number}", motion=draw(st.sampled_from(MOTIONS)), eligible_cost=draw(sums))
            for number in range(phases)
        ),
        credits=tuple(
            a_credit(
                f"C{number}",
                face=draw(sums),
                share=10_000,
                combined_caps=caps,
                scope=Scope(motions=tuple(draw(motions))),
            )
            for number, caps in enumerate(members)
        ),
        combined_caps=(CombinedCap(id="NARROW", limit=draw(sums)), CombinedCap(id="WIDE", limit=draw(sums))),
        one_source_per_phase=False,
    )


@settings(max_examples=100)
@given(plan=nested_caps())
def test_that_caps_inside_each_other_leave_the_most_together_then_credits_then_phases_in_order(plan: Plan) -> None:
    dates = tuple(an_assignment(plan, phase) for phase in plan.phase)
    placed = {each.phase: each for each in dates}
    assume(prod(limit + 1 for limit in claim_limits(plan, placed).values()) <= 5_000)
    assert settle(plan, dates) == max(every_claims(plan, placed), key=lambda claims: _in_order(plan, claims))


def test_that_the_first_phase_takes_the_first_credit_where_others_can_take_another() -> None:
    plan = a_plan(
        phases=(
            a_phase(eligible_cost=1),
            a_phase("P2", eligible_cost=2),
            a_phase("P3", motion="assess", eligible_cost=2),
        ),
        credits=(
            a_credit(face=3, share=10_000, scope=Scope(motions=("deploy", "assess"))),
            a_credit("C2", face=1, share=10_000, scope=Scope(motions=("deploy",))),
        ),
        one_source_per_phase=False,
    )
    dates = tuple(an_assignment(plan, phase) for phase in plan.phase)
    assert settle(plan, dates) == (
        Claim("P1", "C1", 1),
        Claim("P2", "C1", 1),
        Claim("P2", "C2", 1),
        Claim("P3", "C1", 1),
    )


@pytest.mark.parametrize("tightness", [0.2, 0.9])
def test_that_money_that_flows_freely_asks_for_no_search(tightness: float) -> None:
    plan = flowing(generate(7, 120, tightness=tightness))
    with patch("solver.claim_search.search_claims", side_effect=AssertionError("CP-SAT was asked")):
        claims = settled_anew(plan, where_most_could_be_claimed(plan))
    assert claims


def test_that_equal_dates_give_equal_claims() -> None:
    plan = generate(3, 60, tightness=0.9)
    assignments = where_most_could_be_claimed(plan)
    assert settle(plan, assignments) == settle(plan, assignments)


@settings(max_examples=60)
@given(plans=st.lists(small_plans(), min_size=1, max_size=2), draw=st.data())
def test_that_what_is_remembered_is_what_would_be_found_anew(plans: list[Plan], draw: st.DataObject) -> None:
    """Whatever was settled before: other dates of the same plan, other plans, and the same once more."""
    asked = [(plan, dates) for plan in plans for dates in draw.draw(_some_dates(plan))]
    for plan, dates in [*asked, *asked]:
        assert settle(plan, dates) == settled_anew(plan, dates)


@pytest.mark.parametrize("tightness", [0.2, 0.9])
def test_that_one_phase_moved_after_another_leaves_claims_as_they_would_be_found_anew(tightness: float) -> None:
    plan = generate(5, 40, tightness=tightness)
    dates = where_most_could_be_claimed(plan)
    for number in range(0, len(dates), 5):
        run, late = dates[number], timedelta(days=7 * number)
        moved = Assignment(run.phase, run.option, run.start + late, run.finish + late)
        dates = (*dates[:number], moved, *dates[number + 1 :])
        assert settle(plan, dates) == settled_anew(plan, dates)


def test_that_a_phase_that_moves_within_its_windows_asks_for_no_search() -> None:
    plan = generate(3, 60, tightness=0.9)
    dates = where_most_could_be_claimed(plan)
    claims = settle(plan, dates)
    with patch("solver.claims.settled", side_effect=AssertionError("a part was settled once more")):
        assert settle(plan, dates) == claims


def test_that_claims_that_were_cut_short_are_not_remembered() -> None:
    plan = generate(4, 60, tightness=0.9)
    dates = where_most_could_be_claimed(plan)
    with patch("solver.claims._known", Memory(10)):
        stopped = Cancel()
        stopped.request()
        settle(plan, dates, cancel=stopped)
        assert settle(plan, dates) == settled_anew(plan, dates)


def test_that_a_memory_keeps_what_was_asked_for_last() -> None:
    memory: Memory[str, int] = Memory(2)
    for number, question in enumerate("ab"):
        memory.keep(question, number)
    memory.get("a")
    memory.keep("c", 2)
    assert [memory.get(question) for question in "abc"] == [0, None, 2]


@given(plan=small_plans(), draw=st.data())
def test_that_settling_that_is_stopped_keeps_every_rule(plan: Plan, draw: st.DataObject) -> None:
    schedules = list(every_schedule(plan)) if len(plan.phases) == 1 else []
    if schedules:
        assignments = draw.draw(st.sampled_from(schedules))
        cancel = Cancel()
        cancel.request()
        claims = settle(plan, assignments, cancel=cancel)
        assert schedule_faults(State(plan, Schedule(assignments, claims))) == ()


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_nobody_is_asked_for_one_unit_that_an_earlier_phase_of_the_claims_could_take(
    code: str, draw: st.DataObject
) -> None:
    plan = draw.draw(small_plans(code, most_phases=3))
    dates = construct(prepare(plan))
    if dates is None:
        return
    placed, claims = {each.phase: each for each in dates}, settle(plan, dates)
    order = [*plan.phase]
    for idle in (claim for claim in claims if claim.amount == 1):
        rest = tuple(claim for claim in claims if claim is not idle)
        earlier = order[: order.index(idle.phase)]
        for taker in (claim for claim in rest if claim.credit == idle.credit and claim.phase in earlier):
            instead = tuple(replace(each, amount=each.amount + 1) if each is taker else each for each in rest)
            assert broken_rules(plan, placed, instead) != ()


def settled_anew(plan: Plan, dates: tuple[Assignment, ...]) -> tuple[Claim, ...]:
    """The best claims, found without anything that was remembered."""
    with patch("solver.claims._known", Memory(0)), patch("solver.claim_limits.asked_on", asked_on.__wrapped__):
        return settle(plan, dates)


def _some_dates(plan: Plan) -> st.SearchStrategy[list[tuple[Assignment, ...]]]:
    """One to four schedules of a tiny plan; none where it has none."""
    schedules = list(every_schedule(plan)) if len(plan.phases) < 3 else []
    return st.lists(st.sampled_from(schedules), min_size=1, max_size=4) if schedules else st.just([])


def _in_order(plan: Plan, claims: Iterable[Claim]) -> list[int]:
    """The total, then the sums of the credits, then the amounts of the pairs, all in the plan's order."""
    amounts = {(claim.phase, claim.credit): claim.amount for claim in claims}
    pairs = [amounts.get((phase, credit), 0) for phase in plan.phase for credit in plan.credit]
    sums = [sum(amount for (_, paying), amount in amounts.items() if paying == credit) for credit in plan.credit]
    return [sum(amounts.values()), *sums, *pairs]


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_claims_found_at_once_keep_every_rule(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, most_phases=3))
    dates = construct(prepare(plan))
    if dates is None:
        return
    found = settle(replace(plan, name=f"{plan.name} at once"), dates, seconds=0.0)
    assert broken_rules(plan, {each.phase: each for each in dates}, found) == ()
    assert sum(claim.amount for claim in found) <= sum(claim.amount for claim in settle(plan, dates))


def test_that_claims_found_at_once_earn_most_of_what_the_best_earn() -> None:
    plan = generate(1, 300)
    dates = where_most_could_be_claimed(plan)
    at_once = sum(claim.amount for claim in settle(replace(plan, name="At once"), dates, seconds=0.0))
    assert at_once > 0.8 * sum(claim.amount for claim in settle(plan, dates))


def test_that_a_phase_without_dates_is_paid_nothing_and_takes_nothing_from_others() -> None:
    plan = a_plan(phases=(a_phase(), a_phase("P2")), credits=(a_credit(face=10_000),))
    assert settle(plan, (an_assignment(plan, "P2"),)) == (Claim("P2", "C1", 10_000),)


def test_that_a_credit_that_misses_its_outcome_leaves_the_work_to_others() -> None:
    missing = a_credit(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P1", START),))
    plan = a_plan(credits=(missing, a_credit("C2", share=1_000)))
    assert settle(plan, (an_assignment(plan),)) == (Claim("P1", "C2", 2_000),)


def test_that_an_option_that_the_phase_does_not_offer_earns_nothing() -> None:
    assert settle(a_plan(), (replace(an_assignment(a_plan()), option="nobody"),)) == ()
