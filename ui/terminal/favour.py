"""Why a credit pays no more, asked and answered in a terminal. Internal."""

from typing import TYPE_CHECKING, Any

from rich.console import Console

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from ui.favour_words import favour_sentence
from ui.terminal.printing import print_sentence
from ui.terminal.progress import interruptible

if TYPE_CHECKING:
    from solver.favour import Favoured


def favour_in_terminal(plan: Plan, schedule: Schedule, credit: str, seconds: float) -> "Favoured":
    """Ask on a worker thread, so that this one can hear Ctrl-C, which ends the search with what it knows."""
    from solver.favour import favour  # OR-Tools takes half a second to import

    return interruptible(lambda cancel: favour(plan, schedule, credit, seconds=seconds, cancel=cancel))


def favour_object(plan: Plan, schedule: Schedule, found: "Favoured") -> dict[str, Any]:
    """The answer as one object; cost and difference are None where there is no schedule in which it pays more.

    Sums are whole units of the currency, dates ISO text. cost: by how much the claims of all credits fall together.
    """
    changed = found.difference
    return {
        "internal": True,
        "currency": plan.currency,
        "credit": found.credit,
        "sentence": favour_sentence(found, schedule),
        "is_at_its_most": found.is_at_its_most,
        "is_proven": found.is_proven,
        "cost": found.cost,
        "credits": None if changed is None else [each._asdict() for each in changed.credits],
        "phases": None
        if changed is None
        else [
            {
                "phase": each.phase,
                "before": None if each.before is None else f"{each.before.start}",
                "after": None if each.after is None else f"{each.after.start}",
                "by": None if each.after is None else each.after.option,
            }
            for each in changed.phases
        ],
    }


def print_favour(console: Console, schedule: Schedule, found: "Favoured") -> None:
    """The answer in words, then who would pay for it and what would move."""
    print_sentence(console, favour_sentence(found, schedule))
    if found.difference is None:
        return
    for credit in found.difference.credits:
        change = credit.after - credit.before
        line = f"  {credit.credit}: {credit.before:,} → {credit.after:,} ({change:+,})"
        print_sentence(console, line)
    moved = [each.phase for each in found.difference.phases]
    if moved:
        told = f"  Moved or delivered by another: {', '.join(moved)}."
        print_sentence(console, told, "dim")
