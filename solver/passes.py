"""One pass of list scheduling: phases are placed one after the other, each where it earns most.

Serial schedule generation (Kolisch 1996) over the prepared instance. Most urgent phases come first, as their latest
start tells, or the last on which credits pay; a phase takes the first dates that its links and teams leave it, or later
ones on which credits pay for it. What credits pay is estimated; ``settle`` decides.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import NamedTuple

from planner.funding.claim_rules import exclude_each_other, face_value, fundable_cost, minimum_claim
from planner.funding.credits import Credit
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Assignment
from solver.cancel import Cancel
from solver.instance import DAY, Instance, Mode, Pair, reached, released


class Weights(NamedTuple):
    """What a pass goes by.

    price: the money that a day of delay must bring; None takes the first dates whatever they earn.
    for_money: whether those phases are the most urgent whose credits, or those of phases behind them, close first.
    team: the money that a day of a team must bring, so that who earns nothing leaves teams to who does.
    """

    price: int | None
    for_money: bool
    team: int = 0


URGENCY = 11
"""Days by which phases become more urgent when one of them found no place."""

FULL = b"\x01"


class Place(NamedTuple):
    """Where a phase is put: a mode, its start on the phase's axis, and what credits pay there, by estimate."""

    mode: Mode
    start: int
    gain: int

    @property
    def finish(self) -> int:
        """The number after its last day."""
        return self.start + self.mode.span


Places = dict[str, Place]


class Placed(NamedTuple):
    """Places for all phases, and what credits pay by estimate: those that miss no minimum and no outcome."""

    places: Places
    earned: int


Sooner = Mapping[str, float]
"""Days by which phases are more urgent in one pass."""
NO_SOONER: Sooner = MappingProxyType({})
NOWHERE: Mapping[str, Assignment] = MappingProxyType({})


class Problem:
    """What all passes share. urgency: for each phase the day of its latest start, less what it was hurried."""

    def __init__(self, instance: Instance) -> None:
        self.instance, plan = instance, instance.plan
        self.length = max((len(phase.axis.days) for phase in instance.phases.values()), default=0)
        self.into: defaultdict[str, list[Dependency]] = defaultdict(list)
        self.out: defaultdict[str, list[str]] = defaultdict(list)
        for link in instance.links:
            self.into[link.successor].append(link)
            self.out[link.predecessor].append(link.successor)
        self.offers: defaultdict[str, list[Pair]] = defaultdict(list)
        self.of_credit: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in instance.pairs:
            self.offers[pair.phase].append(pair)
            self.of_credit[pair.credit].append(pair)
        self.excluded = {
            one.id: {other.id for other in plan.credits if other is not one and exclude_each_other(plan, one, other)}
            for one in plan.credits
        }
        self.outcomes = {credit.id: list(_outcomes(instance, credit)) for credit in plan.credits}
        self._hurried: defaultdict[str, int] = defaultdict(int)
        self._wanted: defaultdict[str, int] = defaultdict(int)
        self._latest = {
            name: max((mode.starts[-1] for mode in phase.modes), default=0) for name, phase in instance.phases.items()
        }
        self._paid = self._last_paid_starts()

    def _last_paid_starts(self) -> dict[str, int]:
        """The last start on which a credit still pays for the phase, or lets one behind it be paid for."""
        phases = self.instance.phases
        paid = dict(self._latest)
        for name, pairs in self.offers.items():
            paid[name] = max(starts[-1] for pair in pairs for starts in pair.starts if starts)
        for name in reversed(self._in_order()):
            least = min((mode.option.duration for mode in phases[name].modes), default=0)
            paid[name] = min([paid[name], *(paid[successor] - least for successor in self.out[name])])
        return paid

    def _in_order(self) -> list[str]:
        return list(
            TopologicalSorter({p: [link.predecessor for link in self.into[p]] for p in self._latest}).static_order()
        )

    def urgency(self, *, for_money: bool) -> dict[str, int]:
        """For each phase the day by which it should start; the least is the most urgent."""
        base = self._paid if for_money else self._latest
        return {name: day - self._hurried[name] for name, day in base.items()}

    def starts(self, present: Mapping[str, Assignment]) -> dict[str, int]:
        """The urgency of phases by their present starts."""
        phases = self.instance.phases
        return {
            name: phases[name].axis.number(each.start) - self._hurried[name]
            for name, each in present.items()
            if name in phases
        }

    def detour(self, mode: Mode) -> int:
        """The days that another mode may end later and still be taken, which leaves these teams to who has no other."""
        return max((self._wanted[renewable] for renewable, _ in mode.demands), default=0)

    def hurry(self, phase: str) -> None:
        """Make a phase, and all before it, more urgent; phases that could do without its teams leave them to it."""
        for renewable in {renewable for mode in self.instance.phases[phase].modes for renewable, _ in mode.demands}:
            self._wanted[renewable] += URGENCY
        waiting, seen = [phase], {phase}
        while waiting:
            name = waiting.pop()
            self._hurried[name] += URGENCY
            before = {link.predecessor for link in self.into[name]} - seen
            seen |= before
            waiting += before


class Pass:
    """One pass over all phases, and what is left: teams by calendar day, and money of credits."""

    def __init__(
        self,
        problem: Problem,
        weights: Weights,
        present: Mapping[str, Assignment] = NOWHERE,
        sooner: Sooner = NO_SOONER,
    ) -> None:
        plan = problem.instance.plan
        self._problem = problem
        self._present = present
        self._sooner = sooner
        self._weights = weights
        self._places: Places = {}
        self._paid: defaultdict[str, dict[str, int]] = defaultdict(dict)
        phases = problem.instance.phases.values()
        self._left = {name: [units] * problem.length for name, units in problem.instance.renewables.items()}
        self._full: defaultdict[str, dict[int, bytearray]] = defaultdict(dict)
        for renewable, units in {demand for phase in phases for mode in phase.modes for demand in mode.demands}:
            self._full[renewable][units] = bytearray(problem.length)
        self._face = {credit.id: face_value(credit) for credit in plan.credits}
        self._cap = {cap.id: cap.limit for cap in plan.combined_caps}

    def run(self, cancel: Cancel | None = None) -> Placed | str:
        """Places for all phases, or the first phase that found none.

        Raises Cancelled before the next phase is placed once the cancel is requested.
        """
        cancel = cancel or Cancel()
        problem = self._problem
        due = problem.urgency(for_money=self._weights.for_money) | problem.starts(self._present)
        urgency = {name: day - self._sooner.get(name, 0.0) for name, day in due.items()}
        waits_for = {name: len(problem.into[name]) for name in problem.instance.phases}
        ready = [(urgency[name], name) for name, count in waits_for.items() if count == 0]
        heapify(ready)
        while ready:
            cancel.check()
            _, name = heappop(ready)
            place = self._best_place(name)
            if place is None:
                return name
            self._take(name, place)
            for successor in problem.out[name]:
                waits_for[successor] -= 1
                if waits_for[successor] == 0:
                    heappush(ready, (urgency[successor], successor))
        return Placed(self._places, self._earned())

    def _earned(self) -> int:
        """What credits pay that reach their minimums and outcomes; of an exclusion group, the one that pays most."""
        problem, paid = self._problem, self._paid
        earned = {name: sum(paid[name].values()) for name in paid if self._is_payable(name)}
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for name, amount in earned.items():
            for group in problem.instance.plan.credit[name].exclusion_groups:
                groups[group].append(amount)
        return sum(earned.values()) - sum(sum(amounts) - max(amounts) for amounts in groups.values())

    def _is_payable(self, name: str) -> bool:
        """Whether a credit reaches its minimums (MINCLAIM, MINSEATS, MILESTONES) and its outcome."""
        problem, paid = self._problem, self._paid[name]
        credit, plan = problem.instance.plan.credit[name], problem.instance.plan
        return (
            sum(paid.values()) >= minimum_claim(credit)
            and sum(plan.phase[phase].seats for phase in paid) >= credit.minimum_seats
            and len(paid) >= credit.minimum_milestones
            and all(self._places[phase].finish <= latest for phase, latest in problem.outcomes[name])
        )

    def _best_place(self, name: str) -> Place | None:
        """The place that earns most after the price of its days; with no price, the first to finish."""
        prepared, price = self._problem.instance.phases[name], self._weights.price
        if name in self._present:
            kept = self._nearest(name, self._present[name])
            if kept is not None:
                return kept
        best: tuple[tuple[int, int], Place] | None = None
        for number, start in self._candidates(name):
            mode = prepared.modes[number]
            gain = sum(self._pay(name, number, start).values())
            finish = start + mode.span + self._problem.detour(mode)
            cost = 0 if price is None else price * finish + self._weights.team * _team_days(mode)
            worth = (-finish, gain) if price is None else (gain - cost, -finish)
            if best is None or worth > best[0]:
                best = worth, Place(mode, start, gain)
        return None if best is None else best[1]

    def _nearest(self, name: str, present: Assignment) -> Place | None:
        """The first place from the present start on, or else from any, by the present option."""
        prepared = self._problem.instance.phases[name]
        from_start, from_finish = self._bounds(name)
        for wished in (prepared.axis.number(present.start), 0):
            found: list[tuple[int, int]] = []
            for number, mode in enumerate(prepared.modes):
                if mode.option.id == present.option:
                    earliest = max(wished, from_start, from_finish - mode.span)
                    full = [self._full[renewable][units] for renewable, units in mode.demands]
                    start = _first_fit(mode.starts, earliest, mode.span, full)
                    found += [] if start is None else [(start, number)]
            if found:
                start, number = min(found)
                return Place(prepared.modes[number], start, sum(self._pay(name, number, start).values()))
        return None

    def _candidates(self, name: str) -> Iterator[tuple[int, int]]:
        """Modes, by number, and starts: the first that links and teams leave, and the first on which a credit pays."""
        problem = self._problem
        prepared = problem.instance.phases[name]
        from_start, from_finish = self._bounds(name)
        for number, mode in enumerate(prepared.modes):
            earliest = max(from_start, from_finish - mode.span)
            full = [self._full[renewable][units] for renewable, units in mode.demands]
            first = _first_fit(mode.starts, earliest, mode.span, full)
            if first is None:
                continue
            yield number, first
            if self._weights.price is None:
                continue
            for starts in {pair.starts[number] for pair in problem.offers[name] if pair.starts[number]}:
                paid = _first_fit(starts, first, mode.span, full)
                if paid is not None and paid != first:
                    yield number, paid

    def _bounds(self, name: str) -> tuple[int, int]:
        """What the links leave: the least start, and the least number after the last day."""
        from_start = from_finish = 0
        phases = self._problem.instance.phases
        for link in self._problem.into[name]:
            _, start, _ = place = self._places[link.predecessor]
            bound = phases[name].after(released(link, start, place.mode.span), link.lag)
            if reached(link, 0, 1) == 0:
                from_start = max(from_start, bound)
            else:
                from_finish = max(from_finish, bound)
        return from_start, from_finish

    def _pay(self, name: str, number: int, start: int) -> dict[str, int]:
        """By estimate what credits pay, most first: what is left of faces and caps, none beside one it excludes."""
        prepared = self._problem.instance.phases[name]
        left = fundable_cost(prepared.phase, prepared.modes[number].option)
        offered: list[tuple[int, str]] = []
        for pair in self._problem.offers[name]:
            starts = pair.starts[number]
            place = bisect_left(starts, start)
            if place < len(starts) and starts[place] == start:
                offered.append((min(pair.limits[number], self._available(pair.credit)), pair.credit))
        offered.sort(key=lambda each: -each[0])
        pays: dict[str, int] = {}
        for most, credit in offered:
            amount = min(most, left)
            if amount > 0 and self._problem.excluded[credit].isdisjoint(pays):
                pays[credit] = amount
                left -= amount
        return pays

    def _available(self, credit: str) -> int:
        caps = self._problem.instance.plan.credit[credit].combined_caps
        return min([self._face[credit], *(self._cap[cap] for cap in caps)])

    def _take(self, name: str, place: Place) -> None:
        """Put a phase there: its team is busy, and the money is spent."""
        prepared = self._problem.instance.phases[name]
        mode, start, _ = self._places[name] = place
        for credit, amount in self._pay(name, prepared.modes.index(mode), start).items():
            self._paid[credit][name] = amount
            self._face[credit] -= amount
            for cap in self._problem.instance.plan.credit[credit].combined_caps:
                self._cap[cap] -= amount
        for renewable, units in mode.demands:
            left, full = self._left[renewable], self._full[renewable].items()
            for day in range(start, start + mode.span):
                left[day] -= units
                for needed, too_few in full:
                    if needed > left[day]:
                        too_few[day] = 1


def _outcomes(instance: Instance, credit: Credit) -> Iterator[tuple[str, int]]:
    """The phases on whose ends the whole credit depends, each with the last number that may follow its last day."""
    if credit.outcome_mode == "all_or_nothing":
        for target in credit.outcome_dates:
            yield target.phase, instance.phases[target.phase].axis.number(target.by + DAY)


def _team_days(mode: Mode) -> int:
    return mode.span * sum(units for _, units in mode.demands)


def _first_fit(starts: tuple[int, ...], earliest: int, span: int, full: list[bytearray]) -> int | None:
    """The first of the starts, not before the earliest, whose span meets no day on which too few teams are left."""
    place = bisect_left(starts, earliest)
    while place < len(starts):
        start = starts[place]
        busy = -1
        for days in full:
            busy = max(busy, days.rfind(FULL, start, start + span))
        if busy < 0:
            return start
        place = bisect_left(starts, busy + 1, place + 1)
    return None
