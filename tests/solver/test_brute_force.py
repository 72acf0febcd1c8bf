"""The solver against everything that can be tried, rule by rule and feature by feature."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import schedule_faults
from planner.funding.claim_rules import RULE_CODES
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.claims import settle
from solver.settings import MAXIMISED, STAGES, Objective, Settings
from solver.solve import solve
from tests.brute_force import best, best_claims, every_schedule
from tests.small_plans import FEATURES, small_plans

OBJECTIVES: tuple[Objective, ...] = tuple(STAGES)


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=50)
@given(draw=st.data())
def test_that_the_solver_reaches_the_optimum_under_each_claim_rule(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, features=(), most_phases=2))
    assert_same_optimum(plan, draw.draw(st.sampled_from(OBJECTIVES)))


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=50)
@given(draw=st.data())
def test_that_the_solver_reaches_the_optimum_under_each_feature_of_the_schedule(
    feature: str, draw: st.DataObject
) -> None:
    plan = draw.draw(small_plans(features=(feature,), most_phases=2))
    assert_same_optimum(plan, draw.draw(st.sampled_from(OBJECTIVES)))


@settings(max_examples=100)
@given(plan=small_plans(most_phases=2), objective=st.sampled_from(OBJECTIVES))
def test_that_the_solver_reaches_the_optimum_when_rules_and_features_mix(plan: Plan, objective: Objective) -> None:
    assert_same_optimum(plan, objective)


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=30)
@given(draw=st.data())
def test_that_settling_gives_the_best_total_and_then_the_credits_in_order(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, most_phases=2))
    schedules = list(every_schedule(plan))
    if not schedules:
        return
    assignments = draw.draw(st.sampled_from(schedules))
    claims = settle(plan, assignments)
    assert schedule_faults(State(plan, Schedule(assignments, claims))) == ()
    of_credits = [sum(claim.amount for claim in claims if claim.credit == credit) for credit in plan.credit]
    assert (sum(of_credits), *of_credits) == best_claims(plan, assignments)


def assert_same_optimum(plan: Plan, objective: Objective) -> None:
    """Every stage is proven at the brute-force optimum, up to one that settling the claims made worse and unproven."""
    expected = best(plan, objective)
    result = solve(plan, Settings(objective=objective, workers=1))
    if expected is None:
        assert result.status == "INFEASIBLE"
        return
    for stage, value in zip(result.stages, expected, strict=True):
        assert stage.bound == value
        if stage.status != "OPTIMAL":
            on_invoice = any(credit.realised_by == "invoice" for credit in plan.credits)
            assert stage.name == "expected" or (stage.name == "net_cost" and on_invoice)
            assert stage.value is not None
            assert stage.value < value if stage.name in MAXIMISED else stage.value > value
            return
        assert stage.value == value
    assert result.status == "OPTIMAL"
