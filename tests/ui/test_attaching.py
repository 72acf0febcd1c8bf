"""Files linked from the window: read behind it, one step, and found when they are gone or others now."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from planner.files import read
from ui.main_window import MainWindow


def codes(window: MainWindow) -> list[str]:
    return [finding.code for finding in window.attaching.findings]


def test_that_a_file_is_linked_from_the_form_of_its_credit(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, document = tmp_path / "letter.pdf", window.document
    letter.write_bytes(b"%PDF")
    document.save(tmp_path / "plan.rollout")
    credit = next(iter(document.plan.credit))
    window.selection.select(("credit", credit))
    window.editor.show_selected()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    step = f"Link a file to {credit}"
    (button,) = (each for each in window.editor.findChildren(QToolButton) if each.accessibleName() == step)
    with qtbot.waitSignal(window.attaching.told):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    (linked,) = document.plan.credit[credit].attachments
    assert (linked.path, linked.title) == ("letter.pdf", "Approval letter")
    assert document.undo_stack.undoText() == "Link letter.pdf"
    qtbot.waitUntil(lambda: bool(window.attaching._seen))  # noqa: SLF001 - until it has looked
    assert codes(window) == []
    letter.unlink()
    with qtbot.waitSignal(window.attaching.looked):
        window.attaching.look_again()
    assert codes(window) == ["ATTACHMENT-MISSING"]
    assert window.side.tabText(window.side.indexOf(window.findings)).endswith(f"{len(window.derived.findings) + 1}")
    document.undo_stack.undo()
    assert codes(window) == []


def test_that_a_rollout_without_a_file_is_saved_first(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.attaching.told) as told:
        window.attaching.choose(("credit", "C1"))
    assert told.args is not None
    assert "Save the rollout first" in told.args[0]


def test_that_a_file_that_cannot_be_read_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.document.save(tmp_path / "plan.rollout")
    with qtbot.waitSignal(window.attaching.told) as told:
        window.attaching.link(("credit", "C1"), tmp_path / "nowhere.pdf")
    assert told.args is not None
    assert "cannot be read" in told.args[0]


def test_that_saving_into_another_folder_leads_the_links_along(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, document = tmp_path / "letter.pdf", window.document
    letter.write_bytes(b"%PDF")
    (tmp_path / "plans").mkdir()
    document.save(tmp_path / "plan.rollout")
    credit = next(iter(document.plan.credit))
    with qtbot.waitSignal(window.attaching.told):
        window.attaching.link(("credit", credit), letter)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "plans" / "other.rollout"), ""))
    assert window.files.save_as()
    assert read(tmp_path / "plans" / "other.rollout").plan.credit[credit].attachments[0].path == "../letter.pdf"
    qtbot.waitUntil(lambda: window.attaching._seen.keys() == {"../letter.pdf"})  # noqa: SLF001 - until it has looked
    assert codes(window) == []
