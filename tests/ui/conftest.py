"""Windows in tests, and commands that run in this process."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from planner.plan import State
from tests.builders import a_phase, a_plan
from ui.command_line import DONE, main
from ui.document import Document
from ui.main_window import MainWindow
from ui.theme import is_high_contrast, set_high_contrast
from ui.trouble.dialog import TroubleDialog

PLAN = a_plan(phases=(a_phase("P1"), a_phase("P2")))
"""What the window of a test opens."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int | str | None
    output: str
    errors: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def run_command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["launchwindow", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Ended(left.value.code or DONE, printed.out, printed.err)

    return run_command


def troubles(window: QWidget) -> list[str]:
    """What the error dialogs that are open say."""
    return [each.text for each in window.findChildren(TroubleDialog) if each.is_open]


@pytest.fixture(autouse=True)
def plain_contrast() -> None:
    """Contrast belongs to the application, which all tests share: each begins with the plain one."""
    if QApplication.instance() is not None and is_high_contrast():
        set_high_contrast(False)


@pytest.fixture(autouse=True)
def steps_before_documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps go before their documents: where the collector takes both, Qt looks for steps that are freed."""
    made: list[Document] = []
    begin = Document.__init__

    def noted(self: Document, *args: Any, **details: Any) -> None:  # noqa: ANN401 - as a document takes them
        begin(self, *args, **details)
        made.append(self)

    monkeypatch.setattr(Document, "__init__", noted)
    yield
    for document in filter(isValid, made):
        document.undo_stack.blockSignals(True)  # noqa: FBT003 - Qt takes no keyword
        document.undo_stack.clear()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The main window on PLAN; closed without a question."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    shown = MainWindow(Document(State(PLAN)), settings)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    shown.close()
    shown.deleteLater()
