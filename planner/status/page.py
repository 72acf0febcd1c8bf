"""The status page as a document apart from any format: one sheet of days, money and owners. Internal."""

from collections.abc import Sequence
from datetime import date

from planner.business_case.document import (
    PLAIN,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Paragraph,
    Presentation,
    Section,
    Table,
)
from planner.business_case.notation import NOTHING, Notation
from planner.plan import Plan
from planner.rollout.schedule import Assignment
from planner.status.status import Status

TITLE = "Status of the rollout"
INTERNAL = "Internal: not for Microsoft or partners"
UNCHANGED = "unchanged"


def page(status: Status, told: Sequence[str], presentation: Presentation = PLAIN) -> Document:
    """The sheet. told: the changed facts in words, one sentence each."""
    plan = status.now.plan
    notation = Notation(plan.currency)
    return Document(
        kind="Status",
        marking=INTERNAL,
        title=TITLE,
        subject=plan.name,
        customer=plan.customer,
        author=plan.customer,
        notation=notation,
        as_of=status.as_of,
        footer=f"{INTERNAL} · {plan.customer} · as of {notation.day(status.as_of)}",
        lead=_lead(status, notation),
        headline=_headline(status, notation),
        summary=_credits(status),
        facts=(),
        sections=tuple(
            Section(number, title, title, blocks)
            for number, (title, blocks) in enumerate(
                (
                    ("What was reported", _told(told)),
                    ("What moved", _moved(status, notation)),
                    ("Claims that fell", _fallen(status, notation)),
                    ("Whom to chase", (*_chase(status), *_board(status))),
                ),
                start=1,
            )
        ),
        presentation=presentation,
        is_sheet=True,
    )


def _lead(status: Status, notation: Notation) -> str:
    since = f"since {notation.day(status.since)}" if status.since is not None else "since the plan was agreed"
    moved = sum(each.before != each.after for each in status.moved)
    funding, cost = (_change(sum_, notation) for sum_ in (status.variance.funding, status.variance.cost))
    changed = f"{_counted(len(status.moved), 'phase')} changed" + (f" ({moved} moved)" if moved else "")
    return f"As of {notation.day(status.as_of)}, {since}: {changed}, funding {funding}, cost {cost}."


def _headline(status: Status, notation: Notation) -> tuple[Fact, ...]:
    before, now = status.ledgers
    plan = status.now.plan
    finished = sum(each.finished_on is not None for each in plan.actuals)
    days = (now.finish - before.finish).days if now.finish and before.finish else 0
    later = f"{_signed(days)} calendar {'day' if abs(days) == 1 else 'days'}" if days else UNCHANGED
    finish = NOTHING if now.finish is None else f"{notation.day(now.finish)} ({later})"
    funding, net = now.planned - before.planned, now.net_cost - before.net_cost
    return (
        Fact("Funding", f"{notation.money(now.planned)} ({_signed(funding) if funding else UNCHANGED})", is_money=True),
        Fact("Left to pay", f"{notation.money(now.net_cost)} ({_signed(net) if net else UNCHANGED})"),
        Fact("Finish", finish),
        Fact("Phases", f"{finished} finished, {len(plan.actuals) - finished} running, of {len(plan.phases)}"),
    )


def _credits(status: Status) -> Table:
    columns = (
        Column("Credit", width=2),
        Column("Before", "money", is_summed=True),
        Column("Now", "money", is_summed=True),
        Column("Change", "money", is_summed=True, is_signed=True),
        Column("Owner"),
    )
    plan, old = status.now.plan, status.before.plan
    rows = tuple(
        (
            _credit(plan, old, each.credit),
            each.before,
            each.after,
            each.after - each.before,
            _owner(plan, each.credit),
        )
        for each in status.variance.credits
        if each.before or each.after
    )
    return Table("Credits", f"What credits pay ({plan.currency})", columns, rows, "Total")


def _credit(plan: Plan, old: Plan, credit: str) -> str:
    known = plan.credit.get(credit) or old.credit[credit]
    return f"{credit} · {known.name}"


def _owner(plan: Plan, credit: str) -> str | None:
    return plan.credit[credit].owner or None if credit in plan.credit else None


def _told(sentences: Sequence[str]) -> tuple[Block, ...]:
    return (Bullets(tuple(sentences)),) if sentences else (Paragraph("Nothing."),)


def _moved(status: Status, notation: Notation) -> tuple[Block, ...]:
    if not status.moved:
        return (Paragraph("Nothing."),)
    columns = (
        Column("Phase", width=2),
        Column("Standing", width=1.1),
        Column("Was", width=1.7),
        Column("Is", width=1.7),
        Column("Working days later", "count"),
        Column("Cost", "money"),
        Column("Claims", "money"),
        Column("Owner", width=1.3),
    )
    plan, old = status.now.plan, status.before.plan
    rows = []
    for each in status.moved:
        phase = plan.phase.get(each.phase) or old.phase[each.phase]
        days = NOTHING if each.finish is None else _signed(each.finish)
        figures: tuple[Cell, ...] = (days, _signed(each.cost), _signed(each.claimed), phase.owner or None)
        rows.append(
            (
                f"{phase.id} · {phase.name}",
                each.standing,
                _run(plan, each.before, notation),
                _run(plan, each.after, notation),
                *figures,
            )
        )
    return (Table("Moved", "", columns, tuple(rows)),)


def _fallen(status: Status, notation: Notation) -> tuple[Block, ...]:
    if not status.fallen:
        return (Paragraph("None."),)
    columns = (
        Column("Credit", "code"),
        Column("Phase", "code"),
        Column("Lost", "money", is_summed=True),
        Column("Why", width=3),
        Column("Can start", width=1.5),
    )
    rows = tuple(
        (each.credit, each.phase, each.lost, each.why, _range(each.first_start, each.last_start, notation))
        for each in status.fallen
    )
    return (Table("Fallen", "", columns, rows, "Total"),)


def _chase(status: Status) -> tuple[Block, ...]:
    columns = (
        Column("Credit", "code"),
        Column("At stake", "money", is_summed=True),
        Column("Next", width=2),
        Column("Due", "day"),
        Column("Chase on", "day"),
        Column("Owner"),
        Column("Contact", width=2),
    )
    rows = tuple(
        (line.credit, line.at_stake, line.step, line.due_on, line.next_on, line.owner or None, line.contact or None)
        for line in status.chase
    )
    return (Table("Chase", "", columns, rows, "Total"),) if rows else (Paragraph("Nobody."),)


def _board(status: Status) -> tuple[Block, ...]:
    """The changes that the change advisory board is still to be asked for; nothing where there are none."""
    columns = (
        Column("Phase", width=2),
        Column("Ask by", "day"),
        Column("Starts", "day"),
        Column("", "code"),
        Column("Owner"),
    )
    names = {phase.id: phase.name for phase in status.now.plan.phases}
    rows = tuple(
        (
            f"{each.phase} · {names[each.phase]}",
            each.ask_by,
            each.start,
            "late" if each.is_overdue else None,
            each.owner or None,
        )
        for each in status.board
    )
    return (Table("Board", "Changes to ask the change advisory board for", columns, rows),) if rows else ()


def _run(plan: Plan, run: Assignment | None, notation: Notation) -> str:
    return NOTHING if run is None else f"{notation.period(run.start, run.finish)}, {plan.deliverer(run.option)}"


def _range(first: date | None, last: date | None, notation: Notation) -> str:
    return "no more" if first is None or last is None else notation.period(first, last)


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"


def _change(amount: int, notation: Notation) -> str:
    """By how much a sum is another one, written as sums are written here."""
    return f"{notation.currency} {_signed(amount)}" if amount else UNCHANGED


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
