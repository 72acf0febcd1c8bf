"""The tables of the plan under tabs: phases with their options, credits, partners and what else it is made of."""

from datetime import date
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.document import Document
from ui.fields.field import NUMBERS
from ui.fields.style import SchemeDress
from ui.selection import Selected, Selection
from ui.tables.plan_delegate import PlanDelegate
from ui.tables.plan_table_model import PlanTableModel
from ui.tables.table import CATALOGUE_TABLES, PLAN_TABLES, Table
from ui.theme import CAPTION_PIXELS, font
from ui.wording import day

ROW_HEIGHT = 24
WIDEST_COLUMN, NARROWEST_COLUMN = 260, 56
COLUMN_ROOM = 10
ROWS_MEASURED = 100


class TablePage(QWidget):
    """One table with the buttons under it.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(
        self, document: Document, selection: Selection, table: Table[Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._place = (0, 0)
        self._is_fitted = False
        self.model: PlanTableModel[Any] = PlanTableModel(document, table, self)
        self.view = _view(self.model, table)
        self.buttons = self._buttons(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(self._button_row())
        self.model.refused.connect(self.refused)
        self.model.renamed.connect(self._select_renamed)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._restore)
        self.view.selectionModel().currentRowChanged.connect(self._tell)
        selection.changed.connect(self._hear)
        self._hear(selection.selected)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._is_fitted:  # only what is shown has its style, and so its widths
            self._is_fitted = True
            fit_columns(self.view, self.model.table)

    # What the user does

    def add(self) -> None:
        """Add a row after the current one, and go there."""
        self._go_to(self.model.add_row(self.view.currentIndex().row()))

    def remove(self) -> None:
        """Remove the current row."""
        self.model.remove_row(self.view.currentIndex().row())

    def move_current(self, step: int) -> None:
        """Move the current row up or down."""
        self._go_to(self.model.move_row(self.view.currentIndex().row(), step))

    # Selection

    def _tell(self, current: QModelIndex) -> None:
        part = self.model.row(current.row())
        if self.model.table.kind and part is not None:
            self._selection.select((self.model.table.kind, self.model.table.name(part)))

    def _hear(self, selected: Selected) -> None:
        if selected is not None and selected[0] == "phase":
            self.model.show_phase(selected[1])
        if selected is not None and selected[0] == self.model.table.kind:
            self._go_to(self.model.row_of(selected[1]))

    def _select_renamed(self, new_id: str) -> None:
        self._selection.select((self.model.table.kind, new_id))

    def _remember(self) -> None:
        index = self.view.currentIndex()
        self._place = index.row(), index.column()

    def _restore(self) -> None:
        """After a reset: the selected row, or the one that took the place of the current one."""
        row, column = self._place
        named = self._selection.id_of(self.model.table.kind)
        found = self.model.row_of(named) if named is not None else -1
        row = found if found >= 0 else min(row, self.model.rowCount() - 1)
        if row >= 0:
            self._go_to(row, max(column, 0))

    def _go_to(self, row: int, column: int | None = None) -> None:
        if row < 0:
            return
        column = max(self.view.currentIndex().column(), 0) if column is None else column
        if (self.view.currentIndex().row(), self.view.currentIndex().column()) != (row, column):
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(self.model.index(row, column), flags)
        self.view.scrollTo(self.model.index(row, column))

    # Buttons

    def _buttons(self, table: Table[Any]) -> list[QToolButton]:
        made = [
            self._button(f"Add {table.noun}", "Ins", self.add),
            self._button("Remove", "Del", self.remove),
        ]
        if table.move is not None:
            made.append(self._button("Up", "Alt+Up", lambda: self.move_current(-1)))
            made.append(self._button("Down", "Alt+Down", lambda: self.move_current(1)))
        return made

    def _button(self, text: str, keys: str, act: Any) -> QToolButton:  # noqa: ANN401 - a slot
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(act)
        self.view.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        return button

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row


class TablesPanel(QWidget):
    """Every table of the plan, under tabs, with the last refusal below.

    The tables of the catalogue are made when they are first shown, so that nobody waits for it before asking for it.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Tables of the plan")
        self.tabs.tabBar().setAccessibleName("Tables of the plan")
        self.pages: dict[str, TablePage] = {}
        for table in PLAN_TABLES:
            self._make_page(table)
        phases = QSplitter(Qt.Orientation.Horizontal)
        phases.setHandleWidth(1)
        phases.addWidget(self.pages["phase"])
        phases.addWidget(self.pages["option"])
        phases.setStretchFactor(0, 1)
        phases.setSizes([10_000, 260])
        for title, page in (
            ("Phases", phases),
            ("Credits", self.pages["credit"]),
            ("Partners", self.pages["partner"]),
            ("Links", self.pages["link"]),
            ("Freezes", self.pages["freeze"]),
            ("Entitlements", self.pages["entitlement"]),
            ("Rate lines", self.pages["rate line"]),
        ):
            self.tabs.addTab(page, title)
        self._tab_of: dict[str, QWidget] = {"phase": phases, "option": phases}
        self._promised: dict[int, tuple[QVBoxLayout, Table[Any]]] = {}
        for title, table in zip(("Programmes", "List prices", "FastTrack"), CATALOGUE_TABLES, strict=True):
            self._promise_page(title, table)
        self.tabs.currentChanged.connect(self._keep_promise)
        self.refusal = QLabel()
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.setContentsMargins(16, 0, 16, 6)
        self.refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.refusal)
        SchemeDress(self)

    def show_table(self, noun: str) -> None:
        """Bring a table to the front, by what its rows are, as ``rate line``."""
        self.tabs.setCurrentWidget(self._tab_of[noun] if noun in self._tab_of else self.pages[noun])
        self.pages[noun].view.setFocus()

    def _make_page(self, table: Table[Any]) -> TablePage:
        page = self.pages[table.noun] = TablePage(self._document, self._selection, table)
        page.refused.connect(self._show_refusal)
        return page

    def _promise_page(self, title: str, table: Table[Any]) -> None:
        """A tab whose table is made when it comes to the front."""
        tab = self._tab_of[table.noun] = QWidget()
        room = QVBoxLayout(tab)
        room.setContentsMargins(0, 0, 0, 0)
        self._promised[self.tabs.addTab(tab, title)] = room, table

    def _keep_promise(self, number: int) -> None:
        if number in self._promised:
            room, table = self._promised.pop(number)
            room.addWidget(self._make_page(table))

    def _show_refusal(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.refused.emit(sentence)


def _view(model: PlanTableModel[Any], table: Table[Any]) -> QTableView:
    """A quiet table: whole rows are selected, cells are edited by typing, by Enter or by a second click."""
    view = QTableView()
    view.setModel(model)
    view.setItemDelegate(PlanDelegate(view))
    view.setAccessibleName(f"Table of {table.noun}s")
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    triggers = QAbstractItemView.EditTrigger
    view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setFont(font(CAPTION_PIXELS, QFont.Weight.Medium))
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(ROWS_MEASURED)
    header.setStretchLastSection(table.fields[-1].kind not in NUMBERS)  # figures stay beside each other
    return view


def fit_columns(view: QTableView, table: Table[Any]) -> None:
    """As wide as their texts, within reason; days have room even where there are none yet."""
    view.resizeColumnsToContents()
    a_day = view.fontMetrics().horizontalAdvance(day(date(2030, 9, 30))) + 2 * COLUMN_ROOM
    for number, field in enumerate(table.fields[:-1]):
        least = a_day if field.kind == "day" else NARROWEST_COLUMN
        view.setColumnWidth(number, min(max(view.columnWidth(number) + COLUMN_ROOM, least), WIDEST_COLUMN))
