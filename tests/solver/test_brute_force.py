"""The solver against everything that can be tried, rule by rule and feature by feature."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.claim_rules import RULE_CODES
from planner.funding.credits import Credit, OutcomeDate
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.audit import NOTHING
from solver.choices import choices
from solver.claims import settle
from solver.instance import prepare
from solver.settings import MAXIMISED, STAGES, Aim, Objective, Settings, Term, aims
from solver.solve import solve
from tests.brute_force import best, best_claims, every_schedule
from tests.small_plans import FAR, FEATURES, MONDAY, small_plans

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


def a_tiny_plan(**changes: object) -> Plan:
    """P1 and P2 by partner A, each for 4 in two days, over eight working days; C1 and C2 pay half of either."""
    option = DeliveryOption(kind="partner", partner="A", duration=2, cost=4)
    phases = (
        Phase(id=name, name=name, workload="Intune", motion="deploy", seats=1, eligible_cost=4, options=(option,))
        for name in ("P1", "P2")
    )
    window = DateRange(MONDAY, FAR)
    offered = (
        Credit(id=name, name=name, programme="Any", face=3, window=window, approved_partners=("A",), share=5_000)
        for name in ("C1", "C2")
    )
    plan = Plan(
        name="Tiny",
        customer="Anybody",
        currency="USD",
        start=MONDAY,
        horizon=date(2027, 1, 13),
        phases=tuple(phases),
        partners=(Partner(id="A", name="A", approved_workloads=("Intune",), day_rate=1),),
        credits=tuple(offered),
    )
    return replace(plan, **changes)


def with_credits(plan: Plan, **changes: object) -> Plan:
    return replace(plan, credits=tuple(replace(each, **changes) for each in plan.credits))


PAUSED = Freeze("Close", DateRange(date(2027, 1, 6), date(2027, 1, 6)))
SOUTH = Region("South", Calendar(weekdays=("monday", "tuesday", "thursday", "friday")))
LINKS = [
    Dependency(predecessor="P1", successor="P2", type=kind, lag=lag)
    for kind in get_args(DependencyType)
    for lag in (-1, 0, 1)
]


def with_phases(plan: Plan, *changes: Mapping[str, object]) -> Plan:
    """Each phase with its changes."""
    return replace(plan, phases=tuple(replace(each, **of_it) for each, of_it in zip(plan.phases, changes, strict=True)))


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link.type} {link.lag}")
def test_that_links_between_regions_are_kept_and_cost_no_more_than_they_must(link: Dependency) -> None:
    plan = with_phases(a_tiny_plan(regions=(SOUTH,), dependencies=(link,)), {}, {"region": "South"})
    assert any(every_schedule(plan))
    for objective in (Aim("funding"), Aim("finish")), (Aim("finishes"),):
        assert_same_optimum(plan, objective)


def test_that_links_into_other_regions_leave_late_claims_only_to_those_who_wait() -> None:
    """Early starts of the successor need early ones of its predecessor, which only the first credit pays."""
    first, second = a_tiny_plan().credits
    early, late = (
        replace(first, window=DateRange(MONDAY, date(2027, 1, 5))),
        replace(second, request_date=date(2027, 1, 8)),
    )
    plan = a_tiny_plan(credits=(early, late), dependencies=LINKS[1:2])
    for objective in OBJECTIVES:
        assert_same_optimum(plan, objective)


def test_that_two_links_of_the_same_phases_are_both_kept() -> None:
    both = tuple(Dependency(predecessor="P1", successor="P2", type=kind, lag=1) for kind in ("FS", "FF"))
    plan = with_phases(a_tiny_plan(regions=(SOUTH,), dependencies=both), {}, {"region": "South"})
    assert any(every_schedule(plan))
    for objective in OBJECTIVES:
        assert_same_optimum(plan, objective)


def test_that_pins_hold_day_and_deliverer() -> None:
    own = DeliveryOption(kind="internal", duration=1, cost=5)
    options = {"options": (*a_tiny_plan().phases[0].options, own)}
    pins = (Pin(phase="P1", start=date(2027, 1, 8)), Pin(phase="P2", option="internal"))
    for objective in OBJECTIVES:
        assert_same_optimum(with_phases(a_tiny_plan(pins=pins), options, options), objective)


def test_that_a_plan_without_phases_is_solved_on_its_first_day() -> None:
    for objective in OBJECTIVES:
        assert solve(a_tiny_plan(phases=()), Settings(objective=objective)).status == "OPTIMAL"


def test_that_work_pauses_for_a_freeze_or_lies_before_or_behind_it() -> None:
    paused = with_phases(a_tiny_plan(freezes=(PAUSED,)), {"change": True}, {"change": True})
    for objective in OBJECTIVES:
        assert_same_optimum(paused, objective)


def test_that_what_has_begun_stays_and_earns_only_what_its_dates_allow() -> None:
    begun = Actual(phase="P1", option="A", started_on=MONDAY, finished_on=date(2027, 1, 5))
    plan = a_tiny_plan(status_date=date(2027, 1, 6), actuals=(begun,))
    first, second = plan.credits
    late = replace(second, window=DateRange(date(2027, 1, 5), FAR))
    for objective in OBJECTIVES:
        assert_same_optimum(replace(plan, credits=(replace(first, face=1), late)), objective)


def test_that_an_all_or_nothing_credit_pays_only_if_every_date_is_kept() -> None:
    promised = (OutcomeDate("P1", date(2027, 1, 6)), OutcomeDate("P2", date(2027, 1, 6)))
    plan = with_credits(a_tiny_plan(), outcome_mode="all_or_nothing", outcome_dates=promised)
    for objective in OBJECTIVES:
        assert_same_optimum(plan, objective)
    one = with_credits(a_tiny_plan(), outcome_mode="all_or_nothing", outcome_dates=promised[:1])
    assert_same_optimum(one, (Aim("funding"),))


def test_that_own_work_needs_no_team() -> None:
    own = DeliveryOption(kind="internal", duration=1, cost=5)
    options = {"options": (*a_tiny_plan().phases[0].options, own)}
    for objective in OBJECTIVES:
        assert_same_optimum(with_phases(a_tiny_plan(), options, options), objective)


def test_that_phases_leave_the_present_schedule_only_where_that_is_asked_for() -> None:
    plan = a_tiny_plan()
    fitting = next(every_schedule(plan))
    gone = replace(fitting[1], option="internal")
    for present in (fitting, fitting[:1], (fitting[0], gone)):
        assert_same_optimum(plan, (Aim("moved"), Aim("finish")), Schedule(present))


def test_that_credits_that_nothing_tells_apart_still_pay_their_most() -> None:
    for objective in OBJECTIVES:
        assert_same_optimum(a_tiny_plan(), objective)
    result = solve(a_tiny_plan(), Settings(objective="funding", workers=1))
    assert result.schedule is not None
    assert sum(claim.amount for claim in result.schedule.claims) == 4


def test_that_only_phases_with_a_due_date_are_late() -> None:
    first, second = a_tiny_plan().phases
    plan = a_tiny_plan(phases=(replace(first, due_date=date(2027, 1, 6), earliest_start=date(2027, 1, 7)), second))
    assert_same_optimum(plan, (Aim("lateness"), Aim("funding")))
    assert_same_optimum(plan, (Aim("finish"), Aim("lateness")))


def test_that_a_claim_that_no_day_ends_leaves_all_slack() -> None:
    first, second = a_tiny_plan().credits
    endless = replace(first, expiry_basis="sow_submitted")
    assert_same_optimum(a_tiny_plan(credits=(endless,)), (Aim("funding"), Aim("slack")))
    ending = replace(second, window=DateRange(MONDAY, date(2027, 1, 11)))
    assert_same_optimum(a_tiny_plan(credits=(endless, ending)), (Aim("funding"), Aim("slack")))


def test_that_a_credit_that_a_holiday_keeps_from_some_starts_pays_before_and_after_it() -> None:
    """Proof takes a day and counts for a day: work that ends before the holiday or a weekend is proven too late."""
    holiday = Calendar(holidays=(date(2027, 1, 6),))
    plan = with_credits(a_tiny_plan(calendar=holiday), proof_preparation=1, claim_days=1)
    paid = [bool(choice.limits) for choice in dict(choices(prepare(plan)))["P1"]]
    assert paid == [False, True, False, True]
    for objective in OBJECTIVES:
        assert_same_optimum(plan, objective)
