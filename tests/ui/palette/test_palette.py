"""The command palette, driven by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from planner.edits import change_phase
from tests.ui.conftest import PLAN
from ui.main_window import MainWindow
from ui.palette.commands import Command
from ui.palette.palette import MOST_RECENT, NOTHING, Palette
from ui.start.templates import TEMPLATES


def opened(qtbot: QtBot, window: MainWindow) -> Palette:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.guidance.palette
    assert palette is not None
    qtbot.waitUntil(palette.isVisible)
    return palette


def do(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, typed)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.guidance.palette is None


def first_line(palette: Palette) -> list[str]:
    item = palette.list.topLevelItem(0)
    assert item is not None
    return [item.text(column) for column in range(3)]


def actions_of(menu: QMenuBar | QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += actions_of(inner)
        elif not action.isSeparator():
            found.append(action)
    return found


def test_that_every_action_of_the_menus_is_offered_with_its_keys(window: MainWindow) -> None:
    commands = [*window.guidance.commands()]
    offered = {(command.title, command.keys, command.is_possible) for command in commands}
    for action in actions_of(window.menuBar()):
        title = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…").strip()
        assert (title, action.shortcut().toString(), action.isEnabled()) in offered, title


def test_that_every_action_of_the_window_is_in_a_menu(window: MainWindow) -> None:
    """So that the palette, which reads the menus, offers all of them."""
    in_menus = actions_of(window.menuBar())
    assert [action.text() for action in window.actions_ if action not in in_menus] == []


def test_that_an_action_is_done_by_the_beginnings_of_its_words(qtbot: QtBot, window: MainWindow) -> None:
    do(qtbot, window, "add ph")
    assert len(window.document.plan.phases) == len(PLAN.phases) + 1


@pytest.mark.parametrize(
    ("typed", "selected"), [("P2", ("phase", "P2")), ("C1", ("credit", "C1")), ("go partner par", ("partner", "PAR"))]
)
def test_that_a_name_leads_to_what_bears_it(
    qtbot: QtBot, window: MainWindow, typed: str, selected: tuple[str, str]
) -> None:
    do(qtbot, window, typed)
    assert window.selection.selected == selected


def test_that_a_name_leads_to_the_phase_before_it_adds_what_is_called_alike(qtbot: QtBot, window: MainWindow) -> None:
    window.document.apply_plan("Rename", change_phase(PLAN, "P1", name="Intune pilot"))
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, "intune")
    assert palette.shown[0].title == "P1 · Intune pilot"
    assert "FastTrack for Intune" in [command.title for command in palette.shown[1:]]
    palette.reject()


def test_that_panels_tables_and_pages_are_places_to_go_to(qtbot: QtBot, window: MainWindow) -> None:
    do(qtbot, window, "findings panel")
    assert window.side.currentWidget() is window.findings
    do(qtbot, window, "table credits")
    assert window.tables_dock.isVisible()
    assert window.focusWidget().accessibleName() == "Table of credits"
    do(qtbot, window, "account ladder")
    assert window.account_dock.isVisible()
    do(qtbot, window, "chase week")
    assert window.week_dock.isVisible()
    assert window.week_dock.panel().chase.isVisible()


def test_that_a_rollout_is_begun_from_a_template_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    do(qtbot, window, "template copilot")
    assert window.document.path is None
    assert len(window.document.plan.phases) == next(each.phases for each in TEMPLATES if "Copilot" in each.title)


def test_that_a_word_that_nothing_is_called_by_is_told_without_more(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, "zzzz")
    assert first_line(palette) == [NOTHING, "", ""]
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)


def test_that_what_is_not_possible_now_is_told_and_not_done(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, "remove selected")
    assert palette.shown[0].title == "Remove selected"
    assert first_line(palette)[2] == "not now"
    assert "not possible now" in palette.search.accessibleDescription()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert window.guidance.palette is None
    assert window.document.plan is PLAN


def test_that_the_arrows_move_in_the_list_while_one_types(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, "phase")
    before = palette.list.currentIndex().row()
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == before + 1
    assert palette.focusWidget() is palette.search
    assert palette.search.accessibleDescription().startswith(palette.shown[before + 1].title)
    palette.reject()


def test_that_what_was_used_lately_comes_first(qtbot: QtBot, window: MainWindow) -> None:
    do(qtbot, window, "go p2")
    do(qtbot, window, "zoom in")
    palette = opened(qtbot, window)
    assert [command.title for command in palette.shown[:2]] == ["Zoom in", "P2 · Phase P2"]
    palette.reject()


def test_that_only_so_many_are_remembered(window: MainWindow) -> None:
    for number in range(MOST_RECENT + 5):
        command = Command(f"Word {number}", "", "", is_possible=True, is_on=None, do=lambda: None)
        palette = Palette([command], window.guidance.settings, window)
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
        palette.deleteLater()
    stored = window.guidance.settings.value("palette/recent", [], type=list)
    assert isinstance(stored, list)
    assert len(stored) == MOST_RECENT
    assert stored[0].strip() == f"Word {MOST_RECENT + 4}"


def test_that_nothing_found_is_said(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.search, "zzzz")
    assert palette.shown == []
    assert "Nothing is called that" in first_line(palette)[0]
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.reject()
