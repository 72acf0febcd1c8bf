"""The sections about the money: what is requested on what terms, what proves the work, and what is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from planner.business_case.case import Case, delivered_by, quarter_ends
from planner.business_case.document import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from planner.business_case.external_view import Proof, Request, Work
from planner.business_case.notation import NOTHING, STANDINGS, Notation, message
from planner.funding.credits import Payee, RealisedBy
from planner.funding.entitlements import EntitlementStatus

MILLION = 1_000_000


# What is requested


def funding(case: Case) -> Iterator[Block]:
    """Each credit with its terms and conditions, then who bears what part of the cost."""
    words = case.notation.words
    if not case.view.requests:
        yield Paragraph(words("No funding is requested with this schedule."))
    for request in case.view.requests:
        yield Heading(f"{request.id} · {request.name}")
        yield Paragraph(_terms(case, request))
        columns = (
            Column(words("Condition"), width=4),
            Column(words("Evidence"), width=4),
            Column(words("As proposed"), "standing", width=1.2),
        )
        rows = tuple((each.requires, each.evidence, words(STANDINGS[each.standing])) for each in request.conditions)
        yield Table(words("Conditions {credit}", credit=request.id), "", columns, rows)
    yield Heading(words("Cost share"))
    if case.view.requests:
        yield _cost_by_phase(case)
    yield _cost_by_kind(case)
    if case.view.payable:
        yield _payable(case)
    if case.view.on_invoice:
        amount = case.notation.money(case.view.on_invoice)
        told = words(
            "Of the funding requested, {amount} would be credited on an invoice of another service.", amount=amount
        )
        yield Paragraph(told)
    yield from _entitled_help(case)


def _terms(case: Case, request: Request) -> str:
    """What is asked of a credit, and what the letter says about its payment."""
    notation, words = case.notation, case.notation.words
    requested, face = notation.money(request.requested), notation.money(request.face)
    parts = [
        words("Requested: {requested} of up to {face}.", requested=requested, face=face),
        words("Share: {share} of the eligible cost.", share=notation.percent(request.share)),
        words("Letter: {letter}.", letter=notation.or_blank(request.letter)),
        _payment(notation, request),
    ]
    if request.letter_currency and request.exchange_dated is not None:
        told = words(
            "The letter is in {letter_currency}, here at {rate} {currency} as of {day}.",
            letter_currency=request.letter_currency,
            rate=notation.number(request.exchange_millionths / MILLION),
            currency=notation.currency,
            day=notation.day(request.exchange_dated),
        )
        parts.append(told)
    return " ".join(parts)


PAYMENTS: Mapping[tuple[Payee, RealisedBy], str] = {
    ("partner", "price"): message("Payable to the delivering supplier against proof of execution"),
    ("customer", "price"): message("Payable to the customer against proof of execution"),
    ("partner", "invoice"): message(
        "Payable to the delivering supplier on an invoice of another service against proof of execution"
    ),
    ("customer", "invoice"): message(
        "Payable to the customer on an invoice of another service against proof of execution"
    ),
}


def _payment(notation: Notation, request: Request) -> str:
    payment = notation.words(PAYMENTS[request.payee, request.realised_by])
    if len(request.tranches) == 1:
        return f"{payment}."
    tranches = notation.listed_each(notation.percent(each) for each in request.tranches)
    return notation.words("{payment}, in tranches of {tranches}.", payment=payment, tranches=tranches)


def _cost_by_phase(case: Case) -> Table:
    notation, words = case.notation, case.notation.words
    columns = (
        Column(words("Phase"), width=3.2),
        Column(words("Delivered by"), width=2),
        Column(words("Cost"), "money", is_summed=True),
        Column(words("Requested"), "money", is_summed=True, is_request=True),
        Column(words("Customer's share"), "money", is_summed=True),
        Column(words("From credits"), width=2.6),
    )
    rows = tuple(
        (
            f"{each.id} · {each.name}",
            delivered_by(case, each),
            each.cost,
            each.requested,
            each.cost - each.off_price,
            _from_credits(case, each),
        )
        for each in case.view.work
        if each.requested
    )
    title = words("Funded work by phase ({currency})", currency=notation.currency)
    return Table(words("Cost share by phase"), title, columns, rows, words("Total"))


def _from_credits(case: Case, work: Work) -> str:
    paid = (each for each in case.view.funded_work if each.phase == work.id)
    return ", ".join(f"{each.credit} {case.notation.number(each.amount)}" for each in paid)


def _payable(case: Case) -> Table:
    """What is requested by the quarter in which it would be paid, as milestones and their proof come in."""
    words = case.notation.words
    columns = (
        Column(words("In the quarter that ends"), "day"),
        Column(words("Payable"), "money", is_summed=True),
        Column(words("From credits"), width=4),
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
    title = words("Payable by quarter ({currency})", currency=case.notation.currency)
    return Table(words("Payable by quarter"), title, columns, tuple(rows), words("Total"))


def _cost_by_kind(case: Case) -> Table:
    words = case.notation.words
    columns = (
        Column(words("Work"), width=4),
        Column(words("Cost"), "money", is_summed=True),
        Column(words("Requested"), "money", is_summed=True, is_request=True),
        Column(words("Customer's share"), "money", is_summed=True),
    )
    names = {
        "funded": words("Partner work for which funding is requested"),
        "unfunded": words("Partner work carried by the customer alone"),
        "own": words("The customer's own labour, FastTrack-guided phases included"),
    }
    rows = tuple(
        (names[each.kind], each.cost, each.requested or None, each.cost - each.off_price)
        for each in case.view.cost_shares
        if each.cost or each.requested
    )
    title = words("The whole rollout ({currency})", currency=case.notation.currency)
    return Table(words("Cost share"), title, columns, rows, words("Total"))


STATUSES: Mapping[EntitlementStatus, str] = {
    "not requested": message("not requested"),
    "requested": message("requested"),
    "engaged": message("engaged"),
    "completed": message("completed"),
    "declined": message("declined"),
}


def _entitled_help(case: Case) -> Iterator[Block]:
    notation, words = case.notation, case.notation.words
    if not case.view.entitled_help:
        return
    yield Heading(words("Entitled FastTrack guidance"))
    told = words(
        "Remote guidance that comes with the subscription. It has no price, is not part of the funding requested and "
        "is added to no sum in this document."
    )
    yield Paragraph(told)
    columns = (
        Column(words("Entitlement"), width=2),
        Column(words("Seats needed"), "count"),
        Column(words("Seats owned"), "count"),
        Column(words("Request date"), "day"),
        Column(words("Status"), width=1),
        Column(words("Used in phases"), width=3),
    )
    rows = tuple(
        (
            each.name,
            each.threshold_seats,
            each.seats_owned,
            each.requested_on or (None if each.status == "not requested" else notation.to_be_confirmed),
            words(STATUSES[each.status]),
            notation.listed(each.phases) or NOTHING,
        )
        for each in case.view.entitled_help
    )
    yield Table(words("Entitled guidance"), "", columns, rows)


# What proves the work


def proofs(case: Case) -> Iterator[Block]:
    """Who proves what by when, by its day."""
    words = case.notation.words
    columns = (
        Column(words("Ready by"), "day"),
        Column(words("Credit"), "code"),
        Column(words("Phase"), width=2),
        Column(words("Artefact"), width=3.4),
        Column(words("Produced by"), width=1.4),
        Column(words("Deadline"), "day"),
        Column(words("Slack"), "count"),
    )
    rows = tuple(_proof_row(case, each) for each in case.view.proofs)
    if rows:
        yield Paragraph(words("Slack is counted in working days from the day on which proof is ready to the deadline."))
        yield Table(words("Proof calendar"), "", columns, rows)
    else:
        yield Paragraph(words("No proof of execution is due."))


def _proof_row(case: Case, proof: Proof) -> tuple[Cell, ...]:
    return (
        proof.ready_on,
        proof.credit,
        f"{proof.phase} · {case.work[proof.phase].name}",
        case.notation.or_blank("; ".join(proof.artefacts)),
        proof.producer,
        proof.deadline or case.notation.to_be_confirmed,
        proof.slack,
    )


# What is left out, and on what terms


def not_requested(case: Case) -> Iterator[Block]:
    """Credits that are left, in part or whole, and why."""
    notation, words = case.notation, case.notation.words
    if not case.view.not_requested:
        in_full, none = words("Every credit is requested in full."), words("No credit is offered.")
        yield Paragraph(in_full if case.view.requests else none)
        return
    columns = (
        Column(words("Credit"), width=2.5),
        Column(words("Letter"), width=2.5),
        Column(words("Offered up to"), "money"),
        Column(words("Requested"), "money", is_request=True),
        Column(words("Not requested"), "money"),
        Column(words("Reason"), width=5),
    )
    rows = tuple(
        (
            f"{each.id} · {each.name}",
            notation.or_blank(each.letter),
            each.face,
            each.requested or None,
            each.face - each.requested,
            " ".join(each.reasons),
        )
        for each in case.view.not_requested
    )
    yield Paragraph(
        words("Credits offered to the customer that are not requested, or not in full, with the proposed dates.")
    )
    title = words("Offered, not requested ({currency})", currency=notation.currency)
    yield Table(words("Not requested"), title, columns, rows)


def statement(case: Case) -> Iterator[Block]:
    """The terms of the request itself."""
    words = case.notation.words
    additive = words(
        "Funding is additive to price: it helps with the cost of deployment services, and neither replaces nor "
        "changes the commercial terms of the agreement."
    )
    requested = words(
        "Sums are requested, not awarded; dates are proposed. Conditions are cited as the customer reads its own "
        "letters and are no statement of Microsoft's policy."
    )
    yield Bullets(
        (
            words("This request is subject to a signed statement of work and to the terms of the letters cited."),
            additive,
            words(
                "Nothing in this request commits {customer} to purchase, renew or expand anything.",
                customer=case.view.header.customer,
            ),
            requested,
        )
    )
