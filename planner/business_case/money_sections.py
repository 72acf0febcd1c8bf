"""The sections about the money: what is requested on what terms, what proves the work, and what is left out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.business_case.case import Case, delivered_by, quarter_ends
from planner.business_case.document import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from planner.business_case.external_view import Proof, Request, Work
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED, Notation, or_blank

STANDINGS = {"holds": "holds", "open": TO_BE_CONFIRMED, "broken": "does not hold"}
MILLION = 1_000_000


# What is requested


def funding(case: Case) -> Iterator[Block]:
    """Each credit with its terms and conditions, then who bears what part of the cost."""
    if not case.view.requests:
        yield Paragraph("No funding is requested with this schedule.")
    for request in case.view.requests:
        yield Heading(f"{request.id} · {request.name}")
        yield Paragraph(_terms(case, request))
        columns = (
            Column("Condition", width=4),
            Column("Evidence", width=4),
            Column("As proposed", "standing", width=1.2),
        )
        rows = tuple((each.requires, each.evidence, STANDINGS[each.standing]) for each in request.conditions)
        yield Table(f"Conditions {request.id}", "", columns, rows)
    yield Heading("Cost share")
    if case.view.requests:
        yield _cost_by_phase(case)
    yield _cost_by_kind(case)
    if case.view.payable:
        yield _payable(case)
    if case.view.on_invoice:
        amount = case.notation.money(case.view.on_invoice)
        yield Paragraph(f"Of the funding requested, {amount} would be credited on an invoice of another service.")
    yield from _entitled_help(case)


def _terms(case: Case, request: Request) -> str:
    """What is asked of a credit, and what the letter says about its payment."""
    notation = case.notation
    parts = [
        f"Requested: {notation.money(request.requested)} of up to {notation.money(request.face)}.",
        f"Share: {notation.percent(request.share)} of the eligible cost.",
        f"Letter: {or_blank(request.letter)}.",
        _payment(notation, request),
    ]
    if request.letter_currency and request.exchange_dated is not None:
        rate = notation.number(request.exchange_millionths / MILLION)
        dated = notation.day(request.exchange_dated)
        parts.append(f"The letter is in {request.letter_currency}, here at {rate} {notation.currency} as of {dated}.")
    return " ".join(parts)


def _payment(notation: Notation, request: Request) -> str:
    payee = {"partner": "the delivering supplier", "customer": "the customer"}[request.payee]
    where = " on an invoice of another service" if request.realised_by == "invoice" else ""
    if len(request.tranches) == 1:
        return f"Payable to {payee}{where} against proof of execution."
    tranches = " and ".join(notation.percent(each) for each in request.tranches)
    return f"Payable to {payee}{where} against proof of execution, in tranches of {tranches}."


def _cost_by_phase(case: Case) -> Table:
    notation = case.notation
    columns = (
        Column("Phase", width=3.2),
        Column("Delivered by", width=2),
        Column("Cost", "money", is_summed=True),
        Column("Requested", "money", is_summed=True),
        Column("Customer's share", "money", is_summed=True),
        Column("From credits", width=2.6),
    )
    rows = tuple(
        (
            f"{each.id} · {each.name}",
            delivered_by(each),
            each.cost,
            each.requested,
            each.cost - each.off_price,
            _from_credits(case, each),
        )
        for each in case.view.work
        if each.requested
    )
    return Table("Cost share by phase", f"Funded work by phase ({notation.currency})", columns, rows, "Total")


def _from_credits(case: Case, work: Work) -> str:
    paid = (each for each in case.view.funded_work if each.phase == work.id)
    return ", ".join(f"{each.credit} {case.notation.number(each.amount)}" for each in paid)


def _payable(case: Case) -> Table:
    """What is requested by the quarter in which it would be paid, as milestones and their proof come in."""
    columns = (
        Column("In the quarter that ends", "day"),
        Column("Payable", "money", is_summed=True),
        Column("From credits", width=4),
    )
    days = [each.on for each in case.view.payable]
    ends = quarter_ends(min(days), max(days))
    rows = []
    for begins, end in zip((date.min, *ends[:-1]), ends, strict=True):
        due = [each for each in case.view.payable if begins < each.on <= end]
        sums: Counter[str] = Counter()
        for each in due:
            sums[each.credit] += each.amount
        if due:
            told = ", ".join(f"{credit} {case.notation.number(amount)}" for credit, amount in sums.items())
            rows.append((end, sums.total(), told))
    return Table("Payable by quarter", f"Payable by quarter ({case.notation.currency})", columns, tuple(rows), "Total")


def _cost_by_kind(case: Case) -> Table:
    columns = (
        Column("Work", width=4),
        Column("Cost", "money", is_summed=True),
        Column("Requested", "money", is_summed=True),
        Column("Customer's share", "money", is_summed=True),
    )
    names = {
        "funded": "Partner work for which funding is requested",
        "unfunded": "Partner work carried by the customer alone",
        "own": "The customer's own labour, FastTrack-guided phases included",
    }
    rows = tuple(
        (names[each.kind], each.cost, each.requested or None, each.cost - each.off_price)
        for each in case.view.cost_shares
        if each.cost or each.requested
    )
    return Table("Cost share", f"The whole rollout ({case.notation.currency})", columns, rows, "Total")


def _entitled_help(case: Case) -> Iterator[Block]:
    notation = case.notation
    if not case.view.entitled_help:
        return
    yield Heading("Entitled FastTrack guidance")
    yield Paragraph(
        "Remote guidance that comes with the subscription. It has no price, is not part of the funding requested and "
        "is added to no sum in this document."
    )
    columns = (
        Column("Entitlement", width=2),
        Column("Seats needed", "count"),
        Column("Seats owned", "count"),
        Column("Request date", "day"),
        Column("Status", width=1),
        Column("Used in phases", width=3),
    )
    rows = tuple(
        (
            each.name,
            each.threshold_seats,
            each.seats_owned,
            each.requested_on or (None if each.status == "not requested" else TO_BE_CONFIRMED),
            each.status,
            notation.listed(each.phases) or NOTHING,
        )
        for each in case.view.entitled_help
    )
    yield Table("Entitled guidance", "", columns, rows)


# What proves the work


def proofs(case: Case) -> Iterator[Block]:
    """Who proves what by when, by its day."""
    columns = (
        Column("Ready by", "day"),
        Column("Credit", "code"),
        Column("Phase", width=2),
        Column("Artefact", width=3.4),
        Column("Produced by", width=1.4),
        Column("Deadline", "day"),
        Column("Slack", "count"),
    )
    rows = tuple(_proof_row(case, each) for each in case.view.proofs)
    if rows:
        yield Paragraph("Slack is counted in working days from the day on which proof is ready to the deadline.")
        yield Table("Proof calendar", "", columns, rows)
    else:
        yield Paragraph("No proof of execution is due.")


def _proof_row(case: Case, proof: Proof) -> tuple[Cell, ...]:
    return (
        proof.ready_on,
        proof.credit,
        f"{proof.phase} · {case.work[proof.phase].name}",
        or_blank("; ".join(proof.artefacts)),
        proof.producer,
        proof.deadline or TO_BE_CONFIRMED,
        proof.slack,
    )


# What is left out, and on what terms


def not_requested(case: Case) -> Iterator[Block]:
    """Credits that are left, in part or whole, and why."""
    if not case.view.not_requested:
        offered = "Every credit is requested in full." if case.view.requests else "No credit is offered."
        yield Paragraph(offered)
        return
    columns = (
        Column("Credit", width=2.5),
        Column("Letter", width=2.5),
        Column("Offered up to", "money"),
        Column("Requested", "money"),
        Column("Not requested", "money"),
        Column("Reason", width=5),
    )
    rows = tuple(
        (
            f"{each.id} · {each.name}",
            or_blank(each.letter),
            each.face,
            each.requested or None,
            each.face - each.requested,
            " ".join(each.reasons),
        )
        for each in case.view.not_requested
    )
    yield Paragraph("Credits offered to the customer that are not requested, or not in full, with the proposed dates.")
    yield Table("Not requested", f"Offered, not requested ({case.notation.currency})", columns, rows)


def statement(case: Case) -> Iterator[Block]:
    """The terms of the request itself."""
    additive = (
        "Funding is additive to price: it helps with the cost of deployment services, and neither replaces nor "
        "changes the commercial terms of the agreement."
    )
    requested = (
        "Sums are requested, not awarded; dates are proposed. Conditions are cited as the customer reads its own "
        "letters and are no statement of Microsoft's policy."
    )
    yield Bullets(
        (
            "This request is subject to a signed statement of work and to the terms of the letters cited.",
            additive,
            f"Nothing in this request commits {case.view.header.customer} to purchase, renew or expand anything.",
            requested,
        )
    )
