"""What asks of one condition are worth: the most funding with each, less the most without."""

from collections.abc import Iterator
from typing import NamedTuple, Self

from planner.funding.asks import Ask, AskKind, Family, with_ask
from planner.invariants import PlanError
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel, Cancelled
from solver.instance import Instance, prepare
from solver.result import SolveResult
from solver.settings import Aim, Settings
from solver.solve import solve

OF_FUNDING = (Aim("funding"),)

OF_MONEY: frozenset[AskKind] = frozenset({"face", "phase cap", "combined cap", "stacking"})
"""Asks about sums and about who pays beside whom, of which the prepared instance does not hold all."""


class Optimum(NamedTuple):
    """The most funding of a plan as far as it is known. Proven where both bounds meet."""

    at_least: int
    at_most: int

    @property
    def is_proven(self) -> bool:
        return self.at_least == self.at_most

    def within(self, least: int, most: int) -> Self:
        """The same, knowing that it lies between the two."""
        return self._replace(at_least=max(self.at_least, least), at_most=min(self.at_most, most))


class Base(NamedTuple):
    """A plan before any ask is granted, with the best schedule that was found and the most funding."""

    plan: Plan
    schedule: Schedule
    optimum: Optimum


class Worth(NamedTuple):
    """What an ask gains if nothing else is granted.

    without: the most funding as the plan is. granted: the same with it; None where then no schedule exists, or none
    was found. is_smallest: whether no smaller number of days gains anything; False where that is not proven.
    """

    ask: Ask
    without: Optimum
    granted: Optimum | None
    is_smallest: bool = False

    @property
    def at_least(self) -> int:
        """The least that it gains; a freeze that moves can lose."""
        if self.granted is None:
            return -self.without.at_most
        least = self.granted.at_least - self.without.at_most
        return max(least, 0) if self.ask.is_widening else least

    @property
    def at_most(self) -> int:
        """The most that it gains."""
        return 0 if self.granted is None else self.granted.at_most - self.without.at_least

    @property
    def gain(self) -> int | None:
        """The gain, where both optima are proven."""
        return self.at_least if self.is_proven else None

    @property
    def is_proven(self) -> bool:
        return self.granted is not None and self.granted.is_proven and self.without.is_proven


class Limits(NamedTuple):
    """What one solve may use: seconds, threads, and the wish of the user to stop."""

    seconds: float = 60.0
    workers: int = 1
    cancel: Cancel = Cancel()


def base_of(plan: Plan, limits: Limits, hint: Schedule | None = None) -> Base | None:
    """The most funding of a plan; None where no schedule exists or none was found."""
    found = solved(plan, limits, hint)
    return None if found is None else Base(plan, *found)


def worths(base: Base, family: Family, limits: Limits) -> tuple[Worth, ...]:
    """What each ask of a family is worth, and, of days, the smallest number of them that gains anything.

    Much follows without a search: where the widest gains nothing, none does; between two that gain the same, all do.
    Asks that lead out of what any plan may hold, as past its largest sum or its last year, are left out.
    """
    try:
        return _worths(base, family, limits)
    except PlanError:
        return ()


def _worths(base: Base, family: Family, limits: Limits) -> tuple[Worth, ...]:
    if not family.widest.is_widening:
        return tuple(Worth(ask, base.optimum, _optimum(base, ask, limits)) for ask in family.asks)
    return tuple(_InOrder(base, family, limits).worths())


def solved(plan: Plan, limits: Limits, hint: Schedule | None) -> tuple[Schedule, Optimum] | None:
    """The best schedule that was found and the most funding of a plan; None where none exists or none was found."""
    settings = Settings(OF_FUNDING, limits.seconds, limits.workers)
    result = solve(plan, settings, hint=hint, cancel=limits.cancel)
    return None if result.schedule is None else (result.schedule, optimum_of(result))


def optimum_of(result: SolveResult) -> Optimum:
    """What a result with a schedule proves of the most funding, if that was its first aim."""
    stage = result.stages[0]
    value = stage.value or 0
    return Optimum(value, max(value, stage.bound if stage.bound is not None else _reachable(result.plan)))


def _reachable(plan: Plan) -> int:
    """What no schedule can earn more than, where a search was too short for any bound."""
    from planner.funding.ladder import ladder  # noqa: PLC0415 - hardly ever needed

    return ladder(plan, None).total.reachable


def _optimum(base: Base, ask: Ask, limits: Limits) -> Optimum | None:
    found = solved(with_ask(base.plan, ask), limits, base.schedule)
    return None if found is None else found[1]


def _size(ask: Ask) -> int:
    return abs(ask.by) if ask.kind not in OF_MONEY and ask.by else 1


class _InOrder:
    """A family of asks in which each allows all that the ones before it allow, so that optima only rise.

    Each is told by its size: its days, or 1 where it has none. Size 0 grants nothing.
    """

    def __init__(self, base: Base, family: Family, limits: Limits) -> None:
        self._base = base
        self._family = family
        self._limits = limits
        self._asks = {_size(ask): ask for ask in family.asks}
        self._known: dict[int, Optimum] = {0: base.optimum}
        self._instance: Instance | None = None

    def worths(self) -> Iterator[Worth]:
        """In the order of the family, the smallest number of days in its place."""
        self._find(self._family.most or max(self._asks))
        for size in self._asks:
            self._find(size)
        smallest = self._smallest() if self._family.most else None
        for size in sorted({*self._asks, smallest or min(self._asks)}):
            yield Worth(self._ask(size), self._base.optimum, self._known[size], is_smallest=size == smallest)

    def _ask(self, size: int) -> Ask:
        return self._asks.get(size) or self._family.widest._replace(by=size)

    def _find(self, size: int) -> Optimum:
        """The most funding with so much of the condition granted, as the neighbours tell it or by a search."""
        if size not in self._known:
            least = self._known[max(each for each in self._known if each < size)].at_least
            above = min((each for each in self._known if each > size), default=None)
            most = None if above is None else self._known[above].at_most
            self._known[size] = Optimum(least, most) if least == most else self._searched(size, least, most)
        return self._known[size]

    def _searched(self, size: int, least: int, most: int | None) -> Optimum:
        ask = self._ask(size)
        granted = with_ask(self._base.plan, ask)
        if ask.kind not in OF_MONEY and self._looks_the_same(granted):
            return self._base.optimum
        found = solved(granted, self._limits, self._base.schedule)
        optimum = Optimum(least, _reachable(granted)) if found is None else found[1]
        return optimum.within(least, optimum.at_most if most is None else most)

    def _looks_the_same(self, granted: Plan) -> bool:
        """Whether a search would find the same starts, claims and teams to choose from, and so the same optimum."""
        try:
            if self._instance is None:
                self._instance = prepare(self._base.plan, self._limits.cancel)
            other = prepare(granted, self._limits.cancel)
        except Cancelled:
            return False
        mine = self._instance
        same_dates = {name: each.modes for name, each in mine.phases.items()} == {
            name: each.modes for name, each in other.phases.items()
        }
        return same_dates and mine.pairs == other.pairs and mine.renewables == other.renewables

    def _smallest(self) -> int | None:
        """The smallest number of days with which more can be had, by bisection; None without any, or without proof."""
        first = self._base.optimum
        gaining = [size for size, optimum in self._known.items() if optimum.at_least > first.at_most]
        if not gaining or not first.is_proven:
            return None
        high = min(gaining)
        low = max(size for size, optimum in self._known.items() if size < high and optimum.at_most <= first.at_least)
        while high - low > 1:
            middle = (low + high) // 2
            optimum = self._find(middle)
            if optimum.at_least > first.at_most:
                high = middle
            elif optimum.at_most <= first.at_least:
                low = middle
            else:
                return None
        return high
