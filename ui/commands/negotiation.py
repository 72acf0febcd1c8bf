"""What to ask for, what it would gain, and what an offer is worth."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from solver.settings import Settings
from ui.commands.options import (
    AsJson,
    AsOf,
    PlanFile,
    TimeLimit,
    day_or_today,
    plan_out,
    seconds,
)
from ui.terminal.console import FAULTS, leave_with_faults, opened, output, print_json, refuse, refuse_unwritable, say
from ui.terminal.progress import solve_in_terminal

commands = typer.Typer()


@commands.command()
def favour(
    plan: PlanFile,
    credit: Annotated[str, typer.Argument(metavar="CREDIT", help="The credit's identifier, as MV2.")],
    time_limit: Annotated[float, seconds("Seconds.")] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Show what it would cost all credits together if one paid more than in the plan's schedule. Internal."""
    from ui.terminal.favour import favour_in_terminal, favour_object, print_favour

    state = opened(plan)
    if credit not in state.plan.credit:
        refuse(f"{plan} has no credit '{credit}'. Its credits: {', '.join(state.plan.credit) or 'none'}.")
    if state.schedule is None:
        refuse(f"{plan} has no schedule yet, so no credit pays anything. Solve it first, with -o.")
    found = favour_in_terminal(state.plan, state.schedule, credit, time_limit)
    if as_json:
        print_json(favour_object(state.plan, state.schedule, found))
    else:
        print_favour(output, state.schedule, found)
    leave_with_faults(state)


@commands.command()
def asks(
    plan: PlanFile,
    time_limit: Annotated[
        float,
        seconds("Seconds for one ask; else three times."),
    ] = 20.0,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="Processes; one for each core without it.")
    ] = None,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler to work on, as tcp://host:8786.")
    ] = "",
    show_all: Annotated[bool, typer.Option("--all", help="List asks that gain nothing or no more, too.")] = False,
    no_bundles: Annotated[
        bool, typer.Option("--no-bundles", help="Leave out the best bundles of two and three.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what to negotiate: what each relaxed condition would gain, proven, and the best bundles. Internal."""
    from solver.asks.crew import ClusterError, dask_cluster, local_processes
    from ui.terminal.asks import BUNDLES, asks_in_terminal, asks_object, print_asks

    state = opened(plan)
    crew = dask_cluster(cluster) if cluster else local_processes(workers)
    try:
        answer = asks_in_terminal(state, crew, time_limit, () if no_bundles else BUNDLES)
    except ClusterError as error:
        refuse(str(error))
    if as_json:
        print_json(asks_object(state, answer))
    else:
        print_asks(output, state, answer, show_all=show_all)
    if answer.swept is None:
        say("No schedule was found for the plan as it is, so there is nothing to gain on: solve it first.")
        raise typer.Exit(FAULTS)


@commands.command()
def ask(
    plan: PlanFile,
    name: Annotated[str, typer.Argument(metavar="ASK", help="An ask as the asks command names it, as 'proof ME1 +5'.")],
    agenda: Annotated[bool, typer.Option("--agenda", help="Put it on the agenda of the plan.")] = False,
    scenario: Annotated[
        bool, typer.Option("--scenario", help="Keep a scenario, solved, in which it is granted.")
    ] = False,
    time_limit: TimeLimit = 60.0,
    to: Annotated[Path | None, plan_out("Where the plan with it is written.")] = None,
) -> None:
    """Print an ask as a sentence for the account team, without its worth; put it on the agenda, or try it out."""
    from planner.files import write
    from planner.funding.ask_words import ask_words
    from planner.funding.asks import with_ask
    from planner.negotiating import find_ask, with_ask_as_scenario, with_ask_on_agenda

    state = opened(plan)
    refuse_unwritable(to)
    if (agenda or scenario) and to is None:
        refuse("Name a file for the plan, with -o.")
    found = find_ask(state.plan, name)
    if found is None:
        refuse(f"The plan has no ask '{name}'. launchwindow asks {plan} --all names them.")
    print(ask_words(state.plan, state.schedule, found).sentence)  # noqa: T201 - rich would wrap the line
    if agenda:
        state = state._replace(plan=with_ask_on_agenda(state, found))
    if scenario:
        granted = with_ask(state.plan, found)
        solved = solve_in_terminal(granted, Settings(time_limit=time_limit), state.schedule).schedule
        state = state._replace(plan=with_ask_as_scenario(state, found, solved))
    if to is not None:
        write(state, to)


@commands.command()
def offer(
    plan: PlanFile,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words of the offer, or JSON; - reads them.")] = "-",
    time_limit: Annotated[float, seconds("Seconds, for each of two solves.")] = 60.0,
    to: Annotated[Path | None, plan_out("Write the plan as if it held.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Sort an offer to its ledger and show what it is worth there, what it displaces and its strings. Internal."""
    from planner.catalogue.reader import plan_catalogue
    from planner.files import write
    from planner.funding.offers import OfferError, read_offer, with_offer
    from ui.terminal.offer import offer_object, print_offer, worth_in_terminal

    state = opened(plan)
    refuse_unwritable(to)
    words = sys.stdin.read() if text == "-" else text
    try:
        found = read_offer(state.plan, plan_catalogue(state.plan, day_or_today(as_of)), words)
    except OfferError as error:
        refuse(str(error))
    worth = worth_in_terminal(state, found, time_limit)
    if as_json:
        print_json(offer_object(state.plan, found, worth))
    else:
        print_offer(output, state.plan, found, worth)
    if to is not None:
        write(State(with_offer(state.plan, found), state.schedule), to)
