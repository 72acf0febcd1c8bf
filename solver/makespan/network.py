"""An instance in the form in which schedules are generated fastest: jobs are numbers, and so is a day's capacity.

What is left of all renewables on a day is one number, with a guard bit above each of them. Taking more than there is
borrows from the guard, so one subtraction and one comparison tell whether a job still fits.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from solver.instance import Instance, Mode


class PackedMode(NamedTuple):
    """A mode of a job. demand: its units of all renewables in one number. uses: its units of each nonrenewable."""

    starts: Sequence[int]
    span: int
    demand: int
    uses: tuple[int, ...]


class Wait(NamedTuple):
    """What a job waits for: from the start or finish of another job to its own start or finish, and how many days."""

    job: int
    from_finish: bool
    to_start: bool
    lag: int


class Network(NamedTuple):
    """Jobs in the order of the instance: the modes of each, what it waits for, and which jobs wait for it.

    left: the units of all renewables on a day, with the guards. guards: those alone.
    budgets: the units of each nonrenewable. length: the days of the axis.
    """

    modes: tuple[tuple[PackedMode, ...], ...]
    waits: tuple[tuple[Wait, ...], ...]
    followers: tuple[tuple[int, ...], ...]
    left: int
    guards: int
    budgets: tuple[int, ...]
    length: int

    def backward(self) -> Self:
        """The same while time runs backward, where a start is a finish, and with starts on any day."""
        waits: list[list[Wait]] = [[] for _ in self.modes]
        for job, before in enumerate(self.waits):
            for wait in before:
                waits[wait.job].append(Wait(job, wait.to_start, wait.from_finish, wait.lag))
        return self._replace(
            modes=tuple(tuple(map(self._anytime, modes)) for modes in self.modes),
            waits=tuple(map(tuple, waits)),
            followers=tuple(tuple({wait.job: None for wait in before}) for before in self.waits),
        )

    def _anytime(self, mode: PackedMode) -> PackedMode:
        return mode._replace(starts=range(self.length - mode.span + 1))


def network_of(instance: Instance) -> Network:
    """The network of an instance whose phases share one axis."""
    numbers = {name: number for number, name in enumerate(instance.phases)}
    waits: list[list[Wait]] = [[] for _ in numbers]
    followers: list[dict[int, None]] = [{} for _ in numbers]
    for link in instance.links:
        before, after = numbers[link.predecessor], numbers[link.successor]
        waits[after].append(Wait(before, link.type in {"FS", "FF"}, link.type in {"FS", "SS"}, link.lag))
        followers[before][after] = None
    places = _places(instance.renewables)
    guards = sum(1 << places[name] + units.bit_length() for name, units in instance.renewables.items())

    def packed(mode: Mode) -> PackedMode:
        demand = sum(units << places[name] for name, units in mode.demands)
        return PackedMode(mode.starts, mode.span, demand, tuple(mode.use(name) for name in instance.nonrenewables))

    return Network(
        modes=tuple(tuple(map(packed, phase.modes)) for phase in instance.phases.values()),
        waits=tuple(map(tuple, waits)),
        followers=tuple(map(tuple, followers)),
        left=guards + sum(units << places[name] for name, units in instance.renewables.items()),
        guards=guards,
        budgets=tuple(instance.nonrenewables.values()),
        length=max(len(phase.axis.days) for phase in instance.phases.values()),
    )


def _places(renewables: Mapping[str, int]) -> dict[str, int]:
    """For each renewable the number of bits below it."""
    places, place = {}, 0
    for name, units in renewables.items():
        places[name] = place
        place += units.bit_length() + 1
    return places
