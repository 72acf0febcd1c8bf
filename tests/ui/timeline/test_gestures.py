"""Every gesture of the mouse by real events: its plan, its one step, and what is painted."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from planner.plan import State
from planner.rollout.dependencies import Dependency
from tests.ui.timeline.conftest import LEFT, Desk, a_rollout
from ui.timeline import stretching
from ui.timeline.links import LinkKey, arrow_of

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = LinkKey("P1", "P2", "FS")
MONDAY = date(2027, 3, 1)


def picture(desk: Desk) -> QImage:
    return desk.timeline.viewport().grab().toImage()


def one_step(desk: Desk, text: str, gesture: Callable[[], None]) -> None:
    """The gesture is one step of that name, paints another picture, and undo leads back to the same value."""
    state, image, stack = desk.document.state, picture(desk), desk.document.undo_stack
    before = stack.count()
    gesture()
    assert (stack.count(), stack.text(stack.count() - 1)) == (before + 1, text)
    assert picture(desk) != image
    stack.undo()
    assert desk.document.state is state
    stack.redo()


def edge(desk: Desk, phase: str) -> QPoint:
    box = desk.bar(phase).box
    return desk.at(box.right - 2, box.middle)


def pull(desk: Desk, start: QPoint, end: QPoint) -> None:
    desk.press(start)
    desk.move(end - QPoint(4, 0))
    desk.move(end)
    desk.release(end)


def finish(desk: Desk, phase: str) -> date:
    found = desk.document.schedule.assignment(phase)
    assert found is not None
    return found.finish


def on_link(desk: Desk, key: LinkKey, place: int = 1) -> QPoint:
    """The middle of a stretch of a link's line."""
    arrow = arrow_of(desk.timeline.picture, key)
    assert arrow is not None
    (x1, y1), (x2, y2) = arrow.points[place : place + 2]
    return desk.at((x1 + x2) / 2, (y1 + y2) / 2)


@pytest.fixture
def roomy(desk: Desk) -> Desk:
    """Days so wide that every edge can be met."""
    for _ in range(3):
        desk.rollout.zoom_in()
    desk.timeline.horizontalScrollBar().setValue(0)
    return desk


@pytest.mark.parametrize("follows", [True, False])
def test_that_the_right_edge_stretches_the_work_and_asks_whether_its_cost_follows(
    roomy: Desk, monkeypatch: pytest.MonkeyPatch, *, follows: bool
) -> None:
    asked: list[tuple[int, int]] = []

    def answer(_parent: object, _phase: str, _duration: int, costs: tuple[int, int], _currency: str) -> int:
        asked.append(costs)
        return costs[1] if follows else costs[0]

    monkeypatch.setattr(stretching, "ask_cost", answer)
    to = roomy.on_day("P3", date(2027, 5, 21))
    one_step(roomy, "Stretch P3 Phase P3", lambda: pull(roomy, edge(roomy, "P3"), to))
    option = roomy.plan.phase["P3"].options[0]
    assert asked == [(20_000, 30_000)]
    assert (option.duration, option.cost) == (15, 30_000 if follows else 20_000)
    assert finish(roomy, "P3") == date(2027, 5, 21)


def test_that_a_stretch_pushes_what_waits_and_none_shorter_than_a_day_is_made(
    roomy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretching, "ask_cost", lambda *_: 20_000)
    pull(roomy, edge(roomy, "P1"), roomy.on_day("P1", date(2027, 2, 16)))
    assert (finish(roomy, "P1"), roomy.start("P2")) == (date(2027, 2, 16), date(2027, 2, 17))
    pull(roomy, edge(roomy, "P1"), roomy.on_day("P1", date(2027, 1, 20)))
    assert roomy.plan.phase["P1"].options[0].duration == 1


def test_that_a_stretch_given_up_at_the_question_is_none(roomy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    before = roomy.document.state
    pull(roomy, edge(roomy, "P3"), roomy.on_day("P3", date(2027, 5, 21)))
    assert roomy.document.state is before


def test_that_a_link_is_selected_by_its_line_and_delete_removes_it(roomy: Desk) -> None:
    QTest.mouseClick(roomy.timeline.viewport(), LEFT, pos=on_link(roomy, FIRST))
    assert roomy.timeline.selected_link == FIRST
    one_step(roomy, "Remove link P1 Phase P1 → P2 Phase P2", lambda: roomy.key(Qt.Key.Key_Delete))
    assert [(each.predecessor, each.successor) for each in roomy.plan.dependencies] == [("P2", "P3")]


def test_that_a_link_drawn_to_the_side_waits_longer(roomy: Desk) -> None:
    start = on_link(roomy, FIRST)
    days = round(3 * roomy.timeline.day_width)  # from the Saturday behind P1 to a Tuesday
    one_step(roomy, "Change lag of P1 Phase P1 → P2 Phase P2", lambda: pull(roomy, start, start + QPoint(days, 0)))
    assert roomy.plan.dependencies[0] == Dependency(predecessor="P1", successor="P2", lag=1)
    assert roomy.start("P2") == date(2027, 2, 16)


def end_of(desk: Desk, key: LinkKey, place: int) -> QPoint:
    arrow = arrow_of(desk.timeline.picture, key)
    assert arrow is not None
    return desk.at(*arrow.points[place])


def test_that_an_end_of_the_selected_link_is_let_go_on_another_bar(roomy: Desk) -> None:
    QTest.mouseClick(roomy.timeline.viewport(), LEFT, pos=on_link(roomy, FIRST))
    to = roomy.on_day("P3", date(2027, 5, 5))
    one_step(roomy, "Re-aim link of P1 Phase P1", lambda: pull(roomy, end_of(roomy, FIRST, -1), to))
    assert [(each.predecessor, each.successor) for each in roomy.plan.dependencies] == [("P1", "P3"), ("P2", "P3")]


def test_that_an_end_let_go_where_it_closes_a_circle_stays_where_it_was(roomy: Desk) -> None:
    second = LinkKey("P2", "P3", "FS")
    QTest.mouseClick(roomy.timeline.viewport(), LEFT, pos=on_link(roomy, second))
    before = roomy.document.state
    roomy.press(end_of(roomy, second, -1))
    where = roomy.on_day("P1", date(2027, 2, 3))
    roomy.move(where - QPoint(3, 0))
    roomy.move(where)
    assert roomy.timeline.link_refusal == "P2 already waits for P1: a circle"
    roomy.release(where)
    assert roomy.document.state is before


def test_that_escape_gives_up_every_gesture(roomy: Desk) -> None:
    before = roomy.document.state
    QTest.mouseClick(roomy.timeline.viewport(), LEFT, pos=on_link(roomy, FIRST))
    for start in (edge(roomy, "P3"), end_of(roomy, FIRST, -1), on_link(roomy, FIRST)):
        roomy.press(start)
        roomy.move(start + QPoint(40, 0))
        roomy.key(Qt.Key.Key_Escape)
        roomy.release(start + QPoint(40, 0))
    assert roomy.document.state is before


# Several phases


def click(desk: Desk, phase: str, modifier: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(desk.timeline.viewport(), LEFT, modifier, desk.on_day(phase, desk.start(phase)))


def selected(desk: Desk) -> list[str]:
    return [*desk.selection.phases]


def test_that_ctrl_selects_beside_and_shift_up_to(desk: Desk) -> None:
    click(desk, "P1", Qt.KeyboardModifier.NoModifier)
    click(desk, "P3", CTRL)
    assert selected(desk) == ["P1", "P3"]
    click(desk, "P3", CTRL)
    assert selected(desk) == ["P1"]
    click(desk, "P3", SHIFT)
    assert selected(desk) == ["P1", "P2", "P3"]
    click(desk, "P2", Qt.KeyboardModifier.NoModifier)
    assert selected(desk) == ["P2"]


def test_that_a_rubber_band_selects_the_bars_that_it_touches(desk: Desk) -> None:
    first, second = desk.bar("P1").box, desk.bar("P2").box
    image = picture(desk)
    pull(desk, desk.at(first.x - 12, first.y - 2), desk.at(second.x + 5, second.middle))
    assert desk.selection.phases == ("P1", "P2")
    assert picture(desk) != image
    assert desk.document.undo_stack.count() == 0


def test_that_selected_phases_move_together_in_one_step_and_are_pinned(desk: Desk) -> None:
    click(desk, "P2", Qt.KeyboardModifier.NoModifier)
    click(desk, "P3", CTRL)
    one_step(desk, "Move P2 Phase P2 and 1 more", lambda: desk.drag("P2", MONDAY))
    assert (desk.start("P1"), desk.start("P2"), desk.start("P3")) == (date(2027, 2, 1), MONDAY, date(2027, 5, 17))
    assert [pin.phase for pin in desk.plan.pins] == ["P2", "P3"]


def test_that_phases_moved_together_keep_the_days_between_them(show_state: Callable[[State], Desk]) -> None:
    desk = show_state(a_rollout())
    desk.selection.select_phases(("P1", "P2", "P3"))
    for _ in range(3):
        desk.key(Qt.Key.Key_Right)
    assert [desk.start(name) for name in ("P1", "P2", "P3")] == [
        date(2027, 2, 4),
        date(2027, 2, 18),
        date(2027, 5, 6),
    ]
    assert desk.document.undo_stack.count() == 1


def test_that_arrows_move_a_day_and_with_shift_a_week(desk: Desk) -> None:
    desk.selection.select(("phase", "P3"))
    desk.key(Qt.Key.Key_Right)
    assert desk.start("P3") == date(2027, 5, 4)
    desk.key(Qt.Key.Key_Right, SHIFT)
    assert desk.start("P3") == date(2027, 5, 11)
    desk.key(Qt.Key.Key_Left, SHIFT)
    desk.key(Qt.Key.Key_Left)
    assert desk.document.undo_stack.count() == 0


def test_that_a_link_is_chosen_delayed_and_removed_with_keys(desk: Desk) -> None:
    desk.selection.select(("phase", "P1"))
    desk.key(Qt.Key.Key_L)
    assert desk.timeline.selected_link == FIRST
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Right)
    assert (desk.plan.dependencies[0].lag, desk.document.undo_stack.count()) == (2, 1)
    desk.key(Qt.Key.Key_Delete)
    assert len(desk.plan.dependencies) == 1
    desk.selection.select_phases(("P1", "P3"))
    one_step(desk, "Link P1 Phase P1 → P3 Phase P3", lambda: desk.key(Qt.Key.Key_L, CTRL))
    assert ("P1", "P3") in {(each.predecessor, each.successor) for each in desk.plan.dependencies}


def test_that_ctrl_and_arrows_stretch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretching, "ask_cost", lambda *_: 22_000)
    desk.selection.select(("phase", "P3"))
    one_step(desk, "Stretch P3 Phase P3", lambda: desk.key(Qt.Key.Key_Right, CTRL))
    assert (desk.plan.phase["P3"].options[0].duration, finish(desk, "P3")) == (11, date(2027, 5, 17))


def test_that_a_copy_is_made_with_a_key_and_selected(desk: Desk, qtbot: QtBot) -> None:
    desk.selection.select(("phase", "P2"))
    with qtbot.waitSignal(desk.selection.changed):
        desk.key(Qt.Key.Key_D, CTRL)
    assert [phase.id for phase in desk.plan.phases] == ["P1", "P2", "P4", "P3"]
    assert desk.selection.phases == ("P4",)
    assert desk.document.undo_stack.count() == 1
