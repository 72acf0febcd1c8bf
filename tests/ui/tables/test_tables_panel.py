"""The tables under hand and keys."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QTableView, QWidget
from pytestqt.qtbot import QtBot

from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from ui.document import Document
from ui.fields.widgets import CheckList, DayEdit
from ui.selection import Selection
from ui.tables.tables_panel import OPTIONS_WIDTH, TablesPanel

SomeWidget = TypeVar("SomeWidget", bound=QWidget)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[TablesPanel]:
    plan = a_plan(
        phases=(a_phase(), a_phase("P2", workload="Purview", options=(by_partner(), by_fasttrack()))),
        credits=(a_credit(), a_credit("C2")),
    )
    document = Document(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))))
    panel = TablesPanel(document, Selection())
    qtbot.addWidget(panel)
    panel.resize(1_300, 400)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    yield panel
    panel.close()


def test_that_an_empty_table_says_why(panel: TablesPanel) -> None:
    options, phases = panel.pages["option"], panel.pages["phase"]
    assert options.view.why_empty() == "Select a phase to see each option of its delivery."
    assert panel.pages["freeze"].view.why_empty() == "No freeze yet. Add freeze makes one."
    assert panel.pages["change of terms"].view.why_empty().startswith("No change of terms yet. Each edit")
    phases.bar.search.setText("nothing is called so")
    assert phases.view.why_empty().startswith("No row has all of these words.")
    before = phases.view.grab().toImage()
    phases.view.why_empty = str
    assert phases.view.grab().toImage() != before


def test_that_options_take_room_once_they_are_those_of_a_phase_and_as_much_as_they_had(
    panel: TablesPanel, qtbot: QtBot
) -> None:
    options, phases = panel.pages["option"], panel.pages["phase"]
    assert not options.isVisible()
    assert phases.width() == panel.tabs.currentWidget().width()
    place = phases.view.visualRect(phases.model.index(1, 0)).center()
    QTest.mouseClick(phases.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not options.isVisible()  # a second click would meet another column
    qtbot.waitUntil(options.isVisible)
    assert options.width() == pytest.approx(OPTIONS_WIDTH, abs=2)
    columns = range(options.model.columnCount())
    assert sum(options.view.columnWidth(column) for column in columns) <= options.view.viewport().width()
    halves = panel.tabs.currentWidget()
    assert isinstance(halves, QSplitter)
    halves.setSizes([800, 500])
    chosen = halves.sizes()
    plan = document_of(panel).plan
    document_of(panel).apply_plan("Remove all", replace(plan, phases=(), credits=()))
    assert not options.isVisible()
    document_of(panel).undo_stack.undo()
    qtbot.waitUntil(options.isVisible)
    assert halves.sizes() == pytest.approx(chosen, abs=halves.handleWidth())


def document_of(panel: TablesPanel) -> Document:
    return panel.pages["phase"].model.document


def go_to(panel: TablesPanel, noun: str, row: int, title: str) -> tuple[QTableView, QModelIndex]:
    panel.show_table(noun)
    page = panel.pages[noun]
    titles = [field.title for field in page.model.table.fields]
    index = page.model.index(row, titles.index(title))
    page.view.setCurrentIndex(index)
    page.view.scrollTo(index)
    return page.view, index


def editor_of(view: QTableView, kind: type[SomeWidget]) -> SomeWidget:
    """The editor of the current cell; earlier ones may wait to be deleted."""
    return view.viewport().findChildren(kind)[-1]


def test_that_a_cell_is_edited_by_typing_and_undone(panel: TablesPanel, qtbot: QtBot) -> None:
    view, index = go_to(panel, "phase", 0, "Eligible cost")
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = editor_of(view, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "12,000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    document = document_of(panel)
    qtbot.waitUntil(lambda: document.plan.phase["P1"].eligible_cost == 12_000)
    assert document.schedule.claims == (Claim("P1", "C1", 6_000),)
    document.undo_stack.undo()
    assert index.data() == "20,000"


def test_that_a_double_click_edits_and_escape_leaves_everything(panel: TablesPanel) -> None:
    view, index = go_to(panel, "phase", 1, "Name")
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = editor_of(view, QLineEdit)
    QTest.keyClicks(editor, "Other")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert document_of(panel).undo_stack.count() == 0


def test_that_a_refusal_stands_below_the_table_until_the_next_edit(panel: TablesPanel, qtbot: QtBot) -> None:
    view, _ = go_to(panel, "phase", 0, "Seats")
    for text, is_refused in (("lots", True), ("7", False)):
        QTest.keyClick(view, Qt.Key.Key_F2)
        editor = editor_of(view, QLineEdit)
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(panel.refusal.isVisible if is_refused else panel.refusal.isHidden)
        assert ("no whole number" in panel.refusal.text()) == is_refused
    assert document_of(panel).plan.phase["P1"].seats == 7


def test_that_a_scope_is_chosen_from_a_list_with_boxes(panel: TablesPanel) -> None:
    view, index = go_to(panel, "credit", 0, "Workloads")
    QTest.keyClick(view, Qt.Key.Key_F2)
    boxes = editor_of(view, CheckList)
    assert boxes.names() == ()
    QTest.keyClick(boxes, Qt.Key.Key_Down)
    QTest.keyClick(boxes, Qt.Key.Key_Space)
    view.commitData(boxes)
    assert index.data() == "Purview"
    assert document_of(panel).schedule.claims == (Claim("P1", "C2", 10_000),)


def test_that_a_box_is_turned_by_the_mouse(panel: TablesPanel) -> None:
    view, index = go_to(panel, "phase", 0, "Held by freezes")
    place = view.visualRect(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 17, place.center().y()))
    assert document_of(panel).plan.phase["P1"].change


def test_that_a_choice_is_taken_as_soon_as_it_is_made(panel: TablesPanel) -> None:
    view, _ = go_to(panel, "option", 0, "By")
    panel.pages["phase"].view.selectRow(1)
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    box = editor_of(view, QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["Partner PAR", "FastTrack", "Internal"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert document_of(panel).plan.phase["P2"].options[0].id == "internal"


@pytest.mark.qt_log_ignore("raise", "grabbing the keyboard")  # what the offscreen platform says of a calendar
def test_that_a_day_is_chosen_from_the_calendar(panel: TablesPanel) -> None:
    view, index = go_to(panel, "phase", 0, "Deadline")
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = editor_of(view, DayEdit)
    QTest.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = editor.calendar
    assert calendar is not None
    assert calendar.selectedDate().toString("yyyy-MM-dd") == START.isoformat()
    calendar.clicked.emit(calendar.selectedDate().addDays(30))
    assert index.data() == "3 Feb 2027"


def test_that_insert_adds_and_delete_removes_the_current_row(panel: TablesPanel) -> None:
    document = document_of(panel)
    view, _ = go_to(panel, "phase", 0, "Name")
    QTest.keyClick(view, Qt.Key.Key_Insert)
    assert [*document.plan.phase] == ["P1", "P3", "P2"]
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [*document.plan.phase] == ["P1", "P2"]
    view, _ = go_to(panel, "credit", 1, "Name")
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [*document.plan.credit] == ["C2", "C1"]
    assert document.schedule.claims == (Claim("P1", "C2", 10_000),)
    assert view.currentIndex().row() == 0


def test_that_selection_is_shared_both_ways_and_survives_a_rename(panel: TablesPanel) -> None:
    selection = panel.pages["phase"]._selection  # noqa: SLF001 - the test's own
    selection.select(("phase", "P2"))
    view = panel.pages["phase"].view
    assert view.currentIndex().row() == 1
    assert panel.pages["option"].model.rowCount() == 2
    view.setCurrentIndex(view.model().index(0, 0))
    assert selection.selected == ("phase", "P1")
    view.model().setData(view.model().index(0, 0), "First")
    assert selection.selected == ("phase", "First")
    assert view.currentIndex().row() == 0
