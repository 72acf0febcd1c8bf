"""The menu of the timeline: delivery options, waves, and what is offered when."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.ui.timeline.conftest import Desk, a_rollout, a_rollout_of_choices
from ui.timeline.links import LinkKey
from ui.timeline.menu import menu_of
from ui.timeline.questions import wave_parts


@pytest.fixture
def desk(show_state: Callable[[State], Desk]) -> Desk:
    return show_state(a_rollout_of_choices())


def entries(menu: QMenu) -> dict[str, bool]:
    return {each.text().replace("&", ""): each.isEnabled() for each in menu.actions() if each.text()}


def choose(desk: Desk, text: str) -> None:
    menu = menu_of(desk.timeline)
    next(each for each in menu.actions() if each.text().replace("&", "").startswith(text)).trigger()
    menu.deleteLater()


def test_that_another_delivery_is_chosen_from_the_menu_and_with_a_key(desk: Desk) -> None:
    desk.selection.select(("phase", "P3"))
    ticked = [each.text() for each in menu_of(desk.timeline).actions() if each.isChecked()]
    assert ticked == ["Partner PAR · 10 working days · 20,000 USD"]
    choose(desk, "FastTrack")
    run = desk.document.schedule.assignment("P3")
    assert run is not None
    assert (run.option, desk.document.undo_stack.text(0)) == ("fasttrack", "Deliver P3 Phase P3 by FastTrack")
    assert [claim.phase for claim in desk.document.schedule.claims] == ["P1", "P2"]
    desk.key(Qt.Key.Key_O)
    assert [claim.phase for claim in desk.document.schedule.claims] == ["P1", "P2", "P3"]


def answered(monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """Answer every question for a text so; what was asked."""
    asked: list[str] = []

    def answer(dialog: QInputDialog) -> QInputDialog.DialogCode:
        asked.append(dialog.labelText())
        dialog.setTextValue(text)
        return QInputDialog.DialogCode.Accepted

    monkeypatch.setattr(QInputDialog, "exec", answer)
    return asked


def test_that_a_phase_is_split_into_waves_and_joined_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.document.state
    asked = answered(monkeypatch, "60, 40")
    desk.selection.select(("phase", "P1"))
    choose(desk, "Split into waves")
    assert asked == [
        f"P1 has {desk.plan.phase['P1.1'].seats + 40} seats. How many waves, or the seats of each, such as 38, 37, 25?"
    ]
    assert desk.selection.phases == ("P1.1", "P1.2")
    assert [phase.seats for phase in desk.plan.phases[:2]] == [60, 40]
    assert desk.document.undo_stack.text(0) == "Split P1 Phase P1 into waves"
    choose(desk, "Join")
    assert desk.plan == before.plan
    assert desk.document.state == before
    assert desk.selection.selected == ("phase", "P1")


def test_that_keys_split_a_phase_and_join_it_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.document.state
    answered(monkeypatch, "60, 40")
    desk.selection.select(("phase", "P1"))
    desk.key(Qt.Key.Key_S)
    assert [phase.seats for phase in desk.plan.phases[:2]] == [60, 40]
    desk.key(Qt.Key.Key_J)
    assert desk.document.state == before
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert [phase.region for phase in desk.plan.phases[:3]] == ["Global", "EMEA", "APAC"]
    desk.key(Qt.Key.Key_J)
    assert desk.selection.selected == ("phase", "P1")
    assert desk.document.undo_stack.count() == 4


def test_that_a_split_by_region_has_a_wave_in_each(desk: Desk) -> None:
    desk.selection.select(("phase", "P1"))
    choose(desk, "Split by region")
    assert [phase.region for phase in desk.plan.phases[:3]] == ["Global", "EMEA", "APAC"]
    assert sum(phase.seats for phase in desk.plan.phases[:3]) == 100
    assert desk.document.undo_stack.count() == 1


def test_that_only_what_can_be_done_is_offered(desk: Desk) -> None:
    assert entries(menu_of(desk.timeline)) == {}
    desk.selection.select(("phase", "P1"))
    assert not entries(menu_of(desk.timeline))["Join"]
    desk.selection.select_phases(("P1", "P2"))
    assert entries(menu_of(desk.timeline))["Join"]
    assert not entries(menu_of(desk.timeline))["Split into waves …"]
    desk.timeline.select_link(LinkKey("P1", "P2", "FS"))
    assert [*entries(menu_of(desk.timeline))] == ["Change lag …", "Remove link"]


def test_that_a_press_of_the_right_button_opens_the_menu_of_what_lies_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, bool]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(entries(menu)))
    at = desk.on_day("P2", desk.start("P2"))
    view = desk.timeline.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    assert desk.selection.selected == ("phase", "P2")
    assert "Split into waves …" in shown[0]
    assert desk.document.undo_stack.count() == 0


def test_that_a_phase_without_dates_offers_no_other_delivery(show_state: Callable[[State], Desk]) -> None:
    plan, _ = a_rollout()
    desk = show_state(State(plan, Schedule(())))
    desk.selection.select(("phase", "P1"))
    assert not [each for each in menu_of(desk.timeline).actions() if each.isCheckable() and each.isEnabled()]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("3", (1, 1, 1)), ("60, 40", (60, 40)), ("60;40", (60, 40)), ("60, 50", None), ("two", None), ("", None)],
)
def test_that_waves_are_a_number_or_seats_that_sum_to_the_phases(text: str, parts: tuple[int, ...] | None) -> None:
    assert wave_parts(text, 100) == parts
