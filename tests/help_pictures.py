"""Make the pictures of the help from the running window: ``python -m tests.help_pictures [FOLDER]``.

They show a template that begins on a fixed day, light, at 100 %: what is too large for a page is cut off. They are
golden pictures too, as those of ``tests.golden_pictures``: a test makes them anew and compares, with room for edges of
letters, which may differ from one platform to another.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from planner.plan import State
from resources import path
from tests.pictured_window import DAY, application_for_pictures, pictured_window, saved_picture, settle, solve
from ui.main_window import MainWindow
from ui.start.templates import TEMPLATES, begun_today

WINDOW = 980, 1_000
WIDEST, TALLEST, DOCK = 660, 420, 420
MOST_BYTES = 60_000
UNSTEADY = ("solve",)
"""Pictures that tell how long something took, and so differ from run to run."""
NAMES = ("start", "timeline", "solve", "credit", "ledgers", "findings", "tables", "palette")


def main(arguments: list[str]) -> None:
    """Write each picture into the folder, or in place of the one before."""
    target = Path(arguments[0]) if arguments else path("help/pictures")
    application_for_pictures()
    with pictured_window(WINDOW) as window:
        for name, widget in shown(window):
            settle()
            saved_picture(widget, target / f"{name}.png", QRect(0, 0, WIDEST, TALLEST))


def shown(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Bring one thing after the other into sight, each with the name of its picture."""
    window.show_start()
    assert window.start is not None
    window.start.setFixedSize(WIDEST, WINDOW[1])
    yield "start", window.start
    window.start.setMinimumSize(0, 0)
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
    window.show_table("phase")
    window.resizeDocks([window.tables_dock], [DOCK], Qt.Orientation.Vertical)
    yield "tables", window.tables_dock
    window.show_page("Ledgers")
    yield "ledgers", window.account_dock
    window.guidance.open_palette()
    palette = window.guidance.palette
    assert palette is not None
    palette.search.setText("intune")
    yield "palette", palette
    palette.reject()


if __name__ == "__main__":
    main(sys.argv[1:])
