"""Looking for the frontier from the window: on a worker, point by point, with a cancel; kept for its plan."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.plan import Plan
from planner.scenarios import is_same_rollout
from solver.cancel import Cancel
from ui.background import Cancellable
from ui.document import Document

if TYPE_CHECKING:
    from solver.frontier import Against, Point

SECONDS = 120.0
POINTS = 8


class FrontierSearch(Cancellable):
    """One search at a time, of the plan that was at work when it began.

    Signals:
        changed(): it began, found a point, or ended.
        told(sentence): what went wrong, for the status line.
    """

    changed = Signal()
    told = Signal(str)
    _found = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._plan: Plan | None = None
        self.against: Against = "net_cost"
        self.points: tuple[Point, ...] = ()
        self.was_stopped = False
        self._found.connect(self._take)

    @property
    def plan(self) -> Plan | None:
        """The plan that the points are about; None before the first search."""
        return self._plan

    @property
    def is_present(self) -> bool:
        """Whether the points are about the plan at work."""
        return self._plan is not None and is_same_rollout(self._plan, self._document.plan)

    def start(self, against: "Against") -> None:
        """Look for the frontier of the plan at work; does nothing while another search runs."""
        if self._work.is_running:
            return
        plan, present = self._document.plan, self._document.state.schedule
        self._plan, self.against, self.points, self.was_stopped = plan, against, (), False

        def work(cancel: Cancel) -> object:
            from solver.frontier import frontier  # OR-Tools takes half a second to import

            for point in frontier(plan, against, points=POINTS, seconds=SECONDS, present=present, cancel=cancel):
                self._found.emit(point)
            return None

        self._begin(work, lambda _: self._on_ended(), self._on_failed)
        self.changed.emit()

    def stop(self) -> None:
        """End the search; the points that were found stay."""
        self.was_stopped = self.is_running
        super().stop()

    def forget(self) -> None:
        """What was found for another rollout means nothing for this one."""
        self.stop()
        self._plan, self.points = None, ()
        self.changed.emit()

    def _take(self, point: "Point") -> None:
        from solver.frontier import efficient

        if self._plan is not None:  # a late word of a search that was forgotten
            self.points = efficient((*self.points, point))
            self.changed.emit()

    def _on_ended(self) -> None:
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.told.emit(f"The frontier could not be found. {message}")
        self.changed.emit()
