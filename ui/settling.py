"""Finding the best claims behind the window, where an edit could not wait for them."""

from PySide6.QtCore import QObject, QTimer, Signal

from planner.rollout.schedule import Claim, Schedule
from solver.cancel import Cancel
from ui.background import Cancellable
from ui.document import Document
from ui.settled import total
from ui.wording import counted, signed_money

PAUSE = 300
"""Milliseconds without another edit before it begins, so that a row of edits is not held up."""
SECONDS = 60.0
"""How long it may take; what was found by then stays, and says so."""


class Settling(Cancellable):
    """Settles the present State while nothing else changes it, and puts better claims into the step that needs them.

    Signals:
        told(sentence): that it began, what it found, or what went wrong, for the status line.
    """

    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._settle)
        document.changed.connect(lambda _before, _after: self._wait())

    @property
    def is_running(self) -> bool:
        """Whether better claims are being looked for, or are about to be."""
        return self._work.is_running or self._pause.isActive()

    def finish(self) -> None:
        """Give it up and wait, before the window closes."""
        self._pause.stop()
        super().finish()

    def _wait(self) -> None:
        """What runs is about another State now."""
        self.stop()
        self._pause.stop() if self._document.is_settled else self._pause.start()

    def _settle(self) -> None:
        plan, schedule = self._document.state
        if self._work.is_running or schedule is None or self._document.is_settled:
            return  # what runs was told to stop, and begins again when it has

        def work(cancel: Cancel) -> tuple[Claim, ...]:
            from solver.claims import settle  # OR-Tools takes half a second to import

            return settle(plan, schedule.assignments, seconds=SECONDS, cancel=cancel)

        self.told.emit(f"Looking for the best claims of {counted(len(plan.phases), 'phase')} …")
        self._begin(work, lambda found: self._on_found(schedule, found), self._on_failed)

    def _on_found(self, schedule: Schedule, found: tuple[Claim, ...]) -> None:
        if self._cancel.is_requested:
            self._wait()
            return
        gained = total(found) - total(schedule.claims)
        self._document.settle(schedule, found if gained > 0 else schedule.claims)
        self.told.emit(
            f"The best claims are found: {signed_money(gained)}." if gained > 0 else "The claims are settled."
        )

    def _on_failed(self, message: str) -> None:
        self.told.emit(f"The best claims could not be found; those shown keep every rule. {message}")
