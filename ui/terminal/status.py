"""Monday: the rest planned anew as of a day, with the status page and whom to chase, in a terminal. Internal."""

from datetime import date
from typing import Any

from msgspec.structs import replace
from rich.console import Console

from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.status.status import Status, status
from planner.status.writers import as_markdown
from solver.result import SolveResult
from solver.settings import Settings
from ui.fact_words import fact_sentence
from ui.status_words import status_page
from ui.terminal import report
from ui.terminal.chase import chase_object
from ui.terminal.printing import print_sentence
from ui.terminal.progress import settle_in_terminal, solve_in_terminal
from ui.terminal.tracking import Told, fallen_object, variance_object, with_told


def replanned_as_of(state: State, as_of: date, seconds: float) -> tuple[State, SolveResult]:
    """The State as of the day, all that has not begun planned anew with the fewest moves; without dates if none fit."""
    now = with_told(state, Told(as_of))
    schedule = now.schedule or Schedule(())
    settled = Schedule(schedule.assignments, settle_in_terminal(now.plan, schedule.assignments))
    result = solve_in_terminal(now.plan, Settings("fewest-moves", seconds), settled)
    return State(now.plan, result.schedule), result


def status_since(before: State, now: State, as_of: date) -> Status:
    """What changed; the claims of the State before are settled as its plan has them."""
    schedule = before.schedule or Schedule(())
    claims = settle_in_terminal(before.plan, schedule.assignments)
    return status(State(before.plan, replace(schedule, claims=claims)), now, as_of)


def status_object(found: Status, result: SolveResult) -> dict[str, Any]:
    """All of it as one object; days are ISO text, sums whole units of the currency."""
    before, now = found.ledgers
    return {
        "internal": True,
        "currency": found.now.plan.currency,
        "as_of": f"{found.as_of}",
        "since": f"{found.since}" if found.since is not None else None,
        "funding": {"before": before.planned, "now": now.planned},
        "net_cost": {"before": before.net_cost, "now": now.net_cost},
        "finish": {"before": f"{before.finish}" if before.finish else None, "now": f"{now.finish}"},
        "told": [fact_sentence(found.now.plan, fact) for fact in found.told],
        "changes": variance_object(found.variance),
        "fallen": [fallen_object(each) for each in found.fallen],
        "chase": chase_object(found.now, found.as_of),
        "solve": report.solve_object(result),
    }


def print_status(console: Console, found: Status) -> None:
    """The page as its Markdown."""
    print_sentence(console, as_markdown(status_page(found)))
