"""Python's garbage, collected on the window's thread alone.

Circles of references hold widgets. Where the collector happens to run on a worker, PySide puts their deletion off until
the window's thread is at it, by which time their parents may have deleted them: the program then dies.

A look at all objects takes a tenth of a second when 10,000 phases are open, long enough to be felt while a wheel turns.
What is there once a plan is open mostly stays until the next one is, so it is set aside (gc.freeze) until then.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

INTERVAL = 1_000
"""Milliseconds between looks at how much there is."""


class Garbage(QObject):
    """Collects in place of Python, which does so on whatever thread asks for memory, while the window is open.

    A circle that was alive when objects were set aside and is dropped later goes when the next rollout is opened.
    """

    _open = 0
    """Windows of this process; with the last one Python collects by itself again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_opened = True
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.collect)
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
            gc.unfreeze()
            gc.enable()

    def look_at_all(self) -> None:
        """The next time look at every object, and set aside what stays: another rollout was opened."""
        self._is_opened = True

    def collect(self) -> None:
        """Collect what Python would, unless a hand is at work; it waits for the next time then."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if self._is_opened:
            self._is_opened = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return
        full = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if full:
            gc.collect(full[-1])
