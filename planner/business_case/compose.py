"""The whole business case: its first page here, its sections from the modules named after their subjects.

It is a request: sums are requested, dates proposed, conditions cited from the customer's own letters.
"""

from collections import Counter

from planner.business_case import money_sections, people_sections, work_sections
from planner.business_case.case import Case, Sectioner
from planner.business_case.document import (
    PLAIN,
    Cell,
    Column,
    Document,
    Fact,
    Presentation,
    Section,
    Table,
    closing_words,
)
from planner.business_case.external_view import ExternalView, Request
from planner.business_case.notation import NOTHING, Notation, message
from planner.business_case.occasions import occasions

KIND = message("Funding business case")
TITLE = message("Deployment funding request")


def compose(view: ExternalView, notation: Notation, presentation: Presentation = PLAIN) -> Document:
    """The whole document. The closing words of its letterhead end its last section."""
    case = Case(view, notation, presentation.is_sent)
    header, words = view.header, notation.words
    closing, title = closing_words(presentation), words(TITLE)
    return Document(
        kind=words(KIND),
        title=title,
        subject=header.plan,
        customer=header.customer,
        author=header.customer,
        notation=notation,
        as_of=header.as_of,
        footer=f"{header.customer} · {title} · {case.as_of} · {case.version}",
        lead=_lead(case),
        headline=_headline(case),
        summary=_summary(case),
        facts=people_sections.facts(case),
        sections=tuple(
            Section(
                number, words(heading), words(sheet), (*blocks(case), *(closing if number == len(SECTIONS) else ()))
            )
            for number, (heading, sheet, blocks) in enumerate(SECTIONS, start=1)
        ),
        occasions=occasions(case),
        presentation=presentation,
        identity=KIND,
    )


# The first page


def _lead(case: Case) -> str:
    header, notation = case.view.header, case.notation
    if not case.view.requests:
        return notation.words("{customer} requests no deployment funding with this schedule.", customer=header.customer)
    letters = notation.counted("{count} funding letter", "{count} funding letters", len(case.view.requests))
    return notation.words(
        "{customer} requests {requested} of deployment funding under {letters}, towards partner-delivered work costing "
        "{cost}. The request is subject to a signed statement of work and is additive to price.",
        customer=header.customer,
        letters=letters,
        requested=notation.money(case.requested),
        cost=notation.money(case.funded.cost),
    )


def _headline(case: Case) -> tuple[Fact, ...]:
    notation, words, funded = case.notation, case.notation.words, case.funded
    period = case.view.header.period
    unknown = notation.to_be_confirmed if case.view.requests else NOTHING
    return (
        Fact(words("Funding requested"), notation.money(case.requested), is_money=True),
        Fact(words("Cost of the funded work"), notation.money(funded.cost)),
        Fact(words("Customer's share of it"), notation.money(funded.cost - funded.off_price)),
        Fact(words("Period of performance"), notation.period(period.start, period.end) if period else unknown),
    )


def _summary(case: Case) -> Table:
    words = case.notation.words
    columns = (
        Column(words("Credit"), width=3),
        Column(words("Programme"), width=1.4),
        Column(words("Offered up to"), "money", is_summed=True),
        Column(words("Requested"), "money", is_summed=True, is_request=True),
        Column(words("Work window"), width=2.3),
        Column(words("Proof by"), "day"),
        Column(words("Conditions as proposed"), width=1.7),
    )
    rows = tuple(_summary_row(case, request) for request in case.view.requests)
    title = words("Requested by credit ({currency})", currency=case.notation.currency)
    return Table(words("Summary"), title, columns, rows, words("Total"))


def _summary_row(case: Case, request: Request) -> tuple[Cell, ...]:
    return (
        f"{request.id} · {request.name}",
        request.programme,
        request.face,
        request.requested,
        case.notation.period(request.window.start, request.window.end),
        request.proof_deadline,
        _standings(case, request),
    )


def _standings(case: Case, request: Request) -> str:
    """How many conditions hold and how many do not, in words."""
    counted = case.notation.counted
    standings = Counter(each.standing for each in request.conditions)
    told = (
        (standings["holds"], counted("{count} hold", "{count} hold", standings["holds"])),
        (standings["open"], counted("{count} to be confirmed", "{count} to be confirmed", standings["open"])),
        (standings["broken"], counted("{count} does not hold", "{count} do not hold", standings["broken"])),
    )
    return ", ".join(text for count, text in told if count)


# The sections

SECTIONS: tuple[tuple[str, str, Sectioner], ...] = (
    (message("Business problem and outcome"), message("Problem"), work_sections.problem),
    (message("Scope"), message("Scope"), work_sections.scope),
    (message("Plan"), message("Plan"), work_sections.plan),
    (message("Milestones"), message("Milestones"), work_sections.milestones),
    (message("Adoption targets"), message("Targets"), work_sections.targets),
    (message("Funding requested"), message("Funding"), money_sections.funding),
    (message("Usage impact"), message("Usage impact"), work_sections.impact),
    (message("Responsibilities"), message("Responsibilities"), people_sections.responsibilities),
    (message("Risks, assumptions and readiness"), message("Risks"), people_sections.risks),
    (message("Proof of execution"), message("Proof"), money_sections.proofs),
    (message("Not requested"), message("Not requested"), money_sections.not_requested),
    (message("Statement"), message("Statement"), money_sections.statement),
)
