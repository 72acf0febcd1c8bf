"""How much room the claims of a schedule have before their last day."""

from datetime import timedelta

from planner.funding.claim_rules import last_finish
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import plan_workdays, region_workdays

ONE_DAY = timedelta(days=1)


def slack(plan: Plan, schedule: Schedule) -> int:
    """The fewest working days that any claim has left between the end of its work and the last end that still counts.

    Those are days of the phase's region before the credit's expiry and its deadline for proof of execution. Where no
    claim has such a last day, and never more than, all working days of the plan.
    """
    finishes = {each.phase: each.finish for each in schedule.assignments}
    left = [most_slack(plan)]
    for claim in schedule.claims:
        phase = plan.phase[claim.phase]
        latest = last_number(plan, plan.credit[claim.credit], phase)
        if latest is not None:
            workdays = region_workdays(plan, phase.region)
            left.append(latest - workdays.number(finishes[phase.id] + ONE_DAY) + workdays.number(plan.start))
    return min(left)


def most_slack(plan: Plan) -> int:
    """All working days of the plan's own calendar from its start to its horizon."""
    workdays = plan_workdays(plan)
    return workdays.number(plan.horizon + ONE_DAY) - workdays.number(plan.start)


def last_number(plan: Plan, credit: Credit, phase: Phase) -> int | None:
    """The working days of the region from the plan's start to the last end of work that counts; None without one."""
    latest = last_finish(plan, credit, phase)
    if latest is None:
        return None
    workdays = region_workdays(plan, phase.region)
    return workdays.number(latest + ONE_DAY) - workdays.number(plan.start)
