"""What to ask for, and until when: ranked asks where somebody has ranked them, and the points of no return."""

from collections.abc import Iterator
from datetime import date

from planner.brief.subject import Subject
from planner.business_case.document import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from planner.funding.asks import WHOM_WORDS
from planner.funding.deadlines import Deadlines, alerts


def asks(subject: Subject) -> Iterator[Block]:
    """Requests by what they gain, those on the agenda of the plan, then the days of each credit."""
    if subject.asks:
        yield from _ranked(subject)
    if subject.plan.agenda:
        yield _agenda(subject)
    yield from _last_days(subject)
    yield from _due(subject)


def _ranked(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Ask for", width=2),
        Column("In words", width=3),
        Column("Because", width=3),
        Column("Gains", "money"),
        Column("Ask by", "day"),
    )
    rows = tuple((each.title, each.request, each.reason, each.gain, each.by) for each in subject.asks)
    yield Table("Ranked asks", f"What to ask for, the most first ({subject.plan.currency})", columns, rows)
    open_gains = [each.title for each in subject.asks if not each.is_proven]
    if open_gains:
        yield Paragraph(f"At least so much, as no proof says that it is the most: {'; '.join(open_gains)}.")


def _agenda(subject: Subject) -> Table:
    columns = (Column("Ask", width=1.2), Column("For", width=3), Column("Because", width=3))
    rows = tuple((WHOM_WORDS[each.whom], each.request, each.reason) for each in subject.plan.agenda)
    return Table("Agenda", "On the agenda", columns, rows)


def _last_days(subject: Subject) -> Iterator[Block]:
    columns = (
        Column("Credit", width=2.6),
        Column("Status", width=1.2),
        Column("Planned", "money"),
        Column("Ask by", "day"),
        Column("Last request", "day"),
        Column("Last start", "day"),
        Column("Expires", "day"),
        Column("Proof by", "day"),
    )
    rows = tuple(_days(subject, each) for each in sorted(subject.deadlines, key=_urgency))
    if not rows:
        yield Paragraph("No credit can still be had.")
        return
    yield Paragraph(
        "Ask by: the last day of asking on which all planned claims count. Last request, last start: after these days "
        "nothing of the credit can be had at all. Teams are left aside, so a full schedule may have to be earlier."
    )
    yield Table("Last responsible days", "Until when", columns, rows)


def _urgency(found: Deadlines) -> tuple[date, str]:
    return found.ask_by or found.lost_after or date.max, found.credit


def _days(subject: Subject, found: Deadlines) -> tuple[Cell, ...]:
    credit = subject.plan.credit[found.credit]
    return (
        f"{credit.id} · {credit.name}",
        credit.status.replace("_", " "),
        subject.planned[credit.id] or None,
        found.request_by,
        found.last_request,
        found.last_start,
        found.expires_on,
        found.proof_by,
    )


def _due(subject: Subject) -> Iterator[Block]:
    sentences = tuple(each.sentence for each in alerts(subject.plan, subject.state.schedule, subject.as_of))
    if sentences:
        yield Heading("Due within 90 days, or overdue")
        yield Bullets(sentences)
