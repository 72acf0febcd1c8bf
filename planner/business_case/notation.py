"""How dates, numbers and money are written: the one place that knows a locale."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from planner.value import WHOLE

NO_BREAK = "\u00a0"
"""Keeps a date or a sum on one line."""

TO_BE_CONFIRMED = "to be confirmed"
NOTHING = "–"


class Notation(NamedTuple):
    """The reader's locale, and the currency of the plan."""

    currency: str
    locale: str = "en"

    def day(self, day: date) -> str:
        """As ``18 Jan 2027``, kept on one line."""
        return format_date(day, f"d{NO_BREAK}MMM{NO_BREAK}y", locale=self.locale)

    def month(self, day: date) -> str:
        """As ``Jan``."""
        return format_date(day, "MMM", locale=self.locale)

    def period(self, start: date, end: date) -> str:
        """As ``18 Jan – 4 Oct 2027``: the year once where it is the same."""
        if start.year == end.year:
            return f"{format_date(start, f'd{NO_BREAK}MMM', locale=self.locale)} – {self.day(end)}"
        return f"{self.day(start)} – {self.day(end)}"

    def number(self, number: float) -> str:
        """A number with its thousands apart."""
        return format_decimal(number, locale=self.locale)

    def money(self, amount: int, currency: str | None = None) -> str:
        """A sum with the code of its currency, the plan's unless another is named."""
        return format_currency(amount, currency or self.currency, "¤¤ #,##0", locale=self.locale, currency_digits=False)

    def cents(self, amount: int) -> str:
        """A sum in hundredths, with both decimals and without its currency."""
        return format_decimal(Decimal(amount) / 100, "#,##0.00", locale=self.locale)

    def percent(self, basis_points: int) -> str:
        return format_percent(basis_points / WHOLE, "#,##0.##%", locale=self.locale)

    def listed(self, names: Iterable[str]) -> str:
        """Names in one phrase, each once: ``A, B, and C``."""
        return format_list(list(dict.fromkeys(names)), locale=self.locale)


def or_blank(text: str) -> str:
    """The text, or that it is still to be confirmed."""
    return text.strip() or TO_BE_CONFIRMED
