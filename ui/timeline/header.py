"""The months and fiscal years above the timeline, which stay while it scrolls down."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from planner.picture.layout import Box, Layout
from planner.picture.tokens import Tokens
from ui.theme import BODY_PIXELS, CAPTION_PIXELS, tokens
from ui.timeline.measures import HEADER
from ui.timeline.painter import colour
from ui.timeline.text import MEDIUM, REGULAR, Typeface, draw_text, text_width
from ui.wording import month_name

PADDING = 5.0
MONTH, YEAR = (BODY_PIXELS, REGULAR), (CAPTION_PIXELS, MEDIUM)


def paint_header(painter: QPainter, layout: Layout, tokens: Tokens, visible: QRectF) -> None:
    """The fiscal years above the months, in the layout's coordinates; a name stays in sight as long as its year."""
    painter.fillRect(visible, colour(tokens.ground))
    painter.setPen(colour(tokens.faint_line))
    painter.drawLines([_upright(month.box) for month in layout.months if month.box.x > layout.axis.left])
    painter.setPen(colour(tokens.dim))
    for year in layout.fiscal_years:
        _name(painter, year.box, f"FY{year.year % 100:02}", YEAR, visible)
    painter.setPen(colour(tokens.text))
    for month in layout.months:
        with_year = f"{month_name(month.first)} {month.first.year}"
        is_telling = month.first.month == 1 or month is layout.months[0]
        fits = is_telling and text_width(with_year, *MONTH) + 2 * PADDING <= month.box.width
        _name(painter, month.box, with_year if fits else month_name(month.first), MONTH, visible)
    painter.setPen(colour(tokens.hairline))
    bottom = layout.sizes.header - 1
    painter.drawLine(QLineF(visible.left(), bottom, visible.right(), bottom))


def _name(painter: QPainter, box: Box, text: str, typeface: Typeface, visible: QRectF) -> None:
    """A name at the left of its stretch, or of what is visible of it; left out where it does not fit."""
    if box.right < visible.left() or box.x > visible.right():
        return
    left = max(box.x, visible.left()) + PADDING
    if text_width(text, *typeface) <= box.right - left:
        draw_text(painter, QRectF(left, box.y, box.right - left, box.height), text, typeface)


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
