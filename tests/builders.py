"""Small values for tests: each builder gives something ordinary and valid, and takes the fields that the test is about.

The plan of ``a_plan()``: one phase P1 (Intune, deploy), delivered by partner PAR, which credit C1 pays half of.
"""

from datetime import date

from msgspec.structs import replace

from planner.funding.credits import Credit
from planner.funding.entitlements import Entitlement
from planner.funding.rates import RateLine
from planner.plan import Plan
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment
from planner.rollout.workdays import phase_workdays
from planner.value import DateRange

START = date(2027, 1, 4)
"""A Monday, the first day of the plans made here."""

HORIZON = date(2027, 12, 31)
FISCAL_YEAR_END = date(2027, 6, 30)


def by_partner(
    partner: str = "PAR",
    *,
    duration: int = 10,
    cost: int = 20_000,
    optimistic: int | None = None,
    pessimistic: int | None = None,
) -> DeliveryOption:
    return DeliveryOption(
        kind="partner",
        partner=partner,
        duration=duration,
        optimistic=optimistic,
        pessimistic=pessimistic,
        cost=cost,
    )


def by_fasttrack(*, duration: int = 14, cost: int = 7_000) -> DeliveryOption:
    return DeliveryOption(kind="fasttrack", duration=duration, cost=cost)


def internally(*, duration: int = 15, cost: int = 12_000) -> DeliveryOption:
    return DeliveryOption(kind="internal", duration=duration, cost=cost)


def a_phase(phase_id: str = "P1", **changes: object) -> Phase:
    """Two weeks of work by partner PAR for 20,000, on 100 seats."""
    phase = Phase(
        id=phase_id,
        name=f"Phase {phase_id}",
        workload="Intune",
        motion="deploy",
        seats=100,
        eligible_cost=20_000,
        options=(by_partner(),),
    )
    return replace(phase, **changes)


def a_partner(partner_id: str = "PAR", **changes: object) -> Partner:
    """One team, always available, approved for Intune."""
    partner = Partner(id=partner_id, name=f"Partner {partner_id}", approved_workloads=("Intune",), day_rate=1_000)
    return replace(partner, **changes)


def a_credit(credit_id: str = "C1", **changes: object) -> Credit:
    """Half of any work by PAR, up to 50,000 in all, approved on the first day, until the fiscal year ends."""
    credit = Credit(
        id=credit_id,
        name=f"Credit {credit_id}",
        programme="Voucher",
        face=50_000,
        window=DateRange(START, FISCAL_YEAR_END),
        request_date=START,
        proof_deadline=FISCAL_YEAR_END,
        approved_partners=("PAR",),
        share=5_000,
    )
    return replace(credit, **changes)


def an_entitlement(entitlement_id: str = "E1", **changes: object) -> Entitlement:
    """FastTrack for Intune, held with 1,000 seats and requested."""
    entitlement = Entitlement(
        id=entitlement_id,
        name=f"Entitlement {entitlement_id}",
        threshold_seats=150,
        seats_owned=1_000,
        workloads=("Intune",),
        status="requested",
    )
    return replace(entitlement, **changes)


def a_rate_line(sku: str = "SKU", **changes: object) -> RateLine:
    """100 seats at 60.00 each a month; 6 % asked, 1 % offered."""
    line = RateLine(sku=sku, name=f"Product {sku}", seats=100, list_price=6_000, asked=600, offered=100)
    return replace(line, **changes)


def a_plan(**changes: object) -> Plan:
    plan = Plan(
        name="Endpoints",
        customer="Hartwell Foods",
        currency="USD",
        start=START,
        horizon=HORIZON,
        phases=(a_phase(),),
        partners=(a_partner(),),
        credits=(a_credit(),),
    )
    return replace(plan, **changes)


def an_assignment(plan: Plan, phase_id: str = "P1", start: date = START, option_id: str | None = None) -> Assignment:
    """The phase from a working day on, for as long as its option takes; its first option unless another is named."""
    phase = plan.phase[phase_id]
    option = next(option for option in phase.options if option_id in {None, option.id})
    return Assignment(phase_id, option.id, start, phase_workdays(plan, phase).finish(start, option.duration))
