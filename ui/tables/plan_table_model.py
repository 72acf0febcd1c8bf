"""A part of the plan as a table that Qt can show and edit."""

from collections.abc import Hashable
from itertools import groupby
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from planner.plan import State
from ui.document import Document
from ui.fields.editing import change_field, edit
from ui.fields.field import NUMBERS, Field, Part, UnreadableError, parsed, shown
from ui.tables.table import Table

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class PlanTableModel(QAbstractTableModel, Generic[Part]):
    """A snapshot of one kind of part, which follows the document.

    Where the document changes but the rows stay the same ones, only what is another is told as changed; otherwise the
    table is reset. An edit that is refused leaves everything as it was.

    Signals:
        refused(sentence): why an edit was not made; blank when one was made again.
        renamed(new_id): an identifier was edited.
    """

    refused = Signal(str)
    renamed = Signal(str)

    def __init__(self, document: Document, table: Table[Part], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.table = table
        self._phase: str | None = None
        self._rows: tuple[Part, ...] = tuple(table.rows(document.plan, None))
        document.changed.connect(self._follow)

    # What it holds

    def row(self, number: int) -> Part | None:
        """The part in a row; None outside the table."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, key: Hashable) -> int:
        """The row of a part; -1 if it is not here."""
        return next((number for number, row in enumerate(self._rows) if self.table.key(row) == key), -1)

    def field(self, index: Index) -> Field[Part]:
        return self.table.fields[index.column()]

    def show_phase(self, phase_id: str | None) -> None:
        """Show what belongs to another phase."""
        if phase_id != self._phase:
            self._phase = phase_id
            self._show(self.document.state)

    # Edits

    def add_row(self, current: int) -> int:
        """Add a part, after the current row where order has a meaning; the new row, or -1 if it was refused."""
        before = {self.table.key(row) for row in self._rows}
        add, part = self.table.add, self.row(current)
        refusal = edit(self.document, f"Add {self.table.noun}", lambda state: add(state.plan, self._phase, part))
        self.refused.emit(refusal)
        new = (number for number, row in enumerate(self._rows) if self.table.key(row) not in before)
        return -1 if refusal else next(new, -1)

    def remove_row(self, number: int) -> bool:
        """Remove a part and what cannot be without it."""
        part = self.row(number)
        if part is None:
            return False
        text = f"Remove {self.table.noun} {self.table.name(part)}"
        refusal = edit(self.document, text, lambda state: self.table.remove(state.plan, part))
        self.refused.emit(refusal)
        return not refusal

    def move_row(self, number: int, step: int) -> int:
        """Move a part by some rows; the row where it is then."""
        part, move, to = self.row(number), self.table.move, number + step
        if part is None or move is None or not 0 <= to < len(self._rows):
            return number
        text = f"Move {self.table.noun} {self.table.name(part)} {'up' if step < 0 else 'down'}"
        refusal = edit(self.document, text, lambda state: move(state.plan, part, to))
        self.refused.emit(refusal)
        return number if refusal else to

    # Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.table.fields)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's answer to any role
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.table.fields):
            return None
        field = self.table.fields[section]
        answers = {
            Qt.ItemDataRole.DisplayRole: field.title,
            Qt.ItemDataRole.ToolTipRole: field.hint or None,
            Qt.ItemDataRole.TextAlignmentRole: _alignment(field),
        }
        return answers.get(Qt.ItemDataRole(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        field = self.field(index)
        if field.change is None:
            return plain
        return plain | (Qt.ItemFlag.ItemIsUserCheckable if field.kind == "flag" else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as above
        part = self.row(index.row()) if index.isValid() else None
        if part is None:
            return None
        field = self.field(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(field)
        if field.kind == "flag":
            return _box(field.get(part)) if role == Qt.ItemDataRole.CheckStateRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(field, field.get(part))
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown(field, field.get(part)) or None
        return field.get(part) if role == Qt.ItemDataRole.EditRole else None

    def setData(  # noqa: N802 - Qt's name
        self,
        index: Index,
        value: Any,  # noqa: ANN401 - as above
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Take a value, or the text of one."""
        part = self.row(index.row()) if index.isValid() else None
        if part is None or role not in {Qt.ItemDataRole.EditRole, Qt.ItemDataRole.CheckStateRole}:
            return False
        field = self.field(index)
        try:
            value = _taken(field, value, role)
        except UnreadableError as error:
            self.refused.emit(str(error))
            return False
        if value == field.get(part):
            return True
        refusal = change_field(self.document, field, part, self.table.name(part), value)
        self.refused.emit(refusal)
        if not refusal and field.is_identifier:
            self.renamed.emit(value)
        return not refusal

    # Following the document

    def _follow(self, _before: State, after: State) -> None:
        self._show(after)

    def _show(self, state: State) -> None:
        rows = tuple(self.table.rows(state.plan, self._phase))
        key = self.table.key
        if [key(row) for row in rows] != [key(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        pairs = zip(rows, self._rows, strict=True)
        changed = [number for number, (new, old) in enumerate(pairs) if new is not old and new != old]
        self._rows = rows
        last_column = len(self.table.fields) - 1
        for _, run in groupby(enumerate(changed), lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in run]
            self.dataChanged.emit(self.index(numbers[0], 0), self.index(numbers[-1], last_column))


def _alignment(field: Field[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if field.kind in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _box(is_checked: bool) -> Qt.CheckState:  # noqa: FBT001 - the value of a field
    return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked


def _taken(field: Field[Any], value: Any, role: int) -> Any:  # noqa: ANN401 - the value of any field
    """The value of the field that was handed over, as it is, as a box or as a text."""
    if role == Qt.ItemDataRole.CheckStateRole:
        return Qt.CheckState(value) == Qt.CheckState.Checked
    return parsed(field, value) if isinstance(value, str) and field.kind != "choice" else value
