"""The internal workbook: phases, claims, credits, milestones and cash as tables, and the three ledgers, each apart.

It is composed like the brief and written by the workbook's writer of the business case; every sheet is marked.
"""

from collections.abc import Iterator

from planner.brief import ledger_sections
from planner.brief.compose import KIND, framed
from planner.brief.subject import Sectioner, Subject
from planner.business_case.document import PLAIN, Block, Cell, Column, Document, Paragraph, Presentation, Table
from planner.funding.cash import QuarterCash, cash_by_quarter
from planner.funding.claim_rules import deliveries, proof_ready_on
from planner.value import split

TITLE = "Rollout and ledgers"


def compose_workbook(subject: Subject, presentation: Presentation = PLAIN) -> Document:
    """The whole workbook as a document; the brief's first page is its first sheet."""
    return framed(subject, SECTIONS, presentation)._replace(kind=f"{KIND}, workbook", title=TITLE)


def _phases(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Phase", "code"),
        Column("Name", width=2),
        Column("Workload"),
        Column("Motion"),
        Column("Region"),
        Column("Seats", "count"),
        Column("Delivered by", width=1.2),
        Column("Start", "day"),
        Column("Finish", "day"),
        Column("Working days", "count"),
        Column("Cost", "money", is_summed=True),
        Column("Claimed", "money", is_summed=True),
        Column("Left to pay", "money", is_summed=True, formula="[@Cost]-[@Claimed]"),
    )
    rows = tuple(_phase(subject, phase_id) for phase_id in subject.plan.phase)
    yield Table("Phases", f"Phases ({subject.plan.currency})", columns, rows, "Total")
    yield Paragraph("Claimed is what lowers the price of the work; what lands on another invoice is not in it.")


def _phase(subject: Subject, phase_id: str) -> tuple[Cell, ...]:
    phase, delivered = subject.plan.phase[phase_id], deliveries(subject.plan, subject.schedule).get(phase_id)
    paid = (each for each in subject.schedule.claims if each.phase == phase_id)
    claimed = sum(each.amount for each in paid if subject.plan.credit[each.credit].realised_by == "price")
    told = (phase.id, phase.name, phase.workload, phase.motion, phase.region, phase.seats)
    if delivered is None:
        return (*told, None, None, None, None, 0, claimed, -claimed)
    option = delivered.option
    dates = (subject.plan.deliverer(option.id), delivered.start, delivered.finish, option.duration)
    return (*told, *dates, option.cost, claimed, option.cost - claimed)


def _claims(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Phase", "code"),
        Column("Credit", "code"),
        Column("Claim", "money", is_summed=True),
        Column("Confidence", "percent"),
        Column("Work ends", "day"),
        Column("Proof ready", "day"),
    )
    delivered = deliveries(subject.plan, subject.schedule)
    rows: list[tuple[Cell, ...]] = []
    for claim in subject.schedule.claims:
        credit, done = subject.plan.credit[claim.credit], delivered.get(claim.phase)
        days = (done.finish, proof_ready_on(subject.plan, credit, done)) if done is not None else (None, None)
        rows.append((claim.phase, claim.credit, claim.amount, credit.confidence, *days))
    yield Table("Claims", f"Claims ({subject.plan.currency})", columns, tuple(rows), "Total")


def _credits(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Credit", "code"),
        Column("Name", width=2),
        Column("Programme", width=1.2),
        Column("Status"),
        Column("Owner"),
        Column("Face", "money", is_summed=True),
        Column("Planned", "money", is_summed=True),
        Column("Left of the face", "money", is_summed=True, formula="[@Face]-[@Planned]"),
        Column("Ask by", "day"),
        Column("Last start", "day"),
        Column("Expires", "day"),
        Column("Proof by", "day"),
        Column("Letter", width=1.5),
    )
    days = {each.credit: each for each in subject.deadlines}
    rows: list[tuple[Cell, ...]] = []
    for account in subject.funding.accounts:
        credit, due = subject.plan.credit[account.credit], days[account.credit]
        told = (credit.id, credit.name, credit.programme, credit.status, credit.owner)
        sums = (account.face, account.planned, account.face - account.planned)
        dates = (due.request_by, due.last_start, due.expires_on, due.proof_by)
        rows.append((*told, *sums, *dates, credit.source_document))
    yield Table("Credits", f"Credits ({subject.plan.currency})", columns, tuple(rows), "Total")


def _milestones(subject: Subject) -> Iterator[Block]:
    """Every milestone of the scheduled work by its day, whether somebody pays for it or not."""
    columns = (
        Column("Due", "day"),
        Column("Phase", "code"),
        Column("Milestone", width=2),
        Column("Claims", "money", is_summed=True),
        Column("Proof", width=2),
    )
    found = []
    for delivered in deliveries(subject.plan, subject.schedule).values():
        phase = delivered.phase
        claimed = sum(each.amount for each in subject.schedule.claims if each.phase == phase.id)
        amounts = split(claimed, tuple(each.share for each in phase.milestones))
        found += [
            (each.due or delivered.finish, phase.id, each.name, amount, each.proof)
            for each, amount in zip(phase.milestones, amounts, strict=True)
        ]
        if not phase.milestones:
            found.append((delivered.finish, phase.id, phase.name, claimed, ""))
    rows = tuple(sorted(found, key=lambda row: (row[0], row[1])))
    yield Table("Milestone calendar", f"Milestones by day ({subject.plan.currency})", columns, rows, "Total")


def _cash(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Quarter", "code"),
        Column("Partner invoices", "money", is_summed=True),
        Column("Own labour", "money", is_summed=True),
        Column("Off the price", "money", is_summed=True),
        Column("To the customer", "money", is_summed=True),
        Column(
            "Left to pay",
            "money",
            is_summed=True,
            formula="[@[Partner invoices]]+[@[Own labour]]-[@[Off the price]]-[@[To the customer]]",
        ),
        Column("On another invoice", "money", is_summed=True),
    )
    rows = tuple(_quarter(each) for each in cash_by_quarter(subject.plan, subject.schedule))
    yield Paragraph("By quarter of Microsoft's fiscal year, which begins in July.")
    yield Table("Cash by quarter", f"Cash by quarter ({subject.plan.currency})", columns, rows, "Total")


def _quarter(cash: QuarterCash) -> tuple[Cell, ...]:
    name = cash.quarter.words if cash.quarter else "no date"
    sums = (cash.partner_invoices, cash.own_labour, cash.off_price, cash.to_customer, cash.net, cash.on_invoice)
    return (name, *sums)


SECTIONS: tuple[tuple[str, str, Sectioner], ...] = (
    ("Phases", "Phases", _phases),
    ("Claims", "Claims", _claims),
    ("Credits", "Credits", _credits),
    ("Milestone calendar", "Milestones", _milestones),
    ("Cash by quarter", "Cash", _cash),
    ("Entitlement ledger", "Entitlement ledger", ledger_sections.entitlements),
    ("Funding ledger", "Funding ledger", ledger_sections.funding),
    ("Rate ledger", "Rate ledger", ledger_sections.rates),
)
