"""What became of a phase so far, as somebody told it; internal."""

from datetime import date

from planner.payments import Payment
from planner.value import Percent, Value


class Actual(Value, frozen=True, kw_only=True):
    """A phase that has begun. What is here is history: nothing that is planned later changes it.

    option: who delivers it, by the option's identifier.
    started_on, finished_on: first and last day of work, working days or not; without a finish it still runs.
    percent, told_on: the part of its work that was done on the morning of a day, which is the status date unless given;
    from then on it goes on as planned. No percentage means as much as its days have brought.
    invoices: what was invoiced for it so far; None of them says that nothing is left to come while it runs.
    """

    phase: str
    option: str
    started_on: date
    finished_on: date | None = None
    percent: Percent | None = None
    told_on: date | None = None
    invoices: tuple[Payment, ...] = ()
