"""The CP-SAT model of an instance whose makespan is the objective, whole or without its days."""

from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.audit import AuditError
from solver.cancel import Cancel
from solver.instance import Instance
from solver.makespan.schedule import Placed, Placement, makespan
from solver.model import Model, build
from solver.result import Status
from solver.search import run, whole_bound
from solver.variables import PhaseVariables


class Known(NamedTuple):
    """What is known of an instance: the best schedule, and a bound that no schedule beats."""

    status: Status
    best: Placement | None
    bound: int

    @property
    def is_over(self) -> bool:
        return self.status in {"OPTIMAL", "INFEASIBLE"}


class MakespanModel:
    """The model of an instance, its makespan minimised, beginning from the best schedule that is known.

    counts_days: whether a renewable is counted on every day; if not, only all work on it together must fit into the
    makespan, which is far easier and bounds it.
    """

    def __init__(self, instance: Instance, known: Known, cancel: Cancel, *, counts_days: bool = True) -> None:
        self._model = model = build(instance if counts_days else instance._replace(renewables={}), cancel=cancel)
        longest = max(mode.starts[-1] + mode.span for phase in instance.phases.values() for mode in phase.modes)
        self._makespan = model.cp.new_int_var(known.bound, longest, "makespan")
        for phase in model.phases.values():
            model.cp.add(self._makespan >= phase.finish)
        for renewable, units in instance.renewables.items():
            model.cp.add(_work(model, renewable) <= units * self._makespan)
        model.cp.minimize(self._makespan)
        if known.best is not None:
            self._hint(known.best)

    def _hint(self, best: Placement) -> None:
        """Advise every variable: CP-SAT begins from nothing if one is missing."""
        self._model.cp.add_hint(self._makespan, makespan(best))
        for name, variables in self._model.phases.items():
            placed = best[name]
            self._model.cp.add_hint(variables.start, placed.start)
            self._model.cp.add_hint(variables.finish, placed.finish)
            for way, chosen in variables.ways.items():
                self._model.cp.add_hint(chosen, way == placed.mode.way)

    def solved(self, solver: cp_model.CpSolver, cancel: Cancel, known: Known) -> Known:
        """What is known after a search, the bound never worse than before."""
        status = run(solver, self._model.cp, cancel)
        if status == "INFEASIBLE" and known.best is not None:
            raise AuditError("CP-SAT says that there is no schedule, though one without any fault is known.")
        if status not in {"OPTIMAL", "FEASIBLE"}:
            return known._replace(status=status)
        bound = max(known.bound, whole_bound(solver.best_objective_bound, maximise=False))
        best = {name: _placed(variables, solver) for name, variables in self._model.phases.items()}
        return Known("OPTIMAL" if makespan(best) == bound else "FEASIBLE", best, bound)


def _work(model: Model, renewable: str) -> cp_model.LinearExpr:
    """The least that is taken of a renewable, in units times days; modes trade it against the makespan."""
    works: list[tuple[cp_model.IntVar, int]] = []
    for phase in model.phases.values():
        for way, chosen in phase.ways.items():
            span = min(mode.span for mode in phase.prepared.modes if mode.way == way)
            works.append((chosen, way.demand(renewable) * span))
    return cp_model.LinearExpr.weighted_sum([chosen for chosen, _ in works], [work for _, work in works])


def _placed(phase: PhaseVariables, solver: cp_model.CpSolver) -> Placed:
    start, chosen = solver.value(phase.start), next(w for w, taken in phase.ways.items() if solver.boolean_value(taken))
    return Placed(next(m for m in phase.prepared.modes if m.way == chosen and start in m.starts), start)
