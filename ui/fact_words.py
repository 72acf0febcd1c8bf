"""What one plan states otherwise than another, in a sentence."""

from typing import Any

from planner.rollout.actuals import Actual
from planner.rollout.phases import deliverer
from planner.scenarios import Changed
from planner.value import DateRange, Value

MOST_ENTRIES = 4
LONGEST = 60
NOTHING = "nothing"
PROGRESS = "progress of "
PROGRESSES = {"finished_on": "finished on {}", "started_on": "begun on {} after all", "percent": "{} % done"}
"""What is told of work that had begun before, by field of its progress."""
NAMES = ("id", "name", "phase")
"""Fields that say what an entry is called."""


def fact_sentence(fact: Changed) -> str:
    """As ``credit ME1: proof deadline 2027-06-30 → 2027-07-15``; entries that come or go are named alone.

    Of work that has begun it is told since when, by whom and how far it is.
    """
    if not fact.field and isinstance(fact.after, Actual):
        return _progress_sentence(fact.after)
    if (
        fact.after is not None
        and (phase := fact.place.removeprefix(PROGRESS)) != fact.place
        and fact.field in PROGRESSES
    ):
        return f"{phase}: {PROGRESSES[fact.field].format(fact.after)}"
    if not fact.field:
        return f"{fact.place}: {'added' if fact.before is None else 'removed'}"
    return f"{fact.place}: {fact.field.replace('_', ' ')} {_words(fact.before)} → {_words(fact.after)}"


def _progress_sentence(actual: Actual) -> str:
    begun = f"{actual.phase}: begun on {actual.started_on} by {deliverer(actual.option)}"
    if actual.finished_on is not None:
        return f"{begun}, finished on {actual.finished_on}"
    return begun if actual.percent is None else f"{begun}, {actual.percent} % done"


def _words(value: Any) -> str:  # noqa: ANN401 - any fact of a plan
    match value:
        case None | () | "":
            words = NOTHING
        case DateRange():
            words = f"{value.start} to {value.end}"
        case bool():
            words = "yes" if value else "no"
        case int():
            words = f"{value:,}"
        case tuple():
            more = f" and {len(value) - MOST_ENTRIES} more" if len(value) > MOST_ENTRIES else ""
            words = ", ".join(_words(each) for each in value[:MOST_ENTRIES]) + more
        case Value():
            words = next((f"{getattr(value, field)}" for field in NAMES if hasattr(value, field)), "another")
        case _:
            words = f"{value}"[:LONGEST]
    return words
