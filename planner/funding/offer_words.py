"""Figures, days and names in the words of an offer, as people type or paste them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from planner.catalogue.names import plain_name
from planner.value import WHOLE

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
CODES = "USD|EUR|GBP|CHF|JPY|AUD|CAD|SEK|NOK|DKK|PLN|INR|BRL|SGD"
FACTORS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

NUMBER = r"\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d{2})?(?!\d)|\d+(?:\.\d+)?"
SUM = re.compile(
    rf"(?:(?P<before>\b(?:{CODES})|[$€£])\s*)?(?P<number>{NUMBER})\s*(?P<factor>k|thousand|m|million)?\b\s*"
    rf"(?P<after>\b(?:{CODES})\b|[$€£])?",
    re.IGNORECASE,
)
A_SUM = (
    rf"(?P<sum>(?:(?:\b(?:{CODES})|[$€£])\s*)?(?:{NUMBER})\s*(?:k|thousand|m|million)?\b\s*(?:\b(?:{CODES})\b|[$€£])?)"
)
FOR_ONE = r"(?:per|an?|each|for each|for one)\s+(?:phase|project|engagement|workshop)"
PERCENT = re.compile(r"(?P<number>\d+(?:[.,]\d{1,2})?)\s*(?:%|per\s?cent\b|(?:percentage\s+)?points?\b)", re.IGNORECASE)
DAY = re.compile(
    r"\b(?:(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"|(?P<day2>\d{1,2})\.?\s+(?P<name2>[A-Za-z]{3,9})\.?,?\s+(?P<year2>\d{4})"
    r"|(?P<name3>[A-Za-z]{3,9})\.?\s+(?P<day3>\d{1,2}),?\s+(?P<year3>\d{4}))\b"
)
MOTION_STEMS = {"assess": r"assess\w*", "pilot": r"pilot\w*", "migrate": r"migrat\w*", "adopt": r"adopt\w*"}
"""How a motion is written besides its own name; deploying is matched by its beginning, as any other name is."""

GENERIC = frozenset({"m365", "o365", "for", "the", "and", "of"})
"""Words of a workload's name that tell nothing about it."""


class MoneySum(NamedTuple):
    """A sum as it is written. currency: blank where none stands beside it."""

    amount: int
    currency: str


class Sums(NamedTuple):
    """The sums of an offer by what they are; None where it names none."""

    face: MoneySum | None
    phase_cap: MoneySum | None
    minimum: MoneySum | None


def with_plain_days(text: str) -> str:
    """The text with every day written as 2027-06-30; what only looks like a day stays as it is."""
    return DAY.sub(lambda found: _day(found) or found[0], text)


def _day(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year = parts["year"] or parts["year2"] or parts["year3"]
    name = (parts["name2"] or parts["name3"] or "").casefold()[:3]
    if not parts["month"] and name not in MONTHS:
        return None
    month = int(parts["month"] or MONTHS.index(name) + 1)
    try:
        return f"{date(int(year), month, int(parts['day'] or parts['day2'] or parts['day3']))}"
    except ValueError:
        return None


def day_after(text: str, words: str) -> date | None:
    """The first day that follows one of the words, given as alternatives of a pattern; days are plain already."""
    found = re.search(rf"\b(?:{words})\b\s*(?:on|at|is|:|the)?\s*(\d{{4}}-\d{{2}}-\d{{2}})", text, re.IGNORECASE)
    return date.fromisoformat(found[1]) if found else None


def first_day(text: str) -> date | None:
    """The first day of all."""
    found = re.search(r"\b\d{4}-\d{2}-\d{2}\b", text)
    return date.fromisoformat(found[0]) if found else None


def percent(text: str) -> int | None:
    """The first percentage, in basis points; None where there is none, or none up to a whole."""
    found = PERCENT.search(text)
    if found is None:
        return None
    points = round(float(found["number"].replace(",", ".")) * 100)
    return points if 0 <= points <= WHOLE else None


def sums(text: str) -> Sums:
    """The sums of an offer: its face, what it pays for one piece of work at most, and its least claim."""
    rest, phase_cap = _taken(text, rf"(?:at most|up to|max(?:imum)?(?: of)?|capped at)\s+{A_SUM}\s*{FOR_ONE}")
    rest, minimum = _taken(rest, rf"(?:min(?:imum)?(?: claim)?(?: of)?|at least)\s+{A_SUM}")
    return Sums(next(_sums(rest), None), phase_cap, minimum)


def _taken(text: str, pattern: str) -> tuple[str, MoneySum | None]:
    """The text without what the pattern finds, and the sum in it."""
    for found in re.finditer(pattern, text, re.IGNORECASE):
        money = next(_sums(found["sum"]), None)
        if money is not None:
            return text[: found.start()] + text[found.end() :], money
    return text, None


def _sums(text: str) -> Iterator[MoneySum]:
    """Every number that is money: one with a currency, or with thousand or million behind it."""
    without_days = re.sub(r"\d{4}-\d{2}-\d{2}", " ", PERCENT.sub(" ", text))
    for found in SUM.finditer(without_days):
        currency = (found["before"] or found["after"] or "").upper()
        if currency or found["factor"]:
            yield MoneySum(_amount(found), CURRENCIES.get(currency, currency))


def _amount(found: re.Match[str]) -> int:
    """In whole units; the parts of a unit are dropped, as nobody offers them."""
    number, factor = found["number"], FACTORS.get((found["factor"] or "").casefold(), 1)
    if re.fullmatch(r"\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d{2})?", number):
        whole = re.sub(r"[.,]\d{2}$", "", number)
        return int(re.sub(r"\D", "", whole)) * factor
    return int(float(number) * factor)


def counted(text: str, what: str) -> int | None:
    """The first number that stands before the words, given as a pattern, as 500 in 500+ seats."""
    found = re.search(rf"(\d[\d,.' ]*)\+?\s*(?:{what})\b", text, re.IGNORECASE)
    return int(re.sub(r"\D", "", found[1])) if found else None


def least_seats(text: str) -> int | None:
    """The seats that the text asks for at least; a number of seats alone only tells how many there are."""
    least = r"at least|min(?:imum)?(?: of)?|from|above|over|more than"
    found = re.search(rf"\b(?:{least})\s+\d[\d,.' ]*\+?\s*seats", text, re.IGNORECASE)
    return counted(found[0], "seats") if found else None


def named_workloads(text: str, workloads: Iterable[str]) -> tuple[str, ...]:
    """The workloads that the text names: by name, or all that share a telling first word, as Defender."""
    known, plain = tuple(dict.fromkeys(workloads)), plain_name(text)
    whole = [each for each in known if _stands_in(plain_name(each), plain)]
    told = {_telling(each) for each in whole}
    short = [each for each in known if _telling(each) not in told and _stands_in(_telling(each), plain)]
    return tuple(each for each in known if each in whole or each in short)


def _telling(workload: str) -> str:
    """The first word of a name that tells anything."""
    words = plain_name(workload).split()
    return next((word for word in words if word not in GENERIC), "")


def named_motions(text: str, motions: Iterable[str]) -> tuple[str, ...]:
    """The motions that the text names, as deploy in deployment."""
    return tuple(
        motion
        for motion in dict.fromkeys(motions)
        if re.search(rf"\b(?:{MOTION_STEMS.get(motion, re.escape(motion) + r'[a-z]*')})\b", text, re.IGNORECASE)
    )


def named(text: str, identifier: str, names: Iterable[str] = ()) -> bool:
    """Whether the text has the identifier, written just so, or calls something by one of its names."""
    plain = plain_name(text)
    stands_so = re.search(rf"(?<!\w){re.escape(identifier)}(?!\w)", text) is not None
    return stands_so or any(_stands_in(plain_name(each), plain) for each in names)


def _stands_in(name: str, text: str) -> bool:
    return bool(name) and f" {name} " in f" {text} "
