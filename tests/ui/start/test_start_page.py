"""The start page: begin, go on, take a template, come back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from planner.files import write
from planner.plan import State
from tests.ui.conftest import PLAN
from ui.document import Document
from ui.file_actions import empty_plan
from ui.main_window import MainWindow
from ui.recent import MOST, RecentFile, forget, recent_files, remember
from ui.start.start_page import StartPage
from ui.start.templates import TEMPLATES

MOMENT = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 - the user's own clock


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def begun(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[MainWindow, StartPage]]:
    """The window as it opens without a file, after a file that is there and one that is gone were used."""
    there = tmp_path / "there.rollout"
    write(State(PLAN), there)
    remember(settings, tmp_path / "gone.rollout", MOMENT)
    remember(settings, there, MOMENT)
    window = MainWindow(Document(State(empty_plan(PLAN.start))), settings)
    window.show_start()
    with qtbot.waitExposed(window):
        window.show()
    assert window.start is not None
    yield window, window.start
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    window.close()
    window.deleteLater()


Begun = tuple[MainWindow, StartPage]


def test_that_recent_files_are_listed_with_their_day_and_missing_ones_are_told(begun: Begun) -> None:
    _, start = begun
    there, gone = start.recent
    assert (there.text(), there.isEnabled()) == ("there", True)
    assert "20 Nov 2026" in there.description()
    assert (gone.text(), gone.isEnabled()) == ("gone", False)
    assert gone.description().startswith("no longer in")


def test_that_a_recent_rollout_is_opened_by_a_click_and_takes_the_place_of_the_page(begun: Begun) -> None:
    window, start = begun
    QTest.mouseClick(start.recent[0], Qt.MouseButton.LeftButton)
    assert window.document.plan == PLAN
    assert not window.is_at_start
    assert window.toolbar.isVisible()


def test_that_a_missing_file_is_taken_off_the_list_for_good(begun: Begun, settings: QSettings) -> None:
    window, start = begun
    button = next(
        each for each in start.findChildren(QToolButton) if each.accessibleName().endswith("gone off the list")
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [each.text() for each in start.recent] == ["there"]
    assert [each.path.stem for each in recent_files(settings)] == ["there"]
    assert window.is_at_start


@pytest.mark.parametrize("number", range(len(TEMPLATES)))
def test_that_a_template_begins_a_rollout_without_a_file_and_without_a_step_back(begun: Begun, number: int) -> None:
    window, start = begun
    QTest.keyClick(start.templates[number], Qt.Key.Key_Space)
    assert len(window.document.plan.phases) == TEMPLATES[number].phases
    assert window.document.path is None
    assert not window.document.undo_stack.canUndo()
    assert not window.is_at_start


def test_that_enter_presses_what_has_the_keys(begun: Begun) -> None:
    window, start = begun
    start.new.setFocus()
    QTest.keyClick(start.new, Qt.Key.Key_Return)
    assert not window.is_at_start
    assert window.document.plan.phases == ()


def test_that_the_keys_are_on_the_last_rollout_that_is_still_there(begun: Begun) -> None:
    window, start = begun
    assert window.focusWidget() is start.recent[0]


def test_that_the_page_is_reached_from_the_menu_and_leads_back_to_what_is_open(window: MainWindow) -> None:
    window.document.apply_plan("Rename", replace(PLAN, name="Mine"))
    state = window.document.state
    window.actions_.start_page.trigger()
    assert window.start is not None
    assert window.pages.currentWidget() is window.start
    assert window.start.back.text() == "Back to Mine"
    window.start.back.click()
    assert window.pages.currentWidget() is window.work
    assert window.document.state is state


def test_that_an_edit_made_from_the_page_is_seen(window: MainWindow) -> None:
    window.actions_.start_page.trigger()
    window.actions_.add_phase.trigger()
    assert not window.is_at_start


def test_that_the_tables_come_back_with_the_rollout(window: MainWindow) -> None:
    window.actions_.show_tables.trigger()
    window.actions_.start_page.trigger()
    assert window.tables_dock.isHidden()
    window.show_work()
    assert not window.tables_dock.isHidden()
    assert window.actions_.show_tables.isChecked()


def test_that_unsaved_work_is_asked_for_before_a_template_takes_its_place(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.apply_plan("Rename", replace(PLAN, name="Mine"))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Cancel)
    window.begin(TEMPLATES[0])
    assert window.document.plan.name == "Mine"


def test_that_the_list_of_recent_files_is_short_and_the_last_one_comes_first(settings: QSettings) -> None:
    paths = [Path(f"/plans/{number}.rollout") for number in range(MOST + 3)]
    for path in [*paths, paths[-2]]:
        remember(settings, path, MOMENT)
    listed = recent_files(settings)
    assert len(listed) == MOST
    assert [each.path for each in listed[:2]] == [paths[-2], paths[-1]]
    forget(settings, paths[-2])
    assert recent_files(settings)[0] == RecentFile(paths[-1], MOMENT)


def test_that_a_list_of_an_earlier_version_has_no_days(settings: QSettings) -> None:
    settings.setValue("recent", ["/plans/a.rollout", "/plans/b.rollout"])
    assert [each.opened for each in recent_files(settings)] == [None, None]
