"""What keeps a JSON document from having the shape of a rollout, told so that a manager can mend it.

msgspec reads fast but stops at the first fault; only then is the whole document held against the schema.
"""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.files.document import schema
from planner.invariants import Fault

if TYPE_CHECKING:
    from jsonschema import ValidationError

LONGEST_SHOWN = 60
EXPECTED: Mapping[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object with fields",
    "null": "blank",
}
OWNERS: Mapping[str, tuple[str, str]] = {
    "regions": ("Region", "name"),
    "freezes": ("Freeze", "name"),
    "phases": ("Phase", "id"),
    "dependencies": ("Link to", "successor"),
    "partners": ("Partner", "id"),
    "credits": ("Credit", "id"),
    "combined_caps": ("Combined cap", "id"),
    "stacking_confirmations": ("Confirmation", "document"),
    "entitlements": ("Entitlement", "id"),
    "rate_lines": ("Rate line", "sku"),
    "risks": ("Risk", "description"),
    "pins": ("Pin of", "phase"),
    "measurements": ("Measurement by", "report"),
    "assignments": ("Assignment of", "phase"),
    "claims": ("Claim on", "phase"),
}
"""What the entries of the document's lists are called, and the field that names each."""

Place = tuple[str | int, ...]
Complaint = tuple[Place, str, str]
"""Where under the faulty value, what is wrong with it, and what to do."""


class Broken(NamedTuple):
    """A value that breaks a keyword of its schema: what the keyword asks for, and the schema around it."""

    value: Any
    asked: Any
    schema: Any


def structure_faults(document: dict[str, Any], first: str) -> tuple[Fault, ...]:
    """Every fault of shape, in the order of the schema; at least one, made of the reader's own first complaint."""
    # Costs a tenth of a second to import, and good files never need it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    validator = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    faults = (fault for error in validator.iter_errors(document) for fault in _faults(document, error))
    return tuple(dict.fromkeys(faults)) or (first_fault(first),)


def _faults(document: dict[str, Any], error: "ValidationError") -> Iterator[Fault]:
    if error.validator == "anyOf":
        for branch in error.context or ():
            if branch.validator_value != "null":
                yield from _faults(document, branch)
        return
    place = tuple(error.absolute_path)
    complain = COMPLAINTS.get(str(error.validator), _unfit)
    owner = _owner(document, place)
    broken = Broken(error.instance, error.validator_value, error.schema)
    for below, sentence, remedy in complain(broken):
        yield Fault(_path((*place, *below)), f"{owner}: {sentence}" if owner else _capitalised(sentence), remedy)


def _owner(document: dict[str, Any], place: Place) -> str:
    """The phase, credit or other entry that the place belongs to; blank for the plan itself."""
    match place:
        case (str(part), str(kind), int(number), *_) if kind in OWNERS:
            word, field = OWNERS[kind]
            entry = document[part][kind][number]
            name = entry.get(field) if isinstance(entry, dict) else None
            return f"{word} {_shown(name)}" if isinstance(name, str) else f"{word} number {number + 1}"
    return ""


def _type(broken: Broken) -> Iterator[Complaint]:
    is_date = broken.schema.get("format") == "date"
    expected = "a date such as 2027-01-18" if is_date else EXPECTED[broken.asked]
    yield (), f"{_shown(broken.value)} is not {expected}.", ""


def _required(broken: Broken) -> Iterator[Complaint]:
    for field in broken.asked:
        if field not in broken.value:
            yield (field,), f"the field '{field}' is missing.", "Add it."


def _unknown_field(broken: Broken) -> Iterator[Complaint]:
    known = list(broken.schema["properties"])
    for field in broken.value:
        if field not in known:
            yield (field,), f"there is no field {_shown(field)}.", _meant(field, known) or "Remove it."


def _choice(broken: Broken) -> Iterator[Complaint]:
    known = [str(each) for each in broken.asked]
    remedy = _meant(broken.value, known) if isinstance(broken.value, str) else ""
    yield (), f"{_shown(broken.value)} is not one of {', '.join(known)}.", remedy


def _minimum(broken: Broken) -> Iterator[Complaint]:
    yield (), f"{_shown(broken.value)} is below {broken.asked:,}.", ""


def _maximum(broken: Broken) -> Iterator[Complaint]:
    yield (), f"{_shown(broken.value)} is above {broken.asked:,}.", ""


def _too_short(_: Broken) -> Iterator[Complaint]:
    # No text of the format needs more than one character.
    yield (), "the text is blank.", "Write something."


def _too_long(broken: Broken) -> Iterator[Complaint]:
    yield (), f"the text has {len(broken.value):,} characters; {broken.asked:,} fit.", "Shorten it."


def _pattern(broken: Broken) -> Iterator[Complaint]:
    # The only pattern of the format is that of currencies.
    yield (), f"{_shown(broken.value)} is no currency code.", "Write three capital letters, such as EUR."


def _format(broken: Broken) -> Iterator[Complaint]:
    yield (), f"{_shown(broken.value)} is no {broken.asked}.", "Write it as 2027-01-18."


def _length(broken: Broken) -> Iterator[Complaint]:
    yield (), f"the list needs {broken.asked} entries and has {len(broken.value)}.", ""


def _surplus(_: Broken) -> Iterator[Complaint]:
    """Entries beyond the last: told by the length of the list already."""
    yield from ()


def _unfit(broken: Broken) -> Iterator[Complaint]:
    yield (), f"{_shown(broken.value)} does not belong here.", ""


COMPLAINTS: Mapping[str, Callable[[Broken], Iterator[Complaint]]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _unknown_field,
    "enum": _choice,
    "minimum": _minimum,
    "maximum": _maximum,
    "minLength": _too_short,
    "maxLength": _too_long,
    "pattern": _pattern,
    "format": _format,
    "items": _surplus,
    "minItems": _length,
    "maxItems": _length,
}


def first_fault(message: str) -> Fault:
    """The reader's complaint, as ``Expected `int`, got `str` - at `$.plan.name```, in the shape of ours."""
    what, _, where = message.partition(" - at ")
    return Fault(where.strip("`").removeprefix("$").removeprefix(".") or "document", what.replace("`", "'") + ".")


def _meant(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"Did you mean '{close[0]}'?" if close else ""


def _path(place: Place) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{_shortened(step)}" for step in place)
    return "".join(steps).removeprefix(".") or "document"


def _shown(value: object) -> str:
    """A JSON value as a person writes it, shortened."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"'{_shortened(value)}'"
        case list():
            return "a list"
        case dict():
            return "an object"
    return f"{value:,}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _capitalised(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
