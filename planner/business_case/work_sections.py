"""The sections about the work: why, what, when, what is delivered, and what it changes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from planner.business_case.case import Case, delivered_by, quarter_ends
from planner.business_case.document import Block, Cell, Column, Heading, Paragraph, Picture, Table
from planner.business_case.external_view import Link, SeatsLive, Target, Work
from planner.business_case.notation import NOTHING, Notation, message
from planner.business_case.timeline import alternative, picture_wording
from planner.picture import svg

MOST_QUARTERS = 6


# Why, and what


def problem(case: Case) -> Iterator[Block]:
    """The sponsor's own words."""
    words = case.notation.words
    yield Heading(words("Business problem"))
    yield Paragraph(case.notation.or_blank(case.view.business_problem))
    yield Heading(words("Outcome"))
    yield Paragraph(case.notation.or_blank(case.view.outcome))


def scope(case: Case) -> Iterator[Block]:
    """Workload by workload, what is in and what is out."""
    view, notation, words = case.view, case.notation, case.notation.words
    columns = (
        Column(words("Workload"), width=2),
        Column(words("Motions"), width=2),
        Column(words("Seats"), "count"),
        Column(words("Region"), width=1),
        Column(words("Phases"), width=5),
    )
    workloads = tuple(dict.fromkeys(each.workload for each in view.work))
    rows = tuple(_scope_row(case, workload) for workload in workloads)
    yield Table(words("Scope"), words("In scope"), columns, rows)
    excluded = tuple((workload, _exclusions(case, workload)) for workload in workloads)
    left_out = tuple((workload, text) for workload, text in excluded if text)
    if left_out:
        headings = (Column(words("Workload"), width=1), Column(words("Explicitly excluded (phases)"), width=4))
        yield Table(words("Out of scope"), words("Out of scope"), headings, left_out)
    missing = [each.id for each in view.work if not each.exclusions]
    if missing:
        yield Paragraph(words("Exclusions to be confirmed: {phases}.", phases=notation.listed(missing)))


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
        notation.listed(case.notation.motion(each.motion) for each in work),
        max([*(each.seats for each in work), *live]) or None,
        notation.listed(each.region for each in work),
        notation.listed(each.id for each in work),
    )


# When


def plan(case: Case) -> Iterator[Block]:
    """The timeline, the table of phases, and the change freezes."""
    view, notation, words = case.view, case.notation, case.notation.words
    for layout in view.pictures:
        yield Picture(svg.draw(layout, picture_wording(notation)), alternative(layout, notation))
    columns = (
        Column(words("Phase"), "code"),
        Column(words("Work"), width=3),
        Column(words("Workload"), width=1.9),
        Column(words("Motion"), "code"),
        Column(words("Seats"), "count"),
        Column(words("Start"), "day"),
        Column(words("Finish"), "day"),
        Column(words("Delivered by"), width=1.7),
        Column(words("Depends on"), width=2.4),
    )
    rows = tuple(_phase_row(case, each) for each in view.work)
    yield Table(words("Phases"), words("Phases and proposed dates"), columns, rows)
    if view.unscheduled:
        yield Paragraph(words("Dates to be confirmed: {phases}.", phases=notation.listed(view.unscheduled)))
    yield from _freezes(case)


def _phase_row(case: Case, work: Work) -> tuple[Cell, ...]:
    return (
        work.id,
        work.name,
        work.workload,
        case.notation.motion(work.motion),
        work.seats or None,
        work.start,
        work.finish,
        delivered_by(case, work),
        "; ".join(_dependency(case, work.after)) or NOTHING,
    )


def _dependency(case: Case, links: tuple[Link, ...]) -> Iterator[str]:
    """What a phase waits for, in words; links without a lag are told together."""
    after = [link.predecessor for link in links if link.type == "FS" and link.lag == 0]
    if after:
        yield case.notation.words("after {phases}", phases=case.notation.listed(after))
    for link in links:
        if link.type != "FS" or link.lag:
            yield _link(case.notation, link)


LINKS = {
    "FS": message("starts after {phase} ends"),
    "SS": message("starts after {phase} starts"),
    "FF": message("ends after {phase} ends"),
    "SF": message("ends after {phase} starts"),
}


def _link(notation: Notation, link: Link) -> str:
    linked = notation.words(LINKS[link.type], phase=link.predecessor)
    if link.lag == 0:
        return linked
    days = notation.counted("{count} working day", "{count} working days", abs(link.lag))
    if link.lag > 0:
        return notation.words("{link}, plus {days}", link=linked, days=days)
    return notation.words("{link}, less {days}", link=linked, days=days)


def _freezes(case: Case) -> Iterator[Block]:
    words = case.notation.words
    columns = (
        Column(words("Change freeze"), width=2),
        Column(words("From"), "day"),
        Column(words("To"), "day"),
        Column(words("Effect"), width=4),
    )
    effects = {
        "pause": words("Phases that change production stand still"),
        "block": words("No phase that changes production runs"),
    }
    rows = tuple((each.name, each.days.start, each.days.end, effects[each.kind]) for each in case.view.freezes)
    if rows:
        yield Table(words("Change freezes"), words("Change freezes"), columns, rows)
    else:
        yield Paragraph(words("No change freezes are named."))


# What is delivered


def milestones(case: Case) -> Iterator[Block]:
    """What is delivered, proven and paid by itself."""
    notation, words = case.notation, case.notation.words
    columns = (
        Column(words("Milestone"), width=2.4),
        Column(words("Services"), width=2.8),
        Column(words("Credit"), "code"),
        Column(words("Amount"), "money", is_summed=True, is_request=True),
        Column(words("Hours"), "count", is_summed=True),
        Column(words("Due on or before"), "day"),
        Column(words("Proof of execution"), width=2.2),
    )
    rows = tuple(
        (
            f"{each.phase} · {each.name}",
            each.services,
            ", ".join(each.credits),
            each.amount,
            notation.to_be_confirmed if each.hours is None else each.hours,
            each.due,
            notation.or_blank(each.proof),
        )
        for each in case.view.milestones
    )
    if not rows:
        yield Paragraph(words("No milestone carries requested funding."))
        return
    told = words(
        "Each milestone is delivered, proven and paid by itself. Amounts are the requested funding of its phase, in "
        "{currency}, by the milestone's share; hours are those of the supplier's team, at its day rate unless agreed "
        "otherwise.",
        currency=notation.currency,
    )
    yield Paragraph(told)
    yield Table(words("Milestones"), "", columns, rows, words("Total"))


def targets(case: Case) -> Iterator[Block]:
    """How the adoption of each phase is measured."""
    words = case.notation.words
    columns = (
        Column(words("Phase"), "code"),
        Column(words("Workload"), width=1.8),
        Column(words("Metric"), width=2.6),
        Column(words("Baseline"), width=1.3),
        Column(words("Target"), width=1.5),
        Column(words("Measured on"), "day"),
        Column(words("Data source"), width=2.7),
    )
    rows = tuple(_target_row(case, each, each.target) for each in case.view.work if each.target is not None)
    if rows:
        yield Table(words("Targets"), "", columns, rows)
    missing = [each.id for each in case.view.work if each.target is None]
    if missing:
        yield Paragraph(words("Targets to be confirmed: {phases}.", phases=case.notation.listed(missing)))


def _target_row(case: Case, work: Work, target: Target) -> tuple[Cell, ...]:
    notation = case.notation
    return (
        work.id,
        work.workload,
        target.metric or target.text,
        _measure(notation, target.baseline, target.unit),
        _aim(notation, target),
        target.measured_on or notation.to_be_confirmed,
        notation.or_blank(target.data_source),
    )


def _aim(notation: Notation, target: Target) -> str:
    measure = _measure(notation, target.value, target.unit)
    if target.value is None or target.direction is None:
        return measure
    if target.direction == "at_least":
        return notation.words("at least {measure}", measure=measure)
    return notation.words("at most {measure}", measure=measure)


def _measure(notation: Notation, value: float | None, unit: str) -> str:
    """A figure with its unit; a percentage with its sign as the locale sets it."""
    if value is None:
        return notation.to_be_confirmed
    if unit.startswith("%"):
        return f"{notation.percentage(value)}{unit[1:]}".rstrip()
    return f"{notation.number(value)} {unit}".rstrip()


# What it changes


def impact(case: Case) -> Iterator[Block]:
    """Seats live at the end of each quarter."""
    notation, words = case.notation, case.notation.words
    live = case.view.seats_live
    if not live:
        yield Paragraph(words("No phase of this rollout is counted in seats."))
        return
    quarters = quarter_ends(min(each.on for each in live), max(each.on for each in live))[-MOST_QUARTERS:]
    headings = (Column(words("By {day}", day=notation.day(quarter)), "count") for quarter in quarters)
    rows = tuple(
        (workload, *(_seats_by(live, workload, quarter) for quarter in quarters))
        for workload in dict.fromkeys(each.workload for each in live)
    )
    told = words(
        "Seats live after the phases that end by each day. Rings and waves of a workload are added up, to at most the "
        "seats owned."
    )
    yield Paragraph(told)
    columns = (Column(words("Workload"), width=2), *headings)
    yield Table(words("Seats live"), words("Seats live by workload"), columns, rows)


def _seats_by(live: tuple[SeatsLive, ...], workload: str, day: date) -> int | None:
    return max((each.seats for each in live if each.workload == workload and each.on <= day), default=None)
