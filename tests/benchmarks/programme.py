"""How a programme of three rollouts of 80 phases is joined, split, solved, saved and moved under the hand.

``python -m tests.benchmarks.programme [SECONDS]`` prints milliseconds, the first schedule, and the gap after so many
seconds of solving (30 without it). All partners and one credit are shared. Nothing is asserted.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from planner.files import write
from planner.files.programme_file import read_programme, save_programme, write_programme
from planner.plan import Plan, State
from planner.programme import Member, Programme, Shared, SharedParts, joined, split
from planner.rollout.partners import Partner
from solver.result import Progress
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.benchmarks.timeline import NOT_MEASURED, QUICK_FRAMES, measure_ours, print_line, print_table, taken
from ui.document import Document
from ui.theme import follow_system

SEEDS, PHASES, SECONDS = (1, 2, 3), 80, 30.0
TIMES = 10
CREDIT = "C001"
"""The credit of the first plan that all share."""


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when done."""
    seconds = float(arguments[0]) if arguments else SECONDS
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    follow_system(application)
    with TemporaryDirectory() as folder:
        file = written(Path(folder))
        opened = read_programme(file)
        plan = opened.together.plan
        print_line(f"{len(plan.phases)} phases, {len(plan.partners)} partners, {len(plan.credits)} credits")
        print_milliseconds("read and join", lambda: read_programme(file))
        print_milliseconds("join", lambda: joined(opened.programme, opened.states))
        told: list[Progress] = []
        result = solve(plan, Settings(time_limit=seconds), on_progress=told.append)
        first = result.stages[0]
        print_line(f"solve, {seconds:.0f} s: {first.value:,} of at most {first.bound:,} ({first.status})")
        after = State(plan, result.schedule)
        print_milliseconds("split", lambda: split(opened.programme, opened.states, opened.together, after))
        print_line(f"save three plans: {1_000 * taken(lambda: save_programme(opened, after)):.1f} ms")
        document = Document(opened.together)
        document.open(file)
        print_table(document.state, measure_ours(document.state, QUICK_FRAMES, document), NOT_MEASURED)
    return 0


def written(folder: Path) -> Path:
    """The programme's file, beside those of its plans."""
    plans = sharing([generate(seed, PHASES, regions=4, credits=11) for seed in SEEDS])
    members = tuple(Member(short=f"R{number}", file=f"r{number}.rollout") for number in range(1, len(plans) + 1))
    for member, plan in zip(members, plans, strict=True):
        write(State(plan), folder / member.file)
    named = {partner.id for partner in plans[0].partners}
    parts = SharedParts(
        partners=tuple(
            Shared(id=name, members=dict.fromkeys((m.short for m in members), name)) for name in sorted(named)
        ),
        credits=(Shared(id=CREDIT, members=dict.fromkeys((member.short for member in members), CREDIT)),),
    )
    write_programme(Programme(name="Three", plans=members, shared=parts), folder / "three.programme")
    return folder / "three.programme"


def sharing(plans: list[Plan]) -> list[Plan]:
    """The plans with the same partners, whose teams are those of all, and with the first plan's first credit."""
    known: dict[str, Partner] = {}
    for partner in (each for plan in plans for each in plan.partners):
        first = known.get(partner.id, replace(partner, teams=0, approved_workloads=()))
        workloads = tuple(sorted({*first.approved_workloads, *partner.approved_workloads}))
        known[partner.id] = replace(first, teams=first.teams + partner.teams, approved_workloads=workloads)
    credit = replace(
        plans[0].credit[CREDIT], outcome_mode="none", outcome_dates=(), combined_caps=(), exclusion_groups=()
    )
    return [
        replace(
            plan,
            partners=tuple(known.values()),
            credits=tuple(credit if each.id == CREDIT else each for each in plan.credits),
            calendar=plans[0].calendar,
            one_source_per_phase=plans[0].one_source_per_phase,
        )
        for plan in plans
    ]


def print_milliseconds(what: str, act: Callable[[], object]) -> None:
    """The median of some runs."""
    times = sorted(taken(act) for _ in range(TIMES))
    print_line(f"{what}: {1_000 * times[TIMES // 2]:.1f} ms")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
