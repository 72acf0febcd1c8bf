"""Swimlanes in the window: grouped and folded by mouse and keys, alike in outline and timeline, and remembered."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from planner.picture.swimlanes import Grouping
from planner.plan import State
from tests.ui.timeline.conftest import LEFT, Desk, a_rollout, show
from ui.main_window import MainWindow
from ui.selection import Selected
from ui.timeline.lanes import Lanes
from ui.timeline.outline import ID, NAME, OutlineModel
from ui.timeline.paper import PageDialog
from ui.timeline.view import work_days

ALL = [("lane", "North"), ("phase", "P1"), ("phase", "P3"), ("lane", "South"), ("phase", "P2")]
FOLDED = [("lane", "North"), ("lane", "South"), ("phase", "P2")]


@pytest.fixture
def grouped(qtbot: QtBot) -> Desk:
    """P1 and P3 in the north, P2 in the south."""
    state = a_rollout()
    places = {"P1": "North", "P2": "South", "P3": "North"}
    phases = tuple(replace(phase, region=places[phase.id]) for phase in state.plan.phases)
    desk = show(qtbot, State(replace(state.plan, phases=phases), state.schedule))
    desk.rollout.lanes.group_by("region")
    return desk


def outlined(desk: Desk) -> OutlineModel:
    model = desk.rollout.outline.model()
    assert isinstance(model, OutlineModel)
    return model


def in_outline(desk: Desk) -> list[Selected]:
    return [each for each in outlined(desk).rows.things if each and each[0] in {"lane", "phase"}]


def in_timeline(desk: Desk) -> list[Selected]:
    picture = desk.timeline.picture
    tops: dict[Selected, float] = {("lane", head.key): head.row.y for head in picture.heads}
    tops |= {("phase", row.phase): row.row.y for row in picture.rows}
    return sorted(tops, key=lambda each: tops[each])


def cell(desk: Desk, what: Selected, column: int) -> QPoint:
    outline = desk.rollout.outline
    return outline.visualRect(index_of(desk, what, column)).center()


def index_of(desk: Desk, what: Selected, column: int = ID) -> QModelIndex:
    number = outlined(desk).row_of(what)
    assert number is not None
    return outlined(desk).index(number, column)


def test_that_outline_and_timeline_show_the_same_lanes_at_the_same_heights(grouped: Desk) -> None:
    assert in_outline(grouped) == in_timeline(grouped) == ALL
    outline, picture = grouped.rollout.outline, grouped.timeline.picture
    for head in picture.heads:
        rect = outline.visualRect(index_of(grouped, ("lane", head.key)))
        assert (rect.y(), rect.height()) == (grouped.at(0, head.row.y).y(), head.row.height)


def test_that_a_click_on_its_sign_folds_a_lane_and_a_second_one_unfolds_it(grouped: Desk) -> None:
    viewport = grouped.rollout.outline.viewport()
    QTest.mouseClick(viewport, LEFT, pos=cell(grouped, ("lane", "North"), ID))
    assert in_outline(grouped) == in_timeline(grouped) == FOLDED
    QTest.mouseClick(viewport, LEFT, pos=cell(grouped, ("lane", "North"), ID))
    assert in_outline(grouped) == in_timeline(grouped) == ALL


def test_that_a_click_on_its_name_selects_a_lane_and_folds_nothing(grouped: Desk) -> None:
    QTest.mouseClick(grouped.rollout.outline.viewport(), LEFT, pos=cell(grouped, ("lane", "South"), NAME))
    assert grouped.selection.selected == ("lane", "South")
    assert in_outline(grouped) == ALL


def test_that_a_double_click_on_the_head_in_the_timeline_folds_the_lane(grouped: Desk) -> None:
    head = grouped.timeline.picture.heads[0]
    QTest.mouseDClick(grouped.timeline.viewport(), LEFT, pos=grouped.at(5, head.row.middle))
    assert in_timeline(grouped) == FOLDED


@pytest.mark.parametrize("half", ["outline", "timeline"])
@pytest.mark.parametrize(
    ("fold", "unfold"),
    [(Qt.Key.Key_Left, Qt.Key.Key_Right), (Qt.Key.Key_Space, Qt.Key.Key_Space), (Qt.Key.Key_Return, Qt.Key.Key_Enter)],
)
def test_that_keys_fold_the_selected_lane_and_move_nothing(
    grouped: Desk, half: str, fold: Qt.Key, unfold: Qt.Key
) -> None:
    before = grouped.document.state
    target = getattr(grouped.rollout, half)
    grouped.selection.select(("lane", "North"))
    QTest.keyClick(target, fold)
    assert in_outline(grouped) == in_timeline(grouped) == FOLDED
    QTest.keyClick(target, unfold)
    assert in_outline(grouped) == in_timeline(grouped) == ALL
    assert grouped.document.state is before


def test_that_the_arrow_keys_lead_past_heads_and_phases_in_their_order(grouped: Desk) -> None:
    grouped.selection.select(("lane", "North"))
    passed = []
    for _ in range(4):
        grouped.key(Qt.Key.Key_Down)
        passed.append(grouped.selection.selected)
    assert passed == ALL[1:]


def test_that_a_bar_in_a_lane_is_dragged_as_anywhere(grouped: Desk) -> None:
    start = grouped.start("P2")
    later = start.replace(day=22)
    grouped.drag("P2", later)
    assert grouped.start("P2") == later
    assert in_outline(grouped) == in_timeline(grouped) == ALL


def test_that_a_lane_has_words_for_those_who_cannot_see_it(grouped: Desk) -> None:
    grouped.selection.select(("lane", "North"))
    words = "North, 2 phases\n1 Feb – 14 May\nClaims 20,000\nUnfolded; Space or Enter to fold it"
    assert grouped.timeline.accessibleDescription() == words
    assert index_of(grouped, ("lane", "North"), NAME).data(Qt.ItemDataRole.AccessibleTextRole) == words


def test_that_every_choice_of_the_menu_groups_so(grouped: Desk) -> None:
    menu = grouped.rollout.toggles[-1].menu()
    assert isinstance(menu, QMenu)
    chosen = []
    for action in menu.actions():
        action.trigger()
        chosen.append(grouped.rollout.lanes.by)
        assert action.isChecked()
    assert chosen == [None, "region", "partner", "workload", "credit", "plan"]
    grouped.rollout.lanes.group_by("credit")
    assert [head.key for head in grouped.timeline.picture.heads] == ["C1"]


def test_that_the_pages_have_the_lanes_of_the_window(grouped: Desk) -> None:
    grouped.rollout.lanes.toggle("North")
    dialog = PageDialog(work_days(grouped.document.state), grouped.rollout.lanes.grouping)
    assert dialog.setup.grouping == Grouping("region", frozenset({"North"}))
    dialog.deleteLater()


def test_that_lanes_and_what_is_folded_are_remembered(tmp_path: Path) -> None:
    def opened() -> Lanes:
        return Lanes(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))

    assert opened().grouping is None
    lanes = opened()
    lanes.group_by("workload")
    lanes.toggle("Intune")
    assert opened().grouping == Grouping("workload", frozenset({"Intune"}))
    opened().toggle("Entra ID")
    assert opened().grouping == Grouping("workload", frozenset({"Intune", "Entra ID"}))
    for key in ("Intune", "Entra ID"):
        opened().toggle(key)
    assert opened().grouping == Grouping("workload")


def test_that_the_windows_panels_take_a_selected_lane(window: MainWindow) -> None:
    window.rollout.lanes.group_by("workload")
    key = window.rollout.timeline.picture.heads[0].key
    window.selection.select(("lane", key))
    window.edit_selected()
    window.rollout.show_selected()
    window.selection.select(None)
