"""Everything that the business case says, said once: one function for each section, from the external view alone.

It is a request: sums are requested, dates proposed, conditions cited from the customer's own letters.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.business_case.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Section,
    Table,
)
from planner.business_case.external_view import CostShare, ExternalView, Link, Proof, Request, SeatsLive, Target, Work
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED, Notation, or_blank
from planner.picture import svg
from planner.picture.time_axis import following_month

TITLE = "Deployment funding request"
STANDINGS = {"holds": "holds", "open": TO_BE_CONFIRMED, "broken": "does not hold"}
MILLION = 1_000_000
LETTERS = "Funding letters"
MOST_QUARTERS = 6


class Case(NamedTuple):
    """What a section is written from."""

    view: ExternalView
    notation: Notation

    @property
    def requested(self) -> int:
        return sum(request.requested for request in self.view.requests)

    @property
    def funded(self) -> CostShare:
        """The work for which something is requested."""
        return next(each for each in self.view.cost_shares if each.kind == "funded")

    @property
    def work(self) -> dict[str, Work]:
        return {each.id: each for each in self.view.work}


Sectioner = Callable[[Case], Iterator[Block]]


def compose(view: ExternalView, notation: Notation) -> Document:
    """The whole document."""
    case = Case(view, notation)
    header = view.header
    return Document(
        title=TITLE,
        subject=header.plan,
        customer=header.customer,
        author=header.customer,
        currency=header.currency,
        locale=notation.locale,
        as_of=header.as_of,
        footer=f"{header.customer} · {TITLE} · as of {notation.day(header.as_of)}",
        lead=_lead(case),
        headline=_headline(case),
        summary=_summary(case),
        facts=_facts(case),
        sections=tuple(
            Section(number, title, sheet, tuple(blocks(case)))
            for number, (title, sheet, blocks) in enumerate(SECTIONS, start=1)
        ),
    )


# The first page


def _lead(case: Case) -> str:
    header, notation = case.view.header, case.notation
    if not case.view.requests:
        return f"{header.customer} requests no deployment funding with this schedule."
    letters = f"{len(case.view.requests)} funding letter{'s' if len(case.view.requests) > 1 else ''}"
    return (
        f"{header.customer} requests {notation.money(case.requested)} of deployment funding under {letters}, towards "
        f"partner-delivered work with a cost of {notation.money(case.funded.cost)}. The request is subject to a signed "
        f"statement of work and is additive to price."
    )


def _headline(case: Case) -> tuple[Fact, ...]:
    notation, funded = case.notation, case.funded
    period = case.view.header.period
    return (
        Fact("Funding requested", notation.money(case.requested), is_money=True),
        Fact("Cost of the funded work", notation.money(funded.cost)),
        Fact("Customer's share of it", notation.money(funded.cost - funded.off_price)),
        Fact("Period of performance", notation.period(period.start, period.end) if period else TO_BE_CONFIRMED),
    )


def _summary(case: Case) -> Table:
    columns = (
        Column("Credit", width=3),
        Column("Programme", width=1.4),
        Column("Offered up to", "money", is_summed=True),
        Column("Requested", "money", is_summed=True),
        Column("Work window", width=2.3),
        Column("Proof by", "day"),
        Column("Conditions", width=1.7),
    )
    rows = tuple(_summary_row(case, request) for request in case.view.requests)
    return Table("Summary", f"Requested by credit ({case.notation.currency})", columns, rows, "Total")


def _summary_row(case: Case, request: Request) -> tuple[Cell, ...]:
    return (
        f"{request.id} · {request.name}",
        request.programme,
        request.face,
        request.requested,
        case.notation.period(request.window.start, request.window.end),
        request.proof_deadline,
        _standings(request),
    )


def _standings(request: Request) -> str:
    """How many conditions hold and how many do not, in words."""
    standings = Counter(each.standing for each in request.conditions)
    broken = standings["broken"]
    told = (
        (standings["holds"], "hold"),
        (standings["open"], TO_BE_CONFIRMED),
        (broken, "does not hold" if broken == 1 else "do not hold"),
    )
    return ", ".join(f"{count} {words}" for count, words in told if count)


def _facts(case: Case) -> tuple[Fact, ...]:
    header, notation = case.view.header, case.notation
    return (
        Fact("Customer", header.customer),
        Fact("Rollout", header.plan),
        Fact("Tenant id", or_blank(header.tenant_id)),
        Fact("Agreement number", or_blank(header.agreement_number)),
        Fact("Renewal date", notation.day(header.renewal_on) if header.renewal_on else TO_BE_CONFIRMED),
        Fact("Account team contact", or_blank(header.account_team_contact)),
        Fact("Executive sponsor", or_blank(header.executive_sponsor)),
        Fact("Deployment owner", or_blank(header.deployment_owner)),
        Fact("Suppliers", or_blank(notation.listed(header.suppliers))),
        Fact(LETTERS, or_blank("; ".join(header.letters))),
        Fact("Currency", header.currency),
        Fact("As of", notation.day(header.as_of)),
    )


# 1 and 2: why, and what


def _problem(case: Case) -> Iterator[Block]:
    yield Heading("Business problem")
    yield Paragraph(or_blank(case.view.business_problem))
    yield Heading("Outcome")
    yield Paragraph(or_blank(case.view.outcome))


def _scope(case: Case) -> Iterator[Block]:
    view, notation = case.view, case.notation
    columns = (
        Column("Workload", width=2),
        Column("Motions", width=2),
        Column("Seats", "count"),
        Column("Region", width=1),
        Column("Phases", width=3),
    )
    workloads = tuple(dict.fromkeys(each.workload for each in view.work))
    yield Table("Scope", "In scope", columns, tuple(_scope_row(case, workload) for workload in workloads))
    excluded = tuple((workload, _exclusions(case, workload)) for workload in workloads)
    rows = tuple((workload, text) for workload, text in excluded if text)
    if rows:
        headings = (Column("Workload", width=1), Column("Explicitly excluded (phases)", width=4))
        yield Table("Out of scope", "Out of scope", headings, rows)
    missing = [each.id for each in view.work if not each.exclusions]
    if missing:
        yield Paragraph(f"Exclusions {TO_BE_CONFIRMED}: {notation.listed(missing)}.")


def _exclusions(case: Case, workload: str) -> str:
    """What is excluded from a workload, each point once with the phases that name it."""
    points: defaultdict[str, list[str]] = defaultdict(list)
    for each in case.view.work:
        for point in each.exclusions if each.workload == workload else ():
            points[point].append(each.id)
    return "; ".join(f"{point} ({', '.join(phases)})" for point, phases in points.items())


def _scope_row(case: Case, workload: str) -> tuple[Cell, ...]:
    notation = case.notation
    work = [each for each in case.view.work if each.workload == workload]
    live = [each.seats for each in case.view.seats_live if each.workload == workload]
    return (
        workload,
        notation.listed(each.motion for each in work),
        max([*(each.seats for each in work), *live]) or None,
        notation.listed(each.region for each in work),
        notation.listed(each.id for each in work),
    )


# 3: when


def _plan(case: Case) -> Iterator[Block]:
    view = case.view
    for number, layout in enumerate(view.pictures, start=1):
        yield Picture(svg.draw(layout, picture_wording(case.notation)), _alternative(case, number))
    columns = (
        Column("Phase", "code"),
        Column("Work", width=3.2),
        Column("Workload", width=1.9),
        Column("Motion", "code"),
        Column("Seats", "count"),
        Column("Start", "day"),
        Column("Finish", "day"),
        Column("Delivered by", width=1.7),
        Column("Depends on", width=1.8),
    )
    yield Table("Phases", "Phases and proposed dates", columns, tuple(_phase_row(case, each) for each in view.work))
    if view.unscheduled:
        yield Paragraph(f"Dates {TO_BE_CONFIRMED}: {case.notation.listed(view.unscheduled)}.")
    yield from _blackouts(case)


def _phase_row(case: Case, work: Work) -> tuple[Cell, ...]:
    return (
        work.id,
        work.name,
        work.workload,
        work.motion,
        work.seats or None,
        work.start,
        work.finish,
        _delivered_by(work),
        "; ".join(_dependency(case, work.after)) or NOTHING,
    )


def _delivered_by(work: Work) -> str:
    return {"partner": work.supplier, "fasttrack": "FastTrack, remote", "internal": "Customer"}[work.delivery]


def _dependency(case: Case, links: tuple[Link, ...]) -> Iterator[str]:
    """What a phase waits for, in words; links without a lag are told together."""
    after = [link.predecessor for link in links if link.type == "FS" and link.lag == 0]
    if after:
        yield f"after {case.notation.listed(after)}"
    for link in links:
        if link.type != "FS" or link.lag:
            yield _link(link)


def _link(link: Link) -> str:
    verb, event = {
        "FS": ("starts after", "ends"),
        "SS": ("starts after", "starts"),
        "FF": ("ends after", "ends"),
        "SF": ("ends after", "starts"),
    }[link.type]
    if link.lag == 0:
        return f"{verb} {link.predecessor} {event}"
    lag = f"{abs(link.lag)} working day{'s' if abs(link.lag) > 1 else ''}"
    if link.lag > 0:
        return f"{verb} {link.predecessor} {event}, plus {lag}"
    return f"{verb} {link.predecessor} {event}, less {lag}"


def _blackouts(case: Case) -> Iterator[Block]:
    columns = (Column("Blackout", width=2), Column("From", "day"), Column("To", "day"), Column("Effect", width=4))
    effects = {
        "pause": "Phases that change production stand still",
        "block": "No phase that changes production runs",
    }
    rows = tuple((each.name, each.days.start, each.days.end, effects[each.kind]) for each in case.view.blackouts)
    if rows:
        yield Table("Blackouts", "Blackout dates", columns, rows)
    else:
        yield Paragraph("No blackout dates are named.")


def _alternative(case: Case, number: int) -> str:
    layout = case.view.pictures[number - 1]
    notation = case.notation
    bars = [row.bar for row in layout.rows if row.bar]
    period = notation.period(min(bar.start for bar in bars), max(bar.finish for bar in bars))
    funded = [row for row in layout.rows if row.claimed]
    return (
        f"Timeline of {len(bars)} phases, {period}, with {len(layout.lanes)} funding windows above. Funding is "
        f"requested for {len(funded)} of the phases. The tables of phases and credits hold the same dates and sums."
    )


def picture_wording(notation: Notation) -> svg.Wording:
    """What the timeline says."""
    return svg.Wording(
        month=notation.month,
        day=notation.day,
        amount=notation.number,
        fiscal_year=lambda year: f"FY{year % 100:02}",
        fiscal_year_end=lambda day: f"Fiscal year end, {notation.day(day)}",
        credit="Credit",
        phase="Phase",
        partner="Partner",
        proof="Proof by",
        delivered_by="Delivered by",
        teams_heading="Teams",
        amount_heading="Requested",
        fasttrack="FastTrack, remote",
        internal="Customer",
        outline="FastTrack",
        solid="Partner",
        hatch="Customer",
        paid="Requested part of the cost",
        window="Funding window",
        filled="Requested part of the offer",
        deadline="Proof deadline",
        freeze="Blackout",
        load="Teams at work",
    )


# 4 and 5: what is delivered


def _milestones(case: Case) -> Iterator[Block]:
    notation = case.notation
    columns = (
        Column("Milestone", width=2.4),
        Column("Services", width=2.8),
        Column("Credit", "code"),
        Column(f"Amount ({notation.currency})", "money", is_summed=True),
        Column("Hours", "count", is_summed=True),
        Column("Due on or before", "day"),
        Column("Proof of execution", width=2.2),
    )
    rows = tuple(
        (
            f"{each.phase} · {each.name}",
            each.services,
            ", ".join(each.credits),
            each.amount,
            TO_BE_CONFIRMED if each.hours is None else each.hours,
            each.due,
            or_blank(each.proof),
        )
        for each in case.view.milestones
    )
    if not rows:
        yield Paragraph("No milestone carries requested funding.")
        return
    yield Paragraph(
        "Each milestone is delivered, proven and paid by itself. Amounts are the requested funding of its phase by the "
        "milestone's share; hours are those of the supplier's team, at its day rate unless agreed otherwise."
    )
    yield Table("Milestones", "", columns, rows, "Total")


def _targets(case: Case) -> Iterator[Block]:
    columns = (
        Column("Phase", "code"),
        Column("Workload", width=1.8),
        Column("Metric", width=2.6),
        Column("Baseline", width=1.3),
        Column("Target", width=1.5),
        Column("Measured on", "day"),
        Column("Data source", width=2.7),
    )
    rows = tuple(_target_row(case, each, each.target) for each in case.view.work if each.target is not None)
    if rows:
        yield Table("Targets", "", columns, rows)
    missing = [each.id for each in case.view.work if each.target is None]
    if missing:
        yield Paragraph(f"Targets {TO_BE_CONFIRMED}: {case.notation.listed(missing)}.")


def _target_row(case: Case, work: Work, target: Target) -> tuple[Cell, ...]:
    notation = case.notation
    bound = {"at_least": "at least ", "at_most": "at most ", None: ""}[target.direction]
    return (
        work.id,
        work.workload,
        target.metric or target.text,
        TO_BE_CONFIRMED if target.baseline is None else _measure(notation, target.baseline, target.unit),
        TO_BE_CONFIRMED if target.value is None else f"{bound}{_measure(notation, target.value, target.unit)}",
        target.measured_on or TO_BE_CONFIRMED,
        or_blank(target.data_source),
    )


def _measure(notation: Notation, value: float, unit: str) -> str:
    return f"{notation.number(value)}{'' if unit.startswith('%') else ' '}{unit}".rstrip()


# 6: the money


def _funding(case: Case) -> Iterator[Block]:
    for request in case.view.requests:
        yield Heading(f"{request.id} · {request.name}")
        yield Paragraph(_terms(case, request))
        columns = (Column("Condition", width=4), Column("Evidence", width=4), Column("Status", "standing", width=1.2))
        rows = tuple((each.requires, each.evidence, STANDINGS[each.standing]) for each in request.conditions)
        yield Table(f"Conditions {request.id}", "", columns, rows)
    yield Heading("Cost share")
    yield _cost_by_phase(case)
    yield _cost_by_kind(case)
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
            _delivered_by(each),
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
        Column("Requested on", "day"),
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


# 7 and 8: effect and duties


def _impact(case: Case) -> Iterator[Block]:
    live = case.view.seats_live
    if not live:
        yield Paragraph("No phase of this rollout is counted in seats.")
        return
    quarters = _quarter_ends(min(each.on for each in live), max(each.on for each in live))
    headings = (Column(f"By {case.notation.day(quarter)}", "count") for quarter in quarters)
    rows = tuple(
        (workload, *(_seats_by(live, workload, quarter) for quarter in quarters))
        for workload in dict.fromkeys(each.workload for each in live)
    )
    yield Paragraph(
        "Seats live after the phases that end by each day. Rings and waves of a workload are added up, to at most the "
        "seats owned."
    )
    yield Table("Seats live", "Seats live by workload", (Column("Workload", width=2), *headings), rows)


def _seats_by(live: tuple[SeatsLive, ...], workload: str, day: date) -> int | None:
    return max((each.seats for each in live if each.workload == workload and each.on <= day), default=None)


def _quarter_ends(first: date, last: date) -> tuple[date, ...]:
    """The ends of the calendar quarters from one day's to another's; only the latest where they are too many."""
    ends: list[date] = []
    day = first
    while not ends or ends[-1] < last:
        quarter_month = day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3)
        ends.append(following_month(quarter_month) - timedelta(days=1))
        day = following_month(quarter_month)
    return tuple(ends[-MOST_QUARTERS:])


def _responsibilities(case: Case) -> Iterator[Block]:
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
    share = notation.money(case.funded.cost - case.funded.off_price)
    yield f"Bears its share of the funded work, {share}, and the cost of all other work."
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
    proven = [each.phase for each in case.view.proofs if each.producer == supplier]
    yield f"Produces the proof of execution for {notation.listed(proven)} by the dates in section 10."


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
    yield "Is asked to review proof of execution as it is submitted, and to name missing parts before the deadline."


# 9 and 10: what could go wrong, and what proves the work


def _risks(case: Case) -> Iterator[Block]:
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


def _open_points(case: Case) -> Iterator[str]:
    view = case.view
    for fact in _facts(case):
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


def _proofs(case: Case) -> Iterator[Block]:
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


# 11 and 12: what is left out, and on what terms


def _not_requested(case: Case) -> Iterator[Block]:
    if not case.view.not_requested:
        yield Paragraph("Every credit is requested in full.")
        return
    columns = (
        Column("Credit", width=2.2),
        Column("Letter", width=1.6),
        Column("Offered up to", "money"),
        Column("Requested", "money"),
        Column("Not requested", "money"),
        Column("Reason", width=4.2),
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


def _statement(case: Case) -> Iterator[Block]:
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


SECTIONS: tuple[tuple[str, str, Sectioner], ...] = (
    ("Business problem and outcome", "Problem", _problem),
    ("Scope", "Scope", _scope),
    ("Plan", "Plan", _plan),
    ("Milestones", "Milestones", _milestones),
    ("Adoption targets", "Targets", _targets),
    ("Funding requested", "Funding", _funding),
    ("Usage impact", "Usage impact", _impact),
    ("Responsibilities", "Responsibilities", _responsibilities),
    ("Risks, assumptions and readiness", "Risks", _risks),
    ("Proof of execution", "Proof", _proofs),
    ("Not requested", "Not requested", _not_requested),
    ("Statement", "Statement", _statement),
)
