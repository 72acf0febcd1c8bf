"""Whom to chase for what, and cash as it came about."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import edits
from planner.funding.cash import cash_flows, fiscal_quarter
from planner.funding.cash_actuals import actual_flows, cash_lines, cash_totals
from planner.funding.chase import DUE, STEPS, artefacts, chase_list, is_last_payment
from planner.funding.credits import LOST, SUBMITTED, Credit, ExchangeRate
from planner.funding.ledgers import funding_ledger
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.phases import Milestone
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import FISCAL_YEAR_END, START, a_credit, a_phase, a_plan, an_assignment
from tests.strategies import states

AS_OF = date(2027, 1, 11)
FINISH = date(2027, 1, 15)


def schedule_of(plan: Plan, *amounts: tuple[str, int]) -> Schedule:
    return Schedule((an_assignment(plan),), tuple(Claim("P1", credit, amount) for credit, amount in amounts))


@settings(max_examples=100)
@given(states(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_that_every_live_credit_is_chased_once_by_the_money_at_stake(state: State, as_of: date) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    lines = chase_list(plan, schedule, as_of)
    assert len({line.credit for line in lines}) == len(lines)
    live = {credit.id for credit in plan.credits if credit.status not in LOST | {"paid"}}
    assert live <= {line.credit for line in lines}
    assert [line.at_stake for line in lines] == sorted((line.at_stake for line in lines), reverse=True)


def test_that_every_status_that_is_not_lost_has_a_next_step_and_a_day() -> None:
    statuses = {status for status in a_credit().__annotations__["status"].__args__ if status not in LOST}
    assert set(STEPS) == set(DUE) == statuses


@pytest.mark.parametrize(
    ("credit", "due"),
    [
        (a_credit(status="proposed", request_date=None), START),
        (a_credit(status="requested", approval_lead=10), date(2027, 1, 18)),
        (a_credit(status="approved"), START),
        (a_credit(status="sow_signed"), date(2027, 1, 22)),
        (a_credit(status="poe_submitted", claim_days=10), date(2027, 2, 1)),
    ],
)
def test_that_the_next_step_is_due_on_the_day_that_the_plan_tells(credit: Credit, due: date) -> None:
    plan = a_plan(credits=(credit,))
    (line,) = chase_list(plan, schedule_of(plan, ("C1", 10_000)), AS_OF)
    assert (line.due_on, line.is_overdue, line.at_stake) == (due, due < AS_OF, 10_000)
    assert line.next_on == max(due, AS_OF)


def test_that_nothing_is_overdue_where_no_money_is_at_stake_unless_its_day_was_noted() -> None:
    plan = a_plan(credits=(a_credit(status="proposed", request_date=START),))
    (line,) = chase_list(plan, Schedule(()), AS_OF)
    assert (line.due_on, line.is_overdue) == (START, False)
    (line,) = chase_list(edits.chase_next(plan, "C1", START), Schedule(()), AS_OF)
    assert line.is_overdue


def test_that_a_noted_day_is_when_to_chase_next() -> None:
    plan = edits.chase_next(a_plan(), "C1", date(2027, 1, 13))
    (line,) = chase_list(plan, schedule_of(plan, ("C1", 10_000)), AS_OF)
    assert line.next_on == date(2027, 1, 13)


def test_that_a_credit_goes_from_asked_to_paid() -> None:
    plan = edits.record_request(a_plan(), "C1", START)
    assert (plan.credits[0].status, plan.credits[0].asked_on) == ("requested", START)
    plan = edits.record_answer(plan, "C1", AS_OF, approved=True)
    assert (plan.credits[0].status, plan.credits[0].approved_on) == ("approved", AS_OF)
    plan = edits.record_payment(plan, "C1", Payment(paid_on=FINISH, amount=4_000))
    (line,) = chase_list(plan, schedule_of(plan, ("C1", 10_000)), AS_OF)
    assert (line.paid, line.at_stake) == (4_000, 6_000)
    plan = edits.record_payment(plan, "C1", Payment(paid_on=FINISH, amount=6_000), is_last=True)
    assert plan.credits[0].status == "paid"
    assert chase_list(plan, schedule_of(plan, ("C1", 10_000)), AS_OF) == ()


def test_that_a_rejected_credit_is_chased_no_more() -> None:
    plan = edits.record_answer(a_plan(), "C1", AS_OF, approved=False)
    assert plan.credits[0].answered_on == AS_OF
    assert chase_list(plan, Schedule(()), AS_OF) == ()


def test_that_each_milestone_names_who_proves_it_for_how_much_and_until_when() -> None:
    halves = (Milestone(name="Half", proof="Report", share=3_333), Milestone(name="Rest", share=6_667))
    phase = a_phase(milestones=halves, owner="Lead")
    credits_ = (a_credit(), a_credit("C2", claim_days=9, proof_deadline=None, proof_preparation=3))
    plan = a_plan(phases=(phase,), credits=credits_)
    first, rest = artefacts(plan, schedule_of(plan, ("C1", 6_000), ("C2", 4_000)))
    assert (first.proof, first.produced_by, first.accepted_by) == ("Report", "Partner PAR", "Lead")
    assert (first.amount, rest.amount, first.credits) == (3_333, 6_667, ("C1", "C2"))
    assert (first.ready_by, first.last_day) == (date(2027, 1, 22), date(2027, 1, 24))


def test_that_a_proof_counts_until_the_expiry_where_that_asks_for_it() -> None:
    by_expiry = a_credit(expiry_basis="poe_submitted", window=DateRange(START, date(2027, 2, 1)), proof_deadline=None)
    (artefact,) = artefacts(a_plan(), schedule_of(a_plan(), ("C1", 6_000)))
    assert artefact.last_day == FISCAL_YEAR_END
    plan = a_plan(credits=(by_expiry,))
    (artefact,) = artefacts(plan, schedule_of(plan, ("C1", 6_000)))
    assert artefact.last_day == date(2027, 2, 1)


@settings(max_examples=100)
@given(states())
def test_that_proofs_add_up_to_the_claims_that_are_not_handed_in(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    scheduled = {each.phase for each in schedule.assignments}
    open_ = [each for each in schedule.claims if plan.credit[each.credit].status not in SUBMITTED]
    due = sum(each.amount for each in open_ if each.phase in scheduled)
    assert sum(each.amount for each in artefacts(plan, schedule)) == due


# Cash


@pytest.mark.parametrize(
    ("begins_in", "day", "name"),
    [
        (1, date(2027, 1, 1), "FY27 Q1"),
        (1, date(2027, 12, 31), "FY27 Q4"),
        (4, date(2027, 3, 31), "FY27 Q4"),
        (4, date(2027, 4, 1), "FY28 Q1"),
        (10, date(2027, 10, 1), "FY28 Q1"),
        (12, date(2027, 11, 30), "FY27 Q4"),
    ],
)
def test_that_a_fiscal_year_is_named_after_the_year_in_which_it_ends(begins_in: int, day: date, name: str) -> None:
    assert fiscal_quarter(day, begins_in).name == name


@settings(max_examples=100)
@given(states())
def test_that_no_sum_is_lost_between_flows_lines_and_totals(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    lines = cash_lines(plan, schedule)
    assert sum(line.planned for line in lines) == sum(flow.amount for flow in cash_flows(plan, schedule))
    assert sum(line.actual for line in lines) == sum(flow.amount for flow in actual_flows(plan))
    assert sum(total.planned for total in cash_totals(lines)) == funding_ledger(plan, schedule).net_cost


def test_that_invoices_and_payments_stand_beside_what_was_planned() -> None:
    plan = edits.record_start(edits.set_status_date(a_plan(fiscal_start=4), FINISH), "P1", START, "PAR")
    plan = edits.record_invoice(plan, "P1", Payment(paid_on=FINISH, amount=21_000))
    plan = edits.record_payment(plan, "C1", Payment(paid_on=date(2027, 4, 2), amount=9_000))
    lines = cash_lines(plan, schedule_of(plan, ("C1", 10_000)))
    assert [(line.quarter and line.quarter.name, line.payee, line.planned, line.actual) for line in lines] == [
        ("FY27 Q4", "PAR", 20_000, 21_000),
        ("FY27 Q4", "C1", 10_000, 0),
        ("FY28 Q1", "C1", 0, 9_000),
    ]
    assert [(total.planned, total.actual) for total in cash_totals(lines)] == [(10_000, 21_000), (0, -9_000)]


def test_that_money_on_another_invoice_is_shown_and_changes_no_total() -> None:
    plan = a_plan(credits=(a_credit(realised_by="invoice"),))
    lines = cash_lines(plan, schedule_of(plan, ("C1", 10_000)))
    assert [(line.kind, line.planned, line.planned_net) for line in lines] == [
        ("partner invoice", 20_000, 20_000),
        ("on another invoice", 10_000, 0),
    ]
    assert [total.planned for total in cash_totals(lines)] == [20_000]


def test_that_the_last_payment_is_the_one_with_which_all_claims_are_paid() -> None:
    rate = ExchangeRate(currency="EUR", millionths=2_000_000, dated=START)
    plan = a_plan(credits=(a_credit(payments=(Payment(paid_on=START, amount=4_000),)),), exchange_rates=(rate,))
    schedule = schedule_of(plan, ("C1", 10_000))

    def is_last(amount: int, currency: str | None = None, credit: str = "C1", dates: Schedule = schedule) -> bool:
        return is_last_payment(plan, dates, credit, Payment(paid_on=FINISH, amount=amount, currency=currency))

    assert [is_last(amount) for amount in (5_999, 6_000)] == [False, True]
    assert [is_last(amount, "EUR") for amount in (2_999, 3_000)] == [False, True]
    assert not is_last(10**6, "CHF")
    assert not is_last(10**6, credit="NONE")
    assert not is_last(10**6, dates=schedule_of(plan))


def test_that_a_credit_that_pays_for_nothing_yet_is_asked_for_on_its_own_day() -> None:
    plan = a_plan(credits=(a_credit(request_date=FINISH),))
    (line,) = chase_list(plan, Schedule(()), AS_OF)
    assert (line.at_stake, line.due_on, line.next_on, line.is_overdue) == (0, FINISH, FINISH, False)
