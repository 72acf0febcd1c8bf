"""Pictures of each view of the manager's week in every month of the year that ``tests/test_year.py`` lives through.

``python -m tests.year_pictures FOLDER [--dark]`` writes them, to be looked at.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from planner.plan import State
from planner.status.last import with_status_kept
from tests.pictured_window import application_for_pictures, pictured_window, settle
from tests.test_year import Lived, lived
from ui.guidance import WEEK
from ui.main_window import MainWindow

WINDOW = (1_440, 1_000)
WEEK_HEIGHT = 520


def main(arguments: list[str]) -> None:
    """Write all of them."""
    folder = Path(next(each for each in arguments if not each.startswith("--")))
    folder.mkdir(parents=True, exist_ok=True)
    application_for_pictures(is_dark="--dark" in arguments)
    with pictured_window(WINDOW) as window:
        window.actions_.show_account.setChecked(False)
        for name, widget in (shot for month in lived() for shot in shots(window, month)):
            settle()
            widget.grab().save(str(folder / f"{name}.png"))


def shots(window: MainWindow, lived_through: Lived) -> Iterator[tuple[str, QWidget]]:
    """The timeline as it then is, and each page of the week."""
    month = lived_through.month.as_of
    window.document.replace(_as_kept(lived_through), None)
    settle(500)
    window.rollout.fit()
    yield f"{month:%Y-%m}-timeline", window
    window.show_week(WEEK[0])
    window.resizeDocks([window.week_dock], [WEEK_HEIGHT], Qt.Orientation.Vertical)
    for title in WEEK:
        window.week_dock.panel().show_page(title)
        yield f"{month:%Y-%m}-{title.lower()}", window
    window.actions_.show_week.setChecked(False)


def _as_kept(lived_through: Lived) -> State:
    """The State of the month, beside which the plan keeps that of the month before, as the window does."""
    before, now = with_status_kept(lived_through.before), lived_through.now
    return with_status_kept(State(replace(now.plan, scenarios=before.plan.scenarios), now.schedule))


if __name__ == "__main__":
    main(sys.argv[1:])
