"""Monday: the rest planned anew as of a day with the fewest moves, behind the window, to accept as one step."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from planner.edits import carried
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.scenarios import is_same_rollout
from planner.status.last import last_status, with_status_date, with_status_kept
from planner.status.status import Status, status
from solver.cancel import Cancel
from ui.background import Cancellable
from ui.document import Document
from ui.fields.editing import refusal
from ui.wording import day

if TYPE_CHECKING:
    from solver.result import SolveResult

SECONDS = 60.0


class Replanned(NamedTuple):
    """The State as of the day, planned anew, and what that changes; without a status where nothing was found."""

    result: "SolveResult"
    status: Status | None


class Monday(Cancellable):
    """One week at a time, of the State that was at work when it began.

    Attributes:
        found: what was found last; None before, and after it was accepted or discarded.
        refused: why the day is none as of which can be planned; blank otherwise.

    Signals:
        changed(): it began, ended, or was accepted, discarded or forgotten.
        told(sentence): what was done, or what went wrong, for the status line.

    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._state: State | None = None
        self.found: Replanned | None = None
        self.refused = ""
        document.opened.connect(self.forget)

    @property
    def is_present(self) -> bool:
        """Whether what was found is about the plan at work."""
        return self._state is not None and is_same_rollout(self._state.plan, self._document.plan)

    @property
    def draft(self) -> Status | None:
        """What accepting would change; None where nothing waits for it."""
        return self.found.status if self.found is not None and self.is_present else None

    def start(self, as_of: date) -> None:
        """Plan the rest anew as of a day; does nothing while that runs."""
        if self._work.is_running:
            return
        state = self._document.state
        self._state, self.found, self.refused = state, None, ""
        try:
            plan = with_status_date(state, as_of)
        except PlanError as error:
            self.refused = refusal(error)
            self.changed.emit()
            return
        schedule = None if state.schedule is None else carried(state.schedule, state.plan, plan)
        now = State(plan, schedule)
        before = last_status(now, as_of)
        self._begin(lambda cancel: planned_anew(before, now, as_of, cancel), self._on_found, self._on_failed)
        self.changed.emit()

    def forget(self) -> None:
        """What was found for another rollout means nothing for this one."""
        self.stop()
        self._state, self.found, self.refused = None, None, ""
        self.changed.emit()

    def accept(self) -> None:
        """Move the status date, keep what was agreed, and take over the dates, in one step."""
        draft = self.draft
        if draft is None:
            return
        kept = with_status_kept(State(self._as_of(draft.as_of), draft.now.schedule))
        self.found = None
        self._document.apply(f"Status of {day(draft.as_of)}", kept)
        self.told.emit(f"The status of {day(draft.as_of)} is accepted. The page Status shows it; Undo takes it back.")
        self.changed.emit()

    def discard(self) -> None:
        """Leave everything as it was."""
        self.found = None
        self.changed.emit()

    def _as_of(self, day: date) -> Plan:
        """The plan at work as of the day, with scenarios and the like that it may have got meanwhile."""
        return with_status_date(self._document.state, day)

    def _on_found(self, found: Replanned) -> None:
        if self._state is not None:  # else it was forgotten meanwhile
            self.found = found
        self.changed.emit()

    def _on_failed(self, why: str) -> None:
        self.told.emit(f"The week could not be planned. {why}")
        self.changed.emit()


def planned_anew(before: State, now: State, as_of: date, cancel: Cancel) -> Replanned:
    """The most funding, then the fewest moves, of all that has not begun; on a worker."""
    from solver.claims import settle  # OR-Tools takes half a second to import
    from solver.settings import Settings
    from solver.solve import solve

    runs = now.schedule.assignments if now.schedule is not None else ()
    present = Schedule(runs, settle(now.plan, runs))
    result = solve(now.plan, Settings("fewest-moves", SECONDS), hint=present, cancel=cancel)
    if result.schedule is None:
        return Replanned(result, None)
    return Replanned(result, status(before, State(now.plan, result.schedule), as_of))
