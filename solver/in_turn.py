"""Large plans part by part: each part is planned anew among the others as they lie, for as long as any of them gains.

A neighbourhood costs what its model costs, most of it in simplifying what does not move: in a part of 240 phases a
fifth of what it costs in a plan of 960. Teams change hands as the parts take turns: of schedules that earn the same,
the one is kept that needs fewer days on which all teams of a partner are taken, and leaves them to who earns with them.
"""

import math
import time
from collections.abc import Callable, Collection
from functools import partial

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.rollout.schedule import Schedule
from solver.cancel import Cancelled
from solver.crowding import crowded, in_the_way
from solver.hints import hint_schedule
from solver.improve import improve_nearby, improve_parts
from solver.instance import Instance
from solver.model import Model, build
from solver.objective import TERMS
from solver.parts import alone, parts
from solver.relaxation import Relaxed, add_cuts, relax
from solver.search import Limits, complete
from solver.variables import read_assignments, read_claims

TURN_PATIENCE = 10
"""Neighbourhoods of a part one after the other without a better schedule, after which another part has its turn."""
MOST_TURNS = 6
"""Turns of a part one after the other without a better schedule, after which it has no more."""
SCALE = 10_000
"""How much more a unit of money counts than a day of a team; a part takes fewer than so many crowded days."""

Tell = Callable[[int, int | None], None]
"""Told what all parts earn, and a bound for it."""


class _Part:
    """A part that takes turns: its phases, and what it earns in the present schedule.

    relaxed: what its relaxation says if it has all teams to itself. fruitless: turns since it earned more.
    """

    def __init__(self, phases: set[str], earned: int) -> None:
        self.phases, self.earned = phases, earned
        self.relaxed: Relaxed | None = None
        self.fruitless = 0

    @property
    def bound(self) -> int | None:
        """What no schedule earns more than with it."""
        return None if self.relaxed is None else self.relaxed.safe_bound(maximise=True)

    @property
    def promise(self) -> float:
        """What may still be gained, halved with each fruitless turn; before its first turn there is no saying."""
        if self.relaxed is None:
            return math.inf
        if self.relaxed.bound is None or self.fruitless >= MOST_TURNS:
            return 0.0
        return (self.relaxed.bound - self.earned) / 2.0**self.fruitless


def improve_in_turn(
    instance: Instance, begun: Schedule, limits: Limits, tell: Tell, near: Collection[str] = ()
) -> tuple[Schedule, int | None]:
    """The schedule of most funding that was found from the one that was begun, and a bound if one is known.

    Its claims are those that the searches found. Nothing is done where all is one part. tell: told whenever a part
    earns more, or its bound is known. near: phases whose parts come first.
    """
    until, schedule = time.monotonic() + limits.seconds, begun
    in_order = sorted(parts(instance), key=lambda phases: phases.isdisjoint(near))
    in_parts = [_Part(phases, _earned(begun, phases)) for phases in in_order]
    turns = 0
    while len(in_parts) > 1 and not limits.cancel.is_requested:
        part, seconds = max(in_parts, key=lambda each: each.promise), until - time.monotonic()
        if part.promise <= 0 or seconds <= 0:
            break
        is_first, turns = part.relaxed is None, turns + 1
        others = sum(each.earned for each in in_parts if each is not part)
        told = partial(_tell_all, tell, in_parts, others)
        schedule = _turn(instance, schedule, part, limits._replace(seconds=seconds, seed=limits.seed + turns), told)
        earned = _earned(schedule, part.phases)
        part.fruitless = 0 if is_first or earned > part.earned else part.fruitless + 1
        part.earned = earned
    return schedule, _bound(in_parts)


def _tell_all(tell: Tell, in_parts: list[_Part], others: int, earned: int) -> None:
    tell(others + earned, _bound(in_parts))


def _bound(in_parts: list[_Part]) -> int | None:
    """What no schedule earns more than: what all parts could earn if each had all teams."""
    known = [each.bound for each in in_parts if each.bound is not None]
    return sum(known) if len(known) == len(in_parts) else None


def _turn(instance: Instance, schedule: Schedule, part: _Part, limits: Limits, tell: Callable[[int], None]) -> Schedule:
    """The schedule with the part planned anew; at first once as a whole, within what its relaxation takes."""
    until, is_first = time.monotonic() + limits.seconds, part.relaxed is None
    try:
        model = build(alone(instance, part.phases, schedule), cancel=limits.cancel)
        funding = TERMS["funding"](model)
        model.cp.maximize(funding)
        if part.relaxed is None:
            part.relaxed = relax(model, limits)
            tell(part.earned)
    except Cancelled:
        return schedule
    if part.promise <= 0 or part.relaxed.advice is None:
        return schedule
    add_cuts(model, part.relaxed.cuts)
    in_way = [*in_the_way(model, crowded(instance, schedule))]
    days = LinearExpr.weighted_sum([taken for taken, _ in in_way], [-days for _, days in in_way])
    model.cp.maximize(LinearExpr.sum([SCALE * funding, days]))
    hint_schedule(model, _of(schedule, part.phases))
    begun = complete(model.cp, limits._replace(seconds=until - time.monotonic()))
    if not begun.has_solution:
        return schedule
    limits, aim = limits._replace(seconds=until - time.monotonic()), (lambda value, _: tell(_money(value)), None)
    if is_first:
        return _with(schedule, model, improve_parts(model, begun.solver, limits, aim, part.relaxed.advice))
    limits = limits._replace(near_enough=SCALE - 1)
    led_by = (TURN_PATIENCE, part.relaxed.advice)
    return _with(schedule, model, improve_nearby(model, begun.solver, limits, aim, led_by))


def _money(value: int | None) -> int:
    """What is earned, given it less the crowded days, which are worth less than one together."""
    return -(-(value or 0) // SCALE)


def _with(schedule: Schedule, model: Model, solver: cp_model.CpSolver) -> Schedule:
    """The schedule with the phases of the model as the solver has them."""
    placed = {each.phase: each for each in read_assignments(model.instance.plan, model.phases, solver)}
    claims = read_claims(model.claims, solver)
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
