"""What invoices and payments are worth in the plan's currency, and what rates gained or lost since they were planned.

A payment without a rate of its day, or an earlier one, is worth nothing that could be said: it is found, not guessed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from planner.currencies import MILLION, in_plan_currency, no_rate, written
from planner.finding import Finding
from planner.funding.credits import Credit, ExchangeRate
from planner.payments import Payment
from planner.plan import Plan
from planner.rollout.actuals import Actual


class ForeignPayment(NamedTuple):
    """An invoice or a payment of another currency; sums without a currency are whole units of the plan's.

    payee: the option that invoices, or the credit that pays. phase: blank for a credit.
    worth: at the rate of its day; None without one. planned: at the rate that it was planned with, that of the quote or
    of the letter; None where there was none in its currency.
    """

    payee: str
    phase: str
    payment: Payment
    worth: int | None
    planned: int | None

    @property
    def gain(self) -> int | None:
        """What the rate brought since it was planned: less to pay, or more paid; negative is a loss."""
        if self.worth is None or self.planned is None:
            return None
        return self.planned - self.worth if self.phase else self.worth - self.planned


def invoice_worth(plan: Plan, invoice: Payment) -> int | None:
    """An invoice in the plan's currency."""
    return in_plan_currency(plan, invoice.amount, invoice.currency, invoice.paid_on)


def payment_worth(plan: Plan, credit: Credit, payment: Payment) -> int | None:
    """What a credit has paid, in the plan's currency. The rate of its letter is a dated rate as well."""
    return in_plan_currency(plan, payment.amount, payment.currency, payment.paid_on, _of_letter(credit))


def paid_so_far(plan: Plan, credit: Credit) -> int:
    """All that a credit has paid, without what has no worth."""
    return sum(payment_worth(plan, credit, payment) or 0 for payment in credit.payments)


def _of_letter(credit: Credit) -> tuple[ExchangeRate, ...]:
    return () if credit.exchange is None else (credit.exchange,)


def foreign_payments(plan: Plan) -> tuple[ForeignPayment, ...]:
    """Every invoice and payment of another currency, in the order of the plan."""
    return (*_invoices(plan), *_payments(plan))


def _invoices(plan: Plan) -> Iterator[ForeignPayment]:
    for actual in plan.actuals:
        for invoice in actual.invoices:
            if invoice.currency not in {None, plan.currency}:
                planned = _planned_invoice(plan, actual, invoice)
                yield ForeignPayment(actual.option, actual.phase, invoice, invoice_worth(plan, invoice), planned)


def _planned_invoice(plan: Plan, actual: Actual, invoice: Payment) -> int | None:
    """At the rate of the present quote, where that is of the same currency."""
    option = plan.phase[actual.phase].option(actual.option)
    quote = option.quotes[-1] if option is not None and option.quotes else None
    if quote is None or quote.currency != invoice.currency:
        return None
    return in_plan_currency(plan, invoice.amount, invoice.currency, quote.quoted_on)


def _payments(plan: Plan) -> Iterator[ForeignPayment]:
    for credit in plan.credits:
        for payment in credit.payments:
            if payment.currency not in {None, plan.currency}:
                letter = credit.exchange if credit.exchange and credit.exchange.currency == payment.currency else None
                planned = None if letter is None else payment.amount * letter.millionths // MILLION
                yield ForeignPayment(credit.id, "", payment, payment_worth(plan, credit, payment), planned)


def payment_findings(plan: Plan) -> tuple[Finding, ...]:
    """PAYMENT-RATE: what came about in another currency and has no worth, so that no sum holds it."""
    return tuple(_without_rate(each) for each in foreign_payments(plan) if each.worth is None)


def _without_rate(each: ForeignPayment) -> Finding:
    payment = each.payment
    what = f"The invoice for {each.phase}" if each.phase else f"The payment of {each.payee}"
    why = no_rate(payment.currency, payment.paid_on)
    sentence = f"{what} ({written(payment.amount, payment.currency)}, {payment.paid_on}) is in no sum. {why}"
    place = ("phase", each.phase) if each.phase else ("credit", each.payee)
    remedy = "Enter the rate of that day."
    return Finding(
        code="PAYMENT-RATE", kind="readiness", severity="warning", place=place, sentence=sentence, remedy=remedy
    )
