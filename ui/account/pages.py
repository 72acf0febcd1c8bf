"""The shorter pages: ladder, cash, deadlines, checklist and unclaimed help."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import standing
from planner.funding.cash import QuarterCash, cash_by_quarter
from planner.funding.checklist import Line, checklist
from planner.funding.deadlines import Deadlines
from planner.funding.ladder import LEAK_WORDS, Rungs
from planner.funding.unclaimed import UnclaimedHelp, unclaimed_help
from planner.picture.tokens import Tokens
from planner.picture.waterfall import RUNG_WORDS, Measures, Words, draw_waterfall, lay_out_waterfall
from planner.plan import Plan
from ui.account.content import USUAL_WIDTH, Content, picture
from ui.derived import Derived
from ui.fields.choices import programme_names
from ui.rich_text import Cell, grid, heading, paragraph
from ui.wording import day, in_words, money, phases_named, quarter_words

RUNGS = ("Face", "Scoped", "Reachable", "Best", "Planned", "Expected", "Claimed", "Paid")
HEADS = ("", "", *RUNGS)
RUNG_TITLES = {**RUNG_WORDS, "realisable": "Best"}
"""The picture calls its steps as the tables under it do."""
UNKNOWN = "–"


def ladder_page(derived: Derived, colours: Tokens, width: float = USUAL_WIDTH) -> Content:
    """The plan's ladder as a picture of so many points across, and rung by rung for every credit and programme."""
    found, plan = derived.ladder, derived.state.plan
    at_most = None if found.is_proven else found.at_most
    is_any_lost = any(each.is_lost for each in found.credits)
    leaks = {**LEAK_WORDS, "time": "time, lost credits"} if is_any_lost else LEAK_WORDS
    svg = draw_waterfall(
        lay_out_waterfall(found.total, at_most, Measures(width=width)),
        Words(amount=money, rung=RUNG_TITLES, leak=leaks),
        colours._replace(ground=colours.panel),
    )
    credits_ = [_rungs(each, plan.credit[each.name].name) for each in found.credits]
    total = tuple(Cell(text, is_strong=True) for text in _rungs(found.total._replace(name="All"), ""))
    called = {key: name for key, name in programme_names(plan).items() if name != key}
    best = f"The best that any schedule can earn: {found.realisable_words}."
    is_open = found.total.realisable is None and found.at_most != found.total.planned
    unknown = " Solve to know how much of it can be recovered." if is_open else ""
    shown = (
        heading(f"The plan, in {plan.currency}"),
        picture("waterfall", svg, "The value ladder of the plan, with what leaks between its rungs"),
        paragraph(in_words(best) + unknown, colours.dim),
        heading("Credits"),
        grid(HEADS, [*credits_, total], {0, 1}, colours.dim),
        heading("Programmes"),
        grid(HEADS, [_rungs(each, called.get(each.name, "")) for each in found.programmes], {0, 1}, colours.dim),
    )
    return Content("".join(shown), {"waterfall": svg})


def _rungs(rungs: Rungs, name: str) -> tuple[str, ...]:
    steps = (
        rungs.face,
        rungs.scoped,
        rungs.reachable,
        rungs.realisable,
        rungs.planned,
        rungs.expected,
        rungs.claimed,
        rungs.paid,
    )
    return rungs.name, name, *(UNKNOWN if step is None else money(step) for step in steps)


def cash_page(derived: Derived, colours: Tokens) -> Content:
    """What is to be paid and what comes in, by quarter of Microsoft's fiscal year."""
    plan = derived.state.plan
    quarters = cash_by_quarter(plan, derived.schedule)
    heads = (
        "Quarter",
        "Partner invoices",
        "Own labour",
        "Off the price",
        "To the customer",
        "Left to pay",
        "On another invoice",
        "By credit",
    )
    if not quarters:
        return Content(paragraph("No phase has dates yet. Solve, or place phases by hand.", colours.dim))
    sums = map(sum, zip(*map(_sums, quarters), strict=True))
    total = tuple(Cell(text, is_strong=True) for text in ("Total", *map(money, sums), ""))
    table = grid(heads, [*map(_quarter, quarters), total], {0, 7}, colours.dim)
    whose = "Quarters are Microsoft's, whose fiscal year begins in July. Those of your own year stand under Week, Cash."
    return Content(heading(f"Cash by quarter, in {plan.currency}") + paragraph(whose, colours.dim) + table)


def _sums(cash: QuarterCash) -> tuple[int, ...]:
    """What is summed over all quarters, in the order of the columns."""
    return (cash.partner_invoices, cash.own_labour, cash.off_price, cash.to_customer, cash.net, cash.on_invoice)


def _quarter(cash: QuarterCash) -> tuple[str | Cell, ...]:
    *paid, net, elsewhere = map(money, _sums(cash))
    by_credit = " · ".join(f"{credit} {money(amount)}" for credit, amount in cash.by_credit)
    quarter = quarter_words(cash.quarter) if cash.quarter else "no date"
    return quarter, *paid, Cell(net, is_strong=True), elsewhere, by_credit


def deadlines_page(derived: Derived, colours: Tokens) -> Content:
    """What is due soon, and until when each credit can be had."""
    heads = ("Credit", "", "Ask by, for all planned", "Ask at last", "Last start", "Expires", "Proof by", "Lost after")
    plan, levels = derived.state.plan, {0: colours.broken, 30: colours.risk, 60: colours.risk, 90: colours.text}
    due = "".join(paragraph(in_words(alert.sentence), levels[alert.level]) for alert in derived.alerts)
    shown = (
        heading(f"Due within 90 days of {day(derived.as_of)}"),
        due or paragraph("Nothing.", colours.dim),
        heading("Points of no return"),
        grid(heads, (_dates(plan, each) for each in derived.deadlines.values()), {0, 1}, colours.dim),
    )
    return Content("".join(shown))


def _dates(plan: Plan, found: Deadlines) -> tuple[str | Cell, ...]:
    dates = (found.request_by, found.last_request, found.last_start, found.expires_on, found.proof_by)
    lost = Cell(day(found.lost_after), is_strong=True)
    return (found.credit, plan.credit[found.credit].name, *map(day, dates), lost)


def checklist_page(derived: Derived, colours: Tokens) -> Content:
    """What is to be done before signing, as far as the plan knows."""
    lines = checklist(derived.state, derived.as_of)
    still = sum(line.standing == "open" for line in lines)
    table = grid(("", "", ""), _topics(lines, colours), {0, 1, 2}, colours.dim)
    return Content(paragraph(f"Internal. {still} of {len(lines)} lines are open.", colours.risk) + table)


def _topics(lines: Iterable[Line], colours: Tokens) -> Iterator[tuple[str | Cell, ...]]:
    """The rows of one table for all topics, so that their columns meet."""
    for topic, group in groupby(lines, key=lambda line: line.topic):
        yield "", "", ""
        yield "", Cell(topic, is_strong=True), ""
        yield from (_line(line, colours) for line in group)


def _line(line: Line, colours: Tokens) -> tuple[str | Cell, ...]:
    mark, colour = {
        "done": ("✓", colours.money),
        "open": ("○", colours.risk),
        "not applicable": ("–", colours.dim),
    }[line.standing]
    about = f" ({line.about})" if line.about else ""
    return (
        Cell(mark, colour),
        Cell(line.title + about),
        Cell(in_words(f"{line.reason} {line.todo}".strip()), colours.dim),
    )


def unclaimed_page(derived: Derived, colours: Tokens) -> Content:
    """Programmes and entitlements that the phases might have and the plan does not."""
    plan = derived.state.plan
    found = unclaimed_help(plan, plan_catalogue(plan, derived.as_of))
    if not found:
        known = "Everything that the catalogue knows for these phases is held or was asked for."
        return Content(paragraph(known, colours.dim))
    intro = "From the catalogue, by workload, motion and seats. None of it is a promise; each line says who says so."
    return Content(paragraph(intro, colours.dim) + "".join(_help(plan, item, colours) for item in found))


def _help(plan: Plan, item: UnclaimedHelp, colours: Tokens) -> str:
    most = f" · up to {money(item.at_most)}" if item.at_most else ""
    return "".join(
        (
            heading(f"{item.name}{most}"),
            paragraph(f"{item.standing} · {item.kind} · {phases_named(plan, item.phases)}", colours.dim),
            paragraph(in_words(f"{item.what} {item.remedy}"), colours.text),
            paragraph(in_words(standing(item.evidence)), colours.dim),
        )
    )
