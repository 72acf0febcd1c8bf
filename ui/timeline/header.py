"""The months and fiscal years above the timeline, which stay while it scrolls down."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtCore import QDate, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from planner.funding.cash import Quarter, fiscal_quarter
from planner.picture.layout import Box, Layout, Month
from planner.picture.tokens import Tokens
from ui.theme import BODY_PIXELS, CAPTION_PIXELS, tokens
from ui.timeline.measures import HEADER
from ui.timeline.painter import colour
from ui.timeline.text import MEDIUM, REGULAR, Typeface, draw_text, text_width
from ui.wording import month_name

PADDING = 5.0
PENNANT = 4.0
"""Half the width of the mark of today."""
FLAG = 1 + 1.5 * PENNANT
"""How far the flag of the status date reaches to the right of its line."""
MONTH, YEAR, DAY = (BODY_PIXELS, REGULAR), (CAPTION_PIXELS, MEDIUM), (CAPTION_PIXELS - 1, REGULAR)
LEAST_DAY = 3.0
"""Pixels of a day from which on weeks are named, and each has room."""
SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def paint_header(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    """The fiscal years above the months, in the layout's coordinates; a name stays in sight as long as its year."""
    painter.fillRect(visible, colour(tokens.ground))
    painter.setPen(colour(tokens.faint_line))
    painter.drawLines([_upright(month.box) for month in layout.months if month.box.x > layout.axis.left])
    painter.setPen(colour(tokens.dim))
    for year in layout.fiscal_years:
        _name(painter, year.box, f"FY{year.year % 100:02}", YEAR, visible)
    painter.setPen(colour(tokens.text))
    names = placed_months(layout)
    for box, text in names:
        _name(painter, box, text, MONTH, visible)
    if layout.axis.day_width >= LEAST_DAY:
        for month in layout.months:
            if month.box.right >= visible.left() and month.box.x <= visible.right():
                _paint_mondays(painter, layout, month, tokens, visible)
    _paint_today(painter, layout, tokens)
    _paint_status(painter, layout, names, tokens)
    painter.setPen(colour(tokens.hairline))
    bottom = layout.sizes.header - 1
    painter.drawLine(QLineF(visible.left(), bottom, visible.right(), bottom))


def _name(painter: QPainter, box: Box, text: str, typeface: Typeface, visible: QRectF) -> None:
    """A name at the left of its stretch, or of what is visible of it; left out where it does not fit."""
    left, right = max(box.x, visible.left()) + PADDING, min(box.right, visible.right())
    if _fits(text, typeface, right - left):
        draw_text(painter, QRectF(left, box.y, right - left, box.height), text, typeface)


def _fits(text: str, typeface: Typeface, room: float) -> bool:
    """Whether all of a text is drawn in so many pixels; texts are cut at whole ones."""
    return text_width(text, *typeface) <= int(room)


def _paint_mondays(painter: QPainter, layout: Layout, month: Month, tokens: Tokens, visible: QRectF) -> None:
    """The days of a month on which weeks begin, behind its name and as far as they fit before the next."""
    axis, box = layout.axis, month.box
    free_from = max(box.x, visible.left()) + 2 * PADDING + text_width(_month_text(layout, month), *MONTH)
    painter.setPen(colour(tokens.faint))
    for number in range(LONGEST_MONTH):
        day = month.first + timedelta(days=number)
        x = axis.begin(day)
        is_told = day.weekday() == 0 and day.month == month.first.month and axis.shows(day)
        if is_told and x >= free_from and x + text_width(str(day.day), *DAY) + 3 <= box.right:
            painter.drawLine(QLineF(round(x), box.bottom - 5, round(x), box.bottom - 2))
            draw_text(painter, QRectF(x + 2, box.y, 7 * axis.day_width, box.height), str(day.day), DAY)


def month_labels(layout: Layout) -> tuple[tuple[Box, str], ...]:
    """What stands in the row of months: their names, their initials where those are too wide, or else the quarters.

    Quarters are Microsoft's fiscal ones, as the years above them.
    """
    room = SHORTEST_MONTH * layout.axis.day_width - PADDING
    names = [month_name(month.first) for month in layout.months]
    if all(text_width(name, *MONTH) <= room for name in names):
        return tuple((month.box, _month_text(layout, month)) for month in layout.months)
    if all(text_width(name[:1], *MONTH) <= room for name in names):
        return tuple((month.box, name[:1]) for month, name in zip(layout.months, names, strict=True))
    quarters = groupby(layout.months, key=lambda month: fiscal_quarter(month.first))
    return tuple(_quarter_label(quarter, [*group]) for quarter, group in quarters)


def _quarter_label(quarter: Quarter, shown: list[Month]) -> tuple[Box, str]:
    first, last = shown[0].box, shown[-1].box
    return first._replace(width=last.right - first.x), f"Q{quarter.number}"


def _month_text(layout: Layout, month: Month) -> str:
    """The name of a month; with its year where a year begins, if there is room."""
    name = month_name(month.first)
    with_year = f"{name} {month.first.year}"
    is_telling = month.first.month == 1 or month is layout.months[0]
    return with_year if is_telling and text_width(with_year, *MONTH) + 2 * PADDING <= month.box.width else name


def placed_months(layout: Layout) -> list[tuple[Box, str]]:
    """What stands in the row of months, where it stands: moved out of the way of marks if it still fits then."""
    placed = []
    for box, text in month_labels(layout):
        beside = _beside_marks(box, text_width(text, *MONTH), layout)
        placed.append((beside if _fits(text, MONTH, beside.width - PADDING) else box, text))
    return placed


def _beside_marks(box: Box, width: float, layout: Layout) -> Box:
    """The stretch of a name of some width, less what the marks of today and of the status date would cover of it."""
    marks = []
    if layout.axis.shows(today()):
        x = layout.axis.begin(today())
        marks.append((x - PENNANT, x + PENNANT))
    if layout.status is not None:
        marks.append((layout.status.x, layout.status.x + FLAG))
    start = box.x
    for left, right in sorted(marks):
        if left < start + PADDING + width and right > start + PADDING:
            start = right
    return box._replace(x=start, width=box.right - start)


def _paint_today(painter: QPainter, layout: Layout, tokens: Tokens) -> None:
    """A pennant where today's line begins."""
    if layout.axis.shows(today()):
        x, bottom = round(layout.axis.begin(today())), layout.sizes.header
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(tokens.accent))
        left, right, top = x - PENNANT, x + PENNANT + 1, bottom - 7
        painter.drawPolygon([QPointF(left, top), QPointF(right, top), QPointF(x + 0.5, bottom)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _paint_status(painter: QPainter, layout: Layout, names: Sequence[tuple[Box, str]], tokens: Tokens) -> None:
    """A flag where the line of the status date begins, to the side where it covers no name; else a bare pole."""
    if layout.status is None:
        return
    x, bottom = round(layout.status.x), layout.sizes.header
    painter.fillRect(QRectF(x, bottom - 2 * PENNANT, 1, 2 * PENNANT), colour(tokens.text))
    sides = ((x + 1, 1), (x, -1))
    foot, tip = next(((foot, x + side * FLAG) for foot, side in sides if is_free(x, side, names)), (x, x))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tokens.text))
    high, middle, low = bottom - 2 * PENNANT, bottom - 1.25 * PENNANT, bottom - 0.5 * PENNANT
    painter.drawPolygon([QPointF(foot, high), QPointF(tip, middle), QPointF(foot, low)])


def is_free(x: float, side: int, names: Sequence[tuple[Box, str]]) -> bool:
    """Whether a flag at the one side of its pole covers no name."""
    left, right = sorted((x, x + side * FLAG))
    begins = ((box.x + PADDING, text) for box, text in names)
    return not any(left < begin + text_width(text, *MONTH) and begin < right for begin, text in begins)


def today() -> date:
    """The present day, where the user is."""
    now = QDate.currentDate()
    return date(now.year(), now.month(), now.day())


def _upright(box: Box) -> QLineF:
    return QLineF(round(box.x), box.y + 2, round(box.x), box.bottom)


class TimelineHeader(QWidget):
    """The header as a widget.

    layout_at: gives the present layout, and how far it is scrolled to the right.
    """

    def __init__(self, layout_at: Callable[[], tuple[Layout, float]], parent: QWidget) -> None:
        super().__init__(parent)
        self._layout_at = layout_at
        self.setAccessibleName("Months and fiscal years")
        self.setFixedHeight(HEADER)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        layout, left = self._layout_at()
        painter = QPainter(self)
        painter.translate(-left, 0)
        paint_header(painter, layout, tokens(), QRectF(left, 0, self.width(), HEADER))
        painter.end()
