"""Scenarios in the window: kept, named, compared, promoted and removed with real clicks and keys."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from planner.checks import schedule_faults
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.rule_names import rule_name
from planner.scenarios import keep_scenario
from tests.builders import a_credit, an_assignment
from tests.ui.conftest import PLAN
from ui.main_window import MainWindow
from ui.what_if.scenarios_page import HEADS, ScenariosPage


@pytest.fixture
def page(window: MainWindow) -> ScenariosPage:
    window.show_question("Scenarios")
    return window.what_if_dock.panel().scenarios


def click(widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def cell(page: ScenariosPage, row: int, column: int) -> str:
    item = page.table.item(row, column)
    assert item is not None
    return item.text()


def names(page: ScenariosPage) -> list[str]:
    return [cell(page, row, 0) for row in range(page.table.rowCount())]


def test_that_the_plan_is_kept_under_the_name_that_is_typed(
    qtbot: QtBot, window: MainWindow, page: ScenariosPage
) -> None:
    click(page.keep)
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    assert editor is QApplication.focusWidget()
    QTest.keyClicks(editor, "Late letter")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.name for each in window.document.plan.scenarios] == ["Late letter"])
    assert names(page) == ["The plan at work", "Late letter"]
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    assert names(page) == ["The plan at work"]


def test_that_a_name_which_is_taken_is_refused_and_the_old_one_stays(window: MainWindow, page: ScenariosPage) -> None:
    click(page.keep)
    click(page.keep)
    first, second = (each.name for each in window.document.plan.scenarios)
    item = page.table.item(2, 0)
    assert item is not None
    item.setText(first)
    assert names(page) == ["The plan at work", first, second]
    assert "occurs 2 times" in window.statusBar().currentMessage()


def test_that_a_scenario_is_compared_promoted_and_brought_back(
    qtbot: QtBot, window: MainWindow, page: ScenariosPage
) -> None:
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()
    click(window.solving.panel.accept)
    click(page.keep)
    window.document.apply_plan("Halve the face", replace(window.document.plan, credits=(a_credit(face=5_000),)))
    page.table.selectRow(1)
    assert cell(page, 0, 1) == "5,000"
    assert cell(page, 1, 1) == "20,000  (+15,000)"
    assert "Credit C1: face 5,000 →" in page.about.toPlainText()
    assert "Funding +15,000 USD" in page.about.toPlainText()
    assert page.table.model().headerData(1, Qt.Orientation.Horizontal) == "Funding (USD)"
    click(page.promote)
    assert sum(claim.amount for claim in window.document.schedule.claims) == 20_000
    assert names(page) == ["The plan at work", "Before Scenario 1"]
    window.document.undo_stack.undo()
    assert sum(claim.amount for claim in window.document.schedule.claims) == 5_000
    assert names(page) == ["The plan at work", "Scenario 1"]


def test_that_the_plan_at_work_can_be_neither_promoted_nor_removed(window: MainWindow, page: ScenariosPage) -> None:
    page.table.selectRow(0)
    assert not page.promote.isEnabled()
    assert not page.remove.isEnabled()
    click(page.keep)
    page.choose("Scenario 1")
    click(page.remove)
    assert names(page) == ["The plan at work"]
    assert window.document.plan == PLAN


def test_that_a_result_that_waits_is_still_for_the_plan_after_a_scenario_was_kept(
    qtbot: QtBot, window: MainWindow, page: ScenariosPage
) -> None:
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()
    click(page.keep)
    click(window.solving.panel.accept)
    assert len(window.document.plan.scenarios) == 1
    assert window.document.schedule.assignments


def test_that_scenarios_of_a_rollout_are_shown_when_it_is_opened(window: MainWindow, page: ScenariosPage) -> None:
    kept = keep_scenario(PLAN, "From the file", State(PLAN))
    window.document.replace(State(kept), None)
    assert names(page) == ["The plan at work", "From the file"]
    assert cell(page, 1, 1) == "–"


def test_that_broken_rules_are_told_in_words_and_not_by_colour_alone(window: MainWindow, page: ScenariosPage) -> None:
    run = an_assignment(PLAN)
    schedule = Schedule((run, replace(run, phase="P2", start=run.start + timedelta(days=7), finish=run.finish)))
    window.document.replace(State(keep_scenario(PLAN, "Kept", State(PLAN, schedule))), None)
    assert HEADS[6] == "Rules"
    assert cell(page, 0, 6) == "–"
    item = page.table.item(1, 6)
    assert item is not None
    faults = schedule_faults(State(PLAN, schedule))
    assert item.text() == f"{len(faults)} broken"
    for fault in faults:
        assert rule_name(fault.code) in item.toolTip().lower()
    assert item.data(Qt.ItemDataRole.AccessibleDescriptionRole) == item.toolTip()
