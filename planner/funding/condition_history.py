"""What became of the terms of a credit: each change with its day, kept with the credit. Internal."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace

from planner.funding.credits import ConditionChange, Credit
from planner.value import Value, known_fields

UNRECORDED = frozenset(
    {
        "id",
        "name",
        "status",
        "confidence",
        "owner",
        "contact",
        "conditions_read_by",
        "conditions_read_on",
        "condition_history",
        "asked_on",
        "answered_on",
        "chase_on",
        "evidence",
        "payments",
        "attachments",
    }
)
"""Fields of a credit that are no terms of its letter: what it is called, who works on it, and how far it is."""


def with_changes(before: Credit, after: Credit, as_of: date, document: str = "", effect: int | None = None) -> Credit:
    """The credit after an edit, every term that is another one recorded with what the edit did to the claims.

    Changes of one term on one day by one document are one change; a term that came back on that day has not changed.
    """
    history = after.condition_history
    for change in changed_terms(before, after, as_of, document):
        history = _recorded(history, replace(change, effect=effect))
    return after if history == after.condition_history else replace(after, condition_history=history)


def changed_terms(before: Credit, after: Credit, as_of: date, document: str = "") -> tuple[ConditionChange, ...]:
    """The terms that differ, in the order of the letter."""
    old, new = terms(before), terms(after)
    return tuple(
        ConditionChange(
            condition=term, old=old.get(term, ""), new=new.get(term, ""), changed_on=as_of, document=document
        )
        for term in dict.fromkeys((*old, *new))
        if old.get(term, "") != new.get(term, "")
    )


def terms(credit: Credit) -> dict[str, str]:
    """The terms of a credit by what they are called, each as people read it; what is not there is blank."""
    found: dict[str, str] = {}
    for field in known_fields(Credit):
        value = getattr(credit, field)
        if field in UNRECORDED:
            continue
        inside = known_fields(type(value)) if isinstance(value, Value) else ()
        for name, part in [(f"{field}_{each}", getattr(value, each)) for each in inside] or [(field, value)]:
            found[name.replace("_", " ")] = WRITERS.get(name, _written)(part)
    return found


def _recorded(history: tuple[ConditionChange, ...], change: ConditionChange) -> tuple[ConditionChange, ...]:
    last = next((each for each in reversed(history) if each.condition == change.condition), None)
    if last is None or (last.changed_on, last.document) != (change.changed_on, change.document):
        return (*history, change)
    others = tuple(each for each in history if each is not last)
    if last.old == change.new:
        return others
    effect = None if last.effect is None or change.effect is None else last.effect + change.effect
    return (*others, replace(change, old=last.old, effect=effect))


def _written(value: object) -> str:
    """A term in words."""
    match value:
        case None:
            return ""
        case tuple():
            return ", ".join(map(_written, value))
        case Value():
            return " ".join(_written(getattr(value, field)) for field in known_fields(type(value)))
        case int():
            return f"{value:,}"
    return str(value)


def _choice(value: str) -> str:
    return value.replace("_", " ")


def _percent(basis_points: int) -> str:
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02d}%" if part else f"{whole}%"


def _parts(tranches: tuple[int, ...]) -> str:
    return " + ".join(map(_percent, tranches))


def _rate(millionths: int) -> str:
    whole, part = divmod(millionths, 1_000_000)
    return f"{whole:,}.{part:06d}".rstrip("0").rstrip(".")


WRITERS: Mapping[str, Callable[..., str]] = {
    "realised_by": _choice,
    "expiry_basis": _choice,
    "outcome_mode": _choice,
    "share": _percent,
    "tranches": _parts,
    "exchange_millionths": _rate,
}
"""How terms are written that are counted in other units than they are told in."""
