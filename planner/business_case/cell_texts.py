"""The cells of a table as texts, for every format in which a reader cannot calculate."""

from planner.business_case.document import Cell, Column, Table
from planner.business_case.notation import NOTHING, Notation

FIGURES = frozenset({"count", "money", "percent"})
"""Kinds of columns that stand to the right."""

RUNNING = frozenset({"text", "standing"})
"""Kinds of columns that share the width which the others leave."""


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
        return notation.percent(cell) if column.kind == "percent" else notation.number(cell)
    return notation.day(cell)
