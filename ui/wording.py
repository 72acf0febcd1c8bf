"""Amounts and days as the user's system writes them."""

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale

from planner.funding.cash import Quarter
from planner.plan import Plan

MOST_NAMED = 3
"""Phases that are told by their names where they are no more."""


def locale() -> QLocale:
    """The system's; English where the system has none, since Qt's own would write 467500 without a separator."""
    system = QLocale.system()
    return QLocale(QLocale.Language.English) if system.language() == QLocale.Language.C else system


def money(amount: int) -> str:
    """A sum with separators; the currency stands elsewhere."""
    return locale().toString(amount)


def money_of_cents(cents: int) -> str:
    """A sum in hundredths of the currency's unit."""
    return locale().toString(cents / 100, "f", 2)


def seconds_words(value: float) -> str:
    """So many seconds to a tenth, as 0.4 s."""
    return f"{locale().toString(float(value), 'f', 1)} s"


def percent(basis_points: int) -> str:
    """Hundredths of a percent, with as many digits as they need."""
    return f"{locale().toString(basis_points / 100, 'f', 2 if basis_points % 100 else 0)} %"


def signed_money(amount: int) -> str:
    """A difference, with its sign."""
    return f"+{money(amount)}" if amount > 0 else money(amount).replace("-", "−")


def day(value: date | None) -> str:
    """A day as 1 Dec 2027; a dash where there is none."""
    if value is None:
        return "–"
    return locale().toString(QDate(value.year, value.month, value.day), "d MMM yyyy")


def short_day(value: date) -> str:
    """A day of which the year is plain, as 1 Dec."""
    return locale().toString(QDate(value.year, value.month, value.day), "d MMM")


def month_name(value: date) -> str:
    """The month of a day, as Dec."""
    return locale().toString(QDate(value.year, value.month, value.day), "MMM")


def quarter_words(quarter: Quarter) -> str:
    """A quarter with its months, since fiscal years of several companies are called alike: FY27 Q3, Jan – Mar 2027."""
    first, last = quarter.months
    begins = month_name(first) if first.year == last.year else f"{month_name(first)} {first.year}"
    return f"{quarter.name}, {begins} – {month_name(last)} {last.year}"


def counted(number: int, noun: str) -> str:
    """So many of a thing, as 1 phase or 25 phases."""
    return f"{money(number)} {noun}{'' if number == 1 else 's'}"


def phases_named(plan: Plan, phases: Sequence[str]) -> str:
    """Phases with their names, or, where they are many, how many they are and which."""
    if len(phases) <= MOST_NAMED:
        return "; ".join(f"{phase} {plan.phase[phase].name}" for phase in phases)
    return f"{counted(len(phases), 'phase')}: {', '.join(phases)}"


WRITTEN_PLAINLY = re.compile(
    r"(?P<day>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<decimal>(?<![\w.,])\d{1,3}(?:,\d{3})*\.\d+(?=\s?%| points?\b| [A-Z]{3}\b))"
    r"|(?P<sum>(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]))"
)
"""Days, sums, and decimals of percents, points and currencies, as the planner writes them."""


def in_words(sentence: str) -> str:
    """A sentence of the planner, which writes 2027-12-01, 1,000 and 2.5 %, as the window writes days and numbers."""
    return WRITTEN_PLAINLY.sub(_readable, sentence)


def _readable(found: re.Match[str]) -> str:
    if found["day"]:
        return _readable_day(found[0])
    whole, point, decimals = found[0].partition(".")
    number = money(int(whole.replace(",", "")))
    return f"{number}{locale().decimalPoint()}{decimals}" if point else number


def _readable_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:  # a text of the plan that only looks like a day
        return text
