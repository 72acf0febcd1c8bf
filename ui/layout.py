"""How the window is laid out, from one session to the next: place and size, docks, edges between halves, and zoom."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.timeline.rollout_view import RolloutView

GEOMETRY, STATE, DAY_WIDTH = "window/geometry", "window/state", "window/day_width"
SIDE_EDGE, OUTLINE_EDGE = "window/side", "window/outline"
ALMOST = 1.1
"""Zooms that differ by less look the same."""
MOST_STEPS = 60
THE_REST = 10_000
"""Pixels of the half that takes what the other leaves; more than any screen has."""


def remember_place(window: "MainWindow", work_state: QByteArray, settings: QSettings) -> None:
    """Keep place and size. work_state: docks and toolbar as they are while a rollout is shown."""
    settings.setValue(GEOMETRY, window.saveGeometry())
    settings.setValue(STATE, work_state)


def remember_edges(window: "MainWindow", settings: QSettings) -> None:
    """Keep the edges between the halves, and the zoom; only while a rollout is shown do they mean anything."""
    settings.setValue(SIDE_EDGE, window.halves.side_width)
    settings.setValue(OUTLINE_EDGE, window.rollout.sizes()[0])
    timeline = window.rollout.timeline
    settings.setValue(DAY_WIDTH, 0 if timeline.is_fitted else timeline.day_width)


def recall_place(window: "MainWindow", settings: QSettings) -> None:
    """Give the window its place and size; Qt keeps it on a screen that is there."""
    window.restoreGeometry(_bytes(settings, GEOMETRY))


def recalled_state(settings: QSettings) -> QByteArray:
    """Docks and toolbar as they were; empty in the first session."""
    return _bytes(settings, STATE)


def recall_edges(window: "MainWindow", settings: QSettings) -> None:
    """Put the edges between the halves, and the zoom, back where the user left them."""
    side, outline = (_number(settings, key) for key in (SIDE_EDGE, OUTLINE_EDGE))
    if side:
        window.halves.setSizes([THE_REST, round(side)])
    if outline:
        window.rollout.setSizes([round(outline), THE_REST])
        window.rollout.splitterMoved.emit(round(outline), 1)  # so that it counts as chosen by the user
    day_width = _number(settings, DAY_WIDTH)
    if day_width:
        _zoom_to(window.rollout, day_width)


def _zoom_to(rollout: "RolloutView", day_width: float) -> None:
    """In steps, as with the keys, to the step next to the width."""
    for _ in range(MOST_STEPS):
        before = rollout.timeline.day_width
        if before * ALMOST < day_width:
            rollout.zoom_in()
        elif before > day_width * ALMOST:
            rollout.zoom_out()
        after = rollout.timeline.day_width
        if after == before or abs(after - day_width) >= abs(before - day_width):
            return


def _bytes(settings: QSettings, key: str) -> QByteArray:
    stored = settings.value(key, QByteArray())
    return stored if isinstance(stored, QByteArray) else QByteArray()


def _number(settings: QSettings, key: str) -> float:
    try:
        number = float(str(settings.value(key, 0)))
    except ValueError:
        return 0.0
    return number if 0 <= number <= THE_REST else 0.0
