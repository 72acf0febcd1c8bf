"""How fast the engine is on generated plans, beside the plain model in the same run.

``python -m tests.benchmarks.solver [--quick]`` prints a table for each size: preparing, the first schedule, settling,
and the search for funding with and without the constructed schedule to begin from, as seconds and as ratios. The plain
model is the same CP-SAT model that begins from nothing. *Crowded* dates put every phase where most could be claimed,
links and teams left aside. Nothing is asserted.
"""

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from itertools import chain
from typing import NamedTuple, TypeVar

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.claims import settle
from solver.construct import construct
from solver.instance import prepare
from solver.model import build
from solver.objective import TERMS
from solver.result import Progress
from solver.search import Limits, search
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import SIZES, generate

Answer = TypeVar("Answer")

SEED = 1
LIMITS = {20: 20.0, 60: 40.0, 120: 60.0, 240: 90.0, 960: 120.0}
"""Seconds for each search, by the number of phases."""
QUICK_LIMITS = {20: 5.0, 60: 10.0, 120: 15.0, 240: 20.0}
FUNDING_MEASURED = Settings(objective=(Aim("funding"),))


class Run(NamedTuple):
    """How one search went. values: when each incumbent and bound was told. best, bound: at its end."""

    values: tuple[tuple[float, int | None, int | None], ...]
    best: int | None
    bound: int | None

    def first(self) -> float | None:
        """Seconds until the first schedule."""
        return next((seconds for seconds, incumbent, _ in self.values if incumbent is not None), None)

    def to_gap(self, part: float) -> float | None:
        """Seconds until incumbent and bound were that close, as a part of the bound."""
        for seconds, incumbent, bound in self.values:
            if incumbent is not None and bound is not None and bound - incumbent <= part * bound:
                return seconds
        return None

    def times(self) -> tuple[float | None, float | None, float | None]:
        """Seconds to the first schedule, to a gap of 1 %, and to proof."""
        return self.first(), self.to_gap(0.01), self.to_gap(0.0)

    def gap(self) -> float | None:
        """Distance of best and bound at the end, as a part of the bound."""
        if self.best is None or self.bound is None:
            return None
        return (self.bound - self.best) / max(self.bound, 1)


def engine(plan: Plan, seconds: float) -> Run:
    """The solver as people use it, asked for the funding."""
    told: list[Progress] = []
    result = solve(plan, FUNDING_MEASURED._replace(time_limit=seconds), on_progress=told.append)
    stage = result.stages[0]
    values = tuple((each.seconds, each.incumbent, each.bound) for each in told)
    return Run((*values, (result.seconds, stage.value, stage.bound)), stage.value, stage.bound)


def plain(plan: Plan, seconds: float) -> Run:
    """The same model from nothing: no constructed schedule, one search."""
    began, told = time.monotonic(), list[tuple[float, int | None, int | None]]()
    model = build(prepare(plan))
    model.cp.maximize(TERMS["funding"](model))
    left = seconds - (time.monotonic() - began)
    limits = Limits(left, os.cpu_count() or 1, 0, Cancel())
    found = search(model.cp, limits, lambda *at: told.append((time.monotonic() - began, *at)), maximise=True)
    best = round(found.solver.objective_value) if found.has_solution else None
    return Run((*told, (time.monotonic() - began, best, found.bound)), best, found.bound)


def seconds_of(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """The least of three, as others use the machine too."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
    return min(times), answer


def constructed(count: int) -> int:
    """For how many plans of different size and tightness a schedule without a fault is constructed."""
    found = 0
    for seed in range(count):
        plan = generate(seed, (20, 40, 60, 100)[seed % 4], tightness=seed % 11 / 10)
        dates = construct(prepare(plan))
        found += dates is not None and not schedule_faults(State(plan, Schedule(dates)))
    return found


def shown(value: float | None, digits: int = 2) -> str:
    """A figure, or a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def ratio(ours: float | None, theirs: float | None) -> str:
    """How many times faster than the other; a dash where one never got there."""
    return "–" if not ours or not theirs else f"{theirs / ours:.1f}×"


def pieces() -> Iterator[str]:
    """A table of what comes before any search."""
    yield "| phases | prepare s | construct s | settle s | settle, crowded s |"
    yield "|--:|--:|--:|--:|--:|"
    for phases in SIZES:
        plan = generate(SEED, phases)
        preparing, instance = seconds_of(partial(prepare, plan))
        constructing, dates = seconds_of(partial(construct, instance))
        settling, _ = seconds_of(partial(settle, plan, dates or ()))
        deciding, _ = seconds_of(partial(settle, plan, where_most_could_be_claimed(plan)))
        yield f"| {phases} | {preparing:.3f} | {constructing:.3f} | {settling:.3f} | {deciding:.3f} |"


def searches(limits: Mapping[int, float]) -> Iterator[str]:
    """A table of the plain model and the engine, and how many times faster the engine was."""
    columns = ("phases", "limit s", "", "first s", "to 1 % s", "to proof s", "funding", "bound", "gap")
    yield f"| {' | '.join(columns)} |"
    yield f"|{'--:|' * len(columns)}"
    for phases, limit in limits.items():
        plan = generate(SEED, phases)
        theirs, ours = plain(plan, limit), engine(plan, limit)
        for name, run in (("plain", theirs), ("engine", ours)):
            gap = run.gap()
            figures = [*map(shown, run.times()), f"{run.best or 0:,}", f"{run.bound or 0:,}"]
            figures.append("–" if gap is None else f"{gap:.1%}")
            yield f"| {phases} | {limit:.0f} | {name} | {' | '.join(figures)} |"
        faster = [ratio(*pair) for pair in zip(ours.times(), theirs.times(), strict=True)]
        yield f"| {phases} | | faster | {' | '.join(faster)} | | | |"


def main(arguments: list[str]) -> None:
    """Print the tables, as they stand in RESULTS.md."""
    limits, count = (QUICK_LIMITS, 100) if "--quick" in arguments else (LIMITS, 1_000)
    told = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, OR-Tools {version('ortools')}, seed {SEED}\n",
        f"Constructed for {constructed(count):,} of {count:,} plans of 20 to 100 phases, from loose to tight.\n",
    )
    for line in chain(told, pieces(), ("",), searches(limits)):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
