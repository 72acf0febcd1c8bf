"""Solving from the window: start, watch, stop, then accept or discard what was found."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.funding.ladder import Best
from planner.plan import Plan, State
from solver.best import best_known
from solver.result import Progress, SolveResult, Status
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

STATUS_WORDS: dict[Status, str] = {
    "OPTIMAL": "Proven optimal",
    "FEASIBLE": "Best so far",
    "INFEASIBLE": "Impossible, proven",
    "UNKNOWN": "No schedule found",
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
        self._most_funding: SolveResult | None = None
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
        self._result = None
        self._document.apply("Accept schedule", State(result.plan, result.schedule))
        self.ended.emit()

    def discard(self) -> None:
        """Forget what was found."""
        self._result = None
        self.ended.emit()

    def best(self) -> Best | None:
        """The most funding that the last solve of this plan found; None if it was for another plan.

        Pins are the planner's own choice and not the plan's: what a solve found without them stays known.
        """
        result = self._most_funding
        if result is None or not is_same_but_for_pins(result.plan, self._document.plan):
            return None
        return best_known(result)

    @property
    def is_best_without_pins(self) -> bool:
        """Whether the best that is known was found without the pins that the plan holds now."""
        return self._most_funding is not None and not self._most_funding.plan.pins and bool(self._document.plan.pins)

    def _show_result(self) -> None:
        if self._result is not None:
            self.panel.show_result(self._result, self._document.state)

    def _on_started(self) -> None:
        self.panel.show_started()
        self.status_changed.emit("Solving …")
        self.running_changed.emit(True)  # noqa: FBT003 - Qt takes no keyword

    def _on_progress(self, progress: Progress) -> None:
        if self.runner.is_running:  # a late word of a solve that has ended
            self.panel.show_progress(progress)

    def _on_solved(self, result: SolveResult) -> None:
        self._result = result
        if result.objective == "funding" and (not result.plan.pins or self.best() is None):
            self._most_funding = result
        self.status_changed.emit(f"{STATUS_WORDS[result.status]} in {result.seconds:.1f} s")
        self.running_changed.emit(False)  # noqa: FBT003
        self._show_result()

    def _on_failed(self, message: str) -> None:
        self.status_changed.emit("")
        self.running_changed.emit(False)  # noqa: FBT003
        self.panel.show_failure(message)


def is_same_but_for_pins(solved: Plan, present: Plan) -> bool:
    """Whether what a solve found is the best for the present plan, or for the present plan without its pins."""
    fields = (field for field in Plan.__struct_fields__ if field != "pins")
    are_pins_kept = not solved.pins or solved.pins is present.pins
    return are_pins_kept and all(getattr(solved, field) is getattr(present, field) for field in fields)
