"""What is different since a document was sent, in words for tables."""

from datetime import date

from planner.business_case.notation import NOTHING, Notation
from planner.sent.changes import Change, Told

STANDINGS = {"holds": "holds", "open": "to be confirmed", "broken": "does not hold"}


def told_in_words(told: Told, notation: Notation) -> str:
    """A sum, a day or words; a dash where there was nothing."""
    if told is None:
        return NOTHING
    if isinstance(told, int):
        return notation.number(told)
    return notation.day(told) if isinstance(told, date) else STANDINGS.get(told, told)


def difference_in_words(change: Change, notation: Notation) -> str:
    """How much more or later it is, with its sign; blank where nothing can be counted."""
    difference = change.difference
    if difference is None:
        return ""
    counted = f"{'+' if difference > 0 else '−'}{notation.number(abs(difference))}"
    return counted if change.subject == "money" else f"{counted} day{'' if abs(difference) == 1 else 's'}"
