"""What has begun, on the timeline: drawn as done, held where it is against mouse and keys, with words what to do."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner import edits
from planner.plan import State
from planner.rollout.schedule import Schedule
from solver.claims import settle
from tests.builders import START, a_phase, a_plan, an_assignment
from ui.main_window import MainWindow

AS_OF = date(2027, 1, 20)
FRIDAY = date(2027, 1, 15)


@pytest.fixture
def week(window: MainWindow) -> MainWindow:
    """P1 is finished, P2 runs, P3 lies ahead."""
    plan = edits.set_status_date(a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("P3"))), AS_OF)
    plan = edits.record_finish(edits.record_start(plan, "P1", START, "PAR"), "P1", FRIDAY)
    plan = edits.record_progress(edits.record_start(plan, "P2", date(2027, 1, 18), "PAR"), "P2", 40)
    runs = (
        an_assignment(plan, "P1"),
        an_assignment(plan, "P2", date(2027, 1, 18)),
        an_assignment(plan, "P3", date(2027, 3, 1)),
    )
    schedule = edits.carried(Schedule(runs), plan, edits.change_plan(plan, name="Week"))
    window.document.replace(State(plan, Schedule(schedule.assignments, settle(plan, schedule.assignments))), None)
    return window


def drag(window: MainWindow, phase: str, distance: int) -> None:
    timeline = window.rollout.timeline
    row = timeline.picture.rows.of(phase)
    assert row is not None
    assert row.bar is not None
    start = timeline.to_viewport(row.bar.box.x + row.bar.box.width / 2, row.bar.box.middle).toPoint()
    viewport = timeline.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for _, part in pairwise(range(0, distance + 1, distance // 4)):
        QTest.mouseMove(viewport, start + QPoint(part, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(distance, 0))


@pytest.mark.parametrize(
    ("phase", "told"), [("P1", "P1 was finished on 15 Jan 2027"), ("P2", "P2 has run since 18 Jan")]
)
def test_that_work_which_has_begun_cannot_be_dragged_and_says_what_to_do(
    week: MainWindow, phase: str, told: str
) -> None:
    before = week.document.state
    drag(week, phase, 200)
    assert week.document.state is before
    assert told in week.statusBar().currentMessage()
    assert "under Progress in its form (F2)" in week.statusBar().currentMessage()


def test_that_work_ahead_is_dragged_as_ever(week: MainWindow) -> None:
    before = week.document.schedule.placed
    drag(week, "P3", 200)
    after = week.document.schedule.placed
    assert after["P3"].start > before["P3"].start
    assert (after["P1"], after["P2"]) == (before["P1"], before["P2"])


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_that_keys_leave_it_where_it_is_too(week: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    before = week.document.state
    week.selection.select(("phase", "P1"))
    QTest.keyClick(week.rollout.timeline, key, modifier)
    assert week.document.state is before
    assert "P1 was finished on 15 Jan 2027" in week.statusBar().currentMessage()


def test_that_of_several_phases_only_those_ahead_move(week: MainWindow) -> None:
    before = week.document.schedule.placed
    week.selection.select_phases(("P1", "P3"))
    QTest.keyClick(week.rollout.timeline, Qt.Key.Key_Right)
    after = week.document.schedule.placed
    assert after["P1"] == before["P1"]
    assert after["P3"].start > before["P3"].start
    assert [pin.phase for pin in week.document.plan.pins] == ["P3"]


def test_that_bars_show_what_is_done_and_a_line_the_status_date(week: MainWindow) -> None:
    picture = week.rollout.timeline.picture
    bars = {row.phase: row.bar for row in picture.rows if row.bar is not None}
    parts = {name: None if bar.done is None else round(bar.done.width / bar.box.width, 2) for name, bar in bars.items()}
    assert parts == {"P1": 1.0, "P2": 0.4, "P3": None}
    assert [name for name, bar in bars.items() if bar.is_finished] == ["P1"]
    assert picture.status is not None
    assert (picture.status.day, picture.status.x) == (AS_OF, picture.axis.begin(AS_OF))


def test_that_a_status_date_is_a_step_which_undo_takes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.edit_selected()
    widget = window.editor.editor.form.field_widget("the rollout", "Status date")
    widget.setFocus()
    QTest.keyClicks(widget, "2027-01-20")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.document.plan.status_date == AS_OF)
    assert window.rollout.timeline.picture.status is not None
    window.document.undo_stack.undo()
    assert window.document.plan.status_date is None
    assert window.rollout.timeline.picture.status is None
