"""The seats of products in a terminal, and what another number of them does. Internal."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from rich.console import Console

from planner.edits import carried
from planner.funding.product_seats import ProductSeats
from planner.funding.seat_findings import seat_findings
from planner.plan import Plan, State
from planner.seats import SeatsPreview, change_seats, keep_product_seats, seats_preview
from ui.fact_words import fact_sentence
from ui.seat_words import preview_sentences
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.quotes import settled
from ui.terminal.sums import refusal
from ui.terminal.tracking import fallen_object, variance_object


class SeatsTold(NamedTuple):
    """What somebody tells of the seats of a product; workloads and skus only where it is told of for the first time."""

    product: str
    seats: int
    as_of: date
    workloads: Sequence[str] = ()
    skus: Sequence[str] = ()
    work_follows: bool = True


def with_seats(state: State, told: SeatsTold) -> State:
    """The State with so many seats of a product, its claims settled anew. Raises PlanError."""
    plan = _with_seats(state.plan, told)
    return settled(State(plan, None if state.schedule is None else carried(state.schedule, state.plan, plan)))


def _with_seats(plan: Plan, told: SeatsTold) -> Plan:
    known = next((each for each in plan.product_seats if each.product == told.product), None)
    if known is not None:
        if told.workloads or told.skus:
            fact = ProductSeats(
                product=told.product,
                seats=known.seats,
                workloads=tuple(told.workloads) or known.workloads,
                skus=tuple(told.skus) or known.skus,
                as_of=known.as_of,
                source=known.source,
            )
            plan = keep_product_seats(plan, fact)
        return change_seats(plan, told.product, told.seats, told.as_of, work_follows=told.work_follows)
    if not told.workloads:
        raise refusal(f"Nothing is told of '{told.product}' yet.", "Say what it is for, with --workload.")
    fact = ProductSeats(
        product=told.product,
        seats=told.seats,
        workloads=tuple(told.workloads),
        skus=tuple(told.skus),
        as_of=told.as_of,
    )
    return change_seats(keep_product_seats(plan, fact), told.product, told.seats)


def preview_of(before: State, after: State) -> SeatsPreview:
    """What differs, the claims of the State before settled."""
    return seats_preview(settled(before), after)


def seats_object(before: State, after: State) -> dict[str, Any]:
    """Every product, numbers that differ from it, and what a change does, as one object."""
    plan = after.plan
    products = [
        {
            "product": each.product,
            "seats": each.seats,
            "workloads": list(each.workloads),
            "skus": list(each.skus),
            "as_of": f"{each.as_of}" if each.as_of is not None else None,
        }
        for each in plan.product_seats
    ]
    preview = None if after is before else _preview_object(after.plan, preview_of(before, after))
    findings = [each.sentence for each in seat_findings(plan)]
    return {"internal": True, "currency": plan.currency, "products": products, "findings": findings, "preview": preview}


def _preview_object(plan: Plan, found: SeatsPreview) -> dict[str, Any]:
    return {
        "told": [fact_sentence(plan, fact) for fact in found.told],
        "changes": variance_object(found.variance),
        "thresholds": [{**each._asdict(), "is_crossed": each.is_crossed} for each in found.thresholds],
        "fallen": [fallen_object(each) for each in found.fallen],
        "appeared": [each.sentence for each in found.appeared],
        "gone": [each.sentence for each in found.gone],
    }


def print_seats(console: Console, before: State, after: State) -> None:
    """The products, and what a change does to them."""
    plan = after.plan
    if not plan.product_seats:
        console.print("Nothing is told of the seats of any product.")
    rows = (
        (
            each.product,
            f"{each.seats:,}",
            ", ".join(each.workloads),
            ", ".join(each.skus) or "–",
            f"{each.as_of or '–'}",
        )
        for each in plan.product_seats
    )
    print_table(console, ("Product", "Seats", "For", "Sold as", "As of"), rows, figures={1})
    for finding in seat_findings(plan):
        print_sentence(console, f"{finding.sentence} {finding.remedy}")
    if after is not before:
        for sentence in preview_sentences(preview_of(before, after), after.plan):
            print_sentence(console, sentence)
