"""A workbook or CSV file as sheets of plain values: no formulas, no formats, nothing fetched, everything bounded."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.exchange.foreign_file import content, refuse

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LARGEST_SPREADSHEET = 32 * 1024**2
LARGEST_UNPACKED = 256 * 1024**2
"""Bytes of a workbook, as it lies on the disk and taken apart."""

MOST_PARTS, MOST_SHEETS, MOST_COLUMNS, MOST_ROWS = 2_000, 50, 300, 20_000
BLANK_ROWS = 1_000
"""Blank rows after each other that end a sheet: programs write a million of them where a column has a colour."""

LONGEST_CELL = 32_767
EXTERNAL_LINKS, WORKSHEETS = "xl/externalLinks/", "xl/worksheets/"
FORMULA = re.compile(rb"<f[ >/]")
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = ";,\t|"
NO_VALUE = "#NO VALUE"
"""What stands for a formula whose value was never stored."""

Value = str | int | float | bool | date | None


class Sheet(NamedTuple):
    """A table of a file. Rows have the width of the sheet; blank cells are None."""

    name: str
    rows: tuple[tuple[Value, ...], ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, or the one of a CSV file; known by its content. Raises PlanError."""
    found = content(path, LARGEST_SPREADSHEET)
    if found.startswith(ZIP):
        return _workbook(found, str(path))
    if found.startswith(OLD_EXCEL):
        refuse(str(path), "This is an old or protected Excel file.", "Save it as .xlsx without a password.")
    return (Sheet(path.stem, _csv(found, str(path))),)


# Workbooks


def _workbook(found: bytes, place: str) -> tuple[Sheet, ...]:
    with_formulas = _examined(found, place)
    try:
        values = _rows_of(found, values=True)
        formulas = _rows_of(found, values=False) if with_formulas else values
        sheets = tuple(_sheet(name, rows, dict(formulas)[name]) for name, rows in values)
    except _TooMuchError as error:
        refuse(place, str(error), "Maybe export less of it.")
    except Exception:  # noqa: BLE001 - openpyxl has no error of its own; a damaged file makes it raise any
        refuse(place, "The workbook is damaged or no Excel file.", "Open it in Excel and save it again as .xlsx.")
    return sheets


class _TooMuchError(Exception):
    """A sheet is larger than any list of phases."""


def _examined(found: bytes, place: str) -> bool:
    """Whether there are formulas. Raises PlanError for what must not be taken apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(found)) as parts:
            inside = parts.infolist()
            if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > LARGEST_UNPACKED:
                sentence = f"Unpacked, the workbook is larger than {LARGEST_UNPACKED // 1024**2} MiB."
                refuse(place, sentence, "It is no list of phases; maybe it was made to do harm.")
            if any(part.filename.lower().startswith(EXTERNAL_LINKS.lower()) for part in inside):
                sentence = "The workbook has links to other workbooks, whose values may be out of date."
                refuse(place, sentence, "Break them in Excel (Data, Edit Links, Break Link), and save it.")
            if any(part.flag_bits & 1 for part in inside):
                refuse(place, "The workbook is protected with a password.", "Save it without one.")
            sheets = [part for part in inside if part.filename.startswith(WORKSHEETS)]
            return any(FORMULA.search(parts.read(part)) for part in sheets)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error):
        refuse(place, "The workbook is damaged.", "Open it in Excel and save it again as .xlsx.")


def _rows_of(found: bytes, *, values: bool) -> list[tuple[str, list[tuple[Value, ...]]]]:
    """The rows of each visible sheet, values of formulas or the formulas themselves."""
    from openpyxl import load_workbook  # noqa: PLC0415 - a tenth of a second, and most commands read no workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which nobody reads here
        workbook = load_workbook(io.BytesIO(found), read_only=True, data_only=values, keep_links=False)
        try:
            return [(name, list(_bounded(rows))) for name, rows in _visible(workbook)]
        finally:
            workbook.close()


def _visible(workbook: "Workbook") -> Iterator[tuple[str, Iterator[tuple[Value, ...]]]]:
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) > MOST_SHEETS:
        raise _TooMuchError(f"The workbook has more than {MOST_SHEETS} sheets.")
    for sheet in sheets:
        rows: Any = sheet
        rows.reset_dimensions()  # what a file says of its own size is often wrong
        yield sheet.title, (tuple(_plain(cell) for cell in row) for row in rows.iter_rows())


def _bounded(rows: Iterable[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    """The rows up to the last that is not blank."""
    blank = 0
    for number, row in enumerate(rows):
        width = max((at for at, cell in enumerate(row, start=1) if cell is not None), default=0)
        if width > MOST_COLUMNS:
            raise _TooMuchError(f"Row {number + 1} has more than {MOST_COLUMNS} columns.")
        if width == 0:
            blank += 1
            if blank == BLANK_ROWS:
                break
            continue
        if number >= MOST_ROWS:
            raise _TooMuchError(f"A sheet has more than {MOST_ROWS:,} rows.")
        yield from [()] * blank
        blank = 0
        yield row[:width]


def _plain(cell: Any) -> Value:  # noqa: ANN401 - a cell of any kind
    """The value of a cell; a percentage as a text that says so, as 0.5 would be taken for half a percent."""
    value = cell.value
    match value:
        case bool() | None:
            return value
        case datetime():
            return value.date()
        case int() | float() if "%" in (cell.number_format or ""):
            return f"{round(value * 100, 6):g}%"
        case int() | float() | date():
            return value
        case str():
            return value[:LONGEST_CELL] if value.strip() else None
    return str(value)


def _sheet(name: str, rows: list[tuple[Value, ...]], formulas: list[tuple[Value, ...]]) -> Sheet:
    """The rows at one width; a formula without a value is marked, as it would pass for a blank cell."""
    width = max((len(row) for row in (*rows, *formulas)), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in (*rows, *[()] * max(0, len(formulas) - len(rows)))]
    for values, written in zip(padded, formulas, strict=False):
        for column, formula in enumerate(written):
            if values[column] is None and formula is not None:
                values[column] = NO_VALUE
    return Sheet(name, tuple(map(tuple, padded)))


# CSV


def _csv(found: bytes, place: str) -> tuple[tuple[Value, ...], ...]:
    text = _decoded(found, place)
    rows: list[tuple[Value, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True):
            rows.append(tuple(cell.strip() or None for cell in row))
            if len(rows) > MOST_ROWS:
                refuse(place, f"The file has more than {MOST_ROWS:,} rows.", "Maybe export less of it.")
            if len(row) > MOST_COLUMNS:
                refuse(place, f"Row {len(rows)} has more than {MOST_COLUMNS} columns.", "Maybe it is no table.")
    except csv.Error:
        refuse(place, "A quotation mark does not close, or stands where none may.", "Export the file again.")
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[None] * (width - len(row))) for row in rows)


def _decoded(found: bytes, place: str) -> str:
    """The text in the encoding that its beginning tells, else in UTF-8, else in that of Windows in the west."""
    if found[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    elif b"\0" in found[:4]:
        encodings = ["utf-16-be" if found[:1] == b"\0" else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    text = next(_readable(found, encodings), None)
    if text is None:
        refuse(place, "The file is neither a workbook nor text in a usual encoding.", "Save it as CSV UTF-8.")
    return text


def _readable(found: bytes, encodings: list[str]) -> Iterator[str]:
    """The texts that the bytes could be."""
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = found.decode(encoding)
            if "\0" not in text:
                yield text


def separator(text: str) -> str:
    """What stands between the columns: what makes the most of the first lines, outside quotes."""
    lines = re.sub(r'"[^"]*"', "", text[:20_000]).splitlines()[:20]
    said = re.match(r"sep=(.)$", lines[0].strip()) if lines else None
    if said is not None:
        return said[1]
    return max(
        SEPARATORS,
        key=lambda sign: (sum(sign in line for line in lines), max((line.count(sign) for line in lines), default=0)),
    )
