"""What slips do to the money. Internal."""

from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from ui.commands.options import (
    AsJson,
    PlanFile,
    plan_out,
    seconds,
)
from ui.terminal.console import (
    leave_with_faults,
    opened,
    output,
    print_json,
    refuse,
    refuse_unwritable,
    say,
    with_schedule,
    write_after,
)
from ui.terminal.progress import INTERRUPTED

commands = typer.Typer()


@commands.command()
def risk(
    plan: PlanFile,
    runs: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="How often it is run.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The same seed gives the same figures.")] = 0,
    safer: Annotated[bool, typer.Option("--safer", help="Look for a schedule that pays more in the mean.")] = False,
    time_limit: Annotated[float, seconds("Seconds for --safer, and for a first solve.")] = 60.0,
    to: Annotated[Path | None, plan_out("Write the plan as --safer has it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how surely each credit pays when work takes longer than planned, and which phases endanger most. Internal.

    Ctrl-C stops and keeps what is known.
    """
    from ui.terminal.risk import print_risk, print_safer, risk_in_terminal, risk_object, safer_in_terminal

    if to is not None and not safer:
        refuse("Only --safer finds a schedule to write. Add it, or leave -o out.")
    refuse_unwritable(to)
    state, schedule = with_schedule(opened(plan), time_limit)
    if not schedule.assignments:
        refuse(f"{plan} has a schedule without dates, so nothing can slip. Solve it first, with -o.")
    found = risk_in_terminal(state.plan, schedule, runs, seed)
    if found is None:
        say("Stopped before any run was made.")
        raise typer.Exit(INTERRUPTED)
    better = safer_in_terminal(state.plan, schedule, runs, seed, time_limit) if safer and found.is_complete else None
    if as_json:
        print_json(risk_object(state.plan, found, better))
    else:
        print_risk(output, state.plan, found)
        if better is not None:
            print_safer(output, better)
    if to is not None and better is not None:
        write_after(state, State(state.plan, better.best.schedule), to)
    leave_with_faults(state)
