"""What has begun stays where it is: why a bar cannot be moved, and what to do instead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from planner.plan import Plan
from ui.theme import tokens
from ui.timeline.gesture import Gesture
from ui.timeline.overlay import paint_words
from ui.wording import day

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView


def history_words(plan: Plan, phase: str) -> str:
    """Why a phase that has begun stays; blank for one that has not."""
    actual = plan.actual.get(phase)
    if actual is None:
        return ""
    if actual.finished_on is not None:
        return f"{phase} was finished on {day(actual.finished_on)}"
    return f"{phase} has run since {day(actual.started_on)}"


def history_refusal(plan: Plan, phase: str) -> str:
    """The same with what to do, for the status line; blank for a phase that has not begun."""
    words = history_words(plan, phase)
    what = "its dates" if phase in plan.actual and plan.actual[phase].finished_on else "its start or how far it is"
    return (
        f"{words}, so it stays where it is. To correct that, change {what} under Progress in its form (F2)."
        if words
        else ""
    )


class HeldByHistory(Gesture):
    """A bar in the hand that cannot be moved: it says why, and what to do."""

    def __init__(self, view: "TimelineView", pressed_at: QPointF, phase: str, *, selects_one: bool) -> None:
        super().__init__(view, pressed_at)
        self.phase = phase
        self._selects_one = selects_one

    def follow(self, _position: QPointF) -> None:
        self.view.show_cursor(Qt.CursorShape.ForbiddenCursor)

    def drop(self, _position: QPointF) -> None:
        self.view.told.emit(history_refusal(self.view.document.plan, self.phase))

    def click(self, _position: QPointF) -> None:
        if self._selects_one:
            self.view.selection.select(("phase", self.phase))

    def paint(self, painter: QPainter, within: QRectF) -> None:
        colours = tokens()
        words = f"{history_words(self.view.document.plan, self.phase)}: it stays"
        paint_words(painter, words, self.pointer, within, (colours.broken, colours.ground))
