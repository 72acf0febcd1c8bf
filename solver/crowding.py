"""Where teams are all taken, and how many such days each choice of a phase needs: what is worth leaving to others."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from ortools.sat.python import cp_model

from planner.rollout.schedule import Schedule
from solver.choices import Choice
from solver.instance import Instance
from solver.model import Model
from solver.parts import busy

Crowded = Mapping[str, tuple[int, ...]]
"""For each renewable and each number of the axis, and one more, the days before it on which nothing is left of it."""


def crowded(instance: Instance, schedule: Schedule) -> Crowded:
    """The days on which the schedule leaves nothing of a renewable."""
    length = max((len(phase.axis.days) for phase in instance.phases.values()), default=0)
    found: dict[str, tuple[int, ...]] = {}
    for renewable, stretches in busy(instance, schedule.assignments).items():
        is_full = [0] * length
        for first, days, units in stretches:
            if units >= instance.renewables[renewable]:
                is_full[first : first + days] = [1] * days
        found[renewable] = tuple(accumulate(is_full, initial=0))
    return found


def in_the_way(model: Model, full: Crowded) -> Iterator[tuple[cp_model.IntVar, int]]:
    """Each choice that takes anything on such days, and about how many; where it starts is not decided yet."""
    for phase in model.phases.values():
        for choice, taken in phase.choices:
            days = sum(units * _full_days(choice, full[name]) for name, units in choice.way.demands if name in full)
            if days:
                yield taken, days


def _full_days(choice: Choice, before: tuple[int, ...]) -> int:
    """The mean for its first, middle and last start."""
    starts = (choice.starts[0], choice.starts[len(choice.starts) // 2], choice.starts[-1])
    return sum(before[min(start + choice.shortest, len(before) - 1)] - before[start] for start in starts) // len(starts)
