"""The solver against everything that can be tried, rule by rule and feature by feature."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.claim_rules import RULE_CODES
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.audit import NOTHING
from solver.claims import settle
from solver.settings import MAXIMISED, STAGES, Aim, Objective, Settings, Term, aims
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


@st.composite
def objectives(draw: st.DrawFn) -> tuple[Aim, ...]:
    """Lists of one to three terms in any order, with tolerances from nothing to the whole."""
    terms = draw(st.lists(st.sampled_from(get_args(Term)), min_size=1, max_size=3, unique=True))
    return tuple(Aim(term, draw(st.sampled_from([0, 0, 1_000, 2_500, 5_000, 10_000]))) for term in terms)


@pytest.mark.parametrize("term", get_args(Term))
@settings(max_examples=30)
@given(draw=st.data())
def test_that_each_term_is_brought_to_its_optimum_alone_and_after_another(term: Term, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(features=("bounds", "links"), most_phases=2))
    before = draw.draw(st.sampled_from([each for each in get_args(Term) if each != term]))
    assert_same_optimum(plan, (Aim(term),), draw.draw(present_schedules(plan)))
    assert_same_optimum(plan, (Aim(before), Aim(term)), draw.draw(present_schedules(plan)))


@settings(max_examples=150)
@given(draw=st.data())
def test_that_the_solver_reaches_every_optimum_of_a_list_with_tolerances(draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(most_phases=2))
    assert_same_optimum(plan, draw.draw(objectives()), draw.draw(present_schedules(plan)))


RIVALS: tuple[tuple[Term, Term], ...] = (
    ("funding", "net_cost"),
    ("funding", "finish"),
    ("finish", "funding"),
    ("finishes", "expected"),
    ("net_cost", "funding"),
)
"""Terms of which the first can be bought with the second."""


@pytest.mark.parametrize("rivals", RIVALS)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_a_later_term_uses_up_the_tolerance_of_an_earlier_one_and_no_more(
    rivals: tuple[Term, Term], draw: st.DataObject
) -> None:
    plan = draw.draw(small_plans("APPROVAL", features=("free options",), most_phases=2))
    tolerance = draw.draw(st.sampled_from([2_500, 5_000, 10_000]))
    assert_same_optimum(plan, (Aim(rivals[0], tolerance), Aim(rivals[1])))


@st.composite
def present_schedules(draw: st.DrawFn, plan: Plan) -> Schedule:
    """A schedule of the plan, one with its dates a little wrong, or none."""
    fitting = next(every_schedule(plan), ())
    days = st.sampled_from(range(3))
    shifted = tuple(replace(each, start=each.start + timedelta(days=draw(days))) for each in fitting)
    return Schedule(draw(st.sampled_from([fitting, shifted, fitting[:1], ()])))


def assert_same_optimum(plan: Plan, objective: Objective, present: Schedule = NOTHING) -> None:
    """Every stage is proven at the brute-force optimum, up to one that settling the claims made worse and unproven."""
    expected = best(plan, objective, present)
    result = solve(plan, Settings(objective=objective, workers=1), hint=present)
    if expected is None:
        assert result.status == "INFEASIBLE"
        return
    for aim, stage, value in zip(aims(objective), result.stages, expected, strict=True):
        assert stage.value is not None
        assert stage.bound == value
        if stage.status != "OPTIMAL":
            on_invoice = any(credit.realised_by == "invoice" for credit in plan.credits)
            assert stage.name in {"expected", "slack"} or (stage.name == "net_cost" and on_invoice)
            assert not aim.keeps(value, stage.value)
            return
        assert aim.keeps(value, stage.value)
        assert stage.value <= value if stage.name in MAXIMISED else stage.value >= value
    assert result.status == "OPTIMAL"
