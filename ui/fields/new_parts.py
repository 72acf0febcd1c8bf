"""What is added when a user asks for one more: something plain that keeps the plan's laws."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from planner import edits
from planner.catalogue.entries import FastTrackWorkload, ListPrice, Programme
from planner.catalogue.own import own_evidence
from planner.funding.credits import Credit
from planner.funding.entitlements import Entitlement
from planner.funding.rates import RateLine
from planner.funding.unclaimed import entitlement_from_fasttrack, entitlement_from_programme, seats_owned
from planner.invariants import Fault, PlanError
from planner.plan import Plan
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.value import DateRange
from ui.fields.choices import deliverers
from ui.fields.option_fields import delivery_of

OWN_KEY = "OWN"


def next_id(known: Iterable[str], first: str) -> str:
    """The identifier after the last one that ends in a number, as M26 after M25."""
    names = list(known)
    numbered = [found for name in names if (found := re.fullmatch(r"(.*?)(\d+)", name))]
    stem, digits = numbered[-1].groups() if numbered else (first, "0")
    number = int(digits)
    while True:
        number += 1
        name = f"{stem}{number:0{len(digits)}d}"
        if name not in names:
            return name


def new_phase(plan: Plan, current: Phase | None) -> Phase:
    """A week of the customer's own work, like the current phase."""
    return Phase(
        id=next_id(plan.phase, "M"),
        name="New phase",
        workload=current.workload if current else "New workload",
        motion=current.motion if current else "deploy",
        region=current.region if current else "Global",
        seats=0,
        eligible_cost=0,
        options=(DeliveryOption(kind="internal", duration=5, cost=0),),
    )


def new_option(plan: Plan, phase_id: str | None) -> DeliveryOption:
    """The first way to deliver a phase that it does not have."""
    phase = plan.phase.get(phase_id or "")
    if phase is None:
        raise _refused("Select a phase first.")
    deliverer = next((each for each in deliverers(plan) if phase.option(each) is None), None)
    if deliverer is None:
        raise _refused(f"{phase.id} has every way to deliver it already.", "Add a partner first.")
    like = phase.options[0]
    return DeliveryOption(duration=like.duration, cost=like.cost, **delivery_of(deliverer))


def new_credit(plan: Plan) -> Credit:
    """An offer of nothing, over the whole plan, that nobody may earn yet."""
    return Credit(
        id=next_id(plan.credit, "C"),
        name="New credit",
        programme=plan.credits[-1].programme if plan.credits else "New programme",
        face=0,
        window=DateRange(plan.start, plan.horizon),
    )


def new_window_opens(plan: Plan, today: date) -> date:
    """The first day on which the window of a new credit can open: today, as far as the plan runs then."""
    return min(max(plan.start, today), plan.horizon)


def entitlement_from_catalogue(plan: Plan, entry: FastTrackWorkload | Programme) -> Entitlement:
    """Help of the catalogue in the plan's words. To hold it is not to have asked for it, so it is not requested yet."""
    new_id = next_id((each.id for each in plan.entitlements), "E")
    if isinstance(entry, FastTrackWorkload):
        return replace(entitlement_from_fasttrack(plan, entry, new_id), status="not requested")
    return replace(entitlement_from_programme(plan, entry, new_id), status="not requested")


def new_entitlement(plan: Plan) -> Entitlement:
    """A right that covers nothing yet and was not asked for."""
    return Entitlement(
        id=next_id((each.id for each in plan.entitlements), "E"),
        name="New entitlement",
        threshold_seats=0,
        seats_owned=seats_owned(plan),
    )


def new_rate_line(plan: Plan) -> RateLine:
    """A product without seats or price."""
    return RateLine(
        sku=next_id((each.sku for each in plan.rate_lines), "SKU"), name="New product", seats=0, list_price=0
    )


def new_price(plan: Plan, as_of: date) -> ListPrice:
    """A product without a price, told as entered in the plan."""
    key = _own_key(each.key for each in plan.catalogue.prices)
    return ListPrice(key=key, name="New product", price=0, currency=plan.currency, evidence=own_evidence(as_of))


def new_programme(plan: Plan, as_of: date) -> Programme:
    """A programme of which no figure is known, told as entered in the plan."""
    key = _own_key(each.key for each in plan.catalogue.programmes)
    return Programme(key=key, name="New programme", currency=plan.currency, evidence=(own_evidence(as_of),))


def new_fasttrack_workload(plan: Plan, as_of: date) -> FastTrackWorkload:
    """Guidance for no workload, told as entered in the plan."""
    key = _own_key(each.key for each in plan.catalogue.fasttrack)
    evidence = own_evidence(as_of)
    return FastTrackWorkload(
        key=key, name="New guidance", workloads=(), motions=(), threshold_seats=0, evidence=evidence
    )


def _own_key(known: Iterable[str]) -> str:
    """A key that no entry of the program has."""
    return next_id((key for key in known if key.startswith(OWN_KEY)), OWN_KEY)


def new_link(plan: Plan, phase_id: str | None) -> Dependency:
    """From the selected phase to the next one that it may be linked with."""
    phases = [*plan.phase]
    first = phases.index(phase_id) if phase_id in plan.phase else 0
    for predecessor in phases[first:] + phases[:first]:
        linked = {link.successor for link in plan.dependencies if link.predecessor == predecessor}
        position = phases.index(predecessor)
        for successor in phases[position + 1 :] + phases[:position]:
            if successor not in linked and not edits.would_close_cycle(plan, predecessor, successor):
                return Dependency(predecessor=predecessor, successor=successor)
    raise _refused("There are no two phases left to link.")


def new_freeze(plan: Plan) -> Freeze:
    """A week from the first day of the plan."""
    return Freeze("New freeze", DateRange(plan.start, plan.start + timedelta(days=6)))


def new_partner(plan: Plan) -> Partner:
    """A team that is always available and approved for nothing."""
    return Partner(id=next_id(plan.partner, "P"), name="New partner")


def _refused(sentence: str, remedy: str = "") -> PlanError:
    return PlanError((Fault("plan", sentence, remedy),))
