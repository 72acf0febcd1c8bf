"""By how much phases miss their due dates, which nobody is held to and somebody is waiting for."""

from datetime import timedelta

from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import region_workdays


def lateness(plan: Plan, schedule: Schedule) -> int:
    """The sum over all phases of the working days of their region from the due date to the last day of work.

    A phase without a due date is never late, and being early makes up for nothing.
    """
    late = 0
    for each in schedule.assignments:
        due = due_number(plan, plan.phase[each.phase])
        if due is not None:
            workdays = region_workdays(plan, plan.phase[each.phase].region)
            after = workdays.number(each.finish + timedelta(days=1)) - workdays.number(plan.start)
            late += max(0, after - due)
    return late


def due_number(plan: Plan, phase: Phase) -> int | None:
    """The working days of the region from the plan's start to the due date, both included; below 0 if it is past."""
    if phase.due_date is None:
        return None
    workdays = region_workdays(plan, phase.region)
    return workdays.number(phase.due_date + timedelta(days=1)) - workdays.number(plan.start)
