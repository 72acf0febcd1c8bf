"""Parts of a plan, each planned as if all teams were its own, and then all of them together as far as teams let them.

Alone, parts need not wait for each other, the search of a small one often ends, and what no schedule of any part earns
more than adds up to a bound for the plan. Loose plans of some hundred phases are proven in this way.
"""

import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.rollout.schedule import Schedule
from solver.cancel import Cancelled
from solver.first import MOST_PHASES
from solver.hints import hint_schedule
from solver.improve import improve_within
from solver.instance import Instance
from solver.model import Model, build
from solver.objective import TERMS
from solver.parts import alone
from solver.relaxation import Advice, Relaxed, add_cuts, in_whole_numbers, relax
from solver.search import Limits, complete, objective_value
from solver.variables import read_assignments, read_claims

SMALL_WORK, LARGE_WORK = 0.5, 2.0
"""For the search of a small and of a large part, as CP-SAT counts work (deterministic time)."""
MOST_BRANCHES = 100
"""For the best choices in whole numbers: most parts of 60 phases need fewer, and a thousand told little more."""
NOBODY = Schedule(())


class Alone(NamedTuple):
    """What is known of a part that has all teams to itself.

    relaxed: what its relaxation says. bound: what no schedule earns more than with it. earned, taken: by the schedule
    that was found, and the place of the choice that it takes for each phase.
    """

    relaxed: Relaxed
    bound: int | None
    earned: int
    taken: Mapping[str, int]

    @property
    def is_proven(self) -> bool:
        """Whether no schedule of the part earns more than the one that was found."""
        return self.earned == self.bound


def planned_alone(instance: Instance, begun: Schedule, phases: set[str], limits: Limits, until: float) -> Alone | None:
    """The phases planned anew by one worker; None where that was not begun in time.

    As a whole where they are few, else within what their relaxation takes. until: the moment of the monotonic clock
    that ends it.
    """
    is_small = len(phases) <= MOST_PHASES
    limits = limits._replace(workers=1, work=SMALL_WORK if is_small else LARGE_WORK)
    try:
        model = build(alone(instance, phases, NOBODY), cancel=limits.cancel)
        model.cp.maximize(TERMS["funding"](model))
        relaxed = relax(model, left(limits, until))
    except Cancelled:
        return None
    add_cuts(model, relaxed.cuts)
    first = begin(model, of_phases(begun, phases), left(limits, until))
    if first is None or relaxed.advice is None:
        return None
    best, bound = _planned(model, first, relaxed, left(limits, until))
    taken = {
        name: next(place for place, (_, variable) in enumerate(phase.choices) if best.boolean_value(variable))
        for name, phase in model.phases.items()
    }
    return Alone(relaxed, bound, objective_value(model.cp, best), taken)


def _planned(
    model: Model, first: cp_model.CpSolver, relaxed: Relaxed, limits: Limits
) -> tuple[cp_model.CpSolver, int | None]:
    """The best schedule of a part from a first one, and a bound.

    Where the search of a small part does not end, dates are looked for that its best choices in whole numbers have; of
    large ones those take ten seconds.
    """
    phases, is_small = {*model.phases}, len(model.phases) <= MOST_PHASES
    until = time.monotonic() + limits.seconds
    found = improve_within(model, first, phases, None if is_small else relaxed.advice, limits)
    bound = _least(relaxed.safe_bound(maximise=True), found.bound if is_small else None)
    if not is_small or objective_value(model.cp, found.solver) == bound:
        return found.solver, bound
    whole = in_whole_numbers(model, relaxed, left(limits, until), MOST_BRANCHES)
    add_cuts(model, whole.cuts[len(relaxed.cuts) :])
    found = improve_within(model, found.solver, phases, whole.advice, left(limits, until))
    return found.solver, _least(bound, whole.safe_bound(maximise=True))


def _least(*bounds: int | None) -> int | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def planned_together(
    instance: Instance, begun: Schedule, found: Iterable[Alone | None], limits: Limits, until: float
) -> Schedule:
    """The schedule with all parts as they were found alone, on whatever days, as far as the teams let them."""
    try:
        model = build(instance, cancel=limits.cancel)
    except Cancelled:
        return begun
    model.cp.maximize(TERMS["funding"](model))
    taken = {name: place for each in found if each is not None for name, place in each.taken.items()}
    first = begin(model, begun, left(limits, until))
    if first is None:
        return begun
    better = improve_within(model, first, {*model.phases}, to_take(model, taken), left(limits, until))
    return with_phases(begun, model, better.solver)


def to_take(model: Model, taken: Mapping[str, int]) -> Advice:
    """Advice to take these choices, given by their places among those of their phases."""
    return Advice({model.phases[name].choices[place][1].index: 1.0 for name, place in taken.items()}, {})


def begin(model: Model, schedule: Schedule, limits: Limits) -> cp_model.CpSolver | None:
    """A solver that holds the schedule as a solution of the model; None where it is none, or time is over."""
    hint_schedule(model, schedule)
    found = complete(model.cp, limits)
    return found.solver if found.has_solution else None


def with_phases(schedule: Schedule, model: Model, solver: cp_model.CpSolver) -> Schedule:
    """The schedule with the phases of the model as the solver has them."""
    placed = {each.phase: each for each in read_assignments(model.instance.plan, model.phases, solver)}
    claims = read_claims(model.claims, solver)
    others = (claim for claim in schedule.claims if claim.phase not in placed)
    return Schedule(tuple(placed.get(each.phase, each) for each in schedule.assignments), (*others, *claims))


def of_phases(schedule: Schedule, phases: set[str]) -> Schedule:
    """What the schedule says of these phases."""
    return Schedule(
        tuple(each for each in schedule.assignments if each.phase in phases),
        tuple(claim for claim in schedule.claims if claim.phase in phases),
    )


def left(limits: Limits, until: float) -> Limits:
    """The limits with the seconds that are left until a moment of the monotonic clock."""
    return limits._replace(seconds=until - time.monotonic())
