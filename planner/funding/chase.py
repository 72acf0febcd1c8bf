"""Whom to chase for what: the next step of every live credit, and the proofs that its money hangs on. Internal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from planner.funding.claim_rules import (
    Delivery,
    answer_due,
    delivery_of,
    last_request,
    payment_days,
    proof_due,
    proof_ready_on,
)
from planner.funding.credits import LOST, SUBMITTED, Credit, CreditStatus
from planner.funding.foreign_payments import paid_so_far, payment_worth
from planner.payments import Payment
from planner.plan import Plan
from planner.rollout.phases import Milestone
from planner.rollout.schedule import Claim, Schedule
from planner.value import split


class Chase(NamedTuple):
    """The next step of a credit. Sums are whole units of the plan's currency.

    step: what has to happen next. due_on: by when, as the plan tells it; None where it tells nothing. next_on: when to
    chase it: the day that was noted, or else that day, or today once it is past. at_stake: planned claims that are not
    paid yet. is_overdue: whether that noted day is past, or the due one while money is at stake. evidence: where the
    last word about it is found.
    """

    credit: str
    status: CreditStatus
    step: str
    owner: str
    contact: str
    at_stake: int
    planned: int
    paid: int
    asked_on: date | None
    answered_on: date | None
    due_on: date | None
    next_on: date
    is_overdue: bool
    evidence: str


class Artefact(NamedTuple):
    """A proof of execution that claims hang on.

    produced_by: who delivers the work. accepted_by: the phase's owner. ready_by: the day on which it is ready at the
    usual preparation. last_day: the last on which it counts for all the credits; None where none of them says.
    """

    phase: str
    milestone: str
    proof: str
    produced_by: str
    accepted_by: str
    credits: tuple[str, ...]
    amount: int
    ready_by: date
    last_day: date | None


def chase_list(plan: Plan, schedule: Schedule, as_of: date) -> tuple[Chase, ...]:
    """Every credit that is neither lost nor paid, the most money at stake first, then the earliest next day."""
    live = (credit for credit in plan.credits if credit.status not in LOST)
    lines = (_chase(plan, schedule, credit, as_of) for credit in live)
    kept = [line for line in lines if line.status != "paid" or line.at_stake]
    return tuple(sorted(kept, key=lambda line: (-line.at_stake, line.next_on)))


def _chase(plan: Plan, schedule: Schedule, credit: Credit, as_of: date) -> Chase:
    runs = _paid_work(plan, schedule, credit.id)
    planned, paid = sum(claim.amount for claim, _ in runs), paid_so_far(plan, credit)
    due = DUE[credit.status](plan, credit, [delivery for _, delivery in runs]) if runs else None
    if credit.status == "proposed" and due is None:
        due = credit.request_date
    at_stake = max(planned - paid, 0)
    watched = (due if at_stake else None, credit.chase_on)
    return Chase(
        credit=credit.id,
        status=credit.status,
        step=STEPS[credit.status],
        owner=credit.owner,
        contact=credit.contact,
        at_stake=at_stake,
        planned=planned,
        paid=paid,
        asked_on=credit.asked_on,
        answered_on=credit.answered_on,
        due_on=due,
        next_on=credit.chase_on or max(due or as_of, as_of),
        is_overdue=any(day is not None and day < as_of for day in watched),
        evidence=credit.evidence,
    )


def is_last_payment(plan: Plan, schedule: Schedule, credit: str, payment: Payment) -> bool:
    """Whether with one payment more a credit has paid all that is claimed of it; never where nothing is."""
    planned = sum(claim.amount for claim in schedule.claims if claim.credit == credit)
    if credit not in plan.credit:
        return False
    worth = payment_worth(plan, plan.credit[credit], payment) or 0
    return 0 < planned <= paid_so_far(plan, plan.credit[credit]) + worth


def artefacts(plan: Plan, schedule: Schedule) -> tuple[Artefact, ...]:
    """The proofs of all claims that are not with those who pay yet, the earliest last day first, then by readiness."""
    found = [
        artefact
        for phase in plan.phase
        if (paying := _open_claims(plan, schedule, phase))
        for artefact in _of_phase(plan, paying)
    ]
    return tuple(sorted(found, key=lambda each: (each.last_day or date.max, each.ready_by)))


Paid = list[tuple[Claim, Delivery]]


def _open_claims(plan: Plan, schedule: Schedule, phase: str) -> Paid:
    claims = [each for each in schedule.claims if each.phase == phase and each.amount]
    open_ = [each for each in claims if plan.credit[each.credit].status not in SUBMITTED]
    return [(each, delivery) for each in open_ if (delivery := _delivery(plan, schedule, phase)) is not None]


def _of_phase(plan: Plan, paying: Paid) -> list[Artefact]:
    delivery, credits_ = paying[0][1], [plan.credit[claim.credit] for claim, _ in paying]
    phase = delivery.phase
    last = min((day for credit in credits_ if (day := proof_due(credit, delivery)) is not None), default=None)
    milestones = phase.milestones or (Milestone(name=phase.name),)
    parts = split(sum(claim.amount for claim, _ in paying), tuple(each.share for each in milestones))
    return [
        Artefact(
            phase=phase.id,
            milestone=milestone.name,
            proof=milestone.proof,
            produced_by=plan.deliverer(delivery.option.id),
            accepted_by=phase.owner,
            credits=tuple(credit.id for credit in credits_),
            amount=amount,
            ready_by=max(proof_ready_on(plan, credit, _done(delivery, milestone)) for credit in credits_),
            last_day=last,
        )
        for milestone, amount in zip(milestones, parts, strict=True)
    ]


def _done(delivery: Delivery, milestone: Milestone) -> Delivery:
    """The delivery up to the milestone."""
    return delivery._replace(finish=milestone.due or delivery.finish)


def _paid_work(plan: Plan, schedule: Schedule, credit: str) -> Paid:
    claims = (claim for claim in schedule.claims if claim.credit == credit and claim.amount)
    delivered = ((claim, _delivery(plan, schedule, claim.phase)) for claim in claims)
    return [(claim, delivery) for claim, delivery in delivered if delivery is not None]


def _delivery(plan: Plan, schedule: Schedule, name: str) -> Delivery | None:
    run = schedule.assignment(name)
    return None if run is None else delivery_of(plan, run)


# The next step by status

Due = Callable[[Plan, Credit, list[Delivery]], date]


def _request_by(plan: Plan, credit: Credit, works: list[Delivery]) -> date:
    by = last_request(plan, credit, min(each.start for each in works))
    return by if credit.request_date is None else min(by, credit.request_date)


def _answer_by(plan: Plan, credit: Credit, _works: list[Delivery]) -> date:
    return answer_due(plan, credit)


def _signed_by(_plan: Plan, credit: Credit, works: list[Delivery]) -> date:
    return credit.sow_signed_on or min(each.start for each in works)


def _proven_by(plan: Plan, credit: Credit, works: list[Delivery]) -> date:
    return min(proof_ready_on(plan, credit, each) for each in works)


def _paid_by(plan: Plan, credit: Credit, works: list[Delivery]) -> date:
    return max(payment_days(plan, credit, each)[-1] for each in works)


STEPS: Mapping[CreditStatus, str] = {
    "proposed": "Ask for it",
    "requested": "Get the answer",
    "approved": "Sign the SOW",
    "sow_signed": "Hand in the first proof",
    "in_delivery": "Hand in the next proof",
    "poe_submitted": "Have the proof accepted",
    "accepted": "Get the payment",
    "paid": "Get the rest of the payment",
}
"""What has to happen next to a credit of each status that is not lost."""

DUE: Mapping[CreditStatus, Due] = {
    "proposed": _request_by,
    "requested": _answer_by,
    "approved": _signed_by,
    "sow_signed": _proven_by,
    "in_delivery": _proven_by,
    "poe_submitted": _paid_by,
    "accepted": _paid_by,
    "paid": _paid_by,
}
"""By when it has to, for a credit that pays for some work."""
