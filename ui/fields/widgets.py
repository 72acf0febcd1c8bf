"""The widgets in which fields are edited, the same in tables and editors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from planner.plan import Plan
from ui.fields.field import (
    NUMBERS,
    Field,
    UnreadableError,
    in_plan,
    label,
    parsed,
    parsed_day,
    shown,
    to_date,
    to_qdate,
)
from ui.theme import tokens
from ui.wording import day

ROWS_SHOWN = 12
"""How many choices a check list shows before it scrolls."""

LINES_SHOWN, MOST_LINES_SHOWN = 3, 12
"""Of a paragraph: how many it has room for at least, and before it scrolls."""

ICON = 14
NAME = Qt.ItemDataRole.UserRole
"""What is chosen by an item, as the plan calls it."""
ELIDED = Qt.TextElideMode.ElideRight


def make_widget(field: Field[Any], plan: Plan, parent: QWidget | None = None) -> QWidget:
    """An empty widget for a field, with what may be chosen in the plan."""
    widget = _widget(in_plan(field, plan), plan, parent)
    widget.setAccessibleName(field.title)
    widget.setToolTip(field.hint)
    return widget


def _widget(field: Field[Any], plan: Plan, parent: QWidget | None) -> QWidget:
    match field.kind:
        case "choice" | "suggestion":
            return Choice(field, plan, parent)
        case "choices":
            return CheckList(field.choices(plan), field.labels, parent)
        case "flag":
            return QCheckBox(parent)
        case "day":
            return DayEdit(plan.start, parent)
        case "paragraph" | "lines":
            return Paragraph(parent)
    line = QLineEdit(parent)
    line.setPlaceholderText(field.blank)
    if field.kind in NUMBERS:
        line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return line


def show_value(widget: QWidget, field: Field[Any], value: Any) -> None:  # noqa: ANN401 - the value of any field
    """Show a value, without a signal of an edit."""
    match widget:
        case Choice():
            widget.show_value(value)
        case CheckList():
            widget.show_names(value)
        case QCheckBox():
            widget.setChecked(bool(value))
        case Paragraph():
            widget.setPlainText(shown(field, value))
        case QLineEdit():
            text = shown(field, value)
            widget.setText("" if text == field.blank else text)
            widget.setCursorPosition(0)


def read_value(widget: QWidget, field: Field[Any], currency: str) -> Any:  # noqa: ANN401
    """The value that the widget shows. Raises UnreadableError. currency: the code of the plan's."""
    match widget:
        case Choice():
            return widget.value()
        case CheckList():
            return widget.names()
        case QCheckBox():
            return widget.isChecked()
        case Paragraph():
            return parsed(field, widget.toPlainText(), currency)
        case QLineEdit():
            return parsed(field, widget.text(), currency)
    raise TypeError(widget)


class Choice(QComboBox):
    """One of the choices, or another text where the field takes suggestions. The wheel turns it only with the focus."""

    def __init__(self, field: Field[Any], plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_open = field.kind == "suggestion"
        self.setEditable(self._is_open)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        if field.is_optional:
            self.addItem(field.blank, None)
        for choice in field.choices(plan):
            self.addItem(label(field, choice), choice)

    def show_value(self, value: str | None) -> None:
        """Choose a value; one that is no choice is shown as it is."""
        position = self.findData(value)
        self.setCurrentIndex(position)
        if self._is_open and position < 0:
            self.setEditText(value or "")

    def value(self) -> str | None:
        if self._is_open:
            return self.currentText().strip()
        chosen: str | None = self.currentData()
        return chosen

    def shown_text(self) -> str:
        """As much of the choice as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        return self.fontMetrics().elidedText(self.currentText(), ELIDED, room.width() - 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A choice that has no room is cut with an ellipsis, where Qt would just cut it."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        words: Any = option  # its stub does not tell of the text
        words.currentText = self.shown_text()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CheckList(QListWidget):
    """Some of the choices, each with a box; the space bar turns the current one.

    Signals:
        names_changed(): the user turned one.
    """

    names_changed = Signal()

    def __init__(
        self, choices: Sequence[str], labels: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        """labels: how choices are written where that is not as they are."""
        super().__init__(parent)
        self._labels = labels or {}
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setProperty("isCheckList", True)  # noqa: FBT003 - Qt takes no keyword
        for name in choices:
            self._add(name)
        self.setCurrentRow(0)
        self._fit()
        self.itemChanged.connect(self.names_changed)

    def names(self) -> tuple[str, ...]:
        """What is chosen, in the order of the list."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Checked)

    def show_names(self, names: Sequence[str]) -> None:
        """Choose some names; those that are no choice are added to the list."""
        self.blockSignals(True)  # noqa: FBT003 - Qt takes no keyword
        known = {self.item(row).data(NAME) for row in range(self.count())}
        for name in names:
            if name not in known:
                self._add(name)
        for row in range(self.count()):
            is_chosen = self.item(row).data(NAME) in names
            self.item(row).setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
        self.blockSignals(False)  # noqa: FBT003
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()  # only what is shown has its style, and so the height of its rows

    def _add(self, name: str) -> None:
        item = QListWidgetItem(self._labels.get(name, name), self)
        item.setData(NAME, name)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setToolTip(item.text())

    def _fit(self) -> None:
        row = self.sizeHintForRow(0) if self.count() else self.fontMetrics().height()
        around = self.contentsMargins()
        self.setFixedHeight(row * min(max(self.count(), 1), ROWS_SHOWN) + around.top() + around.bottom())


class Paragraph(QPlainTextEdit):
    """Any number of lines, as high as they need within reason; the tab key leaves it.

    Signals:
        left(): the focus went elsewhere.
    """

    left = Signal()
    _widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted_width = 0
        self._widened.connect(self._fit, Qt.ConnectionType.QueuedConnection)  # not while Qt lays the text out
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        self.document().contentsChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self.width() != self._fitted_width:  # its viewport follows from its height
            self._fitted_width = self.width()
            self._widened.emit()

    def _fit(self) -> None:
        """As many lines as the text breaks into at this width."""
        metrics, margin = self.fontMetrics(), 2 * round(self.document().documentMargin())
        room = QRect(0, 0, max(self.contentsRect().width() - margin, 1), 0)
        text = self.toPlainText() + ("\u200b" if self.toPlainText().endswith("\n") else "")
        height = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        needed = round(height / metrics.lineSpacing())
        lines = min(max(needed, LINES_SHOWN), MOST_LINES_SHOWN)
        policies = Qt.ScrollBarPolicy
        # A scroll bar that came before the height did would break more lines, and so be needed for ever.
        self.setVerticalScrollBarPolicy(policies.ScrollBarAsNeeded if needed > lines else policies.ScrollBarAlwaysOff)
        around = self.contentsMargins()
        # Where not a pixel is left Qt lets the last line scroll.
        self.setFixedHeight(lines * metrics.lineSpacing() + margin + around.top() + around.bottom() + 1)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802, ANN401 - Qt's name and event
        super().focusOutEvent(event)
        self.left.emit()


class DayEdit(QLineEdit):
    """A day, typed as people write it or chosen from a calendar; blank is none.

    first_shown: the month that the calendar opens at while there is no day.

    Signals:
        chosen(): a day was chosen from the calendar.
    """

    chosen = Signal()

    def __init__(self, first_shown: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_shown = first_shown
        self._popup: QFrame | None = None
        self._open = QAction(calendar_icon(tokens().dim), "Calendar", self)
        self._open.triggered.connect(self.open_calendar)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)

    @property
    def calendar(self) -> QCalendarWidget | None:
        """The calendar while it is open."""
        return self._popup.findChild(QCalendarWidget) if self._popup is not None else None

    def open_calendar(self) -> None:
        """Open the calendar under the field, at its day."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setObjectName("calendar")
        popup.destroyed.connect(self._forget_popup)
        calendar = QCalendarWidget(popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(to_qdate(self._present_day()))
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        self._popup = popup
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_open"):
            self._open.setIcon(calendar_icon(tokens().dim))

    def _present_day(self) -> date:
        try:
            return parsed_day(self.text().strip())
        except UnreadableError:
            return self._first_shown

    def _take(self, chosen: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
            self.setText(day(to_date(chosen)))
            self.chosen.emit()

    def _forget_popup(self) -> None:
        self._popup = None


def calendar_icon(colour: str) -> QIcon:
    """A small sheet of a calendar."""
    pixmap = QPixmap(ICON * 2, ICON * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.drawRoundedRect(2, 3, 10, 9, 1.5, 1.5)
    painter.drawLine(2, 6, 12, 6)
    painter.drawLine(5, 1, 5, 4)
    painter.drawLine(9, 1, 9, 4)
    painter.end()
    return QIcon(pixmap)
