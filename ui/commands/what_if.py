"""Plans beside each other: planned anew, compared, and on the frontier of funding. Internal."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from planner.plan import State
from ui.commands.options import (
    AsJson,
    PlanFile,
    TimeLimit,
    plan_out,
)
from ui.terminal.console import (
    FAULTS,
    errors,
    opened,
    output,
    print_json,
    print_no_schedule,
    refuse,
    refuse_unwritable,
    write_after,
)

commands = typer.Typer()


class Against(StrEnum):
    """What funding is weighed against."""

    NET_COST = "net-cost"
    FINISH = "finish"


@commands.command()
def replan(
    plan: PlanFile,
    before: Annotated[
        Path | None, typer.Option("--before", metavar="OLD.rollout", help="The plan as it was agreed.")
    ] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[Path | None, plan_out("Write the plan as it was planned anew.")] = None,
    as_json: AsJson = False,
) -> None:
    """Plan anew after a change: the most funding first, then the fewest moved phases. Shows what the change did."""
    from ui.terminal.what_if import damage_object, print_damage, replanned

    state = opened(plan)
    if state.schedule is None:
        refuse(f"{plan} has no schedule yet, so there is nothing to move. Solve it first, with -o.")
    refuse_unwritable(to)
    found = replanned(state, opened(before) if before is not None else state, time_limit)
    if as_json:
        print_json(damage_object(found))
    else:
        print_damage(output, found)
    if found.result.schedule is None:
        print_no_schedule(found.result)
        raise typer.Exit(FAULTS)
    if to is not None:
        write_after(state, State(state.plan, found.result.schedule), to)


@commands.command()
def compare(
    plan: PlanFile,
    others: Annotated[
        list[Path] | None, typer.Argument(metavar="OTHER.rollout...", help="Other plan files to set beside it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set a plan beside its scenarios, and beside other plan files: money, dates, moved phases. Internal."""
    from planner.scenarios import beside
    from ui.terminal.what_if import compared_object, print_compared

    named = beside(opened(plan), plan.stem)
    named += [(f"{other.stem}", opened(other)) for other in others or ()]
    if len(named) == 1:
        refuse(f"{plan} has no scenarios. Name other plan files to set beside it.")
    if as_json:
        print_json(compared_object(named))
    else:
        print_compared(output, named)


@commands.command()
def frontier(
    plan: PlanFile,
    against: Annotated[Against, typer.Option(help="What funding is weighed against.")] = Against.NET_COST,
    points: Annotated[int, typer.Option(min=2, max=50, metavar="N", help="How many schedules at most.")] = 8,
    time_limit: TimeLimit = 60.0,
    as_json: AsJson = False,
) -> None:
    """Show what more funding costs: schedules of which none earns more without costing, or lasting, more. Internal."""
    from ui.terminal.what_if import frontier_in_terminal, frontier_object, print_frontier

    state = opened(plan)
    weighed: Literal["net_cost", "finish"] = "net_cost" if against is Against.NET_COST else "finish"
    found = frontier_in_terminal(state, weighed, points, time_limit)
    if as_json:
        print_json(frontier_object(state, weighed, found))
    elif found:
        print_frontier(output, state, weighed, found)
    if not found:
        errors.print("No schedule was found in time, or none exists: launchwindow solve tells which.")
        raise typer.Exit(FAULTS)
