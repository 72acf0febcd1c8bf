"""The window looks as its golden pictures, those of the help among them; ``make golden-pictures`` makes them anew."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from resources import path
from tests import golden_pictures, help_pictures
from tests.golden_pictures import FOLDER, VARIANTS, Variant
from tests.help_pictures import DARK, SCALE, TALLEST, WIDEST, cut_calmly
from tests.small_pictures import in_few_colours, pixels_of

MOST_DIFFERENCE = 24
"""Of 255, in red, green or blue: edges of letters may differ by less."""
MOST_PIXELS = 200
"""So many pixels may differ by more: half of a mark of 20 by 20."""
MARK = 20
STEADY = tuple(name for name in help_pictures.NAMES if name not in help_pictures.UNSTEADY)
MOST_BYTES = 600_000


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_that_the_window_looks_as_in_the_help(tmp_path: Path, *, is_dark: bool) -> None:
    make("tests.help_pictures", str(tmp_path), *(["--dark"] if is_dark else []))
    assert_same(tmp_path, path("help/pictures"), [f"{name}{DARK if is_dark else ''}" for name in STEADY])


def test_that_pictures_of_the_help_are_cut_between_rows_and_columns() -> None:
    """A page of lines and columns that are full of letters, with one blank line and one blank column near its end."""
    rows, columns = SCALE * TALLEST + 40, SCALE * WIDEST + 40
    blank_row, blank_column = SCALE * (TALLEST - 20), SCALE * (WIDEST - 30)
    shades = np.indices((rows, columns)).sum(axis=0).astype(np.uint8) % 251
    shades[blank_row - 2 * SCALE : blank_row + 2 * SCALE] = 255
    shades[:, blank_column - 2 * SCALE : blank_column + 2 * SCALE] = 255
    page = QImage(np.ascontiguousarray(shades).data, columns, rows, columns, QImage.Format.Format_Grayscale8)
    cut = cut_calmly(page)
    assert abs(cut.height() - blank_row) <= 2 * SCALE
    assert abs(cut.width() - blank_column) <= 2 * SCALE


@pytest.mark.parametrize("variant", VARIANTS, ids=[variant.name for variant in VARIANTS])
def test_that_the_window_looks_as_in_its_golden_pictures(variant: Variant, tmp_path: Path) -> None:
    make("tests.golden_pictures", str(tmp_path), *variant.arguments)
    assert_same(tmp_path, FOLDER, [f"{name}-{variant.name}" for name in golden_pictures.NAMES])


def test_that_every_golden_picture_is_made_and_all_are_small() -> None:
    files = [*FOLDER.glob("*.png")]
    made = {f"{name}-{variant.name}" for name in golden_pictures.NAMES for variant in VARIANTS}
    assert {file.stem for file in files} == made
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


@given(
    st.sampled_from(sorted([*FOLDER.glob("*.png"), *path("help/pictures").glob("*.png")])),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.integers(0, 2),
)
def test_that_a_planted_mark_is_a_difference(file: Path, place: tuple[float, float], channel: int) -> None:
    golden = QImage(str(file))
    left, top = (
        round(part * (size - MARK)) for part, size in zip(place, (golden.width(), golden.height()), strict=True)
    )
    changed = golden.convertToFormat(QImage.Format.Format_RGB32)
    for x in range(left, left + MARK):
        for y in range(top, top + MARK):
            changed.setPixelColor(x, y, shifted(changed.pixelColor(x, y), channel))
    assert differing(golden, changed) == MARK * MARK > MOST_PIXELS


def test_that_few_colours_keep_a_picture_as_it_looks() -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            image.setPixelColor(x, y, QColor(4 * x, 4 * y, 128))
    image.setPixelColor(5, 5, QColor("#f0a63a"))
    small = in_few_colours(image)
    assert small.format() == QImage.Format.Format_Indexed8
    assert np.abs(pixels_of(small) - pixels_of(image)).max() <= MOST_DIFFERENCE
    assert small.pixelColor(5, 5) == QColor("#f0a63a")


def make(module: str, *arguments: str) -> None:
    """Draw pictures anew, in a process of their own, since the scale holds for a whole process."""
    steady = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, timeout=120, env=steady)


def assert_same(made: Path, kept: Path, names: Iterable[str]) -> None:
    """Each picture is as large as its golden one, and hardly a pixel differs."""
    for name in names:
        golden, now = QImage(str(kept / f"{name}.png")), QImage(str(made / f"{name}.png"))
        assert (now.width(), now.height()) == (golden.width(), golden.height()), name
        count = differing(golden, now)
        assert count <= MOST_PIXELS, f"{name}: {count} pixels differ; see {made}"


def differing(one: QImage, other: QImage) -> int:
    """How many pixels differ by more than may be."""
    return int((np.abs(pixels_of(one) - pixels_of(other)).max(axis=2) > MOST_DIFFERENCE).sum())


def shifted(colour: QColor, channel: int) -> QColor:
    """A colour that is hardly another one: in one of red, green and blue."""
    parts = [colour.red(), colour.green(), colour.blue()]
    step = MOST_DIFFERENCE + 1
    parts[channel] += step if parts[channel] + step <= 255 else -step
    return QColor(*parts)
