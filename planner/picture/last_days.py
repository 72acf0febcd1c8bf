"""Points of no return for the timeline: what of the deadlines of credits is still ahead of somebody.

Internal planning; the business case must not import it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.funding.credits import SUBMITTED, Credit
from planner.funding.deadlines import ALERT_DAYS, Deadlines, deadlines
from planner.picture.layout import LastDay, LastDays
from planner.plan import Plan
from planner.rollout.schedule import Schedule

NEAR = timedelta(days=max(ALERT_DAYS))
"""From so long before a day on it is near."""


def last_days(plan: Plan, schedule: Schedule | None, as_of: date) -> LastDays:
    """By credit, the last day to ask for it while that is ahead of somebody, and the last start that can earn it.

    With planned claims, the day to ask by is the one by which all of them count. A request that is planned for a later
    day is no request yet. Credits that are lost, proven or paid have none, and so have those that no date can earn.
    """
    return {each.credit: tuple(_ahead(plan, each, as_of)) for each in deadlines(plan, schedule)}


def _ahead(plan: Plan, found: Deadlines, as_of: date) -> Iterator[LastDay]:
    credit = plan.credit[found.credit]
    if credit.status in SUBMITTED:
        return
    ask_by = found.request_by or found.last_request
    if ask_by is not None and not _is_asked_for(plan, credit, as_of):
        yield LastDay("ask", ask_by, ask_by <= as_of + NEAR)
    if found.last_start is not None:
        yield LastDay("start", found.last_start, found.last_start <= as_of + NEAR)


def _is_asked_for(plan: Plan, credit: Credit, as_of: date) -> bool:
    return credit.status != "proposed" and (credit.request_date or plan.start) <= as_of
