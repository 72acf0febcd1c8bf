"""Large plans part by part: each part is planned anew among the others as they lie, for as long as any of them gains.

A neighbourhood costs what its model costs, most of it in simplifying what does not move: in a part of 240 phases a
fifth of what it costs in a plan of 960. Credits are better shared too: whoever is planned anew may be paid by a credit that
pays for a phase far away. Teams change hands as parts take turns.
"""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.rollout.schedule import Schedule
from solver.cancel import Cancelled
from solver.hints import hint_schedule
from solver.improve import improve
from solver.instance import Instance
from solver.model import Model, build
from solver.objective import TERMS
from solver.parts import alone, parts
from solver.relaxation import Relaxed, add_cuts, relax
from solver.search import Limits, complete, objective_value
from solver.variables import read_assignments, read_claims

TURN_PATIENCE = 10
"""Neighbourhoods of a part one after the other without a better schedule, after which another part has its turn."""
MOST_TURNS = 5
"""Turns of a part without a better schedule, since any part had one, after which the part has no more."""

DEBUG=1
Tell = Callable[[int, int | None], None]
"""Told what all parts earn, and a bound for it."""


class _Part:
    """A part: its phases, what it earns in the present schedule, what its relaxation says, and turns without gain."""

    def __init__(self, phases: set[str], earned: int) -> None:
        self.phases, self.earned = phases, earned
        self.relaxed: Relaxed | None = None
        self.fruitless = 0

    @property
    def promise(self) -> float:
        """What may still be gained, halved with each turn in which nothing was; at first there is no saying."""
        if self.relaxed is None:
            return math.inf
        return 0.0 if self.relaxed.bound is None else (self.relaxed.bound - self.earned) / 2**self.fruitless


def improve_in_turn(instance: Instance, begun: Schedule, limits: Limits, tell: Tell) -> Schedule:
    """The schedule of most funding that was found from the one that was begun; that one if it is all one part.

    Its claims are those that the searches found. tell: told whenever a part earns more or its bound is known.
    """
    until, schedule = time.monotonic() + limits.seconds, begun
    in_parts = [_Part(phases, _earned(begun, phases)) for phases in parts(instance)]
    if len(in_parts) == 1:
        return begun
    number = 0
    while not limits.cancel.is_requested and time.monotonic() < until:
        part = max(in_parts, key=lambda each: each.promise)
        if part.promise <= 0 or part.fruitless >= MOST_TURNS:
            break
        number, is_first = number + 1, part.relaxed is None
        left = limits._replace(seconds=until - time.monotonic(), seed=limits.seed + number)
        others = sum(each.earned for each in in_parts if each is not part)
        found = _turn(instance, schedule, part, left, lambda earned, others=others: tell(others + earned, _bound(in_parts)))
        earned = _earned(found, part.phases)
        part.fruitless = 0 if is_first or earned > part.earned else part.fruitless + 1
        if DEBUG: print("turn",number,[(sorted(p.phases)[0],p.earned,p.relaxed and p.relaxed.bound) for p in in_parts if p is part],earned-part.earned,round(time.monotonic(),1),flush=True)
        part.earned, schedule = earned, found
    return schedule


def _turn(instance: Instance, schedule: Schedule, part: _Part, limits: Limits, tell: Callable[[int], None]) -> Schedule:
    """The schedule with the part planned anew."""
    until, names = time.monotonic() + limits.seconds, part.phases
    try:
        model = build(alone(instance, names, schedule), cancel=limits.cancel)
        model.cp.maximize(TERMS["funding"](model))
        is_first = part.relaxed is None
        if part.relaxed is None:
            part.relaxed = relax(model, limits)
            tell(part.earned)
    except Cancelled:
        return schedule
    if part.promise <= 0:
        return schedule
    add_cuts(model, part.relaxed.cuts)
    hint_schedule(model, _of(schedule, names))
    begun = complete(model.cp, limits._replace(seconds=until - time.monotonic()))
    if not begun.has_solution:
        return schedule
    found = improve(
        model,
        begun.solver,
        limits._replace(seconds=until - time.monotonic()),
        lambda value, _: tell(value or 0),
        bound=part.relaxed.bound,
        advice=part.relaxed.advice,
        patience=0 if is_first else TURN_PATIENCE,
        is_first=is_first,
    )
    return _with(schedule, model, found.solver)


def _with(schedule: Schedule, model: Model, solver: cp_model.CpSolver) -> Schedule:
    """The schedule with the phases of the model as the solver has them."""
    assignments = read_assignments(model.instance.plan, model.phases, solver)
    claims = read_claims(model.claims, solver)
    placed = {each.phase: each for each in assignments}
    others = (claim for claim in schedule.claims if claim.phase not in placed)
    return Schedule(tuple(placed.get(each.phase, each) for each in schedule.assignments), (*others, *claims))


def _of(schedule: Schedule, phases: set[str]) -> Schedule:
    """What the schedule says of these phases."""
    return Schedule(
        tuple(each for each in schedule.assignments if each.phase in phases),
        tuple(claim for claim in schedule.claims if claim.phase in phases),
    )


def _earned(schedule: Schedule, phases: set[str]) -> int:
    return sum(claim.amount for claim in schedule.claims if claim.phase in phases)


def _bound(in_parts: list[_Part]) -> int | None:
    """What no schedule earns more than: what each part could earn if it had all teams."""
    bounds = [None if each.relaxed is None else each.relaxed.safe_bound(maximise=True) for each in in_parts]
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if len(known) == len(bounds) else None
