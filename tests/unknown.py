"""Values with fields that nobody knows, as a file may hold them in any of its objects."""

from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec.structs import replace

from planner.plan import Plan, State
from planner.value import Value, known_fields

UNHEARD_OF = "a thing unheard of"
Marked = TypeVar("Marked")


def marked(value: Marked) -> Marked:
    """The value with an unknown field in itself and in all that is inside, each with another text."""
    made: Marked = _marked(value, "it")
    return made


def _marked(value: Any, name: str) -> Any:  # noqa: ANN401 - whatever a plan holds
    if isinstance(value, State):
        return State(*(_marked(part, name) for part in value))
    if isinstance(value, tuple):
        return tuple(_marked(each, f"{name} {number}") for number, each in enumerate(value))
    if not isinstance(value, Value):
        return value
    inside = {field: _marked(getattr(value, field), f"{name} {field}") for field in known_fields(type(value))}
    if isinstance(value, Plan) and name == "it":
        inside["unknown_in_file"] = (("zz", f'"{UNHEARD_OF}"'),)
    return replace(value, **inside, unknown=(("zz", f'["{UNHEARD_OF}", "{name}"]'), ("mood", "1.5")))


def objects(part: object) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from objects(each)
