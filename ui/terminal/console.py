"""What all commands say in the same way: output and errors, exit codes, results and findings. It imports no Qt."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from planner.finding import Finding
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.unknown import followed
from planner.unknown_findings import misspelt, unknown_findings
from solver.result import SolveResult
from solver.settings import Objective, Settings, read_objective
from ui.terminal import report
from ui.terminal.printing import print_sentence
from ui.terminal.progress import settle_in_terminal, solve_in_terminal

DONE, FAULTS, UNUSABLE = 0, 1, 2
MOST_TOLD = 50
"""Unknown fields of one plan among the errors."""
output = Console()
errors = Console(stderr=True)


def print_json(value: object) -> None:
    """One JSON value, as people read it."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, indent=2, ensure_ascii=not is_unicode))  # noqa: T201 - rich would wrap the lines


def say(message: str) -> None:
    """A sentence among the errors."""
    print_sentence(errors, message, "red")


def print_written(*files: Path, on: Console = output) -> None:
    """Which files were written."""
    for file in files:
        print_sentence(on, f"Wrote {file}")


def refuse(message: str) -> NoReturn:
    """Say why nothing can be done, and end."""
    say(message)
    raise typer.Exit(UNUSABLE)


def refuse_unwritable(to: Path | None) -> None:
    """Refuse a plan's new place before any work is done."""
    if to is not None and (to.is_dir() or not to.absolute().parent.is_dir()):
        refuse(f"{to}: the plan cannot be written there. Name a file in a folder that exists.")


def opened(path: Path) -> State:
    """The rollout in a file. Fields of it that nobody here knows are told, since nothing that follows counts them."""
    from planner.files import read

    state = read(path)
    tell_unknown(path.name, state)
    return state


def tell_unknown(name: str, state: State) -> None:
    """Say which fields of a plan's file are not known; those that look misspelt first."""
    found = unknown_findings(state)
    first = sorted(found, key=lambda finding: finding.kind)
    for finding in first[:MOST_TOLD]:
        say(f"{name}: {finding.sentence} {finding.remedy}")
    if len(found) > MOST_TOLD:
        say(f"{name}: and {len(found) - MOST_TOLD:,} more; launchwindow check names them.")


def write_after(before: State | None, after: State, to: Path) -> None:
    """Write what became of a plan, whose schedule takes over the fields that nobody knows of the one before."""
    from planner.files import write

    if before is not None and after.schedule is not None:
        after = after._replace(schedule=followed(before.schedule, after.schedule))
    write(after, to)


def objective(text: str) -> Objective:
    """What a command is told to improve."""
    try:
        return read_objective(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--objective") from error


def findings(state: State) -> tuple[Finding, ...]:
    """Everything that the checker finds, claims settled so that too low ones are found as well."""
    from planner.business_case.rate_leak import rate_leaks
    from planner.checks import check as check_state

    if state.schedule is None:
        return (*check_state(state), *rate_leaks(state.plan))
    best = settle_in_terminal(state.plan, state.schedule.assignments)
    return (*check_state(state, best), *rate_leaks(state.plan, state.schedule))


def print_findings(state: State, faults: tuple[Finding, ...], readiness: tuple[Finding, ...]) -> None:
    """Faults, what the plan comes to, and readiness."""
    report.print_findings(output, faults)
    if state.schedule is None:
        output.print("The plan has no schedule yet; only the plan itself was checked.")
    elif not faults:
        output.print("No fault in the schedule or its claims.", style="green")
        report.print_money(output, state.plan, funding_ledger(state.plan, state.schedule))
    if readiness:
        output.print(f"\nReadiness: what still keeps the plan from being funded ({len(readiness)})", style="bold")
        report.print_findings(output, readiness)


def print_result(result: SolveResult) -> None:
    """Dates, money and stages, or why there are none."""
    if result.schedule is None:
        print_no_schedule(result)
        return
    report.print_schedule(output, result.plan, result.schedule)
    output.print()
    first = result.stages[0]
    is_best = first.name == "funding" and first.status == "OPTIMAL" and first.value == first.bound
    proof = ", proven" if is_best else ""
    report.print_money(output, result.plan, funding_ledger(result.plan, result.schedule), proof)
    output.print()
    report.print_stages(output, result.stages)


def print_no_schedule(result: SolveResult) -> None:
    """Why nothing was found."""
    if result.status != "INFEASIBLE":
        errors.print("No schedule was found in time. It may still exist: allow more seconds.")
        return
    say("No schedule keeps every link, window, freeze, pin and deadline of this plan.")
    if result.conflict is not None:
        report.print_conflict(errors, result.plan, result.conflict)


def with_schedule(state: State, time_limit: float) -> tuple[State, Schedule]:
    """The state with its schedule, or with the best that is found where it has none."""
    if state.schedule is not None:
        return state, state.schedule
    result = solve_in_terminal(state.plan, Settings(time_limit=time_limit), None)
    if result.schedule is None:
        print_no_schedule(result)
        raise typer.Exit(FAULTS)
    errors.print("The plan has no schedule yet; the best that was found stands for it.")
    return State(state.plan, result.schedule), result.schedule


def leave_with_faults(state: State) -> None:
    """Say that figures rest on a schedule that is wrong or missing."""
    from planner.checks import schedule_faults

    faults = schedule_faults(state)
    if misspelt(state):
        raise typer.Exit(FAULTS)
    if state.schedule is None:
        errors.print("The plan has no schedule yet, so nothing is planned or claimed.")
    elif faults:
        say(f"The schedule has {len(faults):,} faults, and these figures rest on it: launchwindow check names them.")
        raise typer.Exit(FAULTS)
