"""Files of ProGen/max, ``.sch``: start-to-start links with lags of any sign, so that jobs may have to be close."""

from itertools import islice

from planner.rollout.dependencies import Dependency
from tests.benchmarks.scheduling.projects import Activity, Project


def read_progen_max(text: str) -> Project:
    """The project in a file, whose jobs have one mode each. Raises ValueError where it is of another form."""
    lines = (line.split() for line in text.splitlines() if line.strip())
    real, width, *_ = (int(number) for number in next(lines))
    links, jobs = [], {}
    for job, modes, count, *rest in islice(lines, real + 2):
        followers, lags = rest[: int(count)], rest[int(count) :]
        if modes != "1" or len(lags) != len(followers):
            raise ValueError(f"Job {job} must have one mode, and one lag for each job that follows it.")
        links += [
            Dependency(predecessor=job, successor=each, type="SS", lag=int(lag.strip("[]")))
            for each, lag in zip(followers, lags, strict=True)
        ]
    for job, _, duration, *demands in islice(lines, real + 2):
        if len(demands) != width:
            raise ValueError(f"Job {job} must have {width} demands.")
        jobs[job] = (Activity(int(duration), tuple(int(units) for units in demands)),)
    return Project(jobs, tuple(links), tuple(int(units) for units in next(lines)))
