"""Every step since the rollout was opened, in plain words; a click leads to the State after it."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from ui.document import Document
from ui.fields.style import SchemeDress
from ui.theme import tokens
from ui.wording import counted

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
BEGINNING = "As it was opened"


class Steps(QAbstractListModel):
    """The beginning, and then the steps of a document, the oldest first; what was undone stays to be done again."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = document.undo_stack
        self._count = self._stack.count()
        document.steps_changed.connect(self._follow)
        document.file_changed.connect(self._follow)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else self._count + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - of any role
        if not index.isValid() or index.row() > self._count:
            return None
        is_undone = index.row() > self._stack.index()
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(tokens().faint if is_undone else tokens().text)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(index.row(), is_undone=is_undone and role == Qt.ItemDataRole.AccessibleTextRole)
        return None

    def _words(self, row: int, *, is_undone: bool) -> str:
        text = self._stack.text(row - 1) if row else BEGINNING
        saved = " · saved" if row == self._stack.cleanIndex() and row else ""
        return f"{text}{saved}{' · undone' if is_undone else ''}"

    def _follow(self) -> None:
        if self._count != self._stack.count():
            self.beginResetModel()
            self._count = self._stack.count()
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0), self.index(self._count))


class StepsPanel(QWidget):
    """The list of steps; the present one is chosen in it.

    Signals:
        asked(step): the user wants the State after so many steps.
    """

    asked = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = document.undo_stack
        self.list = QListView()
        self.list.setAccessibleName("Steps")
        self.list.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setModel(Steps(document, self))
        self.said = QLabel()
        self.said.setProperty("role", "caption")
        self.said.setContentsMargins(14, 10, 14, 6)
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        self.list.clicked.connect(lambda index: self.asked.emit(index.row()))
        self.list.activated.connect(lambda index: self.asked.emit(index.row()))
        document.steps_changed.connect(self._show_present)
        SchemeDress(self)
        self._show_present()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show_present()

    def _show_present(self) -> None:
        done, count = self._stack.index(), self._stack.count()
        undone = f", {counted(count - done, 'step')} undone" if done < count else ""
        told = f"{counted(done, 'step')} done{undone}. A click leads to the plan as it was after a step."
        self.said.setText(told if count else "No step has been made yet. Each edit is one, and can be undone here.")
        present = self.list.model().index(done, 0)
        self.list.setCurrentIndex(present)
        self.list.scrollTo(present)
