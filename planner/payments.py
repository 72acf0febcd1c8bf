"""Money that has moved: the day, the sum and what shows it."""

from datetime import date

from planner.value import CurrencyCode, Money, Value


class Payment(Value, frozen=True, kw_only=True):
    """A sum that was invoiced or paid, in whole units of its currency; internal.

    currency: None is the plan's.
    evidence: where it is shown, as the number or link of an invoice or a remittance; may be blank.
    """

    paid_on: date
    amount: Money
    evidence: str = ""
    currency: CurrencyCode | None = None
