"""Reading a plan file: bytes to text, text to JSON, JSON to a State, each with its own faults."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from planner.files.bounded import bounded_bytes
from planner.files.document import FORMAT, LARGEST_EXACT, LARGEST_FILE, Document
from planner.files.migrations import migrated
from planner.files.structure import structure_faults
from planner.files.unknown import known_part, with_unknown
from planner.invariants import UNPRINTABLE, Fault, PlanError, invariant_faults
from planner.plan import State
from planner.scenarios import with_shared_scenarios

LONGEST_NUMBER = 25
"""Digits. Nothing in a plan is longer, and Python refuses to read whole numbers of more than some thousands."""
OUTSIDE_DOCUMENT = "document"
"""The path of a fault of the file as a whole."""


def read(path: Path) -> State:
    """The rollout in a file. Raises PlanError, which carries every fault."""
    return parse(file_bytes(path))


def file_bytes(path: Path) -> bytes:
    """What a file holds, up to one byte more than is allowed. Raises PlanError where it cannot be read."""
    try:
        return bounded_bytes(path, LARGEST_FILE)
    except FileNotFoundError:
        raise _refusal(str(path), "There is no such file.") from None
    except IsADirectoryError:
        raise _refusal(str(path), "This is a folder.", "Name a file inside it.") from None
    except PermissionError:
        raise _refusal(str(path), "You may not read this file.", "Ask its owner, or copy it.") from None
    except (OSError, ValueError) as error:
        raise _refusal(str(path), f"The file cannot be read: {_reason(error)}.") from None


def parse(text: bytes) -> State:
    """The rollout in the bytes of a file. Raises PlanError, which carries every fault, and nothing else."""
    try:
        return state_of(migrated(json_object(text)))
    except RecursionError:
        raise _refusal(OUTSIDE_DOCUMENT, "The file is nested too deeply to be a rollout.") from None


def _decoded(text: bytes) -> str:
    if len(text) > LARGEST_FILE:
        sentence = f"The file is larger than {LARGEST_FILE // 1024**2} MiB."
        raise _refusal(OUTSIDE_DOCUMENT, sentence, "Maybe it is no rollout.")
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(f"byte {error.start}", "The file is not UTF-8 text.", "Maybe save it as UTF-8.") from None
    if not decoded.strip():
        raise _refusal(OUTSIDE_DOCUMENT, "The file is empty.")
    return decoded


def json_object(text: bytes, kind: str = FORMAT) -> dict[str, Any]:
    """The JSON object of a rollout of any version, every key once and every number finite. Raises PlanError.

    kind: what the file has to say that it is, if not a rollout.
    """
    try:
        document = json.loads(_decoded(text), object_pairs_hook=_object, parse_int=_integer, parse_float=_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        reason = error.msg.removesuffix(" at").lower()
        raise _refusal(place, f"Here the file stops being JSON: {reason}.", "Maybe it is cut off.") from None
    if not isinstance(document, dict):
        raise _refusal(OUTSIDE_DOCUMENT, "The file holds no JSON object, so it is no rollout.")
    if document.get("format") != kind:
        raise _refusal("format", f"The file does not say that it is a '{kind}'.", "Maybe it is another kind of file.")
    faults = tuple(_unfaithful(document, ""))
    if faults:
        raise PlanError(faults)
    return document


def state_of(document: dict[str, Any]) -> State:
    """The State that a document of the present version stands for, with the fields in it that nobody here knows.

    Raises PlanError; beside a fault of shape it tells unknown fields as well, of which one may be the misspelt.
    """
    try:
        converted = _converted(document)
    except msgspec.ValidationError as error:
        raise PlanError(structure_faults(document, str(error))) from None
    state = State(converted.plan, converted.schedule)
    faults = invariant_faults(state)
    if faults:
        raise PlanError(faults)
    return state._replace(plan=with_shared_scenarios(state.plan))


def _converted(document: dict[str, Any]) -> Document:
    """Twice only where there are unknown fields or faults, and both are rare."""
    try:
        return msgspec.convert(document, Document)
    except msgspec.ValidationError:
        known, left_out = known_part(document)
        if not left_out:
            raise
    read = with_unknown(msgspec.convert(known, Document), document)
    return replace(read, plan=replace(read.plan, unknown_in_file=read.unknown))


class _RepeatedKeys(dict[str, Any]):
    """An object in which a key occurs more than once; JSON would silently keep the last."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read_object = dict(pairs)
    if len(read_object) == len(pairs):
        return read_object
    keys = [key for key, _ in pairs]
    marked = _RepeatedKeys(read_object)
    marked.repeated = tuple(key for key in read_object if keys.count(key) > 1)
    return marked


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= LONGEST_NUMBER else math.inf


def _number(text: str) -> int | float:
    """Without a fraction it is a whole number, however it is written: 15.0 and 1.5e1 are 15."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < LARGEST_EXACT else number


def _unfaithful(part: object, path: str) -> Iterator[Fault]:
    """What JSON lets pass although no two programs agree on it, or no document can carry it, anywhere inside."""
    if isinstance(part, dict):
        for key in getattr(part, "repeated", ()):
            yield Fault(_shown(f"{path}.{key}"), f"The field '{_shown(key)}' occurs more than once.", "Keep one.")
        for key, each in part.items():
            yield from _unfaithful(key, path)
            yield from _unfaithful(each, f"{path}.{key}")
    elif isinstance(part, list):
        for number, each in enumerate(part):
            yield from _unfaithful(each, f"{path}[{number}]")
    elif isinstance(part, float) and not math.isfinite(part):
        yield Fault(_shown(path), "This is no finite number, or one far too large.", "Write a number or leave it out.")
    elif isinstance(part, str) and UNPRINTABLE.search(part):
        yield Fault(_shown(path), "The text holds a character that cannot be printed.", "Write the text again.")


def _shown(path: str) -> str:
    """The path as text that can always be printed."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", path).removeprefix(".") or OUTSIDE_DOCUMENT


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _refusal(path: str, sentence: str, remedy: str = "") -> PlanError:
    return PlanError((Fault(path, sentence, remedy),))
