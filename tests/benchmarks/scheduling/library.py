"""The public instances beside the repository, and what is known of each; they are never part of it."""

import csv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.scheduling.patterson import read_patterson
from tests.benchmarks.scheduling.progen_max import read_progen_max
from tests.benchmarks.scheduling.projects import Project
from tests.benchmarks.scheduling.psplib import read_psplib
from tests.reference_plans import shared_folder

READERS: dict[str, Callable[[str], Project]] = {
    ".sm": read_psplib,
    ".mm": read_psplib,
    ".rcp": read_patterson,
    ".sch": read_progen_max,
}


class Public(NamedTuple):
    """A public instance, or one that was made.

    project: reads or makes it. jobs: how many it has, without the first and the last, which only begin and end it.
    lower, upper: the best bounds on its makespan that are known; None where nothing is.
    """

    name: str
    family: str
    project: Callable[[], Project]
    jobs: int
    lower: int | None
    upper: int | None
    is_infeasible: bool


def _read(file: Path) -> Project:
    return READERS[file.suffix](file.read_text(encoding="utf-8"))


def public_instances() -> Iterator[Public]:
    """Those in the shared folder, in the order of their reference; none where there is no such folder."""
    shared = shared_folder()
    folder = None if shared is None else shared / "benchmarks"
    if folder is None or not (folder / "reference.csv").is_file():
        return
    with (folder / "reference.csv").open(encoding="utf-8", newline="") as reference:
        for row in csv.DictReader(reference):
            lower, upper = (int(row[bound]) if row[bound] else None for bound in ("lb", "ub"))
            file, jobs, is_infeasible = folder / row["file"], int(row["jobs"]), bool(row["infeasible"])
            yield Public(row["name"], row["family"], partial(_read, file), jobs, lower, upper, is_infeasible)
