"""How long 10,000 runs take, beside slow ones that they must equal: ``python -m tests.benchmarks.risk``.

Options: the numbers of phases. Each plan is generated and solved for some seconds first; the slow runs are a few, and
their time for 10,000 is in proportion.
"""

import os
import platform
import resource
import sys
import time

import numpy as np

from planner.rollout.estimates import duration_chances
from solver.risk.network import Network, network
from solver.risk.safer import safer
from solver.risk.simulate import RUNS, funding_of_runs, simulate
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.solver.risk.one_run import one_run, order_of, paid_in

SIZES = (25, 80, 240, 960)
SLOW_RUNS = 20
SOLVING_SECONDS, SAFER_SECONDS = 15.0, 60.0
MOST_PHASES_SAFER = 80


def main(arguments: list[str]) -> None:
    """Print a table, a line for each plan."""
    tell = sys.stdout.write
    tell(f"{os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}\n\n")
    tell(
        "| phases | all figures, CPU s | funding alone | one by one | times faster | memory MB | gained | given up |\n"
    )
    tell("|--:|--:|--:|--:|--:|--:|--:|--:|\n")
    for size in map(int, arguments or SIZES):
        tell(f"{measured(size)}\n")
        sys.stdout.flush()


def measured(size: int) -> str:
    """One line of the table."""
    plan = generate(7, size)
    schedule = solve(plan, Settings(time_limit=SOLVING_SECONDS)).schedule
    if schedule is None:
        return f"| {size} | no schedule in {SOLVING_SECONDS:.0f} s |"
    began = time.process_time()
    simulate(plan, schedule)
    all_seconds = time.process_time() - began
    began = time.process_time()
    funding = funding_of_runs(plan, schedule)
    seconds = time.process_time() - began
    ready = network(plan, schedule)
    order, generator = order_of(ready), np.random.Generator(np.random.PCG64(0))
    luck = generator.random((SLOW_RUNS, ready.rows))
    began = time.process_time()
    slow = [sum(paid_in(plan, one_run(plan, schedule, order, drawn(ready, each))).values()) for each in luck]
    slow_seconds = (time.process_time() - began) * RUNS / SLOW_RUNS
    assert slow == funding[:SLOW_RUNS].tolist()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    line = f"| {size} | {all_seconds:.2f} | {seconds:.2f} | {slow_seconds:.0f} | {slow_seconds / seconds:.0f} "
    line += f"| {memory:.0f} "
    if size > MOST_PHASES_SAFER:
        return f"{line}| | |"
    found = safer(plan, schedule, seconds=SAFER_SECONDS)
    return f"{line}| {found.best.gained:,.0f} of {found.tried[0].mean:,.0f} | {found.given_up:,} |"


def drawn(ready: Network, numbers: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> dict[str, int]:
    """The durations that a run has by its luck."""
    taken = {}
    for step in ready.steps:
        chances = duration_chances(step.estimate)
        up_to = np.cumsum([float(chance) for chance in chances.values()])[:-1]
        taken[step.work.phase.id] = list(chances)[int(np.searchsorted(up_to, numbers[step.row], side="right"))]
    return taken


if __name__ == "__main__":
    main(sys.argv[1:])
