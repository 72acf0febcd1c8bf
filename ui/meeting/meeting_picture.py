"""A page of the timeline in a meeting: drawn from an external layout, its bars under the hand."""

from datetime import date

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.business_case.notation import Notation
from planner.business_case.timeline import alternative, picture_wording
from planner.picture import svg
from planner.picture.layout import Layout, PhaseRow
from planner.picture.time_axis import TimeAxis
from ui.theme import tokens

GRASP = 3.0
"""How far beside a bar, in points, the hand may be and still hold it."""


class MeetingPicture(QWidget):
    """One page, as wide as there is room.

    Signals:
        grabbed(phase, day), moved(day), dropped(): a bar is taken by the mouse, carried, and put down.
    """

    grabbed = Signal(str, object)
    moved = Signal(object)
    dropped = Signal()

    def __init__(self, layout: Layout, notation: Notation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notation = notation
        self._held_axis: TimeAxis | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_layout(layout)

    def show_layout(self, layout: Layout) -> None:
        """Show another layout of the same page."""
        self._layout = layout
        self._svg = svg.draw(layout, picture_wording(self._notation), tokens())
        self._renderer = QSvgRenderer(QByteArray(self._svg.encode()), self)
        if any(row.bar for row in layout.rows):
            self.setAccessibleDescription(alternative(layout, self._notation))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The picture as it is drawn, for whoever checks what it says."""
        return self._svg

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        size = self._renderer.defaultSize()
        return round(width * size.height() / max(size.width(), 1))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(1200, self.heightForWidth(1200))

    def place(self, phase: str) -> QPointF:
        """The middle of a phase's bar in the widget."""
        row = next(row for row in self._layout.rows if row.phase == phase)
        assert row.bar is not None, "a phase of a meeting has dates"  # noqa: S101 - tells the type checker
        return QPointF(row.bar.box.x + row.bar.box.width / 2, row.bar.box.middle) * self._scale

    @property
    def day_width(self) -> float:
        """How many pixels a day is wide."""
        return self._layout.axis.day_width * self._scale

    @property
    def _scale(self) -> float:
        return self.width() / max(self._renderer.viewBoxF().width(), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(self.rect()))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        row = self._row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held_axis = self._layout.axis
            self.grabbed.emit(row.phase, self._day_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held_axis is not None:
            self.moved.emit(self._day_at(event.position()))
        else:
            over = self._row_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held_axis is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held_axis = None
            self.dropped.emit()

    def let_go(self) -> None:
        """Take the bar out of the hand; nothing moves."""
        self._held_axis = None

    def _row_at(self, position: QPointF) -> PhaseRow | None:
        x, y = position.x() / self._scale, position.y() / self._scale
        for row in self._layout.rows:
            if row.bar is not None and row.row.y <= y < row.row.bottom:
                box = row.bar.box
                return row if box.x - GRASP <= x <= box.right + GRASP else None
        return None

    def _day_at(self, position: QPointF) -> date:
        """By the axis on which the bar was taken: it may grow meanwhile, and would run away from the hand."""
        return (self._held_axis or self._layout.axis).day(position.x() / self._scale)
