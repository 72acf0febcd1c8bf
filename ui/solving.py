"""Solving from the window: start, watch, stop, then accept or discard what was found."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.plan import State
from solver.result import Progress, SolveResult
from solver.settings import Objective, Settings
from ui.document import Document
from ui.panels.solve_panel import SolvePanel
from ui.solver_runner import SolverRunner

OBJECTIVES: dict[str, Objective] = {
    "Most funding, then least cost": "funding",
    "Least net cost": "net-cost",
    "Most expected funding": "expected",
    "Earliest finish": "finish",
}


class Solving(QObject):
    """A solve of the document's plan, its panel, and what became of its result.

    Signals:
        status_changed(sentence): what the solver does or did, in a few words.
        running_changed(is_running): a solve began or ended.
        ended(): the result was accepted or discarded.
    """

    status_changed = Signal(str)
    running_changed = Signal(bool)
    ended = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self.panel = SolvePanel()
        self.runner = SolverRunner(self)
        self._document = document
        self._result: SolveResult | None = None
        self._accepted: SolveResult | None = None
        document.changed.connect(lambda _before, _after: self._show_result())
        self.runner.started.connect(self._on_started)
        self.runner.progressed.connect(self._on_progress)
        self.runner.solved.connect(self._on_solved)
        self.runner.failed.connect(self._on_failed)
        self.panel.stop_requested.connect(self.runner.stop)
        self.panel.accepted.connect(self.accept)
        self.panel.discarded.connect(self.discard)

    def start(self, objective: str) -> None:
        """Solve the present plan on a worker; the present schedule is where it begins."""
        self._result = None
        self.runner.start(self._document.plan, Settings(objective=OBJECTIVES[objective]), self._document.state.schedule)

    def accept(self) -> None:
        """Make the found schedule the present one, as an undoable step; not if it is for an earlier plan."""
        result = self._result
        if result is None or result.schedule is None or result.plan is not self._document.plan:
            return
        self._result, self._accepted = None, result
        self._document.apply("Accept schedule", State(result.plan, result.schedule))
        self.ended.emit()

    def discard(self) -> None:
        """Forget what was found."""
        self._result = None
        self.ended.emit()

    def proof(self) -> str:
        """What is known of the planned funding: from the accepted result, while it is what is open."""
        result, state = self._accepted, self._document.state
        if result is None or result.plan is not state.plan or result.schedule != state.schedule:
            return ""
        first = result.stages[0]
        return "best possible" if first.name == "funding" and first.status == "OPTIMAL" else ""

    def _show_result(self) -> None:
        if self._result is not None:
            self.panel.show_result(self._result, self._document.state)

    def _on_started(self) -> None:
        self.status_changed.emit("Solving …")
        self.running_changed.emit(True)  # noqa: FBT003 - Qt takes no keyword

    def _on_progress(self, progress: Progress) -> None:
        if self.runner.is_running:  # a late word of a solve that has ended
            self.panel.show_progress(progress)

    def _on_solved(self, result: SolveResult) -> None:
        self._result = result
        proven = "Proven optimal" if result.status == "OPTIMAL" else result.status.capitalize()
        self.status_changed.emit(f"{proven} in {result.seconds:.1f} s")
        self.running_changed.emit(False)  # noqa: FBT003
        self._show_result()

    def _on_failed(self, message: str) -> None:
        self.status_changed.emit("")
        self.running_changed.emit(False)  # noqa: FBT003
        self.panel.show_failure(message)
