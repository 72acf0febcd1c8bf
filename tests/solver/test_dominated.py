"""What is left out before a search costs no optimum, and what could is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.audit import NOTHING
from solver.dominated import identical_credits, in_order, without_dominated
from solver.instance import Instance, prepare
from solver.settings import STAGES, Objective
from tests.benchmarks.generate import generate
from tests.builders import START, a_credit, a_phase, a_plan, by_fasttrack, internally
from tests.small_plans import small_plans
from tests.solver.test_brute_force import assert_same_optimum

FASTTRACK = by_fasttrack(duration=4, cost=100)
SLOW_AND_DEAR = internally(duration=5, cost=100)
FAST_AND_DEAR = internally(duration=3, cost=200)


def options_left(instance: Instance, phase: str = "P1") -> set[str]:
    return {mode.option.id for mode in instance.phases[phase].modes}


def with_options(*options: DeliveryOption) -> Plan:
    return a_plan(phases=(a_phase("P1", options=options),))


def test_that_a_slower_option_that_costs_no_less_is_left_out() -> None:
    instance = prepare(with_options(SLOW_AND_DEAR, FASTTRACK))
    assert options_left(instance) == {SLOW_AND_DEAR.id, FASTTRACK.id}
    assert options_left(without_dominated(instance, NOTHING)) == {FASTTRACK.id}


def test_that_a_faster_or_a_cheaper_option_is_kept() -> None:
    instance = prepare(with_options(FAST_AND_DEAR, FASTTRACK))
    assert without_dominated(instance, NOTHING) == instance


def test_that_the_option_of_the_present_schedule_is_kept() -> None:
    instance = prepare(with_options(SLOW_AND_DEAR, FASTTRACK))
    present = Schedule((Assignment("P1", SLOW_AND_DEAR.id, START, START),))
    assert options_left(without_dominated(instance, present)) == {SLOW_AND_DEAR.id, FASTTRACK.id}


def test_that_nothing_is_left_out_where_a_link_holds_the_end_back() -> None:
    phases = (a_phase("P0"), a_phase("P1", options=(SLOW_AND_DEAR, FASTTRACK)))
    link = Dependency(predecessor="P0", successor="P1", type="FF", lag=0)
    instance = prepare(a_plan(phases=phases, dependencies=(link,)))
    assert options_left(without_dominated(instance, NOTHING)) == {SLOW_AND_DEAR.id, FASTTRACK.id}


@settings(max_examples=100)
@given(
    plan=small_plans(most_phases=2),
    objective=st.sampled_from(tuple(STAGES)),
    longer=st.integers(0, 1),
    dearer=st.integers(0, 2),
)
def test_that_leaving_out_options_costs_no_optimum(plan: Plan, objective: Objective, longer: int, dearer: int) -> None:
    remote = by_fasttrack(duration=2, cost=2)
    options = (remote, internally(duration=2 + longer, cost=remote.cost + dearer))
    phases = tuple(replace(each, options=(*_delivered(each), *options)) for each in plan.phases)
    assert_same_optimum(replace(plan, phases=phases, pins=()), objective)


@settings(max_examples=100)
@given(plan=small_plans(most_phases=2), objective=st.sampled_from(tuple(STAGES)))
def test_that_ordering_identical_credits_costs_no_optimum(plan: Plan, objective: Objective) -> None:
    first = plan.credits[0]
    twice = replace(plan, credits=(first, replace(first, id="AGAIN")), stacking_confirmations=())
    assert identical_credits(twice) == [[first.id, "AGAIN"]]
    assert_same_optimum(twice, objective)


def test_that_credits_of_different_terms_are_not_identical() -> None:
    plan = a_plan(credits=(a_credit("C1"), a_credit("C2", confidence=5_000), a_credit("C3", owner="Ada")))
    assert identical_credits(plan) == [["C1", "C3"]]


def test_that_claims_are_put_in_the_order_of_identical_credits_with_every_total_kept() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit("C1"), a_credit("C2"), a_credit("C3")))
    schedule = Schedule((), (Claim("P1", "C2", 400), Claim("P1", "C3", 700), Claim("P2", "C2", 500)))
    assert in_order(plan, schedule).claims == (Claim("P1", "C1", 400), Claim("P1", "C2", 700), Claim("P2", "C1", 500))


def test_that_a_credit_is_left_out_exactly_where_its_minimums_cannot_be_reached() -> None:
    plan = generate(3, 40)
    paying = {pair.credit for pair in prepare(plan).pairs}
    for terms in ({"minimum_milestones": 41}, {"minimum_seats": 10_000_000}, {"minimum_claim": 900_000_000}):
        strict = replace(plan, credits=tuple(replace(credit, face=10**9, **terms) for credit in plan.credits))
        assert without_dominated(prepare(strict), NOTHING).pairs == ()
    free = replace(
        plan, credits=tuple(replace(c, minimum_claim=0, minimum_seats=0, minimum_milestones=1) for c in plan.credits)
    )
    assert paying
    assert {pair.credit for pair in without_dominated(prepare(free), NOTHING).pairs} == paying


def _delivered(phase: Phase) -> tuple[DeliveryOption, ...]:
    """The options of a phase by partners."""
    return tuple(option for option in phase.options if option.partner is not None)
