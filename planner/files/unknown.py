"""Fields of a plan file that nobody here knows: what is left without them, and each in the value that it belongs to."""

import json
from functools import cache
from typing import Any, TypeVar

from msgspec import inspect
from msgspec.structs import replace

from planner.files.document import Document
from planner.invariants import Fault, PlanError
from planner.value import Value, known_fields

MOST_NAMES = 1_000
"""Different names of unknown fields in one file; a later program has a few."""

Read = TypeVar("Read")


def known_part(document: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A JSON document without the fields that its shape does not know, and the paths of those."""
    left_out: list[str] = []
    known = _known(document, _shape(), "", left_out)
    return known, tuple(left_out)


def with_unknown(value: Read, written: object) -> Read:
    """The value that a JSON document was read to, with the fields in it that nobody knows. Raises PlanError."""
    names: set[str] = set()
    held: Read = _with_unknown(value, written, names)
    if len(names) > MOST_NAMES:
        sentence = f"The file holds fields of {len(names):,} names that are not known here; at most {MOST_NAMES:,} are."
        raise PlanError((Fault("document", sentence, "Maybe another program wrote it."),))
    return held


def _with_unknown(value: Any, written: Any, names: set[str]) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, tuple) and isinstance(written, list):
        return tuple(_with_unknown(*each, names) for each in zip(value, written, strict=True))
    if not isinstance(value, Value) or not isinstance(written, dict):
        return value
    known = known_fields(type(value))
    inside = {name: _with_unknown(getattr(value, name), written[name], names) for name in known if name in written}
    unknown = {name: json.dumps(each, ensure_ascii=False) for name, each in written.items() if name not in known}
    names.update(unknown)
    return replace(value, **inside, unknown=tuple(unknown.items()))


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
