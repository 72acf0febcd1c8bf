"""Right-shift: where every phase comes to lie in each of many runs, given how long it takes in each."""

from collections import ChainMap
from collections.abc import Container, Iterator, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from solver.risk.axis import Flags, Whole, looked_up
from solver.risk.network import NEVER, Network, Slot, Step

Durations = list[Whole]
"""Working days by row of the plan, in each run."""


class Run(NamedTuple):
    """Where a phase lies in each run: its first day, the day after its last, and whether it lies in a window.

    Days are places on the axis. in_window is None where the partner is always available, or no partner delivers.
    """

    start: Whole
    after: Whole
    in_window: Flags | None


Runs = Mapping[int, Run]
"""By row of the plan."""


class Shifted(NamedTuple):
    """All phases in each run. busy: for phases that wait for a team, until when the teams are taken before it comes:
    an array (teams, runs) in ascending order.
    """

    runs: dict[int, Run]
    busy: dict[int, Whole]


def shifted(network: Network, durations: Durations) -> Shifted:
    """Place every phase in each run, in the network's order."""
    runs: dict[int, Run] = {}
    busy: dict[int, Whole] = {}
    teams: dict[str, Whole] = {}
    for step in network.steps:
        taken = None
        if step.team is not None:
            taken = busy[step.row] = teams.get(step.team, _idle(network, step.team, durations[step.row].size))
        run = runs[step.row] = placed(step, durations[step.row], runs, taken)
        if step.team is not None and taken is not None:
            teams[step.team] = _with(taken, run.after)
    return Shifted(runs, busy)


def shifted_again(
    network: Network, before: Shifted, durations: Durations, other: Mapping[int, Whole], asked: Container[int]
) -> Runs:
    """The phases that lie elsewhere in any run once some take other durations; nothing else is placed anew.

    Steps are visited in the network's order: those that wait for one that moved, and the next of a team that did.
    asked: the rows that are looked at; whatever the others do moves none of these.
    """
    changed: dict[int, Run] = {}
    runs = ChainMap(changed, before.runs)
    teams: dict[str, Whole] = {}
    waiting = sorted(network.position[row] for row in other)
    seen = set(waiting)
    while waiting:
        step = network.steps[heappop(waiting)]
        busy = teams.get(step.team, before.busy.get(step.row)) if step.team is not None else None
        old = before.runs[step.row]
        new = placed(step, other.get(step.row, durations[step.row]), runs, busy)
        is_moved = not (np.array_equal(new.after, old.after) and np.array_equal(new.start, old.start))
        if is_moved:
            changed[step.row] = new
        found = list(network.waiting[step.row]) if is_moved else []
        if step.team is not None and busy is not None:
            teams[step.team] = _with(busy, new.after)
            found += _next_of_team(network, before, step, teams[step.team])
        for position in found:
            if position not in seen and network.steps[position].row in asked:
                seen.add(position)
                heappush(waiting, position)
    return changed


def _next_of_team(network: Network, before: Shifted, step: Step, busy: Whole) -> Iterator[int]:
    """The next phase of the same partner, if its teams are taken for other times than they were."""
    position = network.next_of_team.get(step.row)
    if position is not None and not np.array_equal(busy, before.busy[network.steps[position].row]):
        yield position


def placed(step: Step, duration: Whole, runs: Mapping[int, Run], busy: Whole | None) -> Run:
    """Place one phase in each run, behind those that it waits for. busy: until when its partner's teams are taken."""
    number = np.full(duration.size, step.number, dtype=np.int64)
    for wait in step.waits:
        before = runs[wait.row]
        earliest = wait.number.take(before.after if wait.is_for_finish else before.start)
        if not wait.is_of_start:
            earliest = earliest + 1 - duration
        np.maximum(number, earliest, out=number)
    if busy is not None and step.waits_for_team:
        np.maximum(number, step.days.number.take(busy[0]), out=number)
    in_window = None
    if step.is_bound:
        number, is_inside = _fitted(number, duration, step)
        in_window = is_inside if step.work.windows else None
    start = looked_up(step.days.day, number)
    return Run(start, looked_up(step.days.day, number + duration - 1) + 1, in_window)


def _fitted(number: Whole, duration: Whole, step: Step) -> tuple[Whole, Flags]:
    """The first start from each number on with which all of the work lies in a slot, and whether there is one."""
    found = _first_fit(number, duration, step.slots)
    is_inside = found < NEVER
    if not step.work.windows or is_inside.all():
        return found, is_inside
    return np.where(is_inside, found, _first_fit(number, duration, step.open_slots)), is_inside


def _first_fit(number: Whole, duration: Whole, slots: tuple[Slot, ...]) -> Whole:
    found = np.full(number.size, NEVER, dtype=np.int64)
    for slot in slots:
        begun = np.maximum(number, slot.first)
        np.minimum(found, np.where(begun + duration - 1 <= slot.last, begun, NEVER), out=found)
    return found


# Teams


def _idle(network: Network, team: str, runs: int) -> Whole:
    return np.zeros((network.teams[team], runs), dtype=np.int64)


def _with(busy: Whole, after: Whole) -> Whole:
    """The teams once the one that is free first has taken work until a day; still in ascending order."""
    taken = busy.copy()
    np.maximum(busy[0], after, out=taken[0])
    for upper in range(1, len(taken)):
        low, high = np.minimum(taken[upper - 1], taken[upper]), np.maximum(taken[upper - 1], taken[upper])
        taken[upper - 1], taken[upper] = low, high
    return taken
