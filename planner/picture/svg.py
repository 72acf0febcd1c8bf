"""The layout as SVG: text stays text, and every text is escaped."""

from collections.abc import Callable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from planner.picture.elements import BODY, CAPTION, PADDING, Style, circle, document, label, line, path, rect
from planner.picture.layout import (
    Arrow,
    Bar,
    Box,
    CreditLane,
    LaneHead,
    LastDayMark,
    Layout,
    PartnerLane,
    PhaseRow,
    phase_lines,
    rows,
)
from planner.picture.text_width import fit, text_width
from planner.picture.tokens import LIGHT, Tokens, workload_hue

LEGEND_HEIGHT, LEGEND_LINE = 20.0, 10.0
WEDGE_HEIGHT, WEDGE_RISE = 4.4, 5.2

STATUS_DASH, FLAG = "4 1.5", 4.0
STRIPE = 0.3
"""The part of a bar's height that the stripe takes over what is done."""
LEAST_TICK = 12.0
"""The width from which on a finished bar has room for its tick."""
BRACKET = 1.5
"""Width of the ends of a summary bar."""


class Wording(NamedTuple):
    """Everything the picture says that is not a name of the plan's, in the reader's language.

    ask, start: of points of no return; blank for pictures that show none. nothing: the lane of phases without any.
    status, done: of progress; pictures without it say neither.
    """

    month: Callable[[date], str]
    day: Callable[[date], str]
    amount: Callable[[int], str]
    fiscal_year: Callable[[int], str]
    fiscal_year_end: Callable[[date], str]
    credit: str
    phase: str
    partner: str
    proof: str
    delivered_by: str
    teams_heading: str
    amount_heading: str
    fasttrack: str
    internal: str
    outline: str
    solid: str
    hatch: str
    paid: str
    window: str
    filled: str
    deadline: str
    freeze: str
    load: str
    ask: str = ""
    start: str = ""
    nothing: str = "–"
    status: Callable[[date], str] = lambda day: f"{day}"
    done: str = ""


def draw(layout: Layout, wording: Wording, tokens: Tokens = LIGHT, *, has_legend: bool = True) -> str:
    """The layout as an SVG document, with a legend below; names and sums where its sizes leave room for them."""
    width = layout.sizes.width
    below = LEGEND_HEIGHT + (LEGEND_LINE if _has_second_line(layout) else 0)
    height = layout.height + (below if has_legend else PADDING)
    parts = (
        _defs(layout),
        rect(Box(0, 0, width, height), tokens.ground),
        *_bands(layout, tokens),
        *_header(layout, wording, tokens),
        *(part for lane in layout.lanes for part in _lane(layout, lane, wording, tokens)),
        *(part for head in layout.heads for part in _head(layout, head, wording, tokens)),
        *(part for row in layout.rows for part in _row_labels(layout, row, wording, tokens)),
        *(_arrow(arrow, tokens) for arrow in layout.arrows),
        *(part for row in layout.rows if row.bar for part in _bar(row.bar, tokens)),
        *(part for lane in layout.partners for part in _partner(layout, lane, wording, tokens)),
        *_status_line(layout, tokens),
        *(_legend(layout, wording, tokens) if has_legend else ()),
    )
    return document(width, height, parts)


# Ground: bands, grid and header


def _bands(layout: Layout, tokens: Tokens) -> Iterator[str]:
    for freeze in layout.freezes:
        yield _freeze(freeze.box, tokens)
    for month in layout.months[1:]:
        yield line(month.box.x, month.box.y, month.box.x, layout.height, tokens.faint_line)
    for row in rows(layout):
        yield line(0, row.bottom, layout.sizes.width, row.bottom, tokens.faint_line)
    for end in layout.fiscal_year_ends:
        yield line(end.x, 0, end.x, layout.height, tokens.risk, dash="2 2")


def _freeze(box: Box, tokens: Tokens) -> str:
    """A band with its edges."""
    edges = (line(x, box.y, x, box.bottom, tokens.freeze_edge) for x in (box.x, box.right))
    return "".join((rect(box, tokens.freeze), *edges))


def _window(box: Box, tokens: Tokens) -> str:
    """The days on which work counts, with an edge where a tint alone would hardly be seen."""
    return rect(box, tokens.money_ground, stroke=tokens.money)


def _status_line(layout: Layout, tokens: Tokens) -> Iterator[str]:
    """The status date, over everything: a line with a flag at its head."""
    if layout.status is not None:
        x, top = layout.status.x, layout.sizes.header
        yield line(x, top, x, layout.height, tokens.text, width=0.8, dash=STATUS_DASH)
        flag = ((x, top - FLAG), (x + FLAG, top - FLAG / 2), (x, top), (x, top - FLAG))
        yield path(flag, tokens.text, 0.4, fill=tokens.text)


def _header(layout: Layout, wording: Wording, tokens: Tokens) -> Iterator[str]:
    sizes = layout.sizes
    caption = Style(CAPTION, 500)
    for year in layout.fiscal_years:
        yield label(wording.fiscal_year(year.year), year.box.x + 2, year.box.middle, caption, tokens.dim)
    for month in layout.months:
        text = _month_text(wording.month(month.first), month.box.width - 2)
        if text:
            yield label(text, month.box.x + 2, month.box.middle, caption, tokens.dim)
    tops = (
        ((lane.row.y for lane in layout.lanes[:1]), wording.credit, wording.proof),
        ((line.y for line in phase_lines(layout)[:1]), wording.phase, wording.delivered_by),
        ((lane.row.y for lane in layout.partners[:1]), wording.partner, wording.teams_heading),
    )
    for top, heading, beside in tops:
        for y in top:
            yield from _headings(layout, y - sizes.header / 4, (heading, beside), wording, tokens)
    yield line(0, sizes.header, sizes.width, sizes.header, tokens.hairline)


def _month_text(name: str, room: float) -> str:
    """The name of a month, its initial where only that has room, or nothing: a cut name would be read as another."""
    return next((text for text in (name, name[:1]) if text_width(text, CAPTION) <= room), "")


def _headings(layout: Layout, middle: float, texts: tuple[str, str], wording: Wording, tokens: Tokens) -> Iterator[str]:
    """The headings of a group of rows, just above the first one."""
    sizes = layout.sizes
    if not sizes.labels:
        return
    heading, beside = texts
    yield label(heading, sizes.identifier, middle, Style(CAPTION, 500), tokens.dim)
    yield label(beside, sizes.identifier + sizes.name, middle, Style(CAPTION, 500), tokens.dim)
    if heading != wording.partner:
        yield label(wording.amount_heading, sizes.labels, middle, Style(CAPTION, 500, "end"), tokens.dim)


# Rows


def _lane(layout: Layout, lane: CreditLane, wording: Wording, tokens: Tokens) -> Iterator[str]:
    proof = wording.day(lane.proof_deadline) if lane.proof_deadline else ""
    yield from _labels(layout, lane.row, (lane.credit, lane.name, proof), tokens)
    yield _amount(layout, lane.row, lane.claimed, wording, tokens)
    if lane.window:
        yield _window(lane.window, tokens)
    if lane.filled:
        yield rect(lane.filled, tokens.money)
    if lane.window and lane.continues:
        middle, right = lane.window.middle, lane.window.right
        yield path(((right - 4, middle - 2), (right - 1.5, middle), (right - 4, middle + 2)), tokens.money, 0.8)
    if lane.proof_x is not None:
        yield _tick(lane.proof_x, lane.row.y + 1.5, lane.row.bottom - 1.5, tokens)
    for mark in lane.last_days:
        yield _last_day(mark, lane.row.middle, tokens)


def _row_labels(layout: Layout, row: PhaseRow, wording: Wording, tokens: Tokens) -> Iterator[str]:
    kind = row.bar.delivery if row.bar else ""
    by = {"partner": row.partner, "fasttrack": wording.fasttrack, "internal": wording.internal}.get(kind, "")
    yield from _labels(layout, row.row, (row.phase, row.name, by), tokens)
    yield _amount(layout, row.row, row.claimed, wording, tokens)


def _head(layout: Layout, head: LaneHead, wording: Wording, tokens: Tokens) -> Iterator[str]:
    """The head of a swimlane: its name and sum, and a bracket over all of its work."""
    yield rect(head.row._replace(height=head.row.height - 0.5), tokens.panel)
    words = {"fasttrack": wording.fasttrack, "internal": wording.internal, "": wording.nothing}
    name = f"{words.get(head.key, head.name)} · {head.size}"
    if layout.sizes.labels:
        room = layout.sizes.identifier + layout.sizes.name - PADDING
        yield label(fit(name, BODY, room), 0, head.row.middle, Style(BODY, 600), tokens.text)
    yield _amount(layout, head.row, head.claimed, wording, tokens)
    if head.bar is not None:
        yield rect(bracket(head.bar), tokens.text)
        for x in (head.bar.x, head.bar.right - BRACKET):
            yield rect(Box(x, head.bar.y, BRACKET, head.bar.height), tokens.text)


def bracket(bar: Box) -> Box:
    """The upper edge of a summary bar, whose ends reach down."""
    return bar._replace(height=bar.height / 3)


def _labels(layout: Layout, row: Box, texts: tuple[str, str, str], tokens: Tokens) -> Iterator[str]:
    """Identifier, name and delivery in their columns, each cut to its room so that none runs into the next."""
    sizes = layout.sizes
    if not sizes.labels:
        return
    columns = (
        (0.0, sizes.identifier),
        (sizes.identifier, sizes.name),
        (sizes.identifier + sizes.name, sizes.delivered_by),
    )
    colours = (tokens.dim, tokens.text, tokens.dim)
    for text, (x, width), colour in zip(texts, columns, colours, strict=True):
        yield label(fit(text, BODY, width - PADDING), x, row.middle, Style(), colour)


def _amount(layout: Layout, row: Box, amount: int, wording: Wording, tokens: Tokens) -> str:
    if not layout.sizes.labels:
        return ""
    if amount == 0:
        return label("–", layout.sizes.labels, row.middle, Style(anchor="end"), tokens.dim)
    return label(wording.amount(amount), layout.sizes.labels, row.middle, Style(BODY, 600, "end"), tokens.money)


def _bar(bar: Bar, tokens: Tokens) -> Iterator[str]:
    hue = workload_hue(bar.workload)
    yield _bar_shape(bar.box, bar.delivery, hue, tokens)
    if bar.done is not None:
        yield from _done(bar.box, bar.done, is_finished=bar.is_finished, tokens=tokens)
    for claim in bar.claims:
        yield rect(_underline(claim.box), tokens.money)


def _bar_shape(box: Box, delivery: str, hue: str, tokens: Tokens) -> str:
    if delivery == "partner":
        return rect(box, hue, radius=1.2)
    fill = f"url(#{_hatch_name(hue)})" if delivery == "internal" else tokens.ground
    inner = Box(box.x + 0.45, box.y + 0.45, max(box.width - 0.9, 0.1), box.height - 0.9)
    return rect(inner, fill, radius=1.2, stroke=hue)


def _done(box: Box, done: Box, *, is_finished: bool, tokens: Tokens) -> Iterator[str]:
    """A stripe inside the bar over what is done, edged in the ground; once it is finished with a tick at its end."""
    height = done.height * STRIPE
    stripe = Box(done.x, done.middle - height / 2, done.width, height)
    yield rect(stripe._replace(y=stripe.y - 0.6, height=height + 1.2), tokens.ground)
    yield rect(stripe, tokens.text)
    if is_finished and box.width >= LEAST_TICK:
        for colour, width in ((tokens.ground, 3.0), (tokens.text, 1.1)):
            yield path(finished_tick(box), colour, width)


def finished_tick(box: Box) -> tuple[tuple[float, float], ...]:
    """The points of a tick at the end of a bar."""
    half, right = box.height / 2, box.right - box.height / 2
    return (
        (right - half, box.middle),
        (right - half / 3, box.middle + half * 0.6),
        (right + half / 2, box.y + half * 0.3),
    )


def _arrow(arrow: Arrow, tokens: Tokens) -> str:
    (x_before, _), (x, y) = arrow.points[-2:]
    back = -2.2 if x_before <= x else 2.2
    head = ((x + back, y - 1.4), (x, y), (x + back, y + 1.4))
    return path(arrow.points, tokens.arrow, 0.5) + path(head, tokens.arrow, 0.5, fill=tokens.arrow)


def _partner(layout: Layout, lane: PartnerLane, wording: Wording, tokens: Tokens) -> Iterator[str]:
    yield from _labels(layout, lane.row, (lane.partner, lane.name, wording.amount(lane.teams)), tokens)
    for window in lane.windows:
        yield rect(window, tokens.panel, stroke=tokens.arrow)
    for load in lane.load:
        yield rect(load, tokens.load)


# Legend

Entry = tuple[bool, str, Callable[[Box], str]]
"""Whether it is shown, what it says, and its swatch."""


def _legend(layout: Layout, wording: Wording, tokens: Tokens) -> Iterator[str]:
    hue = workload_hue("Entra")
    y = layout.height + LEGEND_HEIGHT / 2
    swatch = Box(0, y, 12, 5)._replace(y=y - 2.5)
    kinds = {row.bar.delivery for row in layout.rows if row.bar}
    entries: list[Entry] = [
        ("partner" in kinds, wording.solid, lambda box: _bar_shape(box, "partner", hue, tokens)),
        ("fasttrack" in kinds, wording.outline, lambda box: _bar_shape(box, "fasttrack", hue, tokens)),
        ("internal" in kinds, wording.hatch, lambda box: _bar_shape(box, "internal", hue, tokens)),
        (_has_claims(layout), wording.paid, lambda box: rect(_underline(box), tokens.money)),
        (bool(layout.lanes), wording.window, lambda box: _window(box, tokens)),
        (bool(layout.lanes), wording.filled, lambda box: rect(box, tokens.money)),
        (bool(layout.lanes), wording.deadline, lambda box: _tick(box.x + 6, box.y - 1, box.bottom + 1, tokens)),
        (bool(layout.freezes), wording.freeze, lambda box: _freeze(box, tokens)),
        (bool(layout.partners), wording.load, lambda box: rect(box, tokens.load)),
    ]
    x = 0.0
    for _, text, shape in filter(itemgetter(0), entries):
        yield shape(swatch._replace(x=x))
        yield label(text, x + 15, y, Style(CAPTION), tokens.dim)
        x += 15 + text_width(text, CAPTION) + 7
    end = layout.fiscal_year_ends[0] if layout.fiscal_year_ends else None
    if end is not None:
        yield line(x + 6, y - 4, x + 6, y + 4, tokens.risk, dash="2 2")
        yield label(wording.fiscal_year_end(end.day), x + 15, y, Style(CAPTION), tokens.dim)
    yield from _second_line(layout, wording, tokens)


def _done_swatch(box: Box, tokens: Tokens) -> str:
    shape = _bar_shape(box, "partner", workload_hue("Entra"), tokens)
    return shape + "".join(_done(box, box._replace(width=box.width * 2 / 3), is_finished=False, tokens=tokens))


def _second_line(layout: Layout, wording: Wording, tokens: Tokens) -> Iterator[str]:
    """What stays in the house, in a line of its own: points of no return, as they look while far, and progress."""
    shown, status = _kinds_of_last_days(layout), layout.status
    x, y = 0.0, layout.height + LEGEND_HEIGHT + LEGEND_LINE / 2 - PADDING
    wedge_y = y + WEDGE_RISE - WEDGE_HEIGHT / 2
    entries: list[tuple[bool, str, Callable[[float], str]]] = [
        ("ask" in shown, wording.ask, lambda x: _ring(x, y, tokens.dim, tokens)),
        ("start" in shown, wording.start, lambda x: _wedge(x, wedge_y, tokens.dim, tokens)),
        (_has_progress(layout), wording.done, lambda x: _done_swatch(Box(x - 6, y - 2.5, 12, 5), tokens)),
        (
            status is not None,
            "" if status is None else wording.status(status.day),
            lambda x: line(x, y - 4, x, y + 4, tokens.text, width=0.8, dash=STATUS_DASH),
        ),
    ]
    for _, text, shape in filter(itemgetter(0), entries):
        yield shape(x + 6)
        yield label(text, x + 15, y, Style(CAPTION), tokens.dim)
        x += 15 + text_width(text, CAPTION) + 7


def _has_second_line(layout: Layout) -> bool:
    return bool(_kinds_of_last_days(layout)) or _has_progress(layout) or layout.status is not None


def _kinds_of_last_days(layout: Layout) -> set[str]:
    return {mark.last.kind for lane in layout.lanes for mark in lane.last_days}


def _has_progress(layout: Layout) -> bool:
    return any(row.bar.done for row in layout.rows if row.bar)


def _has_claims(layout: Layout) -> bool:
    return any(row.bar.claims for row in layout.rows if row.bar)


# Elements


def _underline(box: Box) -> Box:
    """The line under a bar that shows its funded part."""
    return box._replace(y=box.bottom + 0.6, height=1.6)


def _tick(x: float, top: float, bottom: float, tokens: Tokens) -> str:
    return line(x, top, x, bottom, tokens.risk, width=1.6)


def _last_day(mark: LastDayMark, middle: float, tokens: Tokens) -> str:
    """A point of no return, quiet until it is near."""
    draw_mark = _ring if mark.last.kind == "ask" else _wedge
    return draw_mark(mark.x, middle, tokens.risk if mark.last.is_near else tokens.dim, tokens)


def _ring(x: float, middle: float, colour: str, tokens: Tokens) -> str:
    """The day to ask by."""
    return circle(x, middle, 2.1, tokens.ground, colour)


def _wedge(x: float, middle: float, colour: str, tokens: Tokens) -> str:
    """The last start, at which it points from above the middle of its row."""
    top = middle - WEDGE_RISE
    points = ((x - 2.4, top), (x + 2.4, top), (x, top + WEDGE_HEIGHT), (x - 2.4, top))
    return path(points, tokens.ground, 0.4, fill=colour)


def _defs(layout: Layout) -> str:
    hues = {workload_hue(row.bar.workload) for row in layout.rows if row.bar} | {workload_hue("Entra")}
    return f"<defs>{''.join(_hatch(hue) for hue in sorted(hues))}</defs>"


def _hatch(hue: str) -> str:
    return (
        f'<pattern id="{_hatch_name(hue)}" width="3" height="3" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="3" height="3" fill="#ffffff"/>'
        f'<rect width="1.3" height="3" fill="{hue}"/></pattern>'
    )


def _hatch_name(hue: str) -> str:
    return f"hatch-{hue.removeprefix('#')}"
