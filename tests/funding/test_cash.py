"""Cash by quarter: on which day each sum is due, and that none is lost or made."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.funding.cash import CashFlow, Quarter, QuarterCash, cash_by_quarter, cash_flows, fiscal_quarter
from planner.funding.ledgers import funding_ledger
from planner.plan import Plan, State
from planner.rollout.phases import Milestone
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, by_fasttrack
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states

FINISH = date(2027, 1, 15)
"""The end of P1, which takes ten working days from START."""

PROVEN = date(2027, 1, 22)
"""Five working days later."""


def schedule_of(plan: Plan, claim: int = 10_000) -> Schedule:
    return Schedule((an_assignment(plan),), (Claim("P1", "C1", claim),))


def flows_of(plan: Plan, owner: str, claim: int = 10_000) -> list[tuple[date | None, int]]:
    return [(flow.day, flow.amount) for flow in cash_flows(plan, schedule_of(plan, claim)) if flow.owner == owner]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 6, 30), "FY26 Q4"),
        (date(2026, 7, 1), "FY27 Q1"),
        (date(2026, 9, 30), "FY27 Q1"),
        (date(2026, 12, 31), "FY27 Q2"),
        (date(2027, 1, 1), "FY27 Q3"),
        (date(2027, 4, 1), "FY27 Q4"),
        (date(2027, 6, 30), "FY27 Q4"),
        (date(2027, 7, 1), "FY28 Q1"),
        (date(2099, 7, 1), "FY00 Q1"),
    ],
)
def test_that_the_fiscal_year_runs_from_july_to_june(day: date, name: str) -> None:
    assert fiscal_quarter(day).name == name


@given(st.dates(date(1990, 1, 1), date(2199, 12, 1)))
def test_that_quarters_follow_one_another_every_three_months(day: date) -> None:
    first, later = fiscal_quarter(day), fiscal_quarter(date(day.year + (day.month > 9), (day.month + 2) % 12 + 1, 1))
    assert later.fiscal_year * 4 + later.number == first.fiscal_year * 4 + first.number + 1
    assert first < later


@given(st.dates(date(1990, 1, 1), date(2199, 12, 1)), st.integers(1, 12))
def test_that_every_day_lies_in_the_three_months_of_its_quarter(day: date, begins_in: int) -> None:
    quarter = fiscal_quarter(day, begins_in)
    first, last = quarter.months
    assert first <= day
    assert (day.year, day.month) <= (last.year, last.month)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == 2
    assert (first.month - begins_in) % 12 == 3 * (quarter.number - 1)


@pytest.mark.parametrize(
    ("begins_in", "months"),
    [(1, (date(2027, 1, 1), date(2027, 3, 1))), (7, (date(2027, 1, 1), date(2027, 3, 1))), (12, None)],
)
def test_that_a_quarter_names_its_first_and_last_month(begins_in: int, months: tuple[date, date] | None) -> None:
    across_years = (date(2026, 12, 1), date(2027, 2, 1))
    assert fiscal_quarter(date(2027, 1, 4), begins_in).months == (months or across_years)


def test_that_quarters_of_two_fiscal_years_are_never_the_same() -> None:
    assert fiscal_quarter(date(2027, 1, 4)) != fiscal_quarter(date(2027, 1, 4), 1)


def test_that_a_partner_is_paid_at_the_end_of_the_phase() -> None:
    assert flows_of(a_plan(), "PAR") == [(FINISH, 20_000)]


def test_that_a_partner_is_paid_by_milestones_where_there_are_any() -> None:
    due = date(2027, 4, 9)
    milestones = (Milestone(name="Design", share=3_333), Milestone(name="Rest", share=6_667, due=due))
    plan = a_plan(phases=(a_phase(milestones=milestones),))
    assert flows_of(plan, "PAR") == [(FINISH, 6_666), (due, 13_334)]


def test_that_own_labour_is_told_from_a_partners_invoice() -> None:
    plan = a_plan(phases=(a_phase(options=(by_fasttrack(duration=10),)),))
    (flow,) = cash_flows(plan, Schedule((an_assignment(plan),)))
    assert flow == CashFlow("own labour", "fasttrack", "P1", FINISH, 7_000)


def test_that_a_single_tranche_is_paid_once_proof_is_ready() -> None:
    assert flows_of(a_plan(), "C1") == [(PROVEN, 10_000)]


def test_that_the_days_in_which_a_claim_may_be_made_are_waited_for() -> None:
    plan = a_plan(credits=(a_credit(claim_days=30),))
    assert flows_of(plan, "C1") == [(PROVEN + timedelta(days=30), 10_000)]


def test_that_the_first_tranche_is_paid_with_the_sow_or_the_start_and_the_last_with_proof() -> None:
    plan = a_plan(credits=(a_credit(tranches=(3_000, 7_000)),))
    assert flows_of(plan, "C1") == [(START, 3_000), (PROVEN, 7_000)]
    signed = date(2026, 12, 18)
    plan = a_plan(credits=(a_credit(tranches=(3_000, 7_000), sow_signed_on=signed),))
    assert flows_of(plan, "C1") == [(signed, 3_000), (PROVEN, 7_000)]


def test_that_tranches_between_come_with_the_end_of_the_work_and_lose_no_unit() -> None:
    plan = a_plan(credits=(a_credit(tranches=(3_333, 3_333, 3_334)),))
    assert flows_of(plan, "C1", claim=100) == [(START, 33), (FINISH, 33), (PROVEN, 34)]


@pytest.mark.parametrize(
    ("payee", "realised_by", "kind"),
    [
        ("partner", "price", "off the price"),
        ("customer", "price", "paid to the customer"),
        ("partner", "invoice", "on another invoice"),
        ("customer", "invoice", "on another invoice"),
    ],
)
def test_that_money_is_told_by_whom_it_reaches(payee: str, realised_by: str, kind: str) -> None:
    plan = a_plan(credits=(a_credit(payee=payee, realised_by=realised_by),))
    assert [flow.kind for flow in cash_flows(plan, schedule_of(plan)) if flow.owner == "C1"] == [kind]
    (quarter,) = cash_by_quarter(plan, schedule_of(plan))
    assert quarter.net == (20_000 if kind == "on another invoice" else 10_000)


def test_that_quarters_come_in_order_and_what_has_no_dates_last() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("P3")))
    assignments = (an_assignment(plan, "P1", date(2027, 7, 5)), an_assignment(plan, "P2"))
    quarters = cash_by_quarter(plan, Schedule(assignments, (Claim("P3", "C1", 500),)))
    assert [each.quarter and each.quarter.name for each in quarters] == ["FY27 Q3", "FY28 Q1", None]
    assert quarters[-1] == QuarterCash(None, 0, 0, 500, 0, 0, (("C1", 500),))


@given(states())
def test_that_quarters_sum_to_gross_cost_and_planned_claims_whatever_the_tranches(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    quarters, ledger = cash_by_quarter(plan, schedule), funding_ledger(plan, schedule)
    assert sum(quarter.gross for quarter in quarters) == ledger.gross_cost
    assert sum(quarter.net for quarter in quarters) == ledger.net_cost
    assert sum(quarter.on_invoice for quarter in quarters) == ledger.on_invoice
    by_credit: Counter[str] = Counter()
    for quarter in quarters:
        by_credit.update(dict(quarter.by_credit))
    assert {each.credit: by_credit[each.credit] for each in ledger.accounts} == {
        each.credit: each.planned for each in ledger.accounts
    }


@given(states())
def test_that_no_flow_is_nothing_and_only_phases_without_dates_have_no_day(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    finish = {each.phase: each.finish for each in schedule.assignments}
    for flow in cash_flows(plan, schedule):
        assert flow.amount > 0
        assert (flow.day is None) == (flow.phase not in finish)


def test_that_the_medium_plan_is_paid_over_the_end_of_the_fiscal_year(medium: Plan) -> None:
    folder = shared_folder()
    assert folder is not None
    schedule = read_schedule(medium, folder / "plans" / "medium.result.json")
    quarters = cash_by_quarter(medium, schedule)
    assert [each.quarter for each in quarters] == [
        Quarter(2027, 3),
        Quarter(2027, 4),
        Quarter(2028, 1),
        Quarter(2028, 2),
    ]
    # ME2 pays after 30 June only, as its fiscal year begins then; the proof for M20 is ready on 11 October.
    assert [dict(each.by_credit).get("ME2", 0) for each in quarters] == [0, 0, 11_000, 34_000]
    assert sum(each.net for each in quarters) == 552_900


def test_that_machines_read_the_first_and_the_last_month_of_a_quarter() -> None:
    assert Quarter(2027, 4).iso_months == ("2027-04", "2027-06")
