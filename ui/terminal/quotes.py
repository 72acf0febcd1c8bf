"""Quotes in a terminal: what each option was quoted at, and what a new quote does to money. Internal."""

from datetime import date
from typing import Any, NamedTuple

from rich.console import Console

from planner.currencies import written
from planner.edits import carried, record_quote
from planner.funding.quotes import BORNE_BY, QuoteLine, quote_findings, quote_lines
from planner.plan import Plan, State
from planner.rollout.quotes import BorneBy, Quote
from planner.rollout.schedule import Schedule
from planner.variance import variance
from ui.seat_words import signed
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.progress import settle_in_terminal
from ui.terminal.sums import read_sum, refusal


class Quoted(NamedTuple):
    """A quote as it was typed; text is PHASE@OPTION=SUM."""

    text: str
    quoted_on: date
    sow: str
    valid_until: date | None
    borne_by: BorneBy


def with_quote(state: State, quoted: Quoted) -> State:
    """The State with a quote that came in, its claims settled anew. Raises PlanError."""
    named, _, text = quoted.text.rpartition("=")
    phase, _, option = named.rpartition("@")
    if not phase or not option:
        raise refusal(f"'{quoted.text}' names no phase and option.", "Write it as M09@BRK=53000.")
    amount, currency = read_sum(text)
    quote = Quote(
        quoted_on=quoted.quoted_on,
        amount=amount,
        currency=None if currency == state.plan.currency else currency,
        sow=quoted.sow,
        valid_until=quoted.valid_until,
        rise_borne_by=quoted.borne_by,
    )
    plan = record_quote(state.plan, phase.strip(), option.strip(), quote)
    return settled(State(plan, None if state.schedule is None else carried(state.schedule, state.plan, plan)))


def settled(state: State) -> State:
    """The State with the best claims for its dates."""
    if state.schedule is None:
        return state
    runs = state.schedule.assignments
    return State(state.plan, Schedule(runs, settle_in_terminal(state.plan, runs)))


def quotes_object(before: State, now: State) -> dict[str, Any]:
    """All quotes as one object, and what a new one did to money; days are ISO text, sums units of the currency."""
    plan, schedule = now
    changed = variance(settled(before), now) if now is not before else None
    return {
        "internal": True,
        "currency": plan.currency,
        "quotes": [_line_object(line) for line in quote_lines(plan, schedule)],
        "findings": [each.sentence for each in quote_findings(plan, schedule)],
        "effect": None if changed is None else _effect(changed.cost, changed.funding),
    }


def _effect(cost: int, funding: int) -> dict[str, int]:
    return {"cost": cost, "funding": funding, "net_cost": cost - funding}


def _line_object(line: QuoteLine) -> dict[str, Any]:
    quote = line.quote
    days = {name: getattr(quote, name) for name in ("quoted_on", "valid_until", "signed_on")}
    return {
        "phase": line.phase,
        "option": line.option,
        "sow": quote.sow,
        "amount": quote.amount,
        "currency": quote.currency,
        "price": line.price,
        "rise": line.rise,
        "rise_borne_by": quote.rise_borne_by,
        "cost": line.cost,
        **{name: f"{value}" if value is not None else None for name, value in days.items()},
        "needed_on": f"{line.needed_on}" if line.needed_on is not None else None,
        "is_present": line.is_present,
        "has_lapsed": line.has_lapsed,
    }


def print_quotes(console: Console, before: State, now: State) -> None:
    """A line for each quote, what is wrong with them, and what a new one did."""
    lines = quote_lines(*now)
    names = ("Phase", "By", "Quoted", "SOW", "Amount", "Rise", "", "Valid until", "Needed on", "")
    if lines:
        print_table(console, names, (_row(now.plan, line) for line in lines), figures={4, 5})
    else:
        console.print("No option has a quote.")
    for finding in quote_findings(*now):
        print_sentence(console, f"{finding.sentence} {finding.remedy}")
    if now is not before:
        changed = variance(settled(before), now)
        cost, funding, net = _effect(changed.cost, changed.funding).values()
        sums = f"costs change by {signed(cost)}, claims by {signed(funding)}, net cost by {signed(net)}"
        print_sentence(console, f"With the new quote {sums}.")


def _row(plan: Plan, line: QuoteLine) -> tuple[str, ...]:
    quote = line.quote
    rise = "" if not line.rise else f"{line.rise:+,}"
    borne = BORNE_BY[quote.rise_borne_by] if line.rise and line.rise > 0 else ""
    sums = (written(quote.amount, quote.currency), rise, borne)
    days = (f"{quote.valid_until or '–'}", f"{line.needed_on or '–'}", "lapsed" if line.has_lapsed else "")
    return (line.phase, plan.deliverer(line.option), f"{quote.quoted_on}", quote.sow or "–", *sums, *days)
