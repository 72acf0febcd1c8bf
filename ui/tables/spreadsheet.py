"""Cells as spreadsheets hand them over: lines of texts between tabs, with or without the titles of their columns."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from planner.plan import Plan
from ui.fields.field import Field, UnreadableError, chosen, in_plan, label, parsed, shown

YES, NO = "yes", "no"
SAID_FOR_YES = frozenset({"yes", "y", "true", "x", "1", "✓"})
SAID_FOR_NO = frozenset({"no", "n", "false", "0", ""})
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

TEXTS = frozenset({"text", "paragraph", "lines", "suggestion", "choice", "choices"})


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a spreadsheet reads them from the clipboard."""
    written = io.StringIO()
    csv.writer(written, dialect=csv.excel_tab, lineterminator="\n").writerows(rows)
    return written.getvalue()


def from_lines(text: str) -> list[list[str]]:
    """Rows of cells that a spreadsheet laid on the clipboard, empty lines at the end left out. Raises
    UnreadableError.
    """
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    try:
        rows = list(csv.reader(lines, csv.excel_tab))
    except csv.Error:
        raise UnreadableError("What lies on the clipboard is no table: one of its cells never ends.") from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def written(field: Field[Any], value: Any) -> str:  # noqa: ANN401 - the value of any field
    """A value for a spreadsheet: days as 2027-06-30, which each understands, and no text that would be a formula."""
    if value is None or value in ((), ""):
        return ""
    if field.kind == "flag":
        return YES if value else NO
    if field.kind == "day":
        return str(value)
    text = shown(field, value)
    return f"'{text}" if field.kind in TEXTS and text.startswith(FORMULA) else text


def read(field: Field[Any], plan: Plan, text: str) -> Any:  # noqa: ANN401 - as above
    """The value that a cell stands for. Raises UnreadableError."""
    field = in_plan(field, plan)
    text = text.removeprefix("'") if text.startswith(tuple(f"'{sign}" for sign in FORMULA)) else text
    if field.kind == "flag":
        return _flag(text)
    if field.kind == "choice":
        return _choice(field, plan, text.strip())
    return parsed(field, text, plan.currency)


def titles_of(row: Sequence[str], known: Sequence[str]) -> list[int] | None:
    """The columns that a first row names; None where it is no row of titles."""
    by_title = {title.casefold(): number for number, title in enumerate(known) if title}
    named = [by_title.get(cell.strip().casefold()) for cell in row]
    found = [number for number in named if number is not None]
    return found if row and len(found) == len(row) == len({*found}) else None


def _flag(text: str) -> bool:
    said = text.strip().casefold()
    if said not in SAID_FOR_YES | SAID_FOR_NO:
        raise UnreadableError(f"'{text}' is neither {YES} nor {NO}.")
    return said in SAID_FOR_YES


def _choice(field: Field[Any], plan: Plan, text: str) -> str | None:
    if field.is_optional and text in {"", field.blank}:
        return None
    choices = field.choices(plan)
    found = chosen(field, text, choices)
    if found not in choices:
        raise UnreadableError(f"'{text}' is none of {', '.join(label(field, each) for each in choices)}.")
    return found
