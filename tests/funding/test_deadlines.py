"""Points of no return: the last day that lets a claim count, and the next one that lets none."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import Delivery, claim_limit, is_claimable
from planner.funding.credits import LOST, SUBMITTED, CombinedCap, Credit, CreditStatus
from planner.funding.deadlines import Deadlines, alerts, deadlines
from planner.funding.reach import Candidate, first_claimable, last_claimable
from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar
from planner.rollout.passes import earliest, latest
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from tests.brute_force import every_schedule
from tests.builders import FISCAL_YEAR_END, START, a_credit, a_phase, a_plan, an_assignment, an_entitlement, by_partner
from tests.small_plans import small_plans

DAY = timedelta(days=1)
DATE_RULES = ("APPROVAL", "WINDOW", "POE", "EXTENSION", "PARTNER")
FEATURES = ("regions", "freezes", "partner windows", "bounds", "pins")


def claimed_starts(plan: Plan, credit: Credit) -> Iterator[date]:
    """All starts at which the credit would pay for a phase, over every schedule of the plan."""
    for assignments in every_schedule(plan):
        for each in assignments:
            option = plan.phase[each.phase].option(each.option)
            assert option is not None
            delivered = Delivery(plan.phase[each.phase], option, each.start, each.finish)
            if claim_limit(credit, delivered.phase, option) and is_claimable(plan, credit, delivered):
                yield each.start


def asked_on(credit: Credit, day: date) -> Credit:
    return replace(credit, request_date=day, approved_on=None)


@pytest.mark.parametrize("code", DATE_RULES)
@settings(max_examples=30)
@given(draw=st.data())
def test_that_a_request_on_the_last_day_lets_a_claim_count_and_a_day_later_none(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, features=FEATURES, most_phases=1))
    for found in deadlines(plan):
        credit = replace(plan.credit[found.credit], share=10_000, approved_on=None, status="proposed")
        last = only(replace(plan, credits=(credit,))).last_request
        if last is None:
            assert not list(claimed_starts(plan, asked_on(credit, START - 99 * DAY)))
            continue
        assert list(claimed_starts(plan, asked_on(credit, last)))
        assert not list(claimed_starts(plan, asked_on(credit, last + DAY)))


@settings(max_examples=40)
@given(plan=small_plans("APPROVAL", features=("links", "teams", "freezes"), most_phases=2))
def test_that_no_schedule_earns_from_a_later_request_or_start(plan: Plan) -> None:
    for found in deadlines(plan):
        credit = plan.credit[found.credit]
        starts = list(claimed_starts(plan, credit))
        assert all(found.last_start is not None and start <= found.last_start for start in starts)
        if found.last_request is not None:
            assert not list(claimed_starts(plan, asked_on(credit, found.last_request + DAY)))


def only(plan: Plan, schedule: Schedule | None = None) -> Deadlines:
    (found,) = deadlines(plan, schedule)
    return found


def test_that_work_must_start_early_enough_for_its_proof() -> None:
    found = only(a_plan(credits=(a_credit(approval_lead=10),)))
    # Ten days of work and five of proof end on 30 June; the last request is ten working days before the start.
    assert found.last_start == date(2027, 6, 10)
    assert found.last_request == found.lost_after == date(2027, 5, 27)
    assert [(each.phase, each.start, each.finish) for each in found.phases] == [
        ("P1", date(2027, 6, 10), date(2027, 6, 23))
    ]


def test_that_an_approved_credit_is_lost_after_its_last_start() -> None:
    found = only(a_plan(credits=(a_credit(approved_on=START, approval_lead=10, status="approved"),)))
    assert (found.last_request, found.lost_after) == (None, date(2027, 6, 10))


def test_that_the_option_that_leaves_most_time_counts() -> None:
    phase = a_phase(options=(by_partner(), by_partner("FAST", duration=5)))
    plan = a_plan(phases=(phase,), partners=(*a_plan().partners, replace(a_plan().partners[0], id="FAST")))
    found = only(replace(plan, credits=(a_credit(approved_partners=("PAR", "FAST")),)))
    assert [(each.option, each.start) for each in found.phases] == [("FAST", date(2027, 6, 17))]


def test_that_minimum_seats_count_only_phases_that_can_still_start() -> None:
    phases = (a_phase("P1"), a_phase("P2", options=(by_partner(duration=40),)))
    plan = a_plan(phases=phases, credits=(a_credit(minimum_seats=200),))
    starts = {each.phase: each.start for each in only(plan).phases}
    assert only(plan).last_start == starts["P2"] < starts["P1"]
    never = only(replace(plan, credits=(a_credit(minimum_seats=201),)))
    assert (never.last_start, never.last_request, never.lost_after) == (None, None, None)


def test_that_planned_claims_all_count_when_asked_for_by_the_responsible_date() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit(approval_lead=3),))
    schedule = Schedule(
        (an_assignment(plan, "P1", date(2027, 2, 1)), an_assignment(plan, "P2", date(2027, 3, 1))),
        (Claim("P1", "C1", 9_000), Claim("P2", "C1", 9_000)),
    )
    assert only(plan, schedule).request_by == date(2027, 1, 27)
    assert only(plan, replace(schedule, claims=schedule.claims[1:])).request_by == date(2027, 2, 24)
    assert only(plan).request_by is None


@settings(max_examples=40)
@given(plan=small_plans("APPROVAL", features=("links",), most_phases=2), status=st.sampled_from(get_args(CreditStatus)))
def test_that_a_last_day_to_ask_is_told_of_what_nobody_has_asked_for_alone(plan: Plan, status: CreditStatus) -> None:
    credits_ = tuple(replace(each, status=status, approved_on=None) for each in plan.credits)
    for found in deadlines(replace(plan, credits=credits_)):
        is_open = status == "proposed" and found.last_start is not None
        assert (found.last_request is not None) == is_open
        assert found.ask_by == found.last_request
        assert found.lost_after == (found.last_request if is_open else found.last_start)


def test_that_what_was_asked_for_is_lost_after_its_last_start() -> None:
    found = only(a_plan(credits=(a_credit(status="requested", approval_lead=10),)))
    assert (found.ask_by, found.last_request, found.lost_after) == (None, None, date(2027, 6, 10))


def told(as_of: date, status: str = "proposed") -> list[tuple[str, int]]:
    """Kinds and levels of the alerts for a credit whose claimed work starts on 1 June."""
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2027, 9, 30)), status=status),))
    schedule = Schedule((an_assignment(plan, start=date(2027, 6, 1)),), (Claim("P1", "C1", 9_000),))
    return [(alert.kind, alert.level) for alert in alerts(plan, schedule, as_of)]


@pytest.mark.parametrize(
    ("days", "level"), [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30), (-1, 0)]
)
def test_that_a_proof_deadline_is_told_90_60_and_30_days_before(days: int, level: int | None) -> None:
    assert dict(told(FISCAL_YEAR_END - days * DAY, status="in_delivery")).get("proof") == level


def test_that_only_what_is_still_to_be_done_is_told() -> None:
    day = date(2027, 5, 20)
    assert told(day) == [("request", 30), ("sow", 30), ("proof", 60)]
    assert told(day, status="requested") == [("sow", 30), ("proof", 60)]
    assert told(day, status="sow_signed") == [("proof", 60)]
    assert told(date(2027, 9, 1), status="in_delivery") == [("proof", 0), ("expiry", 30)]


@pytest.mark.parametrize("status", sorted(LOST | SUBMITTED))
def test_that_nothing_is_told_of_credits_that_are_lost_or_proven(status: str) -> None:
    assert told(date(2027, 6, 20), status=status) == []


def test_that_an_alert_names_the_day_and_the_owner() -> None:
    plan = a_plan(credits=(a_credit(owner="R. Iyer", status="in_delivery"),))
    sentences = [alert.sentence for alert in alerts(plan, None, date(2027, 6, 1))]
    assert "Hand in the proof of execution for C1 by 2027-06-30, 29 days left (R. Iyer)." in sentences


@pytest.mark.parametrize(("days", "level"), [(91, None), (90, 90), (60, 60), (30, 30), (-1, 0)])
def test_that_the_buyers_own_date_for_using_a_right_is_due_like_the_dates_of_credits(
    days: int, level: int | None
) -> None:
    by = date(2027, 3, 1)
    plan = a_plan(credits=(), entitlements=(an_entitlement("FT", status="requested", engage_by=by),))
    due = alerts(plan, None, by - days * DAY)
    assert [(each.about, each.kind, each.day, each.level) for each in due] == (
        [] if level is None else [("FT", "engage", by, level)]
    )


def test_that_a_slower_option_takes_no_time_from_a_faster_one() -> None:
    phase = a_phase(options=(by_partner("FAST", duration=5), by_partner()))
    plan = a_plan(phases=(phase,), partners=(replace(a_plan().partners[0], id="FAST"), *a_plan().partners))
    found = only(replace(plan, credits=(a_credit(approved_partners=("PAR", "FAST")),)))
    assert [(each.option, each.start) for each in found.phases] == [("FAST", date(2027, 6, 17))]


def test_that_a_claim_of_nothing_or_without_dates_asks_for_no_request() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit(approval_lead=3),))
    schedule = Schedule((an_assignment(plan, "P1"),), (Claim("P1", "C1", 0), Claim("P2", "C1", 9_000)))
    assert only(plan, schedule).request_by is None


def test_that_a_credit_without_a_deadline_of_proof_has_no_alert_of_it() -> None:
    plan = a_plan(credits=(a_credit(proof_deadline=None),))
    schedule = Schedule((an_assignment(plan, start=date(2027, 6, 1)),), (Claim("P1", "C1", 9_000),))
    assert [alert.kind for alert in alerts(plan, schedule, date(2027, 5, 20))] == ["request", "sow", "expiry"]


def test_that_a_holiday_after_the_work_moves_first_and_last_claimable_dates_away_from_it() -> None:
    """Proof takes five working days and is taken for seven days: work that ends before a holiday is proven too late."""
    off = Calendar(holidays=(date(2027, 1, 18), date(2027, 6, 28)))
    plan = a_plan(calendar=off, credits=(a_credit(claim_days=7),))
    first, last = earliest(plan), latest(plan, earliest(plan))
    (phase,), (credit,) = plan.phases, plan.credits
    candidate = Candidate(phase, phase.options[0], 10_000)
    runs = (first_claimable(plan, credit, candidate, first["P1"]), last_claimable(plan, credit, candidate, last["P1"]))
    for run in runs:
        assert run is not None
        assert is_claimable(plan, credit, Delivery(phase, phase.options[0], run.start, run.finish))
    assert [run and run.finish for run in runs] == [date(2027, 1, 19), date(2027, 6, 18)]
    other = candidate._replace(option=by_partner("OTH"))
    assert first_claimable(plan, credit, other, first["P1"]) is None


@pytest.mark.parametrize(
    ("changes", "limit"),
    [({"face": 0}, 50_000), ({"face": 7_999, "minimum_claim": 8_000}, 50_000), ({"minimum_claim": 8_000}, 7_999)],
)
def test_that_nothing_is_to_be_asked_for_where_the_minimum_lies_above_all_that_can_be_paid(
    changes: dict[str, object], limit: int
) -> None:
    shared = replace(a_credit(combined_caps=("both",)), **changes)
    plan = a_plan(credits=(shared,), combined_caps=(CombinedCap(id="both", limit=limit),))
    assert (only(plan).last_start, only(plan).last_request) == (None, None)
    enough = replace(shared, face=8_000)
    reached = replace(plan, credits=(enough,), combined_caps=(CombinedCap(id="both", limit=8_000),))
    assert only(reached).last_request is not None


def test_that_work_that_ended_on_a_day_off_earns_what_it_would_on_the_working_day_before() -> None:
    """Its proof is ready on the same day, and nothing that is planned can move it."""
    saturday, status = date(2027, 1, 16), date(2027, 1, 18)
    begun = Actual(phase="P1", option="PAR", started_on=START, finished_on=saturday)
    for late, deadline in ((0, date(2027, 1, 22)), (1, date(2027, 1, 21))):
        approved = a_credit(proof_deadline=deadline, approved_on=START, status="approved")
        plan = a_plan(credits=(approved,), status_date=status, actuals=(begun,))
        phase, credit = plan.phases[0], plan.credits[0]
        candidate = Candidate(phase, phase.options[0], claim_limit(credit, phase, phase.options[0]))
        first = earliest(plan)
        ends = [first_claimable(plan, credit, candidate, first["P1"])]
        ends.append(last_claimable(plan, credit, candidate, latest(plan, first)["P1"]))
        assert ends == [None if late else Assignment("P1", "PAR", START, saturday)] * 2
