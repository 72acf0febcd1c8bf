"""Solving behind the window: one solve at a time, on the snapshot of the plan that was open when it began."""

import time

from PySide6.QtCore import QObject, Signal

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.result import Progress, SolveResult
from solver.settings import Settings
from ui.background import Background

LEAST_SECONDS_BETWEEN = 0.1
"""Progress comes at most ten times a second, a new stage at once."""


class SolverRunner(QObject):
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
        self._background: Background | None = None
        self._cancel = Cancel()
        self._told: tuple[int, float] = (0, 0.0)

    @property
    def is_running(self) -> bool:
        return self._background is not None

    def start(self, plan: Plan, settings: Settings, hint: Schedule | None) -> None:
        """Solve the plan; does nothing while another solve runs."""
        if self.is_running:
            return
        self._cancel, self._told = Cancel(), (0, 0.0)
        self._background = Background(lambda: self._solve(plan, settings, hint), self)
        self._background.succeeded.connect(self._on_succeeded)
        self._background.failed.connect(self._on_failed)
        self._background.start()
        self.started.emit()

    def stop(self) -> None:
        """Ask the solve to end with its best so far."""
        self._cancel.request()

    def finish(self) -> None:
        """Stop and wait, before the window closes."""
        self.stop()
        if self._background is not None:
            self._background.wait()
            self._background = None

    def _solve(self, plan: Plan, settings: Settings, hint: Schedule | None) -> SolveResult:
        from solver.solve import (
            solve,
        )  # OR-Tools takes half a second to import, so it is done here and not at the start

        return solve(plan, settings, hint=hint, on_progress=self._on_progress, cancel=self._cancel)

    def _on_progress(self, progress: Progress) -> None:
        """Runs on a thread of the solver; a signal brings it to the window's."""
        number, seconds = self._told
        if progress.number != number or time.monotonic() - seconds >= LEAST_SECONDS_BETWEEN:
            self._told = (progress.number, time.monotonic())
            self.progressed.emit(progress)

    def _on_succeeded(self, result: SolveResult) -> None:
        self._release()
        self.solved.emit(result)

    def _on_failed(self, message: str) -> None:
        self._release()
        self.failed.emit(message)

    def _release(self) -> None:
        if self._background is not None:
            self._background.wait()
            self._background.deleteLater()
            self._background = None
