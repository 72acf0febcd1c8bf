"""The three ledgers, each in a section of its own: no table, sentence or total speaks of two of them."""

from collections.abc import Iterator

from planner.brief.subject import Subject
from planner.business_case.document import Block, Cell, Column, Paragraph, Table
from planner.business_case.notation import NOTHING
from planner.funding.entitlement_ledger import EntitlementAccount
from planner.funding.ladder import ladder
from planner.funding.rate_ledger import RateAccount


def entitlements(subject: Subject) -> Iterator[Block]:
    """Help by right. What it saves is a memo, and no column is summed."""
    if not subject.rights.accounts:
        yield Paragraph("The plan lists no entitlement.")
        return
    columns = (
        Column("Right", width=2.4),
        Column("Seats needed", "count"),
        Column("Seats owned", "count"),
        Column("Status", width=1.2),
        Column("Own engage-by", "day"),
        Column("Guides", width=2),
        Column("Saves (memo)", "money"),
    )
    yield Paragraph(
        "Help that comes with the seats. It is no concession, whoever names it as one; what it saves is told as a memo "
        "and added to nothing. No right ends with the engage-by date, which is your own."
    )
    yield Table("Entitlement ledger", "", columns, tuple(_right(subject, each) for each in subject.rights.accounts))
    if subject.rights.without_right:
        yield Paragraph(f"FastTrack without a right that covers it: {', '.join(subject.rights.without_right)}.")


def _right(subject: Subject, account: EntitlementAccount) -> tuple[Cell, ...]:
    guided = subject.notation.listed(phase.phase for phase in account.guided)
    return (
        f"{account.entitlement} · {account.name}",
        account.threshold_seats,
        account.seats_owned,
        account.status if account.is_held else "not held",
        account.engage_by,
        guided or NOTHING,
        account.avoided_cost or None,
    )


def funding(subject: Subject) -> Iterator[Block]:
    """One-time money, credit by credit from its face to what is expected."""
    if not subject.plan.credits:
        yield Paragraph("The plan holds no credit.")
        return
    columns = (
        Column("Credit", width=2.6),
        Column("Face", "money", is_summed=True),
        Column("In scope", "money", is_summed=True),
        Column("In time", "money", is_summed=True),
        Column("Planned", "money", is_summed=True),
        Column("Confidence", "percent"),
        Column("Expected", "money", is_summed=True),
    )
    rows = tuple(
        (
            f"{rungs.name} · {subject.plan.credit[rungs.name].name}",
            rungs.face,
            rungs.scoped,
            rungs.reachable,
            rungs.planned,
            subject.plan.credit[rungs.name].confidence,
            rungs.expected,
        )
        for rungs in ladder(subject.plan, subject.state.schedule).credits
    )
    yield Paragraph(
        "One-time money towards the rollout. Face is what letters name; planned is what the dates can claim."
    )
    yield Table("Funding ledger", f"Credit by credit ({subject.plan.currency})", columns, rows, "Total")
    yield Paragraph(_cost(subject))


def _cost(subject: Subject) -> str:
    ledger, notation = subject.funding, subject.notation
    told = (
        f"The rollout costs {notation.money(ledger.gross_cost)}, and {notation.money(ledger.net_cost)} after credits."
    )
    if ledger.on_invoice:
        told += f" {notation.money(ledger.on_invoice)} of what is planned lands on the invoice of another service."
    return told


def rates(subject: Subject) -> Iterator[Block]:
    """Recurring money, line by line: list price, what is asked, what is offered."""
    ledger, notation = subject.rates, subject.notation
    if not ledger.accounts:
        yield Paragraph("The plan has no price sheet.")
        return
    columns = (
        Column("Product", width=2.2),
        Column("Seats", "count"),
        Column("List a month", "cents"),
        Column("Uplift", "percent"),
        Column("A year at list", "cents"),
        Column("Asked", "percent"),
        Column("Offered", "percent"),
        Column("Standing", width=1),
    )
    yield Paragraph("Recurring money. It is settled by itself: no funding and no right changes a figure here.")
    yield Table("Rate ledger", f"Line by line ({notation.currency})", columns, tuple(map(_line, ledger.accounts)))
    yield Table("Rates over the term", f"Over {ledger.years} years ({notation.currency})", *_over_the_term(subject))


def _line(account: RateAccount) -> tuple[Cell, ...]:
    return (
        f"{account.sku} · {account.name}",
        account.seats,
        account.list_price,
        account.uplift,
        account.yearly,
        account.asked,
        account.offered,
        account.standing,
    )


def _over_the_term(subject: Subject) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    ledger = subject.rates
    columns = (Column("Not discounted to today", width=3), Column("Sum", "cents"))
    rows = (
        ("List price of all lines", ledger.term),
        ("Concession asked", ledger.asked_in_term),
        ("Concession offered", ledger.offered_in_term),
        ("Asked and not offered yet", ledger.open_in_term),
    )
    return columns, rows
