"""What opening the window costs: only what the first paint needs is imported."""

import subprocess
import sys

import pytest

from resources import path

HEAVY = (
    "ortools",
    "pandas",
    "docx",
    "openpyxl",
    "matplotlib",
    "networkx",
    "numpy",
    "typst",
    "babel",
    "jsonschema",
    "tomllib",
)
OPEN_AND_PAINT = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ui.main import open_window
application = QApplication(["launchwindow"])
path = Path(sys.argv[1]) if sys.argv[1] else None
window = open_window(application, path, QSettings(sys.argv[2], QSettings.Format.IniFormat))
application.processEvents()
assert not window.grab().isNull()
assert bool(window.document.plan.phases) == (path is not None)
assert (window.pages.currentWidget() is window.start) == (path is None)
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""


@pytest.mark.parametrize("opened", [str(path("samples/calder.rollout")), ""], ids=["sample", "start page"])
def test_that_the_first_paint_imports_no_heavy_library(opened: str, tmp_path: object) -> None:
    arguments = [opened, f"{tmp_path}/settings.ini", *HEAVY]
    command = [sys.executable, "-c", OPEN_AND_PAINT, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.split()) == (0, []), ran.stderr
