"""Which sheet holds what, and which of its columns is which field: recognised, saved, and used again."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from planner.exchange.foreign_file import content, refuse, shown
from planner.exchange.spreadsheets.cells import DayOrder
from planner.exchange.spreadsheets.columns import COLUMNS, SHEET_NAMES, Kind, key_of, keys
from planner.exchange.spreadsheets.sheets import Sheet, Value
from planner.files.atomic import replace_file
from planner.value import Value as PlanValue

HEADER_WITHIN = 30
"""Rows at the top of a sheet among which its titles are looked for."""

LEAST_RECOGNISED = 2
LARGEST_MAPPING = 1024**2


class SheetMapping(PlanValue, frozen=True, kw_only=True):
    """What a sheet holds.

    header_row: the row of its titles, counted from 1; of titles over two rows the lower one. columns: fields by title.
    """

    sheet: str
    kind: Kind
    header_row: int = 1
    columns: dict[str, str] = msgspec.field(default_factory=dict)


class ImportMapping(PlanValue, frozen=True, kw_only=True):
    """How the sheets of a file are read. dates: what stands first in a date as 5/6/2027."""

    sheets: tuple[SheetMapping, ...] = ()
    dates: DayOrder = ""


class Titled(NamedTuple):
    """A column of a sheet by its title."""

    position: int
    title: str


def titles_at(sheet: Sheet, row: int) -> tuple[Titled, ...]:
    """The titles in a row, counted from 1. A merged cell above gives its text to the titles below it.

    ``Window`` over ``Start`` and ``End`` makes ``Window Start`` and ``Window End``; a title merged downward is itself.
    """
    lower = [_title(value) for value in sheet.rows[row - 1]]
    above = [_title(value) for value in sheet.rows[row - 2]] if row > 1 else []
    if sum(map(bool, above)) < LEAST_RECOGNISED:  # one text alone is the title of the table
        above = [""] * len(lower)
    spread, last = [], ""
    for position, text in enumerate(above):
        last = text or (last if lower[position] else "")
        spread.append(last)
    pairs = zip(lower, spread, above, strict=True)
    titles = [_joined(low, high, own) for low, high, own in pairs]
    return tuple(Titled(position, title) for position, title in enumerate(titles) if title)


def _joined(low: str, high: str, own: str) -> str:
    return f"{high} {low}" if low and high else low or own


def _title(value: Value) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def recognised(sheets: tuple[Sheet, ...]) -> ImportMapping:
    """What the sheets seem to hold; those that seem to hold nothing of a plan are left out."""
    found = (_recognised(sheet) for sheet in sheets)
    return ImportMapping(sheets=tuple(each for each in found if each is not None))


def _recognised(sheet: Sheet) -> SheetMapping | None:
    """The kind and row of titles by which most columns are known; the name of the sheet decides between equals."""
    candidates = [
        (len(columns), _is_named(sheet.name, kind), -row, kind, columns)
        for row in range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1)
        for kind in get_args(Kind)
        if len(columns := columns_of(sheet, row, kind)) >= LEAST_RECOGNISED and {"id", "name"} & set(columns.values())
    ]
    if not candidates:
        return None
    _, _, row, kind, columns = max(candidates, key=lambda each: each[:3])
    return SheetMapping(sheet=sheet.name, kind=kind, header_row=-row, columns=columns)


def columns_of(sheet: Sheet, row: int, kind: Kind) -> dict[str, str]:
    """Fields by title, the first title of each; ``Start`` under a title of a section is tried by itself as well."""
    lower = [_title(value) for value in sheet.rows[row - 1]]
    found: dict[str, str] = {}
    for position, title in titles_at(sheet, row):
        key = key_of(kind, title) or key_of(kind, lower[position])
        if key is not None and key not in found.values():
            found[title] = key
    return found


def _is_named(name: str, kind: Kind) -> bool:
    return any(word in name.casefold() for word in SHEET_NAMES[kind])


# As a file


def read_mapping(path: Path) -> ImportMapping:
    """A saved mapping. Raises PlanError."""
    try:
        found = msgspec.toml.decode(content(path, LARGEST_MAPPING), type=ImportMapping)
    except (msgspec.MsgspecError, ValueError) as error:
        refuse(str(path), f"This is no mapping: {shown(str(error))}.", "Save one with --save-map, and change it.")
    for mapping in found.sheets:
        for title, key in mapping.columns.items():
            if key not in keys(mapping.kind):
                sentence = f"'{shown(title)}' is mapped to '{shown(key)}', which is no column of {mapping.kind}."
                refuse(str(path), sentence, f"There are {', '.join(keys(mapping.kind))}.")
    return found


def write_mapping(mapping: ImportMapping, path: Path) -> None:
    """Save a mapping as TOML. Raises OSError."""
    replace_file(path, "\n".join(_lines(mapping)).encode() + b"\n")


def _lines(mapping: ImportMapping) -> Iterator[str]:
    yield "# How launchwindow import reads a spreadsheet. Columns: title = field."
    for kind, columns in COLUMNS.items():
        yield f"# {kind}: {', '.join(each.key for each in columns)}"
    yield f"dates = {_quoted(mapping.dates)} # empty, day first, or month first"
    for sheet in mapping.sheets:
        yield "\n[[sheets]]"
        yield f"sheet = {_quoted(sheet.sheet)}"
        yield f"kind = {_quoted(sheet.kind)}"
        yield f"header_row = {sheet.header_row}"
        yield "[sheets.columns]"
        yield from _pairs(sheet.columns)


def _pairs(columns: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{_quoted(title)} = {_quoted(key)}" for title, key in columns.items())


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON; delete is no control of JSON's, but one of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
