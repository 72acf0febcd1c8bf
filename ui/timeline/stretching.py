"""The gesture that makes work longer or shorter by the right edge of its bar."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from planner.rollout.schedule import Assignment
from planner.rollout.workdays import phase_workdays
from ui.theme import tokens
from ui.timeline.gesture import Gesture
from ui.timeline.overlay import paint_ghosts, paint_words
from ui.timeline.questions import ask_cost
from ui.timeline.stretch import cost_for, duration_until, stretched
from ui.wording import counted

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView


class StretchBar(Gesture):
    """The right edge of a bar in the hand."""

    def __init__(self, view: "TimelineView", pressed_at: QPointF, run: Assignment) -> None:
        super().__init__(view, pressed_at)
        self._run = run
        self._present = duration_until(view.document.plan, run, run.finish)
        self.duration = self._present
        view.show_cursor(Qt.CursorShape.SizeHorCursor)

    def follow(self, position: QPointF) -> None:
        self.duration = duration_until(self.view.document.plan, self._run, self.view.day_at(position.x()))

    def drop(self, _position: QPointF) -> None:
        stretch(self.view, self._run, self.duration)

    def paint(self, painter: QPainter, within: QRectF) -> None:
        plan, colours = self.view.document.plan, tokens()
        days = phase_workdays(plan, plan.phase[self._run.phase])
        ghost = replace(self._run, finish=days.finish(self._run.start, self.duration))
        paint_ghosts(painter, self.view.picture, [ghost], colours, is_harmful=False)
        words = f"{counted(self.duration, 'working day')}"
        paint_words(painter, words, self.pointer, within, (colours.text, colours.ground))


def stretch(view: "TimelineView", run: Assignment, duration: int) -> None:
    """Make work take so many working days, asking whether its cost follows."""
    option = view.document.plan.phase[run.phase].option(run.option)
    if option is None or duration == option.duration:
        return
    state = view.document.state
    cost = ask_cost(view, run.phase, duration, cost_for(state, run, duration), state.plan.currency)
    if cost is not None:
        push = view.pushes_successors
        view.make(f"Stretch {run.phase}", lambda state: stretched(state, run, duration, cost, push=push))
