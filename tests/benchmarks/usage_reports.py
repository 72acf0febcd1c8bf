"""How long a usage report of 100,000 people takes, and what that is against reading it with csv.DictReader alone.

``python -m tests.benchmarks.usage_reports [PEOPLE]`` prints seconds and their ratio; nothing is asserted.
"""

import csv
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from planner.exchange.report_layouts import LAYOUTS
from planner.exchange.usage_reports import read_usage_report

REFRESHED = date(2027, 11, 20)
PEOPLE = 100_000


def write_report(path: Path, people: int) -> None:
    """Active users in detail, as large as a large tenant's."""
    chance = random.Random(7)  # noqa: S311 - no secret
    layout = LAYOUTS[0]
    header = list(dict.fromkeys([*layout.required, *(each for subject in layout.subjects for each in subject.columns)]))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*header, "Department"])
        for number in range(people):
            row = [_cell(chance, column, number) for column in header]
            writer.writerow([*row, f"Department {chance.randrange(40)}"])


def _cell(chance: random.Random, column: str, number: int) -> str:
    if column == "Report Refresh Date":
        return f"{REFRESHED}"
    if column == "User Principal Name":
        return f"{number:032X}"
    if column == "Is Deleted":
        return str(number % 50 == 0)
    if column == "Assigned Products":
        return chance.choice(["MICROSOFT 365 E5", "MICROSOFT 365 E3+POWER BI (FREE)", "MICROSOFT 365 F3"])
    if column.startswith("Has "):
        return "True"
    return "" if chance.random() < 0.1 else f"{REFRESHED - timedelta(days=chance.randrange(400))}"


def read_plainly(path: Path) -> None:
    """Every row as a dictionary, and one date of each: what a first version would do."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["Exchange Last Activity Date"]:
                date.fromisoformat(row["Exchange Last Activity Date"])


def seconds(work: Callable[[], object]) -> float:
    """The least of three, as others use the machine too."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print the measurement."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.csv"
        write_report(path, people)
        plain = seconds(lambda: read_plainly(path))
        ours = seconds(lambda: read_usage_report(path, "Benchmark", REFRESHED))
        tracemalloc.start()
        read_usage_report(path, "Benchmark", REFRESHED)
        most = tracemalloc.get_traced_memory()[1] / 1024**2
        print(f"{people:,} people, {path.stat().st_size / 1024**2:.0f} MiB")  # noqa: T201
        print(f"csv.DictReader, one date of each row   {plain:6.2f} s")  # noqa: T201
        print(f"usage_reports, all of it               {ours:6.2f} s   {ours / plain:.2f} of it")  # noqa: T201
        print(f"memory at most                         {most:6.0f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
