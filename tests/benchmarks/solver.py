"""How fast the engine is, beside the plain model in the same run.

``python -m tests.benchmarks.solver [--quick]`` prints tables: preparing, constructing and settling; the search for
funding by the plain model and by the engine, as seconds and as ratios; all stages of the usual objective; solving again
after small changes; and, unless it is to be quick, pure scheduling beside PyJobShop. The plain model is one search of
CP-SAT, as it comes, over the engine's variables and rules: nothing to begin from, no relaxation, no cuts, no
neighbourhoods. *Crowded* dates put every phase where most could be claimed, links and teams left aside. Nothing is
asserted.
"""

import math
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from itertools import chain
from typing import NamedTuple, TypeVar

from ortools.sat.python import cp_model

from planner.checks import schedule_faults
from planner.files import read
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from resources import path
from solver.claims import settle
from solver.construct import construct
from solver.instance import prepare
from solver.model import build
from solver.objective import TERMS
from solver.result import Progress
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import SIZES, generate, side_by_side, together
from tests.benchmarks.scheduling.comparison import main as compare
from tests.benchmarks.scheduling.library import public_instances
from tests.benchmarks.solved_again import solved_again

Answer = TypeVar("Answer")

SEED = 1
FUNDING_MEASURED = Settings(objective=(Aim("funding"),))
MEDIUM = "samples/calder.rollout"


class Measured(NamedTuple):
    """A plan to be solved, and the seconds for each search, in a whole and in a quick run; 0 leaves it out."""

    name: str
    make: Callable[[], Plan]
    seconds: float
    quick: float


def _measured() -> Iterator[Measured]:
    yield Measured("25 (Calder)", lambda: read(path(MEDIUM)).plan, 20.0, 8.0)
    yield Measured("60 crowded", lambda: generate(SEED, 60), 30.0, 0.0)
    yield Measured("80", lambda: generate(SEED, 80, regions=4, credits=11), 30.0, 12.0)
    yield Measured("120 crowded", lambda: generate(SEED, 120), 45.0, 12.0)
    yield Measured("240", lambda: generate(SEED, 240, regions=4, credits=33, tightness=0.2), 45.0, 12.0)
    three = (SEED, SEED + 1, SEED + 2)
    yield Measured("3 × 80 loose", lambda: side_by_side(3), 45.0, 12.0)
    yield Measured("3 × 80", lambda: together(generate(seed, 80, regions=4, credits=11) for seed in three), 45.0, 0.0)
    yield Measured("960", lambda: generate(SEED, 960, regions=4, credits=132, tightness=0.2), 90.0, 0.0)
    yield Measured("12 × 80 loose", lambda: side_by_side(12), 60.0, 0.0)


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


class _Told(cp_model.CpSolverSolutionCallback):
    """When CP-SAT found which incumbent, and what bound it knew then."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self.values: list[tuple[float, int | None, int | None]] = []

    def on_solution_callback(self) -> None:
        seconds = time.monotonic() - self._began
        self.values.append((seconds, round(self.objective_value), round(self.best_objective_bound)))


def plain(plan: Plan, seconds: float) -> Run:
    """One search from nothing."""
    began = time.monotonic()
    model, solver, told = build(prepare(plan)), cp_model.CpSolver(), _Told(began)
    model.cp.maximize(TERMS["funding"](model))
    solver.parameters.num_workers = os.cpu_count() or 1
    solver.parameters.max_time_in_seconds = max(seconds - (time.monotonic() - began), 0.1)
    status = solver.solve(model.cp, told)
    best = round(solver.objective_value) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None
    bound = math.floor(solver.best_objective_bound)
    return Run((*told.values, (time.monotonic() - began, best, bound)), best, bound)


def seconds_of(work: Callable[[], Answer], times_asked: int = 3) -> tuple[float, Answer]:
    """The least of three, as others use the machine too; once for what is remembered."""
    times = []
    for _ in range(times_asked):
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
        settling, _ = seconds_of(partial(settle, plan, dates or ()), 1)
        deciding, _ = seconds_of(partial(settle, plan, where_most_could_be_claimed(plan)), 1)
        yield f"| {phases} | {preparing:.3f} | {constructing:.3f} | {settling:.3f} | {deciding:.3f} |"


def searches(plans: list[tuple[Measured, float]]) -> Iterator[str]:
    """A table of the plain model and the engine, and how many times faster the engine was."""
    columns = ("plan", "limit s", "", "first s", "to 1 % s", "to proof s", "funding", "bound", "gap")
    yield f"| {' | '.join(columns)} |"
    yield f"|--:|--:|--:|{'--:|' * (len(columns) - 3)}"
    for measured, limit in plans:
        plan = measured.make()
        theirs, ours = plain(plan, limit), engine(plan, limit)
        for name, run in (("plain", theirs), ("engine", ours)):
            gap = run.gap()
            figures = [*map(shown, run.times()), f"{run.best or 0:,}", f"{run.bound or 0:,}"]
            figures.append("–" if gap is None else f"{gap:.1%}")
            yield f"| {measured.name} | {limit:.0f} | {name} | {' | '.join(figures)} |"
        faster = [ratio(*pair) for pair in zip(ours.times(), theirs.times(), strict=True)]
        yield f"| {measured.name} | | faster | {' | '.join(faster)} | | | |"


def stages(plans: list[tuple[Measured, float]]) -> Iterator[str]:
    """A table of the engine's stages for the usual objective: when each ended, and how."""
    yield "| plan | limit s | stage | ended after s | status | value | bound | gap |"
    yield "|--:|--:|---|--:|---|--:|--:|--:|"
    for measured, limit in plans:
        result = solve(measured.make(), Settings(time_limit=limit))
        ended = 0.0
        for stage in result.stages:
            ended += stage.seconds
            gap = "–"
            if stage.bound is not None and stage.value is not None:
                gap = f"{abs(stage.bound - stage.value) / max(abs(stage.bound), 1):.1%}"
            figures = [f"{ended:.2f}", stage.status, f"{stage.value or 0:,}", f"{stage.bound or 0:,}", gap]
            yield f"| {measured.name} | {limit:.0f} | {stage.name} | {' | '.join(figures)} |"


def memory() -> int:
    """The most MiB that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(arguments: list[str]) -> None:
    """Print the tables, as they stand in RESULTS.md."""
    is_quick = "--quick" in arguments
    count = 100 if is_quick else 1_000
    plans = [(each, each.quick if is_quick else each.seconds) for each in _measured()]
    plans = [(each, seconds) for each, seconds in plans if seconds > 0]
    told = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, OR-Tools {version('ortools')}, seed {SEED}\n",
        f"Constructed for {constructed(count):,} of {count:,} plans of 20 to 100 phases, from loose to tight.\n",
    )
    small = [(each, seconds) for each, seconds in plans if each.name in {"25 (Calder)", "80"}]
    again = solved_again(12 if is_quick else 100)
    for line in chain(told, pieces(), ("",), searches(plans), ("",), stages(small), ("",), again):
        print(line, flush=True)  # noqa: T201
    print(f"\nAt most {memory():,} MiB in use.\n")  # noqa: T201
    if not is_quick and public_instances():
        compare(["--quick"])


if __name__ == "__main__":
    main(sys.argv[1:])
