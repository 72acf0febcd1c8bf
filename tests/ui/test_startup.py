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
window = open_window(application, Path(sys.argv[1]), QSettings(sys.argv[2], QSettings.Format.IniFormat))
application.processEvents()
assert not window.grab().isNull()
assert window.document.plan.phases
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""


@pytest.mark.skipif(not path("samples/calder.rollout").exists(), reason="the samples are not installed")
def test_that_the_first_paint_imports_no_heavy_library(tmp_path: object) -> None:
    arguments = [str(path("samples/calder.rollout")), f"{tmp_path}/settings.ini", *HEAVY]
    command = [sys.executable, "-c", OPEN_AND_PAINT, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.split()) == (0, []), ran.stderr
