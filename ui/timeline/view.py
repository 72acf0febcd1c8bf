"""The timeline: one painted surface over the layout of ``planner.picture``, with no object per bar."""

from datetime import date, timedelta
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from planner.picture.layout import Box, Layout, PhaseRow, lay_out
from planner.plan import State
from planner.rollout.moves import waits_for
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import phase_workdays
from planner.value import DateRange
from ui.document import Document
from ui.selection import Selected, Selection
from ui.theme import tokens
from ui.timeline.drag import (
    DragProposal,
    Grab,
    dropped,
    grab,
    is_moved,
    link_refusal,
    propose,
    propose_start,
    sentence,
    settled,
)
from ui.timeline.header import TimelineHeader, today
from ui.timeline.last_days import LastDaysInTime
from ui.timeline.measured import measured_by_phase
from ui.timeline.measures import HEADER, ROW, window_sizes
from ui.timeline.overlay import (
    HANDLE,
    handle_point,
    paint_focus,
    paint_ghosts,
    paint_handle,
    paint_link,
    paint_slots,
    paint_words,
)
from ui.timeline.painter import Emphasis, in_sight, paint_earnings, paint_timeline, row_box
from ui.timeline.rows import tip
from ui.wording import in_words

WIDEST_DAY = 48.0
STEP = 1.25
"""How much one turn of the wheel, or one key, zooms."""
WHEEL_TURN = 120
MARGIN_BEFORE, MARGIN_AFTER = timedelta(days=7), timedelta(days=14)
LABEL_ROOM = 64
"""Pixels right of the last bar for what it earns, when everything is fitted."""
SOON = timedelta(days=5)
"""How much of the time before a thing is shown together with it."""
SETTLING_PAUSE = 120
"""Milliseconds without a movement after which the exact claims of a drag are asked for."""
LONGEST_SETTLING = 0.3
"""Seconds; where exactness takes longer, a drag stays with the valid lower figure."""
GLIDE_INTERVAL, GLIDE_PART = 30, 0.35
"""A drag beyond an edge moves the picture: milliseconds between steps, and the part of the distance of each."""
FASTEST_GLIDE = 60
REACH = HANDLE + 3
"""How near the pointer must be to the middle of a handle to take it."""


class Hand(NamedTuple):
    """A bar in the hand. The move begins once the pointer has left the place where it was pressed.

    proposal: None until then.
    """

    held: Grab
    pressed_at: QPointF
    pointer: QPointF
    proposal: DragProposal | None = None


class Thread(NamedTuple):
    """A link that is being drawn.

    waiting_for: what its predecessor waits for, which must not wait for it in turn. successor: the phase under the
    pointer. refusal: why the two cannot be linked.
    """

    predecessor: str
    waiting_for: frozenset[str]
    pointer: QPointF
    successor: str | None = None
    refusal: str | None = None


class TimelineView(QAbstractScrollArea):
    """Credits, phases and partners over time.

    The wheel scrolls, with Shift sideways; with Ctrl it zooms around the pointer, as do Ctrl with plus and minus, and
    Ctrl+0 shows all of the work. Up and Down select rows. A bar is moved with the mouse, and a link drawn from the
    ring that appears behind it; Escape ends either without a trace.

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

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._day_width = 1.0
        self._is_fitted = True
        self._last_days = LastDaysInTime(self)
        self._last_days.found.connect(self._lay_out)
        self._layout = self._laid_out()
        self.pushes_successors = True
        self._hand: Hand | None = None
        self._thread: Thread | None = None
        self._hovered: PhaseRow | None = None
        self._still: QPixmap | None = None
        self._settling_took = 0.0
        self._nudged: tuple[str, State, State] | None = None  # the phase, the State after its last step, and before
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLING_PAUSE)
        self._pause.timeout.connect(self._settle)
        self._glide = QTimer(self)
        self._glide.setInterval(GLIDE_INTERVAL)
        self._glide.timeout.connect(self._glide_on)
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
        last_days = self._last_days.of(state)
        return lay_out(state.plan, self._document.schedule, sizes=window_sizes(width), days=days, last_days=last_days)

    @property
    def proposal(self) -> DragProposal | None:
        """What would be if the bar in the hand were let go; None while no bar is moved."""
        return self._hand.proposal if self._hand is not None else None

    @property
    def link_refusal(self) -> str | None:
        """Why the link that is being drawn cannot be, in words."""
        return self._thread.refusal if self._thread is not None else None

    def _show_change(self, before: State, after: State) -> None:
        self._let_go()
        if is_another_rollout(before, after):
            self.fit()
            return
        first = self._layout.axis.first
        self._lay_out()
        moved = (first - self._layout.axis.first).days * self._day_width
        self.horizontalScrollBar().setValue(round(self._left + moved))

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
        if self.proposal is None and self._thread is None:
            self._paint_picture(painter, QRectF(event.rect()))
        else:
            painter.drawPixmap(0, 0, self._still_picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._origin)
        self._paint_hand(painter)
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

    def _paint_hand(self, painter: QPainter) -> None:
        """What the mouse is doing, in the layout's coordinates."""
        colours, layout = tokens(), self._layout
        within = QRectF(self.viewport().rect()).translated(self._origin)
        if self._thread is not None:
            thread = self._thread
            name = colours.broken if thread.refusal else colours.accent
            boxes = {row.phase: _bar_box(row) for row in layout.rows}
            before, after = boxes.get(thread.predecessor), boxes.get(thread.successor or "")
            if before is not None:
                paint_link(painter, before, thread.pointer, after, name)
            paint_words(painter, thread.refusal or "", thread.pointer, within, (name, colours.ground))
        elif self._hand is not None and self._hand.proposal is not None:
            proposal = self._hand.proposal
            moving = {ghost.phase for ghost in proposal.ghosts}
            resting = (row for row in in_sight(layout.rows, within) if row.phase not in moving)
            paint_earnings(painter, resting, colours)
            paint_slots(painter, layout, self._hand.held.slots, colours)
            paint_ghosts(painter, layout, proposal.ghosts, colours, is_harmful=proposal.is_harmful)
            earning = colours.money if proposal.difference > 0 else colours.text
            name = colours.broken if proposal.is_harmful else earning
            paint_words(painter, in_words(sentence(proposal)), self._hand.pointer, within, (name, colours.ground))
        elif (box := _bar_box(self._hovered)) is not None:
            paint_handle(painter, box, colours)

    def _paint_picture(self, painter: QPainter, part: QRectF) -> None:
        painter.save()
        painter.translate(-self._origin)
        visible = part.translated(self._origin)
        hovered = self._hovered.phase if self._hovered is not None else ""
        measured = measured_by_phase(self._document.state)
        emphasis = Emphasis(self._selection.selected, hovered, self.proposal is None, today(), measured)
        paint_timeline(painter, self._layout, tokens(), visible, emphasis)
        painter.restore()

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        row, linked = self.bar_at(at), self._handle_at(at)
        if row is None and linked is not None:
            waiting_for = waits_for(self._document.plan, linked.phase)
            self._thread = Thread(linked.phase, waiting_for, at + self._origin)
            self._repaint()
            return
        self._selection.select(self.what_at(at))
        if row is not None:
            held = grab(self._document.state, row.phase, self.day_at(at.x()), pushes=self.pushes_successors)
            self._hand = Hand(held, at, at + self._origin)
            self._show_cursor(Qt.CursorShape.ClosedHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        found = self.what_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._selection.select(found)
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._thread is not None:
            self._draw_link_to(event.position())
        elif self._hand is not None:
            self._move_hand_to(self._hand, event.position())
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hand, thread = self._hand, self._thread
        self._let_go()
        if thread is not None and thread.successor is not None and thread.refusal is None:
            self.link_drawn.emit(thread.predecessor, thread.successor)
        elif hand is not None and hand.proposal is not None:
            self._drop(hand.held, hand.proposal)
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._hover(QPointF(-1, -1))

    def _hover(self, position: QPointF) -> None:
        """Show the ring behind the bar that the pointer is on, and what a press would do."""
        over_bar = self.bar_at(position)
        over_handle = None if over_bar is not None else self._handle_at(position)
        hovered = over_handle or over_bar
        if hovered is not self._hovered:
            self._hovered = hovered
            self._repaint()
        shapes = Qt.CursorShape
        on_bar = shapes.OpenHandCursor if over_bar is not None else shapes.ArrowCursor
        self._show_cursor(shapes.CrossCursor if over_handle is not None else on_bar)

    def _show_cursor(self, shape: Qt.CursorShape) -> None:
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _handle_at(self, position: QPointF) -> PhaseRow | None:
        """The phase whose ring is there; the ring shows itself before it can be pressed."""
        point = position + self._origin
        for row in in_sight(self._layout.rows, QRectF(point.x(), point.y(), 0, 0)):
            box = _bar_box(row)
            if box is not None and abs(handle_point(box).x() - point.x()) <= REACH:
                return row
        return None

    # Moving a bar

    def _move_hand_to(self, hand: Hand, position: QPointF) -> None:
        far = QApplication.startDragDistance()
        if hand.proposal is None and (position - hand.pressed_at).manhattanLength() < far:
            return
        if hand.proposal is None:
            self._hovered = None
            self._repaint()
        proposal = propose(hand.held, self.day_at(position.x()))
        if hand.proposal is not None and hand.proposal.moved == proposal.moved:
            proposal = hand.proposal
        self._hand = hand._replace(pointer=position + self._origin, proposal=proposal)
        shapes = Qt.CursorShape
        self._show_cursor(shapes.ForbiddenCursor if proposal.is_refused else shapes.ClosedHandCursor)
        if proposal.is_at_least:
            self._pause.start()
        self._glide.start() if self._beyond_edge(position) else self._glide.stop()
        self.viewport().update()

    def _beyond_edge(self, position: QPointF) -> float:
        """How far the pointer is beyond the left edge, negative, or the right one; 0 between them."""
        return max(position.x() - self.viewport().width(), 0.0) + min(position.x(), 0.0)

    def _glide_on(self) -> None:
        """Bring more days into sight under a bar that is held at an edge."""
        hand = self._hand
        position = hand.pointer - self._origin if hand is not None else QPointF()
        if hand is None or not self._beyond_edge(position):
            self._glide.stop()
            return
        across = self.horizontalScrollBar()
        before = across.value()
        across.setValue(
            round(before + max(min(self._beyond_edge(position), FASTEST_GLIDE), -FASTEST_GLIDE) * GLIDE_PART)
        )
        if across.value() != before:
            self._move_hand_to(hand, position)

    def _settle(self) -> None:
        """Ask for the exact money of what is proposed, now that the hand rests."""
        from solver.claims import settle  # OR-Tools is not needed before the first drag

        hand = self._hand
        if hand is not None and hand.proposal is not None and self._settling_took < LONGEST_SETTLING:
            begun = perf_counter()
            claims = settle(hand.held.state.plan, hand.proposal.moved.assignments)
            self._settling_took = perf_counter() - begun
            self._hand = hand._replace(proposal=settled(hand.held, hand.proposal, claims))
            self.viewport().update()

    def _drop(self, held: Grab, proposal: DragProposal) -> None:
        if is_moved(held, proposal) and not proposal.is_refused:
            self._document.apply(f"Move {held.phase}", dropped(held, proposal))

    def nudge(self, days: int) -> None:
        """Move the selected phase by working days, as a drag would.

        Steps that follow each other are one, and none if they lead back to where they began.
        """
        name = self._selection.id_of("phase")
        present = self._document.schedule.assignment(name) if name is not None else None
        if name is None or present is None:
            return
        state = self._document.state
        if self._nudged is None or self._nudged[:2] != (name, state):
            self._nudged = (name, state, state)
        began = self._nudged[2]
        held = grab(state, name, present.start, pushes=self.pushes_successors)
        start = phase_workdays(state.plan, state.plan.phase[name]).add(present.start, days)
        proposal = propose_start(held, start)
        if not proposal.is_refused:
            is_back = began.schedule is not None and proposal.moved.assignments == began.schedule.assignments
            after = began if is_back else dropped(held, proposal)
            self._document.apply(f"Move {name}", after, merge_key=f"move {name} by keys")
        self._nudged = (name, self._document.state, began)
        self.told.emit(in_words(f"{name}: {sentence(proposal)}"))

    def _let_go(self) -> None:
        """Forget what is in the hand."""
        self._pause.stop()
        self._glide.stop()
        self._hand = self._thread = None
        self._show_cursor(Qt.CursorShape.ArrowCursor)
        self._repaint()

    # Drawing a link

    def _draw_link_to(self, position: QPointF) -> None:
        thread = self._thread
        if thread is None:
            return
        row, plan = self.bar_at(position), self._document.plan
        name = row.phase if row is not None else None
        refusal = link_refusal(plan, thread.waiting_for, thread.predecessor, name) if name is not None else None
        self._thread = thread._replace(pointer=position + self._origin, successor=name, refusal=refusal)
        self.viewport().update()

    # What lies where

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
        if event.key() == Qt.Key.Key_Escape and (self._hand or self._thread):
            self._let_go()
        elif event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._selection.select(neighbour(self._layout, self._selection.selected, event.key() == Qt.Key.Key_Down))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
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


def is_another_rollout(before: State, after: State) -> bool:
    """Whether it is no edit of what was shown: edits keep most of the phases they find, a file shares none."""
    kept = {id(phase) for phase in before.plan.phases}
    return not any(id(phase) in kept for phase in after.plan.phases)


def _work_days(state: State) -> DateRange:
    """The days on which there is work; the whole plan's while there is none."""
    plan, schedule = state
    placed = (schedule or Schedule(())).assignments
    first = min((each.start for each in placed), default=plan.start)
    return DateRange(first, max((each.finish for each in placed), default=plan.horizon))


def _bar_box(row: PhaseRow | None) -> Box | None:
    return row.bar.box if row is not None and row.bar is not None else None


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
