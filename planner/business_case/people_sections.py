"""The sections about people: who asks, who does what, what they reckon with, and what they have yet to settle."""

from collections import defaultdict
from collections.abc import Iterator

from planner.business_case.case import Case
from planner.business_case.document import Block, Bullets, Column, Fact, Heading, Paragraph, Table
from planner.business_case.external_view import Work
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED, or_blank

LETTERS = "Funding letters"


# Who asks, and who does what


def facts(case: Case) -> tuple[Fact, ...]:
    """Names, numbers and dates of the first page."""
    header, notation, version = case.view.header, case.notation, case.version
    return (
        Fact("Customer", header.customer),
        Fact("Rollout", header.plan),
        Fact("Tenant id", or_blank(header.tenant_id)),
        Fact("Agreement number", or_blank(header.agreement_number)),
        Fact("Renewal date", notation.day(header.renewal_on) if header.renewal_on else TO_BE_CONFIRMED),
        Fact("Account team contact", or_blank(header.account_team_contact)),
        Fact("Executive sponsor", or_blank(header.executive_sponsor)),
        Fact("Deployment owner", or_blank(header.deployment_owner)),
        Fact("Currency", header.currency),
        Fact("Version", f"{version[:1].upper()}{version[1:]}, as of {notation.day(header.as_of)}"),
        Fact("Suppliers", _named(case, notation.listed(header.suppliers))),
        Fact(LETTERS, _named(case, "; ".join(header.letters))),
    )


def _named(case: Case, names: str) -> str:
    """Names that only a request needs."""
    return or_blank(names) if case.view.requests else names or NOTHING


def responsibilities(case: Case) -> Iterator[Block]:
    """What each party does."""
    view = case.view
    yield Heading(view.header.customer)
    yield Bullets(tuple(_customer_duties(case)))
    for supplier in view.header.suppliers:
        yield Heading(supplier)
        yield Bullets(tuple(_supplier_duties(case, supplier)))
    yield Heading("Microsoft account team")
    yield Bullets(tuple(_account_team_requests(case)))


def _customer_duties(case: Case) -> Iterator[str]:
    header, notation = case.view.header, case.notation
    yield f"Executive sponsor, who decides on scope and priorities: {or_blank(header.executive_sponsor)}."
    yield f"Deployment owner, who accepts deliverables and milestones: {or_blank(header.deployment_owner)}."
    for kind, sentence in (
        ("fasttrack", "Carries out, with remote FastTrack guidance"),
        ("internal", "Carries out with its own staff"),
    ):
        phases = notation.listed(each.id for each in case.view.work if each.delivery == kind)
        if phases:
            yield f"{sentence}: {phases}."
    if case.view.requests:
        share = notation.money(case.funded.cost - case.funded.off_price)
        yield f"Bears its share of the funded work, {share}, and the cost of all other work."
    else:
        yield "Bears the cost of all work."
    if any(each.target for each in case.view.work):
        yield "Measures the adoption targets from the named sources on the named days and shares the results."
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for each in case.view.work:
        if each.owner:
            owners[each.owner].append(each.id)
    if owners:
        told = "; ".join(f"{owner} ({', '.join(phases)})" for owner, phases in owners.items())
        yield f"Owners of phases: {told}."


def _supplier_duties(case: Case, supplier: str) -> Iterator[str]:
    notation = case.notation
    work = [each for each in case.view.work if each.supplier == supplier]
    yield f"Delivers {notation.listed(each.id for each in work)} under a signed statement of work."
    proven = {each.phase for each in case.view.proofs if each.producer == supplier}
    in_order = notation.listed(each.id for each in work if each.id in proven)
    yield f"Produces the proof of execution for {in_order} by the dates in section 10."


def _account_team_requests(case: Case) -> Iterator[str]:
    view, notation = case.view, case.notation
    pending = [request for request in view.requests if request.approved_on is None]
    if pending:
        dates = notation.listed(f"{each.id} by {notation.day(each.decision_by)}" for each in pending)
        yield f"Is asked to decide on {dates}."
    guided = notation.listed(each.id for each in view.work if each.delivery == "fasttrack")
    if guided:
        yield f"Is asked to arrange FastTrack remote guidance for {guided}."
    if any(_open_points(case)):
        yield f"Is asked to help settle in writing the points marked “{TO_BE_CONFIRMED}”."
    if view.proofs:
        yield "Is asked to review proof of execution as it is submitted, and to name missing parts before the deadline."


# What could go wrong


def risks(case: Case) -> Iterator[Block]:
    """Risks, assumptions, open points, and how changes are told."""
    view = case.view
    columns = (Column("Risk", width=1), Column("Mitigation", width=1))
    rows = tuple((each.description, or_blank(each.mitigation)) for each in view.risks)
    if rows:
        yield Table("Risks", "Risks", columns, rows)
    else:
        yield Paragraph(f"Risks: {TO_BE_CONFIRMED}.")
    yield Heading("Assumptions")
    yield Bullets(tuple(_assumptions(case)))
    yield Heading("To be confirmed before signature")
    open_points = tuple(_open_points(case))
    yield Bullets(open_points) if open_points else Paragraph("Nothing; every fact in this request is recorded.")
    yield Heading("Change control")
    yield Paragraph(
        "A change of dates, supplier or scope that touches a funded phase is told to the account team in writing "
        "before it takes effect, with the changed tables of this request."
    )


def _assumptions(case: Case) -> Iterator[str]:
    view, notation = case.view, case.notation
    yield "Dates are working days of the customer's calendar; phases that change production respect the blackout dates."
    pending = [request.id for request in view.requests if request.approved_on is None]
    if pending:
        yield f"Approval by the dates in section 8: {notation.listed(pending)}."
    pairs = dict.fromkeys((each.credits, each.document) for each in view.shared_phases)
    for credits_sharing, document in pairs:
        shared = [
            each.phase for each in view.shared_phases if (each.credits, each.document) == (credits_sharing, document)
        ]
        source = f"as confirmed in {document}" if document else f"written confirmation {TO_BE_CONFIRMED}"
        yield f"{notation.listed(credits_sharing)} each fund a part of {notation.listed(shared)}, {source}."


# What is yet to settle


def _open_points(case: Case) -> Iterator[str]:
    view = case.view
    for fact in facts(case):
        if fact.value == TO_BE_CONFIRMED and fact.label != LETTERS:
            yield f"{fact.label}."
    for label, text in (("Business problem", view.business_problem), ("Outcome", view.outcome)):
        if not text.strip():
            yield f"{label}."
    yield from _open_by_credit(case)
    yield from _open_by_phase(case)


def _open_by_credit(case: Case) -> Iterator[str]:
    """What is missing for credits, each point once with the credits that it concerns."""
    points: defaultdict[str, list[str]] = defaultdict(list)
    for request in case.view.requests:
        if not request.letter:
            points[LETTERS].append(request.id)
        for condition in request.conditions:
            if condition.standing == "open":
                points[condition.requires].append(request.id)
    for point, names in points.items():
        yield f"{point}: {case.notation.listed(names)}."


def _open_by_phase(case: Case) -> Iterator[str]:
    view, notation = case.view, case.notation
    for label, phases in (
        ("Proof of execution artefacts", [each.phase for each in view.milestones if not each.proof.strip()]),
        ("Hours of milestones", [each.phase for each in view.milestones if each.hours is None]),
        ("Exclusions from scope", [each.id for each in view.work if each.requested and not each.exclusions]),
        ("Figures of adoption targets", [each.id for each in view.work if each.requested and not _is_measurable(each)]),
        ("Dates", list(view.unscheduled)),
    ):
        if phases:
            yield f"{label}: {notation.listed(phases)}."


def _is_measurable(work: Work) -> bool:
    target = work.target
    return target is not None and None not in {target.baseline, target.value, target.measured_on}
