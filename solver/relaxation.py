"""A bound for an objective from choices and claims alone, the dates left open: there at once where a search has none.

The linear part of the model, with cuts on the work of the teams added for as long as its solution breaks any; in
whole numbers it is stricter, and often true: where its choices find dates, no schedule is better.
"""

import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ortools.sat.python.cp_model import LinearExpr

from solver.cancel import Cancelled
from solver.energy import Cut, energies
from solver.linear import LinearProgramme, WholeProgramme
from solver.model import Model
from solver.search import Limits, whole_bound

MOST_ROUNDS = 40
MARGIN, LEAST_MARGIN = 1e-6, 0.5
"""A relaxed bound is widened by this part of itself, and by so much at least: its arithmetic is floating-point. Half a
unit leaves a whole bound as it is, so that what meets it is proven and not told as one below it."""
MOST_WHOLE_ROUNDS = 8
LEAST_MOVE = 1e-3
"""The part of the bound by which a round must move it, or it was the last."""


class Advice(NamedTuple):
    """What the relaxation makes of the variables, by their indices in the model.

    values: in its optimum. regrets: by how much it gets worse for each unit more of a variable, in its own terms.
    """

    values: Mapping[int, float]
    regrets: Mapping[int, float]


class Relaxed(NamedTuple):
    """What the relaxation says.

    bound: None where it was not solved in time. cuts: those that were broken on the way.
    advice: its last solution, if any.
    """

    bound: float | None
    cuts: tuple[Cut, ...]
    advice: Advice | None

    def safe_bound(self, *, maximise: bool) -> int | None:
        """The bound, widened by what its arithmetic may be wrong."""
        if self.bound is None:
            return None
        margin = max(LEAST_MARGIN, MARGIN * abs(self.bound))
        return whole_bound(self.bound + (margin if maximise else -margin), maximise=maximise)


def relax(model: Model, limits: Limits) -> Relaxed:
    """Solve the relaxation of the model for its present objective. Its arithmetic is floating-point.

    Raises Cancelled where the cancel is requested before anything is known.
    """
    until = time.monotonic() + limits.seconds
    programme = LinearProgramme(model.cp, limits.cancel)
    work = energies(model.instance, model.phases)
    cuts: dict[Cut, None] = {}
    bound: float | None = None
    advice: Advice | None = None
    for _ in range(MOST_ROUNDS):
        if limits.cancel.is_requested or time.monotonic() >= until:
            break
        optimum = programme.solve(until - time.monotonic(), limits.cancel)
        if optimum is None:
            break
        has_moved = bound is None or abs(bound - optimum) > LEAST_MOVE * abs(bound)
        bound, advice = optimum, Advice(programme.values(), programme.regrets())
        if not has_moved:
            break
        broken = [cut for energy in work for cut in energy.broken(advice.values) if cut not in cuts]
        if not broken:
            break
        for cut in broken:
            cuts[cut] = None
            programme.add(cut.terms, 0, cut.limit)
    return Relaxed(bound, tuple(cuts), advice)


def in_whole_numbers(model: Model, relaxed: Relaxed, limits: Limits, branches: int) -> Relaxed:
    """The relaxation of a model that has its cuts, in whole numbers; as it was where nothing came of it in time.

    branches: after which a round ends with the best so far, which is the same on every machine.
    values: of the best choices and claims that were found, their dates left open. regrets: as they were.
    """
    until = time.monotonic() + limits.seconds
    try:
        programme = WholeProgramme(model.cp, limits.cancel)
    except Cancelled:
        return relaxed
    is_maximised, work = model.cp.proto.objective.scaling_factor < 0, energies(model.instance, model.phases)
    for _ in range(MOST_WHOLE_ROUNDS):
        if limits.cancel.is_requested or time.monotonic() >= until:
            break
        found = programme.search(until - time.monotonic(), branches, limits.cancel)
        if found.bound is None or relaxed.advice is None:
            break
        values = {index: float(round(value)) for index, value in programme.values().items()}
        broken = [cut for energy in work for cut in energy.broken(values) if cut not in relaxed.cuts]
        known = [bound for bound in (relaxed.bound, found.bound) if bound is not None]
        bound = min(known) if is_maximised else max(known)  # a later round may end with less than an earlier one
        relaxed = Relaxed(bound, (*relaxed.cuts, *broken), relaxed.advice._replace(values=values))
        if not broken or not found.is_best:
            break
        for cut in broken:
            programme.add(cut.terms, 0, cut.limit)
    return relaxed


def add_cuts(model: Model, cuts: Iterable[Cut]) -> None:
    """Tell the model, where they serve all searches, what its relaxation had to be told."""
    for cut in cuts:
        variables = [model.cp.get_int_var_from_proto_index(index) for index, _ in cut.terms]
        model.cp.add(LinearExpr.weighted_sum(variables, [days for _, days in cut.terms]) <= cut.limit)
