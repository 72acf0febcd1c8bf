"""Sums of other currencies in the plan's, by dated rates. A sum without a rate has no worth; it is never taken 1:1.

A sum is floored to whole units, as the sums of letters are (``planner.funding.claim_rules``).
"""

import re
import unicodedata
from datetime import date

from planner.funding.credits import ExchangeRate
from planner.plan import Plan

MILLION = 1_000_000
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
CURRENCY_SIGN = "Sc"
"""What Unicode calls $, € and the like."""


def rate_on(plan: Plan, currency: str, day: date, also: tuple[ExchangeRate, ...] = ()) -> ExchangeRate | None:
    """The rate of a currency that counts on a day: that of the latest day until then; None if there is none.

    also: further rates, as that of a letter; of one day the plan's counts.
    """
    known = [rate for rate in (*plan.exchange_rates, *also) if rate.currency == currency and rate.dated <= day]
    return max(known, key=lambda rate: rate.dated, default=None)


def in_plan_currency(
    plan: Plan, amount: int, currency: str | None, day: date, also: tuple[ExchangeRate, ...] = ()
) -> int | None:
    """A sum of a day in whole units of the plan's currency; None where its currency has no rate until then.

    currency: None is the plan's. also: further rates, as that of a letter.
    """
    if currency in {None, plan.currency}:
        return amount
    rate = rate_on(plan, currency or plan.currency, day, also)
    return None if rate is None else amount * rate.millionths // MILLION


def foreign_currency(text: str, own: str) -> str | None:
    """The code or sign of another currency that stands beside an amount, as EUR or €; None where all is the plan's own.

    own: the code of the plan's currency. $ is taken for the own one wherever its symbol has that sign, as in CA$.
    """
    code = CODE.search(text)
    if code is not None and code[0] != own:
        return code[0]
    signs = [sign for sign in text if unicodedata.category(sign) == CURRENCY_SIGN]
    if not signs:
        return None
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - takes a moment to import, and signs are rare

    symbol = get_currency_symbol(own, locale="en")
    return next((sign for sign in signs if sign not in symbol), None)


def written(amount: int, currency: str | None) -> str:
    """A sum as people read it, with its currency where that is not the plan's."""
    return f"{amount:,}" if currency is None else f"{amount:,} {currency}"


def no_rate(currency: str | None, day: date) -> str:
    """Why a sum has no worth in the plan's currency."""
    return f"There is no rate of {currency} on or before {day}."
