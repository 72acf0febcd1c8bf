"""The gesture that selects every phase whose bar a rectangle touches."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.theme import tokens
from ui.timeline.gesture import Gesture
from ui.timeline.painter import bar_box, colour, in_sight

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

BAND_OPACITY = 40


class RubberBand(Gesture):
    """A rectangle between the place where the pointer was pressed and where it is.

    beside: the phases that stay selected whatever it touches.
    """

    def __init__(self, view: "TimelineView", pressed_at: QPointF, beside: tuple[str, ...]) -> None:
        super().__init__(view, pressed_at)
        self._corner = self.pointer
        self._beside = beside

    @property
    def touched(self) -> tuple[str, ...]:
        """The phases whose bars it touches, from top to bottom."""
        band = self._band()
        rows = in_sight(self.view.picture.rows, band)
        boxes = ((row.phase, bar_box(row)) for row in rows)
        return tuple(
            name
            for name, box in boxes
            if box is not None and band.intersects(QRectF(box.x, box.y, max(box.width, 1), box.height))
        )

    def drop(self, _position: QPointF) -> None:
        self.view.selection.select_phases((*self._beside, *self.touched))

    def paint(self, painter: QPainter, _within: QRectF) -> None:
        colours = tokens()
        painter.setPen(QPen(colour(colours.accent), 1))
        painter.setBrush(colour(colours.accent, BAND_OPACITY))
        painter.drawRect(self._band())

    def _band(self) -> QRectF:
        band = QRectF(self._corner, self.pointer).normalized()
        band.setWidth(max(band.width(), 1))
        band.setHeight(max(band.height(), 1))
        return band
