"""The window looks as its golden pictures, which are those of the help; ``make help-pictures`` makes them anew."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from resources import path
from tests.help_pictures import NAMES, UNSTEADY

MOST_DIFFERENCE = 48
"""Of 255, in red, green or blue: edges of letters may differ by less."""
MOST_PIXELS = 0.004
"""The part of all pixels that may differ by more: some letters, but no button, bar or line of text."""
STEADY = tuple(name for name in NAMES if name not in UNSTEADY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all pictures as they are now."""
    folder = tmp_path_factory.mktemp("pictures")
    steady = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
    subprocess.run([sys.executable, "-m", "tests.help_pictures", str(folder)], check=True, timeout=120, env=steady)
    return folder


@pytest.mark.parametrize("name", STEADY)
def test_that_the_window_looks_as_in_its_golden_picture(name: str, made: Path) -> None:
    golden, now = QImage(str(path("help/pictures") / f"{name}.png")), QImage(str(made / f"{name}.png"))
    assert (now.width(), now.height()) == (golden.width(), golden.height())
    differing = list(differences(golden, now))
    most = MOST_PIXELS * golden.width() * golden.height()
    assert len(differing) <= most, f"{name}: {len(differing)} pixels differ, first at {differing[0]}; see {made}"


def test_that_a_button_of_another_colour_is_a_difference() -> None:
    golden = QImage(str(path("help/pictures") / "timeline.png")).convertToFormat(QImage.Format.Format_RGB32)
    changed = golden.copy()
    for x in range(40):
        for y in range(40):
            changed.setPixelColor(100 + x, 100 + y, QColor("#c93430"))
    assert len(list(differences(golden, changed))) > MOST_PIXELS * golden.width() * golden.height()


def differences(one: QImage, other: QImage) -> Iterator[tuple[int, int]]:
    """The places of all pixels that differ by more than may be."""
    first, second = (each.convertToFormat(QImage.Format.Format_RGB32) for each in (one, other))
    for y in range(first.height()):
        for x in range(first.width()):
            if first.pixel(x, y) != second.pixel(x, y):
                a, b = first.pixelColor(x, y), second.pixelColor(x, y)
                if max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) > MOST_DIFFERENCE:
                    yield x, y
