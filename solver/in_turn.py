"""Large plans part by part: each is planned alone, then among the others, for as long as any of them gains.

A neighbourhood costs what its model costs, most of it in simplifying what does not move: in a part of 240 phases a
fifth of what it costs in a plan of 960. Teams change hands as the parts take turns: of schedules that earn the same,
the one is kept that needs fewer days on which all teams of a partner are taken, and leaves them to who earns with them.
"""

import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python.cp_model import LinearExpr

from planner.rollout.schedule import Schedule
from solver.alone import Alone, begin, left, of_phases, planned_alone, planned_together, to_take, with_phases
from solver.cancel import Cancelled
from solver.crowding import crowded, in_the_way
from solver.first import MANY_PHASES, MOST_PHASES
from solver.improve import improve_nearby, improve_within
from solver.instance import Instance
from solver.model import build
from solver.objective import TERMS
from solver.parts import alone, parts
from solver.relaxation import add_cuts
from solver.search import Limits

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

    alone: None until it is planned alone. fruitless: turns since it earned more.
    """

    def __init__(self, phases: set[str], earned: int) -> None:
        self.phases, self.earned = phases, earned
        self.alone: Alone | None = None
        self.fruitless = 0

    @property
    def bound(self) -> int | None:
        """What no schedule earns more than with it."""
        return None if self.alone is None else self.alone.bound

    @property
    def is_proven(self) -> bool:
        """Whether it is known what it earns at most if it has all teams."""
        return self.alone is not None and self.alone.is_proven

    @property
    def promise(self) -> float:
        """What may still be gained, halved with each fruitless turn."""
        if self.bound is None or self.fruitless >= MOST_TURNS:
            return 0.0
        return (self.bound - self.earned) / 2.0**self.fruitless


class _Turns:
    """The parts of an instance and the present schedule while they take turns. until: when it ends."""

    def __init__(self, instance: Instance, begun: Schedule, limits: Limits, tell: Tell) -> None:
        self.instance, self.schedule, self.limits, self.tell = instance, begun, limits, tell
        self.until = time.monotonic() + limits.seconds
        self.parts = [_Part(phases, _earned(begun, phases)) for phases in parts(instance)]
        self.count = 0

    @property
    def bound(self) -> int | None:
        """What no schedule earns more than: what all parts could earn if each had all teams."""
        known = [part.bound for part in self.parts if part.bound is not None]
        return sum(known) if len(known) == len(self.parts) else None

    @property
    def are_most_proven(self) -> bool:
        """Whether at least half of the parts that were planned alone are proven."""
        known = [part for part in self.parts if part.alone is not None]
        return 2 * sum(part.is_proven for part in known) >= len(known)

    def take(self, part: _Part) -> None:
        """Plan the part anew among the others."""
        self.count += 1
        others = sum(each.earned for each in self.parts if each is not part)
        limits = left(self.limits, self.until)._replace(seed=self.limits.seed + self.count)

        def told(earned: int) -> None:
            self.tell(others + earned, self.bound)

        self.schedule = _replanned(self.instance, self.schedule, part, limits, told)
        earned = _earned(self.schedule, part.phases)
        part.fruitless = 0 if earned > part.earned else part.fruitless + 1
        part.earned = earned

    def go_on(self) -> None:
        """Let the part with most to gain have its turn for as long as there is any."""
        while not self.limits.cancel.is_requested and time.monotonic() < self.until:
            part = max(self.parts, key=lambda each: each.promise)
            if part.promise <= 0:
                break
            self.take(part)

    def plan_alone(self) -> Iterator[_Part]:
        """Plan all parts alone, as many at a time as there are workers, none before it is asked for."""
        begun, at_once = self.schedule, self.limits.workers

        def planned(part: _Part) -> Alone | None:
            return planned_alone(self.instance, begun, part.phases, self.limits, self.until)

        with ThreadPoolExecutor(at_once, thread_name_prefix="parts") as crew:
            for first in range(0, len(self.parts), at_once):
                together = self.parts[first : first + at_once]
                for part, known in zip(together, crew.map(planned, together), strict=True):
                    part.alone = known
                yield from together  # only now, so that how many are proven does not hang on who comes first

    def bring_together(self) -> None:
        """Take over what all parts found alone, as far as the teams let them."""
        found = [part.alone for part in self.parts]
        self.schedule = planned_together(self.instance, self.schedule, found, self.limits, self.until)
        for part in self.parts:
            part.earned = _earned(self.schedule, part.phases)


def improve_in_turn(
    instance: Instance, begun: Schedule, limits: Limits, tell: Tell, near: Collection[str] = ()
) -> tuple[Schedule, int | None]:
    """The schedule of most funding that was found from the one that was begun, and a bound if one is known.

    Its claims are those that the searches found. Nothing is done where all is one part. Up to MANY_PHASES parts take no
    turns, and are only brought together where most of them are proven alone; elsewhere teams are short. What then is
    open is left to searches over everything, which find more there.
    tell: told whenever a part earns more, or the bound is known. near: phases whose parts come first.
    """
    turns = _Turns(instance, begun, limits, tell)
    if len(turns.parts) == 1:
        return begun, None
    turns.parts.sort(key=lambda part: part.phases.isdisjoint(near))
    are_many = len(instance.phases) > MANY_PHASES
    are_small = all(len(part.phases) <= MOST_PHASES for part in turns.parts)
    if not (are_many or are_small):
        return begun, None
    for part in turns.plan_alone():
        if not (are_many or turns.are_most_proven):
            return begun, None
        if not are_small and part.promise > 0:
            turns.take(part)
            part.fruitless = 0
    if not are_many or all(part.is_proven for part in turns.parts):
        turns.bring_together()
    tell(sum(part.earned for part in turns.parts), turns.bound)
    if are_many:
        turns.go_on()
    return turns.schedule, turns.bound


def _replanned(
    instance: Instance, schedule: Schedule, part: _Part, limits: Limits, tell: Callable[[int], None]
) -> Schedule:
    """The schedule with the part planned anew among the others: as it was found alone if that is more, or nearby."""
    until, known = time.monotonic() + limits.seconds, part.alone
    try:
        model = build(alone(instance, part.phases, schedule), cancel=limits.cancel)
    except Cancelled:
        return schedule
    if known is None or known.relaxed.advice is None:
        return schedule
    add_cuts(model, known.relaxed.cuts)
    funding = TERMS["funding"](model)
    in_way = [*in_the_way(model, crowded(instance, schedule))]
    days = LinearExpr.weighted_sum([taken for taken, _ in in_way], [-days for _, days in in_way])
    model.cp.maximize(LinearExpr.sum([SCALE * funding, days]))
    first = begin(model, of_phases(schedule, part.phases), limits)
    if first is None:
        return schedule
    limits = limits._replace(near_enough=SCALE - 1)
    if part.earned < known.earned:
        found = improve_within(model, first, part.phases, to_take(model, known.taken), left(limits, until)).solver
        if found.value(funding) > part.earned:
            tell(found.value(funding))
            return with_phases(schedule, model, found)
    aim, led_by = (lambda value, _: tell(_money(value)), None), (TURN_PATIENCE, known.relaxed.advice)
    return with_phases(schedule, model, improve_nearby(model, first, left(limits, until), aim, led_by))


def _money(value: int | None) -> int:
    """What is earned, given it less the crowded days, which are worth less than one together."""
    return -(-(value or 0) // SCALE)


def _earned(schedule: Schedule, phases: set[str]) -> int:
    return sum(claim.amount for claim in schedule.claims if claim.phase in phases)
