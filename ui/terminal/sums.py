"""What is typed into a terminal: sums as 53000, 53,000 or 48000EUR, days, and what is told of each phase or credit."""

import re
from collections.abc import Iterable
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


def pairs(texts: Iterable[str], owner: str, example: str) -> list[tuple[str, str]]:
    """What is told of each owner (a phase, a credit), as OWNER=VALUE. Raises PlanError."""
    found = [(text, *text.rpartition("=")) for text in texts]
    for text, name, _, _ in found:
        if not name:
            raise refusal(f"'{text}' names no {owner}.", f"Write it as {example}.")
    return [(name.strip(), value.strip()) for _, name, _, value in found]


def refusal(sentence: str, remedy: str) -> PlanError:
    """Why what was typed cannot be used."""
    return PlanError((Fault("plan", sentence, remedy),))
