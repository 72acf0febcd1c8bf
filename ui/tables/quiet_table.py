"""A table that says in its middle why it is empty."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from ui.theme import tokens

MARGIN = 12


class QuietTable(QTableView):
    """A view over rows. why_empty: the words that stand there while it has none.

    Signals:
        resized(): its rows have another width.
    """

    resized = Signal()

    def __init__(self, why_empty: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why_empty = why_empty

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        model = self.model()
        if model is not None and model.rowCount():
            self._go_on_with_lines(model.rowCount())
        elif model is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(tokens().dim))
            room = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.why_empty())
            painter.end()

    def _go_on_with_lines(self, rows: int) -> None:
        """The lines under rows go on where no column is, as that under the titles does."""
        left, right = self.horizontalHeader().length(), self.viewport().width()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if left >= right or first < 0:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (last if last >= 0 else rows - 1) + 1):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 1
            painter.fillRect(left, bottom, right - left, 1, QColor(tokens().faint_line))  # at 200 % as the cells do
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.resized.emit()


def empty_words(noun: str, *, is_filtered: bool, needs_phase: bool, adds: bool) -> str:
    """Why a table has no rows, and what would change that."""
    if is_filtered:
        return "No row has all of these words. Show all takes the filters off."
    if needs_phase:
        return f"Select a phase to see each {noun} of its delivery."
    return f"No {noun} yet. Add {noun} makes one." if adds else f"No {noun} yet."
