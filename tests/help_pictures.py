"""Make the pictures of the help from the running window: ``python -m tests.help_pictures [FOLDER] [--dark]``.

They show a template that begins on a fixed day, at 200 %, so that they are sharp on every screen. What is too large for
a page is cut off where the cut goes through least. They are golden pictures too, as those of ``tests.golden_pictures``:
a test makes them anew and compares, with room for edges of letters, which may differ from one platform to another.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from planner.plan import State
from resources import path
from tests.pictured_window import (
    DAY,
    SMALLEST,
    application_for_pictures,
    patiently,
    pictured_window,
    settle,
    solve,
)
from tests.small_pictures import Pixels, in_few_colours, pixels_of
from ui.export_dialog import ExportDialog
from ui.help.help_text import DOTS_A_METRE
from ui.main_window import MainWindow
from ui.start.templates import TEMPLATES, begun_today

WINDOW = 980, 1_000
WIDEST, TALLEST = 760, 420
BOUNDLESS = 16_777_215
"""Pixels that Qt takes for no limit of a size."""
LEAST_KEPT = 0.8
"""Of what could be shown, so much is kept at least."""
SCALE = 2
MOST_BYTES = 120_000
UNSTEADY = ("solve",)
"""Pictures that tell how long something took, and so differ from run to run."""
NAMES = ("start", "timeline", "solve", "credit", "ledgers", "findings", "tables", "palette", "export")
DARK = "-dark"


def main(arguments: list[str]) -> None:
    """Write each picture into the folder, or in place of the one before."""
    parser = ArgumentParser(prog="python -m tests.help_pictures")
    parser.add_argument("folder", type=Path, nargs="?", default=path("help/pictures"))
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args(arguments)
    os.environ["QT_SCALE_FACTOR"] = str(SCALE)
    application_for_pictures(is_dark=asked.dark)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with pictured_window(WINDOW) as window:
        for name, widget in shown(window):
            settle()
            picture = in_few_colours(cut_calmly(widget.grab().toImage()))
            picture.setDotsPerMeterX(SCALE * DOTS_A_METRE)
            picture.setDotsPerMeterY(SCALE * DOTS_A_METRE)
            file = asked.folder / f"{name}{DARK if asked.dark else ''}.png"
            picture.save(str(file), "PNG", SMALLEST)  # type: ignore[call-overload]


def cut_calmly(image: QImage) -> QImage:
    """As much of a picture as a page has room for, cut between rows and columns rather than through them.

    What is shown in part, as in a panel that scrolls, ends with a whole row, too.
    """
    pixels = pixels_of(image)[: SCALE * TALLEST, : SCALE * WIDEST]
    height = _calmest(pixels)
    is_whole = image.width() <= SCALE * WIDEST
    width = image.width() if is_whole else _calmest(pixels[:height].swapaxes(0, 1))
    return image.copy(QRect(0, 0, width, height))


def _calmest(pixels: Pixels) -> int:
    """Behind which line of pixels colours change least, along it and its neighbours; the last one of the last part."""
    changes = (np.abs(np.diff(pixels, axis=1)).sum(axis=2) > 0).sum(axis=1)
    around = np.max(np.lib.stride_tricks.sliding_window_view(changes, 2 * SCALE + 1), axis=1)
    first = int(LEAST_KEPT * len(around))
    return SCALE + len(around) - int(np.argmin(around[first:][::-1]))


def shown(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Bring one thing after the other into sight, each with the name of its picture."""
    window.show_start()
    assert window.start is not None
    yield "start", _as_wide_as_a_page(window.start, WINDOW[1])
    _release(window.start)
    state = begun_today(TEMPLATES[0], DAY)
    window.document.replace(state, None)
    window.selection.select(("credit", "CPV"))
    yield "timeline", window.rollout
    yield "credit", window.side
    window.show_panel(window.findings)
    yield "findings", window.side
    window.document.replace(State(state.plan), None)
    solve(window)
    yield "solve", window.side
    window.document.replace(state, None)
    export = _export(window)
    yield "export", export
    export.reject()
    window.show_table("phase")
    yield "tables", _as_wide_as_a_page(window.tables_dock.panel())
    _release(window.tables_dock.panel())
    window.show_page("Ledgers")
    yield "ledgers", _as_wide_as_a_page(window.account_dock.panel())
    _release(window.account_dock.panel())
    window.guidance.open_palette()
    palette = window.guidance.palette
    assert palette is not None
    palette.search.setText("intune")
    yield "palette", palette
    palette.reject()


def _as_wide_as_a_page(widget: QWidget, height: int = TALLEST) -> QWidget:
    """So wide that nothing of it has to be cut at its right: it shows as many columns as a panel of that width does."""
    widget.setFixedSize(WIDEST, height)
    return widget


def _release(widget: QWidget) -> None:
    widget.setMinimumSize(0, 0)
    widget.setMaximumSize(BOUNDLESS, BOUNDLESS)


def _export(window: MainWindow) -> ExportDialog:
    """The dialog with the first page of the business case, in a folder that is called alike everywhere."""
    window.actions_.export.trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    dialog.folder.setText("To send")
    dialog.preview.setMinimumWidth(WIDEST // 3)
    dialog.resize(WIDEST, TALLEST)
    patiently(dialog.preview.later.isEnabled)
    return dialog


if __name__ == "__main__":
    main(sys.argv[1:])
