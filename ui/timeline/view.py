"""The timeline: one painted surface over the layout of ``planner.picture``, with no object per bar."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from planner.picture.layout import Layout, PhaseRow, everything, lay_out
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.document import Document
from ui.fields.editing import edit
from ui.selection import Selected, Selection
from ui.theme import tokens
from ui.timeline import keyboard
from ui.timeline.drag import DragProposal
from ui.timeline.gesture import Gesture
from ui.timeline.header import TimelineHeader, today
from ui.timeline.landings import Landings, LandingsInTime, paint_landings
from ui.timeline.lanes import Lanes
from ui.timeline.last_days import LastDaysInTime, is_large
from ui.timeline.links import DrawLink, LinkKey, ReaimLink, arrow_of, paint_selected_link
from ui.timeline.measured import measured_by_phase
from ui.timeline.measures import HEADER, ROW, window_sizes
from ui.timeline.menu import menu_of
from ui.timeline.moving import MoveBars
from ui.timeline.overlay import paint_focus, paint_handle
from ui.timeline.overlays import paint_overlays
from ui.timeline.painter import Emphasis, Shown, bar_box, in_sight, paint_timeline, row_box
from ui.timeline.pointer import begun, hover_shape
from ui.timeline.rows import tip

WIDEST_DAY = 48.0
STEP = 1.25
"""How much one turn of the wheel, or one key, zooms."""
WHEEL_TURN = 120
MARGIN_BEFORE, MARGIN_AFTER = timedelta(days=7), timedelta(days=14)
LABEL_ROOM = 64
"""Pixels right of the last bar for what it earns, when everything is fitted."""
RESTING = 500
"""Milliseconds without another selection."""
SOON = timedelta(days=5)
"""How much of the time before a thing is shown together with it."""


class TimelineView(QAbstractScrollArea):
    """Credits, phases and partners over time.

    The wheel scrolls, with Shift sideways; with Ctrl it zooms around the pointer, as do Ctrl with plus and minus, and
    Ctrl+0 shows all of the work. A bar is moved, stretched by its right edge, and linked from the ring that appears
    behind it; a link is selected, drawn to the side for its lag, and given another end by its handles. A rectangle
    selects several. What a press begins stands in ``pointer``, the keys in ``keyboard``. Escape ends every gesture
    without a trace.

    Attributes:
        pushes_successors: whether phases that wait for a moved one give way; otherwise a drop that would break a link
            is refused.

    Signals:
        link_drawn(predecessor, successor): a link was drawn from one phase to another.
        opened(): the selected thing is to be edited.
        told(sentence): what a step with the keys did, or why it was not made.

    """

    link_drawn = Signal(str, str)
    opened = Signal()
    told = Signal(str)

    def __init__(
        self, document: Document, selection: Selection, lanes: Lanes | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = selection
        self.lanes = lanes or Lanes(None, self)
        self.lanes.changed.connect(self._show_lanes)
        self._day_width = 1.0
        self._is_fitted = True
        self._last_days = LastDaysInTime(self)
        self._last_days.found.connect(self._lay_out)
        self._last_days.found.connect(self._describe)
        self._layout = self._laid_out()
        self.pushes_successors = True
        self.selected_link: LinkKey | None = None
        self.shown = Shown()
        self._landings = LandingsInTime(self)
        self._landings.found.connect(self.viewport().update)
        self._gesture: Gesture | None = None
        self._hovered: PhaseRow | None = None
        self._still: QPixmap | None = None
        self._nudging = keyboard.Nudging(self)
        self._resting = QTimer(self, singleShot=True, interval=RESTING)
        self._resting.timeout.connect(self._describe)
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

    @property
    def is_fitted(self) -> bool:
        """Whether all of the work is shown at once, until somebody zooms."""
        return self._is_fitted

    def day_at(self, x: float) -> date:
        """The day drawn at a position of the viewport."""
        return self._layout.axis.day(x + self._left)

    def to_viewport(self, x: float, y: float) -> QPointF:
        """Where a point of the layout is on the viewport."""
        return QPointF(x, y) - self.origin

    @property
    def _left(self) -> int:
        return self.horizontalScrollBar().value()

    @property
    def origin(self) -> QPointF:
        """The point of the layout at the top left corner of the viewport."""
        return QPointF(self._left, self.verticalScrollBar().value() + HEADER)

    @property
    def visible(self) -> QRectF:
        """The part of the layout that is in sight."""
        return QRectF(self.viewport().rect()).translated(self.origin)

    def _laid_out(self) -> Layout:
        state = self.document.state
        days = shown_days(state)
        width = ((days.end - days.start).days + 1) * self._day_width
        last_days = self._last_days.of(state)
        shown = everything(state.plan)._replace(grouping=self.lanes.grouping)
        sizes, schedule = window_sizes(width), self.document.schedule
        return lay_out(state.plan, schedule, shown, sizes, days, last_days, shows_progress=True)

    @property
    def proposal(self) -> DragProposal | None:
        """What would be if the bar in the hand were let go; None while no bar is moved."""
        return self._gesture.proposal if isinstance(self._gesture, MoveBars) else None

    @property
    def link_refusal(self) -> str | None:
        """Why the link in the hand cannot be, in words."""
        return self._gesture.refusal if isinstance(self._gesture, DrawLink | ReaimLink) else None

    @property
    def landings(self) -> Landings | None:
        """Where the selected phase, if it is one alone, would earn more; None until that is found."""
        phases = self.selection.phases
        alone = phases[0] if len(phases) == 1 else None
        return self._landings.of(self.document.state, alone, pushes=self.pushes_successors)

    def _show_change(self, before: State, after: State) -> None:
        self._end_gesture()
        if is_another_rollout(before, after) or (self._is_fitted and is_seen_anew(before, after)):
            self.fit()
            return
        first = self._layout.axis.first
        self._lay_out()
        moved = (first - self._layout.axis.first).days * self._day_width
        self.horizontalScrollBar().setValue(round(self._left + moved))

    def _show_lanes(self) -> None:
        """Show the same State in other swimlanes; what is selected stays in sight."""
        self._end_gesture()
        self._lay_out()
        self._show_selection(self.selection.selected)

    def _lay_out(self) -> None:
        self._layout = self._laid_out()
        self._hovered = None
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
        self.setAccessibleDescription("")
        self._resting.start() if is_large(self.document.state) else self._describe()
        self._repaint()

    def _describe(self) -> None:
        """Say what is selected to those who cannot see it; of a large plan once the worker has found what to say."""
        if is_large(self.document.state) and not self._last_days.knows(self.document.state):
            return
        self.setAccessibleDescription(tip(self.document.state, self.selection.selected, self.lanes.grouping))

    def show_selected(self) -> None:
        """Scroll to the selected thing's row, and to its time."""
        selected = self.selection.selected
        self._show_selection(selected)
        day = _first_day(self._layout, selected)
        if day is not None:
            x, width = self._layout.axis.begin(day), self.viewport().width()
            if not self._left <= x <= self._left + width - LABEL_ROOM:
                self.horizontalScrollBar().setValue(round(x - min(SOON.days * self._day_width, width / 3)))

    def _repaint(self) -> None:
        self._still = None
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
        days, work = shown_days(self.document.state), work_days(self.document.state)
        room = self.viewport().width()
        for_work = (room - LABEL_ROOM) / ((work.end - days.start).days + 1)
        self._day_width = min(max(for_work, self._least_day_width()), WIDEST_DAY)
        self._lay_out()
        self.horizontalScrollBar().setValue(0)

    def _least_day_width(self) -> float:
        """At which the whole axis is in sight."""
        days = shown_days(self.document.state)
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

    def scrollContentsBy(self, dx: int, _dy: int) -> None:  # noqa: N802 - Qt's name
        self._still = None
        self._last_days.put_off()
        self.viewport().update()
        if dx:
            self.header.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        if self._gesture is None or not self._gesture.is_under_way:
            self._paint_picture(painter, QRectF(event.rect()))
        else:
            painter.drawPixmap(0, 0, self._still_picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.origin)
        self._paint_over(painter)
        if self.hasFocus():
            painter.resetTransform()
            paint_focus(painter, self.viewport().rect(), tokens())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()

    def _still_picture(self) -> QPixmap:
        """What does not change while the mouse moves something, painted once."""
        if self._still is None:
            view = self.viewport()
            self._still = QPixmap(view.size() * view.devicePixelRatio())
            self._still.setDevicePixelRatio(view.devicePixelRatio())
            painter = QPainter(self._still)
            self._paint_picture(painter, QRectF(view.rect()))
            painter.end()
        return self._still

    def _paint_over(self, painter: QPainter) -> None:
        """What the mouse is doing, or could do, in the layout's coordinates."""
        within = self.visible
        arrow = arrow_of(self._layout, self.selected_link)
        if arrow is not None:
            paint_selected_link(painter, arrow, tokens())
        if self._gesture is not None and self._gesture.is_under_way:
            self._gesture.paint(painter, within)
            return
        landings = self.landings
        if landings is not None:
            paint_landings(painter, self._layout, landings, tokens())
        if (box := bar_box(self._hovered)) is not None:
            paint_handle(painter, box, tokens())

    def _paint_picture(self, painter: QPainter, part: QRectF) -> None:
        painter.save()
        painter.translate(-self.origin)
        visible = part.translated(self.origin)
        emphasis = self._emphasis()
        paint_timeline(painter, self._layout, tokens(), visible, emphasis)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_overlays(painter, self._layout, self.document.state, tokens(), visible, emphasis)
        painter.restore()

    def _emphasis(self) -> Emphasis:
        return Emphasis(
            selected=self.selection.selected,
            beside=self.selection.phases[1:],
            over=self.shown,
            hovered=self._hovered.phase if self._hovered is not None else "",
            shows_earnings=self.proposal is None,
            today=today(),
            measured=measured_by_phase(self.document.state),
        )

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._end_gesture()
            self._gesture = begun(self, event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        found = self.what_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            return
        self.selection.select(found)
        if found[0] == "lane":
            self.lanes.toggle(found[1])
        else:
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._last_days.put_off()
        if self._gesture is not None:
            self._gesture.move_to(event.position())
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            return
        gesture = self._gesture
        self._end_gesture()
        if gesture is not None:
            gesture.let_go(event.position())
        self._hover(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The menu of what lies under the pointer, or, asked for by key, of what is selected."""
        at = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            begun(self, at, Qt.KeyboardModifier.NoModifier).end()
            self.show_cursor(Qt.CursorShape.ArrowCursor)
        menu = menu_of(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if not menu.isEmpty():
            menu.popup(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._hover(QPointF(-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not keyboard.pressed(self, event):
            super().keyPressEvent(event)

    def nudge(self, days: int) -> None:
        """Move the selected phases by working days, as a drag would."""
        self._nudging.nudge(days)

    # What gestures, keys and menu ask of the view

    def show_over(self, shown: Shown) -> None:
        """Lay other things over the bars."""
        self.shown = shown
        self._repaint()

    def begin_under_way(self) -> None:
        """A gesture has begun to move: from now on it is drawn over a picture that stands still."""
        self._hovered = None
        self._repaint()

    def give_up(self) -> None:
        """End a gesture without a trace, or else select no link any more."""
        if self._gesture is None:
            self.select_link(None)
        self._end_gesture()

    def select_link(self, link: LinkKey | None) -> None:
        """Select a link beside the selected row, or none."""
        if link != self.selected_link:
            self.selected_link = link
            self.viewport().update()

    def make(self, text: str, made: Callable[[State], Plan | State], merge_key: str | None = None) -> bool:
        """Make one undoable step of an edit, or say why not; whether it was made."""
        refusal = edit(self.document, text, made, merge_key)
        if refusal:
            self.told.emit(refusal)
        return not refusal

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Show what a press would do, or what is being done."""
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _end_gesture(self) -> None:
        if self._gesture is not None:
            self._gesture.end()
            self._gesture = None
            self.show_cursor(Qt.CursorShape.ArrowCursor)
            self._repaint()

    def _hover(self, position: QPointF) -> None:
        """Show the ring behind the bar that the pointer is on, and what a press would do."""
        hovered, shape = hover_shape(self, position)
        if hovered is not self._hovered:
            self._hovered = hovered
            self._repaint()
        self.show_cursor(shape)

    # What lies where

    def what_at(self, position: QPointF) -> Selected:
        """The credit, phase or partner whose row is at a position of the viewport."""
        point = position + self.origin
        line, layout = QRectF(point.x(), point.y(), 0, 0), self._layout
        found: list[Selected] = [
            *(("credit", lane.credit) for lane in in_sight(layout.lanes, line)),
            *(("lane", head.key) for head in in_sight(layout.heads, line)),
            *(("phase", row.phase) for row in in_sight(layout.rows, line)),
            *(("partner", lane.partner) for lane in in_sight(layout.partners, line)),
        ]
        return found[0] if found else None

    def bar_at(self, position: QPointF) -> PhaseRow | None:
        """The phase whose bar is at a position of the viewport, rounded up to the height of its row."""
        point = position + self.origin
        for row in in_sight(self._layout.rows, QRectF(point.x(), point.y(), 0, 0)):
            if row.bar is not None and row.bar.box.x <= point.x() <= max(row.bar.box.right, row.bar.box.x + 4):
                return row
        return None

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip_at(self, position: QPointF) -> str:
        freeze = next((each for each in self._layout.freezes if self.day_at(position.x()) in each.days), None)
        words = [tip(self.document.state, self.what_at(position), self.lanes.grouping)]
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


def is_another_rollout(before: State, after: State) -> bool:
    """Whether it is no edit of what was shown: edits keep most of the phases they find, a file shares none."""
    kept = {id(phase) for phase in before.plan.phases}
    return not any(id(phase) in kept for phase in after.plan.phases)


def is_seen_anew(before: State, after: State) -> bool:
    """Whether nothing of what was shown says how to show this: another rollout, or the first dates of one."""
    had_dates, has_dates = (bool(state.schedule and state.schedule.assignments) for state in (before, after))
    return is_another_rollout(before, after) or (has_dates and not had_dates)


def work_days(state: State) -> DateRange:
    """The days on which there is work; the whole plan's while there is none."""
    plan, schedule = state
    placed = (schedule or Schedule(())).assignments
    first = min((each.start for each in placed), default=plan.start)
    return DateRange(first, max((each.finish for each in placed), default=plan.horizon))


def _first_day(layout: Layout, selected: Selected) -> date | None:
    row = layout.rows.of(selected[1]) if selected is not None and selected[0] == "phase" else None
    return row.bar.start if row is not None and row.bar is not None else None
