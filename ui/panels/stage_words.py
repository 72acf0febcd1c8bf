"""What the stages of a solve are called, and how their figures are written."""

from datetime import timedelta

from planner.plan import Plan
from solver.result import SolveResult
from solver.settings import Term
from ui.wording import counted, day, money

STAGE_WORDS: dict[Term, str] = {
    "funding": "Most funding",
    "net_cost": "Least net cost",
    "expected": "Most expected funding",
    "finish": "Earliest finish",
    "finishes": "Least sum of finishes",
    "lateness": "Fewest days past due dates",
    "moved": "Fewest phases moved",
    "slack": "Most days before claims are too late",
}
SHORT_WORDS: dict[Term, str] = {
    "funding": "Funding",
    "net_cost": "Net cost",
    "expected": "Expected",
    "finish": "Finish",
    "finishes": "Finishes",
    "lateness": "Days late",
    "moved": "Moves",
    "slack": "Days left",
}
"""The same where there is little room."""
DAY_COUNTS = frozenset({"finish", "finishes"})
"""Terms that count days from the plan's start, which mean nothing to people."""

SUMS: frozenset[Term] = frozenset({"funding", "net_cost", "expected"})


def figure_words(plan: Plan, term: Term, value: int) -> str:
    """A figure of a stage as people tell it: a sum, a day, or how many of what."""
    if term in SUMS:
        return money(value)
    if term == "finish":
        return day(plan.start + timedelta(days=value))
    if term == "moved":
        return counted(value, "phase")
    return counted(value, "day")


def open_aims(result: SolveResult) -> tuple[Term, ...]:
    """The aims that are not proven, where the first is and only later ones are left open; else none."""
    unproven = tuple(stage.name for stage in result.stages if stage.status != "OPTIMAL")
    return unproven if unproven and result.stages[0].name not in unproven else ()
