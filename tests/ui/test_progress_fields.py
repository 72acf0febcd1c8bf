"""Progress told in the form of a phase and in the table of phases: the same edits, each one step, or a word why not."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from planner import edits
from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Assignment, Schedule
from solver.settings import Settings
from solver.solve import solve
from tests.builders import START, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from ui.fields.field import Field
from ui.fields.progress_fields import DONE, FINISHED_ON, STARTED_ON, PhaseProgress
from ui.main_window import MainWindow
from ui.tables.plan_table_model import PlanTableModel

AS_OF, FRIDAY = date(2027, 1, 20), date(2027, 1, 15)


def scheduled() -> State:
    plan = edits.set_status_date(a_plan(phases=(a_phase("P1"), a_phase("P2"))), AS_OF)
    return State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2", date(2027, 2, 1)))))


@pytest.fixture
def tracked(window: MainWindow) -> MainWindow:
    window.document.replace(scheduled(), None)
    return window


def type_into(window: MainWindow, title: str, text: str) -> None:
    widget = window.editor.editor.form.field_widget("P1", title)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def test_that_the_form_tells_start_and_finish_and_dates_follow(qtbot: QtBot, tracked: MainWindow) -> None:
    document = tracked.document
    tracked.selection.select(("phase", "P1"))
    tracked.edit_selected()
    type_into(tracked, "Began on", "2027-01-05")
    qtbot.waitUntil(lambda: "P1" in document.plan.actual)
    assert document.schedule.placed["P1"].start == date(2027, 1, 5)
    type_into(tracked, "Done", "40")
    qtbot.waitUntil(lambda: document.plan.actual["P1"].percent == 40)
    type_into(tracked, "Finished on", "2027-01-18")
    qtbot.waitUntil(lambda: document.plan.actual["P1"].finished_on == date(2027, 1, 18))
    assert document.schedule.placed["P1"] == Assignment("P1", "PAR", date(2027, 1, 5), date(2027, 1, 18))
    for _ in range(3):
        document.undo_stack.undo()
    assert document.plan.actuals == ()


def test_that_a_day_after_the_status_date_is_refused_in_words(tracked: MainWindow) -> None:
    tracked.selection.select(("phase", "P1"))
    tracked.edit_selected()
    type_into(tracked, "Began on", "2027-02-01")
    assert tracked.document.plan.actuals == ()
    assert "after the status date (20 Jan 2027). Move the status date on first." in tracked.statusBar().currentMessage()


def test_that_nothing_can_be_told_without_a_status_date(window: MainWindow) -> None:
    window.selection.select(("phase", "P1"))
    window.edit_selected()
    labels = [label.text() for label in window.editor.editor.findChildren(QLabel)]
    assert any("There is no status date yet" in text for text in labels)


def column_of(model: PlanTableModel[object], title: str) -> int:
    return [field.title for field in model.columns].index(title)


def test_that_the_table_of_phases_tells_the_same_and_clears_it_again(tracked: MainWindow) -> None:
    model, document = tracked.tables_dock.panel().pages["phase"].model, tracked.document
    began, finished = (column_of(model, title) for title in ("Began on", "Finished on"))
    assert model.setData(model.index(0, finished), "2027-01-15")
    assert [actual.finished_on for actual in document.plan.actuals] == [FRIDAY]
    assert model.index(0, began).data() == "4 Jan 2027"
    assert model.setData(model.index(0, finished), "")
    assert [actual.finished_on for actual in document.plan.actuals] == [None]
    assert model.setData(model.index(0, began), "")
    assert document.plan.actuals == ()


def test_that_many_cells_of_progress_are_one_step(tracked: MainWindow) -> None:
    model, document = tracked.tables_dock.panel().pages["phase"].model, tracked.document
    steps = document.undo_stack.count()
    assert model.take_for_all([0, 1], column_of(model, "Began on"), date(2027, 1, 11))
    assert [actual.started_on for actual in document.plan.actuals] == [date(2027, 1, 11)] * 2
    assert document.undo_stack.count() == steps + 1
    document.undo_stack.undo()
    assert document.plan.actuals == ()


def test_that_a_finish_of_untold_work_tells_its_planned_start() -> None:
    state = scheduled()
    change = FINISHED_ON.change
    assert change is not None
    made = change(state, PhaseProgress(state.plan.phase["P1"], None), date(2027, 1, 13))
    assert not isinstance(made, State)
    assert (made.actual["P1"].started_on, made.actual["P1"].finished_on) == (START, date(2027, 1, 13))


@pytest.mark.parametrize("field", [STARTED_ON, FINISHED_ON, DONE])
def test_that_saying_nothing_of_work_ahead_changes_nothing(field: Field[PhaseProgress]) -> None:
    state = scheduled()
    assert field.change is not None
    assert field.change(state, PhaseProgress(state.plan.phase["P1"], None), None) is state.plan


def test_that_work_which_could_be_delivered_in_several_ways_asks_for_one() -> None:
    plan = edits.set_status_date(a_plan(phases=(a_phase(options=(by_partner(), by_fasttrack())),)), AS_OF)
    assert STARTED_ON.change is not None
    with pytest.raises(PlanError, match="one of several ways"):
        STARTED_ON.change(State(plan), PhaseProgress(plan.phase["P1"], None), START)


def test_that_the_solver_keeps_what_was_told_in_the_table(tracked: MainWindow) -> None:
    model = tracked.tables_dock.panel().pages["phase"].model
    model.setData(model.index(0, column_of(model, "Began on")), "2027-01-11")
    solved = solve(tracked.document.plan, Settings(time_limit=10)).schedule
    assert solved is not None
    assert solved.placed["P1"].start == date(2027, 1, 11)
