"""The door to pure scheduling: an instance goes in, the shortest schedule that was found comes out, checked.

Whether a schedule is short is found by changing orders, whether it is the shortest by energetic bounds and CP-SAT,
which begins from the whole schedule. With two workers CP-SAT would give none of them to the bound; here one raises it
step by step, and the other improves the schedule by neighbourhoods.
"""

import time
from contextlib import suppress
from typing import NamedTuple

from solver.audit import AuditError
from solver.cancel import Cancelled
from solver.instance import Instance, within_links
from solver.makespan.bounds import ending_by, least_makespan
from solver.makespan.improve import Wanted, improved
from solver.makespan.model import Known, MakespanModel
from solver.makespan.network import network_of
from solver.makespan.schedule import Placed, Placement, faults, makespan
from solver.result import Status
from solver.search import Limits, new_solver

BOUNDING_PART, RELAXING_PART, IMPROVING_PART = 0.1, 0.2, 0.2
"""The parts of the time, at most, for energetic bounds, for modes without days, and for improving without CP-SAT."""
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


def shortest(instance: Instance, limits: Limits) -> Shortest:
    """The shortest schedule of an instance, within the limits; every phase works on all days of the axis.

    Raises ValueError where a phase has days off of its own, AuditError where the schedule has a fault.
    """
    began = time.monotonic()
    resting = [name for name, phase in instance.phases.items() if phase.worked]
    if resting:
        raise ValueError(f"Phase '{resting[0]}' has days off of its own. Solve the plan for its finish instead.")
    within = instance._replace(phases=within_links(instance.links, instance.phases))
    if any(not phase.modes for phase in within.phases.values()):
        return Shortest("INFEASIBLE", None, None, time.monotonic() - began)
    known = _known_at_once(within, limits)
    with suppress(Cancelled):  # what is known stays known
        for search in (_first_found, _shortened):
            if not known.is_over:
                known = search(within, limits._replace(seconds=began + limits.seconds - time.monotonic()), known)
    wrong = () if known.best is None else faults(instance, known.best)
    if wrong:
        raise AuditError("\n".join(("The schedule that was found breaks its rules:", *wrong)))
    bound = None if known.status == "INFEASIBLE" else known.bound
    return Shortest(known.status, known.best, bound, time.monotonic() - began)


def _known_at_once(instance: Instance, limits: Limits) -> Known:
    """What bounds without a search of days tell, and a schedule improved until it meets them or its time is over."""
    began = time.monotonic()
    bound = least_makespan(instance, began + BOUNDING_PART * limits.seconds)
    bound, modes = _relaxed(instance, limits, bound)
    deadline = time.monotonic() + IMPROVING_PART * limits.seconds
    wanted = Wanted(limits.seed, deadline, lambda length: length <= bound or limits.cancel.is_requested)
    found = improved(network_of(instance), wanted, modes)
    if found is None:
        return Known("UNKNOWN", None, bound)
    phases = zip(instance.phases.items(), found.modes, found.starts, strict=True)
    best = {name: Placed(phase.modes[mode], start) for (name, phase), mode, start in phases}
    return Known("OPTIMAL" if makespan(best) == bound else "FEASIBLE", best, bound)


def _relaxed(instance: Instance, limits: Limits, bound: int) -> tuple[int, list[int] | None]:
    """A bound that looks at the trade of modes between days and what they take, and modes that come near to it."""
    if all(len(phase.modes) == 1 for phase in instance.phases.values()):
        return bound, None
    known = Known("UNKNOWN", None, bound)
    try:
        model = MakespanModel(instance, known, limits.cancel, counts_days=False)
    except Cancelled:
        return bound, None
    within = limits._replace(seconds=RELAXING_PART * limits.seconds)
    found = model.solved(new_solver(within), within.cancel, known)
    if found.best is None:
        return bound, None
    return found.bound, [phase.modes.index(found.best[name].mode) for name, phase in instance.phases.items()]


def _first_found(instance: Instance, limits: Limits, known: Known) -> Known:
    """Any schedule at all by CP-SAT, where none is known."""
    if known.best is not None:
        return known
    model = MakespanModel(instance, known, limits.cancel)
    for presolve in (True, False):
        # CP-SAT has been seen to call feasible models infeasible after presolve (or-tools 5274, 5295).
        solver = new_solver(limits)
        solver.parameters.stop_after_first_solution = True
        solver.parameters.cp_model_presolve = presolve
        found = model.solved(solver, limits.cancel, known)
        if found.status != "INFEASIBLE":
            return found
    return found


def _shortened(instance: Instance, limits: Limits, known: Known) -> Known:
    """A shorter schedule than the best by CP-SAT, or a proof that there is none."""
    if known.best is None:
        return known
    model = MakespanModel(ending_by(instance, makespan(known.best)), known, limits.cancel)
    solver = new_solver(limits)
    if 1 < limits.workers <= FEW_WORKERS:
        solver.parameters.subsolvers.append("objective_lb_search_no_lp")
    found = model.solved(solver, limits.cancel, known)
    return known._replace(bound=found.bound) if found.best is None else found
