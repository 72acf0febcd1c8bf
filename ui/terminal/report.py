"""What the command line prints of plans, schedules and findings: tables for people, objects for programs."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from planner.demands import work_sentence
from planner.finding import Finding
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.rule_names import rules_listed
from planner.value import known_fields
from solver.result import Conflict, SolveResult, Stage
from solver.settings import objective_words
from ui.terminal.printing import plain_table, print_sentence
from ui.terminal.progress import WORDS

SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}


def solve_object(result: SolveResult) -> dict[str, Any]:
    """The answer of a solve as one object for programs; the keys without a value hold None."""
    ledger = funding_ledger(result.plan, result.schedule) if result.schedule is not None else None
    return {
        "status": result.status,
        "objective": objective_words(result.objective),
        "stages": [stage._asdict() for stage in result.stages],
        "funding": ledger.planned if ledger else None,
        "bound": _funding_bound(result),
        "net_cost": ledger.net_cost if ledger else None,
        "gross_cost": ledger.gross_cost if ledger else None,
        "finish": ledger.finish.isoformat() if ledger and ledger.finish else None,
        "seconds": result.seconds,
        "first_schedule_seconds": result.first_schedule_seconds,
        "conflict": conflict_object(result.conflict),
        **schedule_object(result.schedule),
    }


def conflict_object(conflict: Conflict | None) -> dict[str, Any] | None:
    """Why nothing fits, for programs."""
    if conflict is None:
        return None
    return {
        "phases": [*conflict.phases],
        "demands": [demand._asdict() for demand in conflict.demands],
        "is_smallest": conflict.is_smallest,
    }


def schedule_object(schedule: Schedule | None) -> dict[str, Any]:
    """Claims and assignments with their dates as ISO text; empty without a schedule."""
    if schedule is None:
        return {"claims": [], "assignments": []}
    return {
        "claims": [{"phase": each.phase, "credit": each.credit, "amount": each.amount} for each in schedule.claims],
        "assignments": [
            {
                "phase": each.phase,
                "option": each.option,
                "start": each.start.isoformat(),
                "finish": each.finish.isoformat(),
            }
            for each in schedule.assignments
        ],
    }


def _funding_bound(result: SolveResult) -> int | None:
    """What no schedule of the plan can earn more than; known only where funding was the first thing improved."""
    first = result.stages[0]
    return first.bound if first.name == "funding" else None


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding for programs, every field there even where it is empty."""
    return {field: getattr(finding, field) for field in known_fields(Finding)}


def print_money(console: Console, plan: Plan, ledger: FundingLedger, proof: str = "") -> None:
    """The money at a glance, then credit by credit."""
    funding = f"[bold green]{ledger.planned:,}[/] of {ledger.face:,} face{proof}"
    lines = [("Funding", funding), ("You pay", f"[bold]{ledger.net_cost:,}[/] of {ledger.gross_cost:,}")]
    if ledger.on_invoice:
        lines.append(("On invoice", f"{ledger.on_invoice:,}, credited to another service and not taken off above"))
    if ledger.finish is not None:
        lines.append(("Finish", f"{ledger.finish}"))
    for label, text in lines:
        console.print(f"[dim]{label:<12}[/]{text}", highlight=False, soft_wrap=True)
    console.print(f"[dim]{'Currency':<12}{plan.currency}[/]\n", highlight=False)
    console.print(_credits(plan, ledger))


def _credits(plan: Plan, ledger: FundingLedger) -> Table:
    table = plain_table(("Credit", "", "Claimed", "Face"), figures={2, 3})
    for account in ledger.accounts:
        claimed = f"[green]{account.planned:,}[/]" if account.planned else "[dim]0[/]"
        table.add_row(escape(account.credit), escape(plan.credit[account.credit].name), claimed, f"{account.face:,}")
    return table


def print_conflict(console: Console, plan: Plan, conflict: Conflict) -> None:
    """Each demand of a conflict with what could be done about it, and the work that is between them."""
    lead = "These clash, and loosening any one of them ends that:"
    if not conflict.is_smallest:
        lead = "Among these is a clash; there was no time to leave out all that has no part in it:"
    console.print(f"\n{lead}", style="bold", highlight=False, soft_wrap=True)
    for demand in conflict.demands:
        console.print(f"  {demand.sentence} ", end="", markup=False, highlight=False, soft_wrap=True)
        print_sentence(console, demand.loosen, "dim")
    console.print(f"\nThe work between them, from {plan.start} on:", highlight=False)
    for phase in conflict.phases:
        sentence = work_sentence(plan, plan.phase[phase])
        print_sentence(console, f"  {sentence}", "dim")


def print_stages(console: Console, stages: tuple[Stage, ...]) -> None:
    """What each stage reached and whether that is proven."""
    for stage in stages:
        console.print(f"[dim]{stage_line(stage)}[/]", highlight=False)


def stage_line(stage: Stage) -> str:
    """One stage in words: value, proof or bound, seconds."""
    if stage.value is None:
        return f"{WORDS[stage.name].capitalize()}: nothing found, {stage.seconds:.2f} s"
    bound = f"no better than {stage.bound:,} is possible" if stage.bound is not None else "no bound known"
    proof = "proven" if stage.status == "OPTIMAL" else f"not proven; {bound}"
    if stage.status == "OPTIMAL" and stage.bound is not None and stage.bound != stage.value:
        proof = f"proven within {stage.tolerance / 100:g} % of {stage.bound:,}"
    return f"{WORDS[stage.name].capitalize()}: {stage.value:,}, {proof}, {stage.seconds:.2f} s"


def print_schedule(console: Console, plan: Plan, schedule: Schedule) -> None:
    """Every phase with its dates, who delivers it and what it earns."""
    table = plain_table(("Phase", "", "By", "Start", "Finish"))
    table.add_column("Funded", justify="right", style="green")
    for assignment in schedule.assignments:
        funded = sum(claim.amount for claim in schedule.claims if claim.phase == assignment.phase)
        name = escape(plan.phase[assignment.phase].name)
        dates = (f"{assignment.start}", f"{assignment.finish}")
        table.add_row(
            escape(assignment.phase), name, escape(assignment.option), *dates, f"{funded:,}" if funded else ""
        )
    console.print(table)


def print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    """Findings one by one: severity, which check, sentence, remedy."""
    for finding in findings:
        style = SEVERITY_STYLE[finding.severity]
        console.print(f"[{style}]{finding.severity:<8}[/]{rules_listed((finding.code,))}: ", end="", highlight=False)
        console.print(f"{finding.sentence} ", style="", end="", markup=False, highlight=False, soft_wrap=True)
        print_sentence(console, finding.remedy, "dim")
