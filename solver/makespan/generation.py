"""Schedules by serial generation (Kolisch 1996): jobs in an order of urgency, each as early as possible."""

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from operator import add, sub
from typing import NamedTuple

from solver.makespan.network import Network, PackedMode


class Generated(NamedTuple):
    """A schedule of a network: for each job the number of its mode, its start, and the number after its last day."""

    modes: tuple[int, ...]
    starts: tuple[int, ...]
    finishes: tuple[int, ...]

    @property
    def makespan(self) -> int:
        return max(self.finishes, default=0)


def generate(
    network: Network, urgency: Sequence[float], modes: Sequence[int], free: frozenset[int] = frozenset()
) -> Generated | None:
    """The schedule of that order; None where some job found no place, or jobs wait for each other in a cycle.

    urgency: of each job; of those that wait for no other any more the least goes first.
    modes: of each job, together within the budgets. free: jobs that may take another mode instead, whichever finishes
    first within what is left of the budgets.
    """
    schedule = _Schedule(network, modes)
    waiting = [len({wait.job for wait in waits}) for waits in network.waits]
    ready = [(urgency[job], job) for job, count in enumerate(waiting) if count == 0]
    heapify(ready)
    placed = 0
    while ready:
        _, job = heappop(ready)
        if not schedule.place(job, may_change=job in free):
            return None
        placed += 1
        for follower in network.followers[job]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                heappush(ready, (urgency[follower], follower))
    return schedule.generated() if placed == len(modes) else None


class _Schedule:
    """A schedule that grows job by job, and what is left of days and budgets."""

    def __init__(self, network: Network, modes: Sequence[int]) -> None:
        self._network = network
        self._modes = [*modes]
        self._starts, self._finishes = [0] * len(modes), [0] * len(modes)
        self._left = [network.left] * network.length
        self._budgets = network.budgets
        for job, number in enumerate(modes) if self._budgets else ():
            self._budgets = tuple(map(sub, self._budgets, network.modes[job][number].uses))

    def generated(self) -> Generated:
        return Generated(tuple(self._modes), tuple(self._starts), tuple(self._finishes))

    def place(self, job: int, *, may_change: bool) -> bool:
        """Put a job where it finishes first, of equal modes by the one that asks least; False where it cannot be."""
        of_job, present = self._network.modes[job], self._modes[job]
        from_start, from_finish = self._bounds(job)
        best: tuple[int, int, int] | None = None
        for number in range(len(of_job)) if may_change else (present,):
            mode = of_job[number]
            if number == present or self._affords(of_job[present], mode):
                start = _first_fit(self._network.guards, self._left, mode, max(from_start, from_finish - mode.span))
                if start is not None and (best is None or (start + mode.span, mode.demand) < best[:2]):
                    best = start + mode.span, mode.demand, number
        if best is None:
            return False
        self._take(job, best[2], best[0])
        return True

    def _bounds(self, job: int) -> tuple[int, int]:
        """The least start, and the least number after the last day, that the jobs before it leave."""
        from_start = from_finish = 0
        for other, is_from_finish, is_to_start, lag in self._network.waits[job]:
            bound = (self._finishes[other] if is_from_finish else self._starts[other]) + lag
            if is_to_start:
                from_start = max(from_start, bound)
            else:
                from_finish = max(from_finish, bound)
        return from_start, from_finish

    def _affords(self, present: PackedMode, other: PackedMode) -> bool:
        """Whether the budgets leave enough for another mode instead of the present one."""
        budgets = zip(self._budgets, present.uses, other.uses, strict=True)
        return all(units + before >= after for units, before, after in budgets)

    def _take(self, job: int, number: int, finish: int) -> None:
        """Put a job there, by that mode."""
        present, mode = self._network.modes[job][self._modes[job]], self._network.modes[job][number]
        if mode is not present:
            self._budgets = tuple(map(sub, map(add, self._budgets, present.uses), mode.uses))
        self._modes[job], self._starts[job], self._finishes[job] = number, finish - mode.span, finish
        for day in range(finish - mode.span, finish):
            self._left[day] -= mode.demand


def _first_fit(guards: int, left: Sequence[int], mode: PackedMode, earliest: int) -> int | None:
    """The first of its starts, not before the earliest, on all of whose days enough is left of every renewable.

    Days are looked at from the last to the first, so that the start can go beyond the last that has too little.
    """
    allowed, span, demand, _ = mode
    start = unseen = earliest
    while start <= allowed[-1]:
        start = allowed[bisect_left(allowed, start)]
        unseen = max(unseen, start)
        day = start + span - 1
        while day >= unseen and (left[day] - demand) & guards == guards:
            day -= 1
        if day < unseen:
            return start
        unseen, start = start + span, day + 1
    return None
