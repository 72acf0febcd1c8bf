"""How the best value of one term is searched for: its bound, all at once if that may end, neighbourhoods, all again."""

import math
import time
from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.cancel import Cancelled
from solver.first import MANY_PHASES, MOST_PHASES
from solver.improve import improve, improve_within
from solver.model import Model
from solver.relaxation import Relaxed, add_cuts, in_whole_numbers, relax
from solver.search import Found, Limits, Report, hint_solution, objective_value, search
from solver.settings import MAXIMISED, Term

RELAXED: frozenset[Term] = frozenset({"funding", "net_cost", "expected"})
"""Terms of which choices and claims say something without any dates."""

RELAXING_PART, IMPROVING_PART = 0.2, 0.3
"""The most of a stage's time for the relaxation, and of what is left then for neighbourhoods where a proof may come."""

MOST_BRANCHES = 1_000
"""For the best choices in whole numbers."""
FIRST_WORK = 4.0
"""For the first whole search, as CP-SAT counts work (deterministic time)."""
FIRST_WORK_OF_MANY = 1.0
"""Above MOST_PHASES it gets less, as it ends less often, and beyond MANY_PHASES none: it takes too long to begin."""


class Known(NamedTuple):
    """What is known before a stage.

    bound: for its term. value: of the schedule that was told last.
    """

    bound: int | None = None
    value: int | None = None


NOTHING_KNOWN = Known()
NOT_RELAXED = Relaxed(None, (), None)


class _Stage(NamedTuple):
    """A stage in progress. until: the moment of the monotonic clock that ends it."""

    model: Model
    limits: Limits
    report: Report
    maximise: bool
    until: float

    def left(self, part: float = 1.0) -> Limits:
        return self.limits._replace(seconds=part * (self.until - time.monotonic()))

    def stricter(self, *bounds: int | None) -> int | None:
        known = [bound for bound in bounds if bound is not None]
        if not known:
            return None
        return min(known) if self.maximise else max(known)

    def better(self, present: Found, found: Found) -> Found:
        """The better of two schedules with the stricter of both bounds, proven if they meet."""
        cp, bound, best = self.model.cp, self.stricter(present.bound, found.bound), present.solver
        if found.has_solution:
            gain = objective_value(cp, found.solver) - objective_value(cp, present.solver)
            best = found.solver if (gain > 0) == self.maximise else present.solver
        is_proven = found.status == "OPTIMAL" or objective_value(cp, best) == bound
        return Found("OPTIMAL" if is_proven else "FEASIBLE", bound, best, None)


def search_stage(
    model: Model,
    term: Term,
    best: cp_model.CpSolver | None,
    limits: Limits,
    report: Report,
    known: Known = NOTHING_KNOWN,
) -> Found:
    """Search for the best value of a term, which is the model's objective, from the schedule that the solver holds.

    The cuts of the relaxation stay in the model.
    """
    if best is not None and objective_value(model.cp, best) == known.bound:
        return Found("OPTIMAL", known.bound, best, None)
    stage = _Stage(model, limits, report, term in MAXIMISED, time.monotonic() + limits.seconds)
    bound, relaxed = known.bound, NOT_RELAXED
    if term in RELAXED:
        relaxed = _relaxed(stage)
        bound = stage.stricter(bound, relaxed.safe_bound(maximise=stage.maximise))
        stage = stage._replace(report=lambda value, known: report(value, stage.stricter(bound, known)))
    if best is None:
        found = _whole(stage)
        return found._replace(bound=stage.stricter(found.bound, bound))
    found = Found("OPTIMAL" if objective_value(model.cp, best) == bound else "FEASIBLE", bound, best, None)
    stage.report(objective_value(model.cp, best), bound)
    if found.status != "OPTIMAL" and len(model.phases) <= MANY_PHASES:
        work = FIRST_WORK if len(model.phases) <= MOST_PHASES else FIRST_WORK_OF_MANY
        found = stage.better(found, _whole(stage, work=work))
    if found.status != "OPTIMAL" and len(model.phases) <= MANY_PHASES and relaxed.advice is not None:
        found = _dated(stage, found, relaxed)
    if found.status != "OPTIMAL":
        part = stage.left(IMPROVING_PART if len(model.phases) <= MOST_PHASES else 1.0)
        improved = improve(model, found.solver, part, stage.report, bound=found.bound, advice=relaxed.advice)
        found = stage.better(found, improved)
    if found.status != "OPTIMAL" and not limits.cancel.is_requested:
        hint_solution(model.cp, found.solver.response_proto.solution)
        found = stage.better(found, _whole(stage, thorough=True))
    return found


def _whole(stage: _Stage, work: float = math.inf, *, thorough: bool = False) -> Found:
    """A search over everything, for as long as the stage has, or until so much work is done."""
    limits = stage.left()._replace(work=work)
    return search(stage.model.cp, limits, stage.report, maximise=stage.maximise, thorough=thorough)


def _relaxed(stage: _Stage) -> Relaxed:
    """What the relaxation says; its cuts go into the model, where they serve all searches."""
    try:
        relaxed = relax(stage.model, stage.left(RELAXING_PART))
    except Cancelled:
        return NOT_RELAXED
    add_cuts(stage.model, relaxed.cuts)
    return relaxed


def _dated(stage: _Stage, found: Found, relaxed: Relaxed) -> Found:
    """The schedule that was found, or a better one with dates for the best choices, and the stricter bound of them."""
    whole = in_whole_numbers(stage.model, relaxed, stage.left(RELAXING_PART), MOST_BRANCHES)
    add_cuts(stage.model, whole.cuts[len(relaxed.cuts) :])
    known = Found("FEASIBLE", whole.safe_bound(maximise=stage.maximise), found.solver, None)
    dated = improve_within(stage.model, found.solver, {*stage.model.phases}, whole.advice, stage.left(IMPROVING_PART))
    found = stage.better(stage.better(found, known), dated._replace(bound=None, status="FEASIBLE"))
    stage.report(objective_value(stage.model.cp, found.solver), found.bound)
    return found
