"""What a foreign file would change, before it does: the mapping of its columns, the difference, and what is wrong."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.exchange.difference import PartChange
from planner.exchange.mspdi.project import Project
from planner.exchange.preview import Preview, Source, previewed
from planner.exchange.spreadsheets.cells import DayOrder
from planner.exchange.spreadsheets.columns import Kind, keys
from planner.exchange.spreadsheets.mapping import (
    ImportMapping,
    SheetMapping,
    columns_of,
    read_mapping,
    recognised,
    titles_at,
    write_mapping,
)
from planner.exchange.spreadsheets.sheets import Sheet
from planner.invariants import PlanError
from planner.plan import State
from ui.background import Background
from ui.difference_words import shown_value
from ui.fields.style import SchemeDress
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble, reason
from ui.wording import counted, in_words

NOT_USED = "Not used"
NOW = 2
"""The column from which on there are sentences, which break."""
MAPPINGS = "Mappings (*.toml)"
DAY_ORDERS: Mapping[DayOrder, str] = {"": "Are refused", "day first": "Day first", "month first": "Month first"}
BESIDE_TEXT = 5
"""Pixels on each side of a sentence."""
MOST_SHOWN = 500
"""Parts and faults that are listed; their number tells of the others."""


class ImportDialog(QDialog):
    """Shows what a file makes of a State. A change of the mapping is looked at behind the window.

    Attributes:
        preview: the last one that was made; None before the first.

    Signals:
        looked(): a preview was made and is shown.

    """

    looked = Signal()

    def __init__(self, name: str, source: Source, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {name}")
        self.resize(860, 620)
        self._source, self._state = source, state
        self._work: Background | None = None
        self._is_outdated = False
        self.preview: Preview | None = None
        self.mapping = MappingEditor(source, self) if not isinstance(source, Project) else None
        self.remove = QCheckBox("&Remove what the file no longer has")
        self.remove.setEnabled(self.mapping is not None)
        self.changes = QTreeWidget()
        self.changes.setAccessibleName("What would change")
        self.changes.setHeaderLabels(["Part", "Field", "Now", "Then"])
        self.changes.setWordWrap(True)
        self.changes.setItemDelegate(WrappingDelegate(self.changes))
        self.changes.header().sectionResized.connect(self.changes.scheduleDelayedItemsLayout)
        for column in range(self.changes.columnCount()):
            fits = column < NOW
            mode = QHeaderView.ResizeMode.ResizeToContents if fits else QHeaderView.ResizeMode.Stretch
            self.changes.header().setSectionResizeMode(column, mode)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self._buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self._lay_out()
        self._connect()
        SchemeDress(self)
        self.look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        if self.mapping is not None:
            column.addWidget(self.mapping, 2)
        column.addWidget(self.changes, 3)
        column.addWidget(self.remove)
        column.addWidget(self.summary)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.remove.toggled.connect(self.look)
        self.finished.connect(self._finish)
        if self.mapping is not None:
            self.mapping.changed.connect(self.look)

    def look(self) -> None:
        """Make the preview anew; one at a time, and the last one with what is chosen then."""
        self.accept_button.setEnabled(False)
        self._is_outdated = self._work is not None
        if self._is_outdated:
            return
        mapping = self.mapping.mapping if self.mapping is not None else ImportMapping()
        look = partial(previewed, self._source, mapping, self._state, remove_missing=self.remove.isChecked())
        self._work = Background(look, self)
        self._work.succeeded.connect(self._show)
        self._work.failed.connect(self.summary.setText)
        self._work.finished.connect(self._end)
        self.summary.setText("Looking at the file …")
        self._work.start()

    def _end(self) -> None:
        if self._work is not None:
            self._work.wait()
            self._work.deleteLater()
            self._work = None
        if self._is_outdated:
            self.look()
        elif self.preview is not None:
            self.looked.emit()

    def _finish(self) -> None:
        """Wait for what is looked at, before the dialog is gone."""
        self._is_outdated = False
        if self._work is not None:
            self._work.wait()

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.changes.clear()
        for fault in preview.faults[:MOST_SHOWN]:
            self._add("Wrong", fault.path, f"{fault.sentence} {fault.remedy}".strip(), "")
        for change in preview.changes[:MOST_SHOWN]:
            self._add_change(change)
        for note in preview.notes[:MOST_SHOWN]:
            self._add("Note", "", note, "")
        self.summary.setText(_summary(preview))
        self.accept_button.setEnabled(bool(preview.changes) and preview.state is not None)

    def _add_change(self, change: PartChange) -> None:
        part = self._add(f"{change.kind.capitalize()} {change.name}", change.how, "", "")
        for field in change.fields:
            title = field.field.replace("_", " ")
            values = (shown_value(each, self._state.plan.currency) for each in (field.before, field.after))
            part.addChild(QTreeWidgetItem(["", title, *map(in_words, values)]))
        part.setExpanded(True)

    def _add(self, *texts: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(list(texts))
        for column in range(NOW, len(texts)):
            item.setToolTip(column, texts[column])
        self.changes.addTopLevelItem(item)
        return item


def _summary(preview: Preview) -> str:
    if preview.faults:
        return f"{counted(len(preview.faults), 'fault')}; nothing can be imported before they are mended."
    if not preview.changes:
        return "Nothing differs from the plan."
    told = (
        f"{sum(change.how == how for change in preview.changes):,} {how}" for how in ("added", "changed", "removed")
    )
    return f"{', '.join(told)}. Importing is one step, which can be undone."


class WrappingDelegate(QStyledItemDelegate):
    """Makes each row of a tree as high as its sentences are when they break at the width of their columns."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        single = super().sizeHint(option, index)
        tree = self.parent()
        if index.column() < NOW or not isinstance(tree, QTreeWidget):
            return single
        room = QRect(0, 0, max(1, tree.columnWidth(index.column()) - 2 * BESIDE_TEXT), 0)
        wraps = Qt.TextFlag.TextWordWrap
        lines = tree.fontMetrics().boundingRect(room, wraps, str(index.data() or "")).height()
        return QSize(0, max(single.height(), lines + 2 * BESIDE_TEXT))


class MappingEditor(QWidget):
    """What each sheet of a file holds, with a choice of field for each of its columns.

    Attributes:
        mapping: as it is chosen now.

    Signals:
        changed(): the mapping is another one.

    """

    changed = Signal()

    def __init__(self, sheets: tuple[Sheet, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets = [sheet for sheet in sheets if sheet.rows]
        self.mapping = recognised(sheets)
        self.sheet, self.kind, self.dates = QComboBox(), QComboBox(), QComboBox()
        self.header_row = QSpinBox(minimum=1)
        self.header_row.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sheet.addItems([sheet.name for sheet in self._sheets])
        self.kind.addItems([NOT_USED, *(kind.capitalize() for kind in get_args(Kind))])
        self.dates.addItems(list(DAY_ORDERS.values()))
        self.columns = QTableWidget(0, 2)
        self.columns.setAccessibleName("Columns of the sheet")
        self.columns.setHorizontalHeaderLabels(["Column in the file", "Field of the plan"])
        self.columns.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.columns.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns.setShowGrid(False)
        self.columns.verticalHeader().hide()
        self.load, self.save = QPushButton("&Load mapping …"), QPushButton("Sa&ve mapping …")
        self._lay_out()
        self._connect()
        self._show_sheet()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, widget in (
            ("&Sheet", self.sheet),
            ("&Holds", self.kind),
            ("&Row of titles", self.header_row),
            ("&Dates as 5/6/2027", self.dates),
        ):
            form.addRow(title, widget)
        form.addRow(self.load)
        form.addRow(self.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(form, 1)
        row.addWidget(self.columns, 2)

    def _connect(self) -> None:
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.kind.activated.connect(self._choose_kind)
        self.header_row.valueChanged.connect(self._choose_kind)
        self.dates.activated.connect(self._choose_dates)
        self.load.clicked.connect(self._load)
        self.save.clicked.connect(self._save)

    @property
    def _present(self) -> SheetMapping | None:
        """The mapping of the sheet that is shown."""
        return next((each for each in self.mapping.sheets if each.sheet == self.sheet.currentText()), None)

    def _show_sheet(self) -> None:
        """Show the mapping of the chosen sheet, which changes nothing."""
        if not self._sheets:
            return
        sheet, present = self._sheets[self.sheet.currentIndex()], self._present
        self.header_row.blockSignals(True)  # noqa: FBT003 - Qt takes no keyword
        self.header_row.setMaximum(len(sheet.rows))
        self.header_row.setValue(present.header_row if present is not None else 1)
        self.header_row.blockSignals(False)  # noqa: FBT003 - the same
        self.kind.setCurrentText(present.kind.capitalize() if present is not None else NOT_USED)
        self.dates.setCurrentText(DAY_ORDERS[self.mapping.dates])
        titles = [title for _, title in titles_at(sheet, self.header_row.value())] if present is not None else []
        self.columns.setRowCount(len(titles))
        for row, title in enumerate(titles):
            item = QTableWidgetItem(title)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.columns.setItem(row, 0, item)
            self.columns.setCellWidget(row, 1, self._field_of(title, present))

    def _field_of(self, title: str, present: SheetMapping | None) -> QComboBox:
        """The choice of field for a column."""
        choice = QComboBox()
        choice.setAccessibleName(f"Field of {title}")
        choice.setProperty("isCell", True)  # noqa: FBT003 - Qt takes no keyword
        choice.addItem(NOT_USED, "")
        for key in keys(present.kind) if present is not None else ():
            choice.addItem(key.replace("_", " ").capitalize(), key)
        chosen = present.columns.get(title, "") if present is not None else ""
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
        choice.activated.connect(lambda _: self._choose_field(title, choice.currentData()))
        return choice

    def _choose_kind(self) -> None:
        """Another kind, or another row of titles: the columns are recognised anew."""
        sheet, said = self._sheets[self.sheet.currentIndex()], self.kind.currentText().lower()
        others = tuple(each for each in self.mapping.sheets if each.sheet != sheet.name)
        if said not in get_args(Kind):
            self._become(ImportMapping(sheets=others, dates=self.mapping.dates))
            return
        kind: Any = said
        row = self.header_row.value()
        made = SheetMapping(sheet=sheet.name, kind=kind, header_row=row, columns=columns_of(sheet, row, kind))
        self._become(ImportMapping(sheets=(*others, made), dates=self.mapping.dates))

    def _choose_field(self, title: str, key: str) -> None:
        present = self._present
        if present is None:
            return
        columns = {each: field for each, field in present.columns.items() if each != title and field != key}
        if key:
            columns[title] = key
        made = SheetMapping(sheet=present.sheet, kind=present.kind, header_row=present.header_row, columns=columns)
        sheets = tuple(made if each is present else each for each in self.mapping.sheets)
        self._become(ImportMapping(sheets=sheets, dates=self.mapping.dates))

    def _choose_dates(self) -> None:
        order = list(DAY_ORDERS)[self.dates.currentIndex()]
        self._become(ImportMapping(sheets=self.mapping.sheets, dates=order))

    def _become(self, mapping: ImportMapping) -> None:
        self.mapping = mapping
        self._show_sheet()
        self.changed.emit()

    def _load(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Load mapping", str(Path.home()), MAPPINGS)
        if chosen:
            self._told("The mapping cannot be loaded.", lambda: self._become(read_mapping(Path(chosen))))

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save mapping", str(Path.home() / "mapping.toml"), MAPPINGS)
        if chosen:
            self._told("The mapping cannot be saved.", lambda: write_mapping(self.mapping, Path(chosen)))

    def _told(self, headline: str, do: Callable[[], None]) -> None:
        """Do it, or tell what keeps it from being done."""
        try:
            do()
        except (PlanError, OSError) as error:
            safe = "The choices stay as they are, and nothing of the plan has changed."
            show_trouble(self.window(), Trouble(headline, safe, reason(error)))
