"""Arranging a table, and editing many cells at a time, by hand and keys: the plan, and the undo step, each time."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from planner.edits import change_credit
from planner.funding.credits import ExchangeRate
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from ui.document import Document
from ui.fields.widgets import CheckList
from ui.selection import Selection
from ui.tables.arranging_bar import BLANK, TextChoice
from ui.tables.table_page import TablePage
from ui.tables.tables_panel import TablesPanel

CONTROL = Qt.KeyboardModifier.ControlModifier
PHASES = (
    a_phase("P1", name="Baseline", seats=300, deadline=date(2027, 6, 1)),
    a_phase("P2", name="Labels", workload="Purview", seats=100),
    a_phase("P3", name="Wave", seats=200, deadline=date(2027, 5, 1), eligible_cost=5_000),
)


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    plan = a_plan(phases=PHASES, credits=(a_credit(), a_credit("C2", face=7_000)))
    return Document(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))))


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def panel(document: Document, settings: QSettings, qtbot: QtBot) -> Iterator[TablesPanel]:
    panel = TablesPanel(document, Selection(), settings)
    qtbot.addWidget(panel)
    panel.resize(1_700, 500)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    yield panel
    panel.close()


@pytest.fixture
def page(panel: TablesPanel) -> TablePage:
    return panel.pages["phase"]


def column(page: TablePage, title: str) -> int:
    return [field.title for field in page.model.columns].index(title)


def cells(page: TablePage, title: str) -> list[str]:
    """What stands in a column, line by line."""
    return [str(page.model.index(line, column(page, title)).data()) for line in range(page.model.rowCount())]


def select(page: TablePage, lines: range, *titles: str) -> None:
    """Select a block of cells, its first one current."""
    selection, model = page.view.selectionModel(), page.model
    selection.clear()
    first = model.index(lines[0], column(page, titles[0]))
    selection.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
    for line in lines:
        for title in titles:
            selection.select(model.index(line, column(page, title)), QItemSelectionModel.SelectionFlag.Select)
    page.view.setFocus()


def click_title(header: QHeaderView, section: int) -> None:
    x = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2))


def clipboard() -> str:
    return str(QGuiApplication.clipboard().text())


def lay_on_clipboard(*rows: str) -> None:
    QGuiApplication.clipboard().setText("\n".join(rows))


# Arranging


def test_that_clicks_on_a_title_sort_up_down_and_back_and_the_plan_stays(page: TablePage, document: Document) -> None:
    before, header, seats = document.state, page.view.horizontalHeader(), column(page, "Seats")
    orders = []
    for _ in range(3):
        click_title(header, seats)
        orders.append(cells(page, "Id"))
    assert orders == [["P2", "P3", "P1"], ["P1", "P3", "P2"], ["P1", "P2", "P3"]]
    assert not header.isSortIndicatorShown()
    assert document.state is before
    assert document.undo_stack.count() == 0


def test_that_an_edit_in_a_sorted_table_changes_its_own_row_and_the_row_goes_where_it_belongs(
    page: TablePage, document: Document, qtbot: QtBot
) -> None:
    click_title(page.view.horizontalHeader(), column(page, "Seats"))
    select(page, range(1), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "999")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.plan.phase["P2"].seats == 999)
    assert cells(page, "Id") == ["P3", "P1", "P2"]
    assert document.undo_stack.undoText() == "Change seats of P2 Labels"
    assert page.view.currentIndex().row() == 2


def test_that_words_filter_as_they_are_typed_and_one_click_shows_all(page: TablePage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(page.bar.search, "intune wa")
    assert cells(page, "Id") == ["P3"]
    assert page.bar.said.text() == "1 of 3 rows"
    page.bar.everything.click()
    assert cells(page, "Id") == ["P1", "P2", "P3"]
    assert page.bar.search.text() == ""


def test_that_what_is_selected_stays_so_where_a_filter_hides_it(panel: TablesPanel, page: TablePage) -> None:
    selection = page._selection  # noqa: SLF001 - the test's own
    selection.select(("phase", "P1"))
    page.bar.search.setText("purview")
    assert selection.selected == ("phase", "P1")
    page.bar.show_all()
    assert page.view.currentIndex().row() == 0
    assert panel.pages["option"].model.count == 1


def test_that_a_row_that_is_filtered_out_is_not_edited_removed_or_copied(page: TablePage, document: Document) -> None:
    page.bar.search.setText("purview")
    select(page, range(1), "Name")
    QTest.keyClick(page.view, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "Labels\n"
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert [*document.plan.phase] == ["P1", "P3"]


@pytest.mark.qt_log_ignore("raise", "grabbing the keyboard")  # what the offscreen platform says of a popup
def test_that_texts_of_a_column_are_chosen_from_a_list(page: TablePage) -> None:
    choice = page.bar.choose_texts(column(page, "Deadline"), QPoint(0, 0))
    assert isinstance(choice, TextChoice)
    names = [choice.list.item(row).text() for row in range(choice.list.count())]
    assert names == [BLANK, "1 Jun 2027", "1 May 2027"]
    QTest.keyClick(choice.list, Qt.Key.Key_Space)
    assert cells(page, "Id") == ["P2"]
    assert f"Deadline: {BLANK}" in page.bar.said.text()
    QTest.keyClick(choice.list, Qt.Key.Key_Space)
    assert cells(page, "Id") == ["P1", "P2", "P3"]
    choice.close()


def test_that_groups_tell_their_money_and_headings_are_no_rows(page: TablePage, document: Document) -> None:
    box: QComboBox = page.bar.groups
    box.setCurrentIndex(box.findText("By Workload"))
    box.activated.emit(box.currentIndex())
    assert cells(page, "Name") == ["Intune · 2", "Baseline", "Wave", "Purview · 1", "Labels"]
    assert cells(page, "Eligible cost") == ["25,000", "20,000", "5,000", "20,000", "20,000"]
    assert cells(page, "Claims") == ["10,000", "10,000", "–", "0", "–"]
    assert page.model.row(0) is None
    page.view.setCurrentIndex(page.model.index(0, 1))
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert document.undo_stack.count() == 0


def test_that_the_face_of_a_credit_counts_in_the_plans_currency(panel: TablesPanel, document: Document) -> None:
    rate = ExchangeRate(currency="EUR", millionths=2_000_000, dated=START)
    document.apply_plan("Euros", change_credit(document.plan, "C2", exchange=rate))
    credits_ = panel.pages["credit"]
    credits_.bar.group_by(column(credits_, "Programme"))
    assert cells(credits_, "Face value") == ["64,000", "50,000", "7,000"]


def test_that_rows_are_moved_only_in_the_plans_own_order(panel: TablesPanel, page: TablePage) -> None:
    page.sort_next(column(page, "Seats"))
    select(page, range(1), "Id")
    QTest.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "plan's own order" in panel.refusal.text()
    assert document_order(page) == ["P1", "P2", "P3"]


def document_order(page: TablePage) -> list[str]:
    return [*page.model.document.plan.phase]


# Columns


def test_that_columns_that_are_hidden_and_moved_are_so_in_the_next_session(
    page: TablePage, document: Document, settings: QSettings, qtbot: QtBot
) -> None:
    page.show_column(column(page, "Motion"), is_shown=False)
    header = page.view.horizontalHeader()
    header.moveSection(header.visualIndex(column(page, "Owner")), 1)
    page.view.setColumnWidth(column(page, "Name"), 333)
    page.hide()
    next_page = TablePage(document, Selection(), page.model.table, settings)
    qtbot.addWidget(next_page)
    with qtbot.waitExposed(next_page):
        next_page.show()
    assert next_page.view.isColumnHidden(column(page, "Motion"))
    assert next_page.view.horizontalHeader().visualIndex(column(page, "Owner")) == 1
    assert next_page.view.columnWidth(column(page, "Name")) == 333
    next_page.hide()


def test_that_one_column_stays(panel: TablesPanel, page: TablePage) -> None:
    for number in range(len(page.model.columns)):
        page.show_column(number, is_shown=False)
    assert sum(not page.view.isColumnHidden(number) for number in range(len(page.model.columns))) == 1
    assert panel.refusal.text() == "One column has to stay."


@pytest.mark.qt_log_ignore("raise", "grabbing the keyboard")
def test_that_the_menu_of_a_title_sorts_groups_filters_and_hides(page: TablePage) -> None:
    seats = column(page, "Seats")
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("Sort descending", lambda: cells(page, "Id") == ["P1", "P3", "P2"]),
        ("Plan's own order", lambda: cells(page, "Id") == ["P1", "P2", "P3"]),
        ("Group by Seats", lambda: page.model.arrangement.group == seats),
        ("No groups", lambda: page.model.arrangement.group is None),
        ("Hide Seats", lambda: page.view.isColumnHidden(seats)),
    )
    for text, is_done in steps:
        menu: QMenu = page.open_column_menu(seats, QPoint(0, 0))
        next(action for action in menu.actions() if action.text() == text).trigger()
        assert is_done(), text
        menu.close()


def test_that_the_float_of_a_phase_follows_the_schedule(page: TablePage, document: Document) -> None:
    assert cells(page, "Float") == ["0", "–", "–"]
    late = an_assignment(document.plan, "P2", date(2027, 2, 1))
    assert document.state.schedule is not None
    document.apply("Place", State(document.plan, Schedule((*document.state.schedule.assignments, late))))
    assert cells(page, "Float") == ["20", "0", "–"]


# Many cells


def test_that_a_block_is_copied_as_it_stands_with_titles_if_asked_for(page: TablePage) -> None:
    select(page, range(2), "Name", "Seats", "Deadline")
    QTest.keyClick(page.view, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "Baseline\t300\t2027-06-01\nLabels\t100\t\n"
    QTest.keyClick(page.view, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert clipboard().splitlines()[0] == "Name\tSeats\tDeadline"


def test_that_a_block_is_pasted_in_one_step_and_undone_in_one(page: TablePage, document: Document) -> None:
    before = document.state
    lay_on_clipboard("Intune\tpilot", "Entra ID\tassess")
    select(page, range(1, 2), "Workload")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert [(each.workload, each.motion) for each in document.plan.phases] == [
        ("Intune", "deploy"),
        ("Intune", "pilot"),
        ("Entra ID", "assess"),
    ]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Paste 4 cells into phases"
    document.undo_stack.undo()
    assert document.state is before


def test_that_titles_lead_each_column_to_its_own_whatever_the_order(page: TablePage, document: Document) -> None:
    lay_on_clipboard("Deadline\tSeats", "2027-08-31\t1,000", "\t7")
    select(page, range(1), "Id")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert [(each.deadline, each.seats) for each in document.plan.phases] == [
        (date(2027, 8, 31), 1_000),
        (None, 7),
        (date(2027, 5, 1), 200),
    ]


def test_that_rows_beyond_the_last_are_added(page: TablePage, document: Document) -> None:
    lay_on_clipboard("Id\tName\tSeats", "P3\tWave 1\t50", "W2\tWave 2\t60", "W3\tWave 3\t70")
    select(page, range(2, 3), "Id")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert [(each.id, each.name, each.seats) for each in document.plan.phases[2:]] == [
        ("P3", "Wave 1", 50),
        ("W2", "Wave 2", 60),
        ("W3", "Wave 3", 70),
    ]
    assert document.undo_stack.count() == 1


def test_that_one_wrong_cell_keeps_all_others_out_and_every_wrong_one_is_marked(
    panel: TablesPanel, page: TablePage, document: Document
) -> None:
    before = document.state
    lay_on_clipboard("100\t5,000", "many\t6,000", "-1\tdear")
    select(page, range(1), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert document.state is before
    assert document.undo_stack.count() == 0
    assert "P2, Seats: 'many' is no whole number." in panel.refusal.text()
    assert "1 more cell" in panel.refusal.text()
    panel.show_table("credit")
    assert panel.refusal.isHidden()
    panel.show_table("phase")
    wrong = page.model.index(2, column(page, "Eligible cost"))
    assert wrong.data(Qt.ItemDataRole.ToolTipRole) == "'dear' is no whole number."
    assert {place for place, _ in page.model.faults} == {1, 2}
    lay_on_clipboard("100\t5,000")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert not page.model.faults
    assert document.plan.phase["P1"].eligible_cost == 5_000


def test_that_a_value_that_the_plan_refuses_is_told_of_its_cell(page: TablePage, document: Document) -> None:
    before = document.state
    lay_on_clipboard("Id\tSeats", "P2\t-1", "P9\t1")
    select(page, range(1), "Id")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert document.state is before
    told = {page.model.columns[number].title: sentence for (_, number), sentence in page.model.faults.items()}
    assert "must be at least 0" in told["Seats"]


def test_that_both_ends_of_a_window_may_move_past_each_other(panel: TablesPanel, document: Document) -> None:
    panel.show_table("credit")
    credits_ = panel.pages["credit"]
    lay_on_clipboard("2027-09-01\t2027-12-31")
    select(credits_, range(1), "Opens")
    QTest.keyClick(credits_.view, Qt.Key.Key_V, CONTROL)
    assert document.plan.credit["C1"].window == DateRange(date(2027, 9, 1), date(2027, 12, 31))
    lay_on_clipboard("2027-01-04\t2027-06-30")
    QTest.keyClick(credits_.view, Qt.Key.Key_V, CONTROL)
    assert document.plan.credit["C1"].window == DateRange(START, date(2027, 6, 30))


def test_that_one_text_is_pasted_into_every_selected_cell(page: TablePage, document: Document) -> None:
    lay_on_clipboard("55")
    select(page, range(3), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert [each.seats for each in document.plan.phases] == [55, 55, 55]
    assert document.undo_stack.count() == 1


def test_that_more_columns_than_there_are_left_are_refused(panel: TablesPanel, page: TablePage) -> None:
    lay_on_clipboard("\t".join("x" * 40))
    select(page, range(1), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert panel.refusal.text().startswith("Nothing was pasted: 40 columns do not fit")


def test_that_figures_that_follow_from_others_are_passed_over_and_alone_refused(
    panel: TablesPanel, page: TablePage, document: Document
) -> None:
    lay_on_clipboard("Name\tClaims", "Renamed\t99")
    select(page, range(1), "Name")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert document.plan.phase["P1"].name == "Renamed"
    lay_on_clipboard("99")
    select(page, range(1), "Claims")
    QTest.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert "Claims follows from other figures" in panel.refusal.text()


def test_that_fill_down_repeats_the_first_value_of_each_column(page: TablePage, document: Document) -> None:
    select(page, range(3), "Seats", "Deadline")
    QTest.keyClick(page.view, Qt.Key.Key_D, CONTROL)
    assert {(each.seats, each.deadline) for each in document.plan.phases} == {(300, date(2027, 6, 1))}
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Fill down seats, deadline"


def test_that_fill_down_in_one_cell_takes_what_stands_above_as_it_is_sorted(
    page: TablePage, document: Document
) -> None:
    page.sort_next(column(page, "Name"))
    assert cells(page, "Id") == ["P1", "P2", "P3"]
    page.sort_next(column(page, "Name"))
    select(page, range(1, 2), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_D, CONTROL)
    assert document.plan.phase["P2"].seats == 200


def test_that_a_field_of_all_selected_rows_is_edited_in_one_step(
    page: TablePage, document: Document, qtbot: QtBot
) -> None:
    select(page, range(3), "Workload")
    QTest.keyClick(page.view, Qt.Key.Key_Return, CONTROL)
    editor = page.view.viewport().findChildren(QComboBox)[-1]
    editor.setEditText("Purview")
    page.delegate.commitData.emit(editor)
    page.delegate.closeEditor.emit(editor)
    qtbot.waitUntil(lambda: {each.workload for each in document.plan.phases} == {"Purview"})
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Change workload of 3 phases"


def test_that_an_edit_for_all_that_is_given_up_is_for_nobody(page: TablePage, document: Document, qtbot: QtBot) -> None:
    select(page, range(3), "Seats")
    QTest.keyClick(page.view, Qt.Key.Key_Return, CONTROL)
    QTest.keyClick(page.view.viewport().findChildren(QLineEdit)[-1], Qt.Key.Key_Escape)
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.undo_stack.count() == 1)
    assert [each.seats for each in document.plan.phases] == [1, 100, 200]


def test_that_scopes_of_all_selected_credits_are_chosen_at_once(panel: TablesPanel, document: Document) -> None:
    panel.show_table("credit")
    credits_ = panel.pages["credit"]
    select(credits_, range(2), "Workloads")
    QTest.keyClick(credits_.view, Qt.Key.Key_Return, CONTROL)
    boxes = credits_.view.viewport().findChildren(CheckList)[-1]
    QTest.keyClick(boxes, Qt.Key.Key_Space)
    credits_.view.commitData(boxes)
    assert {each.scope.workloads for each in document.plan.credits} == {("Intune",)}
    assert document.undo_stack.count() == 1


def test_that_selected_rows_are_removed_in_one_step(page: TablePage, document: Document) -> None:
    select(page, range(1, 3), "Id")
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert [*document.plan.phase] == ["P1"]
    assert document.undo_stack.undoText() == "Remove 2 phases"
    document.undo_stack.undo()
    assert [*document.plan.phase] == ["P1", "P2", "P3"]


def test_that_a_change_of_terms_is_listed_and_given_its_document(panel: TablesPanel, document: Document) -> None:
    panel.show_table("credit")
    credits_ = panel.pages["credit"]
    lay_on_clipboard("60,000")
    select(credits_, range(1), "Face value")
    QTest.keyClick(credits_.view, Qt.Key.Key_V, CONTROL)
    panel.show_table("change of terms")
    changes = panel.pages["change of terms"]
    assert [cells(changes, title) for title in ("Credit", "Term", "Was", "Became")] == [
        ["C1"],
        ["face"],
        ["50,000"],
        ["60,000"],
    ]
    lay_on_clipboard("Letter of 3 May")
    select(changes, range(1), "Document")
    QTest.keyClick(changes.view, Qt.Key.Key_V, CONTROL)
    assert document.plan.credit["C1"].condition_history[0].document == "Letter of 3 May"
    assert [action.text() for action in changes.actions_][:1] == ["Copy"]
