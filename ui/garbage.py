"""Python's garbage, collected on the window's thread alone.

Circles of references hold widgets. Where the collector happens to run on a worker, PySide puts their deletion off until
the window's thread is at it, by which time their parents may have deleted them: the program then dies.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

INTERVAL = 1_000
"""Milliseconds between looks at how much there is."""


class Garbage(QObject):
    """Collects in place of Python, which does so on whatever thread asks for memory, while the window is open."""

    _open = 0
    """Windows of this process; with the last one Python collects by itself again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        Garbage._open += 1
        gc.disable()

    def finish(self) -> None:
        """Leave it to Python again, now that no worker runs any more; a second time does nothing."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        Garbage._open -= 1
        if not Garbage._open:
            gc.enable()

    def _collect(self) -> None:
        """Collect what Python would, unless a hand is at work; it waits for the next time then."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        full = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if full:
            gc.collect(full[-1])
