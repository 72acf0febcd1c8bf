"""Files of PSPLIB and MMLIB: ``.sm`` with one mode for each job, ``.mm`` with several."""

import re
from collections.abc import Iterator
from itertools import islice

from planner.rollout.dependencies import Dependency
from tests.benchmarks.scheduling.projects import Activity, Project


def read_psplib(text: str) -> Project:
    """The project in a file. Raises ValueError where a section is missing or ends too early."""
    resources = [int(_found(rf"-\s+{kind}\s*:\s*(\d+)", text)) for kind in ("renewable", "nonrenewable")]
    renewables, width = resources[0], sum(resources)
    modes, links = _precedence(_numbers(text, r"PRECEDENCE RELATIONS:?"))
    requests = _numbers(text, r"REQUESTS/DURATIONS:?")
    jobs = {}
    for job, count in modes.items():
        _take(requests, 1)
        ways = [_take(requests, 2 + width)[1:] for _ in range(count)]
        jobs[job] = tuple(
            Activity(duration, tuple(units[:renewables]), tuple(units[renewables:])) for duration, *units in ways
        )
    available = _take(_numbers(text, r"RESOURCE ?AVAILABILITIES:?"), width)
    return Project(jobs, links, tuple(available[:renewables]), tuple(available[renewables:]))


def _precedence(numbers: Iterator[int]) -> tuple[dict[str, int], tuple[Dependency, ...]]:
    """How many modes each job has, and who follows whom."""
    modes, links = {}, []
    for job in numbers:
        modes[str(job)], count = _take(numbers, 2)
        links += [Dependency(predecessor=str(job), successor=str(each)) for each in _take(numbers, count)]
    return modes, tuple(links)


def _numbers(text: str, title: str) -> Iterator[int]:
    """All numbers of a section, without those in its heading."""
    lines = _found(rf"{title}\s*\n((?:(?!\*\*\*).*\n?)*)", text).splitlines()
    return (int(number) for line in lines if not re.search("[A-Za-z]|---", line) for number in line.split())


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"The file has no part that looks like {pattern}.")
    return match[1]


def _take(numbers: Iterator[int], count: int) -> list[int]:
    taken = [*islice(numbers, count)]
    if len(taken) < count:
        raise ValueError(f"A section ends where {count} numbers should stand, after {taken}.")
    return taken
