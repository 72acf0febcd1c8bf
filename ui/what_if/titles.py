"""Titles over the sums of a table, with the currency of the plan that is shown."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QTableWidget


def show_currency(table: QTableWidget, heads: Sequence[str], columns: Iterable[int], currency: str) -> None:
    """Name the currency over columns of sums; heads: the titles of all columns without it."""
    for column in columns:
        head = table.horizontalHeaderItem(column)
        if head is not None:
            head.setText(f"{heads[column]} ({currency})")
