"""Running CP-SAT on one stage: limits, progress, cancelling, and an honest word on what was proven."""

import math
import time
from collections.abc import Callable, Iterable
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

THOROUGH_PROBING = 2

Report = Callable[[int | None, int | None], None]
"""Told the incumbent and the bound whenever one of them moves."""


class Limits(NamedTuple):
    """What a search may use: seconds, threads, a seed, and the wish of the user to stop.

    work: as CP-SAT counts it (deterministic time), which is the same on every machine. near_enough: how far from its
    bound a value may be to count as the best.
    """

    seconds: float
    workers: int
    seed: int
    cancel: Cancel
    work: float = math.inf
    near_enough: int = 0


class Found(NamedTuple):
    """The end of a search.

    bound: None where nothing is known. solver: holds the solution where the status is OPTIMAL or FEASIBLE.
    first_seconds: from the start of this search until its first solution.
    """

    status: Status
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
        self.bound: int | None = None
        self._started = time.monotonic()
        self.first_seconds: float | None = None

    def on_solution_callback(self) -> None:
        if self.first_seconds is None:
            self.first_seconds = time.monotonic() - self._started
        self._incumbent = round(self.objective_value)
        self.bound = whole_bound(self.best_objective_bound, maximise=self._maximise)
        self._report(self._incumbent, self.bound)

    def on_bound(self, bound: float) -> None:
        self.bound = whole_bound(bound, maximise=self._maximise)
        self._report(self._incumbent, self.bound)


def whole_bound(bound: float, *, maximise: bool) -> int:
    """The strictest integer that a floating-point bound still allows."""
    return math.floor(bound + ROUNDING) if maximise else math.ceil(bound - ROUNDING)


def search(
    model: cp_model.CpModel,
    limits: Limits,
    report: Report,
    *,
    maximise: bool,
    presolve: bool = True,
    thorough: bool = False,
) -> Found:
    """Search for the best value of the model's objective.

    thorough: try what follows from each decision before the search begins,
    which takes a second or more and is what hard proofs need.
    """
    solver = new_solver(limits)
    solver.parameters.cp_model_presolve = presolve
    solver.parameters.linearization_level = 2  # the linear relaxation is what proves funding
    if thorough:
        solver.parameters.cp_model_probing_level = THOROUGH_PROBING
    listener = _Listener(report, maximise=maximise)
    solver.best_bound_callback = listener.on_bound
    status = run(solver, model, limits.cancel, listener)
    if status in {"OPTIMAL", "FEASIBLE"}:
        bound: int | None = whole_bound(solver.best_objective_bound, maximise=maximise)
    else:
        bound = listener.bound
    return Found(status, bound, solver, listener.first_seconds)


def complete(model: cp_model.CpModel, limits: Limits) -> Found:
    """A solution that the model's hints lead to when they are taken as facts, if there is one."""
    solver = new_solver(limits)
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = run(solver, model, limits.cancel)
    return Found(status, None, solver, None if status == "UNKNOWN" else solver.wall_time)


def hint_solution(model: cp_model.CpModel, solution: Iterable[int]) -> None:
    """Hand a whole solution to the next search: CP-SAT begins from nothing if one variable is missing.

    solution: the values of all variables, by their indices, as the response of a solver has them.
    """
    model.clear_hints()
    values, hints = [*solution], model.proto.solution_hint
    hints.vars.extend(range(len(values)))
    hints.values.extend(values)


def objective_value(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
    """The model's present objective at the solution that a solver holds, whatever it was found for."""
    objective, solution = model.proto.objective, solver.response_proto.solution
    total = sum(factor * solution[index] for index, factor in zip(objective.vars, objective.coeffs, strict=True))
    value: float = (objective.scaling_factor or 1.0) * (total + objective.offset)
    return round(value)


def new_solver(limits: Limits) -> cp_model.CpSolver:
    """A solver within the limits. Without any seconds left it is not worth running; ``run`` knows."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.0)
    solver.parameters.max_deterministic_time = limits.work
    if limits.near_enough:
        solver.parameters.absolute_gap_limit = limits.near_enough
    solver.parameters.cp_model_probing_level = 0  # it cost more than it found on every plan that was measured
    solver.parameters.catch_sigint_signal = False  # whoever calls decides what Ctrl-C does
    return solver


def run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    cancel: Cancel,
    listener: cp_model.CpSolverSolutionCallback | None = None,
) -> Status:
    """Run the solver until it ends, its time is over, or it is cancelled. Raises RuntimeError for a broken model."""
    if cancel.is_requested or solver.parameters.max_time_in_seconds <= 0:
        return "UNKNOWN"
    with cancel.stopping(solver.stop_search):
        code = solver.solve(model, listener)
    if code == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {model.validate()}")
    return STATUSES[code]
