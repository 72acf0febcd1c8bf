"""What menus, questions and keys of the timeline do, by real events: the plan, its one step, and what is painted."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QMessageBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from planner.plan import State
from tests.ui.by_hand import LEFT, answering, click_entry, entry, menu_key, open_menu, press_entry, right_press
from tests.ui.timeline.conftest import Desk, a_rollout_of_choices
from tests.ui.timeline.test_gestures import CTRL, FIRST, MONDAY, SHIFT, edge, on_link, one_step, picture, pull, roomy
from ui.timeline.links import LinkKey

__all__ = ["roomy"]
KEY = Qt.Key
Choose = Callable[[str], None]
pytestmark = pytest.mark.qt_log_ignore("raise", "grabbing the keyboard", "propagateSizeHints")
"""What the offscreen platform says of menus and questions."""

BY_HAND = pytest.mark.parametrize("choose", [click_entry, press_entry])


@pytest.fixture
def desk(show_state: Callable[[State], Desk]) -> Desk:
    return show_state(a_rollout_of_choices())


def menu_on(desk: Desk, phase: str) -> None:
    """Open the menu by a press of the right button on a bar."""
    right_press(desk.timeline.viewport(), desk.on_day(phase, desk.start(phase)))


def click(desk: Desk, phase: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(desk.timeline.viewport(), LEFT, modifier, desk.on_day(phase, desk.start(phase)))


def option_of(desk: Desk, phase: str) -> str:
    run = desk.document.schedule.assignment(phase)
    assert run is not None
    return run.option


# The menu


@BY_HAND
def test_that_another_delivery_is_chosen_in_the_menu(desk: Desk, choose: Choose) -> None:
    def by_menu() -> None:
        menu_on(desk, "P3")
        assert entry(open_menu(), "Partner PAR").isChecked()
        choose("FastTrack")

    one_step(desk, "Deliver P3 Phase P3 by FastTrack", by_menu)
    assert option_of(desk, "P3") == "fasttrack"


def test_that_the_present_delivery_chosen_again_is_no_step(desk: Desk) -> None:
    menu_on(desk, "P3")
    click_entry("Partner PAR")
    assert desk.document.undo_stack.count() == 0
    menu_on(desk, "P3")
    assert entry(open_menu(), "Partner PAR").isChecked()
    QTest.keyClick(open_menu(), KEY.Key_Escape)


def typing(text: str) -> Callable[[QDialog], None]:
    """Type an answer and press Enter."""

    def answer(question: QDialog) -> None:
        line = question.findChild(QSpinBox) or question.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        QTest.keyClick(line, KEY.Key_A, CTRL)
        QTest.keyClicks(line, text)
        QTest.keyClick(question, KEY.Key_Return)

    return answer


def giving_up(question: QDialog) -> None:
    QTest.keyClick(question, KEY.Key_Escape)


@BY_HAND
def test_that_a_phase_is_split_and_joined_in_the_menu(desk: Desk, qtbot: QtBot, choose: Choose) -> None:
    before = desk.document.state

    def split() -> None:
        menu_on(desk, "P1")
        answering(qtbot, typing("60, 40"), lambda: choose("Split into waves"))

    one_step(desk, "Split P1 Phase P1 into waves", split)
    assert [phase.seats for phase in desk.plan.phases[:2]] == [60, 40]
    desk.selection.select_phases(("P1.1", "P1.2"))

    def join() -> None:
        menu_key(desk.timeline.viewport())
        choose("Join")

    one_step(desk, "Join P1.1 Phase P1, wave 1 of 2 and 1 more", join)
    assert desk.document.state == before


def test_that_a_split_given_up_or_of_wrong_seats_is_none(desk: Desk, qtbot: QtBot) -> None:
    before = desk.document.state
    for answer in (giving_up, typing("60, 50")):
        menu_on(desk, "P1")
        answering(qtbot, answer, lambda: click_entry("Split into waves"))
    assert desk.document.state is before


@BY_HAND
def test_that_a_phase_is_split_by_region_in_the_menu(desk: Desk, choose: Choose) -> None:
    def by_menu() -> None:
        menu_on(desk, "P1")
        choose("Split by region")

    one_step(desk, "Split P1 Phase P1 by region", by_menu)
    assert [phase.region for phase in desk.plan.phases[:3]] == ["Global", "EMEA", "APAC"]


@BY_HAND
def test_that_phases_are_linked_in_turn_in_the_menu(desk: Desk, choose: Choose) -> None:
    click(desk, "P1")
    click(desk, "P3", CTRL)

    def by_menu() -> None:
        menu_key(desk.timeline.viewport())
        choose("Link in turn")

    one_step(desk, "Link P1 Phase P1 → P3 Phase P3", by_menu)
    assert ("P1", "P3") in {(each.predecessor, each.successor) for each in desk.plan.dependencies}


@BY_HAND
def test_that_a_copy_is_made_in_the_menu(desk: Desk, choose: Choose) -> None:
    def by_menu() -> None:
        menu_on(desk, "P2")
        choose("Duplicate")

    one_step(desk, "Duplicate P2 Phase P2", by_menu)
    assert [phase.id for phase in desk.plan.phases] == ["P1", "P2", "P4", "P3"]


@BY_HAND
def test_that_the_lag_of_a_link_is_changed_and_the_link_removed_in_the_menu(
    roomy: Desk, qtbot: QtBot, choose: Choose
) -> None:
    def change() -> None:
        right_press(roomy.timeline.viewport(), on_link(roomy, FIRST))
        answering(qtbot, typing("3"), lambda: choose("Change lag"))

    one_step(roomy, "Change lag of P1 Phase P1 → P2 Phase P2", change)
    assert roomy.plan.dependencies[0].lag == 3
    assert roomy.start("P2") == date(2027, 2, 18)

    def remove() -> None:
        right_press(roomy.timeline.viewport(), on_link(roomy, FIRST))
        choose("Remove link")

    one_step(roomy, "Remove link P1 Phase P1 → P2 Phase P2", remove)
    assert [(each.predecessor, each.successor) for each in roomy.plan.dependencies] == [("P2", "P3")]


def test_that_a_lag_given_up_changes_nothing(roomy: Desk, qtbot: QtBot) -> None:
    before = roomy.document.state
    right_press(roomy.timeline.viewport(), on_link(roomy, FIRST))
    answering(qtbot, giving_up, lambda: click_entry("Change lag"))
    assert roomy.document.state is before


# The mouse


def test_that_a_bar_is_moved_in_one_step_and_painted_elsewhere(desk: Desk) -> None:
    one_step(desk, "Move P2 Phase P2", lambda: desk.drag("P2", MONDAY))
    assert desk.start("P2") == MONDAY


def test_that_a_bar_let_go_beside_a_funded_slot_lands_in_it(desk: Desk) -> None:
    one_step(desk, "Move P3 Phase P3", lambda: desk.drag("P3", date(2027, 6, 12)))
    assert desk.start("P3") == date(2027, 6, 10)
    assert [claim.phase for claim in desk.document.schedule.claims] == ["P1", "P2", "P3"]


@pytest.mark.parametrize(("button", "cost"), [("Cost becomes", 30_000), ("Cost stays", 20_000)])
def test_that_a_stretch_asks_whether_its_cost_follows(roomy: Desk, qtbot: QtBot, button: str, cost: int) -> None:
    def answer(question: QDialog) -> None:
        assert isinstance(question, QMessageBox)
        assert question.text() == "P3 now takes 15 working days. Does its cost follow?"
        (found,) = (each for each in question.findChildren(QPushButton) if each.text().startswith(button))
        QTest.mouseClick(found, LEFT)

    def stretch() -> None:
        end = roomy.on_day("P3", date(2027, 5, 21))
        answering(qtbot, answer, lambda: pull(roomy, edge(roomy, "P3"), end))

    one_step(roomy, "Stretch P3 Phase P3", stretch)
    option = roomy.plan.phase["P3"].options[0]
    assert (option.duration, option.cost) == (15, cost)


def test_that_a_stretch_is_given_up_with_escape(roomy: Desk, qtbot: QtBot) -> None:
    before = roomy.document.state
    end = roomy.on_day("P3", date(2027, 5, 21))
    answering(qtbot, giving_up, lambda: pull(roomy, edge(roomy, "P3"), end))
    assert roomy.document.state is before


def test_that_a_band_with_ctrl_selects_beside_what_was_selected(desk: Desk) -> None:
    click(desk, "P3")
    first, second = desk.bar("P1").box, desk.bar("P2").box
    start, end = desk.at(first.x - 12, first.y - 2), desk.at(second.x + 5, second.middle)
    view = desk.timeline.viewport()
    QTest.mousePress(view, LEFT, CTRL, start)
    desk.move(end - QPoint(4, 0))
    desk.move(end)
    during = picture(desk)
    QTest.mouseRelease(view, LEFT, CTRL, end)
    assert desk.selection.phases == ("P3", "P1", "P2")
    assert picture(desk) != during
    assert desk.document.undo_stack.count() == 0


def test_that_escape_gives_up_a_band_a_new_link_and_a_move_of_several(desk: Desk) -> None:
    before, first = desk.document.state, desk.bar("P1").box
    desk.selection.select_phases(("P1", "P3"))
    starts = (desk.at(first.x - 12, first.y - 2), desk.ring("P1"), desk.on_day("P3", desk.start("P3")))
    for start in starts:
        if start == starts[1]:
            desk.ring("P1")
        desk.press(start)
        desk.move(start + QPoint(40, 3))
        during = picture(desk)
        desk.key(KEY.Key_Escape)
        assert picture(desk) != during
        desk.release(start + QPoint(40, 3))
    assert desk.document.state is before
    assert desk.document.undo_stack.count() == 0


# The keys


@pytest.mark.parametrize(
    ("key", "modifier", "start"),
    [
        (KEY.Key_Right, Qt.KeyboardModifier.NoModifier, date(2027, 5, 4)),
        (KEY.Key_Right, SHIFT, date(2027, 5, 10)),
        (KEY.Key_Left, Qt.KeyboardModifier.NoModifier, date(2027, 4, 30)),
        (KEY.Key_Left, SHIFT, date(2027, 4, 26)),
    ],
)
def test_that_an_arrow_moves_in_one_step(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, start: date) -> None:
    click(desk, "P3")
    one_step(desk, "Move P3 Phase P3", lambda: desk.key(key, modifier))
    assert desk.start("P3") == start


def test_that_shift_and_up_or_down_select_several_phases(desk: Desk) -> None:
    click(desk, "P1")
    image = picture(desk)
    desk.key(KEY.Key_Down, SHIFT)
    desk.key(KEY.Key_Down, SHIFT)
    assert [*desk.selection.phases] == ["P1", "P2", "P3"]
    assert picture(desk) != image
    one_step(desk, "Move P1 Phase P1 and 2 more", lambda: desk.key(KEY.Key_Right))


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (KEY.Key_O, Qt.KeyboardModifier.NoModifier, "Deliver P3 Phase P3 by FastTrack"),
        (KEY.Key_D, CTRL, "Duplicate P3 Phase P3"),
        (KEY.Key_S, SHIFT, "Split P3 Phase P3 by region"),
    ],
)
def test_that_a_command_of_a_key_is_one_step(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, step: str) -> None:
    click(desk, "P3")
    one_step(desk, step, lambda: desk.key(key, modifier))


def test_that_s_asks_for_waves_and_j_joins_them(desk: Desk, qtbot: QtBot) -> None:
    before = desk.document.state
    click(desk, "P1")
    one_step(
        desk,
        "Split P1 Phase P1 into waves",
        lambda: answering(qtbot, typing("3"), lambda: desk.key(KEY.Key_S)),
    )
    desk.selection.select_phases(("P1.1", "P1.2", "P1.3"))
    one_step(desk, "Join P1.1 Phase P1, wave 1 of 3 and 2 more", lambda: desk.key(KEY.Key_J))
    assert desk.document.state == before


def test_that_the_lag_and_the_removal_of_a_link_by_keys_are_a_step_each(desk: Desk) -> None:
    click(desk, "P1")
    desk.key(KEY.Key_L)
    assert desk.timeline.selected_link == LinkKey("P1", "P2", "FS")
    one_step(desk, "Change lag of P1 Phase P1 → P2 Phase P2", lambda: desk.key(KEY.Key_Right))
    one_step(desk, "Remove link P1 Phase P1 → P2 Phase P2", lambda: desk.key(KEY.Key_Delete))


@BY_HAND
def test_that_swimlanes_are_chosen_in_their_menu_and_are_no_step(desk: Desk, choose: Choose) -> None:
    menu = desk.rollout.toggles[-1].menu()
    assert isinstance(menu, QMenu)
    for text, by in (("By region", "region"), ("By partner", "partner"), ("None", None)):
        image = desk.rollout.grab().toImage()
        menu.popup(desk.timeline.mapToGlobal(QPoint(40, 40)))
        choose(text)
        assert desk.rollout.lanes.by == by
        assert desk.rollout.grab().toImage() != image
    assert desk.document.undo_stack.count() == 0
