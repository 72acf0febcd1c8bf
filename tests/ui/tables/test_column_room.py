"""How columns share the width of a table: no text is cut while there is room, and no column lies across the edge."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.files import read
from resources import path
from ui.document import Document
from ui.selection import Selection
from ui.tables.columns import shown_columns
from ui.tables.table import CREDITS, LINKS, PARTNERS, PHASES, Table
from ui.tables.table_page import TablePage
from ui.week.tables import CASH, CHASE

TABLES = (PHASES, CREDITS, PARTNERS, LINKS, CASH, CHASE)


@pytest.fixture(params=TABLES, ids=lambda table: table.noun)
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[TablePage]:
    table: Table[object] = request.param
    shown = TablePage(Document(read(path("samples/calder.rollout"))), Selection(), table)
    qtbot.addWidget(shown)
    shown.resize(1_000, 400)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.hide()


def resize(page: TablePage, width: int) -> None:
    page.resize(width, 400)
    QApplication.processEvents()


def test_that_no_column_lies_across_the_edge(page: TablePage) -> None:
    for width in (380, 500, 640, 760, 900, 1_100, 1_400):
        resize(page, width)
        edge = page.view.viewport().width()
        for column in shown_columns(page.view)[1:]:
            left = page.view.columnViewportPosition(column)
            assert left >= edge or left + page.view.columnWidth(column) <= edge


def test_that_no_text_is_cut_while_there_is_room(page: TablePage) -> None:
    resize(page, 6_000)
    for column in shown_columns(page.view):
        assert page.view.columnWidth(column) >= page.view.sizeHintForColumn(column)


def test_that_a_width_that_somebody_chose_stays(page: TablePage) -> None:
    first = shown_columns(page.view)[0]
    page.view.setColumnWidth(first, 333)
    resize(page, 700)
    resize(page, 1_400)
    assert page.view.columnWidth(first) == 333
