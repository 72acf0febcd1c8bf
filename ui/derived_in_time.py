"""What follows from a State, without holding up whoever edits a large plan."""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import Background
from ui.derived import Derived
from ui.timeline.last_days import is_large

PAUSE = 150
"""Milliseconds without another State after which a large one is worked out."""


class DerivedInTime(QObject):
    """Hands on what is derived of a small plan at once; of a large plan once a worker has it, while edits pause.

    Signals:
        ready(derived): findings, ladder and ledger of the last State that was handed in can be read without waiting.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted: Derived | None = None
        self._worker: Background | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._begin)

    @property
    def is_waiting(self) -> bool:
        """Whether the last one is still being worked out."""
        return self._wanted is not None

    def hand_in(self, derived: Derived) -> None:
        """Take what follows from another State, in place of the one before."""
        self._wanted = derived
        if is_large(derived.state):
            self._pause.start()
        else:
            self._pause.stop()
            self._tell()

    def finish(self) -> None:
        """Wait for the worker, and begin nothing any more."""
        self._pause.stop()
        self._wanted = None
        if self._worker is not None:
            self._worker.wait()

    def _begin(self) -> None:
        if self._wanted is None or self._worker is not None:
            return  # the worker that runs begins again when it is done
        derived = self._wanted
        self._worker = Background(lambda: _worked_out(derived), self)
        self._worker.finished.connect(lambda: self._end(derived))
        self._worker.start()

    def _end(self, derived: Derived) -> None:
        if self._worker is not None:
            self._worker.deleteLater()
            self._worker = None
        if derived is self._wanted:
            self._tell()
        elif not self._pause.isActive():
            self._begin()

    def _tell(self) -> None:
        derived, self._wanted = self._wanted, None
        self.ready.emit(derived)


def _worked_out(derived: Derived) -> Derived:
    """Each is kept by the value itself once somebody has asked for it."""
    _ = (derived.findings, derived.ladder, derived.ledger)
    return derived
