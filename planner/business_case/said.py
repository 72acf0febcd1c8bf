"""What a document that leaves the house says, as the plan keeps it: made of the external view alone."""

from planner.business_case.external_view import ExternalView, Request
from planner.sent.record import Said, SaidCondition, SaidCredit, SaidMilestone, SaidWork


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
