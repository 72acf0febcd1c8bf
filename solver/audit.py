"""The solver is never believed: what it returns is checked and priced again by the planner, without OR-Tools."""

from bisect import bisect_left
from collections.abc import Mapping

from planner.checks import schedule_faults
from planner.funding.ledgers import funding_ledger
from planner.funding.slack import slack
from planner.plan import Plan, State
from planner.rollout.difference import moved
from planner.rollout.lateness import lateness
from planner.rollout.schedule import Schedule
from planner.rollout.tracking import planned_days
from solver.settings import Term

NOTHING = Schedule(())


class AuditError(RuntimeError):
    """The solver and the planner disagree on a schedule. Nothing was changed; it is a defect of this program."""


def price(plan: Plan, schedule: Schedule, present: Schedule = NOTHING) -> dict[Term, int]:
    """Every term of a schedule, by the planner. present: the one that phases are moved from."""
    ledger = funding_ledger(plan, schedule)
    return {
        "funding": ledger.planned,
        "net_cost": ledger.net_cost,
        "expected": ledger.expected,
        "finish": (ledger.finish - plan.start).days if ledger.finish is not None else 0,
        "finishes": _finishes(plan, schedule),
        "lateness": lateness(plan, schedule),
        "moved": moved(present, schedule),
        "slack": slack(plan, schedule),
    }


def audit(plan: Plan, schedule: Schedule, claimed: Mapping[Term, int], present: Schedule = NOTHING) -> None:
    """Compare the schedule and the solver's figures for it with the planner's.

    Raises AuditError with both figures, or with the rules that the planner finds broken.
    """
    faults = schedule_faults(State(plan, schedule))
    priced = price(plan, schedule, present)
    complaints = [f"{fault.code}: {fault.sentence}" for fault in faults]
    complaints += [
        f"{term}: the solver says {value:,}, the planner {priced[term]:,}."
        for term, value in claimed.items()
        if value != priced[term]
    ]
    if complaints:
        raise AuditError("The solver's schedule does not stand up to the checker.\n" + "\n".join(complaints))


def _finishes(plan: Plan, schedule: Schedule) -> int:
    """The sum of the numbers of all last days among the days that work may lie on."""
    days = planned_days(plan)
    return sum(bisect_left(days, each.finish) for each in schedule.assignments)
