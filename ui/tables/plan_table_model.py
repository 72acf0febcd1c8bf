"""A part of the plan as a table that Qt can show and edit."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont

from planner.plan import Plan, State
from ui.document import Document
from ui.fields.editing import change_field, edit
from ui.fields.field import NUMBERS, Field, Part, UnreadableError, heading_in, in_plan, parsed, shown
from ui.step_words import step_words
from ui.tables.arrangement import Arrangement, Heading, Line, Sheet, arranged
from ui.tables.cell_edits import CellEdit, CellFault, CellsError, CellText, Target, read_cells, with_cells
from ui.tables.spreadsheet import written
from ui.tables.table import Table
from ui.theme import BODY_PIXELS, font, tokens
from ui.timeline.last_days import is_large
from ui.wording import counted, money

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PAUSE = 300
"""Milliseconds without an edit of a large plan after which its slow figures are worked out."""
WAITING = "…"
TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class PlanTableModel(QAbstractTableModel, Generic[Part]):
    """A snapshot of one kind of part, which follows the document, as it is arranged.

    Where the document changes but the lines stay the same ones, only what is another is told as changed; otherwise the
    table is reset. An edit that is refused leaves everything as it was.

    Signals:
        refused(sentence): why an edit was not made; blank when one was made again.
        renamed(new_id): an identifier was edited.
        rearranged(): other rows are shown, or in another order.
    """

    refused = Signal(str)
    renamed = Signal(str)
    rearranged = Signal()

    def __init__(self, document: Document, table: Table[Part], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.table = table
        self.columns = table.columns
        self._in_plan: dict[int, Field[Any]] = {}
        self._phase: str | None = None
        self._is_seen = False
        self._arrangement = Arrangement()
        self._rows: tuple[Part, ...] = table.listed(document.state, None)
        self._lines: tuple[Line, ...] = tuple(range(len(self._rows)))
        self._figures: dict[int, Mapping[Hashable, Any]] = {}
        self._faults: dict[tuple[int, int], str] = {}
        self._heading_column = 0
        figures = enumerate(table.figures, len(table.fields))
        self._slow = frozenset(column for column, figure in figures if figure.is_slow)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._show_slow)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PAUSE)
        self._late.timeout.connect(self.show_again)
        document.changed.connect(self._follow)

    # What it holds

    def row(self, number: int) -> Part | None:
        """The part in a line; None outside the table, and where the heading of a group stands."""
        place = self.place(number)
        return None if place is None else self._rows[place]

    def place(self, number: int) -> int | None:
        """The row in the plan's order that stands in a line; None outside the table and for headings."""
        line = self._lines[number] if 0 <= number < len(self._lines) else None
        return line if isinstance(line, int) else None

    def heading(self, number: int) -> Heading | None:
        """The heading of a group in a line; None where a row stands."""
        line = self._lines[number] if 0 <= number < len(self._lines) else None
        return line if isinstance(line, Heading) else None

    def row_of(self, key: Hashable) -> int:
        """The line of a part; -1 if it is not shown."""
        places = {line: number for number, line in enumerate(self._lines) if isinstance(line, int)}
        return next((places.get(place, -1) for place, row in enumerate(self._rows) if self.table.key(row) == key), -1)

    def field(self, index: Index) -> Field[Any]:
        return self.named(index.column())

    def named(self, column: int) -> Field[Any]:
        """A column with what its values are called in the plan, which is found once somebody looks at it."""
        if column not in self._in_plan:
            self._in_plan[column] = in_plan(self.columns[column], self.document.plan)
        return self._in_plan[column]

    def value(self, place: int, column: int) -> Any:  # noqa: ANN401 - the value of any field
        """What a cell holds, by the row in the plan's order."""
        return self._value(self._rows[place], column)

    def text(self, place: int, column: int) -> str:
        """What stands in a cell, by the row in the plan's order."""
        return self._text(self._rows[place], column)

    def texts(self, column: int) -> tuple[str, ...]:
        """Every text of a column once, whatever rows are shown, in the plan's order."""
        return tuple(dict.fromkeys(self.text(place, column) for place in range(len(self._rows))))

    @property
    def shown_count(self) -> int:
        """How many rows are shown."""
        return sum(isinstance(line, int) for line in self._lines)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def phase(self) -> str | None:
        """The phase whose rows are shown, in tables that belong to one."""
        return self._phase

    def show_phase(self, phase_id: str | None) -> None:
        """Show what belongs to another phase."""
        if phase_id != self._phase:
            self._phase = phase_id
            self._show(self.document.state)

    def forget_figures(self) -> None:
        """Work out the figures again only when somebody looks at them."""
        self._figures = {}

    # Arranging

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Show rows as arranged; nothing of the plan changes."""
        if arrangement != self._arrangement:
            self.beginResetModel()
            self._arrangement = arrangement
            self._lines = arranged(self._sheet(self._rows), arrangement)
            self.endResetModel()
            self.rearranged.emit()

    def head_in(self, column: int) -> None:
        """Let the words of headings stand in a column, one that is shown and has room."""
        if column != self._heading_column:
            self._heading_column = column
            self._tell_changed(number for number, line in enumerate(self._lines) if isinstance(line, Heading))

    def _sheet(self, rows: Sequence[Part]) -> Sheet:
        titles = [field.title for field in self.columns]
        figures = enumerate(self.table.figures, len(self.table.fields))
        summed = [titles.index(title) for title in self.table.summed]
        summed += [column for column, figure in figures if figure.is_summed]
        return Sheet(
            rows=len(rows),
            columns=len(titles),
            text=lambda row, column: self._text(rows[row], column),
            value=lambda row, column: self._value(rows[row], column),
            amount=lambda row, column: self._amount(rows[row], column),
            summed=summed,
        )

    def _value(self, part: Part, column: int) -> Any:  # noqa: ANN401 - the value of any field
        if column < len(self.table.fields):
            return self.table.fields[column].get(part)
        return self._figure(column).get(self.table.key(part))

    def _text(self, part: Part, column: int) -> str:
        field, value = self.named(column), self._value(part, column)
        return written(field, value) if field.kind == "flag" else shown(field, value)

    def _amount(self, part: Part, column: int) -> int | None:
        amount = self.table.summed.get(self.columns[column].title) if column < len(self.table.fields) else None
        value: int | None = self._value(part, column) if amount is None else amount(part)
        return value

    def _figure(self, column: int) -> Mapping[Hashable, Any]:
        if column not in self._figures:
            figure = self.table.figures[column - len(self.table.fields)]
            self._figures[column] = figure.of(self.document.state)
        return self._figures[column]

    # Edits of one row

    def add_row(self, current: int) -> int:
        """Add a part, after the current row where order has a meaning; its line, or -1 if it was refused or hidden."""
        before = {self.table.key(row) for row in self._rows}
        add, part = self.table.add, self.row(current)
        if add is None:
            return -1
        refusal = edit(self.document, f"Add {self.table.noun}", lambda state: add(state.plan, self._phase, part))
        self.refused.emit(refusal)
        new = (self.table.key(row) for row in self._rows if self.table.key(row) not in before)
        return -1 if refusal else self.row_of(next(new, None))

    def remove_row(self, number: int) -> bool:
        """Remove a part and what cannot be without it."""
        return self.remove_rows([number])

    def remove_rows(self, numbers: Sequence[int]) -> bool:
        """Remove parts and what cannot be without them, in one step."""
        parts = [part for number in numbers if (part := self.row(number)) is not None]
        remove = self.table.remove
        if remove is None or not parts:
            return False
        whole = f"{self.table.noun} {self.table.name(parts[0])}" if len(parts) == 1 else self._counted(len(parts))
        # From the end, as freezes are known by their positions.
        parts.sort(key=self._rows.index, reverse=True)

        def without(state: State) -> Plan:
            plan = state.plan
            for part in parts:
                plan = remove(plan, part)
            return plan

        refusal = edit(self.document, f"Remove {whole}", without)
        self.refused.emit(refusal)
        return not refusal

    def move_row(self, number: int, step: int) -> int:
        """Move a part by some rows; the row where it is then."""
        part, move, to = self.row(number), self.table.move, number + step
        if part is None or move is None or not 0 <= to < len(self._lines):
            return number
        if not self._arrangement.is_plain:
            self.refused.emit("Rows are moved in the plan's own order: take off sorting, filters and groups first.")
            return number
        moved = step_words(self.document.plan, f"Move {self.table.noun} {self.table.name(part)}")
        text = f"{moved} {'up' if step < 0 else 'down'}"
        refusal = edit(self.document, text, lambda state: move(state.plan, part, to))
        self.refused.emit(refusal)
        return number if refusal else to

    # Edits of many cells

    def take_texts(self, step: str, texts: Sequence[CellText]) -> bool:
        """Take what a spreadsheet says of cells, all of it in one step or nothing."""
        return self._take(step, lambda state: read_cells(self._target(), state.plan, texts))

    def take_values(self, step: str, edits: Sequence[CellEdit]) -> bool:
        """Take values for cells, all of them in one step or none."""
        return self._take(step, lambda _: edits)

    def take_for_all(self, numbers: Iterable[int], column: int, value: Any) -> bool:  # noqa: ANN401 - of any field
        """Give one field of several rows the same value, in one step."""
        places = [place for number in numbers if (place := self.place(number)) is not None]
        field = self.named(column)
        try:
            taken = _taken(field, value, Qt.ItemDataRole.EditRole, self.document.plan.currency)
        except UnreadableError as error:
            self.refused.emit(str(error))
            return False
        step = f"Change {_in_sentence(field.title)} of {self._counted(len(places))}"
        return self.take_values(step, [CellEdit(place, column, taken) for place in places])

    @property
    def faults(self) -> Mapping[tuple[int, int], str]:
        """What was wrong with the cells of the last edit of many, by row in the plan's order and column."""
        return self._faults

    def _take(self, step: str, edits: Callable[[State], Sequence[CellEdit]]) -> bool:
        refused: list[CellFault] = []

        def make(state: State) -> State:
            try:
                return with_cells(state, self._target(), edits(state))
            except CellsError as error:
                refused.extend(error.faults)
                return state

        sentence = edit(self.document, step, make)
        self._mark(refused)
        self.refused.emit(sentence or self._nothing_done(refused))
        return not refused and not sentence

    def _target(self) -> Target:
        return Target(self.table, self._phase, self.columns)

    def _mark(self, faults: Sequence[CellFault]) -> None:
        if faults or self._faults:
            self._faults = {(fault.row, fault.column): fault.sentence for fault in faults}
            self._tell_changed(range(len(self._lines)))

    def _nothing_done(self, faults: Sequence[CellFault]) -> str:
        if not faults:
            return ""
        first, others = faults[0], len(faults) - 1
        row = self.table.name(self._rows[first.row]) if first.row < len(self._rows) else f"new row {first.row + 1}"
        more = f" {counted(others, 'more cell')} cannot be taken either." if others else ""
        return f"Nothing was changed. {row}, {self.columns[first.column].title}: {first.sentence}{more}"

    def _counted(self, number: int) -> str:
        return counted(number, self.table.noun)

    # Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's answer to any role
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        field = self.columns[section]
        answers = {
            Qt.ItemDataRole.DisplayRole: heading_in(field, self.document.plan) + self._marks(section),
            Qt.ItemDataRole.ToolTipRole: field.hint or None,
            Qt.ItemDataRole.TextAlignmentRole: _alignment(field),
        }
        return answers.get(Qt.ItemDataRole(role))

    def _marks(self, column: int) -> str:
        """That a column is filtered, and that rows are sorted by it: in the words, which nothing can cover."""
        sorting = self._arrangement.sorting
        filtered = " ▾" if column in self._arrangement.chosen else ""
        if sorting is None or sorting.column != column:
            return filtered
        return filtered + (" ↓" if sorting.is_descending else " ↑")

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        field = self.field(index)
        if self.place(index.row()) is None:
            return plain
        plain |= Qt.ItemFlag.ItemIsSelectable
        if field.change is None:
            return plain
        return plain | (Qt.ItemFlag.ItemIsUserCheckable if field.kind == "flag" else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as above
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        heading = self.heading(index.row())
        if heading is not None:
            return self._heading_data(heading, index.column(), role)
        return self._cell_data(self._lines[index.row()], index.column(), role)

    def _cell_data(self, place: Any, column: int, role: int) -> Any:  # noqa: ANN401 - as above
        field, fault = self.columns[column], self._faults.get((place, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(field)
        if fault is not None and role == Qt.ItemDataRole.ForegroundRole:
            return QColor(tokens().broken)
        if fault is not None and role in TEXTS[1:]:
            return fault
        if field.kind == "flag":
            return _box(self.value(place, column)) if role == Qt.ItemDataRole.CheckStateRole else None
        if role in TEXTS:
            text = WAITING if self._waits(column) else self.text(place, column)
            if role == Qt.ItemDataRole.ToolTipRole:
                text += self._key_behind(place, column)
            return text or ("" if role == Qt.ItemDataRole.DisplayRole else None)
        return self.value(place, column) if role == Qt.ItemDataRole.EditRole else None

    def _key_behind(self, place: int, column: int) -> str:
        """How the plan calls what a cell calls by another name; else blank."""
        field, value = self.named(column), self.value(place, column)
        is_named = field.names is not None and isinstance(value, str) and field.labels.get(value, value) != value
        return f" ({value})" if is_named else ""

    def _waits(self, column: int) -> bool:
        """Whether a figure is not worked out yet because edits of a large plan have only just paused."""
        return self._pause.isActive() and column not in self._figures and column in self._slow

    def _show_slow(self) -> None:
        if self._lines:
            for column in self._slow:
                self.dataChanged.emit(self.index(0, column), self.index(len(self._lines) - 1, column))

    def _heading_data(self, heading: Heading, column: int, role: int) -> Any:  # noqa: ANN401 - as above
        total = heading.totals.get(column)
        said = "" if total is None else money(total)
        meant = "" if total is None else f"Sum of {self._counted(heading.rows)}, in {self.document.plan.currency}"
        if column == self._heading_column:
            said = f"{heading.text or '–'} · {heading.rows}"
        answers = {
            Qt.ItemDataRole.DisplayRole: said,
            Qt.ItemDataRole.AccessibleTextRole: said,
            Qt.ItemDataRole.ToolTipRole: meant,
            Qt.ItemDataRole.TextAlignmentRole: _alignment(self.columns[column]),
            Qt.ItemDataRole.FontRole: font(BODY_PIXELS, HEADING_WEIGHT),
            Qt.ItemDataRole.BackgroundRole: QColor(tokens().panel),
        }
        return answers.get(Qt.ItemDataRole(role))

    def setData(  # noqa: N802 - Qt's name
        self,
        index: Index,
        value: Any,  # noqa: ANN401 - as above
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Take a value, or the text of one."""
        part = self.row(index.row()) if index.isValid() else None
        self._mark(())
        if part is None or role not in {Qt.ItemDataRole.EditRole, Qt.ItemDataRole.CheckStateRole}:
            return False
        field = self.field(index)
        try:
            value = _taken(field, value, role, self.document.plan.currency)
        except UnreadableError as error:
            self.refused.emit(str(error))
            return False
        if value == self._value(part, index.column()):
            return True
        refusal = change_field(self.document, field, part, self.table.name(part), value)
        self.refused.emit(refusal)
        if not refusal and field.is_identifier:
            self.renamed.emit(value)
        return not refusal

    # Following the document

    def _follow(self, _before: State, after: State) -> None:
        if self.table.is_followed_unseen or (self._is_seen and not is_large(after)):
            self._show(after)
        elif self._is_seen:
            self._late.start()

    def be_seen(self, *, is_seen: bool) -> None:
        """Somebody looks at it, or nobody does any more: then figures are forgotten."""
        self._is_seen = is_seen
        if not is_seen:
            self.forget_figures()
        elif not self.table.is_followed_unseen:
            self.show_again()

    def show_again(self) -> None:
        """Show what the rows are now, where they follow from more than the document."""
        self._show(self.document.state)

    def _show(self, state: State) -> None:
        rows, old = self.table.listed(state, self._phase), self._rows
        asked, self._figures = (*self._figures, *self._renamed(state.plan)), {}
        if self._slow and is_large(state):
            self._pause.start()
        key = self.table.key
        has_same_rows = [key(row) for row in rows] == [key(row) for row in old]
        lines = arranged(self._sheet(rows), self._arrangement)
        if not has_same_rows:
            self.beginResetModel()
            self._rows, self._lines, self._faults = rows, lines, {}
            self.endResetModel()
            self.rearranged.emit()
            return
        self._rows = rows
        if lines != self._lines:
            self._lay(lines)
        changed = {place for place, row in enumerate(rows) if row is not old[place] and row != old[place]}
        self._tell_changed(number for number, line in enumerate(lines) if isinstance(line, int) and line in changed)
        for column in asked if lines else ():  # what is not on the screen is not worked out again
            self.dataChanged.emit(self.index(0, column), self.index(len(lines) - 1, column))

    def _renamed(self, plan: Plan) -> tuple[int, ...]:
        """The columns whose values are called otherwise in a plan than in that before; they are so from now on."""
        before, self._in_plan = self._in_plan, {}
        return tuple(
            column
            for column, field in before.items()
            if field.names is not None and in_plan(field, plan).labels != field.labels
        )

    def _lay(self, lines: tuple[Line, ...]) -> None:
        """Let the same rows stand in other lines. What Qt holds on to, as a cell that is just edited, goes along."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        places = [self.place(index.row()) for index in held]
        self._lines = lines
        line_of = {place: number for number, place in enumerate(lines) if isinstance(place, int)}
        for index, place in zip(held, places, strict=True):
            line = line_of.get(place) if place is not None else None
            self.changePersistentIndex(index, NOWHERE if line is None else self.index(line, index.column()))
        self.layoutChanged.emit()
        self.rearranged.emit()

    def _tell_changed(self, numbers: Iterable[int]) -> None:
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
            together = [number for _, number in run]
            self.dataChanged.emit(self.index(together[0], 0), self.index(together[-1], len(self.columns) - 1))


HEADING_WEIGHT = QFont.Weight.DemiBold


def _in_sentence(title: str) -> str:
    """A title inside a sentence; one that is an abbreviation stays as it is."""
    return title.lower() if title[1:2].islower() else title


def _alignment(field: Field[Any]) -> Qt.AlignmentFlag:
    is_number = field.kind in NUMBERS or (field.kind == "choice" and field.unit)  # one of a few numbers
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _box(is_checked: bool) -> Qt.CheckState:  # noqa: FBT001 - the value of a field
    return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked


def _taken(field: Field[Any], value: Any, role: int, currency: str) -> Any:  # noqa: ANN401 - the value of any field
    """The value of the field that was handed over, as it is, as a box or as a text."""
    if role == Qt.ItemDataRole.CheckStateRole:
        return Qt.CheckState(value) == Qt.CheckState.Checked
    return parsed(field, value, currency) if isinstance(value, str) and field.kind != "choice" else value
