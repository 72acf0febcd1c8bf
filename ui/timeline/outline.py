"""The outline: names, dates and money beside the timeline, in the same rows; also its accessible twin."""

from collections.abc import Iterable, Sequence
from itertools import islice
from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from planner.picture.tokens import Tokens
from planner.plan import Plan, State
from ui.document import Document
from ui.selection import Selected, Selection
from ui.theme import BODY_PIXELS, CAPTION_PIXELS, tokens
from ui.timeline.lanes import Lanes, folds
from ui.timeline.measures import HEADER
from ui.timeline.overlay import paint_focus
from ui.timeline.painter import colour
from ui.timeline.rows import ColumnTexts, Row, Rows, column_texts, lane_tip, rollout_rows, tip
from ui.timeline.text import LEFT, MEDIUM, REGULAR, RIGHT, SEMIBOLD, Typeface, draw_text, text_width

ID, NAME, BY, START, FINISH, FUNDED = range(6)
HEADINGS = ("", "Phase", "By", "Start", "Finish", "Funded")
LEAST = {ID: 40, BY: 50, START: 46, FINISH: 46, FUNDED: 74}
MOST = {ID: 90, BY: 110, START: 80, FINISH: 80, FUNDED: 110}
"""The widths of the columns follow their texts, between these; names have the rest."""
NAME_LEAST = 120
NAMES_MEASURED = 300
NAMES_TOLD_APART = 170
"""Names that begin alike, as those of waves, are seldom told apart in less."""
GIVING_WAY = (((BY,), NAMES_TOLD_APART), ((START, FINISH), NAME_LEAST))
"""What is left out where names have less room than that, one after the other."""
PADDING = 5
EDGE = 12
"""Padding at the edges of the outline."""
PLAN_BAR = 4
"""Pixels at the left that tell the plan of a programme by its colour."""
GAUGE = 6
CREDIT_MONEY: Typeface = (BODY_PIXELS, MEDIUM)
LANE_NAME: Typeface = (BODY_PIXELS, SEMIBOLD)
Index = QModelIndex | QPersistentModelIndex


class OutlineModel(QAbstractTableModel):
    """The rows of a State, with a gap between credits, phases and partners."""

    def __init__(self, state: State, lanes: Lanes | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.lanes = lanes or Lanes(None, self)
        self.rows = rollout_rows(state, self.lanes.grouping)
        self._number = _numbers(self.rows)

    def show_state(self, state: State) -> None:
        """Show another State; rows that stay keep their selection."""
        before, after = self.rows, rollout_rows(state, self.lanes.grouping)
        self.state = state
        if before.things != after.things:
            self.beginResetModel()
            self.rows = after
            self._number = _numbers(after)
            self.endResetModel()
            return
        self.rows = after
        if after:  # told of all at once: to compare them would make them all
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, FUNDED))

    def row_of(self, what: Selected) -> int | None:
        return None if what is None else self._number.get(what)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802, ANN401 - Qt's
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section >= START else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignBottom
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].what is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, row.height)
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(row, index.column())
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return tip(self.state, row.what, self.lanes.grouping)
            case Qt.ItemDataRole.AccessibleTextRole if row.is_folded is not None:
                return lane_tip(row)
        return None


def _numbers(rows: Rows) -> dict[Selected, int]:
    return {what: number for number, what in enumerate(rows.things) if what is not None}


def cell_text(row: Row, column: int) -> str:
    """What stands in a column of the row."""
    return (row.id, row.name, row.by, row.start, row.finish, row.money)[column]


def column_widths(texts: ColumnTexts) -> dict[int, int]:
    """The pixels that each column but the names needs for its longest text, within LEAST and MOST.

    Who delivers and the dates of phases together make room for the money of credits.
    """
    of_column = {ID: texts.id, BY: texts.by, START: texts.start, FINISH: texts.finish, FUNDED: texts.money}
    widths = {column: min(max(_widest(of_column[column], column), LEAST[column]), MOST[column]) for column in LEAST}
    amounts = (text_width(text, *CREDIT_MONEY) for text in texts.credit_money)
    start = ceil(max(amounts, default=0)) + 2 * PADDING + 1 - widths[FINISH] - widths[BY]
    return widths | {START: min(max(start, widths[START]), MOST[START])}


def longest_name(plan: Plan) -> int:
    """The pixels that the longest name of a phase needs, of the first of very many."""
    names = (phase.name for phase in islice(plan.phases, NAMES_MEASURED))
    return ceil(max((text_width(name, BODY_PIXELS) for name in names), default=0)) + 2 * PADDING + 1


def _widest(texts: Iterable[str], column: int) -> int:
    widths = [text_width(text, *_typeface(text, column)) for text in texts]
    heading = text_width(HEADINGS[column], CAPTION_PIXELS)
    return ceil(max(heading, *widths, 0)) + sum(_paddings(column)) + 1


def _paddings(column: int) -> tuple[int, int]:
    """Left and right of a column's text."""
    return EDGE if column == ID else PADDING, EDGE if column == FUNDED else PADDING


def _typeface(text: str, column: int) -> Typeface:
    return BODY_PIXELS, SEMIBOLD if column == FUNDED and text != "–" else REGULAR


def paint_cell(painter: QPainter, box: QRectF, row: Row, column: int, colours: Tokens) -> None:
    """A cell in the colours of its meaning."""
    left, right = _paddings(column)
    if row.colour and column == ID:
        painter.fillRect(QRectF(box.x() + 1, box.y(), PLAN_BAR, box.height()), colour(row.colour))
    painter.setPen(colour(cell_colour(row, column, colours)))
    side = RIGHT if column >= START else LEFT
    text = cell_text(row, column)
    face = LANE_NAME if column == NAME and row.is_folded is not None else _typeface(text, column)
    draw_text(painter, box.adjusted(left, 0, -right, 0), text, face, side)


def paint_gauge(painter: QPainter, box: QRectF, row: Row, colours: Tokens) -> None:
    """How much of a credit's face is claimed."""
    gauge = QRectF(box.x() + PADDING, box.center().y() - GAUGE / 2 + 0.5, box.width() - PADDING - EDGE, GAUGE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(colours.arrow), 1))
    painter.setBrush(colour(colours.ground))
    painter.drawRoundedRect(gauge.adjusted(0.5, 0.5, -0.5, -0.5), GAUGE / 2, GAUGE / 2)
    if row.funded:
        painter.setPen(Qt.PenStyle.NoPen)
        gauge.setWidth(max(gauge.width() * row.funded, GAUGE))
        painter.setBrush(colour(colours.money))
        painter.drawRoundedRect(gauge, GAUGE / 2, GAUGE / 2)
    painter.restore()


def cell_colour(row: Row, column: int, colours: Tokens) -> str:
    """Money in its own colour, names before everything else."""
    if column == FUNDED:
        return colours.faint if row.money == "–" else colours.money
    if column == BY and row.by == "FastTrack":
        return colours.accent
    return colours.text if column == NAME else colours.dim


class Outline(QTreeView):
    """The rows of the rollout as a list of columns that shares its selection with the timeline."""

    def __init__(
        self, document: Document, selection: Selection, lanes: Lanes | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._lanes = lanes or Lanes(None, self)
        self._lanes.changed.connect(self._show_lanes)
        self._model = OutlineModel(document.state, self._lanes, self)
        self._widths: dict[int, int] = {}
        self._longest_name = NAME_LEAST
        self.setModel(self._model)
        self.setAccessibleName("Outline of the rollout")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # scrolling paints what comes into sight
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build_header()
        document.changed.connect(self._show_change)
        selection.changed.connect(self._show_selection)
        self._follow_selection_model()
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def _build_header(self) -> None:
        header = self.header()
        header.setFixedHeight(HEADER)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._measure()

    def _measure(self) -> None:
        """Make the columns as wide as their texts."""
        widths, longest = column_widths(column_texts(self._model.state)), longest_name(self._model.state.plan)
        if (widths, longest) == (self._widths, self._longest_name):
            return
        self._widths, self._longest_name = widths, longest
        for column, width in self._widths.items():
            self.header().resizeSection(column, width)
        self._give_way()

    @property
    def wanted_width(self) -> int:
        """The pixels at which every column and every name has room."""
        return sum(self._widths.values()) + max(self._longest_name, NAME_LEAST)

    def _give_way(self) -> None:
        """Leave out columns as long as names have too little room; the tip of a row tells them."""
        room = self.viewport().width() - sum(self._widths.values())
        for columns, least in GIVING_WAY:
            is_hidden = room < max(min(least, self._longest_name), NAME_LEAST)
            for column in columns:
                self.setColumnHidden(column, is_hidden)
            room += sum(self._widths[column] for column in columns) if is_hidden else 0

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._give_way()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour(tokens().ground))
        painter.end()
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            paint_focus(painter, self.viewport().rect(), tokens())
            painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        super().scrollContentsBy(dx, dy)
        if self.hasFocus():  # the frame around it does not scroll
            edges = QRegion(self.viewport().rect()) - QRegion(self.viewport().rect().adjusted(1, 1, -1, -1))
            self.viewport().update(edges + edges.translated(dx, dy))

    def _dress(self) -> None:
        colours = tokens()
        self.header().setStyleSheet(
            f"QHeaderView {{ background: {colours.ground}; border: none;"
            f" border-bottom: 1px solid {colours.hairline}; }}"
            f"QHeaderView::section {{ background: {colours.ground}; color: {colours.dim}; border: none;"
            f" padding: 0 {PADDING}px 5px {PADDING}px; font-size: {CAPTION_PIXELS}px; }}"
        )

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """A row on the ground, or on the tint of the selection, without the style's own decoration."""
        colours, row = tokens(), self._model.rows[index.row()]
        rect = option.rect
        is_beside = row.kind == "phase" and row.id in self._selection.phases
        is_selected = is_beside or (row.what is not None and row.what == self._selection.selected)
        ground = colours.panel if row.is_folded is not None else colours.ground
        painter.fillRect(rect, colour(colours.selection if is_selected else ground))
        if row.what is None:
            painter.fillRect(rect.x(), rect.center().y(), rect.width(), 1, colour(colours.hairline))
            return
        boxes = {column: self._cell(rect, column) for column in range(len(HEADINGS)) if not self.isColumnHidden(column)}
        boxes[NAME].setRight(self._end_of_name(row, rect))
        for column, box in boxes.items():
            if row.kind != "credit" or column < BY:
                paint_cell(painter, box, row, column, colours)
        if row.kind == "credit":
            self._paint_money(painter, rect, row, colours)
            paint_gauge(painter, boxes[FUNDED], row, colours)

    def _cell(self, rect: QRect, column: int) -> QRectF:
        return QRectF(self.columnViewportPosition(column), rect.y(), self.columnWidth(column), rect.height())

    @property
    def _end_of_names(self) -> int:
        return self.columnViewportPosition(NAME) + self.columnWidth(NAME)

    def _end_of_name(self, row: Row, rect: QRect) -> float:
        """How far a name may go: those of partners and credits over columns in which nothing stands."""
        if row.kind == "partner":
            return rect.right()
        if row.kind == "credit" and not self.isColumnHidden(FINISH):
            return self.columnViewportPosition(FUNDED) - ceil(text_width(row.money, *CREDIT_MONEY)) - 2 * PADDING
        return self._end_of_names

    def _paint_money(self, painter: QPainter, rect: QRect, row: Row, colours: Tokens) -> None:
        """A credit's money, over the columns in which phases tell who delivers them, and their dates."""
        left, right = self._end_of_name(row, rect), self.columnViewportPosition(FUNDED) - PADDING
        painter.setPen(colour(colours.money if row.funded else colours.faint))
        draw_text(painter, QRectF(left, rect.y(), right - left, rect.height()), row.money, CREDIT_MONEY, RIGHT)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802 - Qt's name
        """Paint again what is in sight; a tree would first ask each row how high it is, and none ever changes that."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    # The State and the selection

    def _show_change(self, _before: State, after: State) -> None:
        self._model.show_state(after)
        self._measure()
        self._show_selection(self._selection.selected)

    def _show_lanes(self) -> None:
        """Show the same State in other swimlanes, or with another of them folded."""
        self._model.show_state(self._model.state)
        self._measure()
        self._show_selection(self._selection.selected)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The sign before the name of a swimlane folds it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == ID and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Twice on its head folds it too, unless that was twice on its sign."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self._model.rows[index.row()].is_folded is None:
            super().mouseDoubleClickEvent(event)
        else:
            self._toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """On a swimlane Left folds, Right unfolds, Space and Enter do the other of the two."""
        selected = self._selection.selected
        if selected is None or selected[0] != "lane" or not folds(self._lanes, selected[1], event.key()):
            super().keyPressEvent(event)

    def _toggle(self, number: int) -> None:
        row = self._model.rows[number]
        if row.what is not None and row.is_folded is not None:
            self._lanes.toggle(row.what[1])

    def _follow_selection_model(self) -> None:
        self.selectionModel().currentRowChanged.connect(self._select_row)

    def _select_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        what = self._model.rows[current.row()].what if current.isValid() else None
        if what is not None and what != self._selection.selected:  # else it follows, and several may be selected
            self._selection.select(what)

    def _show_selection(self, selected: Selected) -> None:
        number = self._model.row_of(selected)
        if number is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif self.currentIndex().row() != number:
            self.setCurrentIndex(self._model.index(number, NAME))
        self.viewport().update()
