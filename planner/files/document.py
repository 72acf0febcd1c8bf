"""The shape of a plan file, and its published schema."""

import inspect
from functools import cache
from typing import Any, Literal

import msgspec

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import UNWRITABLE, Value

FORMAT = "launchwindow rollout"
FORMAT_VERSION = 1
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes. A plan of a thousand phases takes about one and a half million."""
LARGEST_EXACT = 2**53
"""Below it, a number without a fraction is the same as a float and as an integer."""


class Document(Value, frozen=True, kw_only=True):
    """A rollout as it lies on the disk: the plan, and the schedule once there is one.

    format, format_version: what the file is, so that it is recognised whatever its name.
    """

    format: Literal["launchwindow rollout"]
    format_version: Literal[1]
    plan: Plan
    schedule: Schedule | None = None


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a plan file: what this version knows, so that an editor shows a slip of the pen.

    It says what JSON can say; references and cycles are ``planner.invariants``.
    """
    generated = msgspec.json.schema(Document)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:launchwindow:rollout:{FORMAT_VERSION}",
        "title": "Launchwindow rollout",
    }
    for each in generated["$defs"].values():
        each["properties"] = {name: of for name, of in each["properties"].items() if not name.startswith(UNWRITABLE)}
    described: dict[str, Any] = _with_clean_descriptions(head | generated)
    return described


def _with_clean_descriptions(part: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Without the indentation that docstrings carry into the generated schema, and with lists where it has tuples."""
    if isinstance(part, list | tuple):
        return [_with_clean_descriptions(each) for each in part]
    if not isinstance(part, dict):
        return part
    cleaned = {key: _with_clean_descriptions(each) for key, each in part.items()}
    if isinstance(cleaned.get("description"), str):
        cleaned["description"] = inspect.cleandoc(cleaned["description"])
    return cleaned
