"""Projects made after the manner of the public ones (ProGen; Kolisch, Sprecher, Drexl 1995), as many as are wanted.

They serve for choosing how to search, so that the public instances are left for judging.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import product
from random import Random
from typing import NamedTuple

from planner.rollout.dependencies import Dependency
from tests.benchmarks.scheduling.library import Public
from tests.benchmarks.scheduling.projects import Activity, Project

LONGEST, MOST = 10, 10
"""Days of a job, and units of a resource that it asks for."""
RENEWABLES, NONRENEWABLES = 4, 2
NEAR = 0.15
"""How far back in the order a job's predecessors lie, as a part of all jobs."""


class Kind(NamedTuple):
    """A kind of project.

    modes: of each job; with several there are nonrenewables. complexity: links for each job. factor: the part of the
    renewables that a job asks for. strength: how much there is of each resource, from 0, the least with which every job
    can be done, to 1, as much as is asked for where nothing waits for resources.
    """

    jobs: int
    modes: int = 1
    complexity: float = 1.8
    factor: float = 0.5
    strength: float = 0.3

    @property
    def name(self) -> str:
        return f"{self.jobs} jobs" if self.modes == 1 else f"{self.jobs} jobs, {self.modes} modes"


def made_instances(seed: int = 1) -> Iterator[Public]:
    """One of each kind of 30 to 120 jobs, and of 20 to 50 with three modes each."""
    for kind in (*kinds((30, 60, 120)), *kinds((20, 50), modes=3)):
        name = f"{kind.name}, {kind.complexity} links, {kind.factor} asked, {kind.strength} there"
        yield Public(name, kind.name, partial(make, seed, kind), kind.jobs, None, None, is_infeasible=False)


def kinds(jobs: tuple[int, ...], modes: int = 1) -> Iterator[Kind]:
    """Kinds of that many jobs, hard ones as well as easy ones."""
    for count, complexity, factor, strength in product(jobs, (1.5, 2.1), (0.5, 1.0), (0.2, 0.5)):
        yield Kind(count, modes, complexity, factor, strength)


def make(seed: int, kind: Kind) -> Project:
    """A project of the kind, the same again for the same seed."""
    chance = Random(f"{seed} {kind}")  # noqa: S311 - no secret
    names = [f"{number}" for number in range(kind.jobs + 2)]
    first, *inner, last = names
    ways = {name: tuple(_ways(chance, kind)) for name in inner}
    nothing = Activity(0, (0,) * RENEWABLES, (0,) * (NONRENEWABLES if kind.modes > 1 else 0))
    jobs = {first: (nothing,), **ways, last: (nothing,)}
    links = tuple(_links(chance, kind, names))
    renewables = tuple(_renewable(kind, jobs, links, number) for number in range(RENEWABLES))
    return Project(jobs, links, renewables, tuple(_budgets(kind, ways)))


def _ways(chance: Random, kind: Kind) -> Iterator[Activity]:
    """The modes of a job: the longer it takes, the less it asks for."""
    asked = chance.sample(range(RENEWABLES), max(1, round(kind.factor * RENEWABLES)))
    days = sorted(chance.randint(1, LONGEST) for _ in range(kind.modes))
    demands = {each: sorted((chance.randint(1, MOST) for _ in days), reverse=True) for each in asked}
    uses = [sorted((chance.randint(1, MOST) for _ in days), reverse=True) for _ in range(NONRENEWABLES)]
    for place, duration in enumerate(days):
        units = tuple(demands[each][place] if each in demands else 0 for each in range(RENEWABLES))
        yield Activity(duration, units, tuple(each[place] for each in uses) if kind.modes > 1 else ())


def _links(chance: Random, kind: Kind, names: list[str]) -> Iterator[Dependency]:
    """Each job follows some shortly before it, or the first; who is followed by none is followed by the last."""
    first, *inner, last = names
    reach = max(3, round(NEAR * kind.jobs))
    followed = set[str]()
    for place, name in enumerate(inner):
        near = inner[max(0, place - reach) : place]
        count = min(len(near), int(kind.complexity) + (chance.random() < kind.complexity % 1))
        before = chance.sample(near, count) if place >= reach // 2 else []
        followed.update(before)
        for predecessor in before or [first]:
            yield Dependency(predecessor=predecessor, successor=name)
    for name in inner:
        if name not in followed:
            yield Dependency(predecessor=name, successor=last)


def _renewable(kind: Kind, jobs: dict[str, tuple[Activity, ...]], links: tuple[Dependency, ...], number: int) -> int:
    """Between the least with which every job can be done and the most that is taken on a day where nothing waits."""
    least = max(min(way.demands[number] for way in ways) for ways in jobs.values())
    starts, taken = dict.fromkeys(jobs, 0), Counter[int]()
    for link in links:  # each job comes behind its predecessors
        begun = starts[link.predecessor] + jobs[link.predecessor][0].duration
        starts[link.successor] = max(starts[link.successor], begun)
    for name, (way, *_) in jobs.items():
        taken.update(dict.fromkeys(range(starts[name], starts[name] + way.duration), way.demands[number]))
    return least + round(kind.strength * max(0, max(taken.values(), default=0) - least))


def _budgets(kind: Kind, ways: dict[str, tuple[Activity, ...]]) -> Iterator[int]:
    """Nonrenewables, midway between what the thriftiest and the most wasteful modes use up."""
    for number in range(NONRENEWABLES if kind.modes > 1 else 0):
        least = sum(min(way.uses[number] for way in of_job) for of_job in ways.values())
        most = sum(max(way.uses[number] for way in of_job) for of_job in ways.values())
        yield (least + most) // 2
