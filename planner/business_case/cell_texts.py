"""The cells of a table as texts, for every format in which a reader cannot calculate."""

import re

from planner.business_case.document import Cell, Column, Table
from planner.business_case.notation import NOTHING, Notation

FIGURES = frozenset({"count", "money", "cents", "percent"})
"""Kinds of columns that stand to the right."""

RUNNING = frozenset({"text", "standing"})
"""Kinds of columns that share the width which the others leave."""

LETTER, PADDING = 4.3, 13.0
"""Points that a letter and the edges of a cell of figures take at most, in small type."""

NARROWEST, WIDEST = 36.0, 96.0
"""Points that a column of figures takes at least and at most."""

MOST_ROWS_TOGETHER, MOST_LETTERS_TOGETHER = 14, 1_800
"""Tables up to here are small."""

LONG_WORD = re.compile(r"\S{20,}")
SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[/_.@])(?=\w)")
SEAMLESS = re.compile(r"[^\s\u200b]{24}(?=[^\s\u200b])")
BREAK_HERE = "\u200b"
"""A space of no width: where a word without end may go on in the next line of its cell."""


def row_texts(table: Table, notation: Notation) -> tuple[tuple[str, ...], ...]:
    """Every row, without the headings and the total."""
    return tuple(
        tuple(_text(cell, column, notation) for cell, column in zip(row, table.columns, strict=True))
        for row in table.rows
    )


def total_texts(table: Table, notation: Notation) -> tuple[str, ...]:
    """The row of sums; empty for a table without one. A total is the sum that the sheet computes by a formula."""
    if not table.total:
        return ()
    sums = (
        _text(table.sum(position), column, notation) if column.is_summed else ""
        for position, column in enumerate(table.columns)
    )
    return (table.total, *list(sums)[1:])


def _text(cell: Cell, column: Column, notation: Notation) -> str:
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        if column.is_signed and cell:
            return ("+" if cell > 0 else "−") + notation.number(abs(cell))
        return {"percent": notation.percent, "cents": notation.cents}.get(column.kind, notation.number)(cell)
    return notation.day(cell)


def is_small(table: Table, notation: Notation) -> bool:
    """Whether the table is to stay on one page; larger ones break between rows."""
    rows = row_texts(table, notation)
    return len(rows) <= MOST_ROWS_TOGETHER and sum(len(text) for row in rows for text in row) <= MOST_LETTERS_TOGETHER


def breakable(text: str) -> str:
    """The text with places to break inside its longest words: at their seams, and anywhere after 24 letters."""
    at_seams = LONG_WORD.sub(lambda word: SEAM.sub(BREAK_HERE, word[0]), text)
    return SEAMLESS.sub(rf"\g<0>{BREAK_HERE}", at_seams)


def widths(table: Table, notation: Notation, room: float) -> tuple[float, ...]:
    """The widths of the columns in a room of so many points.

    Codes, figures and days take what they need; running texts share the rest by the widths that the table asks for.
    """
    total = total_texts(table, notation)
    rows = (*row_texts(table, notation), *([total] if total else []))
    needed = tuple(_needed(column, tuple(row[n] for row in rows)) for n, column in enumerate(table.columns))
    shares = sum(column.width for column in table.columns if column.kind in RUNNING)
    spare = max(room - sum(needed), room / 3)
    taken = [
        column.width * spare / shares if column.kind in RUNNING else width
        for column, width in zip(table.columns, needed, strict=True)
    ]
    return tuple(width * room / sum(taken) for width in taken)


def _needed(column: Column, texts: tuple[str, ...]) -> float:
    """What a column of figures takes; nothing for running text, which takes what is left."""
    if column.kind in RUNNING:
        return 0
    longest = max(map(len, (*texts, *column.heading.split(" "))), default=0)
    return min(max(longest * LETTER + PADDING, NARROWEST), WIDEST)
