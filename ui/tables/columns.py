"""Which columns of a table are shown, in which order and how wide; remembered from one session to the next."""

from collections.abc import Sequence
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
NARROWEST_NAME, LONGEST_NAME = 120, 400
"""Of columns of names, which give way where a table does not fit; longer texts are sentences, and do not."""

LONG_KINDS = frozenset({"text", "paragraph", "choices"})
COLUMN_ROOM = 10
A_SUM = 999_999


class ColumnLayout(msgspec.Struct, frozen=True):
    """Titles of the columns in the order in which they stand, those of them that are hidden, and widths in pixels."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: dict[str, int] = {}


def fit_columns(view: QTableView, table: Table[Any]) -> tuple[int, ...]:
    """As wide as their texts, within reason; days and sums have room even where there are none yet.

    Gives what each would need for its longest text, for ``share_room``.
    """
    view.resizeColumnsToContents()
    measure = view.fontMetrics().horizontalAdvance
    room = {"day": measure(day(date(2030, 9, 30))), "money": measure(money(A_SUM))}
    needed = []
    for number, field in enumerate(table.columns):
        least = room.get(field.kind, NARROWEST_COLUMN) + 2 * COLUMN_ROOM * (field.kind in room)
        needed.append(max(view.columnWidth(number) + COLUMN_ROOM, least))
        view.setColumnWidth(number, min(needed[-1], WIDEST_COLUMN))
    return tuple(needed)


def share_room(view: QTableView, table: Table[Any], needed: Sequence[int]) -> None:
    """Share out the width of a view, so that no column is cut at its edge.

    Columns whose texts are cut get what is left. Where columns do not fit, names give way if that makes them fit, and
    else as much as lets the edge fall between two columns.
    """
    shown = shown_columns(view)
    widths = {column: min(needed[column], WIDEST_COLUMN) for column in shown}
    names = [column for column in shown if table.columns[column].kind in LONG_KINDS and needed[column] <= LONGEST_NAME]
    room = view.viewport().width()
    missing = sum(widths.values()) - room
    if missing <= 0:
        _widen(widths, {column: needed[column] - widths[column] for column in shown}, -missing)
    elif missing <= _room_of(widths, names):
        _narrow(widths, names, missing)
    else:
        _end_at(widths, names, room)
    for column, width in widths.items():
        view.setColumnWidth(column, width)


def _widen(widths: dict[int, int], wishes: dict[int, int], spare: int) -> None:
    """Small wishes are fulfilled; the large ones share the rest."""
    wishing = sorted((column for column, wish in wishes.items() if wish), key=wishes.__getitem__)
    for number, column in enumerate(wishing):
        given = min(wishes[column], spare // (len(wishing) - number))
        widths[column] += given
        spare -= given


def _room_of(widths: dict[int, int], names: Sequence[int]) -> int:
    """How much names can give away."""
    return sum(max(widths[column] - NARROWEST_NAME, 0) for column in names)


def _narrow(widths: dict[int, int], names: Sequence[int], missing: int) -> None:
    """Take from each name in proportion to what it can give."""
    room = _room_of(widths, names)
    for column in names:
        own = max(widths[column] - NARROWEST_NAME, 0)
        taken = missing * own // room if room else 0
        widths[column] -= taken
        missing, room = missing - taken, room - own


def _end_at(widths: dict[int, int], names: Sequence[int], room: int) -> None:
    """Let a column end at the edge: that across it, if it or names before it can give way, or else the one before.

    Names give way for a column of which most is seen anyhow.
    """
    left, before = 0, list[int]()
    for column, width in widths.items():
        if left + width > room:
            break
        left += width
        before.append(column)
    inside, giving = room - left, [each for each in names if each in before]
    if column in names and inside >= NARROWEST_NAME:
        widths[column] = inside
    elif inside >= widths[column] / 2 and widths[column] - inside <= _room_of(widths, giving):
        _narrow(widths, giving, widths[column] - inside)
    elif before:
        widths[(giving or before)[-1]] += inside


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


def remember_layout(
    view: QTableView, table: Table[Any], settings: QSettings | None, *, has_widths: bool = True
) -> None:
    """Keep the present layout for the next session. has_widths: whether somebody chose the widths of columns."""
    if settings is not None:
        layout = column_layout(view, table)
        kept = layout if has_widths else msgspec.structs.replace(layout, widths={})
        settings.setValue(_key(table), msgspec.json.encode(kept).decode())


def shown_columns(view: QTableView) -> list[int]:
    """The columns that are shown, as they stand from left to right."""
    header = view.horizontalHeader()
    standing = (header.logicalIndex(place) for place in range(header.count()))
    return [column for column in standing if not view.isColumnHidden(column)]


def heading_column(view: QTableView, table: Table[Any], group: int | None = None) -> int:
    """Where the words of headings stand: in the first shown column of texts that is no identifier, or in the first.

    group: the column that rows are grouped by, if any; its texts are the headings, and stand there if it is the first.
    """
    shown, summed = shown_columns(view), {"money", "day", "flag", "whole"}
    if group is not None and shown and shown[0] == group:
        return group
    texts = [column for column in shown if column and table.columns[column].kind not in summed]
    return (texts or shown or [0])[0]


def _stretch_last(header: QHeaderView, view: QTableView, table: Table[Any]) -> None:
    """Only a text takes the room that is left: figures stay beside each other."""
    shown = shown_columns(view)
    header.setStretchLastSection(bool(shown) and table.columns[shown[-1]].kind in LONG_KINDS)


def _key(table: Table[Any]) -> str:
    return f"tables/{table.noun}"
