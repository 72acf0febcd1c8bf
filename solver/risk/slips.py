"""How long each phase takes in each run: random, and the same again for the same seed."""

from collections.abc import Iterator

import numpy as np

from planner.rollout.estimates import Estimate, duration_chances
from solver.risk.axis import Whole
from solver.risk.network import Network
from solver.risk.shift import Durations


def slips(network: Network, seed: int, sizes: Iterator[int]) -> Iterator[Durations]:
    """Durations of as many runs as each size says.

    A run takes one number for each phase of the plan from the generator, whatever the schedule and the sizes; so the
    runs of two schedules of one plan have the same luck, and their difference is that of the schedules alone.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    inverse = {step.row: _inverse(step.estimate) for step in network.steps}
    for size in sizes:
        luck = np.ascontiguousarray(generator.random((size, network.rows)).T)
        durations: Durations = [np.zeros(size, dtype=np.int64)] * network.rows
        for row, (days, up_to) in inverse.items():
            durations[row] = days.take(np.searchsorted(up_to, luck[row], side="right"))
        yield durations


def _inverse(estimated: Estimate) -> tuple[Whole, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Durations, and the chances that work takes at most so long, but for the last, which is certain."""
    chances = duration_chances(estimated)
    up_to = np.cumsum([float(chance) for chance in chances.values()])[:-1]
    return np.array(list(chances), dtype=np.int64), up_to
