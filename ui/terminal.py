"""What all commands say in the same way: output and errors, exit codes, results and findings. It imports no Qt."""

import json
import sys
from typing import NoReturn

import typer
from rich.console import Console

from planner.finding import Finding
from planner.funding.ledgers import funding_ledger
from planner.plan import Plan, State
from solver.result import SolveResult
from solver.settings import Objective, read_objective
from ui import terminal_report
from ui.terminal_progress import settle_in_terminal

DONE, FAULTS, UNUSABLE = 0, 1, 2
MOST_MISSPELT = 50
"""Fields that are told one by one."""
output = Console()
errors = Console(stderr=True)


def print_json(value: object) -> None:
    """One JSON value, as people read it."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, indent=2, ensure_ascii=not is_unicode))  # noqa: T201 - rich would wrap the lines


def say(message: str) -> None:
    """A sentence among the errors."""
    errors.print(message, style="red", markup=False, highlight=False, soft_wrap=True)


def refuse(message: str) -> NoReturn:
    """Say why nothing can be done, and end."""
    say(message)
    raise typer.Exit(UNUSABLE)


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
    return (*check_state(state, best), *rate_leaks(state.plan))


def print_findings(state: State, faults: tuple[Finding, ...], readiness: tuple[Finding, ...]) -> None:
    """Faults, what the plan comes to, and readiness."""
    terminal_report.print_findings(output, faults)
    if state.schedule is None:
        output.print("The plan has no schedule yet; only the plan itself was checked.")
    elif not faults:
        output.print("No fault in the schedule or its claims.", style="green")
        terminal_report.print_money(output, state.plan, funding_ledger(state.plan, state.schedule))
    if readiness:
        output.print(f"\nReadiness: what still keeps the plan from being funded ({len(readiness)})", style="bold")
        terminal_report.print_findings(output, readiness)


def print_result(result: SolveResult) -> None:
    """Dates, money and stages, or why there are none."""
    if result.schedule is None:
        print_no_schedule(result)
        return
    terminal_report.print_schedule(output, result.plan, result.schedule)
    output.print()
    first = result.stages[0]
    is_best = first.name == "funding" and first.status == "OPTIMAL" and first.value == first.bound
    proof = ", proven" if is_best else ""
    terminal_report.print_money(output, result.plan, funding_ledger(result.plan, result.schedule), proof)
    output.print()
    terminal_report.print_stages(output, result.stages)


def print_no_schedule(result: SolveResult) -> None:
    """Why nothing was found."""
    if result.status != "INFEASIBLE":
        errors.print("No schedule was found in time. It may still exist: allow more seconds.")
        return
    say("No schedule keeps every link, window, freeze, pin and deadline of this plan.")
    if result.conflict is not None:
        terminal_report.print_conflict(errors, result.plan, result.conflict)


def tell_misspelt(name: str, plan: Plan) -> None:
    """Say which fields of a plan's file look like a slip of the pen, since nothing that follows counts them."""
    from planner.checks import misspelt

    found = misspelt(plan)
    for finding in found[:MOST_MISSPELT]:
        say(f"{name}: {finding.sentence} {finding.remedy}")
    if len(found) > MOST_MISSPELT:
        say(f"and {len(found) - MOST_MISSPELT:,} more; launchwindow check names them.")
