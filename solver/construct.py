"""A first schedule in milliseconds, from a few passes of list scheduling, and better ones from many.

Where a pass finds no place for a phase, it and all before it become more urgent, whatever others could do leaves its
teams, and the pass begins anew. Passes weigh a day of delay against money differently; the best of them counts. Nothing
is proven, and what credits pay is estimated: ``settle`` decides.
"""

import time
from collections.abc import Iterable, Sequence
from random import Random

from planner.rollout.schedule import Assignment
from solver.cancel import Cancel, Cancelled
from solver.instance import Instance, PreparedPhase
from solver.passes import Pass, Place, Placed, Places, Problem, Weights

PASSES = (
    Weights(None, for_money=False),
    Weights(0, for_money=False),
    Weights(200, for_money=True, team=200),
    Weights(300, for_money=True, team=250),
    Weights(500, for_money=True, team=500),
)
"""The first is the surest to place every phase; with the others, what earns most wins on most plans measured."""

FEW_PASSES = (PASSES[0], PASSES[2])
"""For a schedule at once where many passes follow."""

AS_PRESENT = Weights(0, for_money=False)
"""For what has no place yet, or lost it."""

MOST_RETRIES, FEW_RETRIES = 60, 3
"""As long as no pass has placed all phases, and after."""

PRICES, TEAM_PRICES = (0, 50, 100, 200, 300, 500, 1_000), (0, 100, 200, 300, 500)
"""What a day of delay must bring in varied passes, and a day of a team."""
VARIED_PART, VARIED_DAYS = 0.05, 30.0
"""The part of all phases, and the days (a standard deviation) by which a pass varies how urgent they are."""
PATIENCE = 0.5
"""Passes for each phase, one after the other without a better one, after which there are no more."""
OTHER_WEIGHTS = 0.3
"""How often a varied pass tries other weights."""


def construct(
    instance: Instance,
    *,
    seconds: float = 2.0,
    cancel: Cancel | None = None,
    passes: Sequence[Weights] = PASSES,
) -> tuple[Assignment, ...] | None:
    """Dates and options for every phase, without claims; None if no pass placed them all, which proves nothing."""
    placed = _place(Problem(instance), time.monotonic() + seconds, cancel or Cancel(), passes)
    return None if placed is None else _assignments(instance, placed[0].places)


def construct_often(
    instance: Instance, *, seed: int, seconds: float, cancel: Cancel | None = None
) -> tuple[Assignment, ...] | None:
    """The best dates and options of many passes, each of which varies what was best (random keys; Bean 1994).

    A pass makes some phases, at random or those of one credit, more or less urgent than in the best pass so far, and
    now and then weighs days and money otherwise. It ends after PATIENCE passes for each phase without a better one.
    """
    cancel, until, chance = cancel or Cancel(), time.monotonic() + seconds, Random(seed)  # noqa: S311 - no secret
    problem = Problem(instance)
    placed = _place(problem, until, cancel)
    if placed is None:
        return None
    best, weights = placed
    sooner: dict[str, float] = {}
    failures, names = 0, [*instance.phases]
    of_credits = [[pair.phase for pair in pairs] for pairs in problem.of_credit.values()]
    while failures < PATIENCE * len(names) and time.monotonic() < until:
        phases = names if not of_credits or chance.random() < 0.5 else chance.choice(of_credits)  # noqa: PLR2004
        count = max(2, int(VARIED_PART * len(names)))
        varied = dict(sooner)
        for name in chance.sample(phases, min(count, len(phases))):
            varied[name] = varied.get(name, 0.0) + chance.gauss(0.0, VARIED_DAYS)
        tried_weights = weights
        if chance.random() < OTHER_WEIGHTS:
            price, team = chance.choice(PRICES), chance.choice(TEAM_PRICES)
            tried_weights = Weights(price, for_money=chance.random() < 0.5, team=team)  # noqa: PLR2004
        try:
            tried = Pass(problem, tried_weights, sooner=varied).run(cancel)
        except Cancelled:
            break
        failures += 1
        if isinstance(tried, str) or tried.earned < best.earned:
            continue
        failures = 0 if tried.earned > best.earned else failures
        best, weights, sooner = tried, tried_weights, varied
    return _assignments(instance, best.places)


def _place(
    problem: Problem, until: float, cancel: Cancel, passes: Sequence[Weights] = PASSES
) -> tuple[Placed, Weights] | None:
    """The best of a pass with each of the weights, and its weights; None if none placed all phases."""
    best: tuple[Placed, Weights] | None = None
    for weights in passes:
        for _ in range(MOST_RETRIES if best is None else FEW_RETRIES):
            if time.monotonic() > until:
                break
            try:
                tried = Pass(problem, weights).run(cancel)
            except Cancelled:
                return best
            if not isinstance(tried, str):
                best = (tried, weights) if best is None or tried.earned > best[0].earned else best
                break
            problem.hurry(tried)
    return best


def repair(
    instance: Instance, present: Iterable[Assignment], cancel: Cancel | None = None
) -> tuple[Assignment, ...] | None:
    """Dates and options as near to the present ones as the rules allow; None if that left some phase without a place.

    Phases are placed in the order of their present starts, each with its present option on the first start that is free
    from its present one on; where there is none, on any start, and only then by another option.
    """
    problem = Problem(instance)
    for _ in range(FEW_RETRIES):
        try:
            tried = Pass(problem, AS_PRESENT, {each.phase: each for each in present}).run(cancel)
        except Cancelled:
            return None
        if not isinstance(tried, str):
            return _assignments(instance, tried.places)
        problem.hurry(tried)
    return None


def _assignments(instance: Instance, places: Places) -> tuple[Assignment, ...]:
    return tuple(_assignment(prepared, places[phase]) for phase, prepared in instance.phases.items())


def _assignment(prepared: PreparedPhase, place: Place) -> Assignment:
    days = prepared.axis.days
    start, finish = days[place.start], days[place.start + place.mode.span - 1]
    return Assignment(prepared.phase.id, place.mode.option.id, start, finish)
