"""Running CP-SAT on one stage: limits, progress, cancelling, and an honest word on what was proven."""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.cancel import Cancel
from solver.result import Status

STATUSES: dict[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "OPTIMAL",
    cp_model.FEASIBLE: "FEASIBLE",
    cp_model.INFEASIBLE: "INFEASIBLE",
    cp_model.UNKNOWN: "UNKNOWN",
}
ROUNDING = 1e-6
"""Bounds arrive as floating-point numbers; every objective here is an integer."""

Report = Callable[[int | None, int | None], None]
"""Told the incumbent and the bound whenever one of them moves."""


class Limits(NamedTuple):
    """What a search may use: seconds, threads, a seed, and the wish of the user to stop."""

    seconds: float
    workers: int
    seed: int
    cancel: Cancel


class Found(NamedTuple):
    """The end of a search.

    solver holds the solution where the status is OPTIMAL or FEASIBLE; first_seconds is when the first one came.
    """

    status: Status
    value: int | None
    bound: int | None
    solver: cp_model.CpSolver
    first_seconds: float | None

    @property
    def has_solution(self) -> bool:
        return self.status in {"OPTIMAL", "FEASIBLE"}


class _Listener(cp_model.CpSolverSolutionCallback):
    """Passes incumbents and bounds on; CP-SAT calls it on its own threads."""

    def __init__(self, report: Report, *, maximise: bool) -> None:
        super().__init__()
        self._report = report
        self._maximise = maximise
        self._incumbent: int | None = None
        self._bound: int | None = None
        self._started = time.monotonic()
        self.first_seconds: float | None = None

    def on_solution_callback(self) -> None:
        if self.first_seconds is None:
            self.first_seconds = time.monotonic() - self._started
        self._incumbent = round(self.objective_value)
        self._bound = whole_bound(self.best_objective_bound, maximise=self._maximise)
        self._report(self._incumbent, self._bound)

    def on_bound(self, bound: float) -> None:
        self._bound = whole_bound(bound, maximise=self._maximise)
        self._report(self._incumbent, self._bound)


def whole_bound(bound: float, *, maximise: bool) -> int:
    """The strictest integer that a floating-point bound still allows."""
    return math.floor(bound + ROUNDING) if maximise else math.ceil(bound - ROUNDING)


def search(model: cp_model.CpModel, limits: Limits, report: Report, *, maximise: bool) -> Found:
    """Search for the best value of the model's objective. INFEASIBLE is said only when two searches prove it."""
    found = _search(model, limits, report, maximise=maximise, presolve=True)
    if found.status != "INFEASIBLE":
        return found
    # CP-SAT has been seen to call feasible models infeasible after presolve (or-tools 5274, 5295).
    return _search(model, limits, report, maximise=maximise, presolve=False)


def complete(model: cp_model.CpModel, limits: Limits) -> Found:
    """The solution that the model's hints lead to when they are taken as facts, if there is one."""
    return _search(model, limits, lambda _incumbent, _bound: None, maximise=True, presolve=True, fix_hints=True)


def _search(
    model: cp_model.CpModel, limits: Limits, report: Report, *, maximise: bool, presolve: bool, fix_hints: bool = False
) -> Found:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.0)
    solver.parameters.cp_model_presolve = presolve
    solver.parameters.catch_sigint_signal = False  # whoever calls decides what Ctrl-C does
    solver.parameters.fix_variables_to_their_hinted_value = fix_hints
    listener = _Listener(report, maximise=maximise)
    solver.best_bound_callback = listener.on_bound
    if limits.cancel.is_requested or limits.seconds <= 0:
        return Found("UNKNOWN", None, None, solver, None)
    with limits.cancel.stopping(solver.stop_search):
        code = solver.solve(model, listener)
    if code == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {model.validate()}")
    return _found(STATUSES[code], solver, listener.first_seconds, maximise=maximise)


def _found(status: Status, solver: cp_model.CpSolver, first_seconds: float | None, *, maximise: bool) -> Found:
    has_solution = status in {"OPTIMAL", "FEASIBLE"}
    value = round(solver.objective_value) if has_solution else None
    bound = whole_bound(solver.best_objective_bound, maximise=maximise) if has_solution else None
    return Found(status, value, bound, solver, first_seconds)
