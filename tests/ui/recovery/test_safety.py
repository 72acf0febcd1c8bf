"""Unsaved work in the window: written, offered, restored as one step, forgotten once it is saved or given up."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from planner.files import read, write
from planner.files.journal import Entry, entry_files, read_entry, write_entry
from planner.plan import State
from resources import path
from tests.files.test_journal import NOW
from tests.ui.conftest import PLAN
from ui.document import Document
from ui.file_actions import empty_plan
from ui.main_window import MainWindow
from ui.recovery.offer import RecoveryOffer

Open = Callable[[Path | None], MainWindow]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(path("samples/calder.rollout"), tmp_path / "plan.rollout"))


@pytest.fixture
def opened(qtbot: QtBot, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens windows that share one folder of data; all are closed without a question."""
    windows: list[MainWindow] = []

    def open_window(file: Path | None) -> MainWindow:
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Document(State(empty_plan(PLAN.start))), settings, data)
        windows.append(window)
        with qtbot.waitExposed(window):
            window.show()
        if file is not None:
            window.files.open_path(file)
        return window

    yield open_window
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    for window in windows:
        window.close()
        window.deleteLater()


def rename(window: MainWindow, name: str) -> None:
    window.document.apply_plan("Rename", replace(window.document.plan, name=name))


def entries(data: Path) -> list[Entry | None]:
    return [read_entry(file) for file in entry_files(data / "journal")]


def written(qtbot: QtBot, data: Path, name: str) -> None:
    qtbot.waitUntil(lambda: [each.state.plan.name for each in entries(data) if each is not None] == [name])


def answer(text: str) -> None:
    """Press the button of that text in the message box that is about to open."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        (button,) = [each for each in box.buttons() if each.text().replace("&", "") == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, press)


def test_that_an_edit_is_in_the_journal_until_it_is_saved(qtbot: QtBot, opened: Open, file: Path, data: Path) -> None:
    window = opened(file)
    rename(window, "First")
    written(qtbot, data, "First")
    rename(window, "Second")
    written(qtbot, data, "Second")
    (entry,) = entries(data)
    assert entry is not None
    assert (entry.path, entry.steps, entry.last_step) == (file, 2, "Rename")
    assert window.files.save()
    qtbot.waitUntil(lambda: not entries(data))


def test_that_a_window_that_is_closed_leaves_nothing_to_recover(
    qtbot: QtBot, opened: Open, file: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(file)
    rename(window, "Given up")
    written(qtbot, data, "Given up")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    window.close()
    assert entries(data) == []


def test_that_work_of_a_window_that_lives_is_not_offered_to_another(
    qtbot: QtBot, opened: Open, file: Path, data: Path
) -> None:
    rename(opened(file), "Alive")
    written(qtbot, data, "Alive")
    other = opened(None)
    assert other.safety is not None
    assert not other.safety.offer()


def left(data: Path, file: Path | None, name: str) -> Path:
    """An entry as a crash would leave it."""
    entry_file = data / "journal" / f"{name}.journal"
    state = read(path("samples/calder.rollout"))
    write_entry(entry_file, Entry(file, NOW, 3, "Move M05", State(replace(state.plan, name=name), state.schedule)))
    return entry_file


def offered(window: MainWindow) -> RecoveryOffer:
    assert window.safety is not None
    assert window.safety.offer()
    (dialog,) = window.findChildren(RecoveryOffer)
    return dialog


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_work_left_by_a_crash_is_told_and_restored_as_one_step(
    qtbot: QtBot, opened: Open, file: Path, data: Path
) -> None:
    entry_file = left(data, file, "Rescued")
    window = opened(None)
    dialog = offered(window)
    told = dialog.list.item(0).text()
    assert "Rescued" in told
    assert "3 steps not saved, the last: Move M05\n25 phases" in told
    assert file.name in told
    assert dialog.list.item(0).toolTip() == str(file)
    press(dialog.restore)
    assert window.document.plan.name == "Rescued"
    assert window.document.path == file
    assert not window.document.is_saved
    assert window.document.undo_stack.count() == 1
    qtbot.waitUntil(lambda: not entry_file.exists())
    written(qtbot, data, "Rescued")
    window.document.undo_stack.undo()
    assert window.document.state == read(file)


def test_that_work_whose_file_is_gone_is_restored_all_the_same(opened: Open, data: Path, tmp_path: Path) -> None:
    left(data, tmp_path / "gone.rollout", "Orphan")
    window = opened(None)
    press(offered(window).restore)
    assert window.document.plan.name == "Orphan"
    assert not window.document.is_saved


def test_that_deciding_later_keeps_and_discarding_removes(opened: Open, data: Path) -> None:
    entry_file = left(data, None, "Undecided")
    window = opened(None)
    dialog = offered(window)
    assert "never saved" in dialog.list.item(0).text()
    press(dialog.later)
    assert entry_file.exists()
    assert window.document.plan.name != "Undecided"


def test_that_discarded_work_is_gone(opened: Open, data: Path) -> None:
    entry_file = left(data, None, "Unwanted")
    window = opened(None)
    press(offered(window).discard)
    assert not entry_file.exists()
    assert window.safety is not None
    assert not window.safety.offer()


def test_that_a_file_that_is_open_in_another_window_says_so(opened: Open, file: Path) -> None:
    first, second = opened(file), opened(file)
    assert "another window" not in first.toolbar.saved.text()
    assert second.toolbar.saved.text() == "saved · also open in another window"


def test_that_somebody_elses_changes_are_not_replaced_without_a_question(opened: Open, file: Path, data: Path) -> None:
    window = opened(file)
    rename(window, "Mine")
    theirs = read(file)
    write(State(replace(theirs.plan, name="Theirs"), theirs.schedule), file)
    answer("Cancel")
    assert not window.files.save()
    assert read(file).plan.name == "Theirs"
    assert window.document.plan.name == "Mine"
    answer("Replace")
    assert window.files.save()
    assert read(file).plan.name == "Mine"
    (version, *_) = window.files.earlier_versions
    assert read(version.file).plan.name == "Theirs"
    assert data in version.file.parents


def test_that_an_earlier_version_is_a_step_away(opened: Open, file: Path) -> None:
    window = opened(file)
    rename(window, "Newer")
    assert window.files.save()
    (versions,) = (menu for menu in window.findChildren(QMenu) if menu.title() == "&Earlier versions")
    versions.aboutToShow.emit()
    (action,) = versions.actions()
    action.trigger()
    assert window.document.plan == read(path("samples/calder.rollout")).plan
    window.document.undo_stack.undo()
    assert window.document.plan.name == "Newer"
