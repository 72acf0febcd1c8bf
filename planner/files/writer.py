"""Writing a plan file, so that equal rollouts give equal bytes and a crash never leaves half a file."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from planner.files.atomic import replace_files
from planner.files.document import FORMAT, FORMAT_VERSION, LARGEST_EXACT
from planner.files.reader import parse
from planner.invariants import Fault, PlanError
from planner.plan import State
from planner.value import UnknownFields, Value, known_fields

HEAD = 512
"""Bytes in which a plan file says what it is."""
VERSION = re.compile(rb'"format"\s*:\s*"launchwindow rollout"\s*,\s*"format_version"\s*:\s*(\d{1,9})\b')


def encode(state: State) -> bytes:
    """The bytes of the file: fields in their order, those at their default left out, two spaces of indentation.

    Fields that nobody here knows come behind the others of their object.
    """
    document: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, "plan": plain(state.plan)}
    if state.schedule is not None:
        document["schedule"] = plain(state.schedule)
    document |= _raw(state.plan.unknown_in_file)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def write(state: State, path: Path) -> None:
    """Write the file whole, or leave what was there. Raises PlanError if it cannot, or if nobody could read it again.

    A link keeps pointing where it pointed, and an existing file keeps its permissions. A file of a newer version is not
    replaced: it may hold what this one does not understand.
    """
    write_all({path: state})


def write_all(states: Mapping[Path, State]) -> dict[Path, bytes]:
    """As ``write`` for several, each whole on the disk before the first takes its place; what each now holds."""
    texts = {path: encode(state) for path, state in states.items()}
    for text in texts.values():
        parse(text)
    where = ", ".join(map(str, texts))
    try:
        for path in filter(_is_newer, texts):
            sentence = "The file was written by a newer Launchwindow, and holds what this one may not understand."
            raise PlanError((Fault(str(path), sentence, "Save under another name."),))
        replace_files(texts)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise PlanError((Fault(where, f"The file cannot be written: {reason}.", "Nothing was changed."),)) from None
    return texts


def _is_newer(path: Path) -> bool:
    """Whether the file says so of itself; every version writes that among its first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        version = VERSION.search(file.read(HEAD))
    return version is not None and int(version[1]) > FORMAT_VERSION


def plain(value: Any) -> Any:  # noqa: ANN401 - a field may hold anything
    """A value as JSON knows it. msgspec leaves out defaults by identity; by equality, equal plans are equal files."""
    if isinstance(value, Value):
        pairs = ((name, getattr(value, name), default) for name, default in _fields(type(value)))
        known = {name: plain(each) for name, each, default in pairs if each != default}
        return known | _raw(value.unknown) if value.unknown else known
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
        return int(value)
    return value


def _raw(unknown: UnknownFields) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(text.encode()) for name, text in unknown}


@cache
def _fields(kind: type[Value]) -> tuple[tuple[str, object], ...]:
    """Names and defaults, in order; NODEFAULT, which equals nothing, where a field must be given."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(kind)}
    return tuple((name, defaults[name]) for name in known_fields(kind))
