"""The running window for pictures of it: on a fixed day, with settings of its own, in the light or the dark scheme."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QElapsedTimer, QEventLoop, QRect, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from planner.plan import State
from tests.small_pictures import in_few_colours
from ui.document import Document
from ui.file_actions import empty_plan
from ui.main_window import MainWindow
from ui.theme import follow_system

Shot = tuple[str, QWidget]
"""What a picture is called, and what it shows."""
DAY = date(2027, 1, 4)
CLOCKS = tuple(
    f"ui.{module}.today"
    for module in (
        "timeline.header",
        "timeline.view",
        "timeline.last_days",
        "timeline.paper",
        "main_window",
        "tables.table",
        "week.tables",
        "week.monday_page",
        "exporting",
        "seats_dialog",
        "catalogue_menus",
        "fields.choices",
        "fields.editing",
        "panels.phase_editor",
        "panels.rollout_editor",
        "what_if.offer_weighing",
    )
)
"""All who ask what day it is."""
SCHEMES = ("ui.theme.is_dark", "ui.fields.style.is_dark", "ui.help.help_text.is_dark")
"""All who ask whether it is dark."""
CALM_MILLISECONDS = 60
"""What waits for the hand to rest is shown after so long."""
MOST_MILLISECONDS = 60_000
SMALLEST = 0
"""What Qt calls the quality of a PNG that is compressed the most; no pixel is lost."""


def application_for_pictures(*, is_dark: bool = False) -> QApplication:
    """The application in a scheme, off the screen unless the environment says otherwise.

    Not every platform lets a program choose the scheme, so what the window asks for it is answered here.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["LC_ALL"] = "C.UTF-8"  # days and sums are written as the language of the system has them
    application = QApplication(["launchwindow"])
    application.setCursorFlashTime(0)
    for asked in SCHEMES:
        patch(asked, lambda: is_dark).start()
    follow_system(application)
    return application


@contextmanager
def pictured_window(size: tuple[int, int], *, day: date = DAY) -> Iterator[MainWindow]:
    """The window, shown on an empty plan; closed without a question."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for clock in CLOCKS:
            stack.enter_context(patch(clock, lambda: day))
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Document(State(empty_plan(day))), settings)
        window.resize(*size)
        window.show()
        yield window
        window.document.undo_stack.setClean()
        window.close()


def settle(milliseconds: int = CALM_MILLISECONDS) -> None:
    """Let the window show what waits for the hand to rest."""
    rested = QEventLoop()
    QTimer.singleShot(milliseconds, rested.quit)
    rested.exec()


def patiently(is_done: Callable[[], bool], milliseconds: int = MOST_MILLISECONDS) -> bool:
    """Wait until something is done, at most so long; whether it is."""
    clock = QElapsedTimer()
    clock.start()
    while not is_done() and clock.elapsed() < milliseconds:
        settle()
    return is_done()


def saved_picture(widget: QWidget, file: Path, cut: QRect) -> None:
    """Write a cut of what a widget shows; on a screen of more pixels the cut has more of them."""
    scale = widget.devicePixelRatio()
    cut = cut.intersected(widget.rect())
    pixels = QRect(cut.topLeft() * scale, cut.size() * scale)
    file.parent.mkdir(parents=True, exist_ok=True)
    in_few_colours(widget.grab().toImage().copy(pixels)).save(str(file), "PNG", SMALLEST)  # type: ignore[call-overload]


def solve(window: MainWindow) -> None:
    """Solve, and wait for the end."""
    window.actions_.solve.trigger()
    solved_by(window, MOST_MILLISECONDS)


def solved_by(window: MainWindow, milliseconds: int) -> None:
    """Wait for the end of the solve that runs; it is stopped after so long."""
    runner, solved = window.solving.runner, QEventLoop()
    QTimer.singleShot(milliseconds, window, runner.stop)
    runner.solved.connect(solved.quit)
    if runner.is_running:
        solved.exec()
