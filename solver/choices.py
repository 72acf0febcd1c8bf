"""What matters about the place of a phase: who delivers it, and which credits can pay for it there.

Dates within a choice earn the same, so bounds, cuts and neighbourhoods look at choices and leave the dates to the
search.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from solver.instance import Instance, Mode, Pair, PreparedPhase, Way


class Choice(NamedTuple):
    """A way on starts one after the other on which the same credits can pay.

    starts: numbers on the axis, ascending. limits: the most that each of those credits pays.
    first, last: the number of the start, and that after the last day of work, of the first and of the last of them.
    shortest: days of the axis from first to last day, on the start where that are fewest.
    """

    way: Way
    starts: tuple[int, ...]
    limits: dict[str, int]
    first: tuple[int, int]
    last: tuple[int, int]
    shortest: int


def choices(instance: Instance) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """Each phase with all its choices, way by way, in the order of their starts."""
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in instance.pairs:
        pairs[pair.phase].append(pair)
    return ((name, tuple(_choices(prepared, pairs[name]))) for name, prepared in instance.phases.items())


def keeping(instance: Instance, kept: Mapping[str, Collection[Choice]]) -> Instance:
    """The instance in which each of these phases has no other choices than those; it moves within them as it likes."""
    phases, places = dict(instance.phases), dict[str, list[tuple[int, frozenset[int]]]]()
    for name, taken in kept.items():
        modes, allowed = phases[name].modes, _starts_by_way(taken)
        left = [frozenset(mode.starts) & allowed.get(mode.way, frozenset()) for mode in modes]
        places[name] = [(place, starts) for place, starts in enumerate(left) if starts]
        cut = tuple(modes[place]._replace(starts=tuple(sorted(starts))) for place, starts in places[name])
        phases[name] = phases[name]._replace(modes=cut)
    pairs = (_keeping(pair, places[pair.phase]) if pair.phase in places else pair for pair in instance.pairs)
    return instance._replace(phases=phases, pairs=tuple(pair for pair in pairs if any(pair.starts)))


def _starts_by_way(taken: Iterable[Choice]) -> dict[Way, frozenset[int]]:
    found: dict[Way, frozenset[int]] = {}
    for choice in taken:
        found[choice.way] = found.get(choice.way, frozenset()).union(choice.starts)
    return found


def _keeping(pair: Pair, places: list[tuple[int, frozenset[int]]]) -> Pair:
    """The pair of a phase that keeps the modes of these places on these starts."""
    limits = tuple(pair.limits[place] for place, _ in places)
    starts = (tuple(start for start in pair.starts[place] if start in left) for place, left in places)
    return pair._replace(limits=limits, starts=tuple(starts))


def _choices(prepared: PreparedPhase, pairs: list[Pair]) -> list[Choice]:
    modes: defaultdict[Way, list[int]] = defaultdict(list)
    for number, mode in enumerate(prepared.modes):
        modes[mode.way].append(number)
    return [choice for way, numbers in modes.items() for choice in _of_way(prepared, pairs, way, numbers)]


def _of_way(prepared: PreparedPhase, pairs: list[Pair], way: Way, numbers: list[int]) -> list[Choice]:
    """The choices of a way, given which of the phase's modes are its."""
    finishes = finishes_of(prepared, numbers)
    starts = sorted(finishes)
    modes = [prepared.modes[number] for number in numbers]
    paid = paid_on(pairs, numbers)
    cuts = sorted({0, len(starts)}.union(*(_ends(starts, on) for _, on in paid.values())))
    runs = (tuple(starts[begin:end]) for begin, end in pairwise(cuts))
    return [
        Choice(
            way,
            run,
            {credit: limit for credit, (limit, on) in paid.items() if run[0] in on},
            (run[0], finishes[run[0]]),
            (run[-1], finishes[run[-1]]),
            min(mode.span for mode in modes if _has_any(mode, run[0], run[-1])),
        )
        for run in runs
    ]


def _has_any(mode: Mode, first: int, last: int) -> bool:
    """Whether the mode has a start between the two, both included."""
    place = bisect_left(mode.starts, first)
    return place < len(mode.starts) and mode.starts[place] <= last


def finishes_of(prepared: PreparedPhase, numbers: Iterable[int]) -> dict[int, int]:
    """For each start of the modes of those numbers the number after the last day."""
    return {start: start + prepared.modes[n].span for n in numbers for start in prepared.modes[n].starts}


def paid_on(pairs: Iterable[Pair], numbers: list[int]) -> dict[str, tuple[int, frozenset[int]]]:
    """For each credit that pays in the modes of those numbers the most that it pays, and the starts where it does."""
    return {
        pair.credit: (
            max(pair.limits[n] for n in numbers),
            frozenset(start for n in numbers for start in pair.starts[n]),
        )
        for pair in pairs
        if any(pair.starts[n] for n in numbers)
    }


def _ends(starts: list[int], on: frozenset[int]) -> set[int]:
    """The places among the starts at which those that a credit pays for begin or end."""
    first, last = bisect_left(starts, min(on)), bisect_left(starts, max(on))
    if last - first + 1 == len(on):
        return {first, last + 1}
    return {place for place, (before, start) in enumerate(pairwise(starts), 1) if (before in on) != (start in on)}
