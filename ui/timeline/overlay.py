"""What lies over the timeline while the mouse is at work: ghosts, slots that earn, links, and words at the pointer."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from planner.picture.layout import Bar, Box, Layout
from planner.picture.tokens import Tokens, workload_hue
from planner.rollout.schedule import Assignment
from planner.value import DateRange
from ui.theme import BODY_PIXELS
from ui.timeline.painter import CORNER, colour, snapped
from ui.timeline.text import MEDIUM, typeface

DASHES = [3.0, 2.0]
HANDLE = 4.0
"""Radius of the handle from which a link is drawn."""
HANDLE_DISTANCE = 9.0
"""From the end of a bar to the middle of its handle."""
WIDEST_WORDS = 340
BESIDE = QPointF(14, -14)
PADDING = 8
SLOT_OPACITY, GHOST_OPACITY = 70, 60


def ghost_box(layout: Layout, bar: Bar, ghost: Assignment) -> Box:
    """Where a phase would lie whose bar is told."""
    x = layout.axis.begin(ghost.start)
    return Box(x, bar.box.y, layout.axis.end(ghost.finish) - x, bar.box.height)


def paint_ghosts(
    painter: QPainter, layout: Layout, ghosts: Sequence[Assignment], tokens: Tokens, *, is_harmful: bool
) -> None:
    """The moved phase first, in the colour of what the move does; those it pushes in their own."""
    for number, ghost in enumerate(ghosts):
        row = layout.rows.of(ghost.phase)
        bar = row.bar if row is not None else None
        if bar is None:
            continue
        leading = tokens.broken if is_harmful else tokens.accent
        name = leading if number == 0 else workload_hue(bar.workload)
        pen = QPen(colour(name), 1.5)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(colour(name, GHOST_OPACITY))
        box = ghost_box(layout, bar, ghost)
        painter.drawRoundedRect(snapped(box).adjusted(0.75, 0.75, -0.75, -0.75), CORNER, CORNER)


def paint_slots(
    painter: QPainter,
    layout: Layout,
    slots: Mapping[str, Sequence[DateRange]],
    tokens: Tokens,
) -> None:
    """In the credits' lanes, the starts for which each could pay for the phase in the hand."""
    painter.setPen(QPen(colour(tokens.accent), 1.5))
    painter.setBrush(colour(tokens.accent, SLOT_OPACITY))
    for credit, days in slots.items():
        lane = layout.lanes.of(credit)
        if lane is None:
            continue
        for slot in days:
            row, x = lane.row, layout.axis.begin(slot.start)
            box = snapped(Box(x, row.y + 2, layout.axis.end(slot.end) - x, row.height - 4))
            painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), CORNER, CORNER)


def handle_point(bar: Box) -> QPointF:
    """The middle of the handle from which a link is drawn, right of a bar and apart from it."""
    return QPointF(bar.right + HANDLE_DISTANCE, bar.middle)


def paint_handle(painter: QPainter, bar: Box, tokens: Tokens) -> None:
    """A ring right of the bar."""
    painter.setPen(QPen(colour(tokens.accent), 1.5))
    painter.setBrush(colour(tokens.ground))
    painter.drawEllipse(handle_point(bar), HANDLE, HANDLE)


def paint_link(painter: QPainter, before: Box, to: QPointF, after: Box | None, name: str) -> None:
    """A link while it is drawn, and a frame around the bar it would lead to."""
    painter.setPen(QPen(colour(name), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    start = handle_point(before)
    painter.drawLine(start, to)
    painter.setBrush(colour(name))
    painter.drawEllipse(start, HANDLE - 1, HANDLE - 1)
    painter.drawEllipse(to, HANDLE - 1, HANDLE - 1)
    if after is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(snapped(after).adjusted(-2, -2, 2, 2), CORNER + 2, CORNER + 2)


def paint_focus(painter: QPainter, within: QRect, tokens: Tokens) -> None:
    """A hairline around what the keys act on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(colour(tokens.accent))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(within.adjusted(0, 0, -1, -1))


def paint_words(painter: QPainter, text: str, pointer: QPointF, within: QRectF, colours: tuple[str, str]) -> None:
    """A sentence beside the pointer, above it where there is room, and always inside the view.

    colours: of the text and its frame, and of the ground.
    """
    if not text:
        return
    front, ground = colours
    face = typeface(BODY_PIXELS, MEDIUM)
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    text_box = QFontMetricsF(face).boundingRect(QRectF(0, 0, WIDEST_WORDS, 1000), flags, text)
    box = QRectF(0, 0, text_box.width() + 2 * PADDING + 1, text_box.height() + PADDING)
    box.moveBottomLeft(pointer + BESIDE)
    if box.top() < within.top():
        box.moveTop(pointer.y() + 2 * PADDING)
    box.moveLeft(max(min(box.left(), within.right() - box.width() - 4), within.left() + 4))
    painter.setPen(QPen(colour(front), 1))
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(face)
    painter.drawText(box.adjusted(PADDING, 0, -PADDING + 1, 0), flags, text)
