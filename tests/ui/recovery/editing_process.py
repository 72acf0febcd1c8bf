"""A window that edits, saves and solves until it is killed: ``python -m tests.ui.recovery.editing_process DATA FILE``.

It writes a line for each edit, as soon as it is made: its number and the moment of the monotonic clock.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from planner.edits import change_plan
from ui.main import open_window
from ui.main_window import MainWindow

EVERY = 60
"""Milliseconds between edits."""
SAVED, SOLVED = 53, 29
"""Every so many edits the file is saved, and a solve begins."""


def main(data: Path, file: Path) -> None:
    application = QApplication(["launchwindow"])
    settings = QSettings(str(data / "settings.ini"), QSettings.Format.IniFormat)
    window = open_window(application, file, settings, data)
    number = 0

    def edit() -> None:
        nonlocal number
        number += 1
        make_edit(window, number)

    timer = QTimer()
    timer.timeout.connect(edit)
    timer.start(EVERY)
    application.exec()


def make_edit(window: MainWindow, number: int) -> None:
    """Edit, and tell; now and then save or solve as well."""
    window.document.apply_plan("Rename", change_plan(window.document.plan, name=f"Edit {number}"))
    sys.stdout.write(f"{number} {time.monotonic()}\n")
    sys.stdout.flush()
    if number % SAVED == 0:
        window.files.save()
    if number % SOLVED == 0:
        window.actions_.solve.trigger()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
