"""Cash by quarter of Microsoft's fiscal year: what the work costs when, and when each credit pays.

Only what a rollout costs and what credits pay for it, once; the recurring rate is never mixed in. Whether a credit
pays, and on which days, is known to the claim rules alone.
"""

from calendar import month_abbr
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from planner.funding.claim_rules import Delivery, deliveries, payment_days
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.schedule import Claim, Schedule
from planner.value import split

FISCAL_START = 7
"""Microsoft's fiscal year begins in July and is named after the year in which it ends."""

MONTHS_A_QUARTER, MONTHS_A_YEAR = 3, 12

CashKind = Literal["partner invoice", "own labour", "off the price", "paid to the customer", "on another invoice"]
COSTS: frozenset[CashKind] = frozenset({"partner invoice", "own labour"})


class Quarter(NamedTuple):
    """A quarter of a fiscal year, Microsoft's (the first begins in July of the year before) or the customer's.

    begins_in: the month in which its fiscal year begins. Quarters of years that begin in the same month sort by time.
    """

    fiscal_year: int
    number: int
    begins_in: int = FISCAL_START

    @property
    def name(self) -> str:
        """As ``FY27 Q4``, which is April to June 2027 for Microsoft."""
        return f"FY{self.fiscal_year % 100:02d} Q{self.number}"

    @property
    def words(self) -> str:
        """Its name with its months, since years of several companies are called alike: ``FY27 Q4, Apr – Jun 2027``."""
        first, last = self.months
        begins = f"{month_abbr[first.month]} {first.year}" if first.year != last.year else month_abbr[first.month]
        return f"{self.name}, {begins} – {month_abbr[last.month]} {last.year}"

    @property
    def iso_months(self) -> tuple[str, str]:
        """Its first and its last month as machines read them: ``2027-04``, ``2027-06``."""
        first, last = self.months
        return f"{first:%Y-%m}", f"{last:%Y-%m}"

    @property
    def months(self) -> tuple[date, date]:
        """The first days of its first and its last month."""
        years = self.fiscal_year - (self.begins_in > 1)
        first = years * MONTHS_A_YEAR + self.begins_in - 1 + MONTHS_A_QUARTER * (self.number - 1)
        return _first_of(first), _first_of(first + MONTHS_A_QUARTER - 1)


class CashFlow(NamedTuple):
    """A sum that is due on a day, in whole units of the plan's currency, never negative.

    kind: a cost, which is a partner's invoice or the customer's own labour; or what a credit pays, which comes off
    the partner's price, is paid to the customer, or lands on another invoice and lowers no cost here.
    owner: the partner or the credit by identifier; the option for own labour.
    day: None where the phase has no dates, which is a fault.
    """

    kind: CashKind
    owner: str
    phase: str
    day: date | None
    amount: int


class QuarterCash(NamedTuple):
    """The flows of a quarter, summed by kind. quarter: None for what has no dates.

    by_credit: what each credit pays, however it does, in the order of the plan; without those that pay nothing.
    """

    quarter: Quarter | None
    partner_invoices: int
    own_labour: int
    off_price: int
    to_customer: int
    on_invoice: int
    by_credit: tuple[tuple[str, int], ...]

    @property
    def gross(self) -> int:
        """What the work costs before any credit."""
        return self.partner_invoices + self.own_labour

    @property
    def net(self) -> int:
        """What the customer bears; negative in a quarter in which credits pay for work of another."""
        return self.gross - self.off_price - self.to_customer


def fiscal_quarter(day: date, begins_in: int = FISCAL_START) -> Quarter:
    """The quarter in which a day lies of a fiscal year that begins in that month; Microsoft's unless another is named.

    A fiscal year is named after the year in which it ends.
    """
    months = (day.month - begins_in) % MONTHS_A_YEAR
    return Quarter(day.year + (day.month >= begins_in > 1), months // MONTHS_A_QUARTER + 1, begins_in)


def _first_of(month: int) -> date:
    """The first day of a month, counted from January of the year 0."""
    return date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def cash_by_quarter(plan: Plan, schedule: Schedule) -> tuple[QuarterCash, ...]:
    """The costs and claims of a schedule by quarter, in the order of time; what has no dates comes last."""
    by_quarter: defaultdict[Quarter | None, list[CashFlow]] = defaultdict(list)
    for flow in cash_flows(plan, schedule):
        by_quarter[fiscal_quarter(flow.day) if flow.day is not None else None].append(flow)
    dated = sorted(quarter for quarter in by_quarter if quarter is not None)
    order = [*dated, *([None] if None in by_quarter else [])]
    return tuple(_quarter(plan, quarter, by_quarter[quarter]) for quarter in order)


def cash_flows(plan: Plan, schedule: Schedule) -> tuple[CashFlow, ...]:
    """Every cost and every tranche of a claim with its day. Nothing is lost to rounding; flows of nothing are left out.

    A phase is invoiced at its end, or by its milestones at their due dates. A claim is paid in its credit's tranches.
    """
    delivered = deliveries(plan, schedule)
    costs = (flow for delivery in delivered.values() for flow in _costs(delivery))
    paid = (flow for claim in schedule.claims for flow in _paid(plan, delivered.get(claim.phase), claim))
    return tuple(flow for flow in (*costs, *paid) if flow.amount)


def _costs(delivery: Delivery) -> Iterator[CashFlow]:
    phase, option = delivery.phase, delivery.option
    if option.kind != "partner":
        yield CashFlow("own labour", option.id, phase.id, delivery.finish, option.cost)
    elif not phase.milestones:
        yield CashFlow("partner invoice", option.id, phase.id, delivery.finish, option.cost)
    else:
        parts = split(option.cost, tuple(milestone.share for milestone in phase.milestones))
        for milestone, amount in zip(phase.milestones, parts, strict=True):
            due = milestone.due or delivery.finish
            yield CashFlow("partner invoice", option.id, phase.id, due, amount)


def _paid(plan: Plan, delivery: Delivery | None, claim: Claim) -> Iterator[CashFlow]:
    credit = plan.credit[claim.credit]
    kind = credit_kind(credit)
    if delivery is None:
        yield CashFlow(kind, credit.id, claim.phase, None, claim.amount)
        return
    days = payment_days(plan, credit, delivery)
    for day, amount in zip(days, split(claim.amount, credit.tranches), strict=True):
        yield CashFlow(kind, credit.id, claim.phase, day, amount)


def credit_kind(credit: Credit) -> CashKind:
    """How the money of a credit reaches the customer."""
    if credit.realised_by == "invoice":
        return "on another invoice"
    return "off the price" if credit.payee == "partner" else "paid to the customer"


def _quarter(plan: Plan, quarter: Quarter | None, flows: list[CashFlow]) -> QuarterCash:
    by_kind: defaultdict[CashKind, int] = defaultdict(int)
    by_owner: defaultdict[str, int] = defaultdict(int)
    for flow in flows:
        by_kind[flow.kind] += flow.amount
        by_owner[flow.owner] += flow.amount if flow.kind not in COSTS else 0
    return QuarterCash(
        quarter=quarter,
        partner_invoices=by_kind["partner invoice"],
        own_labour=by_kind["own labour"],
        off_price=by_kind["off the price"],
        to_customer=by_kind["paid to the customer"],
        on_invoice=by_kind["on another invoice"],
        by_credit=tuple((credit.id, by_owner[credit.id]) for credit in plan.credits if by_owner[credit.id]),
    )
