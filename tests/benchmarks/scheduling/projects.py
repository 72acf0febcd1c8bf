"""Projects as the literature has them, and the instance of one: all days are working days, all work starts on any."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption, Phase
from solver.instance import Axis, Instance, Mode, PreparedPhase

FIRST_DAY = date(2000, 1, 1)


class Activity(NamedTuple):
    """One way to do a job.

    demands: units of each renewable, by its number, on every day. uses: units of each nonrenewable.
    """

    duration: int
    demands: tuple[int, ...]
    uses: tuple[int, ...] = ()


class Project(NamedTuple):
    """Jobs in the order of their file, each with the ways to do it, and what there is of each resource.

    The first job begins everything and starts on the first day, the last one ends everything.
    """

    jobs: Mapping[str, tuple[Activity, ...]]
    links: tuple[Dependency, ...]
    renewables: tuple[int, ...]
    nonrenewables: tuple[int, ...] = ()

    @property
    def longest(self) -> int:
        """Days in which the project can be done, if it can be at all: one job after the other, with its waiting."""
        waits = {job: max(way.duration for way in ways) for job, ways in self.jobs.items()}
        for link in self.links:
            waits[link.predecessor] = max(waits[link.predecessor], link.lag)
        return sum(waits.values())


def instance_of(project: Project) -> Instance:
    """The project as the solver takes it; renewables are named R1, R2, ... and nonrenewables N1, N2, ..."""
    length = project.longest
    axis = Axis(tuple(FIRST_DAY + timedelta(days=day) for day in range(length + 1)))
    first = next(iter(project.jobs))
    phases = {}
    for job, ways in project.jobs.items():
        modes = tuple(_mode(number, way, 0 if job == first else length) for number, way in enumerate(ways, 1))
        phase = Phase(
            id=job,
            name=f"Job {job}",
            workload="job",
            motion="do",
            eligible_cost=0,
            options=tuple(mode.option for mode in modes),
        )
        phases[job] = PreparedPhase(phase, axis, modes)
    plan = Plan(
        name="Project",
        customer="Benchmark",
        currency="USD",
        start=axis.days[0],
        horizon=axis.days[-1],
        phases=tuple(prepared.phase for prepared in phases.values()),
    )
    renewables, nonrenewables = _named("R", project.renewables), _named("N", project.nonrenewables)
    return Instance(plan, phases, (), project.links, dict(renewables), dict(nonrenewables))


def _mode(number: int, way: Activity, last: int) -> Mode:
    option = DeliveryOption(kind="partner", partner=f"mode {number}", duration=way.duration, cost=0)
    starts = tuple(range(max(last - way.duration, 0) + 1))
    return Mode(option, starts, way.duration, _named("R", way.demands), _named("N", way.uses))


def _named(letter: str, units: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((f"{letter}{number}", each) for number, each in enumerate(units, 1))
