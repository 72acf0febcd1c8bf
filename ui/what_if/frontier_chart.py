"""The frontier under the hand: points that are chosen with the mouse or the arrow keys, and open as schedules."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolTip, QWidget

from planner.picture.frontier import Frontier, Marked, Measures, Words, draw_frontier, lay_out_frontier
from ui.account.content import PIXELS_PER_POINT
from ui.theme import tokens

LEAST = QSize(320, 200)


class FrontierChart(QWidget):
    """Draws the points; numbers are those of the picture, from 1.

    Signals:
        chosen(number): a point was chosen.
        opened(number): it shall be shown as a schedule.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked: tuple[Marked, ...] = ()
        self._words = Words()
        self._tips: tuple[str, ...] = ()
        self.number: int | None = None
        self.setMinimumSize(LEAST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Efficient frontier")

    def show_points(self, marked: Iterable[Marked], words: Words, tips: Iterable[str]) -> None:
        """Show the points, each with what is said of it; the chosen number stays while there is such a point."""
        self._marked, self._words, self._tips = tuple(marked), words, tuple(tips)
        if self.number is not None and self.number > len(self._marked):
            self.number = None
        self.setAccessibleDescription(" ".join(self._tips))
        self.update()

    def choose(self, number: int) -> None:
        """Choose a point by its number."""
        if self.number != number and 0 < number <= len(self._marked):
            self.number = number
            self.chosen.emit(number)
            self.update()

    def picture(self) -> Frontier:
        """Where everything lies, in points of print."""
        size = self.size() / PIXELS_PER_POINT
        return lay_out_frontier(self._marked, Measures(width=size.width(), height=size.height()))

    def place(self, number: int) -> QPointF:
        """Where a point lies in the widget."""
        dot = self.picture().dots[number - 1]
        return QPointF(dot.x, dot.y) * PIXELS_PER_POINT

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(620, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Axes without a point would tell figures that nothing has."""
        if not self._marked:
            return
        colours = tokens()
        svg = draw_frontier(self.picture(), self._words, colours._replace(ground=colours.panel), self.number)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(svg.encode()).render(painter, QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(colours.accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(number)
            self.opened.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        number = self._at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if number is None else Qt.CursorShape.PointingHandCursor)
        QToolTip.showText(event.globalPosition().toPoint(), self._tips[number - 1] if number else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}
        key = Qt.Key(event.key())
        if key in steps and self._marked:
            self.choose(min(max((self.number or 0) + steps[key], 1), len(self._marked)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.number is not None:
            self.opened.emit(self.number)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _at(self, position: QPointF) -> int | None:
        return self.picture().at(position.x() / PIXELS_PER_POINT, position.y() / PIXELS_PER_POINT)
