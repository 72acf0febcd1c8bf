"""Quotes: what somebody asked to be paid for a way to deliver a phase, with its day; internal."""

from datetime import date
from typing import Literal

from planner.value import CurrencyCode, Money, Value

BorneBy = Literal["customer", "partner", "credit"]


class Quote(Value, frozen=True, kw_only=True):
    """An offer of a price. The option's cost is what it is planned with; a quote says where that comes from.

    amount: whole units of its currency. currency: None is the plan's.
    sow: the number of its statement of work; may be blank.
    valid_until: the last day on which it can be accepted; None if it names none. signed_on: the day on which it was;
    from then on it holds.
    rise_borne_by: who bears what it asks above the price before: the customer, whose cost rises; the partner, whose
    work costs what it did; or credits, which may then look at as much more eligible cost.
    """

    quoted_on: date
    amount: Money
    currency: CurrencyCode | None = None
    sow: str = ""
    valid_until: date | None = None
    signed_on: date | None = None
    rise_borne_by: BorneBy = "customer"
