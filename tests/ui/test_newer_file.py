"""A file of a newer version in the window: looked at if the user wants to, and never replaced."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from planner.files import read
from tests.files.test_old_and_newer import newer
from tests.files.test_reading import MINIMAL
from tests.ui.conftest import PLAN, troubles
from ui.main_window import MainWindow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "newer.rollout"
    made.write_bytes(newer())
    return made


def answer(monkeypatch: pytest.MonkeyPatch, verb: str) -> list[str]:
    asked: list[str] = []

    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        next(each for each in box.buttons() if each.text().replace("&", "") == verb).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return asked


def test_that_it_is_looked_at_without_a_file_and_saved_only_elsewhere(
    window: MainWindow, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "Look at it")
    assert window.files.open_path(file)
    assert "all but 2 fields" in asked[0]
    assert (window.document.state, window.document.path) == (read(MINIMAL), None)
    assert window.document.is_saved
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    assert not window.files.save()
    assert "Save under another name." in troubles(window)[0]
    assert file.read_bytes() == newer()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine.rollout"), ""))
    assert window.files.save()
    assert read(tmp_path / "mine.rollout") == read(MINIMAL)


def test_that_nothing_changes_where_the_user_does_not_want_to(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "Cancel")
    assert not window.files.open_path(file)
    assert window.document.plan is PLAN
    assert not troubles(window)


def test_that_one_which_is_not_understood_is_told(window: MainWindow, file: Path) -> None:
    file.write_bytes(newer(phases="many"))
    assert not window.files.open_path(file)
    assert "written by a newer Launchwindow" in troubles(window)[0]
    assert window.document.plan is PLAN
