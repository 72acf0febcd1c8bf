"""Solving from the window: earlier solves of the session, and the user's own order of aims."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from planner.edits import change_phase
from planner.plan import State
from solver.settings import Aim
from tests.builders import a_credit
from tests.ui.conftest import PLAN
from ui.main_window import MainWindow
from ui.solving import OWN_ORDER, remembered_aims


def solved(qtbot: QtBot, window: MainWindow, objective: str = "Most funding, then least cost") -> None:
    window.toolbar.objective.setCurrentText(objective)
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()


def test_that_an_earlier_solve_of_the_session_is_chosen_and_accepted(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window, "Earliest finish")
    solved(qtbot, window)
    panel, history = window.solving.panel, window.solving.panel.history
    assert history.count() == 2
    assert history.item(0).text().startswith("2. Most funding, proven\n20,000 funded")
    assert history.item(1).text().startswith("1. Earliest finish, proven")
    QTest.mouseClick(
        history.viewport(), Qt.MouseButton.LeftButton, pos=history.visualItemRect(history.item(1)).center()
    )
    assert "Earliest finish" in panel.headline.text() or "Finish:" in panel.headline.text()
    QTest.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    assert window.document.undo_stack.count() == 1
    assert {each.phase for each in window.document.schedule.assignments} == {"P1", "P2"}


def test_that_solves_of_an_earlier_plan_say_so_until_undo_leads_back(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    panel = window.solving.panel
    window.document.apply_plan("Halve the face", replace(PLAN, credits=(a_credit(face=5_000),)))
    assert "For an earlier plan" in panel.history.item(0).text()
    assert not panel.accept.isEnabled()
    window.document.undo_stack.undo()
    assert "Funding +20,000" in panel.history.item(0).text()
    assert panel.accept.isEnabled()


def test_that_the_solves_of_one_rollout_are_not_those_of_the_next(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.document.replace(State(replace(PLAN, name="Another")), None)
    panel = window.solving.panel
    assert panel.history.count() == 0
    assert not panel.accept.isVisible()
    assert window.solving.best() is None


def test_that_the_chart_of_a_solve_stands_beside_its_result(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    panel = window.solving.panel
    assert panel.chart.isVisible()
    assert panel.chart_words.text().startswith("1. Most funding: ")
    assert "20,000 after" in panel.chart_words.text().splitlines()[0]
    assert panel.chart.accessibleDescription() == panel.chart_words.text()


def test_that_the_users_own_order_is_solved_for_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    editor = window.solving.panel.aims
    window.toolbar.objective.setCurrentText(OWN_ORDER)
    assert window.side.currentWidget() is window.solving.panel
    assert editor.isVisible()
    for place in (0, 0):
        QTest.mouseClick(editor.control(place, "remove"), Qt.MouseButton.LeftButton)
    editor.add.setCurrentIndex(editor.add.findData("finish"))
    editor.add.activated.emit(editor.add.currentIndex())
    QTest.mouseClick(editor.control(1, "up"), Qt.MouseButton.LeftButton)
    line = editor.control(0, "tolerance")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "10 %")
    QTest.keyClick(line, Qt.Key.Key_Return)
    arranged = (Aim("finish", 1_000), Aim("finishes"))
    assert editor.aims == arranged
    solved(qtbot, window, OWN_ORDER)
    result = window.solving._result  # noqa: SLF001 - the test's own
    assert result is not None
    assert result.objective == arranged
    assert remembered_aims(window._settings) == arranged  # noqa: SLF001
    window.toolbar.objective.setCurrentText("Earliest finish")
    assert not editor.isVisible()


def test_that_planning_anew_after_a_change_tells_the_damage_and_what_is_saved(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_.replan.isEnabled()
    solved(qtbot, window)
    QTest.mouseClick(window.solving.panel.accept, Qt.MouseButton.LeftButton)
    window.document.apply_plan("Halve the face", replace(window.document.plan, credits=(a_credit(face=5_000),)))
    assert window.actions_.replan.isEnabled()
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        QTest.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    told = window.solving.panel.details.toPlainText()
    assert "As agreed\n20,000 funded" in told
    assert "5,000 (-15,000)" in told or "5,000 (−15,000)" in told
    assert "0 phases moved" in told
    assert window.solving.panel.accept.isEnabled()


def test_that_what_was_told_of_a_solve_goes_with_its_result_or_its_plan(qtbot: QtBot, window: MainWindow) -> None:
    for leave in (
        window.solving.panel.discard.click,
        lambda: window.document.apply_plan("Rename", change_phase(window.document.plan, "P1", seats=7)),
    ):
        with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
            window.actions_.solve.trigger()
        assert window.toolbar.solve_status.text()
        leave()
        assert window.toolbar.solve_status.text() == ""


def test_that_a_result_is_accepted_or_discarded_without_a_mouse(qtbot: QtBot, window: MainWindow) -> None:
    actions = window.actions_
    assert not actions.accept_result.isEnabled()
    assert not actions.discard_result.isEnabled()
    solved(qtbot, window)
    assert actions.discard_result.isEnabled()
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.document.undo_stack.undoText() == "Accept schedule"
    assert not actions.accept_result.isEnabled()
    solved(qtbot, window)
    actions.discard_result.trigger()
    assert window.document.undo_stack.count() == 1
    assert not actions.discard_result.isEnabled()


def test_that_a_result_for_an_earlier_plan_can_only_be_discarded(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.document.apply_plan("Halve the face", replace(PLAN, credits=(a_credit(face=5_000),)))
    assert not window.actions_.accept_result.isEnabled()
    assert window.actions_.discard_result.isEnabled()
