"""How long the documents of a plan take: ``python -m tests.benchmarks.documents SOLVED.rollout``.

The first writing of each format is measured, with the loading of its library, as somebody meets it who exports once.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from planner.brief.export import FORMATS as BRIEF_FORMATS
from planner.brief.export import export_brief
from planner.business_case.export import export
from planner.business_case.writers import FORMATS
from planner.files import read
from planner.plan import State

DAY = date(2027, 1, 25)


def main() -> None:
    """Measure one plan."""
    state = read(Path(sys.argv[1]))
    sys.stdout.write(f"{len(state.plan.phases)} phases\n")
    with tempfile.TemporaryDirectory() as folder:
        times = [_told(state, Path(folder) / "case", kind) for kind in FORMATS]
        sys.stdout.write(f"all of the business case: {sum(times):.2f} s\n")
        begun = perf_counter()
        export_brief(state, Path(folder) / "brief", BRIEF_FORMATS, DAY)
        sys.stdout.write(f"negotiation brief: {perf_counter() - begun:.2f} s\n")


def _told(state: State, folder: Path, kind: str) -> float:
    begun = perf_counter()
    (file,) = export(state, folder, (kind,), DAY)
    taken = perf_counter() - begun
    sys.stdout.write(f"{kind}: {taken:.2f} s, {file.stat().st_size / 1_000:,.0f} kB\n")
    return taken


if __name__ == "__main__":
    main()
