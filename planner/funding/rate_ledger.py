"""The rate ledger: what the seats cost at the renewal, year after year, and the concession that is asked for on it.

It looks at rate lines and the term alone, and never leaves the house.
"""

from fractions import Fraction
from typing import Literal, NamedTuple

from planner.funding.rates import RateLine
from planner.plan import Plan
from planner.value import WHOLE

CENTS = 100
MONTHS = 12

Standing = Literal["open", "closed", "not asked"]


class RateAccount(NamedTuple):
    """A product of the price sheet. Sums are cents; each is rounded once, half to even, from its exact value.

    list_price: per seat and month, before the uplift. asked, offered: discounts in basis points.
    yearly: the price of a year at list and uplift. term: the same over the whole term.
    asked_in_term, offered_in_term: the concessions over the term, not discounted to today.
    standing: open while less is offered than asked; closed once as much is offered; or nothing was asked.
    """

    sku: str
    name: str
    seats: int
    list_price: int
    uplift: int
    asked: int
    offered: int
    yearly: int
    term: int
    asked_in_term: int
    offered_in_term: int
    standing: Standing


class RateLedger(NamedTuple):
    """The recurring money of the renewal, in cents. Totals add up the rounded lines, so that a reader can follow them.

    years: of the term. open_in_term: what is asked and not offered yet, over the lines that are open.
    """

    accounts: tuple[RateAccount, ...]
    years: int
    yearly: int
    term: int
    asked_in_term: int
    offered_in_term: int
    open_in_term: int


def rate_ledger(plan: Plan) -> RateLedger:
    """Price the renewal as it is listed, asked for and offered."""
    accounts = tuple(_account(line, plan.term_years) for line in plan.rate_lines)
    still_open = (each for each in accounts if each.standing == "open")
    return RateLedger(
        accounts=accounts,
        years=plan.term_years,
        yearly=sum(each.yearly for each in accounts),
        term=sum(each.term for each in accounts),
        asked_in_term=sum(each.asked_in_term for each in accounts),
        offered_in_term=sum(each.offered_in_term for each in accounts),
        open_in_term=sum(each.asked_in_term - each.offered_in_term for each in still_open),
    )


def yearly_price(line: RateLine) -> Fraction:
    """What the product costs in a year, exactly, in units of the currency: seats × list × 12, after the uplift."""
    return Fraction(line.seats * line.list_price * MONTHS * (WHOLE + line.uplift), WHOLE * CENTS)


def _account(line: RateLine, years: int) -> RateAccount:
    yearly = yearly_price(line) * CENTS
    return RateAccount(
        sku=line.sku,
        name=line.name,
        seats=line.seats,
        list_price=line.list_price,
        uplift=line.uplift,
        asked=line.asked,
        offered=line.offered,
        yearly=round(yearly),
        term=round(yearly * years),
        asked_in_term=round(yearly * years * line.asked / WHOLE),
        offered_in_term=round(yearly * years * line.offered / WHOLE),
        standing=_standing(line),
    )


def _standing(line: RateLine) -> Standing:
    if line.asked == 0:
        return "not asked"
    return "open" if line.offered < line.asked else "closed"
