"""Points of no return for the timeline: what of the deadlines of credits is still ahead of somebody.

Internal planning; the business case must not import it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.funding.credits import SUBMITTED
from planner.funding.deadlines import Deadlines, deadlines
from planner.funding.entitlement_ledger import ALERT_DAYS
from planner.picture.layout import LastDay, LastDays
from planner.plan import Plan
from planner.rollout.schedule import Schedule

NEAR = timedelta(days=max(ALERT_DAYS))
"""From so long before a day on it is near."""


def last_days(plan: Plan, schedule: Schedule | None, as_of: date) -> LastDays:
    """By credit, the last day to ask for it until it is asked for, and the last start that can earn it.

    With planned claims, the day to ask by is the one by which all of them count. Credits that are lost, proven or paid
    have none, and so have those that no date can earn.
    """
    return {each.credit: tuple(_ahead(plan, each, as_of)) for each in deadlines(plan, schedule)}


def _ahead(plan: Plan, found: Deadlines, as_of: date) -> Iterator[LastDay]:
    if plan.credit[found.credit].status in SUBMITTED:
        return
    if found.ask_by is not None:
        yield LastDay("ask", found.ask_by, found.ask_by <= as_of + NEAR)
    if found.last_start is not None:
        yield LastDay("start", found.last_start, found.last_start <= as_of + NEAR)
