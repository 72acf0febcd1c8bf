"""Points of no return of the State that is shown: found once for each, and not while a large one is being edited."""

from datetime import date
from functools import lru_cache
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from planner.picture.last_days import last_days
from planner.picture.layout import LastDays
from planner.plan import State
from ui.timeline.header import today
from ui.timeline.same_state import SameState

LONGEST_AT_ONCE = 0.03
"""Seconds; where the last search took longer, the next one waits until edits pause."""
LARGEST_AT_ONCE = 5_000
"""Pairs of a phase and a credit; a larger plan is drawn before they are looked for."""
PAUSE = 200
"""Milliseconds without an edit."""


def last_days_of(state: State) -> LastDays:
    """By credit, as of today; remembered, since lanes and hover cards of one State all ask."""
    return _found(SameState(state), today())


@lru_cache(maxsize=4)
def _found(same: SameState, as_of: date) -> LastDays:
    return last_days(*same.state, as_of)


class LastDaysInTime(QObject):
    """Gives the points of no return of a State without holding up whoever edits a large plan.

    Signals:
        found(): those that were not there at once are there now.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._found: LastDays = {}
        self._took = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._find_late)

    def of(self, state: State) -> LastDays:
        """Those of a State; none while they are still to be found."""
        if self._state is None or SameState(self._state) != SameState(state):
            self._state, self._found = state, {}
            is_large = len(state.plan.phases) * len(state.plan.credits) > LARGEST_AT_ONCE
            self._pause.start() if is_large or self._took > LONGEST_AT_ONCE else self._find(state)
        return self._found

    def _find(self, state: State) -> None:
        begun = perf_counter()
        self._found = last_days_of(state)
        self._took = perf_counter() - begun

    def _find_late(self) -> None:
        if self._state is not None:
            self._find(self._state)
            self.found.emit()
