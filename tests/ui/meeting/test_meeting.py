"""The meeting: nothing internal on the screen, moves by hand as steps, and the same view as is exported."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from planner.business_case.projection import external_view
from planner.plan import State
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS, plan, state
from tests.business_case.test_secrets import FORBIDDEN_WORDS, occurs, spellings
from tests.ui.conftest import troubles
from ui.document import Document
from ui.elided_label import ElidedLabel
from ui.main_window import MainWindow
from ui.meeting.meeting_window import MeetingWindow

__all__ = ["plan", "state"]


@pytest.fixture
def meeting(qtbot: QtBot, state: State) -> Iterator[MeetingWindow]:
    window = MeetingWindow(Document(state), AS_OF)
    qtbot.addWidget(window)
    window.resize(1400, 900)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()


def everything_told(window: QWidget) -> str:
    """All texts of the window, seen or read out, its pictures included."""
    told = [window.windowTitle()]
    for widget in (window, *window.findChildren(QWidget)):
        told += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip()]
        if isinstance(widget, QLabel | QPushButton):
            told.append(widget.text())
    assert isinstance(window, MeetingWindow)
    return "\n".join([*told, *(page.text for page in window.pages)])


def test_that_nothing_internal_is_on_the_screen(meeting: MeetingWindow) -> None:
    told = everything_told(meeting)
    assert "9,000" in told
    for figure in SECRET_FIGURES.values():
        assert [each for each in spellings(figure) if occurs(each, told)] == []
    assert [secret for secret in (*SECRET_TEXTS, "Rival", "SPE_E5") if secret in told] == []
    assert FORBIDDEN_WORDS.findall(told) == []


def test_that_it_fits_a_small_screen_and_leaves_most_of_it_to_the_timeline(meeting: MeetingWindow) -> None:
    meeting.resize(1_366, 768)
    assert (meeting.width(), meeting.height()) == (1_366, 768)
    assert meeting.timeline.visibleRegion().boundingRect().height() > 768 / 2
    rows = [name.y() for name in meeting.findChildren(ElidedLabel) if name is not meeting.title]
    assert max(after - before for before, after in pairwise(rows)) < 30


def drag(meeting: MeetingWindow, phase: str, days: int, *, is_dropped: bool = True) -> None:
    (page,) = meeting.pages
    begin = page.place(phase).toPoint()
    end = begin + QPoint(round(days * page.day_width), 0)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(page, (begin + end) / 2)
    QTest.mouseMove(page, end)
    if is_dropped:
        QTest.mouseRelease(page, Qt.MouseButton.LeftButton, pos=end)


def start_of(meeting: MeetingWindow, phase: str) -> date:
    return next(work.start for work in meeting.view.work if work.id == phase)


def test_that_a_move_is_shown_while_it_is_carried_and_a_step_when_it_is_dropped(meeting: MeetingWindow) -> None:
    document = meeting._document  # noqa: SLF001 - the test's own
    before = start_of(meeting, "P1")
    drag(meeting, "P1", 14, is_dropped=False)
    assert start_of(meeting, "P1") > before
    assert meeting.said.text().startswith("P1: ")
    assert document.undo_stack.count() == 0
    QTest.keyClick(meeting, Qt.Key.Key_Escape)
    assert start_of(meeting, "P1") == before
    assert meeting.isVisible()
    drag(meeting, "P1", 14)
    assert document.undo_stack.undoText() == "Move P1 Roll out in the meeting"
    assert start_of(meeting, "P1") == document.schedule.placed["P1"].start > before


def test_that_no_other_bar_jumps_while_one_is_carried_out_of_the_first_month(meeting: MeetingWindow) -> None:
    document, (page,) = meeting._document, meeting.pages  # noqa: SLF001 - the test's own
    first = min(document.schedule.assignments, key=lambda run: run.start).phase
    axis = meeting.view.pictures[0].axis
    drag(meeting, first, 40, is_dropped=False)
    assert start_of(meeting, first) > document.schedule.placed[first].start
    shown = meeting.view.pictures[0].axis
    assert shown.first == axis.first
    assert shown.last >= axis.last
    page.let_go()


def test_that_what_is_shown_is_what_is_exported(meeting: MeetingWindow) -> None:
    drag(meeting, "P1", 7)
    document = meeting._document  # noqa: SLF001 - the test's own
    assert meeting.view == external_view(document.plan, document.schedule, AS_OF)


def test_that_only_steps_of_the_meeting_are_taken_back_in_it(qtbot: QtBot, state: State) -> None:
    document = Document(state)
    document.apply_plan("Before", replace(document.plan, name="Renamed before"))
    window = MeetingWindow(document, AS_OF)
    qtbot.addWidget(window)
    window.resize(1400, 900)
    window.show()
    assert not window.undo.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.plan.name == "Renamed before"
    drag(window, "P1", 7)
    assert window.undo.isEnabled()
    QTest.mouseClick(window.undo, Qt.MouseButton.LeftButton)
    assert document.undo_stack.index() == 1
    window.close()


def test_that_only_steps_of_the_meeting_are_done_again_in_it(qtbot: QtBot, state: State) -> None:
    document = Document(state)
    document.apply_plan("Before", replace(document.plan, name="Renamed before"))
    document.undo_stack.undo()
    window = MeetingWindow(document, AS_OF)
    qtbot.addWidget(window)
    window.resize(1400, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Redo))
    assert document.plan.name == state.plan.name
    drag(window, "P1", 7)
    moved = start_of(window, "P1")
    window.undo.click()
    assert start_of(window, "P1") != moved
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Redo))
    assert start_of(window, "P1") == moved
    window.close()


def test_that_the_main_window_is_hidden_in_a_meeting_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_.meeting.isEnabled()
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()
    QTest.mouseClick(window.solving.panel.accept, Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Qt.Key.Key_F11)
    meeting = window._meeting  # noqa: SLF001 - the test's own
    assert meeting is not None
    assert meeting.isFullScreen()
    assert not window.isVisible()
    qtbot.waitUntil(meeting.isActiveWindow)
    QTest.keyClick(meeting, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert window._meeting is None  # noqa: SLF001


def test_that_no_meeting_is_opened_while_a_text_holds_a_figure_of_the_rates(window: MainWindow, state: State) -> None:
    plan, schedule = state
    window.document.apply("Tell a rate", State(replace(plan, name="Sign at a 13.37% discount"), schedule))
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isVisible()
    (told,) = troubles(window)
    assert "13.37" in told
    window.document.apply_plan("Take it out", replace(window.document.plan, name="Endpoints"))
    window.meet()
    meeting = window._meeting  # noqa: SLF001 - the test's own
    assert meeting is not None
    meeting.close()
