"""Ever shorter schedules without any proof: orders are changed a little, generated anew and justified.

Justification (Valls, Ballestín, Quintanilla 2005) generates a schedule backward from its end, latest jobs first, and
then forward again, which takes the slack out. A change that makes the schedule longer is kept now and then, less often
the longer it gets (simulated annealing).
"""

import math
import random
import time
from collections.abc import Callable
from typing import NamedTuple

from solver.makespan.generation import Generated, generate
from solver.makespan.network import Network, PackedMode

MOVED = (0.02, 0.05, 0.1, 0.2)
"""Parts of the jobs of which one move changes the order, drawn anew each time."""
DISTANCE = 1 / 6
"""How far they go, as a part of the makespan: the standard deviation of a normal distribution."""
WARMTH = 0.005
"""A schedule longer by that part of the makespan is kept with probability 1/e."""
FREED = (0.0, 0.1, 0.5, 1.0)
"""Parts of the jobs that may change their mode in a move, drawn anew each time."""

Enough = Callable[[int], bool]
"""Whether a makespan is so short that there is no need to go on."""


class Wanted(NamedTuple):
    """How to improve. deadline: on the monotonic clock. enough: ends it before."""

    seed: int
    deadline: float
    enough: Enough


def improved(network: Network, wanted: Wanted, modes: list[int] | None = None) -> Generated | None:
    """The shortest schedule found; None where not even the first generation placed every job within the budgets.

    modes: of each job, within the budgets, to begin with; by default those that use up least.
    """
    rng, backward = random.Random(wanted.seed), network.backward()  # noqa: S311 - no secret
    best = present = _first(network, backward, modes or _lightest(network))
    while best is not None and present is not None and time.monotonic() < wanted.deadline:
        if wanted.enough(best.makespan):
            break
        moved = _moved(network, backward, present, rng)
        if moved is None:
            continue
        longer = moved.makespan - present.makespan
        if longer <= 0 or rng.random() < math.exp(-longer / (WARMTH * present.makespan)):
            present = moved
        if moved.makespan < best.makespan:
            best = moved
    return best


def _first(network: Network, backward: Network, modes: list[int]) -> Generated | None:
    """A schedule in the order of the latest starts that the links leave."""
    if any(left < 0 for left in _left(network, modes)):
        return None
    boundless = generate(backward._replace(guards=0), [0] * len(modes), modes)
    if boundless is None:
        return None
    generated = generate(network, [-finish for finish in boundless.finishes], modes)
    return None if generated is None else justified(network, backward, generated)


def _lightest(network: Network) -> list[int]:
    """The modes that use up least."""
    return [min(range(len(of_job)), key=lambda n: _part_used(network, of_job[n])) for of_job in network.modes]


def _part_used(network: Network, mode: PackedMode) -> tuple[float, int]:
    """The parts of the budgets that a mode uses up, summed, and its days."""
    used = sum(use / max(units, 1) for use, units in zip(mode.uses, network.budgets, strict=True))
    return used, mode.span


def _left(network: Network, modes: list[int]) -> list[int]:
    """What those modes leave of each budget."""
    uses = [network.modes[job][number].uses for job, number in enumerate(modes)]
    return [units - sum(use[place] for use in uses) for place, units in enumerate(network.budgets)]


def _moved(network: Network, backward: Network, present: Generated, rng: random.Random) -> Generated | None:
    """The schedule with some jobs at other places in the order, and some maybe by other modes."""
    part, distance = rng.choice(MOVED), DISTANCE * present.makespan
    urgency = [start + (rng.gauss(0, distance) if rng.random() < part else 0) for start in present.starts]
    freed = rng.choice(FREED) if any(len(modes) > 1 for modes in network.modes) else 0.0
    free = frozenset(job for job in range(len(urgency)) if rng.random() < freed) if freed else frozenset[int]()
    generated = generate(network, urgency, present.modes, free)
    return None if generated is None else justified(network, backward, generated)


def justified(network: Network, backward: Network, generated: Generated) -> Generated:
    """The schedule generated backward and forward again; itself where that would be longer."""
    late = generate(backward, [-finish for finish in generated.finishes], generated.modes)
    if late is None:
        return generated
    early = generate(network, [-finish for finish in late.finishes], generated.modes)
    return early if early is not None and early.makespan <= generated.makespan else generated
