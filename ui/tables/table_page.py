"""One table under hand and keys: arranged, edited in place, many cells at a time, and to and from spreadsheets."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QFont, QGuiApplication, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.document import Document
from ui.fields.field import UnreadableError
from ui.selection import Selected, Selection
from ui.tables.arrangement import Sorting
from ui.tables.arranging_bar import ArrangingBar, column_menu
from ui.tables.cell_edits import CellEdit, CellText
from ui.tables.columns import (
    fit_columns,
    heading_column,
    lay_columns,
    remember_layout,
    remembered_layout,
    share_room,
    shown_columns,
)
from ui.tables.plan_delegate import PlanDelegate
from ui.tables.plan_table_model import PlanTableModel
from ui.tables.quiet_table import QuietTable, empty_words
from ui.tables.spreadsheet import as_lines, from_lines, titles_of, written
from ui.tables.table import Table
from ui.theme import CAPTION_PIXELS, font
from ui.wording import counted

ROW_HEIGHT = 24
ROWS_MEASURED = 100


class TablePage(QWidget):
    """One table with the line that arranges it above and its buttons below.

    settings: where the columns are remembered; None remembers nothing. is_small: of a few rows, which nobody has to
    arrange; what is for many cells is then left to keys and menu.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        table: Table[Any],
        settings: QSettings | None = None,
        *,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._settings = settings
        self._place: tuple[Any, int, int] | None = None
        self._is_fitted = self._has_fitted_rows = self._is_fitting = self._has_own_widths = False
        self._needed: Sequence[int] = ()
        self.model: PlanTableModel[Any] = PlanTableModel(document, table, self)
        self.view = _view(self.model, table)
        self.delegate = PlanDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        self.bar = ArrangingBar(self.model)
        self.actions_ = self._actions(table)
        self.bar.setHidden(is_small)
        self.buttons = [_button(action) for action in self.actions_[: 2 if is_small else None]]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self._row = self._button_row()
        column.addLayout(self._row)
        self._connect()
        self._hear(selection.selected)

    def _connect(self) -> None:
        header, selection = self.view.horizontalHeader(), self.view.selectionModel()
        self.model.refused.connect(self.refused)
        self.model.rearranged.connect(self._place_headings)
        self.model.renamed.connect(self._select_renamed)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._restore)
        self.model.modelReset.connect(self._show_possible)
        selection.currentRowChanged.connect(self._tell)
        selection.selectionChanged.connect(lambda _now, _before: self._show_possible())
        self._selection.changed.connect(self._hear)
        header.sectionMoved.connect(lambda *_: self._place_headings())
        header.sectionResized.connect(self._take_width)
        self.view.resized.connect(self._share_room)
        header.sectionPressed.disconnect()  # a title sorts; the whole column would be selected besides
        header.sectionClicked.connect(self.sort_next)
        header.customContextMenuRequested.connect(
            lambda at: self.open_column_menu(header.logicalIndexAt(at), header.mapToGlobal(at))
        )
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.bar.columns_asked.connect(self._open_columns)
        search = QAction("Filter by words", self)
        search.setShortcut(QKeySequence.StandardKey.Find)
        search.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search.triggered.connect(self.bar.search.setFocus)
        self.addAction(search)
        self._show_possible()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.be_seen(is_seen=True)
        if not self._is_fitted:  # only what is shown has its style, and so its widths
            self._is_fitted = True
            self._fit()

    def _fit(self) -> None:
        """Columns as wide as their texts, or as they were left; once more when the first rows come."""
        self._has_fitted_rows = bool(self.model.rowCount())
        self._is_fitting = True
        self._needed = fit_columns(self.view, self.model.table)
        remembered = remembered_layout(self.model.table, self._settings)
        lay_columns(self.view, self.model.table, remembered)
        self._is_fitting, self._has_own_widths = False, bool(remembered.widths)
        self._share_room()
        self._place_headings()

    def _share_room(self) -> None:
        """Give columns the room that there is, as long as nobody has chosen their widths."""
        if self._needed and not self._has_own_widths:
            self._is_fitting = True
            share_room(self.view, self.model.table, self._needed)
            self._is_fitting = False

    def _take_width(self, column: int, _before: int, _after: int) -> None:
        """A width that a hand has chosen stays; that of the last column only follows from the others."""
        if not self._is_fitting and column != shown_columns(self.view)[-1]:
            self._has_own_widths = True

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.model.be_seen(is_seen=False)
        if self._has_fitted_rows:  # widths of no rows are nobody's wish
            remember_layout(self.view, self.model.table, self._settings, has_widths=self._has_own_widths)

    def hide_buttons(self) -> None:
        """Leave what its buttons do to keys and menu, where others stand in their place."""
        for button in self.buttons:
            button.hide()
        self._row.setContentsMargins(0, 0, 0, 0)

    # Rows

    def add(self) -> None:
        """Add a row after the current one, and go there."""
        self._go_to(self.model.add_row(self.view.currentIndex().row()))

    def remove(self) -> None:
        """Remove the selected rows."""
        self.model.remove_rows(self._selected_lines())

    def move_current(self, step: int) -> None:
        """Move the current row up or down."""
        self._go_to(self.model.move_row(self.view.currentIndex().row(), step))

    # Many cells

    def copy(self, *, with_titles: bool = False) -> None:
        """Lay the selected cells on the clipboard as a spreadsheet reads them."""
        lines, columns = self._selected_lines(), self._selected_columns()
        fields = [self.model.named(column) for column in columns]
        rows = [
            [written(field, self.model.value(place, column)) for field, column in zip(fields, columns, strict=True)]
            for line in lines
            if (place := self.model.place(line)) is not None
        ]
        titles = [[field.title for field in fields]] if with_titles else []
        QGuiApplication.clipboard().setText(as_lines([*titles, *rows]))

    def paste(self) -> None:
        """Take what a spreadsheet laid on the clipboard, from the current cell on: all of it in one step or nothing."""
        try:
            rows = from_lines(QGuiApplication.clipboard().text())
        except UnreadableError as error:
            self.refused.emit(str(error))
            return
        texts = self._placed(rows)
        if texts:
            self.model.take_texts(f"Paste {counted(len(texts), 'cell')} into {self.model.table.noun}s", texts)

    def fill_down(self) -> None:
        """Give the selected cells of each column what stands in the first; one cell alone takes what stands above."""
        lines, columns = self._selected_lines(), self._selected_columns()
        if len(lines) == 1:
            lines = [*[line for line in range(lines[0]) if self.model.place(line) is not None][-1:], *lines]
        places = [place for line in lines if (place := self.model.place(line)) is not None]
        editable = [column for column in columns if self.model.columns[column].change is not None]
        if not editable or not places[1:]:
            self.refused.emit("Select the cells to fill, below the one that they are to repeat.")
            return
        edits = [
            CellEdit(place, column, self.model.value(places[0], column)) for column in editable for place in places[1:]
        ]
        titles = ", ".join(self.model.columns[column].title.lower() for column in editable)
        self.model.take_values(f"Fill down {titles}", edits)

    def edit_all(self) -> None:
        """Edit the current cell, for all selected rows in one step."""
        index, lines = self.view.currentIndex(), self._selected_lines()
        field = self.model.field(index) if index.isValid() else None
        if field is None or field.change is None or len(lines) < 2:  # noqa: PLR2004 - all are more than one
            self.refused.emit("Select several rows, and go to a field that can be edited.")
        elif field.kind == "flag":
            is_on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            self.model.take_for_all(lines, index.column(), not is_on)
        else:
            self.delegate.lines = lines
            self.view.edit(index)

    def _placed(self, rows: list[list[str]]) -> list[CellText]:
        """Each text with the cell that it is for; none, with a word why, where they do not fit."""
        if len(rows) == 1 and len(rows[0]) == 1:
            return self._repeated(rows[0][0])
        shown, current = shown_columns(self.view), self.view.currentIndex()
        named = titles_of(rows[0], [field.title for field in self.model.columns]) if len(rows) > 1 else None
        first = shown.index(current.column()) if current.isValid() else 0
        columns = shown[first:] if named is None else named
        body = rows if named is None else rows[1:]
        width = max(map(len, body), default=0)
        if width > len(columns):
            title = self.model.columns[columns[0]].title
            self.refused.emit(
                f"Nothing was pasted: {counted(width, 'column')} do not fit into the {len(columns)} from {title} on."
            )
            return []
        places = self._places_from(max(current.row(), 0), len(body))
        return [
            CellText(place, column, text)
            for place, row in zip(places, body, strict=True)
            for column, text in zip(columns, row, strict=False)
        ]

    def _repeated(self, text: str) -> list[CellText]:
        """One text for every selected cell."""
        places = [place for line in self._selected_lines() if (place := self.model.place(line)) is not None]
        return [CellText(place, column, text) for place in places for column in self._selected_columns()]

    def _places_from(self, line: int, count: int) -> list[int]:
        """The rows from a line on as they are shown, and behind the last the rows that have to be added."""
        lines = range(line, self.model.rowCount())
        places = [place for each in lines if (place := self.model.place(each)) is not None][:count]
        return [*places, *range(self.model.count, self.model.count + count - len(places))]

    def _selected_lines(self) -> list[int]:
        lines = sorted({index.row() for index in self.view.selectionModel().selectedIndexes()})
        current = self.view.currentIndex()
        return lines or ([current.row()] if current.isValid() else [])

    def _selected_columns(self) -> list[int]:
        """The shown columns with a selected cell, as they stand from left to right."""
        selected = {index.column() for index in self.view.selectionModel().selectedIndexes()}
        selected = selected or {max(self.view.currentIndex().column(), 0)}
        return [column for column in shown_columns(self.view) if column in selected]

    # Arranging

    def sort_next(self, column: int) -> None:
        """Sort by a column: ascending, then descending, then not at all, in the plan's own order."""
        self.model.arrange(self.model.arrangement.sorted_next(column))

    def open_column_menu(self, column: int, at: QPoint) -> QMenu:
        """What can be done with a column, at a point of the screen."""
        menu, title, arrangement = QMenu(self), self.model.columns[column].title, self.model.arrangement
        for text, sorting in (
            ("Sort ascending", Sorting(column)),
            ("Sort descending", Sorting(column, is_descending=True)),
            ("Plan's own order", None),
        ):
            action = menu.addAction(text)
            action.triggered.connect(
                lambda _checked=False, sorting=sorting: self.model.arrange(arrangement._replace(sorting=sorting))
            )
        menu.addSeparator()
        menu.addAction(f"Show only some of {title} …").triggered.connect(lambda: self.bar.choose_texts(column, at))
        is_grouped = arrangement.group == column
        menu.addAction("No groups" if is_grouped else f"Group by {title}").triggered.connect(
            lambda: self.bar.group_by(None if is_grouped else column)
        )
        menu.addSeparator()
        menu.addAction(f"Hide {title}").triggered.connect(lambda: self.show_column(column, is_shown=False))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
        return menu

    def show_column(self, column: int, *, is_shown: bool) -> None:
        """Show or hide a column; one at least stays."""
        if not is_shown and len(shown_columns(self.view)) == 1:
            self.refused.emit("One column has to stay.")
            return
        self.view.setColumnHidden(column, not is_shown)
        if is_shown and self.view.columnWidth(column) == 0:
            self.view.resizeColumnToContents(column)
        remember_layout(self.view, self.model.table, self._settings, has_widths=self._has_own_widths)
        self._share_room()
        self._place_headings()

    def _place_headings(self) -> None:
        self.model.head_in(heading_column(self.view, self.model.table, self.model.arrangement.group))

    def _open_columns(self) -> None:
        hidden = frozenset(column for column in range(len(self.model.columns)) if self.view.isColumnHidden(column))
        menu, actions = column_menu([field.title for field in self.model.columns], hidden, self)
        for column, action in enumerate(actions):
            action.toggled.connect(lambda is_shown, column=column: self.show_column(column, is_shown=is_shown))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.bar.columns.mapToGlobal(QPoint(0, self.bar.columns.height())))

    def _open_menu(self, at: QPoint) -> None:
        """What can be done with the selected cells, and with the column of the current one."""
        menu = QMenu(self)
        menu.addActions(self.actions_)
        index = self.view.indexAt(at)
        if index.isValid():
            title = self.model.columns[index.column()].title
            place = self.view.viewport().mapToGlobal(at)
            menu.addSeparator()
            menu.addAction(f"Column {title} …").triggered.connect(lambda: self.open_column_menu(index.column(), place))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    # Selection

    def _tell(self, current: QModelIndex) -> None:
        part = self.model.row(current.row())
        if self.model.table.kind and part is not None and self._place is None:
            self._selection.select((self.model.table.kind, self.model.table.name(part)))

    def _hear(self, selected: Selected) -> None:
        if selected is not None and selected[0] == "phase":
            self.model.show_phase(selected[1])
        if selected is None or selected[0] != self.model.table.kind:
            return
        line = self.model.row_of(selected[1])
        if line != self.view.currentIndex().row():
            self._go_to(line)

    def _select_renamed(self, new_id: str) -> None:
        self._selection.select((self.model.table.kind, new_id))

    def _remember(self) -> None:
        """Before a reset, in which Qt may take any row for the current one: nobody chose that."""
        index = self.view.currentIndex()
        part = self.model.row(index.row())
        self._place = (None if part is None else self.model.table.key(part), index.row(), index.column())

    def _restore(self) -> None:
        """After a reset: the selected row, the same row, or the one that took its place."""
        if self._is_fitted and not self._has_fitted_rows and self.model.rowCount():
            self._fit()
        key, row, column = self._place or (None, 0, 0)
        self._place = None
        named = self._selection.id_of(self.model.table.kind)
        found = self.model.row_of(named if named is not None else key)
        if found < 0 and self.model.arrangement.is_filtered:
            return  # what was filtered out stays selected elsewhere
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

    # Actions

    def _actions(self, table: Table[Any]) -> list[QAction]:
        adding = [] if table.add is None else [self._action(f"Add {table.noun}", "Ins", self.add)]
        made = []
        if table.remove is not None:
            made.append(self._action("Remove", "Del", self.remove))
        if table.move is not None:
            made.append(self._action("Up", "Alt+Up", lambda: self.move_current(-1)))
            made.append(self._action("Down", "Alt+Down", lambda: self.move_current(1)))
        self._for_many = [
            self._action("Fill down", "Ctrl+D", self.fill_down),
            self._action("Edit all selected", "Ctrl+Return", self.edit_all),
        ]
        copying = [
            self._action("Copy", "Ctrl+C", self.copy),
            self._action("Copy with titles", "Ctrl+Shift+C", lambda: self.copy(with_titles=True)),
        ]
        is_edited = any(field.change is not None for field in table.columns)
        paste = self._action("Paste", "Ctrl+V", self.paste)
        self._for_rows = [*made, *copying, self._for_many[0], *([] if adding else [paste])]
        return [*adding, *made, *copying, *([paste, *self._for_many] if is_edited else [])]

    def _action(self, text: str, keys: str, act: Any) -> QAction:  # noqa: ANN401 - a slot
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda _checked=False: act())
        self.view.addAction(action)
        return action

    def _show_possible(self) -> None:
        """What is for many rows is offered where many are selected; one cell can still be filled from above."""
        count, has_rows = len(self._selected_lines()), self.model.rowCount() > 0
        self._scroll_only(has_rows=has_rows)
        self._for_many[-1].setEnabled(count > 1)
        for action in self._for_rows:
            action.setEnabled(has_rows)
        self._for_many[-1].setText(f"Edit all {count} selected" if count > 1 else "Edit all selected")

    def _scroll_only(self, *, has_rows: bool) -> None:
        """An empty table has nothing to scroll to. Told twice, Qt would lay out all anew, under an open cell."""
        policies = Qt.ScrollBarPolicy
        policy = policies.ScrollBarAsNeeded if has_rows else policies.ScrollBarAlwaysOff
        if self.view.horizontalScrollBarPolicy() != policy:
            self.view.setHorizontalScrollBarPolicy(policy)

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
    return button


def _view(model: PlanTableModel[Any], table: Table[Any]) -> QuietTable:
    """A quiet table: cells are selected as in a spreadsheet, edited by typing, by Enter or by a second click."""

    def why_empty() -> str:
        needs_phase = table.noun == "option" and model.phase not in model.document.plan.phase
        is_filtered = model.arrangement.is_filtered
        if table.empty and not is_filtered:
            return table.empty
        return empty_words(table.noun, is_filtered=is_filtered, needs_phase=needs_phase, adds=table.add is not None)

    view = QuietTable(why_empty)
    view.setModel(model)
    view.setAccessibleName(f"Table of {table.noun}s")
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    triggers = QAbstractItemView.EditTrigger
    view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setFont(font(CAPTION_PIXELS, QFont.Weight.Medium))
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(ROWS_MEASURED)
    header.setSectionsMovable(True)
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(False)
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    return view
