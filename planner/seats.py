"""One fact for the seats of a product, and what another number of them does to the plan before anybody accepts it.

Each edit is a function from a plan to a plan, as those of ``planner.edits``, and refuses whole with PlanError.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from planner.checks import check
from planner.edits import change_plan
from planner.finding import Finding
from planner.funding.fallen import FallenClaim, fallen_claims
from planner.funding.product_seats import ProductSeats
from planner.funding.seat_findings import follows
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.waves import divided
from planner.scenarios import Changed, changed_facts
from planner.variance import Variance, variance

CHOSEN_FEW = frozenset({"assess", "pilot"})
"""Motions that reach a chosen number of people, however many seats there are."""


def keep_product_seats(plan: Plan, fact: ProductSeats) -> Plan:
    """Tell of a product for the first time, or tell anew what it is for; nothing else changes by it."""
    others = [each for each in plan.product_seats if each.product != fact.product]
    at = next((n for n, each in enumerate(plan.product_seats) if each.product == fact.product), len(others))
    return change_plan(plan, product_seats=(*others[:at], fact, *others[at:]))


def forget_product_seats(plan: Plan, product: str) -> Plan:
    """Tell no more of a product; what followed it keeps its numbers."""
    _fact(plan, product)
    return change_plan(plan, product_seats=tuple(each for each in plan.product_seats if each.product != product))


def change_seats(plan: Plan, product: str, seats: int, as_of: date | None = None, *, work_follows: bool = True) -> Plan:
    """Say that there are so many seats of a product: entitlements and price sheet get that number, phases their part.

    Phases that have begun stay as they are, and so do those that reach a chosen few. work_follows: days, costs and
    eligible costs of the phases change in proportion, too, days rounded up.
    """
    fact = _fact(plan, product)
    parts = _parts(plan, fact, seats)
    return change_plan(
        plan,
        product_seats=tuple(
            replace(each, seats=seats, as_of=as_of or each.as_of) if each is fact else each
            for each in plan.product_seats
        ),
        entitlements=tuple(
            replace(each, seats_owned=seats) if follows(fact, each) else each for each in plan.entitlements
        ),
        rate_lines=tuple(replace(each, seats=seats) if each.sku in fact.skus else each for each in plan.rate_lines),
        phases=tuple(
            _scaled(each, parts[each.id], work_follows=work_follows) if each.id in parts else each
            for each in plan.phases
        ),
    )


def _fact(plan: Plan, product: str) -> ProductSeats:
    found = next((each for each in plan.product_seats if each.product == product), None)
    if found is None:
        known = ", ".join(each.product for each in plan.product_seats) or "none"
        raise PlanError(
            (Fault("plan.product_seats", f"Nothing is told of the seats of '{product}'.", f"Known: {known}."),)
        )
    return found


def _parts(plan: Plan, fact: ProductSeats, seats: int) -> dict[str, int]:
    """The seats of each phase that follows; waves that reached all seats together reach all of them again."""
    reached = [
        phase
        for phase in plan.phases
        if phase.workload in fact.workloads
        and phase.seats
        and phase.motion not in CHOSEN_FEW
        and phase.id not in plan.actual
    ]
    if not fact.seats or not reached:
        return {}
    total = sum(phase.seats for phase in reached)
    parts = divided(total * seats // fact.seats, [phase.seats for phase in reached])
    return {phase.id: part for phase, part in zip(reached, parts, strict=True)}


def _scaled(phase: Phase, seats: int, *, work_follows: bool) -> Phase:
    if not work_follows or seats == phase.seats:
        return replace(phase, seats=seats)
    options = tuple(_scaled_option(option, seats, phase.seats) for option in phase.options)
    return replace(phase, seats=seats, eligible_cost=phase.eligible_cost * seats // phase.seats, options=options)


def _scaled_option(option: DeliveryOption, seats: int, before: int) -> DeliveryOption:
    days = {
        name: None if value is None else max(-(-value * seats // before), 1)
        for name in ("optimistic", "duration", "pessimistic")
        for value in [getattr(option, name)]
    }
    return replace(option, cost=option.cost * seats // before, **days)


# Looking before accepting


class Threshold(NamedTuple):
    """A number of seats that something rests on: an entitlement, or a credit with a least number of seats.

    before, after: the seats that count towards it; of a credit those of the phases that it paid for before.
    """

    name: str
    needed: int
    before: int
    after: int

    @property
    def is_crossed(self) -> bool:
        return (self.before >= self.needed) != (self.after >= self.needed)


class SeatsPreview(NamedTuple):
    """What another number of seats does. told: the facts that differ. fallen: claims that pay less.

    appeared, gone: findings that only the plan after, or before, has.
    """

    told: tuple[Changed, ...]
    variance: Variance
    thresholds: tuple[Threshold, ...]
    fallen: tuple[FallenClaim, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def seats_preview(before: State, after: State) -> SeatsPreview:
    """The State after beside the one before; the claims of both must be settled for their dates."""
    old, new = check(before), check(after)
    return SeatsPreview(
        told=changed_facts(before.plan, after.plan),
        variance=variance(before, after),
        thresholds=tuple(_thresholds(before, after)),
        fallen=fallen_claims(before, after),
        appeared=tuple(each for each in new if each not in old),
        gone=tuple(each for each in old if each not in new),
    )


def _thresholds(before: State, after: State) -> Iterator[Threshold]:
    """Those whose seats change."""
    owned = {each.id: each.seats_owned for each in after.plan.entitlements}
    for right in before.plan.entitlements:
        if owned.get(right.id, right.seats_owned) != right.seats_owned:
            yield Threshold(right.id, right.threshold_seats, right.seats_owned, owned[right.id])
    claims = before.schedule.claims if before.schedule is not None else ()
    for credit in before.plan.credits:
        paid = {claim.phase for claim in claims if claim.credit == credit.id and claim.amount}
        counted = [sum(plan.phase[each].seats for each in paid) for plan in (before.plan, after.plan)]
        if credit.minimum_seats and counted[0] != counted[1]:
            yield Threshold(credit.id, credit.minimum_seats, *counted)
