"""Files of Patterson's form, ``.rcp``, which RG300 comes in: nothing but numbers."""

from itertools import islice

from planner.rollout.dependencies import Dependency
from tests.benchmarks.scheduling.projects import Activity, Project


def read_patterson(text: str) -> Project:
    """The project in a file: its jobs by number from 1. Raises ValueError where the numbers end too early."""
    numbers = iter([int(number) for number in text.split()])

    def take(count: int) -> list[int]:
        taken = [*islice(numbers, count)]
        if len(taken) < count:
            raise ValueError(f"The file ends where {count} numbers should stand, after {taken}.")
        return taken

    count, width = take(2)
    available, jobs, links = take(width), {}, []
    for job in range(1, count + 1):
        duration, *demands, followers = take(width + 2)
        jobs[str(job)] = (Activity(duration, tuple(demands)),)
        links += [Dependency(predecessor=str(job), successor=str(each)) for each in take(followers)]
    return Project(jobs, tuple(links), tuple(available))
