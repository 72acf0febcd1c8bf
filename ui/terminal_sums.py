"""Sums as they are typed into a terminal: 53000, 53,000 or 48000EUR."""

import re
from datetime import date
from typing import NamedTuple

from planner.invariants import Fault, PlanError

SUM = re.compile(r"(?P<amount>\d[\d,]*)\s*(?P<currency>[A-Z]{3})?")


class Sum(NamedTuple):
    """Whole units of a currency; None is the plan's."""

    amount: int
    currency: str | None


def read_sum(text: str) -> Sum:
    """The sum that a text stands for. Raises PlanError."""
    found = SUM.fullmatch(text.strip())
    if found is None:
        raise refusal(f"'{text}' is no sum.", "Write it as 53000, or as 48000EUR.")
    return Sum(int(found["amount"].replace(",", "")), found["currency"])


def read_day(text: str) -> date:
    """The day that a text stands for. Raises PlanError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refusal(f"'{text}' is no day.", "Write it as 2027-03-01.") from None


def refusal(sentence: str, remedy: str) -> PlanError:
    """Why what was typed cannot be used."""
    return PlanError((Fault("plan", sentence, remedy),))
