"""What quotes mean for a plan: which hold when the work starts, what rose, and where costs are not what was quoted.

An option's cost stays the one figure that everything is planned with. Internal.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.currencies import in_plan_currency, no_rate, written
from planner.finding import Finding
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Schedule

BORNE_BY = {"customer": "the customer bears it", "partner": "the partner bears it", "credit": "credits may pay for it"}
"""Who bears a rise, in words."""


class QuoteLine(NamedTuple):
    """A quote beside the plan. Sums are whole units of the plan's currency.

    price: what it asks; None without a rate. rise: what that is above the quote before; None for the first, or without
    a rate. cost: what the option is planned with now. needed_on: the day on which it is, or was, accepted: when it was
    signed, or else the SOW of a credit that pays for the phase, or else the start of the work; None where the schedule
    chooses another option. is_present: whether no later one has come.
    """

    phase: str
    option: str
    quote: Quote
    price: int | None
    rise: int | None
    cost: int
    needed_on: date | None
    is_present: bool

    @property
    def has_lapsed(self) -> bool:
        """Whether it is accepted only when it no longer holds."""
        until, needed = self.quote.valid_until, self.needed_on
        return until is not None and needed is not None and needed > until


def quote_lines(plan: Plan, schedule: Schedule | None) -> tuple[QuoteLine, ...]:
    """Every quote, in the order of the plan and then of their days."""
    found = ((phase, option) for phase in plan.phases for option in phase.options if option.quotes)
    return tuple(line for phase, option in found for line in _of_option(plan, schedule, phase, option))


def _of_option(plan: Plan, schedule: Schedule | None, phase: Phase, option: DeliveryOption) -> Iterator[QuoteLine]:
    start = accepted_on(plan, schedule, phase.id, option.id)
    before = None
    for quote in option.quotes:
        price = price_of(plan, quote)
        rise = None if price is None or before is None else price - before
        needed = quote.signed_on or start
        is_present = quote is option.quotes[-1]
        yield QuoteLine(phase.id, option.id, quote, price, rise, option.cost, needed, is_present)
        before = price


def price_of(plan: Plan, quote: Quote) -> int | None:
    """What a quote asks in the plan's currency, at the rate of its day; None without a rate."""
    return in_plan_currency(plan, quote.amount, quote.currency, quote.quoted_on)


def accepted_on(plan: Plan, schedule: Schedule | None, phase: str, option: str) -> date | None:
    """The day until which a quote must hold: the first SOW of a credit that pays for the phase, or its start."""
    run = schedule.assignment(phase) if schedule is not None else None
    if schedule is None or run is None or run.option != option:
        return None
    paying = (plan.credit[claim.credit] for claim in schedule.claims if claim.phase == phase and claim.amount)
    return min([run.start, *(credit.sow_signed_on for credit in paying if credit.sow_signed_on is not None)])


def quote_findings(plan: Plan, schedule: Schedule | None) -> tuple[Finding, ...]:
    """QUOTE-LAPSED, QUOTE-COST and QUOTE-RATE: of the present quotes of phases that are not finished."""
    lines = (line for line in quote_lines(plan, schedule) if line.is_present and not _is_finished(plan, line.phase))
    return tuple(finding for line in lines for finding in _of_line(plan, line))


def _is_finished(plan: Plan, phase: str) -> bool:
    actual = plan.actual.get(phase)
    return actual is not None and actual.finished_on is not None


def _of_line(plan: Plan, line: QuoteLine) -> Iterator[Finding]:
    quote, by = line.quote, plan.deliverer(line.option)
    named = f"The quote {quote.sow} of" if quote.sow else "The quote of"
    asked = f"{named} {by} for {line.phase} ({written(quote.amount, quote.currency)}, {quote.quoted_on})"
    if line.has_lapsed:
        sentence = f"{asked} is valid until {quote.valid_until}, but is needed on {line.needed_on}."
        yield _warning("QUOTE-LAPSED", line.phase, sentence, "Have it prolonged or signed, or start the work earlier.")
    if line.price is None:
        remedy = "Enter the rate of that day."
        yield _warning("QUOTE-RATE", line.phase, f"{asked}: {no_rate(quote.currency, quote.quoted_on)}", remedy)
    elif not _is_planned(line, line.price):
        sentence = f"{asked} asks {line.price:,}, but {line.phase} is planned with {line.cost:,} by {by}."
        yield _warning("QUOTE-COST", line.phase, sentence, "Correct the cost of the option, or the quote.")


def _is_planned(line: QuoteLine, price: int) -> bool:
    """Whether the option costs what is quoted; a rise that the partner bears leaves it below.

    Waves divide a sum of another currency and its worth each for themselves, which may be a unit of it apart.
    """
    if line.quote.rise_borne_by == "partner" and line.cost <= price:
        return True
    apart = 0 if line.quote.currency is None else 1 + price // max(line.quote.amount, 1)
    return abs(line.cost - price) <= apart


def _warning(code: str, phase: str, sentence: str, remedy: str) -> Finding:
    place = ("phase", phase)
    return Finding(code=code, kind="readiness", severity="warning", place=place, sentence=sentence, remedy=remedy)
