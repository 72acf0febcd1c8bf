"""Make the picture of the README from the running window: ``python -m tests.readme_picture``.

It shows the sample rollout solved, and why its best-known credit pays no more.
"""

from planner.files import read
from planner.plan import State
from resources import path
from tests.pictured_window import application_for_pictures, pictured_window, saved_picture, settle, solve

WINDOW = 1_440, 900
SAMPLE, CREDIT = "samples/calder.rollout", "ME1"
FILE = "help/window.png"


def main() -> None:
    """Write it in place of the one before."""
    application_for_pictures()
    with pictured_window(WINDOW) as window:
        window.document.replace(State(read(path(SAMPLE)).plan), None)
        solve(window)
        window.solving.accept()
        window.selection.select(("credit", CREDIT))
        window.side.setCurrentWidget(window.inspector)
        window.rollout.fit()
        settle(1_000)
        saved_picture(window, path(FILE), window.rect())


if __name__ == "__main__":
    main()
