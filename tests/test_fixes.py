"""One-click fixes: each removes what it is for and breaks nothing, whatever the plan."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner import edits
from planner.checks import check
from planner.finding import Finding
from planner.fixes import PROPOSALS, Edit, fixes
from planner.funding.credits import Scope
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.rollout.phases import Milestone, Pin
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from tests.builders import START, by_partner
from tests.funding.test_readiness import (
    LATER,
    MILESTONE,
    by_right,
    fasttracked,
    ready,
    scheduled,
    with_credit,
    with_phase,
    with_target,
)
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states

DAY_BEFORE = LATER - timedelta(days=1)


def state_of(plan: Plan) -> State:
    return State(plan, scheduled(plan))


def guided(plan: Plan) -> State:
    return State(plan, by_right(plan))


CASES: dict[str, State] = {
    "PIN": state_of(replace(ready(), pins=(Pin(phase="P1", start=START),))),
    "DEADLINE": state_of(with_phase(ready(), deadline=LATER)),
    "EARLIEST-START": state_of(with_phase(ready(), earliest_start=LATER + timedelta(days=7))),
    "F-OWNED": state_of(with_phase(ready(), seats=1_001)),
    "F-APPROVAL": state_of(with_credit(ready(), request_date=None)),
    "SOW-BLANK": state_of(with_credit(ready(), sow_signed_on=None)),
    "REGISTRATION": state_of(with_credit(ready(), programme="Azure Accelerate")),
    "EXTENSION": state_of(with_credit(ready(), sow_signed_on=LATER, window=DateRange(START, LATER), extension=30)),
    "F-MILESTONE": state_of(with_phase(ready(), milestones=(replace(MILESTONE, due=DAY_BEFORE),))),
    "F-WINDOW": state_of(with_phase(ready(), milestones=(replace(MILESTONE, due=date(2027, 6, 28)),))),
    "DUE-DATE": state_of(with_phase(ready(), due_date=LATER)),
    "F-MEASURE": state_of(with_target(ready(), metric="active users", measured_on=date(2027, 3, 20))),
    "CREDIT-UNREACHED": State(with_credit(ready(), scope=Scope(workloads=("in-tune",), motions=("Deploy",)))),
    "ENTITLED-REQUEST": guided(fasttracked(status="not requested")),
    "ENGAGE-BY": guided(fasttracked(status="not requested", engage_by=LATER)),
}


def applied(state: State, edit: Edit) -> State:
    edited = edit(state.plan)
    return State(edited, state.schedule and edits.carried(state.schedule, state.plan, edited))


def only(state: State, code: str) -> Finding:
    (finding,) = (each for each in check(state) if each.code == code)
    return finding


def assert_fixed(before: State, finding: Finding, after: State) -> None:
    """The finding is gone, no other of its kind came in its place, and no rule is broken that was kept."""
    old, new = check(before), check(after)
    assert finding not in new
    same = [
        {each for each in found if (each.code, each.place) == (finding.code, finding.place)} for found in (old, new)
    ]
    assert same[1] <= same[0]
    broken = [{(each.code, each.place, each.rules) for each in found if each.kind == "fault"} for found in (old, new)]
    assert broken[1] <= broken[0]
    assert invariant_faults(after) == ()


def test_that_there_is_a_case_for_every_code_with_a_fix() -> None:
    assert set(CASES) == set(PROPOSALS)


@pytest.mark.parametrize("code", CASES)
def test_that_every_code_has_a_fix_that_removes_its_finding(code: str) -> None:
    state = CASES[code]
    finding = only(state, code)
    offered = fixes(state, finding)
    assert offered
    for fix in offered:
        assert_fixed(state, finding, applied(state, fix.edit))


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("F-OWNED", "Lower the seats of P1 to 1,000"),
        ("F-APPROVAL", "Plan the request for C1 for 2027-01-04, as assumed"),
        ("SOW-BLANK", "Plan to sign the SOW of C1 by 2027-03-01, when work starts"),
        ("ENTITLED-REQUEST", "Plan the request for assistance under E1 for 2027-01-04"),
        ("CREDIT-UNREACHED", "Spell the scope of C1 as the phases do"),
    ],
)
def test_that_a_title_says_what_changes(code: str, title: str) -> None:
    assert fixes(CASES[code], only(CASES[code], code))[0].title == title


def test_that_a_request_for_a_credit_is_offered_on_the_last_day_in_time_as_well() -> None:
    state = state_of(with_credit(ready(), request_date=None, approval_lead=10))
    _, latest = fixes(state, only(state, "F-APPROVAL"))
    assert applied(state, latest.edit).plan.credit["C1"].request_date == date(2027, 2, 15)


def test_that_a_request_that_was_sent_is_not_moved_back_in_time() -> None:
    for status in ("requested", "approved"):
        state = state_of(with_credit(ready(), request_date=LATER, approval_lead=10, status=status))
        assert fixes(state, only(state, "F-APPROVAL")) == ()
    state = state_of(with_credit(ready(), request_date=LATER, approval_lead=10))
    (fix,) = fixes(state, only(state, "F-APPROVAL"))
    assert applied(state, fix.edit).plan.credit["C1"].request_date == date(2027, 2, 15)


AS_OF = date(2027, 2, 22)
"""A status date between the plan's first day and the first of the work."""


def test_that_no_request_is_planned_for_a_day_before_the_status_date() -> None:
    plan = with_credit(ready(), request_date=None, approval_lead=3)
    in_time = state_of(replace(plan, status_date=AS_OF))
    assumed, latest = fixes(in_time, only(in_time, "F-APPROVAL"))
    assert assumed.title == f"Plan the request for C1 for {AS_OF}, as assumed"
    assert applied(in_time, latest.edit).plan.credit["C1"].request_date == date(2027, 2, 24)
    slow = state_of(replace(with_credit(plan, approval_lead=10), status_date=AS_OF))
    unknown = next(each for each in check(slow) if each.place == ("credit", "C1"))
    (assumed,) = fixes(slow, unknown)
    assert applied(slow, assumed.edit).plan.credit["C1"].request_date == AS_OF


def test_that_no_assistance_is_asked_for_before_the_status_date() -> None:
    state = guided(replace(fasttracked(status="not requested"), status_date=AS_OF))
    (fix,) = fixes(state, only(state, "ENTITLED-REQUEST"))
    assert fix.title == f"Plan the request for assistance under E1 for {AS_OF}"
    passed = fasttracked(status="not requested", engage_by=AS_OF - timedelta(days=1))
    late = guided(replace(passed, status_date=AS_OF))
    assert [fix.title for fix in fixes(late, only(late, "ENGAGE-BY"))] == []


def test_that_seats_are_not_lowered_below_what_a_credit_needs() -> None:
    plan = with_credit(with_phase(ready(), seats=1_500), minimum_seats=1_200)
    state = state_of(plan)
    assert fixes(state, only(state, "F-OWNED")) == ()


def test_that_help_that_was_declined_is_not_asked_for_by_a_click() -> None:
    state = guided(fasttracked(status="declined"))
    assert fixes(state, only(state, "ENTITLED-REQUEST")) == ()


def test_that_a_finding_that_takes_a_decision_has_no_fix() -> None:
    plan = with_credit(ready(), conditions="Customer must commit to purchase 500 seats", approved_partners=())
    state = State(replace(plan, sponsorship=type(plan.sponsorship)()))
    findings = check(state)
    assert {finding.code for finding in findings} == {"F-SPONSOR", "F-PROBLEM", "F-PARTNER", "F-STRINGS"}
    assert [fixes(state, finding) for finding in findings] == [()] * len(findings)


def test_that_a_milestone_lacking_its_proof_has_no_fix() -> None:
    state = state_of(with_phase(ready(), milestones=(Milestone(name="Enrolled", deliverable="Report"),)))
    assert fixes(state, only(state, "F-MILESTONE")) == ()


def test_that_own_dates_move_to_the_first_use_of_the_help() -> None:
    state = guided(fasttracked(engage_by=DAY_BEFORE))
    (fix,) = fixes(state, only(state, "ENGAGE-BY"))
    assert applied(state, fix.edit).plan.entitlements[0].engage_by == LATER


def test_that_fixes_of_binding_entitlements_remove_faults() -> None:
    state = guided(replace(fasttracked(status="not requested"), entitlements_bind=True))
    finding = only(state, "ENTITLED-REQUEST")
    assert finding.kind == "fault"
    (fix,) = fixes(state, finding)
    assert_fixed(state, finding, applied(state, fix.edit))


def test_that_fixes_hold_what_they_promise_whatever_the_plan() -> None:
    offered: Counter[str] = Counter()

    @settings(max_examples=150)
    @given(states())
    def promised(state: State) -> None:
        for finding in check(state):
            for fix in fixes(state, finding):
                offered[finding.code] += 1
                assert_fixed(state, finding, applied(state, fix.edit))

    promised()
    assert len(offered) >= 3, f"too few fixes were offered to show anything: {offered}"


@pytest.mark.parametrize("name", ["small", "medium"])
def test_that_every_fix_of_a_reference_plan_holds_what_it_promises(name: str, request: pytest.FixtureRequest) -> None:
    folder = shared_folder()
    plan: Plan = request.getfixturevalue(name)
    assert folder is not None
    state = State(plan, read_schedule(plan, folder / "plans" / f"{name}.result.json"))
    offered = [(finding, fix) for finding in check(state) for fix in fixes(state, finding)]
    assert {"SOW-BLANK", "ENGAGE-BY"} & {finding.code for finding, _ in offered}
    for finding, fix in offered:
        assert_fixed(state, finding, applied(state, fix.edit))


def test_that_two_clicks_leave_only_what_takes_a_decision() -> None:
    plan = with_credit(with_phase(ready(), due_date=LATER), sow_signed_on=None)
    state = state_of(plan)
    while found := [fix for finding in check(state) for fix in fixes(state, finding)]:
        state = applied(state, found[0].edit)
    assert check(state) == ()


def undated(code: str) -> State:
    """A case in which the dates are gone since the finding was told."""
    return State(CASES[code].plan)


@pytest.mark.parametrize(
    ("code", "since"),
    [
        *((code, undated(code)) for code in ("DEADLINE", "EARLIEST-START", "DUE-DATE", "F-MEASURE", "F-MILESTONE")),
        *((code, undated(code)) for code in ("F-WINDOW", "F-APPROVAL", "SOW-BLANK", "ENTITLED-REQUEST")),
        ("REGISTRATION", State(with_credit(CASES["REGISTRATION"].plan, sow_signed_on=None))),
        ("F-MEASURE", state_of(with_phase(CASES["F-MEASURE"].plan, adoption_target=None))),
        ("F-OWNED", state_of(replace(CASES["F-OWNED"].plan, entitlements=()))),
        ("F-OWNED", State(replace(CASES["F-OWNED"].plan, phases=()))),
        ("ENGAGE-BY", guided(replace(CASES["ENGAGE-BY"].plan, entitlements=()))),
        ("SOW-BLANK", State(CASES["SOW-BLANK"].plan, Schedule(()))),
    ],
)
def test_that_a_finding_told_of_an_earlier_plan_offers_nothing_once_its_ground_is_gone(code: str, since: State) -> None:
    assert fixes(since, only(CASES[code], code)) == ()


def test_that_an_edit_that_makes_no_plan_is_not_offered() -> None:
    """The work was moved before its earliest start since the deadline was found missed."""
    found = only(CASES["DEADLINE"], "DEADLINE")
    plan = with_phase(CASES["DEADLINE"].plan, earliest_start=LATER, deadline=date(2027, 6, 1))
    assert fixes(State(plan, scheduled(plan, start=START)), found) == ()


def test_that_help_is_asked_for_under_the_right_that_covers_the_phase() -> None:
    plan = fasttracked(status="not requested")
    other = replace(plan.entitlements[0], id="E0", workloads=("Azure",))
    state = guided(replace(plan, entitlements=(other, *plan.entitlements)))
    (fix,) = fixes(state, only(state, "ENTITLED-REQUEST"))
    assert fix.title == "Plan the request for assistance under E1 for 2027-01-04"


def test_that_an_own_date_is_moved_only_where_the_help_is_used() -> None:
    plan = fasttracked(status="not requested", engage_by=LATER)
    used, unused = guided(plan), state_of(with_phase(plan, options=(by_partner(),)))
    finding = only(used, "ENGAGE-BY")
    assert [fix.title[:4] for fix in fixes(used, finding)] == ["Plan"]
    assert [fix.title[:4] for fix in fixes(unused, finding)] == ["Plan"]
