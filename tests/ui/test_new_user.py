"""From the start page to an exported business case, once with the keys alone and once with the mouse alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from planner.plan import State
from ui.document import Document
from ui.export_dialog import ExportDialog
from ui.file_actions import empty_plan
from ui.main_window import MainWindow
from ui.timeline.header import today

Key, Modifier = Qt.Key, Qt.KeyboardModifier
COPILOT = 4
"""Where the template stands on the page."""


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window as somebody sees it for the first time; questions for a folder are answered."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    window = MainWindow(Document(State(empty_plan(today()))), settings)
    window.show_start()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield window
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    window.close()
    window.deleteLater()


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Press a key where the keys are; somewhere they have to be."""
    QTest.keyClick(with_keys(qtbot, QWidget), key, modifier)


def with_keys(qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    """What has the keys, once it is of a kind."""
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), kind))
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def by_palette(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    press(qtbot, Key.Key_K, Modifier.ControlModifier)
    palette = window.guidance.palette
    assert palette is not None
    qtbot.waitUntil(palette.search.hasFocus)
    QTest.keyClicks(palette.search, typed)
    press(qtbot, Key.Key_Return)
    window.activateWindow()


def wait_for_export(qtbot: QtBot, tmp_path: Path) -> None:
    """Every format, each whole."""
    written = {".pdf", ".xlsx", ".docx", ".html", ".ics"}
    qtbot.waitUntil(lambda: {file.suffix for file in (tmp_path / "out").glob("*")} == written, timeout=30_000)


def test_that_the_keys_alone_lead_from_the_start_page_to_the_business_case(
    qtbot: QtBot, fresh: MainWindow, tmp_path: Path
) -> None:
    for _ in range(COPILOT):
        press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Return)
    assert fresh.document.plan.name == "Microsoft 365 Copilot rollout"

    by_palette(qtbot, fresh, "edit panel")
    by_palette(qtbot, fresh, "edit selected")
    field = with_keys(qtbot, QLineEdit)
    press(qtbot, Key.Key_End)
    QTest.keyClicks(field, " 2027")
    press(qtbot, Key.Key_Return)
    assert fresh.document.plan.name.endswith("2027")

    by_palette(qtbot, fresh, "go C06")
    moved = fresh.document.schedule.assignment("C06")
    press(qtbot, Key.Key_Right, Modifier.ShiftModifier)
    assert fresh.document.schedule.assignment("C06") != moved

    with qtbot.waitSignal(fresh.solving.runner.solved, timeout=30_000):
        press(qtbot, Key.Key_F5)
    qtbot.waitUntil(fresh.solving.panel.accept.isEnabled)
    fresh.solving.panel.accept.setFocus()
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: fresh.side.currentWidget() is fresh.inspector)

    by_palette(qtbot, fresh, "exp bus")
    dialog = fresh.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.write.hasFocus)
    press(qtbot, Key.Key_F, Modifier.AltModifier)
    qtbot.waitUntil(dialog.folder.hasFocus)
    press(qtbot, Key.Key_A, Modifier.ControlModifier)
    QTest.keyClicks(dialog.folder, str(tmp_path / "out"))
    press(qtbot, Key.Key_Return)
    wait_for_export(qtbot, tmp_path)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at if at is not None else widget.rect().center())


def test_that_the_mouse_alone_leads_from_the_start_page_to_the_business_case(
    qtbot: QtBot, fresh: MainWindow, tmp_path: Path
) -> None:
    assert fresh.start is not None
    click(fresh.start.templates[COPILOT])
    assert fresh.document.plan.name == "Microsoft 365 Copilot rollout"

    tabs = fresh.side.tabBar()
    click(tabs, tabs.tabRect(fresh.side.indexOf(fresh.editor)).center())
    assert fresh.side.currentWidget() is fresh.editor
    assert isinstance(fresh.editor.editor.form.field_widget("the rollout", "Sponsor"), QLineEdit)

    with qtbot.waitSignal(fresh.solving.runner.solved, timeout=30_000):
        click(fresh.toolbar.solve_button)
    qtbot.waitUntil(fresh.solving.panel.accept.isEnabled)
    click(fresh.solving.panel.accept)

    click(fresh.toolbar.export_button)
    dialog = fresh.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    (browse,) = (each for each in dialog.findChildren(QPushButton) if each.accessibleName() == "Browse for folder")
    click(browse)
    click(dialog.write)
    wait_for_export(qtbot, tmp_path)
