"""What slips do to the money and the finish, told in a terminal. Internal."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.funding.risk_figures import RiskFigures, chance_words
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel, Cancelled
from ui.risk.words import finish_sentence, funding_sentence, notes, safer_sentence
from ui.terminal.printing import print_sentence, print_whole
from ui.terminal.progress import interruptible

if TYPE_CHECKING:
    from solver.risk.safer import Safer

TOLD = (10, 50, 90)
"""Percentiles that are told one by one."""
MOST_PHASES = 15
"""Phases that are printed; JSON has all of them."""

Found = TypeVar("Found", "RiskFigures", "Safer")


def risk_in_terminal(plan: Plan, schedule: Schedule, runs: int, seed: int) -> RiskFigures | None:
    """Make the runs on a worker thread; Ctrl-C keeps those that were made, and None says that there are none."""
    from solver.risk.simulate import simulate  # numpy and OR-Tools take half a second to import

    return _watched(
        lambda cancel, tell: simulate(plan, schedule, runs=runs, seed=seed, on_figures=tell, cancel=cancel),
        lambda found: f"{found.runs:,} of {found.asked:,} runs",
    )


def safer_in_terminal(plan: Plan, schedule: Schedule, runs: int, seed: int, seconds: float) -> "Safer | None":
    """Look for a safer schedule on a worker thread; Ctrl-C keeps the best so far."""
    from solver.risk.safer import safer

    return _watched(
        lambda cancel, tell: safer(plan, schedule, runs=runs, seed=seed, seconds=seconds, on_safer=tell, cancel=cancel),
        lambda found: f"{found.done} of {found.ways} ways tried, best mean {found.best.mean:,.0f}",
    )


def _watched(work: Callable[[Cancel, Callable[[Found], None]], Found], words: Callable[[Found], str]) -> Found | None:
    """The outcome of work that can be stopped; how far it is stands on standard error while somebody looks."""
    latest = list[Found]()
    with Console(stderr=True).status("Preparing", spinner_style="blue") as status:

        def look(_: Cancel) -> None:
            if latest:
                status.update(words(latest[-1]))

        try:
            return interruptible(lambda cancel: work(cancel, latest.append), look)
        except Cancelled:
            return None


# JSON


def risk_object(plan: Plan, found: RiskFigures, safer: "Safer | None") -> dict[str, Any]:
    """The figures as one object. Sums are whole units of the currency, means too but not whole; dates are ISO text.

    percentiles: what so many of a hundred runs reach at most. error: standard errors.
    """
    return {
        "internal": True,
        "currency": plan.currency,
        "runs": found.runs,
        "asked": found.asked,
        "seed": found.seed,
        "funding": {
            "planned": found.planned,
            "mean": found.mean,
            "error": found.error,
            "percentiles": {f"p{percent}": found.funding[percent] for percent in TOLD},
        },
        "finish": {
            "planned": f"{found.planned_finish}",
            "percentiles": {f"p{percent}": f"{found.finish[percent]}" for percent in TOLD},
            "horizon": f"{plan.horizon}",
            "chance_by_horizon": found.in_time / found.runs,
        },
        "credits": [
            {
                "credit": each.credit,
                "planned": each.planned,
                "chance": each.chance,
                "error": each.error,
                "mean": each.mean,
            }
            for each in found.credits
        ],
        "phases": [
            {"phase": each.phase, "money": each.money, "chance_of_taking_longer": each.chance} for each in found.phases
        ],
        "notes": list(notes(found)),
        "safer": None if safer is None else _safer_object(safer),
    }


def _safer_object(safer: "Safer") -> dict[str, Any]:
    best = safer.best
    moved = [run for run in best.schedule.assignments if safer.present.assignment(run.phase) != run]
    return {
        "sentence": safer_sentence(safer),
        "is_better": safer.is_better,
        "is_complete": safer.is_complete,
        "gained": best.gained,
        "error": best.error,
        "given_up": safer.given_up,
        "tried": [
            {"way": each.words, "planned": each.planned, "mean": each.mean, "gained": each.gained, "error": each.error}
            for each in safer.tried
        ],
        "moved": [
            {"phase": run.phase, "by": run.option, "start": f"{run.start}", "finish": f"{run.finish}"} for run in moved
        ],
    }


# Tables


def print_risk(console: Console, plan: Plan, found: RiskFigures) -> None:
    """Funding and finish in words, then credits and phases."""
    for sentence in (funding_sentence(plan, found), finish_sentence(plan, found)):
        print_sentence(console, sentence)
    if found.credits:
        console.print()
        print_whole(console, _credits(plan, found))
    if found.phases:
        console.print()
        print_whole(console, _phases(plan, found))
        if len(found.phases) > MOST_PHASES:
            left = found.phases[MOST_PHASES:]
            line = f"and {len(left)} phases more, {sum(each.money for each in left):,.0f} together"
            console.print(line, style="dim", markup=False, highlight=False)
    for note in notes(found):
        print_sentence(console, note, "dim")


def _credits(plan: Plan, found: RiskFigures) -> Table:
    table = Table("Credit", "Name", title="Chance to pay all that is planned", title_justify="left", box=None)
    for head in ("Planned", "Chance", "±", "Mean"):
        table.add_column(head, justify="right")
    for each in found.credits:
        error = f"{each.error * 100:.1f}"
        name = plan.credit[each.credit].name
        table.add_row(
            Text(each.credit),
            Text(name),
            f"{each.planned:,}",
            chance_words(each.chance),
            error,
            f"{each.mean:,.0f}",
        )
    return table


def _phases(plan: Plan, found: RiskFigures) -> Table:
    title = "Money that hangs on one phase alone taking no longer than planned"
    table = Table("Phase", "Name", title=title, title_justify="left", box=None)
    for head in ("Money", "Takes longer in"):
        table.add_column(head, justify="right")
    for each in found.phases[:MOST_PHASES]:
        table.add_row(
            Text(each.phase), Text(plan.phase[each.phase].name), f"{each.money:,.0f}", chance_words(each.chance)
        )
    return table


def print_safer(console: Console, safer: "Safer") -> None:
    """What planning more carefully brings, and every way that was tried."""
    console.print()
    print_sentence(console, safer_sentence(safer), "bold")
    table = Table("Way", box=None)
    for head in ("Planned", "Mean", "Gained", "±"):
        table.add_column(head, justify="right")
    for each in safer.tried:
        style = "bold" if each is safer.best else ""
        figures = (f"{each.planned:,}", f"{each.mean:,.0f}", f"{each.gained:+,.0f}", f"{each.error:,.0f}")
        table.add_row(Text(each.words), *figures, style=style)
    print_whole(console, table)
    if not safer.is_complete:
        told = f"Stopped: {safer.done} of {safer.ways} ways were tried."
        console.print(told, style="dim", markup=False, highlight=False)
