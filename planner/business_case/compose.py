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
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED, Notation
from planner.business_case.occasions import occasions

KIND = "Funding business case"
TITLE = "Deployment funding request"


def compose(view: ExternalView, notation: Notation, presentation: Presentation = PLAIN) -> Document:
    """The whole document. The closing words of its letterhead end its last section."""
    case = Case(view, notation, presentation.is_sent)
    header = view.header
    closing = closing_words(presentation)
    return Document(
        kind=KIND,
        title=TITLE,
        subject=header.plan,
        customer=header.customer,
        author=header.customer,
        currency=header.currency,
        locale=notation.locale,
        as_of=header.as_of,
        footer=f"{header.customer} · {TITLE} · as of {notation.day(header.as_of)} · {case.version}",
        lead=_lead(case),
        headline=_headline(case),
        summary=_summary(case),
        facts=people_sections.facts(case),
        sections=tuple(
            Section(number, title, sheet, (*blocks(case), *(closing if number == len(SECTIONS) else ())))
            for number, (title, sheet, blocks) in enumerate(SECTIONS, start=1)
        ),
        occasions=occasions(case),
        presentation=presentation,
    )


# The first page


def _lead(case: Case) -> str:
    header, notation = case.view.header, case.notation
    if not case.view.requests:
        return f"{header.customer} requests no deployment funding with this schedule."
    letters = f"{len(case.view.requests)} funding letter{'s' if len(case.view.requests) > 1 else ''}"
    return (
        f"{header.customer} requests {notation.money(case.requested)} of deployment funding under {letters}, towards "
        f"partner-delivered work costing {notation.money(case.funded.cost)}. The request is subject to a signed "
        f"statement of work and is additive to price."
    )


def _headline(case: Case) -> tuple[Fact, ...]:
    notation, funded = case.notation, case.funded
    period = case.view.header.period
    unknown = TO_BE_CONFIRMED if case.view.requests else NOTHING
    return (
        Fact("Funding requested", notation.money(case.requested), is_money=True),
        Fact("Cost of the funded work", notation.money(funded.cost)),
        Fact("Customer's share of it", notation.money(funded.cost - funded.off_price)),
        Fact("Period of performance", notation.period(period.start, period.end) if period else unknown),
    )


def _summary(case: Case) -> Table:
    columns = (
        Column("Credit", width=3),
        Column("Programme", width=1.4),
        Column("Offered up to", "money", is_summed=True),
        Column("Requested", "money", is_summed=True),
        Column("Work window", width=2.3),
        Column("Proof by", "day"),
        Column("Conditions as proposed", width=1.7),
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


# The sections

SECTIONS: tuple[tuple[str, str, Sectioner], ...] = (
    ("Business problem and outcome", "Problem", work_sections.problem),
    ("Scope", "Scope", work_sections.scope),
    ("Plan", "Plan", work_sections.plan),
    ("Milestones", "Milestones", work_sections.milestones),
    ("Adoption targets", "Targets", work_sections.targets),
    ("Funding requested", "Funding", money_sections.funding),
    ("Usage impact", "Usage impact", work_sections.impact),
    ("Responsibilities", "Responsibilities", people_sections.responsibilities),
    ("Risks, assumptions and readiness", "Risks", people_sections.risks),
    ("Proof of execution", "Proof", money_sections.proofs),
    ("Not requested", "Not requested", money_sections.not_requested),
    ("Statement", "Statement", money_sections.statement),
)
