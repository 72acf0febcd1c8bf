"""What follows the one fact of a product's seats, and what differs from it. Internal."""

from collections.abc import Iterator

from planner.finding import Finding
from planner.funding.entitlements import Entitlement
from planner.funding.product_seats import ProductSeats
from planner.plan import Plan


def follows(fact: ProductSeats, entitlement: Entitlement) -> bool:
    """Whether an entitlement rests on the seats of a product alone."""
    return bool(entitlement.workloads) and {*entitlement.workloads} <= {*fact.workloads}


def seat_findings(plan: Plan) -> tuple[Finding, ...]:
    """SEATS: numbers that differ from the one fact they follow."""
    return tuple(finding for fact in plan.product_seats for finding in _differing(plan, fact))


def _differing(plan: Plan, fact: ProductSeats) -> Iterator[Finding]:
    told = f"but {fact.product} has {fact.seats:,}"
    for right in plan.entitlements:
        if follows(fact, right) and right.seats_owned != fact.seats:
            yield _finding(("entitlement", right.id), f"{right.id} counts {right.seats_owned:,} seats, {told}.")
    for line in plan.rate_lines:
        if line.sku in fact.skus and line.seats != fact.seats:
            yield _finding(("rate line", line.sku), f"{line.sku} is priced for {line.seats:,} seats, {told}.")


def _finding(place: tuple[str, ...], sentence: str) -> Finding:
    remedy = "Correct the number, or the seats of the product."
    return Finding(code="SEATS", kind="readiness", severity="warning", place=place, sentence=sentence, remedy=remedy)
