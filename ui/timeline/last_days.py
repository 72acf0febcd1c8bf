"""Points of no return of the State that is shown: found once for each, and not while a large one is being edited."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import cache, lru_cache
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from planner.picture.last_days import last_days
from planner.picture.layout import LastDays
from planner.plan import State
from ui.timeline.header import today
from ui.timeline.same_state import SameState
from ui.timeline.slack import slack_of

LONGEST_AT_ONCE = 0.03
"""Seconds; where the last search took longer, the next one waits until edits pause."""
LARGEST_AT_ONCE = 5_000
"""Pairs of a phase and a credit; a larger plan is drawn before they are looked for."""
PAUSE = 200
"""Milliseconds without an edit, a scroll or a movement of the pointer."""
BRISK = 0.0005
"""Seconds that the window waits for the interpreter while the worker has it; usually 0.005, which a drag would feel."""
LOOK_AGAIN = 20
"""Milliseconds between looks whether the worker is done."""


def last_days_of(state: State) -> LastDays:
    """By credit, as of today; remembered, since lanes and hover cards of one State all ask."""
    return _found(SameState(state), today())


@lru_cache(maxsize=4)
def _found(same: SameState, as_of: date) -> LastDays:
    return last_days(*same.state, as_of)


def is_large(state: State) -> bool:
    """Whether what follows from the State takes longer than a hand waits."""
    return len(state.plan.phases) * max(len(state.plan.credits), 1) > LARGEST_AT_ONCE


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="timeline")


class LastDaysInTime(QObject):
    """Gives the points of no return of a State without holding up whoever edits a large plan.

    A worker finds them, and the float of every phase for the hover cards, while edits pause. It knows nothing of
    widgets, and is asked now and then whether it is done, so it may outlive this.

    Signals:
        found(): those that were not there at once are there now.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._found: LastDays = {}
        self._known: SameState | None = None
        self._took = 0.0
        self._asked: tuple[SameState, Future[LastDays]] | None = None
        self._pause = _timer(self, PAUSE, self._ask_worker)
        self._look = _timer(self, LOOK_AGAIN, self._look_at_worker)

    def of(self, state: State) -> LastDays:
        """Those of a State; none while they are still to be found."""
        if self._state is None or SameState(self._state) != SameState(state):
            self._state, self._found = state, {}
            self._pause.stop()
            self._pause.start() if is_large(state) or self._took > LONGEST_AT_ONCE else self._find(state)
        return self._found

    def knows(self, state: State) -> bool:
        """Whether hover cards of a State can tell everything at once."""
        return self._known == SameState(state)

    def put_off(self) -> None:
        """The hand is at work: what has not begun yet waits until it rests."""
        if self._pause.isActive():
            self._pause.start()

    def _find(self, state: State) -> None:
        begun = perf_counter()
        self._found, self._known = last_days_of(state), SameState(state)
        self._took = perf_counter() - begun

    def _ask_worker(self) -> None:
        if self._state is not None:
            self._asked = (SameState(self._state), _worker().submit(_all_of, self._state, today()))
            self._look.start()

    def _look_at_worker(self) -> None:
        if self._asked is None or self._state is None:
            return
        about, answer = self._asked
        if not answer.done():
            self._look.start()
        elif about == SameState(self._state):  # else they are asked for again once edits pause
            self._found, self._known = answer.result(), about
            self.found.emit()


def _all_of(state: State, as_of: date) -> LastDays:
    """What a hand or pointer that rests will ask for, so that it is remembered by then; the window goes first."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(BRISK)
    try:
        slack_of(state)
        return _found(SameState(state), as_of)
    finally:
        sys.setswitchinterval(usual)


def _timer(parent: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(call)
    return timer
