"""Gestures that go through the whole window, by real events: the plan, the one step, and what is painted."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from planner.edits import add_dependency
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_partner, an_assignment
from tests.ui.by_hand import LEFT
from tests.ui.conftest import PLAN
from tests.ui.timeline.conftest import Desk
from ui.document import Document
from ui.main_window import MainWindow
from ui.meeting.meeting_window import MeetingWindow

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TWO_TEAMS = replace(PLAN, partners=(a_partner(teams=2),))
LAID = State(
    TWO_TEAMS,
    Schedule(
        (an_assignment(TWO_TEAMS, "P1", date(2027, 1, 4)), an_assignment(TWO_TEAMS, "P2", date(2027, 3, 1))),
    ),
)


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow) -> Desk:
    """The timeline of a whole window, with two phases that have dates."""
    window.document.apply("Lay", LAID)
    window.resize(1400, 900)
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(window.document, window.selection, window.rollout)


def one_step(widget: QWidget, document: Document, text: str, gesture: Callable[[], None]) -> None:
    """The gesture is one step of that name, paints another picture, and Ctrl+Z leads back to the same value."""
    state, image, stack = document.state, picture(widget), document.undo_stack
    before = stack.index()
    gesture()
    assert (stack.index(), stack.text(stack.index() - 1)) == (before + 1, text)
    after = document.state
    assert picture(widget) != image
    QTest.keyClick(widget, KEY.Key_Z, CONTROL)
    assert document.state is state
    QTest.keyClick(widget, KEY.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert document.state is after
    QTest.keyClick(widget, KEY.Key_Z, CONTROL)
    QTest.keyClick(widget, KEY.Key_Y, CONTROL)
    assert document.state is after


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_that_a_link_is_drawn_from_bar_to_bar(desk: Desk) -> None:
    def draw() -> None:
        ring, target = desk.ring("P1"), desk.on_day("P2", desk.start("P2"))
        desk.press(ring)
        desk.move(target - QPoint(5, 0))
        desk.move(target)
        desk.release(target)

    one_step(desk.timeline, desk.document, "Link P1 Phase P1 → P2 Phase P2", draw)
    assert desk.document.state == State(add_dependency(LAID.plan, "P1", "P2"), desk.document.state.schedule)


def test_that_keys_of_the_window_undo_a_drag_and_do_it_again(desk: Desk) -> None:
    one_step(desk.timeline, desk.document, "Move P2 Phase P2", lambda: desk.drag("P2", date(2027, 3, 8)))
    assert desk.start("P2") == date(2027, 3, 8)


@pytest.mark.parametrize("is_by_keys", [False, True])
def test_that_a_phase_is_opened_by_a_double_press_and_by_enter(
    window: MainWindow, desk: Desk, *, is_by_keys: bool
) -> None:
    at = desk.on_day("P2", desk.start("P2"))
    QTest.mouseClick(desk.timeline.viewport(), LEFT, pos=at)
    if is_by_keys:
        desk.key(KEY.Key_Return)
    else:
        QTest.mouseDClick(desk.timeline.viewport(), LEFT, pos=at)
    assert window.side.currentWidget() is window.editor
    assert desk.document.undo_stack.count() == 1


def test_that_ctrl_delete_removes_the_selected_phase_in_one_step(window: MainWindow, desk: Desk) -> None:
    QTest.mouseClick(desk.timeline.viewport(), LEFT, pos=desk.on_day("P2", desk.start("P2")))
    one_step(desk.timeline, desk.document, "Remove P2 Phase P2", lambda: desk.key(KEY.Key_Delete, CONTROL))
    assert [*window.document.plan.phase] == ["P1"]


def test_that_a_move_in_a_meeting_is_one_step_that_is_painted_and_taken_back(qtbot: QtBot) -> None:
    document = Document(LAID)
    meeting = MeetingWindow(document, date(2026, 11, 22))
    qtbot.addWidget(meeting)
    meeting.resize(1400, 900)
    with qtbot.waitActive(meeting):
        meeting.show()

    def drag() -> None:
        (page,) = meeting.pages
        begin = page.place("P2").toPoint()
        end = begin + QPoint(round(14 * page.day_width), 0)
        QTest.mousePress(page, LEFT, pos=begin)
        QTest.mouseMove(page, (begin + end) / 2)
        QTest.mouseMove(page, end)
        QTest.mouseRelease(page, LEFT, pos=end)

    one_step(meeting, document, "Move P2 Phase P2 in the meeting", drag)
    assert document.schedule.placed["P2"].start > date(2027, 3, 1)
    meeting.close()


def test_that_ctrl_delete_removes_the_selected_credit_in_one_step(window: MainWindow, desk: Desk) -> None:
    desk.key(KEY.Key_Down)
    assert window.selection.selected == ("credit", "C1")
    one_step(desk.timeline, desk.document, "Remove C1 Credit C1", lambda: desk.key(KEY.Key_Delete, CONTROL))
    assert window.document.plan.credits == ()
