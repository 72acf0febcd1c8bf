"""What a document that leaves the house says, as the plan keeps it: made of the external view alone."""

from datetime import date

from planner.business_case.external_view import ExternalView, Request
from planner.business_case.projection import external_view
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.sent.record import Said, SaidCondition, SaidCredit, SaidMilestone, SaidWork


def said_now(state: State, as_of: date) -> Said | None:
    """What a document of the State would say on that day; None without a schedule. Claims without dates say nothing."""
    plan, schedule = state
    if schedule is None or not schedule.assignments:
        return None
    dated = tuple(each for each in schedule.claims if each.phase in schedule.placed)
    return said(external_view(plan, Schedule(schedule.assignments, dated), as_of))


def said(view: ExternalView) -> Said:
    """The sums, days and conditions of the view."""
    return Said(
        requested=sum(each.requested for each in view.requests),
        credits=tuple(_credit(each) for each in view.requests),
        milestones=tuple(
            SaidMilestone(phase=each.phase, name=each.name, amount=each.amount, due=each.due)
            for each in view.milestones
        ),
        work=tuple(
            SaidWork(phase=each.id, name=each.name, start=each.start, finish=each.finish, cost=each.cost)
            for each in view.work
        ),
    )


def _credit(request: Request) -> SaidCredit:
    return SaidCredit(
        credit=request.id,
        name=request.name,
        requested=request.requested,
        window=request.window,
        proof_deadline=request.proof_deadline,
        conditions=tuple(
            SaidCondition(code=each.code, requires=each.requires, standing=each.standing) for each in request.conditions
        ),
    )
