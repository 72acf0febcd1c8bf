from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.plan import State
from tests.builders import a_phase
from tests.ui.timeline.conftest import LEFT, Desk, a_rollout
from ui.timeline.outline import FUNDED, OutlineModel
from ui.timeline.rows import rollout_rows
from ui.timeline.view import shown_days

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def turn_wheel(desk: Desk, at: QPointF, turns: int, modifier: Qt.KeyboardModifier) -> None:
    view = desk.timeline.viewport()
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes no keyword
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("turns", [1, 3, 8])
def test_that_zooming_keeps_the_day_under_the_pointer(desk: Desk, turns: int) -> None:
    for at in (QPointF(100, 50), QPointF(400, 50)):
        axis_x = desk.timeline.day_at(at.x())
        turn_wheel(desk, at, turns, CTRL)
        assert abs((desk.timeline.day_at(at.x()) - axis_x).days) <= 1 / desk.timeline.day_width
        turn_wheel(desk, at, -turns, CTRL)
        assert abs((desk.timeline.day_at(at.x()) - axis_x).days) <= 1


def test_that_keys_zoom_and_fit(desk: Desk) -> None:
    fitted = desk.timeline.day_width
    desk.key(Qt.Key.Key_Plus, CTRL)
    assert desk.timeline.day_width > fitted
    desk.key(Qt.Key.Key_Minus, CTRL)
    assert desk.timeline.day_width == pytest.approx(fitted)
    desk.key(Qt.Key.Key_Plus, CTRL)
    desk.key(Qt.Key.Key_0, CTRL)
    assert desk.timeline.day_width == pytest.approx(fitted)


def test_that_fitting_shows_all_of_the_work(desk: Desk) -> None:
    desk.timeline.fit()
    width = desk.timeline.viewport().width()
    for phase in desk.plan.phases:
        box = desk.bar(phase.id).box
        assert desk.at(box.x, box.y).x() >= 0
        assert desk.at(box.right, box.y).x() < width


def test_that_the_first_dates_of_a_rollout_are_all_shown(show_state: Callable[[State], Desk]) -> None:
    state = a_rollout()
    desk = show_state(State(state.plan))
    before = desk.timeline.day_width
    desk.document.apply("Accept schedule", state)
    assert desk.timeline.day_width > before
    desk.timeline.zoom_in()
    zoomed = desk.timeline.day_width
    desk.document.undo_stack.undo()
    desk.document.undo_stack.redo()
    assert desk.timeline.day_width == zoomed


def test_that_the_wheel_scrolls_sideways_with_shift(desk: Desk) -> None:
    turn_wheel(desk, QPointF(100, 50), 6, CTRL)
    before = desk.timeline.horizontalScrollBar().value()
    turn_wheel(desk, QPointF(100, 50), -1, SHIFT)
    assert desk.timeline.horizontalScrollBar().value() > before


def test_that_the_axis_runs_from_the_start_to_the_later_of_horizon_and_last_proof() -> None:
    state = a_rollout()
    credit = replace(state.plan.credits[0], proof_deadline=date(2028, 3, 1))
    later = State(replace(state.plan, credits=(credit,)), state.schedule)
    assert shown_days(state).end >= state.plan.horizon
    assert shown_days(later).end >= date(2028, 3, 1)
    assert shown_days(later).start <= state.plan.start


def test_that_an_edit_keeps_what_is_in_sight(desk: Desk) -> None:
    turn_wheel(desk, QPointF(300, 50), 2, CTRL)
    before = (desk.timeline.day_width, desk.timeline.horizontalScrollBar().value())
    desk.drag("P1", date(2027, 2, 8))
    assert desk.document.undo_stack.count() == 1
    desk.document.undo_stack.undo()
    assert (desk.timeline.day_width, desk.timeline.horizontalScrollBar().value()) == before


def test_that_outline_and_timeline_have_the_same_rows_at_the_same_heights(desk: Desk) -> None:
    outline, picture = desk.rollout.outline, desk.timeline.picture
    boxes = {("credit", lane.credit): lane.row for lane in picture.lanes}
    boxes |= {("phase", row.phase): row.row for row in picture.rows}
    boxes |= {("partner", lane.partner): lane.row for lane in picture.partners}
    for number, row in enumerate(rollout_rows(desk.document.state)):
        rect = outline.visualRect(outline.model().index(number, 0))
        if row.what is not None:
            box = boxes[row.what]
            assert (rect.y(), rect.height()) == (desk.at(0, box.y).y(), box.height)


def test_that_both_halves_scroll_together(desk: Desk) -> None:
    desk.rollout.resize(1200, 120)
    bars = desk.timeline.verticalScrollBar(), desk.rollout.outline.verticalScrollBar()
    assert bars[0].maximum() > 0
    bars[0].setValue(30)
    assert bars[1].value() == 30
    bars[1].setValue(10)
    assert bars[0].value() == 10


def test_that_a_row_selected_in_one_half_is_selected_in_the_other(desk: Desk) -> None:
    outline = desk.rollout.outline
    QTest.mouseClick(desk.timeline.viewport(), LEFT, pos=desk.on_day("P3", desk.start("P3")))
    assert outline.model().index(outline.currentIndex().row(), 0).data() == "P3"
    credit = outline.visualRect(outline.model().index(0, 1)).center()
    QTest.mouseClick(outline.viewport(), LEFT, pos=credit)
    assert desk.selection.selected == ("credit", "C1")


def test_that_up_and_down_select_rows_past_the_gaps(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Down)
    assert desk.selection.selected == ("credit", "C1")
    desk.key(Qt.Key.Key_Down)
    assert desk.selection.selected == ("phase", "P1")
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Up)
    assert desk.selection.selected == ("credit", "C1")


def test_that_keys_in_the_outline_move_the_selection_too(desk: Desk) -> None:
    desk.selection.select(("credit", "C1"))
    QTest.keyClick(desk.rollout.outline, Qt.Key.Key_Down)
    assert desk.selection.selected == ("phase", "P1")


def test_that_the_outline_tells_dates_and_money_after_a_drag(desk: Desk) -> None:
    desk.drag("P3", date(2027, 6, 28))
    rows = {row.what: row for row in rollout_rows(desk.document.state)}
    assert (rows["phase", "P3"].start, rows["phase", "P3"].money) == ("28 Jun", "–")
    assert rows["credit", "C1"].money == "20,000 / 50,000"
    model = desk.rollout.outline.model()
    assert [model.index(number, FUNDED).data() for number in range(2, 5)] == ["10,000", "10,000", "–"]


def test_that_showing_the_selected_thing_scrolls_to_it(desk: Desk) -> None:
    turn_wheel(desk, QPointF(10, 50), 8, CTRL)
    desk.selection.select(("phase", "P3"))
    desk.rollout.show_selected()
    x = desk.at(desk.bar("P3").box.x, 0).x()
    assert 0 <= x < desk.timeline.viewport().width()


def test_that_every_row_has_words_for_those_who_cannot_see_it(desk: Desk) -> None:
    desk.selection.select(("phase", "P1"))
    assert "P1 · Phase P1" in desk.timeline.accessibleDescription()
    assert "C1 pays 10,000" in desk.timeline.accessibleDescription()
    assert desk.rollout.outline.accessibleName()


def test_that_the_outline_is_a_sound_item_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    state = a_rollout()
    model = OutlineModel(state)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    more = replace(state.plan, phases=(*state.plan.phases, a_phase("P4")))
    with qtbot.waitSignal(model.modelReset):
        model.show_state(State(more, state.schedule))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
