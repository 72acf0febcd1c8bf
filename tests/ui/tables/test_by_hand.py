"""Boxes, menus, lists and calendars of the tables by real events: the plan, its one step, and what is painted."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.by_hand import LEFT, choose_in, click_entry, press_entry, right_press
from tests.ui.tables import test_table_gestures, test_tables_panel
from tests.ui.tables.test_table_gestures import CONTROL, cells, click_title, clipboard, column, select
from tests.ui.tables.test_tables_panel import document_of, editor_of, go_to
from ui.document import Document
from ui.fields.widgets import DayEdit
from ui.tables.arranging_bar import TextChoice
from ui.tables.table_page import TablePage
from ui.tables.tables_panel import TablesPanel

page, panel, document, settings = (
    test_table_gestures.page,
    test_table_gestures.panel,
    test_table_gestures.document,
    test_table_gestures.settings,
)
two_ways = test_tables_panel.panel
"""A panel with a phase that is delivered in two ways."""

pytestmark = pytest.mark.qt_log_ignore("raise", "grabbing the keyboard", "propagateSizeHints")
KEY = Qt.Key


def picture(view: QTableView) -> QImage:
    return view.viewport().grab().toImage()


def one_step(view: QTableView, document: Document, text: str, gesture: Callable[[], None]) -> None:
    """The gesture is one step of that name, paints other cells, and undo leads back to the same value."""
    state, image, stack = document.state, picture(view), document.undo_stack
    before = stack.index()
    gesture()
    assert (stack.index(), stack.text(stack.index() - 1)) == (before + 1, text)
    assert picture(view) != image
    stack.undo()
    assert document.state is state
    stack.redo()


# Editors


@pytest.mark.parametrize("is_by_keys", [False, True])
def test_that_a_choice_is_made_by_mouse_and_by_keys(two_ways: TablesPanel, *, is_by_keys: bool) -> None:
    view, _ = go_to(two_ways, "option", 0, "By")
    two_ways.pages["phase"].view.selectRow(1)
    two_ways.show_table("option")  # which has room once there is a phase
    QApplication.processEvents()
    view.setCurrentIndex(view.model().index(0, 0))

    def choose() -> None:
        QTest.keyClick(view, KEY.Key_F2)
        box = editor_of(view, QComboBox)
        if is_by_keys:
            box.setFocus()
            QTest.keyClick(box, KEY.Key_Space)
            for _ in range(2):
                QTest.keyClick(box.view(), KEY.Key_Down)
            QTest.keyClick(box.view(), KEY.Key_Return)
        else:
            choose_in(box, "Internal")

    one_step(view, document_of(two_ways), "Change deliverer of P2 Phase P2 by Partner PAR", choose)
    assert document_of(two_ways).plan.phase["P2"].options[0].id == "internal"


def test_that_a_choice_is_left_with_escape(two_ways: TablesPanel) -> None:
    view, _ = go_to(two_ways, "option", 0, "By")
    two_ways.pages["phase"].view.selectRow(1)
    two_ways.show_table("option")  # which has room once there is a phase
    QApplication.processEvents()
    view.setCurrentIndex(view.model().index(0, 0))
    before = document_of(two_ways).state
    QTest.keyClick(view, KEY.Key_F2)
    box = editor_of(view, QComboBox)
    box.setFocus()
    QTest.keyClick(box, KEY.Key_Space)
    QTest.keyClick(box.view(), KEY.Key_Down)
    QTest.keyClick(box.view(), KEY.Key_Escape)
    QTest.keyClick(box, KEY.Key_Escape)
    assert document_of(two_ways).state is before


@pytest.mark.parametrize("is_by_keys", [False, True])
def test_that_a_day_is_chosen_from_the_calendar_by_mouse_and_by_keys(
    two_ways: TablesPanel, *, is_by_keys: bool
) -> None:
    view, index = go_to(two_ways, "phase", 0, "Deadline")

    def choose() -> None:
        QTest.keyClick(view, KEY.Key_F2)
        editor = editor_of(view, DayEdit)
        QTest.keyClick(editor, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
        calendar = editor.calendar
        assert calendar is not None
        days = calendar.findChild(QTableView)
        assert days is not None
        if is_by_keys:
            QTest.keyClick(days, KEY.Key_Right)
            QTest.keyClick(days, KEY.Key_Return)
        else:
            place: QRect = days.visualRect(days.model().index(3, 4))
            QTest.mouseClick(days.viewport(), LEFT, pos=place.center())

    one_step(view, document_of(two_ways), "Change deadline of P1 Phase P1", choose)
    assert str(index.data()).endswith("Jan 2027")


def test_that_a_cell_is_typed_into_in_one_step(page: TablePage, document: Document) -> None:
    select(page, range(1), "Seats")

    def type_() -> None:
        QTest.keyClicks(page.view, "2")  # opens the editor, which has the rest
        QTest.keyClicks(editor_of(page.view, QLineEdit), "50")
        QTest.keyClick(editor_of(page.view, QLineEdit), KEY.Key_Return)
        QApplication.processEvents()  # what is typed is taken once the key is done

    one_step(page.view, document, "Change seats of P1 Baseline", type_)
    assert document.plan.phase["P1"].seats == 250


# Many cells


def test_that_each_edit_of_many_cells_is_one_step_that_is_painted(page: TablePage, document: Document) -> None:
    select(page, range(1), "Seats")
    QTest.keyClick(page.view, KEY.Key_C, CONTROL)
    assert clipboard().strip() == "300"
    select(page, range(1, 3), "Seats")
    one_step(page.view, document, "Paste 2 cells into phases", lambda: QTest.keyClick(page.view, KEY.Key_V, CONTROL))
    assert [phase.seats for phase in document.plan.phases] == [300, 300, 300]
    document.undo_stack.undo()
    select(page, range(3), "Seats")
    one_step(page.view, document, "Fill down seats", lambda: QTest.keyClick(page.view, KEY.Key_D, CONTROL))
    assert [phase.seats for phase in document.plan.phases] == [300, 300, 300]
    document.undo_stack.undo()
    select(page, range(1, 3), "Id")
    one_step(page.view, document, "Remove 2 phases", lambda: QTest.keyClick(page.view, KEY.Key_Delete))
    document.undo_stack.undo()
    select(page, range(1), "Id")
    one_step(page.view, document, "Add phase", lambda: QTest.keyClick(page.view, KEY.Key_Insert))
    document.undo_stack.undo()
    select(page, range(1), "Id")
    down = Qt.KeyboardModifier.AltModifier
    one_step(page.view, document, "Move phase P1 Baseline down", lambda: QTest.keyClick(page.view, KEY.Key_Down, down))
    assert [*document.plan.phase] == ["P2", "P1", "P3"]


@pytest.mark.parametrize("choose", [click_entry, press_entry])
def test_that_the_menu_of_cells_does_what_its_keys_do(
    page: TablePage, document: Document, choose: Callable[[str], None]
) -> None:
    def by_menu(text: str) -> Callable[[], None]:
        def do() -> None:
            index = page.model.index(1, column(page, "Seats"))
            right_press(page.view.viewport(), page.view.visualRect(index).center())
            choose(text)

        return do

    select(page, range(1), "Seats")
    by_menu("Copy")()
    assert clipboard().strip() == "300"
    select(page, range(1, 2), "Seats")
    one_step(page.view, document, "Paste 1 cell into phases", by_menu("Paste"))
    document.undo_stack.undo()
    select(page, range(2), "Seats")
    one_step(page.view, document, "Fill down seats", by_menu("Fill down"))
    document.undo_stack.undo()
    select(page, range(1, 2), "Seats")
    one_step(page.view, document, "Remove phase P2 Labels", by_menu("Remove"))


# Arranging, which is no step


@pytest.mark.parametrize("choose", [click_entry, press_entry])
def test_that_the_menu_of_a_title_arranges_by_hand(
    page: TablePage, document: Document, choose: Callable[[str], None]
) -> None:
    seats, header = column(page, "Seats"), page.view.horizontalHeader()
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("Sort descending", lambda: cells(page, "Id") == ["P1", "P3", "P2"]),
        ("Sort ascending", lambda: cells(page, "Id") == ["P2", "P3", "P1"]),
        ("Plan's own order", lambda: cells(page, "Id") == ["P1", "P2", "P3"]),
        ("Group by Seats", lambda: page.model.arrangement.group == seats),
        ("No groups", lambda: page.model.arrangement.group is None),
        ("Hide Seats", lambda: page.view.isColumnHidden(seats)),
    )
    for text, is_done in steps:
        image = picture(page.view)
        x = header.sectionViewportPosition(seats) + header.sectionSize(seats) // 2
        right_press(header.viewport(), QPoint(x, header.height() // 2))
        choose(text)
        QApplication.processEvents()
        assert is_done(), text
        assert picture(page.view) != image, text
    assert document.undo_stack.count() == 0


def test_that_texts_of_a_column_are_chosen_by_hand(page: TablePage) -> None:
    workload, header = column(page, "Workload"), page.view.horizontalHeader()
    page.view.scrollTo(page.model.index(0, workload))
    x = header.sectionViewportPosition(workload) + header.sectionSize(workload) // 2
    right_press(header.viewport(), QPoint(x, header.height() // 2))
    click_entry("Show only some of Workload")
    choice = QApplication.activePopupWidget()
    assert isinstance(choice, TextChoice)
    place = choice.list.visualItemRect(choice.list.item(1))
    QTest.mouseClick(choice.list.viewport(), LEFT, pos=QPoint(place.left() + 12, place.center().y()))
    assert cells(page, "Id") == ["P2"]
    QTest.keyClick(choice, KEY.Key_Escape)
    QTest.mouseClick(page.bar.everything, LEFT)
    assert cells(page, "Id") == ["P1", "P2", "P3"]


def test_that_rows_are_grouped_by_the_box_above_them(page: TablePage, document: Document) -> None:
    image = picture(page.view)
    choose_in(page.bar.groups, "By Workload")
    assert cells(page, "Name") == ["Intune · 2", "Baseline", "Wave", "Purview · 1", "Labels"]
    assert picture(page.view) != image
    page.bar.groups.setFocus()
    QTest.keyClick(page.bar.groups, KEY.Key_Home)
    assert cells(page, "Name") == ["Baseline", "Labels", "Wave"]
    assert document.undo_stack.count() == 0


def test_that_columns_are_hidden_and_shown_by_the_button_above_them(page: TablePage) -> None:
    motion = column(page, "Motion")
    for is_hidden in (True, False):
        QTest.mouseClick(page.bar.columns, LEFT)
        click_entry("Motion")
        assert page.view.isColumnHidden(motion) == is_hidden


def test_that_a_title_is_dragged_to_another_place(page: TablePage, qtbot: QtBot) -> None:
    header, seats = page.view.horizontalHeader(), column(page, "Seats")
    page.view.scrollTo(page.model.index(0, seats))
    before = header.visualIndex(seats)
    y, x = header.height() // 2, header.sectionViewportPosition(seats) + header.sectionSize(seats) // 2
    QTest.mousePress(header.viewport(), LEFT, pos=QPoint(x, y))
    for step in range(1, 9):
        QTest.mouseMove(header.viewport(), QPoint(x - step * 30, y))
        qtbot.wait(1)
    QTest.mouseRelease(header.viewport(), LEFT, pos=QPoint(x - 240, y))
    assert header.visualIndex(seats) < before
    click_title(header, seats)
    assert page.model.arrangement.sorting is not None
