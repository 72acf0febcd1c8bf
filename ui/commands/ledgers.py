"""The money of a plan: what is left of it, in which ledger, and what nobody has claimed. Internal."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from solver.best import best_known
from solver.settings import Settings
from ui.commands.options import AsJson, AsOf, PlanFile, TimeLimit, day, day_or_today, plan_out
from ui.terminal.console import (
    FAULTS,
    errors,
    leave_with_faults,
    opened,
    output,
    print_json,
    print_no_schedule,
    print_written,
    refuse,
    refuse_unwritable,
)
from ui.terminal.progress import solve_in_terminal

commands = typer.Typer()


@commands.command()
def ladder(
    plan: PlanFile,
    time_limit: TimeLimit = 300.0,
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Leave out what the best schedule earns.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is left of each credit from its face to what is expected, why, and what would cure it. Internal."""
    from ui.terminal.ladder import ladder_object, print_ladder

    state = opened(plan)
    result = None if no_solve else solve_in_terminal(state.plan, Settings(time_limit=time_limit), state.schedule)
    best = best_known(result) if result is not None else None
    shown = state
    if state.schedule is None and result is not None and result.schedule is not None:
        errors.print("The plan has no schedule yet; the best that was found stands for it.")
        shown = State(state.plan, result.schedule)
    if as_json:
        print_json(ladder_object(shown, best))
    else:
        print_ladder(output, shown, best)
    if result is not None and result.schedule is None:
        print_no_schedule(result)
        raise typer.Exit(FAULTS)
    leave_with_faults(shown)


@commands.command()
def ledgers(plan: PlanFile, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show the entitlement, funding and rate ledgers, the trade between them, and cash by quarter. Internal."""
    from ui.terminal.ledgers import ledgers_object, print_ledgers

    state = opened(plan)
    if as_json:
        print_json(ledgers_object(state, day_or_today(as_of)))
    else:
        print_ledgers(output, state, day_or_today(as_of))
    leave_with_faults(state)


@commands.command()
def checklist(
    plan: PlanFile,
    as_of: AsOf = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.md", help="Write it as Markdown.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is left to do before signing, as the plan tells it. Internal."""
    from planner.funding.checklist import as_markdown
    from planner.funding.checklist import checklist as fill_in
    from ui.terminal.ledgers import checklist_object

    state = opened(plan)
    lines = fill_in(state, day_or_today(as_of))
    text = as_markdown(state.plan, lines, day_or_today(as_of))
    if to is not None:
        _write_text(text, to)
    if as_json:
        print_json(checklist_object(lines, day_or_today(as_of)))
    elif to is None:
        print(text, end="")  # noqa: T201 - rich would wrap the lines
    else:
        print_written(to)


@commands.command()
def dividend(
    plan: PlanFile,
    reports: Annotated[
        list[Path] | None, typer.Argument(metavar="REPORT.csv...", help="Usage reports of Microsoft Graph.")
    ] = None,
    purpose: Annotated[str, typer.Option(metavar="TEXT", help="Why the figures are kept.")] = "",
    delete_by: Annotated[datetime | None, day("When they are to be deleted; the renewal without it.")] = None,
    to: Annotated[Path | None, plan_out("Write the plan with the figures.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show adoption against the targets and seats without use, from sums over people. Internal."""
    from planner.files import write
    from ui.terminal.dividend import dividend_catalogue, dividend_object, print_dividend, with_reports

    refuse_unwritable(to)
    state = with_reports(opened(plan), tuple(reports or ()), purpose, delete_by.date() if delete_by else None)
    catalogue = dividend_catalogue(state.plan)
    if as_json:
        print_json(dividend_object(state, catalogue))
    else:
        print_dividend(output, state, catalogue, day_or_today(as_of))
    if to is not None:
        write(state, to)


@commands.command()
def unclaimed(plan: PlanFile, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show help that the catalogue knows of and the plan does not hold or has not asked for. Internal."""
    from planner.catalogue.reader import plan_catalogue
    from ui.terminal.dividend import print_unclaimed, unclaimed_object

    rollout = opened(plan).plan
    catalogue = plan_catalogue(rollout, day_or_today(as_of))
    if as_json:
        print_json(unclaimed_object(rollout, catalogue, day_or_today(as_of)))
    else:
        print_unclaimed(output, rollout, catalogue)


def _write_text(text: str, file: Path) -> None:
    from planner.files.atomic import replace_file

    try:
        replace_file(file, text.encode())
    except (OSError, ValueError) as error:
        refuse(f"{file}: the file cannot be written: {getattr(error, 'strerror', None) or error}.")
