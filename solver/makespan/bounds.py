"""Makespans that no schedule can beat, found by refuting shorter ones without any search.

A makespan is refuted where its links leave some phase no start, or by energetic reasoning (Baptiste, Le Pape, Nuijten
1999): between some two days phases must do more work than a renewable can, wherever their windows let them go.
"""

import time
from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from solver.instance import Instance, within_links

Numbers = npt.NDArray[np.int64]


def earliest_end(instance: Instance) -> int:
    """The makespan that the links alone leave, renewables left aside."""
    return max(min(mode.starts[0] + mode.span for mode in phase.modes) for phase in instance.phases.values())


def ending_by(instance: Instance, makespan: int) -> Instance:
    """The instance without starts from which no schedule ends by the makespan, as far as links tell."""
    phases = {
        name: phase.keeping(lambda mode: slice(bisect_right(mode.starts, makespan - mode.span)))
        for name, phase in instance.phases.items()
    }
    return instance._replace(phases=within_links(instance.links, phases))


def least_makespan(instance: Instance, deadline: float) -> int:
    """A makespan below which every one is refuted, as far as there is time until the deadline on the monotonic clock.

    Every phase has a mode, all of them one axis.
    """
    least, step = earliest_end(instance), 1
    while is_refuted(instance, least + step - 1, deadline):
        least, step = least + step, 2 * step
    most = least + step - 1
    while least < most:
        middle = (least + most) // 2
        if is_refuted(instance, middle, deadline):
            least = middle + 1
        else:
            most = middle
    return least


def is_refuted(instance: Instance, makespan: int, deadline: float) -> bool:
    """Whether no schedule ends by the makespan; False where that was not found by the deadline."""
    narrowed = ending_by(instance, makespan)
    if any(not phase.modes for phase in narrowed.phases.values()):
        return True
    return any(_is_overloaded(narrowed, renewable, deadline) for renewable in instance.renewables)


def _is_overloaded(instance: Instance, renewable: str, deadline: float) -> bool:
    """Whether between some first start and some last finish more work of the renewable must be done than it can do."""
    taking = [p.modes for p in instance.phases.values() if any(m.demand(renewable) * m.span for m in p.modes)]
    if not taking:
        return False
    modes = [mode for of_phase in taking for mode in of_phase]
    phases = np.cumsum([0, *(len(of_phase) for of_phase in taking[:-1])])
    span, demand = np.array([m.span for m in modes]), np.array([m.demand(renewable) for m in modes])
    first, last = np.array([m.starts[0] for m in modes]), np.array([m.starts[-1] for m in modes])
    ends = np.unique(last + span)
    must_begin = np.clip(ends[:, None] - last, 0, span)
    for begin in np.unique(first):
        if time.monotonic() > deadline:
            return False
        length = np.maximum(ends - begin, 0)
        within = np.minimum(np.minimum(must_begin, np.clip(first + span - begin, 0, span)), length[:, None])
        work = np.minimum.reduceat(within * demand, phases, axis=1).sum(axis=1)
        if (work > instance.renewables[renewable] * length).any():
            return True
    return False
