"""A file of a newer version, as far as this one understands it: to look at, never to save in its place.

Fields that are unknown here are left out, so what is shown may lack something that matters. They are not carried along:
the plan is made of frozen values that edits make anew, split, join and remove, and nobody could say to which of them a
field that is not understood still belongs, or whether its figures still hold. So a file of the present version that
holds an unknown field, which is a slip of the pen, is refused with what was probably meant; one of a newer version may
be looked at, and ``write`` refuses to replace it.
"""

from functools import cache
from typing import Any, NamedTuple

from msgspec import inspect

from planner.files.document import FORMAT_VERSION, Document
from planner.files.reader import json_object, state_of
from planner.invariants import PlanError
from planner.plan import State


class Understood(NamedTuple):
    """A State made of what is known here, and the paths of what was left out."""

    state: State
    left_out: tuple[str, ...]


def understood(text: bytes) -> Understood | None:
    """The rollout in the bytes of a newer file; None where what is known of it makes no plan."""
    left_out: list[str] = []
    try:
        known = _known(json_object(text), _shape(), "", left_out)
        return Understood(state_of(known | {"format_version": FORMAT_VERSION}), tuple(left_out))
    except (PlanError, RecursionError):
        return None


@cache
def _shape() -> inspect.Type:
    return inspect.type_info(Document)


def _known(value: Any, shape: inspect.Type, path: str, left_out: list[str]) -> Any:  # noqa: ANN401 - JSON is anything
    """The value without fields that its shape does not know; what does not fit is kept, and refused later."""
    match shape:
        case inspect.Metadata():
            return _known(value, shape.type, path, left_out)
        case inspect.UnionType() if isinstance(value, dict | list):
            kinds = inspect.StructType if isinstance(value, dict) else inspect.VarTupleType | inspect.TupleType
            inside = next((each for each in shape.types if isinstance(_bare(each), kinds)), None)
            return value if inside is None else _known(value, inside, path, left_out)
        case inspect.StructType() if isinstance(value, dict):
            return _known_fields(value, shape, path, left_out)
        case inspect.VarTupleType() if isinstance(value, list):
            return [_known(each, shape.item_type, f"{path}[{n}]", left_out) for n, each in enumerate(value)]
    return value


def _known_fields(value: dict[str, Any], shape: inspect.StructType, path: str, left_out: list[str]) -> dict[str, Any]:
    shapes = {field.encode_name: field.type for field in shape.fields}
    left_out += [f"{path}.{name}".removeprefix(".") for name in value if name not in shapes]
    return {
        name: _known(each, shapes[name], f"{path}.{name}", left_out) for name, each in value.items() if name in shapes
    }


def _bare(shape: inspect.Type) -> inspect.Type:
    return shape.type if isinstance(shape, inspect.Metadata) else shape
