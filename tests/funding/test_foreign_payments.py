"""Invoices and payments of other currencies: their worth by dated rates, what rates brought, and what has none."""

from datetime import date

from hypothesis import given, settings

from planner import edits
from planner.funding.cash_actuals import actual_flows, cash_lines
from planner.funding.chase import chase_list
from planner.funding.credits import ExchangeRate
from planner.funding.foreign_payments import (
    foreign_payments,
    invoice_worth,
    paid_so_far,
    payment_findings,
    payment_worth,
)
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_plan, an_assignment
from tests.strategies import states

FINISH = date(2027, 1, 15)
AUTUMN = ExchangeRate(currency="EUR", millionths=1_100_000, dated=date(2026, 11, 1))
JANUARY = ExchangeRate(currency="EUR", millionths=1_200_000, dated=date(2027, 1, 10))


def begun(**changes: object) -> Plan:
    plan = a_plan(exchange_rates=(AUTUMN, JANUARY), **changes)
    plan = edits.record_quote(plan, "P1", "PAR", Quote(quoted_on=date(2026, 12, 1), amount=20_000, currency="EUR"))
    return edits.record_start(edits.set_status_date(plan, FINISH), "P1", START, "PAR")


def euros(amount: int, day: date = FINISH) -> Payment:
    return Payment(paid_on=day, amount=amount, currency="EUR")


def test_that_an_invoice_counts_at_the_rate_of_its_day_with_its_own_sum_beside_it() -> None:
    plan = edits.record_invoice(begun(), "P1", euros(20_000))
    lines = cash_lines(plan, Schedule((an_assignment(plan),)))
    assert [(line.planned, line.actual, line.originals) for line in lines] == [(22_000, 24_000, (("EUR", 20_000),))]
    (foreign,) = foreign_payments(plan)
    assert (foreign.planned, foreign.worth, foreign.gain) == (22_000, 24_000, -2_000)


def test_that_a_payment_in_the_currency_of_its_letter_gains_by_a_higher_rate() -> None:
    letter = ExchangeRate(currency="EUR", millionths=1_000_000, dated=date(2026, 10, 1))
    plan = edits.record_payment(begun(credits=(a_credit(exchange=letter),)), "C1", euros(8_000))
    (foreign,) = foreign_payments(plan)
    assert (foreign.planned, foreign.worth, foreign.gain) == (8_000, 9_600, 1_600)
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
    (line,) = chase_list(plan, schedule, FINISH)
    assert (line.paid, line.at_stake) == (9_600, 400)


def test_that_the_rate_of_a_letter_is_one_until_a_later_one_is_known() -> None:
    letter = ExchangeRate(currency="EUR", millionths=1_050_000, dated=date(2027, 1, 1))
    plan, credit = a_plan(exchange_rates=(AUTUMN, JANUARY)), a_credit(exchange=letter)
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 10))
    assert [payment_worth(plan, credit, euros(1_000, day)) for day in days] == [1_100, 1_050, 1_200]


def test_that_what_has_no_rate_is_in_no_sum_and_is_found() -> None:
    plan = edits.record_invoice(begun(), "P1", Payment(paid_on=FINISH, amount=5, currency="CHF"))
    plan = edits.record_payment(plan, "C1", euros(9_000, date(2026, 10, 31)))
    assert list(actual_flows(plan)) == []
    assert paid_so_far(plan, plan.credit["C1"]) == 0
    assert [(each.code, each.place) for each in payment_findings(plan)] == [
        ("PAYMENT-RATE", ("phase", "P1")),
        ("PAYMENT-RATE", ("credit", "C1")),
    ]
    assert "There is no rate of CHF on or before 2027-01-15." in payment_findings(plan)[0].sentence


@settings(max_examples=100)
@given(states())
def test_that_every_payment_is_in_the_cash_or_found_and_never_both(state: State) -> None:
    plan = state.plan
    invoices = [invoice_worth(plan, each) for actual in plan.actuals for each in actual.invoices]
    payments = [payment_worth(plan, credit, each) for credit in plan.credits for each in credit.payments]
    worths = [*invoices, *payments]
    assert len(payment_findings(plan)) == worths.count(None)
    assert sum(flow.amount for flow in actual_flows(plan)) == sum(worth for worth in worths if worth is not None)


def test_that_a_sum_without_a_rate_or_without_a_planned_one_gained_nothing() -> None:
    plan = edits.record_invoice(begun(), "P1", Payment(paid_on=FINISH, amount=5, currency="CHF"))
    plan = edits.record_payment(plan, "C1", euros(8_000))
    assert [(each.worth, each.planned, each.gain) for each in foreign_payments(plan)] == [
        (None, None, None),
        (9_600, None, None),
    ]


def test_that_each_line_tells_the_foreign_sums_of_its_own_quarter_and_payee() -> None:
    plan = edits.record_invoice(begun(), "P1", euros(20_000))
    plan = edits.record_payment(plan, "C1", euros(8_000, date(2027, 4, 1)))
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
    assert [(line.payee, line.actual, line.originals) for line in cash_lines(plan, schedule)] == [
        ("PAR", 24_000, (("EUR", 20_000),)),
        ("C1", 0, ()),
        ("C1", 9_600, (("EUR", 8_000),)),
    ]
