"""Monday with real clicks: what was due is told, the rest planned anew behind the window, and accepted as one step."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner import edits
from planner.checks import schedule_faults
from planner.files import read
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.status.last import last_status, with_status_date
from planner.status.progress import due_progress, with_progress_as_planned
from resources import path
from solver.cancel import Cancel
from tests.ui.week.conftest import MONDAY, agreed, click, type_day
from ui.main_window import MainWindow
from ui.tables.table_page import TablePage
from ui.terminal.status import replanned_as_of, status_since
from ui.week.monday import Monday, planned_anew
from ui.week.week_panel import WeekPanel


def cells(page: TablePage) -> list[list[str]]:
    model = page.model
    lines = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    return [[str(cell) for cell in line] for line in lines]


def planned(qtbot: QtBot, window: MainWindow) -> Monday:
    monday = window.monday
    qtbot.waitUntil(lambda: not monday.is_running, timeout=30_000)
    return monday


def slip(window: MainWindow, percent: int) -> None:
    """P1 has begun as planned, and is behind."""
    document = window.document
    plan = edits.record_start(with_status_date(document.state, MONDAY), "P1", date(2027, 1, 4), "PAR")
    plan = edits.record_progress(plan, "P1", percent)
    schedule = edits.carried(document.schedule, document.plan, plan)
    document.apply("Tell of P1", State(plan, Schedule(schedule.assignments, schedule.claims)))


def test_that_what_was_due_is_listed_and_told_as_planned_in_one_step(window: MainWindow, panel: WeekPanel) -> None:
    before = window.document.state
    type_day(panel, MONDAY)
    assert [line[:3] for line in cells(panel.monday.due)] == [
        ["P1", "Phase P1", "begin"],
        ["P1", "Phase P1", "end"],
        ["P2", "Phase P2", "begin"],
    ]
    assert panel.monday.due_said.text() == "Step 1: report 3 starts and finishes planned before 25 Jan 2027"
    click(panel.monday.all_as_planned)
    assert {name: actual.finished_on for name, actual in window.document.plan.actual.items()} == {
        "P1": date(2027, 1, 15),
        "P2": None,
    }
    assert cells(panel.monday.due) == []
    assert window.document.schedule.assignments == (before.schedule or Schedule(())).assignments
    window.document.undo_stack.undo()
    assert window.document.state == before
    assert len(cells(panel.monday.due)) == 3


def test_that_only_the_chosen_lines_are_told(window: MainWindow, panel: WeekPanel) -> None:
    type_day(panel, MONDAY)
    view = panel.monday.due.view
    assert not panel.monday.as_planned.isEnabled()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(panel.monday.due.model.index(0, 0)).center()
    )
    click(panel.monday.as_planned)
    assert {name: actual.finished_on for name, actual in window.document.plan.actual.items()} == {"P1": None}


def test_that_planning_anew_shows_what_would_change_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel
) -> None:
    slip(window, 50)
    before = window.document.state
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    monday = planned(qtbot, window)
    assert window.document.state is before
    assert monday.draft is not None
    moved = {line[0]: line for line in cells(panel.monday.moves)}
    assert list(moved) == ["P1", "P2", "P3"]
    assert moved["P2"][-1] == "Owner 2"
    assert "P1: begun on 4 Jan 2027 by Partner PAR, 50 % done" in panel.monday.about.toPlainText()
    assert "Nothing is changed until you accept." in panel.monday.said.text()
    assert panel.monday.moves_said.text().startswith("Step 2: accept that 3 phases change · Funding USD")


def test_that_accepting_is_one_step_which_keeps_the_status_and_the_baseline(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel
) -> None:
    slip(window, 50)
    before, steps = window.document.state, window.document.undo_stack.count()
    assert before.plan.baseline == agreed().schedule
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    monday = planned(qtbot, window)
    assert monday.draft is not None
    found = monday.draft.now.schedule
    click(panel.monday.accept)
    document = window.document
    assert document.undo_stack.count() == steps + 1
    assert document.undo_stack.undoText() == "Status of 25 Jan 2027"
    assert found is not None
    assert document.schedule.assignments == found.assignments
    assert schedule_faults(document.state) == ()
    assert document.plan.status_date == MONDAY
    assert document.plan.baseline == agreed().schedule
    assert last_status(document.state, date(2027, 2, 1)).plan.status_date == MONDAY
    assert "status of 25 Jan 2027" in window.counts.text()
    assert not panel.monday.accept.isEnabled()
    document.undo_stack.undo()
    assert document.state == before


def test_that_what_was_found_is_not_accepted_for_a_plan_that_was_changed_meanwhile(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel
) -> None:
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    planned(qtbot, window)
    assert panel.monday.accept.isEnabled()
    window.document.apply_plan("Rename", edits.change_phase(window.document.plan, "P3", name="Another"))
    assert not panel.monday.accept.isEnabled()
    assert panel.monday.said.text() == "The plan was changed meanwhile: plan anew to see what that does."
    click(panel.monday.discard)
    assert window.monday.found is None


def test_that_planning_can_be_stopped_and_keeps_the_plan(qtbot: QtBot, window: MainWindow, panel: WeekPanel) -> None:
    before = window.document.state
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    assert panel.monday.plan_anew.text() == "Stop"
    click(panel.monday.plan_anew)
    planned(qtbot, window)
    assert window.document.state is before
    assert panel.monday.plan_anew.text() == "Plan the rest anew"


def test_that_a_day_that_is_none_and_one_after_the_horizon_say_so(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel
) -> None:
    field = panel.monday.day
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "'soon' is no day." in panel.monday.said.text()
    assert not panel.monday.plan_anew.isEnabled()
    type_day(panel, date(2029, 1, 1))
    click(panel.monday.plan_anew)
    planned(qtbot, window)
    assert "lies after the horizon (31 Dec 2027)" in panel.monday.said.text()


def test_that_another_rollout_forgets_what_was_found(qtbot: QtBot, window: MainWindow, panel: WeekPanel) -> None:
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    planned(qtbot, window)
    window.document.replace(agreed(), None)
    assert window.monday.found is None
    assert cells(panel.monday.moves) == []


@pytest.mark.parametrize("percent", [0, 90])
def test_that_a_second_monday_is_told_beside_the_first(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel, percent: int
) -> None:
    type_day(panel, MONDAY)
    click(panel.monday.all_as_planned)
    click(panel.monday.plan_anew)
    planned(qtbot, window)
    click(panel.monday.accept)
    plan = edits.record_progress(edits.set_status_date(window.document.plan, date(2027, 2, 1)), "P2", percent)
    window.document.apply_plan("Tell of P2", plan)
    type_day(panel, date(2027, 2, 8))
    click(panel.monday.plan_anew)
    monday = planned(qtbot, window)
    assert monday.draft is not None
    assert monday.draft.since == MONDAY
    assert {fact.place for fact in monday.draft.told} == {"plan", "progress of P2"}
    assert {fact.field for fact in monday.draft.told} == {"status_date", "percent"}


def test_that_the_window_closes_while_a_week_is_planned(window: MainWindow, panel: WeekPanel) -> None:
    type_day(panel, MONDAY)
    click(panel.monday.plan_anew)
    window.document.undo_stack.setClean()
    window.close()
    assert not window.isVisible()


def test_that_window_and_command_come_to_the_same_week() -> None:
    state, day = read(path("samples/calder.solved.rollout")), date(2027, 3, 1)
    plan = with_progress_as_planned(state, day, due_progress(state, day))
    running = next(name for name, actual in plan.actual.items() if actual.finished_on is None)
    plan = edits.record_progress(plan, running, 10)
    told = State(plan, edits.carried(state.schedule or Schedule(()), state.plan, plan))
    now, _ = replanned_as_of(told, day, 60.0)
    commanded = status_since(last_status(told, day), now, day)
    found = planned_anew(last_status(told, day), told, day, Cancel()).status
    assert found is not None
    assert found.ledgers[1].planned == commanded.ledgers[1].planned
    assert len(found.moved) == len(commanded.moved)
    assert found.told == commanded.told
