"""What choices rule out of each other along chains of links, whatever is chosen between them.

Links let a choice in the middle be late enough for the phase before it and early enough for the one behind it, where
all three do not fit: the linear relaxation sees that only if it is told which choices of two phases leave too little
room for what lies between them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.rollout.dependencies import Dependency
from solver.instance import Instance, Mode, PreparedPhase, in_order, reached, released
from solver.variables import PhaseVariables

Earliest = tuple[int, int]
"""The least number of a first day, and the least number after a last day."""
NEVER = 1 << 30


class _Way(NamedTuple):
    """The modes of one way, and of each of its choices the place among those of the phase and the last start."""

    modes: list[Mode]
    choices: list[tuple[int, int]]

    def first(self, earliest: Earliest) -> Earliest:
        """The first start that may be no earlier, and the first finish; NEVER where none is left."""
        start = finish = NEVER
        for mode in self.modes:
            place = bisect_left(mode.starts, max(earliest[0], earliest[1] - mode.span))
            if place < len(mode.starts):
                start, finish = min(start, mode.starts[place]), min(finish, mode.starts[place] + mode.span)
        return start, finish


class _Network(NamedTuple):
    """The phases with their ways, and the links into and out of each, in an order in which one pass suffices."""

    phases: Mapping[str, PhaseVariables]
    known: dict[str, list[_Way]]
    into: Mapping[str, list[Dependency]]
    out: Mapping[str, list[str]]

    def ways(self, name: str) -> list[_Way]:
        """The ways of a phase, worked out when they are first asked for."""
        if name not in self.known:
            self.known[name] = _ways(self.phases[name])
        return self.known[name]

    def is_open(self, name: str) -> bool:
        """Whether there is anything to choose."""
        return len(self.phases[name].choices) > 1


def exclusions(instance: Instance, phases: Mapping[str, PhaseVariables]) -> Iterator[tuple[int, ...]]:
    """Choices of two phases, by their variables' indices, of which at most one can be taken."""
    into: defaultdict[str, list[Dependency]] = defaultdict(list)
    out: defaultdict[str, list[str]] = defaultdict(list)
    for link in in_order(instance.phases, instance.links):
        into[link.successor].append(link)
        out[link.predecessor].append(link.successor)
    network = _Network(phases, {}, into, out)
    place = {name: number for number, name in enumerate(into)}
    for name in list(out):
        behind = sorted(_behind(network, name), key=place.__getitem__)
        while behind and not network.is_open(behind[-1]):
            behind.pop()
        if network.is_open(name) and behind:
            yield from _of_phase(network, name, behind)


def _of_phase(network: _Network, name: str, behind: list[str]) -> Iterator[tuple[int, ...]]:
    """What the choices of a phase and of those behind it rule out of each other."""
    known: dict[Earliest, dict[str, frozenset[int]]] = {}
    by_other: defaultdict[str, dict[int, frozenset[int]]] = defaultdict(dict)
    for number, (choice, _) in enumerate(network.phases[name].choices):
        if choice.first not in known:
            known[choice.first] = dict(_ruled_out(network, (name, choice.first), behind))
        for other, ruled_out in known[choice.first].items():
            by_other[other][number] = ruled_out
    ours = [taken.index for _, taken in network.phases[name].choices]
    for other, by_choice in by_other.items():
        theirs = [taken.index for _, taken in network.phases[other].choices]
        for ruled_out in dict.fromkeys(by_choice.values()):
            ruling = (ours[choice] for choice, others in by_choice.items() if others >= ruled_out)
            yield *ruling, *(theirs[choice] for choice in sorted(ruled_out))


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
        firsts = [(way, way.first(earliest)) for way in network.ways(other)]
        ruled_out = frozenset(place for way, (start, _) in firsts for place, last in way.choices if last < start)
        if ruled_out:
            yield other, ruled_out
        at[other] = min(start for _, (start, _) in firsts), min(finish for _, (_, finish) in firsts)
        if at[other][0] == NEVER:
            at[other] = earliest


def _bound(link: Dependency, at: Earliest, successor: PreparedPhase) -> Earliest:
    """What a link leaves its successor where its predecessor is no earlier."""
    start, finish = at
    number = successor.after(released(link, start, finish - start), link.lag)
    return (number, 0) if reached(link, 0, 1) == 0 else (0, number)


def _ways(phase: PhaseVariables) -> list[_Way]:
    ways = {way: _Way([], []) for way in phase.ways}
    for mode in phase.prepared.modes:
        ways[mode.way].modes.append(mode)
    for place, (choice, _) in enumerate(phase.choices):
        ways[choice.way].choices.append((place, choice.starts[-1]))
    return [*ways.values()]


def _behind(network: _Network, name: str) -> set[str]:
    """All phases that links lead to from one, step by step, without itself."""
    found, waiting = set[str](), [name]
    while waiting:
        new = set(network.out.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found - {name}
