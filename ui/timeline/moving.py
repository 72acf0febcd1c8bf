"""The gesture that moves bars: the one under the pointer, and with it those that are selected beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter

from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from ui.settled import settled_at_once
from ui.step_words import phases_words
from ui.theme import tokens
from ui.timeline.drag import DragProposal, Grab, dropped, propose, sentence, settled
from ui.timeline.gesture import Gesture
from ui.timeline.overlay import paint_ghosts, paint_slots, paint_words
from ui.timeline.painter import in_sight, paint_earnings
from ui.wording import in_words

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

SETTLING_PAUSE = 120
"""Milliseconds without a movement after which the exact claims of a drag are asked for."""
GLIDE_INTERVAL, GLIDE_PART = 30, 0.35
"""A drag beyond an edge moves the picture: milliseconds between steps, and the part of the distance of each."""
FASTEST_GLIDE = 60


class MoveBars(Gesture):
    """Bars in the hand, by the day at which the pointer took one of them.

    proposal: what would be if they were let go; None until the pointer has left the place where it was pressed.
    """

    def __init__(self, view: "TimelineView", pressed_at: QPointF, held: Grab, *, selects_one: bool) -> None:
        super().__init__(view, pressed_at)
        self._selects_one = selects_one
        self.held = held
        self.proposal: DragProposal | None = None
        self._is_quick = True
        self._pause = QTimer(view, singleShot=True, interval=SETTLING_PAUSE)
        self._pause.timeout.connect(self._settle)
        self._glide = QTimer(view, interval=GLIDE_INTERVAL)
        self._glide.timeout.connect(self._glide_on)
        view.show_cursor(Qt.CursorShape.ClosedHandCursor)

    def follow(self, position: QPointF) -> None:
        proposal = propose(self.held, self.view.day_at(position.x()))
        if self.proposal is None or self.proposal.moved != proposal.moved:
            self.proposal = proposal
        shapes = Qt.CursorShape
        self.view.show_cursor(shapes.ForbiddenCursor if self.proposal.is_refused else shapes.ClosedHandCursor)
        if self.proposal.is_at_least:
            self._pause.start()
        self._glide.start() if self._beyond_edge(position) else self._glide.stop()

    def drop(self, _position: QPointF) -> None:
        proposal = self.proposal
        if proposal is not None and proposal.is_moved and not proposal.is_refused:
            names = (self.held.phase, *self.held.together)
            self.view.document.apply(moving(self.held.state.plan, names), dropped(self.held, proposal))

    def click(self, _position: QPointF) -> None:
        """Of several that were selected, only the one that was clicked stays so, unless a key says otherwise."""
        if self._selects_one and self.held.together:
            self.view.selection.select(("phase", self.held.phase))

    def end(self) -> None:
        for timer in (self._pause, self._glide):
            timer.stop()
            timer.deleteLater()

    def _beyond_edge(self, position: QPointF) -> float:
        """How far the pointer is beyond the left edge, negative, or the right one; 0 between them."""
        return max(position.x() - self.view.viewport().width(), 0.0) + min(position.x(), 0.0)

    def _glide_on(self) -> None:
        """Bring more days into sight under a bar that is held at an edge."""
        position = self.pointer - self.view.origin
        far = self._beyond_edge(position)
        if not far:
            self._glide.stop()
            return
        across = self.view.horizontalScrollBar()
        before = across.value()
        across.setValue(round(before + max(min(far, FASTEST_GLIDE), -FASTEST_GLIDE) * GLIDE_PART))
        if across.value() != before:
            self.move_to(position)

    def _settle(self) -> None:
        """Ask for the exact money of what is proposed, now that the hand rests.

        Where that is not quick, the drag stays with the valid lower figure.
        """
        if self.proposal is None or not self._is_quick:
            return
        after = State(self.held.state.plan, Schedule(self.proposal.moved.assignments))
        (_, schedule), self._is_quick = settled_at_once(after, self.held.schedule.claims)
        if self._is_quick and schedule is not None:
            self.proposal = settled(self.held, self.proposal, schedule.claims)
            self.view.viewport().update()

    def paint(self, painter: QPainter, within: QRectF) -> None:
        proposal, colours, layout = self.proposal, tokens(), self.view.picture
        if proposal is None:
            return
        moving = {ghost.phase for ghost in proposal.ghosts}
        resting = (row for row in in_sight(layout.rows, within) if row.phase not in moving)
        paint_earnings(painter, resting, colours)
        paint_slots(painter, layout, self.held.slots, colours)
        paint_ghosts(painter, layout, proposal.ghosts, colours, is_harmful=proposal.is_harmful)
        earning = colours.money if proposal.difference > 0 else colours.text
        name = colours.broken if proposal.is_harmful else earning
        paint_words(painter, in_words(sentence(proposal)), self.pointer, within, (name, colours.ground))


def moving(plan: Plan, names: tuple[str, ...]) -> str:
    """What a step is called that moves phases."""
    return f"Move {phases_words(plan, names)}"
