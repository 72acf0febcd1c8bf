"""The layout of ``planner.picture`` on any QPainter: the window's, a picture's or a printer's.

Everything is drawn in the layout's own coordinates; what lies outside the visible rectangle is left out. The header
is not drawn here: see ``ui.timeline.header``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QRegion

from planner.funding.adoption import MeasurementDate
from planner.picture.layout import Arrow, Bar, Box, CreditLane, LaneHead, LastDay, Layout, PartnerLane, PhaseRow
from planner.picture.lazily import Stacked
from planner.picture.tokens import Tokens, workload_hue
from ui.selection import Selected
from ui.theme import CAPTION_PIXELS
from ui.timeline.measures import separators
from ui.timeline.text import SEMIBOLD, draw_text, text_width
from ui.wording import signed_money

CORNER = 2.5
UNDERLINE, UNDERLINE_GAP = 2.0, 1.0
LABEL_GAP = 7.0
"""Room between a bar and what it earns."""
HANDLE_ROOM = 11.0
"""How far it gives way to the handle of links."""
HATCH = 4.0
SUMMARY = 3.0
"""Thickness of the bracket over a swimlane's work."""
OVERLOAD = 4.0
"""Height of the mark where a partner has too few teams."""
FILL_OPACITY = 170
"""Of the filled part of a credit's window, so that freezes show through."""
DIAMOND, FOOT, AROUND_DIAMOND = 3.0, 2.2, 1.0
"""Half the size of the marks of measurements, in the middle and at the foot of a row, and the ground around them."""
RING, WEDGE = 2.8, 4.0
"""Half the width of the marks of points of no return."""
STATUS_DASH = [7.0, 3.0]
STRIPE, STRIPE_EDGE = 2.0, 1.0
"""Height of the stripe over what is done of a bar, and of the ground around it."""
LEAST_TICK = 20.0
"""Pixels from which on a finished bar has room for its tick."""
ARROW_HEAD = (4.0, 2.5)
EARNED = (CAPTION_PIXELS, SEMIBOLD)


Rowed = TypeVar("Rowed")


@lru_cache(maxsize=128)
def colour(name: str, opacity: int = 255) -> QColor:
    """A colour of the tokens; opacity from 0 to 255."""
    made = QColor(name)
    made.setAlpha(opacity)
    return made


class Shown(NamedTuple):
    """What toggles lay over the bars."""

    float_bars: bool = False
    critical: bool = False
    money_critical: bool = False
    baseline: bool = False


class Emphasis(NamedTuple):
    """What stands out: the selected thing, and the phase under the pointer, whose earnings make room for a handle.

    shows_earnings: whether what phases earn is written beside them. today: a line marks it.
    measured: by phase, the days on which its adoption target asks for a measurement. beside: other selected phases.
    over: what is switched on.
    """

    selected: Selected = None
    hovered: str = ""
    shows_earnings: bool = True
    today: date | None = None
    measured: Mapping[str, tuple[MeasurementDate, ...]] = {}
    beside: tuple[str, ...] = ()
    over: Shown = Shown()


PLAIN = Emphasis()


def paint_timeline(
    painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF, emphasis: Emphasis = PLAIN
) -> None:
    """Everything but the header, as far as it is visible."""
    selected, hovered, shows_earnings, today = emphasis[:4]
    painter.fillRect(visible, colour(tokens.ground))
    _paint_head_rows(painter, layout, tokens, visible)
    _paint_selected_rows(painter, layout, tokens, visible, emphasis)
    _paint_bands(painter, layout, tokens, visible)
    shown = in_sight(layout.rows, visible)
    painter.save()
    painter.setClipRegion(without_labels(shown, visible, emphasis), Qt.ClipOperation.IntersectClip)
    for freeze in layout.freezes:
        paint_freeze_edges(painter, _upright_band(freeze.box, visible), tokens)
    _paint_ruler(painter, layout, tokens, selected)
    for lane in in_sight(layout.lanes, visible):
        paint_lane(painter, lane, tokens)
        paint_last_days(painter, lane, tokens)
    _paint_fiscal_year_ends(painter, layout, tokens, visible)
    _paint_arrows(painter, layout, tokens, visible, selected)
    _paint_today(painter, layout, tokens, visible, today)
    _paint_status(painter, layout, tokens, visible)
    painter.restore()
    _paint_summaries(painter, layout, tokens, visible)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in shown:
        if row.bar is not None and row.bar.box.x <= visible.right():
            paint_bar(painter, row.bar, tokens)
    _paint_measured(painter, layout, shown, tokens, emphasis)
    if shows_earnings:
        paint_earnings(painter, shown, tokens, hovered)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for partner in in_sight(layout.partners, visible):
        paint_partner(painter, partner, tokens)


def in_sight(group: Stacked[Rowed], visible: QRectF) -> Sequence[Rowed]:
    """Those of a group of rows that are visible; the others are not even laid out."""
    return group.between(visible.top(), visible.bottom())


def row_box(layout: Layout, selected: Selected) -> Box | None:
    """The row of a credit, phase or partner."""
    if selected is None:
        return None
    kind, name = selected
    groups: Mapping[str, Stacked[PhaseRow] | Stacked[CreditLane] | Stacked[PartnerLane] | Stacked[LaneHead]] = {
        "phase": layout.rows,
        "lane": layout.heads,
        "credit": layout.lanes,
        "partner": layout.partners,
    }
    found = groups[kind].of(name) if kind in groups else None
    return found.row if found is not None else None


def bar_box(row: PhaseRow | None) -> Box | None:
    """Where the bar of a row lies; None where there is none."""
    return row.bar.box if row is not None and row.bar is not None else None


# Ground


def _paint_selected_rows(
    painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF, emphasis: Emphasis
) -> None:
    beside = frozenset(emphasis.beside)
    boxes = [row.row for row in in_sight(layout.rows, visible) if row.phase in beside]
    for box in filter(None, (row_box(layout, emphasis.selected), *boxes)):
        painter.fillRect(QRectF(visible.x(), box.y, visible.width(), box.height), colour(tokens.selection))


def _paint_head_rows(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    """Heads of swimlanes stand out from the phases by their ground."""
    for head in in_sight(layout.heads, visible):
        painter.fillRect(QRectF(visible.x(), head.row.y, visible.width(), head.row.height), colour(tokens.panel))


def _paint_bands(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    for freeze in layout.freezes:
        painter.fillRect(_upright_band(freeze.box, visible), colour(tokens.freeze))
    painter.setPen(colour(tokens.faint_line))
    painter.drawLines([_upright(month.box.x, visible) for month in layout.months if month.box.x > layout.axis.left])
    painter.setPen(colour(tokens.hairline))
    painter.drawLines([QLineF(visible.left(), y, visible.right(), y) for y in map(round, separators(layout))])


def _upright_band(box: Box, visible: QRectF) -> QRectF:
    across = snapped(box)
    return QRectF(across.x(), visible.y(), across.width(), visible.height())


def paint_freeze_edges(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """Where the days of a change freeze begin and end."""
    painter.setPen(colour(tokens.freeze_edge))
    painter.drawLines([_upright(x, box) for x in (box.left(), box.right() - 1)])


def _paint_fiscal_year_ends(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    painter.setPen(year_end_pen(tokens))
    painter.drawLines([_upright(end.x, visible) for end in layout.fiscal_year_ends])


def year_end_pen(tokens: Tokens) -> QPen:
    """Short strokes: the end of a fiscal year of Microsoft."""
    pen = QPen(colour(tokens.risk), 1)
    pen.setDashPattern([3, 3])
    return pen


def _paint_today(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF, today: date | None) -> None:
    if today is not None and layout.axis.shows(today):
        painter.setPen(colour(tokens.accent))
        painter.drawLine(_upright(layout.axis.begin(today), visible))


def _paint_status(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    if layout.status is not None:
        painter.setPen(status_pen(tokens))
        painter.drawLine(_upright(layout.status.x, visible))


def status_pen(tokens: Tokens) -> QPen:
    """Long strokes: work left of the status date is history."""
    pen = QPen(colour(tokens.text), 1)
    pen.setDashPattern(STATUS_DASH)
    return pen


def _upright(x: float, visible: QRectF) -> QLineF:
    return QLineF(round(x), visible.top(), round(x), visible.bottom())


# Credits


def paint_lane(painter: QPainter, lane: CreditLane, tokens: Tokens) -> None:
    """The window of a credit, filled as far as it is claimed, and the last day for its proof."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if lane.window is not None:
        painter.setBrush(colour(tokens.money_ground))
        painter.drawRoundedRect(snapped(lane.window), CORNER, CORNER)
    if lane.filled is not None:
        painter.setBrush(colour(tokens.money, FILL_OPACITY))
        painter.drawRoundedRect(snapped(lane.filled), CORNER, CORNER)
    if lane.window is not None:
        painter.setPen(QPen(colour(tokens.money), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(snapped(lane.window).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if lane.proof_x is not None:
        tick = QRectF(round(lane.proof_x) - 1, lane.row.y + 2, 2, lane.row.height - 4)
        painter.fillRect(tick, colour(tokens.risk))


def paint_last_days(painter: QPainter, lane: CreditLane, tokens: Tokens) -> None:
    """A ring behind the day to ask by, and a wedge that points at the last start; amber once they are near."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for last, x in lane.last_days:
        name = last_day_colour(last, tokens)
        at, top = round(x) + 0.5, lane.row.y + 0.5
        if last.kind == "ask":
            painter.setPen(QPen(colour(name), 1.4))
            painter.setBrush(colour(tokens.ground))
            painter.drawEllipse(QPointF(at, lane.row.middle), RING, RING)
        else:
            painter.setPen(QPen(colour(tokens.ground), 1))
            painter.setBrush(colour(name))
            painter.drawPolygon([QPointF(at - WEDGE, top), QPointF(at + WEDGE, top), QPointF(at, top + 1.6 * WEDGE)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def last_day_colour(last: LastDay, tokens: Tokens) -> str:
    """Quiet until it is near."""
    return tokens.risk if last.is_near else tokens.dim


def _paint_ruler(painter: QPainter, layout: Layout, tokens: Tokens, selected: Selected) -> None:
    """The last start of the selected credit, from its wedge past every phase; bands and bars lie over it."""
    name = selected[1] if selected is not None and selected[0] == "credit" else None
    lane = layout.lanes.of(name)
    bottom = layout.phases_bottom
    if lane is None or bottom is None:
        return
    for last, x in lane.last_days:
        if last.kind == "start":
            painter.setPen(colour(last_day_colour(last, tokens)))
            painter.drawLine(QLineF(round(x), lane.row.y + 2 * WEDGE, round(x), bottom))


# Phases


def _paint_measured(
    painter: QPainter, layout: Layout, shown: Sequence[PhaseRow], tokens: Tokens, emphasis: Emphasis
) -> None:
    """Diamonds in the middle of a row, full for the target; green once an export is there.

    The selected phase shows its baseline as well, hollow; on every bar's first day it would be noise. A mark that would
    lie on the bar, or behind what the phase earns, is a smaller one at the foot of the row.
    """
    for row in shown:
        is_selected = emphasis.selected == ("phase", row.phase)
        for each in emphasis.measured.get(row.phase, ()):
            if not layout.axis.shows(each.day) or (each.kind == "baseline" and not is_selected):
                continue
            name = measured_colour(each, tokens, emphasis.today)
            x = layout.axis.begin(each.day)
            half = FOOT if _is_taken(row, x, emphasis) else DIAMOND
            at = QPointF(x, row.row.bottom - half if half is FOOT else row.row.middle)
            paint_diamond(painter, at, half, (name, tokens.ground), is_hollow=each.kind == "baseline")


def _is_taken(row: PhaseRow, x: float, emphasis: Emphasis) -> bool:
    """Whether a mark in the middle of the row would touch its bar, or what it earns."""
    taken = [snapped(row.bar.box)] if row.bar is not None else []
    label = earned_box(row, emphasis.hovered)  # also while a gesture writes it over the picture
    taken += [label] if label is not None else []
    reach = DIAMOND + AROUND_DIAMOND
    return any(box.left() - reach < x < box.right() + reach for box in taken)


def paint_diamond(
    painter: QPainter, at: QPointF, half: float, colours: tuple[str, str], *, is_hollow: bool = False
) -> None:
    """A mark of a measurement, on a bit of ground so that no line runs into it.

    half: of its height. colours: its own, and that of the ground.
    """
    name, ground = colours
    for brush, size in (
        (ground, half + AROUND_DIAMOND),
        (name, half),
        *([(ground, half - AROUND_DIAMOND)] if is_hollow else []),
    ):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(brush))
        corners = ((-size, 0.0), (0.0, -size), (size, 0.0), (0.0, size))
        painter.drawPolygon([at + QPointF(*corner) for corner in corners])


def measured_colour(found: MeasurementDate, tokens: Tokens, today: date | None) -> str:
    """Quiet until the day has passed; then whether an export lies so, where reports can show it."""
    if found.is_done:
        return tokens.money
    return tokens.risk if today is not None and found.day < today and found.is_done is not None else tokens.dim


def paint_bar(painter: QPainter, bar: Bar, tokens: Tokens) -> None:
    """A bar with what is done, the part that is paid for underlined, and its pin. The painter smooths edges."""
    hue = workload_hue(bar.workload)
    paint_bar_shape(painter, snapped(bar.box), bar.delivery, hue, tokens)
    if bar.done is not None:
        _paint_done(painter, bar, bar.done, tokens)
    for claim in bar.claims:
        box = snapped(claim.box)
        top = bar.box.bottom + UNDERLINE_GAP
        painter.fillRect(QRectF(box.x(), top, box.width(), UNDERLINE), colour(tokens.money))
    if bar.is_pinned:
        _paint_pin(painter, bar.box, tokens)


def _paint_done(painter: QPainter, bar: Bar, done: Box, tokens: Tokens) -> None:
    """A stripe inside the bar over what is done, edged in the ground; a finished bar ends in a tick."""
    box, middle = snapped(bar.box), round(bar.box.middle)
    width = box.width() if bar.is_finished else round(done.width)
    if width:
        stripe = QRectF(box.x(), middle - STRIPE / 2, width, STRIPE)
        painter.fillRect(stripe.adjusted(0, -STRIPE_EDGE, 0, STRIPE_EDGE), colour(tokens.ground))
        painter.fillRect(stripe, colour(tokens.text))
    if bar.is_finished and box.width() >= LEAST_TICK:
        tick = QPolygonF([QPointF(box.right() - 9 + x, middle + y) for x, y in ((0, 0), (2.5, 3), (7, -4))])
        for name, thickness in ((tokens.ground, 5.0), (tokens.text, 1.8)):
            painter.setPen(QPen(colour(name), thickness))
            painter.drawPolyline(tick)


def _paint_summaries(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    """A bracket over all of the work of each swimlane: no bar looks like it."""
    line = colour(tokens.dim)
    for head in in_sight(layout.heads, visible):
        if head.bar is not None:
            box = snapped(head.bar)
            painter.fillRect(QRectF(box.x(), box.y(), box.width(), SUMMARY), line)
            for x in (box.left(), box.right() - SUMMARY):
                painter.fillRect(QRectF(x, box.y(), SUMMARY, box.height()), line)


def paint_bar_shape(painter: QPainter, box: QRectF, delivery: str, hue: str, tokens: Tokens) -> None:
    """Solid for a partner, outlined for FastTrack, hatched for internal work."""
    if delivery == "partner":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(hue))
        painter.drawRoundedRect(box, CORNER, CORNER)
        return
    inner = box.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setBrush(colour(tokens.ground))
    painter.setPen(QPen(colour(hue), 1.5))
    painter.drawRoundedRect(inner, CORNER, CORNER)
    if delivery == "internal":
        painter.setPen(QPen(colour(hue), 1))
        painter.drawLines(list(_hatching(inner)))


def _hatching(box: QRectF) -> Iterator[QLineF]:
    """Slanting lines from the lower to the upper edge of a box."""
    left, right, top, bottom, height = box.left(), box.right(), box.top(), box.bottom(), box.height()
    x = left - height + HATCH
    while x < right:
        cut_left, cut_right = max(left - x, 0), max(x + height - right, 0)
        yield QLineF(x + cut_left, bottom - cut_left, x + height - cut_right, top + cut_right)
        x += HATCH


def _paint_pin(painter: QPainter, box: Box, tokens: Tokens) -> None:
    """A needle with a round head at the start of a bar."""
    x, head = round(box.x), box.y - 1.0
    painter.setPen(QPen(colour(tokens.text), 1.2))
    painter.drawLine(QPointF(x, head), QPointF(x, box.bottom))
    painter.setPen(QPen(colour(tokens.ground), 1))
    painter.setBrush(colour(tokens.text))
    painter.drawEllipse(QPointF(x, head), 3.2, 3.2)


@lru_cache(maxsize=1024)
def _earned_text(amount: int) -> str:
    return signed_money(amount)


def earned_box(row: PhaseRow, hovered: str = "") -> QRectF | None:
    """Where the money that a phase earns is written; None if it earns nothing."""
    if row.bar is None or not row.claimed:
        return None
    width = text_width(_earned_text(row.claimed), *EARNED) + 2
    gap = LABEL_GAP + (HANDLE_ROOM if row.phase == hovered else 0)
    return QRectF(row.bar.box.right + gap, row.row.y, width, row.row.height)


def paint_earnings(painter: QPainter, shown: Iterable[PhaseRow], tokens: Tokens, hovered: str = "") -> None:
    """What each phase earns, right of its bar."""
    painter.setPen(colour(tokens.money))
    for row in shown:
        box = earned_box(row, hovered)
        if box is not None:
            draw_text(painter, box, _earned_text(row.claimed), EARNED)


def snapped(box: Box) -> QRectF:
    """The box with upright edges on whole pixels and at least one of them wide, so that they are crisp."""
    left, right = round(box.x), max(round(box.right), round(box.x) + 1)
    return QRectF(left, box.y, right - left, box.height)


# Links


def _paint_arrows(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF, selected: Selected) -> None:
    """Links with an end in sight, and all of the selected phase."""
    name = selected[1] if selected is not None and selected[0] == "phase" else None
    _paint_lines(painter, arrows_in_sight(layout, visible), colour(tokens.arrow))
    _paint_lines(painter, layout.arrows.touching((name,)) if name else [], colour(tokens.accent))


def arrows_in_sight(layout: Layout, visible: QRectF) -> list[Arrow]:
    """Links with an end in sight."""
    return layout.arrows.touching(row.phase for row in in_sight(layout.rows, visible))


def without_labels(shown: Sequence[PhaseRow], visible: QRectF, emphasis: Emphasis) -> QRegion:
    """What is visible, less what phases earn, also where a gesture writes it later: no line crosses a figure."""
    region = QRegion(visible.toAlignedRect())
    for row in shown:
        box = earned_box(row, emphasis.hovered)
        if box is not None:
            region -= QRegion(box.toAlignedRect().adjusted(-1, 2, 1, -2))
    return region


def _paint_lines(painter: QPainter, arrows: list[Arrow], line: QColor) -> None:
    painter.setPen(QPen(line, 1))
    painter.drawLines([each for arrow in arrows for each in _segments(arrow)])
    heads = QPainterPath()
    heads.setFillRule(Qt.FillRule.WindingFill)  # else two heads at one place would leave a hole
    for arrow in arrows:
        heads.addPolygon(_head(arrow))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(heads, QBrush(line))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _segments(arrow: Arrow) -> Iterator[QLineF]:
    points = [(round(x), round(y)) for x, y in arrow.points]
    for (x, y), (to_x, to_y) in pairwise(points):
        yield QLineF(x, y, to_x, to_y)


def _head(arrow: Arrow) -> QPolygonF:
    (before, _), (x, y) = arrow.points[-2:]
    length, half = ARROW_HEAD
    x, y, back = round(x), round(y) + 0.5, -length if before <= x else length
    return QPolygonF([QPointF(x + back, y - half), QPointF(x, y), QPointF(x + back, y + half)])


# Partners


def paint_partner(painter: QPainter, lane: PartnerLane, tokens: Tokens) -> None:
    """When a partner is available, how busy its teams are, and where there are too few."""
    painter.setPen(colour(tokens.arrow))
    painter.setBrush(colour(tokens.panel))
    for window in lane.windows:
        painter.drawRect(snapped(window).adjusted(0, 0, -1, -1))
    for load in lane.load:
        painter.fillRect(_settled_on(load), colour(tokens.load))
    for load in lane.overload:
        painter.fillRect(_settled_on(load._replace(height=OVERLOAD)), colour(tokens.broken))


def _settled_on(load: Box) -> QRect:
    """A stretch of load on whole pixels, so that neighbours neither gape nor overlap."""
    left, right, top, bottom = round(load.x), round(load.right), round(load.y), round(load.bottom)
    return QRect(left, top, max(right - left, 1), bottom - top)
