"""Make golden pictures of the window: ``python -m tests.golden_pictures [FOLDER] [--dark] [--scale 2]``.

They are cut small around what they show. Those of the help (``tests.help_pictures``) are golden pictures too, light and
at 100 %; these add what the help does not show, and the dark scheme and 200 %.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from tests.pictured_window import DAY, application_for_pictures, pictured_window, saved_picture, settle
from ui.main_window import MainWindow
from ui.start.templates import TEMPLATES, begun_today

FOLDER = Path(__file__).parent / "ui" / "golden"
WINDOW, DOCK = (1_280, 1_000), 360
NAMES = ("strip", "timeline", "explanation", "swimlanes", "editor", "ladder")


class Variant(NamedTuple):
    """How the window is drawn. name: stands behind the names of its pictures."""

    name: str
    is_dark: bool = False
    scale: int = 1

    @property
    def arguments(self) -> list[str]:
        return [*(["--dark"] if self.is_dark else []), "--scale", str(self.scale)]


VARIANTS = (Variant("light"), Variant("dark", is_dark=True), Variant("double", scale=2))


def main(arguments: list[str]) -> None:
    """Write the pictures of one variant."""
    parser = ArgumentParser(prog="python -m tests.golden_pictures")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=int, default=1)
    asked = parser.parse_args(arguments)
    variant = next(each for each in VARIANTS if (each.is_dark, each.scale) == (asked.dark, asked.scale))
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    application_for_pictures(is_dark=asked.dark)
    with pictured_window(WINDOW) as window:
        for name, widget, cut in shown(window):
            settle()
            saved_picture(widget, asked.folder / f"{name}-{variant.name}.png", cut)


def shown(window: MainWindow) -> Iterator[tuple[str, QWidget, QRect]]:
    """Bring one thing after the other into sight, each with the name of its picture and what is cut out of it."""
    window.document.replace(begun_today(TEMPLATES[0], DAY), None)
    yield "strip", window, QRect(0, 0, 640, 150)
    window.selection.select(("credit", "CPV"))
    yield "timeline", window.rollout, _around_the_edge(window)
    yield "explanation", window.side, QRect(0, 0, 320, 300)
    window.rollout.lanes.group_by("workload")
    yield "swimlanes", window.rollout, _around_the_edge(window)
    window.rollout.lanes.group_by(None)
    window.edit_selected()
    yield "editor", window.side, QRect(0, 0, 420, 300)
    window.show_page("Ladder")
    window.resizeDocks([window.account_dock], [DOCK], Qt.Orientation.Vertical)
    yield "ladder", window.account_dock, QRect(0, 0, WINDOW[0], 300)


def _around_the_edge(window: MainWindow) -> QRect:
    """Dates and money of the outline, and the first bars of the timeline."""
    return QRect(window.rollout.sizes()[0] - 220, 0, 480, 300)


if __name__ == "__main__":
    main(sys.argv[1:])
