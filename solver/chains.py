"""What choices rule out of each other along chains of links, whatever is chosen between them.

Links let a choice in the middle be late enough for the phase before it and early enough for the one behind it, where
all three do not fit: the linear relaxation sees that only if it is told which choices of two phases leave too little
room for what lies between them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from planner.rollout.dependencies import Dependency
from solver.choices import finishes_of
from solver.instance import Instance, PreparedPhase, in_order, reached, released
from solver.variables import PhaseVariables

Earliest = tuple[int, int]
"""The least number of a first day, and the least number after a last day."""


class _Way(NamedTuple):
    """The starts of one way, ascending.

    most, least: for each of them the last finish up to it, and the first finish from it on.
    choices: the place of each of its choices among those of the phase, and the place after the last of its starts.
    """

    starts: list[int]
    most: list[int]
    least: list[int]
    choices: list[tuple[int, int]]

    def first(self, earliest: Earliest) -> int:
        """The place of the first start that may be no earlier."""
        return max(bisect_left(self.starts, earliest[0]), bisect_left(self.most, earliest[1]))


class _Network(NamedTuple):
    """The phases with their ways, and the links into and out of each, in an order in which one pass suffices."""

    phases: Mapping[str, PhaseVariables]
    ways: Mapping[str, list[_Way]]
    into: Mapping[str, list[Dependency]]
    out: Mapping[str, list[str]]


def exclusions(instance: Instance, phases: Mapping[str, PhaseVariables]) -> Iterator[tuple[int, ...]]:
    """Choices of two phases, by their variables' indices, of which at most one can be taken."""
    into: defaultdict[str, list[Dependency]] = defaultdict(list)
    out: defaultdict[str, list[str]] = defaultdict(list)
    for link in in_order(instance.phases, instance.links):
        into[link.successor].append(link)
        out[link.predecessor].append(link.successor)
    network = _Network(phases, {name: _ways(phase) for name, phase in phases.items()}, into, out)
    place = {name: number for number, name in enumerate(into)}
    for name in list(out):
        behind = sorted(_behind(network, name), key=place.__getitem__)
        yield from _of_phase(network, name, behind)


def _of_phase(network: _Network, name: str, behind: list[str]) -> Iterator[tuple[int, ...]]:
    """What the choices of a phase and of those behind it rule out of each other."""
    known: dict[Earliest, dict[str, frozenset[int]]] = {}
    by_other: defaultdict[str, dict[int, frozenset[int]]] = defaultdict(dict)
    for way in network.ways[name]:
        for choice, first in _firsts(way):
            if first not in known:
                known[first] = dict(_ruled_out(network, (name, first), behind))
            for other, ruled_out in known[first].items():
                by_other[other][choice] = ruled_out
    ours = [taken.index for _, taken in network.phases[name].choices]
    for other, by_choice in by_other.items():
        theirs = [taken.index for _, taken in network.phases[other].choices]
        for ruled_out in dict.fromkeys(by_choice.values()):
            ruling = (ours[choice] for choice, others in by_choice.items() if others >= ruled_out)
            yield *ruling, *(theirs[choice] for choice in sorted(ruled_out))


def _firsts(way: _Way) -> Iterator[tuple[int, Earliest]]:
    """Each choice of a way with its earliest days."""
    begin = 0
    for choice, end in way.choices:
        yield choice, (way.starts[begin], way.least[begin])
        begin = end


def _ruled_out(
    network: _Network, from_there: tuple[str, Earliest], behind: list[str]
) -> Iterator[tuple[str, frozenset[int]]]:
    """The choices that phases behind one cannot take where that one is no earlier."""
    at = dict([from_there])
    for other in behind:
        prepared = network.phases[other].prepared
        bounds = [
            _bound(link, at[link.predecessor], prepared) for link in network.into[other] if link.predecessor in at
        ]
        if not bounds:
            continue  # on a cycle of links, which is gone through once
        earliest = max(start for start, _ in bounds), max(finish for _, finish in bounds)
        ways = [(way, way.first(earliest)) for way in network.ways[other]]
        ruled_out = frozenset(choice for way, place in ways for choice, end in way.choices if end <= place)
        if ruled_out:
            yield other, ruled_out
        left = [(way.starts[place], way.least[place]) for way, place in ways if place < len(way.starts)]
        at[other] = (min(start for start, _ in left), min(finish for _, finish in left)) if left else earliest


def _bound(link: Dependency, at: Earliest, successor: PreparedPhase) -> Earliest:
    """What a link leaves its successor where its predecessor is no earlier."""
    start, finish = at
    number = successor.after(released(link, start, finish - start), link.lag)
    return (number, 0) if reached(link, 0, 1) == 0 else (0, number)


def _ways(phase: PhaseVariables) -> list[_Way]:
    found = []
    for way in phase.ways:
        numbers = [number for number, mode in enumerate(phase.prepared.modes) if mode.way == way]
        finishes = finishes_of(phase.prepared, numbers)
        starts = sorted(finishes)
        ends = [finishes[start] for start in starts]
        places = [(place, choice) for place, (choice, _) in enumerate(phase.choices) if choice.way == way]
        choices = [(place, bisect_left(starts, choice.starts[-1]) + 1) for place, choice in places]
        most, least = accumulate(ends, max), accumulate(reversed(ends), min)
        found.append(_Way(starts, [*most], [*least][::-1], choices))
    return found


def _behind(network: _Network, name: str) -> set[str]:
    """All phases that links lead to from one, step by step, without itself."""
    found, waiting = set[str](), [name]
    while waiting:
        new = set(network.out.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found - {name}
