"""A plan itself: solved, checked, and shown by a sample."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from planner.unknown_findings import misspelt
from solver.settings import Settings
from ui.commands.documents import DOCUMENTS, export_files
from ui.commands.options import AsJson, PlanFile, TimeLimit, plan_out
from ui.terminal.console import (
    DONE,
    FAULTS,
    findings,
    objective,
    opened,
    output,
    print_findings,
    print_json,
    print_result,
    print_written,
    refuse,
    refuse_unwritable,
    write_after,
)
from ui.terminal.progress import solve_in_terminal
from ui.terminal.report import finding_object, solve_object

commands = typer.Typer()

DEMO_DAY = date(2027, 1, 25)
"""The day on which the sample plays: its letters are in, and no work has begun."""
OBJECTIVE_HELP = (
    "What to improve: funding, net-cost, expected, finish or fewest-moves; or a list, the most important first, as "
    "funding:2%,finish for the earliest finish within 2 % of the best funding. A list may also name finishes, "
    "lateness, moved, slack."
)


@commands.command()
def demo(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where the files go.")] = Path("out"),
) -> None:
    """Solve the sample plan that comes with the program and write its business case."""
    from planner.files import read, write
    from resources import path

    _make_folder(to)
    state = read(path("samples/calder.rollout"))
    output.print(f"{state.plan.customer}: {state.plan.name}", style="bold", markup=False, highlight=False)
    result = solve_in_terminal(state.plan, Settings(), None)
    solved = State(state.plan, result.schedule)
    print_result(result)
    rollout = to / "calder.rollout"
    write(solved, rollout)
    output.print()
    print_written(rollout, *export_files(solved, to, DOCUMENTS, DEMO_DAY).files)


@commands.command()
def solve(
    plan: PlanFile,
    words: Annotated[str, typer.Option("--objective", metavar="WORDS", help=OBJECTIVE_HELP)] = "funding",
    time_limit: TimeLimit = 300.0,
    to: Annotated[Path | None, plan_out("Write the solved plan.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the best schedule for a plan. Ctrl-C stops and keeps the best so far."""
    settings = Settings(objective(words), time_limit)
    state = opened(plan)
    refuse_unwritable(to)
    result = solve_in_terminal(state.plan, settings, state.schedule)
    if as_json:
        print_json(solve_object(result))
    else:
        print_result(result)
    if to is not None and result.schedule is not None:
        write_after(state, State(state.plan, result.schedule), to)
    if result.schedule is None or misspelt(state):
        raise typer.Exit(FAULTS)


@commands.command()
def check(plan: PlanFile, as_json: AsJson = False) -> None:
    """Check a plan and its schedule without solving; faults end with exit code 1, readiness is only listed."""
    from planner.files import read
    from planner.files.attachments import seen_files
    from planner.linked import attachment_findings

    state = read(plan)
    found = (*findings(state), *attachment_findings(state.plan, seen_files(state.plan, plan.absolute().parent)))
    faults = tuple(finding for finding in found if finding.kind == "fault")
    readiness = tuple(finding for finding in found if finding.kind == "readiness")
    if as_json:
        print_json(
            {
                "faults": [finding_object(finding) for finding in faults],
                "readiness": [finding_object(finding) for finding in readiness],
            }
        )
    else:
        print_findings(state, faults, readiness)
    raise typer.Exit(FAULTS if faults else DONE)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"{folder}: the folder cannot be made: {error.strerror or error}.")
