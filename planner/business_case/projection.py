"""The projection of a plan and its schedule onto what may leave the house, value by value."""

from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from msgspec.structs import replace

from planner.business_case.conditions import conditions, confirmation
from planner.business_case.external_view import (
    ChangeFreeze,
    CostShare,
    EntitledHelp,
    ExternalView,
    FundedWork,
    Header,
    Link,
    NotRequested,
    Payable,
    Proof,
    Request,
    RequestedMilestone,
    RiskAndAnswer,
    SeatsLive,
    SharedPhase,
    Target,
    Work,
    WorkingDays,
)
from planner.business_case.notation import Notation
from planner.business_case.shortfall import shortfall
from planner.funding import claim_rules
from planner.funding.claim_rules import Delivery, deliveries
from planner.funding.credits import Credit
from planner.funding.entitlements import covering_right, plan_motion, seat_owner
from planner.funding.ledgers import funding_ledger
from planner.picture.columns import columns_of
from planner.picture.layout import Layout, Selection, Sizes, lay_out
from planner.plan import Plan
from planner.rollout.phases import AdoptionTarget, DeliveryOption, Milestone, Phase
from planner.rollout.schedule import Claim, Schedule
from planner.rollout.workdays import region_workdays
from planner.sent.record import next_version
from planner.unknown import without_unknown
from planner.value import WHOLE, DateRange, split

HOURS_A_DAY = 8
ROWS_A_PICTURE = 30
"""Phases that one picture can hold and still be read on a page."""

GOES_LIVE = frozenset({"pilot", "deploy", "migrate"})
"""Motions after which people use what was rolled out."""


def external_view(
    plan: Plan, schedule: Schedule, as_of: date, notation: Notation | None = None, days: DateRange | None = None
) -> ExternalView:
    """Project a plan and its schedule onto what may leave the house; what nobody here understands may not.

    notation: of its sentences about conditions and reasons; English without it. All else is the same in any language.
    days: those that the timeline shows; the whole months of the schedule without them.
    """
    # Reasons and days are those of the plan as it was agreed: the status date, which decides about some, is internal.
    plan, schedule = without_unknown(replace(plan, status_date=None)), without_unknown(schedule)
    notation = notation or Notation(plan.currency)
    delivered = deliveries(plan, schedule)
    claims = tuple(claim for claim in schedule.claims if claim.amount > 0)
    return ExternalView(
        header=_header(plan, delivered, claims, as_of),
        business_problem=plan.sponsorship.business_problem,
        outcome=plan.sponsorship.outcome,
        work=_work(plan, delivered, claims),
        freezes=_freezes(plan),
        working_days=_working_days(plan, delivered),
        milestones=_milestones(plan, delivered, claims),
        requests=_requests(plan, schedule, as_of, notation),
        funded_work=tuple(FundedWork(phase=each.phase, credit=each.credit, amount=each.amount) for each in claims),
        payable=_payable(plan, delivered, claims),
        cost_shares=_cost_shares(plan, delivered, claims),
        on_invoice=funding_ledger(plan, schedule).on_invoice,
        entitled_help=_entitled_help(plan, delivered),
        seats_live=_seats_live(plan, delivered),
        proofs=_proofs(plan, delivered, claims),
        not_requested=_not_requested(plan, schedule, notation),
        shared_phases=_shared_phases(plan, claims),
        risks=tuple(RiskAndAnswer(description=each.description, mitigation=each.mitigation) for each in plan.risks),
        unscheduled=tuple(phase.id for phase in plan.phases if phase.id not in delivered),
        pictures=_pictures(plan, schedule, delivered, claims, days),
    )


Delivered = dict[str, Delivery]
Claims = tuple[Claim, ...]


def _requested(claims: Claims, *, phase: str = "", credit: str = "") -> int:
    """What is requested for a phase, of a credit, or of a credit for a phase."""
    return sum(each.amount for each in claims if phase in {"", each.phase} and credit in {"", each.credit})


def _funded(delivered: Delivered, claims: Claims) -> list[Delivery]:
    """The funded work by its dates."""
    phases = {claim.phase for claim in claims}
    return sorted((delivered[phase] for phase in phases), key=lambda each: (each.finish, each.start, each.phase.id))


# Who and what


def _header(plan: Plan, delivered: Delivered, claims: Claims, as_of: date) -> Header:
    funded = _funded(delivered, claims)
    used = [credit for credit in plan.credits if _requested(claims, credit=credit.id)]
    start = min((each.start for each in funded), default=None)
    finish = max((each.finish for each in funded), default=None)
    return Header(
        customer=plan.customer,
        plan=plan.name,
        tenant_id=plan.agreement.tenant_id,
        agreement_number=plan.agreement.number,
        renewal_on=plan.agreement.renewal_on,
        account_team_contact=plan.agreement.account_team_contact,
        executive_sponsor=plan.sponsorship.executive_sponsor,
        deployment_owner=plan.sponsorship.deployment_owner,
        suppliers=tuple(dict.fromkeys(_supplier(plan, each.option) for each in funded)),
        letters=tuple(dict.fromkeys(credit.source_document for credit in used if credit.source_document)),
        currency=plan.currency,
        period=DateRange(start, finish) if start and finish else None,
        as_of=as_of,
        version=next_version(plan.sent),
    )


def _supplier(plan: Plan, option: DeliveryOption) -> str:
    return plan.partner[option.partner].name if option.partner else ""


def _work(plan: Plan, delivered: Delivered, claims: Claims) -> tuple[Work, ...]:
    return tuple(_work_of(plan, delivered[phase.id], claims) for phase in plan.phases if phase.id in delivered)


def _work_of(plan: Plan, delivery: Delivery, claims: Claims) -> Work:
    phase = delivery.phase
    links = (link for link in plan.dependencies if link.successor == phase.id)
    return Work(
        id=phase.id,
        name=phase.name,
        workload=phase.workload,
        motion=phase.motion,
        region=phase.region,
        seats=phase.seats,
        change=phase.change,
        start=delivery.start,
        finish=delivery.finish,
        delivery=delivery.option.kind,
        supplier=_supplier(plan, delivery.option),
        cost=delivery.option.cost,
        requested=_requested(claims, phase=phase.id),
        off_price=_off_price(plan, claims, {phase.id}),
        after=tuple(Link(predecessor=link.predecessor, type=link.type, lag=link.lag) for link in links),
        target=_target(phase.adoption_target),
        exclusions=phase.exclusions,
        owner=phase.owner,
    )


def _target(target: AdoptionTarget | None) -> Target | None:
    if target is None:
        return None
    return Target(
        text=target.text,
        metric=target.metric,
        direction=target.direction,
        baseline=target.baseline,
        value=target.value,
        unit=target.unit,
        measured_on=target.measured_on,
        data_source=target.data_source,
    )


def _freezes(plan: Plan) -> tuple[ChangeFreeze, ...]:
    return tuple(
        ChangeFreeze(name=each.name, days=each.days, kind=each.kind, regions=each.regions) for each in plan.freezes
    )


def _working_days(plan: Plan, delivered: Delivered) -> tuple[WorkingDays, ...]:
    """The plan's own, and those of the regions in which scheduled phases are delivered."""
    used = {delivery.phase.region for delivery in delivered.values()}
    regions = (WorkingDays(region=each.name, calendar=each.calendar) for each in plan.regions if each.name in used)
    return (WorkingDays(region="", calendar=plan.calendar), *regions)


def _seats_live(plan: Plan, delivered: Delivered) -> tuple[SeatsLive, ...]:
    found = []
    for workload in dict.fromkeys(phase.workload for phase in plan.phases):
        live = [each for each in delivered.values() if each.phase.workload == workload and _goes_live(each.phase)]
        live.sort(key=lambda each: each.finish)
        owner = seat_owner(plan, workload)
        for each, seats in zip(live, accumulate(each.phase.seats for each in live), strict=True):
            most = seats if owner is None else min(seats, owner.seats_owned)
            found.append(SeatsLive(workload=workload, on=each.finish, seats=most))
    return tuple(found)


def _goes_live(phase: Phase) -> bool:
    return phase.seats > 0 and plan_motion(phase.motion) in GOES_LIVE


# Money


def _milestones(plan: Plan, delivered: Delivered, claims: Claims) -> tuple[RequestedMilestone, ...]:
    return tuple(
        milestone for delivery in _funded(delivered, claims) for milestone in _phase_milestones(plan, delivery, claims)
    )


def _phase_milestones(plan: Plan, delivery: Delivery, claims: Claims) -> tuple[RequestedMilestone, ...]:
    """The milestones of a phase; one without any is one milestone, due at its end."""
    phase = delivery.phase
    milestones = phase.milestones or (Milestone(name=phase.name),)
    amounts = split(_requested(claims, phase=phase.id), tuple(each.share for each in milestones))
    paying = tuple(claim.credit for claim in claims if claim.phase == phase.id)
    return tuple(
        RequestedMilestone(
            phase=phase.id,
            name=milestone.name,
            services=milestone.deliverable or f"{phase.workload}, {phase.motion}",
            credits=paying,
            amount=amount,
            share=milestone.share,
            hours=_hours(plan, delivery.option, milestone),
            due=milestone.due or delivery.finish,
            proof=milestone.proof,
        )
        for milestone, amount in zip(milestones, amounts, strict=True)
    )


def _hours(plan: Plan, option: DeliveryOption, milestone: Milestone) -> int | None:
    """Cost ÷ day rate × 8, by the milestone's share, to the nearest hour (field guide 6.6, F-MILESTONE)."""
    day_rate = plan.partner[option.partner].day_rate if option.partner else 0
    if milestone.hours is not None:
        return milestone.hours
    if day_rate == 0:
        return None
    return round(option.cost * HOURS_A_DAY * milestone.share / (day_rate * WHOLE))


def _requests(plan: Plan, schedule: Schedule, as_of: date, notation: Notation) -> tuple[Request, ...]:
    accounts = {account.credit: account.planned for account in funding_ledger(plan, schedule).accounts}
    return tuple(
        _request(plan, schedule, credit, accounts[credit.id], as_of, notation)
        for credit in plan.credits
        if accounts[credit.id]
    )


def _request(
    plan: Plan, schedule: Schedule, credit: Credit, requested: int, as_of: date, notation: Notation
) -> Request:
    exchange, approved = credit.exchange, credit.approved_on
    return Request(
        id=credit.id,
        name=credit.name,
        programme=credit.programme,
        payee=credit.payee,
        realised_by=credit.realised_by,
        letter=credit.source_document,
        letter_currency=exchange.currency if exchange else "",
        exchange_millionths=exchange.millionths if exchange else 0,
        exchange_dated=exchange.dated if exchange else None,
        face=claim_rules.face_value(credit),
        requested=requested,
        share=credit.share,
        tranches=credit.tranches,
        window=DateRange(credit.window.start, claim_rules.expiry(credit)),
        expiry_basis=credit.expiry_basis,
        proof_deadline=credit.proof_deadline,
        approved_on=approved if approved and approved <= as_of else None,
        decision_by=claim_rules.approved_on(plan, credit),
        sow_by=_sow_by(schedule, credit, as_of),
        conditions=conditions(plan, schedule, credit, notation, as_of),
    )


def _sow_by(schedule: Schedule, credit: Credit, as_of: date) -> date | None:
    """The day that is proposed for the signature, else the first of the funded work; None once that day has come."""
    if credit.sow_signed_on is not None:
        return credit.sow_signed_on if credit.sow_signed_on > as_of else None
    funded = {claim.phase for claim in schedule.claims if claim.credit == credit.id and claim.amount}
    return min((each.start for each in schedule.assignments if each.phase in funded), default=None)


def _payable(plan: Plan, delivered: Delivered, claims: Claims) -> tuple[Payable, ...]:
    """Every tranche of every claim, by its day."""
    found = []
    for claim in claims:
        credit = plan.credit[claim.credit]
        days = claim_rules.payment_days(plan, credit, delivered[claim.phase])
        parts = zip(days, split(claim.amount, credit.tranches), strict=True)
        found += [Payable(credit=credit.id, phase=claim.phase, on=day, amount=part) for day, part in parts if part]
    return tuple(sorted(found, key=lambda each: each.on))


def _cost_shares(plan: Plan, delivered: Delivered, claims: Claims) -> tuple[CostShare, ...]:
    kinds: tuple[Literal["funded", "unfunded", "own"], ...] = ("funded", "unfunded", "own")
    return tuple(_cost_share(plan, kind, delivered, claims) for kind in kinds)


def _cost_share(
    plan: Plan, kind: Literal["funded", "unfunded", "own"], delivered: Delivered, claims: Claims
) -> CostShare:
    phases = [each for each in delivered.values() if _kind_of_work(each, claims) == kind]
    within = {each.phase.id for each in phases}
    return CostShare(
        kind=kind,
        cost=sum(each.option.cost for each in phases),
        requested=sum(claim.amount for claim in claims if claim.phase in within),
        off_price=_off_price(plan, claims, within),
    )


def _off_price(plan: Plan, claims: Claims, phases: set[str]) -> int:
    """What is requested for the phases and lowers the price of the work."""
    paid = (claim for claim in claims if claim.phase in phases)
    return sum(claim.amount for claim in paid if plan.credit[claim.credit].realised_by == "price")


def _kind_of_work(delivery: Delivery, claims: Claims) -> str:
    if _requested(claims, phase=delivery.phase.id):
        return "funded"
    return "unfunded" if delivery.option.kind == "partner" else "own"


def _not_requested(plan: Plan, schedule: Schedule, notation: Notation) -> tuple[NotRequested, ...]:
    accounts = {account.credit: account for account in funding_ledger(plan, schedule).accounts}
    return tuple(
        NotRequested(
            id=credit.id,
            name=credit.name,
            letter=credit.source_document,
            face=accounts[credit.id].face,
            requested=accounts[credit.id].planned,
            reasons=reasons,
        )
        for credit in plan.credits
        if (reasons := shortfall(plan, schedule, credit, notation))
    )


def _shared_phases(plan: Plan, claims: Claims) -> tuple[SharedPhase, ...]:
    pairs = ((first, second) for n, first in enumerate(claims) for second in claims[n + 1 :])
    return tuple(
        SharedPhase(
            phase=first.phase,
            credits=(first.credit, second.credit),
            document=confirmation(plan, first.credit, second.credit),
        )
        for first, second in pairs
        if first.phase == second.phase
    )


# Entitled help and proof


def _entitled_help(plan: Plan, delivered: Delivered) -> tuple[EntitledHelp, ...]:
    """A phase by FastTrack rests on the right of the entitlement ledger, so on none that is declined or not held."""
    guided = [each.phase for each in delivered.values() if each.option.kind == "fasttrack"]
    rights = {phase.id: covering_right(plan, phase) for phase in guided}
    return tuple(
        EntitledHelp(
            name=each.name,
            threshold_seats=each.threshold_seats,
            seats_owned=each.seats_owned,
            workloads=each.workloads,
            requested_on=each.requested_on,
            status=each.status,
            phases=tuple(phase for phase, right in rights.items() if right is each),
        )
        for each in plan.entitlements
    )


def _proofs(plan: Plan, delivered: Delivered, claims: Claims) -> tuple[Proof, ...]:
    proofs = [_proof(plan, plan.credit[claim.credit], delivered[claim.phase]) for claim in claims]
    return tuple(sorted(proofs, key=lambda each: (each.ready_on, each.phase, each.credit)))


def _proof(plan: Plan, credit: Credit, delivery: Delivery) -> Proof:
    ready = claim_rules.proof_ready_on(plan, credit, delivery)
    deadline = claim_rules.proof_due(credit, delivery)
    artefacts = (milestone.proof for milestone in delivery.phase.milestones if milestone.proof)
    return Proof(
        credit=credit.id,
        phase=delivery.phase.id,
        artefacts=tuple(dict.fromkeys(artefacts)),
        producer=_supplier(plan, delivery.option),
        ready_on=ready,
        deadline=deadline,
        slack=None if deadline is None else _slack(plan, delivery.phase, ready, deadline),
    )


def _slack(plan: Plan, phase: Phase, ready: date, deadline: date) -> int:
    """Working days after the day of readiness up to the deadline, which counts; negative if it is missed."""
    calendar, day = region_workdays(plan, phase.region), timedelta(days=1)
    return calendar.number(deadline + day) - calendar.number(ready + day)


# Pictures


def _pictures(
    plan: Plan, schedule: Schedule, delivered: Delivered, claims: Claims, days: DateRange | None
) -> tuple[Layout, ...]:
    """The timeline of the scheduled phases, in as many pictures as can be read; the credits stand on the first."""
    phases = tuple(phase.id for phase in plan.phases if phase.id in delivered)
    used = tuple(credit.id for credit in plan.credits if _requested(claims, credit=credit.id))
    pages = [phases[first : first + ROWS_A_PICTURE] for first in range(0, len(phases), ROWS_A_PICTURE)]
    sizes = columns_of(plan, schedule, Selection(phases, used, ()), Sizes())
    return tuple(
        lay_out(plan, schedule, Selection(page, used if number == 0 else (), ()), sizes, days)
        for number, page in enumerate(pages)
    )
