"""The facts of a plan that decide its most funding, and none besides: what is sent to another machine to be solved.

An allow-list: whatever is not named here stays at home, a new field of the plan included. Neither rates, confidences,
contacts, texts nor a cost above what credits may pay for are among them.
"""

from planner.funding.claim_rules import fundable_cost
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, StackingConfirmation
from planner.funding.entitlements import Entitlement
from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Freeze
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase

BLANK = "-"
"""In place of a name or text that people read."""


def funding_facts(plan: Plan) -> Plan:
    """A plan with the same schedules, the same claims and the same most funding; identifiers stay, words go."""
    return Plan(
        name=BLANK,
        customer=BLANK,
        currency=plan.currency,
        start=plan.start,
        horizon=plan.horizon,
        calendar=plan.calendar,
        regions=plan.regions,
        freezes=tuple(Freeze(BLANK, freeze.days, freeze.kind, freeze.regions) for freeze in plan.freezes),
        phases=tuple(_phase(phase) for phase in plan.phases),
        dependencies=plan.dependencies,
        partners=tuple(_partner(partner) for partner in plan.partners),
        credits=tuple(_credit(credit) for credit in plan.credits),
        combined_caps=tuple(CombinedCap(id=cap.id, limit=cap.limit) for cap in plan.combined_caps),
        stacking_confirmations=tuple(
            StackingConfirmation(credits=each.credits, document=BLANK) for each in plan.stacking_confirmations
        ),
        one_source_per_phase=plan.one_source_per_phase,
        entitlements=tuple(_entitlement(each) for each in plan.entitlements if plan.entitlements_bind),
        entitlements_bind=plan.entitlements_bind,
        change_lead=plan.change_lead,
        pins=plan.pins,
        status_date=plan.status_date,
        actuals=tuple(_actual(actual) for actual in plan.actuals),
    )


def _phase(phase: Phase) -> Phase:
    return Phase(
        id=phase.id,
        name=BLANK,
        workload=phase.workload,
        motion=phase.motion,
        region=phase.region,
        seats=phase.seats,
        eligible_cost=phase.eligible_cost,
        change=phase.change,
        change_requested=phase.change_requested,
        options=tuple(_option(phase, option) for option in phase.options),
        expected_outcome=phase.expected_outcome,
        earliest_start=phase.earliest_start,
        deadline=phase.deadline,
    )


def _option(phase: Phase, option: DeliveryOption) -> DeliveryOption:
    cost = fundable_cost(phase, option) if option.kind == "partner" else 0
    return DeliveryOption(kind=option.kind, partner=option.partner, duration=option.duration, cost=cost)


def _actual(actual: Actual) -> Actual:
    return Actual(
        phase=actual.phase,
        option=actual.option,
        started_on=actual.started_on,
        finished_on=actual.finished_on,
        percent=actual.percent,
        told_on=actual.told_on,
    )


def _partner(partner: Partner) -> Partner:
    return Partner(
        id=partner.id,
        name=BLANK,
        approved_workloads=partner.approved_workloads,
        windows=partner.windows,
        teams=partner.teams,
    )


def _credit(credit: Credit) -> Credit:
    exchange = credit.exchange
    return Credit(
        id=credit.id,
        name=BLANK,
        programme=BLANK,
        exchange=None
        if exchange is None
        else ExchangeRate(currency=exchange.currency, millionths=exchange.millionths, dated=exchange.dated),
        face=credit.face,
        scope=credit.scope,
        window=credit.window,
        expiry_basis=credit.expiry_basis,
        request_date=credit.request_date,
        approval_lead=credit.approval_lead,
        approved_on=credit.approved_on,
        sow_signed_on=credit.sow_signed_on,
        registered_on=credit.registered_on,
        proof_preparation=credit.proof_preparation,
        proof_deadline=credit.proof_deadline,
        claim_days=credit.claim_days,
        approved_partners=credit.approved_partners,
        share=credit.share,
        phase_cap=credit.phase_cap,
        minimum_claim=credit.minimum_claim,
        minimum_seats=credit.minimum_seats,
        minimum_milestones=credit.minimum_milestones,
        exclusion_groups=credit.exclusion_groups,
        phase_exclusion_groups=credit.phase_exclusion_groups,
        combined_caps=credit.combined_caps,
        outcome_mode=credit.outcome_mode,
        outcome_dates=credit.outcome_dates,
        extension=credit.extension,
        status=credit.status,
    )


def _entitlement(entitlement: Entitlement) -> Entitlement:
    return Entitlement(
        id=entitlement.id,
        name=BLANK,
        threshold_seats=entitlement.threshold_seats,
        seats_owned=entitlement.seats_owned,
        workloads=entitlement.workloads,
        motions=entitlement.motions,
        requested_on=entitlement.requested_on,
        status=entitlement.status,
    )
