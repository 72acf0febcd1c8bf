"""Sentences about risk, for the terminal and the window. Internal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.funding.risk_figures import RiskFigures, chance_words
from planner.plan import Plan

if TYPE_CHECKING:
    from solver.risk.safer import Safer

NAMED = 5
"""Phases that a sentence names."""


def funding_sentence(plan: Plan, found: RiskFigures) -> str:
    """What is paid, in the mean and at its tenths."""
    if not found.planned:
        return "No credit pays anything in this schedule, so no money can be lost."
    low, middle, high = (found.funding[percent] for percent in (10, 50, 90))
    return (
        f"Of {found.planned:,} {plan.currency} planned, {found.mean:,.0f} are paid in the mean of {found.runs:,} runs "
        f"(± {found.error:,.0f}): P10 {low:,}, P50 {middle:,}, P90 {high:,}. "
        "Slips alone are counted; the confidence in each credit, which makes up the expected sum, is left aside."
    )


def finish_sentence(plan: Plan, found: RiskFigures) -> str:
    """When all is done, and how likely that is by the horizon."""
    low, middle, high = (found.finish[percent] for percent in (10, 50, 90))
    chance = chance_words(found.in_time / found.runs)
    as_planned = "once faults of the schedule are mended" if found.repaired else "as planned"
    return (
        f"The last work ends {found.planned_finish} {as_planned}; P10 {low}, P50 {middle}, P90 {high}. "
        f"It ends by the horizon of {plan.horizon} in {chance} of the runs."
    )


def notes(found: RiskFigures) -> Iterator[str]:
    """What a reader of the figures has to know."""
    if not found.is_complete:
        yield f"Stopped: these are {found.runs:,} of {found.asked:,} runs."
    if found.usual:
        yield (
            f"{found.usual} of the phases have no estimates of their own and take the usual spread of their motion, "
            "an assumption of this program."
        )
    if found.unplaced:
        yield f"Without dates, and left aside: {_named(found.unplaced)}."
    if found.repaired:
        yield f"Moved before anything slips, since the schedule has faults: {_named(found.repaired)}."


def safer_sentence(found: "Safer") -> str:
    """What the safest schedule brings, and what it gives up."""
    best = found.best
    if not found.is_better:
        return "No way to plan more carefully raises the mean funding; the present schedule stays."
    given = found.given_up
    price = f"gives up {given:,} of the planned funding" if given > 0 else "gives up none of the planned funding"
    return (
        f"{best.words}: {best.gained:,.0f} (± {best.error:,.0f}) more are paid in the mean, {best.mean:,.0f} in all; "
        f"that {price}."
    )


def _named(phases: tuple[str, ...]) -> str:
    more = f" and {len(phases) - NAMED} more" if len(phases) > NAMED else ""
    return f"{', '.join(phases[:NAMED])}{more}"
