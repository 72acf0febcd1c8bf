"""The place where the window is put together and started."""

import importlib
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from planner.plan import State
from ui.background import Background
from ui.data_folder import data_folder
from ui.document import Document
from ui.file_actions import empty_plan
from ui.main_window import MainWindow
from ui.theme import follow_system
from ui.trouble.catching import Catching
from ui.trouble.log import close_log, keep_log

CALM = 800
"""Milliseconds after which OR-Tools is loaded behind the window, so that the first drag does not wait for it."""


def run(path: Path | None) -> int:
    """Open the window on a plan file, or on its start page, and return its exit code when it is closed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Launchwindow")
    application.setOrganizationName("Launchwindow")
    data = data_folder()
    keep_log(data)
    window = open_window(application, path, QSettings(), data)
    catching = Catching(window)
    warm_up = Background(lambda: importlib.import_module("solver.claim_search"), window)
    QTimer.singleShot(CALM, warm_up.start)
    code = application.exec()
    warm_up.wait()
    catching.release()
    close_log()
    window.deleteLater()
    return code


def open_window(
    application: QApplication, path: Path | None, settings: QSettings, data: Path | None = None
) -> MainWindow:
    """The window, shown, on a plan file that can be read; otherwise on its start page.

    data: the folder of the program's own data; work that a crash left there is offered.
    """
    follow_system(application)
    window = MainWindow(Document(State(empty_plan(date.today()))), settings, data)  # noqa: DTZ011 - the user's own day
    if path is None:
        window.show_start()
    window.show()
    if path is not None:
        window.files.open_path(path)
    if window.safety is not None:
        window.safety.offer()
    return window
