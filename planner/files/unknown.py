"""Fields of a plan file that this program does not know: found beside what is known, and put back where they were."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

import msgspec
from msgspec import inspect

from planner.files.document import Document
from planner.invariants import Fault, PlanError
from planner.plan import UnknownField
from planner.unknown_fields import Place, in_order, steps

KEPT_AS = "unknown_fields"
"""The field of the plan that holds them; no file has it, so a field of that name is as unknown as any."""
MOST = 20_000
"""Unknown fields in one file. A later program may give each of ten thousand phases one or two."""
LONGEST_SLIP = 64
"""Characters of a name that may be a known one misspelt."""


def known_names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that an object of a kind may have in a file."""
    return tuple(name for name in kind.__struct_fields__ if name != KEPT_AS)


def known_part(document: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The JSON document without the fields that its shape does not know, and the paths of those."""
    left_out: list[str] = []
    known = _known(document, _shape(), "", left_out)
    if len(left_out) > MOST:
        sentence = f"The file holds {len(left_out):,} fields that are not known here; at most {MOST:,} can be kept."
        raise PlanError((Fault("document", sentence, "Maybe another program wrote it."),))
    return known, tuple(left_out)


def unknown_fields(written: object, value: object) -> tuple[UnknownField, ...]:
    """What stands in a JSON document beside the fields of the value that it was decoded to, in the order of places."""
    return in_order(_unknown(written, value, ()))


@lru_cache(1024)
def _looks_like(kind: type[msgspec.Struct], name: str) -> tuple[str, ...]:
    """The fields that a name may mean, the likeliest first."""
    return tuple(get_close_matches(name, known_names(kind))) if len(name) <= LONGEST_SLIP else ()


def put_back(document: dict[str, Any], value: msgspec.Struct, fields: Iterable[UnknownField]) -> None:
    """Add to a JSON document, which stands for the value, the fields whose objects the value still has."""
    kept: defaultdict[Place, dict[str, msgspec.Raw]] = defaultdict(dict)
    for each in fields:
        kept[each.place][each.name] = msgspec.Raw(each.value.encode())
    _put_back(document, value, (), kept)


def _unknown(written: object, value: object, place: Place) -> Iterator[UnknownField]:
    if isinstance(value, msgspec.Struct) and isinstance(written, dict):
        known = known_names(type(value))
        for name, each in written.items():
            if name in known:
                yield from _unknown(each, getattr(value, name), (*place, name))
            else:
                meant = next((each for each in _looks_like(type(value), name) if each not in written), "")
                yield UnknownField(place=place, name=name, value=json.dumps(each, ensure_ascii=False), meant=meant)
    elif isinstance(value, tuple) and isinstance(written, list):
        for step, each, inside in zip(steps(value), written, value, strict=True):
            yield from _unknown(each, inside, (*place, step))


def _put_back(
    document: dict[str, Any], value: msgspec.Struct, place: Place, kept: Mapping[Place, dict[str, msgspec.Raw]]
) -> None:
    for name in known_names(type(value)):
        inside = getattr(value, name)
        if isinstance(inside, msgspec.Struct):
            held = document.get(name, {})
            _put_back(held, inside, (*place, name), kept)
            if held:  # one that equals its default was not written
                document[name] = held
        elif isinstance(inside, tuple) and name in document:
            for step, each, entry in zip(steps(inside), document[name], inside, strict=True):
                if isinstance(entry, msgspec.Struct):
                    _put_back(each, entry, (*place, name, step), kept)
    document.update(kept.get(place, {}))


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
    names = known_names(shape.cls)
    shapes = {field.encode_name: field.type for field in shape.fields if field.name in names}
    left_out += [f"{path}.{name}".removeprefix(".") for name in value if name not in shapes]
    return {
        name: _known(each, shapes[name], f"{path}.{name}", left_out) for name, each in value.items() if name in shapes
    }


def _bare(shape: inspect.Type) -> inspect.Type:
    return shape.type if isinstance(shape, inspect.Metadata) else shape
