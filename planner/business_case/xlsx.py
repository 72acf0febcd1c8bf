"""The business case as a workbook: a sheet for each section, real tables, totals as formulas.

Texts are written as texts whatever they begin with: none is ever read as a formula, a link or a number.
"""

import re
from datetime import UTC, datetime, time
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.business_case.cell_texts import FIGURES
from planner.business_case.document import (
    Block,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Section,
    Table,
)
from planner.business_case.notation import NO_BREAK

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TEXTS_STAY_TEXTS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
INK, DIM, MONEY, BROKEN = "#1B232B", "#5C6873", "#12855B", "#C93430"
NUMBER_FORMATS: dict[ColumnKind, str] = {
    "count": "#,##0",
    "money": "#,##0",
    "cents": "#,##0.00",
    "percent": "0.00%",
    "day": "d mmm yyyy",
}
PARTS_OF_A_UNIT: dict[ColumnKind, int] = {"percent": 10_000, "cents": 100}
NARROW, LETTERS_A_WIDTH, WIDEST = 13, 16, 60
"""Widths of columns in letters: of figures, of a text of width 1, and the most that any may take."""

LEAST_SHEET = 110
"""Letters that a sheet is wide at least, as far as its columns of texts may grow."""

LINE_HEIGHT = 15
LETTERS_A_UNIT = 1.15
"""Letters of running text that fit in a unit of a column's width, which is that of a larger figure."""

HIGHEST = 409
"""Points that a row can be high."""

LONGEST_TEXT = 32_767
"""Letters that a cell can hold."""

PAPERS: dict[Paper, int] = {"a4": 9, "letter": 1}
"""Excel's own numbers."""

TITLE_ROWS = 2
LOGO_HEIGHT = 44
"""Pixels, which fit beside the rows of a title."""

LAST_FROZEN_ROW = 5
BASE = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}


class _Sheet(NamedTuple):
    """A sheet that is being written, and the formats that its workbook has made."""

    worksheet: "Worksheet"
    workbook: "Workbook"
    widths: list[int]


def render(document: Document) -> bytes:
    """The workbook's bytes."""
    import xlsxwriter  # noqa: PLC0415 - large

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, TEXTS_STAY_TEXTS) as workbook:
        workbook.set_properties(
            {
                "title": f"{document.title}: {document.subject}",
                "author": document.author,
                "created": datetime.combine(document.as_of, time(), UTC).replace(tzinfo=None),
            }
        )
        _write_request(workbook, document)
        for section in document.sections:
            _write_section(workbook, document, section)
    return buffer.getvalue()


def _mark(sheet: _Sheet, marking: str) -> None:
    """What may not leave the house says so on each page, and above the first cell."""
    if marking:
        sheet.worksheet.set_header(f"&C&B&10{_in_footer(marking)}")
        sheet.worksheet.set_tab_color(BROKEN)


def _write_request(workbook: "Workbook", document: Document) -> None:
    sheet = _new_sheet(workbook, document, "Overview" if document.marking else "Request", (document.summary,))
    row = _title(sheet, document.title, _subtitle(document, document.subject))
    _logo(sheet, document)
    row = _paragraph(sheet, row, document.lead) + 1
    row = _facts(sheet, row, document.headline) + 1
    if document.summary.rows:
        row = _table(sheet, row, document.summary) + 1
    _facts(sheet, row, document.facts)


def _write_section(workbook: "Workbook", document: Document, section: Section) -> None:
    tables = tuple(block for block in section.blocks if isinstance(block, Table))
    sheet = _new_sheet(workbook, document, section.sheet, tables)
    row = _title(sheet, f"{section.number}  {section.title}", _subtitle(document))
    headers = []
    for block in section.blocks:
        if isinstance(block, Table):
            headers.append(_header_row(row, block))
        row = _block(sheet, row, block)
    _freeze(sheet, headers, is_last=bool(section.blocks) and isinstance(section.blocks[-1], Table))


def _freeze(sheet: _Sheet, headers: list[int], *, is_last: bool) -> None:
    """Keep the headings of a sheet's only table in sight, and on every page if nothing follows it; else the title."""
    if len(headers) == 1 and headers[0] <= LAST_FROZEN_ROW:
        sheet.worksheet.freeze_panes(headers[0] + 1, 1)
        if is_last:
            sheet.worksheet.repeat_rows(headers[0])
    else:
        sheet.worksheet.freeze_panes(TITLE_ROWS, 0)


def _new_sheet(workbook: "Workbook", document: Document, name: str, tables: tuple[Table, ...]) -> _Sheet:
    worksheet = workbook.add_worksheet(name)
    widths = _widths(tables)
    for position, width in enumerate(widths):
        worksheet.set_column(position, position, width)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(PAPERS[document.presentation.paper])
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.set_footer(f"&L&8{_in_footer(document.footer)}&R&8&P / &N")
    sheet = _Sheet(worksheet, workbook, widths)
    _mark(sheet, document.marking)
    return sheet


def _in_footer(text: str) -> str:
    """A text for a footer, in which an ampersand would begin a command and 255 characters are the most."""
    return text[:120].replace("&", "&&")


def _widths(tables: tuple[Table, ...]) -> list[int]:
    """Widths in letters that suit all tables of a sheet."""
    count = max([*(len(table.columns) for table in tables), 4])
    widths = [NARROW] * count
    for table in tables:
        for position, column in enumerate(table.columns):
            widths[position] = max(widths[position], _width(column))
    texts = [position for position, width in enumerate(widths) if width > NARROW]
    for position in texts:
        spare = max(0, LEAST_SHEET - sum(widths)) // (len(texts) - texts.index(position))
        widths[position] = min(widths[position] + spare, max(widths[position], WIDEST))
    return widths if tables else [30] * count


def _width(column: Column) -> int:
    if column.kind not in {"text", "standing"}:
        return NARROW
    return min(max(NARROW, round(column.width * LETTERS_A_WIDTH)), WIDEST)


# Blocks; each writer gives the row below what it wrote


def _title(sheet: _Sheet, title: str, subtitle: str) -> int:
    sheet.worksheet.set_row(0, 24)
    _write_text(sheet, 0, 0, title, _format(sheet, font_size=15, bold=True))
    _write_text(sheet, 1, 0, subtitle, _format(sheet, font_color=DIM))
    return TITLE_ROWS


def _block(sheet: _Sheet, row: int, block: Block) -> int:
    match block:
        case Heading():
            _write_text(sheet, row + 1, 0, block.text, _format(sheet, bold=True, font_size=11))
            return row + 2
        case Paragraph():
            return _paragraph(sheet, row, block.text)
        case Bullets():
            for item in block.items:
                row = _paragraph(sheet, row, f"• {item}")
            return row
        case Table():
            return _table(sheet, row, block) + 1
        case Picture():
            return row


def _logo(sheet: _Sheet, document: Document) -> None:
    """The letterhead's logo beside the title, at the right, as high as the two lines of the title."""
    from xlsxwriter.image import Image  # noqa: PLC0415 - large

    letterhead = document.presentation.letterhead
    if letterhead.logo:
        picture = Image(BytesIO(letterhead.logo))
        scale = LOGO_HEIGHT / picture.height
        words = f"Logo {letterhead.organisation}".strip()
        options = {"x_scale": scale, "y_scale": scale, "description": words, "object_position": 3}
        sheet.worksheet.insert_image(0, len(sheet.widths) - 1, picture, {**options, "x_offset": 4, "y_offset": 4})


def _subtitle(document: Document, *more: str) -> str:
    return " · ".join((*([document.marking] if document.marking else []), document.customer, *more))


def _paragraph(sheet: _Sheet, row: int, text: str) -> int:
    """Running text over the whole width, in a row high enough for it."""
    sheet.worksheet.set_row(row, LINE_HEIGHT * _lines(text, sum(sheet.widths)))
    wrapped = _format(sheet, text_wrap=True)
    sheet.worksheet.merge_range(row, 0, row, len(sheet.widths) - 1, "", wrapped)
    _write_text(sheet, row, 0, text, wrapped)
    return row + 1


def _lines(text: str, letters: int) -> int:
    """Lines that a text takes in that width; rather one too many than one that is cut off."""
    fitting = max(1, int(letters * LETTERS_A_UNIT))
    return sum(len(wrap(line, fitting)) or 1 for line in text.split("\n"))


def _facts(sheet: _Sheet, row: int, facts: tuple[Fact, ...]) -> int:
    for fact in facts:
        colour = MONEY if fact.is_money else INK
        _write_text(sheet, row, 0, fact.label, _format(sheet, font_color=DIM))
        wrapped = _format(sheet, font_color=colour, bold=fact.is_money, text_wrap=True)
        sheet.worksheet.set_row(row, min(LINE_HEIGHT * _lines(fact.value, sum(sheet.widths[1:])), HIGHEST))
        sheet.worksheet.merge_range(row, 1, row, len(sheet.widths) - 1, "", wrapped)
        _write_text(sheet, row, 1, fact.value, wrapped)
        row += 1
    return row


def _table(sheet: _Sheet, row: int, table: Table) -> int:
    """A table with typed cells, and where it has one a total of formulas with their values beside them."""
    _write_text(sheet, row, 0, table.title, _format(sheet, bold=True))
    row = _header_row(row, table)
    _set_height(sheet, row, tuple(column.heading for column in table.columns))
    last = row + max(len(table.rows), 1)
    has_total = bool(table.total and table.rows)
    sheet.worksheet.add_table(
        row,
        0,
        last + has_total,
        len(table.columns) - 1,
        {
            "name": _table_name(table, row),
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": len(table.rows) > 1,
            "total_row": has_total,
            "columns": [_table_column(sheet, table, position) for position in range(len(table.columns))],
        },
    )
    for number, cells in enumerate(table.rows, start=row + 1):
        _set_height(sheet, number, cells)
        for position, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write_cell(sheet, number, position, cell, column, _table_name(table, row))
    if has_total:
        _write_totals(sheet, row, last + 1, table)
    return last + has_total + 1


def _write_totals(sheet: _Sheet, header_row: int, row: int, table: Table) -> None:
    """The formulas of the total row as Excel itself writes them; other programs do not guess the table's name."""
    _write_text(sheet, row, 0, table.total, _format(sheet, bold=True))
    for position, column in enumerate(table.columns):
        if column.is_summed:
            name = _plain(column.heading).replace("'", "''")
            formula = f"=SUBTOTAL(109,{_table_name(table, header_row)}[{name}])"
            bold = _format(sheet, num_format=NUMBER_FORMATS[column.kind], bold=True, **_aligned(column))
            sheet.worksheet.write_formula(row, position, formula, bold, table.sum(position))


def _set_height(sheet: _Sheet, row: int, cells: tuple[Cell, ...]) -> None:
    """Make the row as high as its longest text, since not every program does that by itself."""
    lines = (_lines(cell, sheet.widths[position]) for position, cell in enumerate(cells) if isinstance(cell, str))
    sheet.worksheet.set_row(row, min(LINE_HEIGHT * max(lines, default=1), HIGHEST))


def _table_name(table: Table, row: int) -> str:
    """A name that Excel allows; the row keeps names apart that differ in forbidden letters only."""
    return f"T_{''.join(each if each.isalnum() and each.isascii() else '_' for each in table.name)[:200]}_{row + 1}"


def _header_row(row: int, table: Table) -> int:
    """The row of a table's headings, which its title stands above."""
    return row + bool(table.title)


def _table_column(sheet: _Sheet, table: Table, position: int) -> dict[str, Any]:
    column = table.columns[position]
    header_format = _format(sheet, bold=True, text_wrap=True, bottom=1, **_aligned(column))
    heading = {"header": _plain(column.heading), "header_format": header_format}
    if position == 0 and table.total:
        return {**heading, "total_string": table.total}
    if column.formula:
        heading["formula"] = f"={column.formula}"
    if column.is_summed and table.total:
        bold = _format(sheet, num_format=NUMBER_FORMATS[column.kind], bold=True, **_aligned(column))
        return {**heading, "total_function": "sum", "total_value": table.sum(position), "format": bold}
    return heading


def _write_cell(sheet: _Sheet, row: int, position: int, cell: Cell, column: Column, table: str) -> None:
    if cell is None or isinstance(cell, str):
        _write_text(sheet, row, position, cell or "", _format(sheet, text_wrap=True, **_aligned(column)))
    elif isinstance(cell, int):
        figure = _format(sheet, num_format=NUMBER_FORMATS[column.kind], **_aligned(column))
        value = cell / PARTS_OF_A_UNIT[column.kind] if column.kind in PARTS_OF_A_UNIT else cell
        if column.formula:
            sheet.worksheet.write_formula(row, position, _in_row(column.formula, table), figure, value)
        else:
            sheet.worksheet.write_number(row, position, value, figure)
    else:
        day = _format(sheet, num_format=NUMBER_FORMATS["day"], align="left")
        sheet.worksheet.write_datetime(row, position, datetime.combine(cell, time()), day)


def _in_row(formula: str, table: str) -> str:
    """A formula of a row as workbooks hold it, with the names of its columns in full."""
    return "=" + re.sub(r"\[@\[?([^\]]+)\]?\]", rf"{table}[[#This Row],[\1]]", formula)


def _aligned(column: Column) -> dict[str, object]:
    """Figures to the right, a little off the texts of the next column."""
    return {"align": "right", "indent": 1} if column.kind in FIGURES else {"align": "left"}


def _write_text(sheet: _Sheet, row: int, position: int, text: str, style: "Format") -> None:
    """A text as a text, cut to what a cell can hold; a blank one leaves the cell blank."""
    sheet.worksheet.write_string(row, position, _plain(text)[:LONGEST_TEXT], style)


def _plain(text: str) -> str:
    """Spaces as everyone types them, so that a search finds them."""
    return text.replace(NO_BREAK, " ")


def _format(sheet: _Sheet, **properties: object) -> "Format":
    return sheet.workbook.add_format({**BASE, **properties})
