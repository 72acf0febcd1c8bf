"""Usage reports into a plan: each is read, summed over people, and nothing else of it is kept."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from planner.edits import add_measurement
from planner.exchange.usage_reports import read_usage_report
from planner.funding.dividend import keep_until
from planner.plan import Plan

PURPOSE = "Adoption against the targets of the plan, and right-sizing at the renewal"


def with_reports(plan: Plan, reports: Iterable[Path], purpose: str = "", delete_by: date | None = None) -> Plan:
    """The plan with what each report says, measured from its own refresh date.

    purpose: what it is read for, PURPOSE where blank. delete_by: until when it is kept, the renewal unless given.
    Raises PlanError, and nothing is added, if one of the reports cannot be read.
    """
    until = delete_by or keep_until(plan)
    for report in reports:
        plan = add_measurement(plan, read_usage_report(report, purpose or PURPOSE, until))
    return plan
