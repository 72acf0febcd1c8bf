"""The sections about the work: why, what, when, what is delivered, and what it changes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from planner.business_case.case import Case, delivered_by, quarter_ends
from planner.business_case.document import Block, Cell, Column, Heading, Paragraph, Picture, Table
from planner.business_case.external_view import Link, SeatsLive, Target, Work
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED, Notation, or_blank
from planner.business_case.timeline import alternative, picture_wording
from planner.picture import svg

MOST_QUARTERS = 6


# Why, and what


def problem(case: Case) -> Iterator[Block]:
    """The sponsor's own words."""
    yield Heading("Business problem")
    yield Paragraph(or_blank(case.view.business_problem))
    yield Heading("Outcome")
    yield Paragraph(or_blank(case.view.outcome))


def scope(case: Case) -> Iterator[Block]:
    """Workload by workload, what is in and what is out."""
    view, notation = case.view, case.notation
    columns = (
        Column("Workload", width=2),
        Column("Motions", width=2),
        Column("Seats", "count"),
        Column("Region", width=1),
        Column("Phases", width=5),
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


# When


def plan(case: Case) -> Iterator[Block]:
    """The timeline, the table of phases, and the blackouts."""
    view = case.view
    for layout in view.pictures:
        yield Picture(svg.draw(layout, picture_wording(case.notation)), alternative(layout, case.notation))
    columns = (
        Column("Phase", "code"),
        Column("Work", width=3),
        Column("Workload", width=1.9),
        Column("Motion", "code"),
        Column("Seats", "count"),
        Column("Start", "day"),
        Column("Finish", "day"),
        Column("Delivered by", width=1.7),
        Column("Depends on", width=2.4),
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
        delivered_by(work),
        "; ".join(_dependency(case, work.after)) or NOTHING,
    )


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


# What is delivered


def milestones(case: Case) -> Iterator[Block]:
    """What is delivered, proven and paid by itself."""
    columns = (
        Column("Milestone", width=2.4),
        Column("Services", width=2.8),
        Column("Credit", "code"),
        Column("Amount", "money", is_summed=True),
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
        "Each milestone is delivered, proven and paid by itself. Amounts are the requested funding of its phase, in "
        f"{case.notation.currency}, by the milestone's share; hours are those of the supplier's team, at its day rate "
        "unless agreed otherwise."
    )
    yield Table("Milestones", "", columns, rows, "Total")


def targets(case: Case) -> Iterator[Block]:
    """How the adoption of each phase is measured."""
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


# What it changes


def impact(case: Case) -> Iterator[Block]:
    """Seats live at the end of each quarter."""
    live = case.view.seats_live
    if not live:
        yield Paragraph("No phase of this rollout is counted in seats.")
        return
    quarters = quarter_ends(min(each.on for each in live), max(each.on for each in live))[-MOST_QUARTERS:]
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
