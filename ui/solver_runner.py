"""Solving behind the window: one solve at a time, on the snapshot of the plan that was open when it began."""

import time

from PySide6.QtCore import QObject, Signal

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.result import Progress
from solver.settings import Settings
from ui.background import Cancellable

LEAST_SECONDS_BETWEEN = 0.1
"""Progress comes at most ten times a second, a new stage at once."""


class SolverRunner(Cancellable):
    """Starts, stops and reports a solve.

    Signals:
        started(): a solve runs.
        progressed(Progress): how far it is.
        solved(SolveResult): it ended by itself or was stopped; the best so far is in it.
        failed(str): it broke, in words.
    """

    started = Signal()
    progressed = Signal(object)
    solved = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[int, float] = (0, 0.0)

    def start(self, plan: Plan, settings: Settings, hint: Schedule | None) -> None:
        """Solve the plan; does nothing while another solve runs."""
        if self.is_running:
            return
        self._told = (0, 0.0)

        def work(cancel: Cancel) -> object:
            from solver.solve import solve  # OR-Tools takes half a second to import, so not at the start

            return solve(plan, settings, hint=hint, on_progress=self._on_progress, cancel=cancel)

        self._begin(work, self.solved.emit, self.failed.emit)
        self.started.emit()

    def _on_progress(self, progress: Progress) -> None:
        """Runs on a thread of the solver; a signal brings it to the window's."""
        number, seconds = self._told
        if progress.number != number or time.monotonic() - seconds >= LEAST_SECONDS_BETWEEN:
            self._told = (progress.number, time.monotonic())
            self.progressed.emit(progress)
