"""What one plan states otherwise than another, in a sentence."""

from typing import Any

from planner.currencies import MILLION, written
from planner.funding.credits import ExchangeRate
from planner.payments import Payment
from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption
from planner.rollout.quotes import Quote
from planner.scenarios import Changed
from planner.value import DateRange, Value, known_fields

MOST_ENTRIES = 4
LONGEST = 60
NOTHING = "none"
WHOLE_PLAN = "plan"
"""The place of a fact of the whole plan, which needs not be named."""
PROGRESS = "progress of "
PROGRESSES = {"finished_on": "finished on {}", "started_on": "begun on {} after all", "percent": "{} % done"}
"""What is told of work that had begun before, by field of its progress."""
NAMES = ("id", "name", "phase", "product", "title")
"""Fields that say what an entry is called."""


def fact_sentence(plan: Plan, fact: Changed) -> str:
    """As ``Credit ME1: proof deadline 2027-06-30 → 2027-07-15``; what comes or goes is named alone.

    plan: has the names of partners. Of work that has begun it is told since when, by whom and how far it is.
    """
    if not fact.field and isinstance(fact.after, Actual):
        return _progress_sentence(plan, fact.after)
    if (
        fact.after is not None
        and (phase := fact.place.removeprefix(PROGRESS)) != fact.place
        and fact.field in PROGRESSES
    ):
        return f"{phase}: {PROGRESSES[fact.field].format(fact.after)}"
    place = _begun_large(fact.place)
    if not fact.field:
        return f"{place}: {'added' if fact.before is None else 'removed'}"
    told = _inside(plan, fact.before, fact.after) or _difference(fact.field, fact.before, fact.after)
    return _begun_large(told) if fact.place == WHOLE_PLAN else f"{place}: {told}"


def _begun_large(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _difference(field: str, before: Any, after: Any) -> str:  # noqa: ANN401 - any fact of a plan
    title = field.replace("_", " ")
    is_list = isinstance(before, tuple) and isinstance(after, tuple)
    if is_list and max(len(before), len(after)) > MOST_ENTRIES and set(before) & set(after):
        return f"{title}: {_come_and_gone(before, after)}"
    if before in (None, (), ""):
        return f"{title} {_words(after)}"  # where nothing stood before there is nothing to compare with
    return f"{title} {_words(before)} → {_words(after)}"


def _come_and_gone(before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
    """Of a long list only what is another one now; what both hold says nothing."""
    gone = tuple(each for each in before if each not in set(after))
    come = tuple(each for each in after if each not in set(before))
    told = (f"{word} {_words(entries)}" for word, entries in (("without", gone), ("with", come)) if entries)
    return "; ".join(told) or "in another order"


def _inside(plan: Plan, before: Any, after: Any) -> str:  # noqa: ANN401
    """What differs inside of entries that are called the same, as of the options of a phase; else blank."""
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return ""
    names = [[_name(each) for each in entries] for entries in (before, after)]
    if names[0] != names[1] or not all(names[0]):
        return ""
    return "; ".join(
        f"{_called(plan, new, name)} {_difference(field, getattr(old, field), getattr(new, field))}"
        for name, old, new in zip(names[0], before, after, strict=True)
        for field in known_fields(type(old))
        if getattr(old, field) != getattr(new, field)
    )


def _called(plan: Plan, entry: Any, name: str) -> str:  # noqa: ANN401
    """An entry as people call it: an option by who delivers it."""
    return plan.deliverer(name) if isinstance(entry, DeliveryOption) else name


def _name(entry: Any) -> str:  # noqa: ANN401
    """What an entry is called; blank where it has no name, or is a name itself."""
    if not isinstance(entry, Value):
        return ""
    return next((f"{getattr(entry, field)}" for field in NAMES if hasattr(entry, field)), "")


def _progress_sentence(plan: Plan, actual: Actual) -> str:
    begun = f"{actual.phase}: begun on {actual.started_on} by {plan.deliverer(actual.option)}"
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
            words = _value_words(value)
        case _:
            words = f"{value}"[:LONGEST]
    return words


def _value_words(value: Value) -> str:
    """A part of a plan in a word or two: what it is called, or its sum and day."""
    match value:
        case Quote():
            return f"{written(value.amount, value.currency)} of {value.quoted_on}"
        case Payment():
            return f"{written(value.amount, value.currency)} on {value.paid_on}"
        case Dependency():
            return f"{value.predecessor} → {value.successor}"
        case ExchangeRate():
            return f"{value.currency} {value.millionths / MILLION:g} from {value.dated}"
    return _name(value) or "another"
