"""Pure scheduling side by side with PyJobShop: ``make bench-scheduling``, or ``python -m`` this module.

Both get the same instances one after the other, the same seconds and the same workers. Options: ``--quick`` gives each
less time; names of instances or families choose among them. ``--made`` takes made instances instead (``made``), of
which nothing is known but what the two find.
"""

import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import chain
from statistics import mean
from typing import NamedTuple

from solver.cancel import Cancel
from solver.makespan.shortest import Shortest, shortest
from solver.search import Limits
from tests.benchmarks.scheduling.library import Public, public_instances
from tests.benchmarks.scheduling.made import made_instances
from tests.benchmarks.scheduling.projects import instance_of
from tests.benchmarks.scheduling.rival import IS_INSTALLED, rival

SECONDS, QUICK_SECONDS, WORKERS, SEED = 10.0, 4.0, 2, 0


class Outcome(NamedTuple):
    """What one of the two reached on an instance. processor: seconds of all cores together."""

    public: Public
    found: Shortest
    processor: float

    @property
    def is_proven(self) -> bool:
        return self.found.status in {"OPTIMAL", "INFEASIBLE"}

    @property
    def gap(self) -> float:
        """The part of the makespan above the bound; all of it where there is no schedule, unless none exists."""
        if self.found.makespan is None or self.found.bound is None:
            return 0.0 if self.found.status == "INFEASIBLE" else 1.0
        return 1 - self.found.bound / self.found.makespan

    @property
    def deviation(self) -> float | None:
        """How far the makespan is above the best that is known, or that either found; None where there is none."""
        if self.found.makespan is None or self.public.upper is None:
            return None
        return self.found.makespan / self.public.upper - 1


Run = tuple[Outcome, ...]
"""One outcome for each of the two, or only ours."""


def outcomes(public: Public, seconds: float) -> Run:
    """What each of the two reaches, one after the other."""
    instance = instance_of(public.project())
    limits = Limits(seconds, WORKERS, SEED, Cancel())
    solvers: list[Callable[[], Shortest]] = [lambda: shortest(instance, limits)]
    if IS_INSTALLED:
        solvers.append(lambda: rival(instance, seconds, WORKERS))
    found = [_outcome(public, solve) for solve in solvers]
    if public.upper is None:
        makespans = [each.found.makespan for each in found if each.found.makespan is not None]
        public = public._replace(upper=min(makespans, default=None))
    return tuple(each._replace(public=public) for each in found)


def _outcome(public: Public, solve: Callable[[], Shortest]) -> Outcome:
    began = time.process_time()
    found = solve()
    return Outcome(public, found, time.process_time() - began)


def row(name: str, runs: list[Run]) -> str:
    """A line of the table: the two side by side on some instances, makespans only where both have one."""
    columns = [name, f"{len(runs)}"]
    for side in range(len(runs[0])):
        reached = [run[side] for run in runs]
        above = [run[side].deviation or 0.0 for run in runs if all(each.deviation is not None for each in run)]
        columns.append(f"{mean(each.gap for each in reached):.2%}")
        columns.append(f"{sum(each.is_proven for each in reached)}")
        columns.append(f"{mean(above):.2%}" if above else "–")
        columns.append(f"{sum(each.processor for each in reached):.0f}")
    return f"| {' | '.join(columns)} |"


def table(publics: list[Public], seconds: float) -> Iterator[str]:
    """Each instance as it ends, then a table by family and in total."""
    families: defaultdict[str, list[Run]] = defaultdict(list)
    for public in publics:
        run = outcomes(public, seconds)
        families[public.family].append(run)
        yield _told(public, run)
    yield ""
    sides = ("ours", "PyJobShop")[: 1 + IS_INSTALLED]
    figures = [f"{side}: {figure}" for side in sides for figure in ("gap", "proven", "above best known", "cpu s")]
    yield f"| set | instances | {' | '.join(figures)} |"
    yield f"|---{'|--:' * (len(figures) + 1)}|"
    yield from (row(family, runs) for family, runs in families.items())
    yield row("**all**", [*chain(*families.values())])


def _told(public: Public, run: Run) -> str:
    found = (f"{each.found.bound or '–'} to {each.found.makespan or '–'} {each.found.status}" for each in run)
    return f"{public.name}: {'; '.join(found)}; known {public.lower or '–'} to {public.upper or '–'}"


def main(arguments: list[str]) -> None:
    """Print the table, as it stands in RESULTS.md."""
    seconds = QUICK_SECONDS if "--quick" in arguments else SECONDS
    names = {argument for argument in arguments if not argument.startswith("--")}
    instances = made_instances() if "--made" in arguments else public_instances()
    publics = [each for each in instances if not names or names & {each.name, each.family}]
    if not publics:
        raise SystemExit("There are no public instances beside the repository, or none of those names.")
    rivals = f"PyJobShop {version('pyjobshop')}" if IS_INSTALLED else "PyJobShop is not installed"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, OR-Tools {version('ortools')}, {rivals}"
    for line in chain((f"{machine}, {WORKERS} workers, {seconds:.0f} s each, seed {SEED}\n",), table(publics, seconds)):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
