"""Schedules of an instance as numbers, and what is wrong with one; OR-Tools is never asked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from solver.instance import Instance, Mode, reached, released


class Placed(NamedTuple):
    """A phase in a schedule: in which of its modes, and the number of its first day on its axis."""

    mode: Mode
    start: int

    @property
    def finish(self) -> int:
        """The number after the last day."""
        return self.start + self.mode.span


Placement = Mapping[str, Placed]
"""Where every phase of an instance is, by phase."""


def makespan(placement: Placement) -> int:
    """The number after the last day of all; all phases share one axis."""
    return max((placed.finish for placed in placement.values()), default=0)


def faults(instance: Instance, placement: Placement) -> tuple[str, ...]:
    """Everything that is wrong with a placement of all phases on one axis, in sentences; nothing if it holds."""
    return tuple(chain(_modes(instance, placement), _links(instance, placement), _budgets(instance, placement)))


def _modes(instance: Instance, placement: Placement) -> Iterator[str]:
    """Phases that are nowhere, or where none of their modes lets them be."""
    for name, prepared in instance.phases.items():
        if name not in placement:
            yield f"{name} has no place."
            continue
        mode, start = placement[name]
        if not any(
            mode._replace(starts=()) == each._replace(starts=()) and start in each.starts for each in prepared.modes
        ):
            yield f"{name} may not start on {start} by {mode.option.id}."


def _links(instance: Instance, placement: Placement) -> Iterator[str]:
    """Links whose successor comes too early."""
    for link in instance.links:
        before, after = placement.get(link.predecessor), placement.get(link.successor)
        if before is None or after is None:
            continue
        release = instance.phases[link.successor].after(released(link, before.start, before.mode.span), link.lag)
        if reached(link, after.start, after.mode.span) < release:
            yield f"{link.successor} comes before {release}, when its {link.type} link to {link.predecessor} lets it."


def _budgets(instance: Instance, placement: Placement) -> Iterator[str]:
    """Days on which too much of a renewable is taken, and nonrenewables of which too much is used up."""
    used, taken = Counter[str](), Counter[tuple[str, int]]()
    for mode, start in placement.values():
        used.update(dict(mode.uses))
        for renewable, units in mode.demands:
            taken.update({(renewable, day): units for day in range(start, start + mode.span)})
    for (renewable, day), units in taken.items():
        if units > instance.renewables[renewable]:
            yield f"{units} of {renewable} are taken on {day}, but there are {instance.renewables[renewable]}."
    for nonrenewable, units in used.items():
        if units > instance.nonrenewables[nonrenewable]:
            yield f"{units} of {nonrenewable} are used up, but there are {instance.nonrenewables[nonrenewable]}."
