"""The sections about people: who asks, who does what, what they reckon with, and what they have yet to settle."""

from collections import defaultdict
from collections.abc import Iterator

from planner.business_case.case import Case
from planner.business_case.document import Block, Bullets, Column, Fact, Heading, Paragraph, Table
from planner.business_case.external_view import Work
from planner.business_case.notation import NOTHING, message

LETTERS = message("Funding letters")


# Who asks, and who does what


def facts(case: Case) -> tuple[Fact, ...]:
    """Names, numbers and dates of the first page."""
    header, notation, words, version = case.view.header, case.notation, case.notation.words, case.version
    or_blank, to_be_confirmed = notation.or_blank, notation.to_be_confirmed
    return (
        Fact(words("Customer"), header.customer),
        Fact(words("Rollout"), header.plan),
        Fact(words("Tenant id"), or_blank(header.tenant_id)),
        Fact(words("Agreement number"), or_blank(header.agreement_number)),
        Fact(words("Renewal date"), notation.day(header.renewal_on) if header.renewal_on else to_be_confirmed),
        Fact(words("Account team contact"), or_blank(header.account_team_contact)),
        Fact(words("Executive sponsor"), or_blank(header.executive_sponsor)),
        Fact(words("Deployment owner"), or_blank(header.deployment_owner)),
        Fact(words("Currency"), header.currency),
        Fact(words("Version"), f"{version[:1].upper()}{version[1:]}, {case.as_of}"),
        Fact(words("Suppliers"), _named(case, notation.listed(header.suppliers))),
        Fact(words(LETTERS), _named(case, "; ".join(header.letters))),
    )


def _named(case: Case, names: str) -> str:
    """Names that only a request needs."""
    return case.notation.or_blank(names) if case.view.requests else names or NOTHING


def responsibilities(case: Case) -> Iterator[Block]:
    """What each party does."""
    words = case.notation.words
    view = case.view
    yield Heading(view.header.customer)
    yield Bullets(tuple(_customer_duties(case)))
    for supplier in view.header.suppliers:
        yield Heading(supplier)
        yield Bullets(tuple(_supplier_duties(case, supplier)))
    yield Heading(words("Microsoft account team"))
    yield Bullets(tuple(_account_team_requests(case)))


def _customer_duties(case: Case) -> Iterator[str]:
    header, notation, words = case.view.header, case.notation, case.notation.words
    yield words(
        "Executive sponsor, who decides on scope and priorities: {name}.",
        name=notation.or_blank(header.executive_sponsor),
    )
    yield words(
        "Deployment owner, who accepts deliverables and milestones: {name}.",
        name=notation.or_blank(header.deployment_owner),
    )
    for kind, sentence in (
        ("fasttrack", message("Carries out, with remote FastTrack guidance: {phases}.")),
        ("internal", message("Carries out with its own staff: {phases}.")),
    ):
        phases = notation.listed(each.id for each in case.view.work if each.delivery == kind)
        if phases:
            yield words(sentence, phases=phases)
    if case.view.requests:
        share = notation.money(case.funded.cost - case.funded.off_price)
        yield words("Bears its share of the funded work, {share}, and the cost of all other work.", share=share)
    else:
        yield words("Bears the cost of all work.")
    if any(each.target for each in case.view.work):
        yield words("Measures the adoption targets from the named sources on the named days and shares the results.")
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for each in case.view.work:
        if each.owner:
            owners[each.owner].append(each.id)
    if owners:
        told = "; ".join(f"{owner} ({', '.join(phases)})" for owner, phases in owners.items())
        yield words("Owners of phases: {owners}.", owners=told)


def _supplier_duties(case: Case, supplier: str) -> Iterator[str]:
    notation, words = case.notation, case.notation.words
    work = [each for each in case.view.work if each.supplier == supplier]
    phases = notation.listed(each.id for each in work)
    yield words("Delivers {phases} under a signed statement of work.", phases=phases)
    proven = {each.phase for each in case.view.proofs if each.producer == supplier}
    in_order = notation.listed(each.id for each in work if each.id in proven)
    yield words("Produces the proof of execution for {phases} by the dates in section 10.", phases=in_order)


def _account_team_requests(case: Case) -> Iterator[str]:
    view, notation, words = case.view, case.notation, case.notation.words
    pending = [request for request in view.requests if request.approved_on is None]
    if pending:
        dates = notation.listed(
            words("{credit} by {day}", credit=each.id, day=notation.day(each.decision_by)) for each in pending
        )
        yield words("Is asked to decide on {credits}.", credits=dates)
    guided = notation.listed(each.id for each in view.work if each.delivery == "fasttrack")
    if guided:
        yield words("Is asked to arrange FastTrack remote guidance for {phases}.", phases=guided)
    if any(_open_points(case)):
        yield words(
            "Is asked to help settle in writing the points marked “{to_be_confirmed}”.",
            to_be_confirmed=notation.to_be_confirmed,
        )
    if view.proofs:
        yield words(
            "Is asked to review proof of execution as it is submitted, and to name missing parts before the deadline."
        )


# What could go wrong


def risks(case: Case) -> Iterator[Block]:
    """Risks, assumptions, open points, and how changes are told."""
    view, words = case.view, case.notation.words
    columns = (Column(words("Risk"), width=1), Column(words("Mitigation"), width=1))
    rows = tuple((each.description, case.notation.or_blank(each.mitigation)) for each in view.risks)
    if rows:
        yield Table(words("Risks"), words("Risks"), columns, rows)
    else:
        yield Paragraph(words("Risks: to be confirmed."))
    yield Heading(words("Assumptions"))
    yield Bullets(tuple(_assumptions(case)))
    yield Heading(words("To be confirmed before signature"))
    open_points = tuple(_open_points(case))
    yield Bullets(open_points) if open_points else Paragraph(words("Nothing; every fact in this request is recorded."))
    yield Heading(words("Change control"))
    told = words(
        "A change of dates, supplier or scope that touches a funded phase is told to the account team in writing "
        "before it takes effect, with the changed tables of this request."
    )
    yield Paragraph(told)


def _assumptions(case: Case) -> Iterator[str]:
    view, notation, words = case.view, case.notation, case.notation.words
    yield words(
        "Dates are working days of the customer's calendar; phases that change production respect the change freezes."
    )
    pending = [request.id for request in view.requests if request.approved_on is None]
    if pending:
        yield words("Approval by the dates in section 8: {credits}.", credits=notation.listed(pending))
    pairs = dict.fromkeys((each.credits, each.document) for each in view.shared_phases)
    for credits_sharing, document in pairs:
        shared = [
            each.phase for each in view.shared_phases if (each.credits, each.document) == (credits_sharing, document)
        ]
        sentence = message("{credits} each fund a part of {phases}, written confirmation to be confirmed.")
        if document:
            sentence = message("{credits} each fund a part of {phases}, as confirmed in {document}.")
        named = {"credits": notation.listed(credits_sharing), "phases": notation.listed(shared)}
        yield words(sentence, document=document, **named)


# What is yet to settle


def _open_points(case: Case) -> Iterator[str]:
    view, words = case.view, case.notation.words
    for fact in facts(case):
        if fact.value == case.notation.to_be_confirmed and fact.label != words(LETTERS):
            yield f"{fact.label}."
    for label, text in ((words("Business problem"), view.business_problem), (words("Outcome"), view.outcome)):
        if not text.strip():
            yield f"{label}."
    yield from _open_by_credit(case)
    yield from _open_by_phase(case)


def _open_by_credit(case: Case) -> Iterator[str]:
    """What is missing for credits, each point once with the credits that it concerns."""
    points: defaultdict[str, list[str]] = defaultdict(list)
    for request in case.view.requests:
        if not request.letter:
            points[case.notation.words(LETTERS)].append(request.id)
        for condition in request.conditions:
            if condition.standing == "open":
                points[condition.requires].append(request.id)
    for point, names in points.items():
        yield f"{point}: {case.notation.listed(names)}."


def _open_by_phase(case: Case) -> Iterator[str]:
    view, notation, words = case.view, case.notation, case.notation.words
    for label, phases in (
        (words("Proof of execution artefacts"), [each.phase for each in view.milestones if not each.proof.strip()]),
        (words("Hours of milestones"), [each.phase for each in view.milestones if each.hours is None]),
        (words("Exclusions from scope"), [each.id for each in view.work if each.requested and not each.exclusions]),
        (
            words("Figures of adoption targets"),
            [each.id for each in view.work if each.requested and not _is_measurable(each)],
        ),
        (words("Dates"), list(view.unscheduled)),
    ):
        if phases:
            yield f"{label}: {notation.listed(phases)}."


def _is_measurable(work: Work) -> bool:
    target = work.target
    return target is not None and None not in {target.baseline, target.value, target.measured_on}
