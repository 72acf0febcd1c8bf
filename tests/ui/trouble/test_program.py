"""The program itself, as it is started: an exception in a slot is told and logged, and it ends as it should."""

import os
import subprocess
import sys
from pathlib import Path

FAIL_AND_TELL = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import ui.main
from ui.trouble.dialog import TroubleDialog
opened = []
make = ui.main.open_window
def open_window(*arguments):
    opened.append(make(*arguments))
    QTimer.singleShot(50, fail)
    return opened[0]
def fail():
    QTimer.singleShot(300, tell)
    raise KeyError("planted")
def tell():
    print(*(each.text for each in opened[0].findChildren(TroubleDialog)))
    opened[0].close()
    QApplication.quit()
ui.main.open_window = open_window
sys.exit(ui.main.run(None))
"""


def test_that_an_exception_in_a_slot_is_told_and_logged_and_the_program_ends_well(tmp_path: Path) -> None:
    places = {"LAUNCHWINDOW_DATA": f"{tmp_path}/data", "XDG_CONFIG_HOME": f"{tmp_path}/settings"}
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | places
    command = [sys.executable, "-c", FAIL_AND_TELL]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr
    assert "Something unexpected happened: KeyError: 'planted'." in ran.stdout
    assert "KeyError: 'planted'" in (tmp_path / "data" / "launchwindow.log").read_text(encoding="utf-8")
    assert "Traceback" not in ran.stderr
