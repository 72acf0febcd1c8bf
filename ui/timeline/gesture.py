"""What a gesture of the mouse is: something in the hand from press to release, which Escape ends without a trace."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView


class Gesture:
    """One gesture on the timeline. It begins once the pointer has left the place where it was pressed.

    Positions are those of the viewport; points are those of the layout, which stay where they are while it scrolls.
    """

    def __init__(self, view: "TimelineView", pressed_at: QPointF) -> None:
        self.view = view
        self.pressed_at = pressed_at
        self.pointer = pressed_at + view.origin
        self.is_under_way = False

    def move_to(self, position: QPointF) -> None:
        """The pointer is somewhere else."""
        if not self.is_under_way:
            if (position - self.pressed_at).manhattanLength() < QApplication.startDragDistance():
                return
            self.is_under_way = True
            self.view.begin_under_way()
        self.pointer = position + self.view.origin
        self.follow(position)
        self.view.viewport().update()

    def let_go(self, position: QPointF) -> None:
        """The button was released: a click where nothing was moved."""
        if self.is_under_way:
            self.drop(position)
        else:
            self.click(position)

    # What each gesture is about

    def follow(self, position: QPointF) -> None:
        """Find out what letting go would do."""

    def drop(self, position: QPointF) -> None:
        """Do it."""

    def click(self, position: QPointF) -> None:
        """Do what a press and release at one place does."""

    def end(self) -> None:
        """Leave nothing behind; also called where the gesture is given up."""

    def paint(self, painter: QPainter, within: QRectF) -> None:
        """Draw what it does, in the layout's coordinates."""
