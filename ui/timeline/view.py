"""The timeline: one painted surface over the layout of ``planner.picture``, with no object per bar."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from planner.picture.layout import Layout, PhaseRow, lay_out
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.document import Document
from ui.selection import Selected, Selection
from ui.theme import tokens
from ui.timeline.header import TimelineHeader
from ui.timeline.measures import HEADER, ROW, window_sizes
from ui.timeline.painter import colour, in_sight, paint_timeline, row_box
from ui.timeline.rows import tip

WIDEST_DAY = 48.0
STEP = 1.25
"""How much one turn of the wheel, or one key, zooms."""
WHEEL_TURN = 120
MARGIN_BEFORE, MARGIN_AFTER = timedelta(days=7), timedelta(days=14)
LABEL_ROOM = 64
"""Pixels right of the last bar for what it earns, when everything is fitted."""
SOON = timedelta(days=5)
"""How much of the time before a thing is shown together with it."""


class TimelineView(QAbstractScrollArea):
    """Credits, phases and partners over time.

    The wheel scrolls, with Shift sideways; with Ctrl it zooms around the pointer, as do Ctrl with plus and minus, and
    Ctrl+0 shows all of the work. Up and Down select rows.
    """

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._day_width = 1.0
        self._is_fitted = True
        self._layout = self._laid_out()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.viewport().setMouseTracking(True)
        self.setViewportMargins(0, HEADER, 0, 0)
        self.header = TimelineHeader(lambda: (self._layout, self._left), self)
        document.changed.connect(self._show_change)
        selection.changed.connect(self._show_selection)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._repaint)

    # What is shown

    @property
    def picture(self) -> Layout:
        """Where everything lies; its coordinates are those of the whole surface, header included."""
        return self._layout

    @property
    def day_width(self) -> float:
        """Pixels for a day."""
        return self._day_width

    def day_at(self, x: float) -> date:
        """The day drawn at a position of the viewport."""
        return self._layout.axis.day(x + self._left)

    def to_viewport(self, x: float, y: float) -> QPointF:
        """Where a point of the layout is on the viewport."""
        return QPointF(x, y) - self._origin

    @property
    def _left(self) -> int:
        return self.horizontalScrollBar().value()

    @property
    def _origin(self) -> QPointF:
        """The point of the layout at the top left corner of the viewport."""
        return QPointF(self._left, self.verticalScrollBar().value() + HEADER)

    def _laid_out(self) -> Layout:
        state = self._document.state
        days = shown_days(state)
        width = ((days.end - days.start).days + 1) * self._day_width
        return lay_out(state.plan, self._document.schedule, sizes=window_sizes(width), days=days)

    def _show_change(self, _before: State, _after: State) -> None:
        if self._document.undo_stack.count() == 0:  # another rollout, shown from its beginning
            self.fit()
            return
        first = self._layout.axis.first
        self._lay_out()
        moved = (first - self._layout.axis.first).days * self._day_width
        self.horizontalScrollBar().setValue(round(self._left + moved))

    def _lay_out(self) -> None:
        self._layout = self._laid_out()
        view = self.viewport()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        across.setRange(0, max(round(self._layout.sizes.width) - view.width(), 0))
        across.setPageStep(view.width())
        across.setSingleStep(ROW)
        down.setRange(0, max(round(self._layout.height) - HEADER - view.height(), 0))
        down.setPageStep(view.height())
        down.setSingleStep(ROW)
        self._repaint()

    def _show_selection(self, selected: Selected) -> None:
        box = row_box(self._layout, selected)
        if box is not None:
            down = self.verticalScrollBar()
            top, bottom = round(box.y) - HEADER, round(box.bottom) - HEADER
            down.setValue(min(max(down.value(), bottom - self.viewport().height()), top))
        self.setAccessibleDescription(tip(self._document.state, selected))
        self._repaint()

    def show_selected(self) -> None:
        """Scroll to the selected thing's row, and to its time."""
        selected = self._selection.selected
        self._show_selection(selected)
        day = _first_day(self._layout, selected)
        if day is not None:
            x, width = self._layout.axis.begin(day), self.viewport().width()
            if not self._left <= x <= self._left + width - LABEL_ROOM:
                self.horizontalScrollBar().setValue(round(x - min(SOON.days * self._day_width, width / 3)))

    def _repaint(self) -> None:
        self.viewport().update()
        self.header.update()

    # Zoom and scroll

    def zoom_in(self) -> None:
        self._zoom(STEP, self.viewport().width() / 2)

    def zoom_out(self) -> None:
        self._zoom(1 / STEP, self.viewport().width() / 2)

    def fit(self) -> None:
        """Show all of the work at once, from its first day to what its last phase earns."""
        self._is_fitted = True
        days, work = shown_days(self._document.state), _work_days(self._document.state)
        room = self.viewport().width()
        for_work = (room - LABEL_ROOM) / ((work.end - days.start).days + 1)
        self._day_width = min(max(for_work, self._least_day_width()), WIDEST_DAY)
        self._lay_out()
        self.horizontalScrollBar().setValue(0)

    def _least_day_width(self) -> float:
        """At which the whole axis is in sight."""
        days = shown_days(self._document.state)
        return self.viewport().width() / ((days.end - days.start).days + 1)

    def _zoom(self, factor: float, at: float) -> None:
        """Make days wider or narrower; what is drawn at the position stays there."""
        self._is_fitted = False
        moment = (at + self._left) / self._day_width
        self._day_width = max(min(self._day_width * factor, WIDEST_DAY), self._least_day_width())
        self._lay_out()
        self.horizontalScrollBar().setValue(round(moment * self._day_width - at))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(STEP ** (turned / WHEEL_TURN), event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            across = self.horizontalScrollBar()
            across.setValue(across.value() - turned)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        box = self.viewport().geometry()
        self.header.setGeometry(box.x(), box.y() - HEADER, box.width(), HEADER)
        if self._is_fitted:
            self.fit()
        else:
            self._zoom(1, 0)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 - Qt's name
        self._repaint()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        self._paint_picture(painter, QRectF(event.rect()))
        painter.end()

    def _paint_picture(self, painter: QPainter, part: QRectF) -> None:
        painter.translate(-self._origin)
        visible = part.translated(self._origin)
        paint_timeline(painter, self._layout, tokens(), visible, self._selection.selected)
        today = QDate.currentDate().toPython()
        if isinstance(today, date) and self._layout.axis.shows(today):
            x = round(self._layout.axis.begin(today))
            painter.setPen(QPen(colour(tokens().accent), 1))
            painter.drawLine(QPointF(x, visible.top()), QPointF(x, visible.bottom()))

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.select(self.what_at(event.position()))

    def what_at(self, position: QPointF) -> Selected:
        """The credit, phase or partner whose row is at a position of the viewport."""
        point = position + self._origin
        line, layout = QRectF(point.x(), point.y(), 0, 0), self._layout
        found: list[Selected] = [
            *(("credit", lane.credit) for lane in in_sight(layout.lanes, line)),
            *(("phase", row.phase) for row in in_sight(layout.rows, line)),
            *(("partner", lane.partner) for lane in in_sight(layout.partners, line)),
        ]
        return found[0] if found else None

    def bar_at(self, position: QPointF) -> PhaseRow | None:
        """The phase whose bar is at a position of the viewport, rounded up to the height of its row."""
        point = position + self._origin
        for row in in_sight(self._layout.rows, QRectF(point.x(), point.y(), 0, 0)):
            if row.bar is not None and row.bar.box.x <= point.x() <= max(row.bar.box.right, row.bar.box.x + 4):
                return row
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._selection.select(neighbour(self._layout, self._selection.selected, event.key() == Qt.Key.Key_Down))
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip_at(self, position: QPointF) -> str:
        freeze = next((each for each in self._layout.freezes if self.day_at(position.x()) in each.days), None)
        words = [tip(self._document.state, self.what_at(position))]
        if freeze is not None:
            words.append(f"{freeze.name}, a change freeze")
        return "\n".join(filter(None, words))


def shown_days(state: State) -> DateRange:
    """The whole plan, from its start to the later of its horizon and the last proof deadline, with a margin."""
    plan, schedule = state
    placed = (schedule or Schedule(())).assignments
    first = min((each.start for each in placed), default=plan.start)
    proofs = (credit.proof_deadline for credit in plan.credits if credit.proof_deadline is not None)
    last = max([plan.horizon, *proofs, *(each.finish for each in placed)])
    return DateRange(min(first, plan.start) - MARGIN_BEFORE, last + MARGIN_AFTER)


def _work_days(state: State) -> DateRange:
    """The days on which there is work; the whole plan's while there is none."""
    plan, schedule = state
    placed = (schedule or Schedule(())).assignments
    first = min((each.start for each in placed), default=plan.start)
    return DateRange(first, max((each.finish for each in placed), default=plan.horizon))


def _first_day(layout: Layout, selected: Selected) -> date | None:
    name = selected[1] if selected is not None and selected[0] == "phase" else None
    return next((row.bar.start for row in layout.rows if row.phase == name and row.bar is not None), None)


def neighbour(layout: Layout, selected: Selected, is_below: bool) -> Selected:  # noqa: FBT001 - two directions
    """The row below or above the selected one; the first or last where nothing is selected."""
    things: list[Selected] = [
        *(("credit", lane.credit) for lane in layout.lanes),
        *(("phase", row.phase) for row in layout.rows),
        *(("partner", lane.partner) for lane in layout.partners),
    ]
    if not things:
        return None
    if selected not in things:
        return things[0 if is_below else -1]
    number = things.index(selected) + (1 if is_below else -1)
    return things[min(max(number, 0), len(things) - 1)]
