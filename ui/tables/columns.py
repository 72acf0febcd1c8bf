"""Which columns of a table are shown, in which order and how wide; remembered from one session to the next."""

from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.tables.table import Table
from ui.wording import day, money

WIDEST_COLUMN, NARROWEST_COLUMN = 260, 56
MOST_REMEMBERED = 5_000
"""Pixels; settings that anybody may have written make no column wider."""
COLUMN_ROOM = 10
A_SUM = 999_999


class ColumnLayout(msgspec.Struct, frozen=True):
    """Titles of the columns in the order in which they stand, those of them that are hidden, and widths in pixels."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: dict[str, int] = {}


def fit_columns(view: QTableView, table: Table[Any]) -> None:
    """As wide as their texts, within reason; days and sums have room even where there are none yet."""
    view.resizeColumnsToContents()
    measure = view.fontMetrics().horizontalAdvance
    room = {"day": measure(day(date(2030, 9, 30))), "money": measure(money(A_SUM))}
    for number, field in enumerate(table.columns):
        least = room.get(field.kind, NARROWEST_COLUMN) + 2 * COLUMN_ROOM * (field.kind in room)
        view.setColumnWidth(number, min(max(view.columnWidth(number) + COLUMN_ROOM, least), WIDEST_COLUMN))


def column_layout(view: QTableView, table: Table[Any]) -> ColumnLayout:
    """How the columns stand now."""
    header, titles = view.horizontalHeader(), [field.title for field in table.columns]
    hidden = tuple(title for column, title in enumerate(titles) if view.isColumnHidden(column))
    widths = {title: view.columnWidth(column) for column, title in enumerate(titles) if title not in hidden}
    return ColumnLayout(tuple(titles[header.logicalIndex(place)] for place in range(len(titles))), hidden, widths)


def lay_columns(view: QTableView, table: Table[Any], layout: ColumnLayout) -> None:
    """Let the columns stand as told; what is not named follows behind, and titles that are no more are passed over."""
    header, titles = view.horizontalHeader(), [field.title for field in table.columns]
    known = [title for title in layout.order if title in titles]
    for place, title in enumerate(known):
        header.moveSection(header.visualIndex(titles.index(title)), place)
    for column, title in enumerate(titles):
        view.setColumnHidden(column, title in layout.hidden)
        if title in layout.widths:
            view.setColumnWidth(column, max(0, min(layout.widths[title], MOST_REMEMBERED)))
    _stretch_last(header, view, table)


def remembered_layout(table: Table[Any], settings: QSettings | None) -> ColumnLayout:
    """The layout of the last session, or the table's own."""
    text = str(settings.value(_key(table), "")) if settings is not None else ""
    try:
        return msgspec.json.decode(text, type=ColumnLayout)
    except (msgspec.MsgspecError, RecursionError):
        return ColumnLayout(order=table.first)


def remember_layout(view: QTableView, table: Table[Any], settings: QSettings | None) -> None:
    """Keep the present layout for the next session."""
    if settings is not None:
        settings.setValue(_key(table), msgspec.json.encode(column_layout(view, table)).decode())


def shown_columns(view: QTableView) -> list[int]:
    """The columns that are shown, as they stand from left to right."""
    header = view.horizontalHeader()
    standing = (header.logicalIndex(place) for place in range(header.count()))
    return [column for column in standing if not view.isColumnHidden(column)]


def heading_column(view: QTableView, table: Table[Any]) -> int:
    """Where the words of headings stand: in the first shown column of texts that is no identifier, or in the first."""
    shown, summed = shown_columns(view), {"money", "day", "flag", "whole"}
    texts = [column for column in shown if column and table.columns[column].kind not in summed]
    return (texts or shown or [0])[0]


def _stretch_last(header: QHeaderView, view: QTableView, table: Table[Any]) -> None:
    """Only a text takes the room that is left: figures stay beside each other."""
    shown = shown_columns(view)
    header.setStretchLastSection(bool(shown) and table.columns[shown[-1]].kind in {"text", "paragraph", "choices"})


def _key(table: Table[Any]) -> str:
    return f"tables/{table.noun}"
