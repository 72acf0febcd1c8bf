"""Work that takes longer than a frame, away from the window's thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from solver.cancel import Cancel
from ui.trouble.log import LOGGER
from ui.trouble.trouble import reason


class Background(QThread):
    """Runs one piece of work. It has no event loop, so there is nothing to quit: ``wait`` for it.

    Signals:
        succeeded(object): what the work returned.
        failed(str): why it raised, for people.
    """

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - whatever it was, the window lives on and tells
            LOGGER.warning("Work behind the window failed.", exc_info=error)
            self.failed.emit(reason(error))
        else:
            self.succeeded.emit(result)


class OneAtATime(QObject):
    """Runs one piece of work after another in the background, never two at once, and hands on how each ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: Background | None = None
        self._told: tuple[Callable[[Any], object], Callable[[str], object]] = (_nothing, _nothing)

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def start(
        self, work: Callable[[], object], succeeded: Callable[[Any], object], failed: Callable[[str], object]
    ) -> None:
        """Run the work, unless other work runs; what it returned, or why it raised, is told on the window's thread.

        By then its thread is gone, so that whoever is told may start the next work at once.
        """
        if self._running is not None:
            return
        self._told = succeeded, failed
        self._running = Background(work, self)
        # Slots of an object of the window's thread, not functions: so nothing is told on the worker's.
        self._running.succeeded.connect(self._on_succeeded)
        self._running.failed.connect(self._on_failed)
        self._running.start()

    def finish(self) -> None:
        """Wait for what runs, before the window closes."""
        if self._running is not None:
            self._running.wait()
            self._running = None

    def _on_succeeded(self, result: object) -> None:
        self._release()
        self._told[0](result)

    def _on_failed(self, message: str) -> None:
        self._release()
        self._told[1](message)

    def _release(self) -> None:
        if self._running is not None:
            self._running.wait()
            self._running.deleteLater()
            self._running = None


class Cancellable(QObject):
    """What one part of the window works out behind it, one piece of work at a time, and how that is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = OneAtATime(self)
        self._cancel = Cancel()

    @property
    def is_running(self) -> bool:
        return self._work.is_running

    def stop(self) -> None:
        """Ask what runs to end with what it knows."""
        self._cancel.request()

    def finish(self) -> None:
        """Stop and wait, before the window closes."""
        self.stop()
        self._work.finish()

    def _begin(
        self,
        work: Callable[[Cancel], object],
        succeeded: Callable[[Any], object],
        failed: Callable[[str], object],
    ) -> None:
        """Run the work, unless other work runs, with a cancel of its own; ``OneAtATime.start`` tells the rest."""
        if self._work.is_running:
            return
        cancel = self._cancel = Cancel()
        self._work.start(lambda: work(cancel), succeeded, failed)


def _nothing(_ending: object) -> None:
    """What is told before anything was begun."""
