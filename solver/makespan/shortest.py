"""The door to pure scheduling: an instance goes in, the shortest schedule that was found comes out, checked.

Whether a schedule is short is found by changing orders, whether it is the shortest by energetic bounds and CP-SAT,
which begins from the whole schedule. With two workers CP-SAT would give none of them to the bound; here one raises it
step by step, and the other improves the schedule by neighbourhoods.
"""

import time
from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.audit import AuditError
from solver.cancel import Cancel
from solver.instance import Instance, within_links
from solver.makespan.bounds import ending_by, least_makespan
from solver.makespan.improve import Wanted, improved
from solver.makespan.network import network_of
from solver.makespan.schedule import Placed, Placement, faults, makespan
from solver.model import Model, build
from solver.result import Status
from solver.search import Limits, new_solver, run, whole_bound
from solver.variables import PhaseVariables

BOUNDING_PART, IMPROVING_PART = 0.1, 0.2
"""The parts of the time for energetic bounds, and for improving without CP-SAT."""
FEW_WORKERS = 3
"""Up to so many, CP-SAT's own choice of what they do leaves the bound aside."""


class Shortest(NamedTuple):
    """The shortest schedule that was found.

    status: OPTIMAL if no schedule is shorter, INFEASIBLE if there is none at all, which is said after two proofs.
    bound: no schedule is shorter; None without any.
    """

    status: Status
    placement: Placement | None
    bound: int | None
    seconds: float

    @property
    def makespan(self) -> int | None:
        """The number after the last day of all."""
        return None if self.placement is None else makespan(self.placement)


class _Known(NamedTuple):
    """What is known so far: the best schedule, and a bound that no schedule beats."""

    status: Status
    best: Placement | None
    bound: int

    @property
    def is_over(self) -> bool:
        return self.status in {"OPTIMAL", "INFEASIBLE"}


def shortest(instance: Instance, limits: Limits) -> Shortest:
    """The shortest schedule of an instance whose phases share one axis, within the limits.

    Raises AuditError where the schedule has a fault.
    """
    began = time.monotonic()
    within = instance._replace(phases=within_links(instance.links, instance.phases))
    if any(not phase.modes for phase in within.phases.values()):
        return Shortest("INFEASIBLE", None, None, time.monotonic() - began)
    known = _known_at_once(within, limits)
    for search in (_first_found, _shortened):
        if not known.is_over:
            known = search(within, limits._replace(seconds=began + limits.seconds - time.monotonic()), known)
    wrong = () if known.best is None else faults(instance, known.best)
    if wrong:
        raise AuditError("\n".join(("The schedule that was found breaks its rules:", *wrong)))
    bound = None if known.status == "INFEASIBLE" else known.bound
    return Shortest(known.status, known.best, bound, time.monotonic() - began)


def _known_at_once(instance: Instance, limits: Limits) -> _Known:
    """What is found without CP-SAT: the energetic bound, and a schedule improved until it meets it or time is over."""
    began = time.monotonic()
    bound = least_makespan(instance, began + BOUNDING_PART * limits.seconds)
    deadline = time.monotonic() + IMPROVING_PART * limits.seconds
    wanted = Wanted(limits.seed, deadline, lambda length: length <= bound or limits.cancel.is_requested)
    found = improved(network_of(instance), wanted)
    if found is None:
        return _Known("UNKNOWN", None, bound)
    phases = zip(instance.phases.items(), found.modes, found.starts, strict=True)
    best = {name: Placed(phase.modes[mode], start) for (name, phase), mode, start in phases}
    return _Known("OPTIMAL" if makespan(best) == bound else "FEASIBLE", best, bound)


def _first_found(instance: Instance, limits: Limits, known: _Known) -> _Known:
    """Any schedule at all by CP-SAT, where none is known."""
    if known.best is not None:
        return known
    model = _MakespanModel(instance, known, limits.cancel)
    for presolve in (True, False):
        # CP-SAT has been seen to call feasible models infeasible after presolve (or-tools 5274, 5295).
        solver = new_solver(limits)
        solver.parameters.stop_after_first_solution = True
        solver.parameters.cp_model_presolve = presolve
        found = model.solved(solver, limits, known)
        if found.status != "INFEASIBLE":
            return found
    return found


def _shortened(instance: Instance, limits: Limits, known: _Known) -> _Known:
    """A shorter schedule than the best by CP-SAT, or a proof that there is none."""
    if known.best is None:
        return known
    model = _MakespanModel(ending_by(instance, makespan(known.best)), known, limits.cancel)
    solver = new_solver(limits)
    if 1 < limits.workers <= FEW_WORKERS:
        solver.parameters.subsolvers.append("objective_lb_search_no_lp")
    found = model.solved(solver, limits, known)
    return known._replace(bound=found.bound) if found.best is None else found


class _MakespanModel:
    """The model of an instance, its makespan minimised, beginning from the best schedule that is known."""

    def __init__(self, instance: Instance, known: _Known, cancel: Cancel) -> None:
        self._model = model = build(instance, cancel=cancel)
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

    def solved(self, solver: cp_model.CpSolver, limits: Limits, known: _Known) -> _Known:
        """What is known after a search, the bound never worse than before."""
        status = run(solver, self._model.cp, limits.cancel)
        if status == "INFEASIBLE" and known.best is not None:
            raise AuditError("CP-SAT says that there is no schedule, though one without any fault is known.")
        if status not in {"OPTIMAL", "FEASIBLE"}:
            return known._replace(status=status)
        bound = max(known.bound, whole_bound(solver.best_objective_bound, maximise=False))
        best = {name: _placed(variables, solver) for name, variables in self._model.phases.items()}
        return _Known("OPTIMAL" if makespan(best) == bound else "FEASIBLE", best, bound)


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
