"""The cells of a plan's table: drawn by Qt, edited in the widgets of their fields."""

from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.fields.field import UnreadableError
from ui.fields.widgets import CheckList, DayEdit, make_widget, read_value, show_value
from ui.tables.plan_table_model import PlanTableModel

LEAST_LIST_WIDTH = 180
Index = QModelIndex | QPersistentModelIndex


class PlanDelegate(QStyledItemDelegate):
    """Brings a cell the widget of its field.

    lines: those whose field the next edit is for, all of them in one step; none where it is for the cell alone.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[int] = []

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        model = _model(index.model())
        widget = make_widget(model.field(index), model.document.plan, parent)
        if isinstance(widget, DayEdit):
            widget.chosen.connect(lambda: self._take(widget))
        if isinstance(widget, QComboBox):
            widget.activated.connect(lambda _: self._take(widget))
        widget.setAutoFillBackground(True)
        return widget

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        field = _model(index.model()).field(index)
        show_value(editor, field, index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        plan_model = _model(model)
        try:
            value = read_value(editor, plan_model.field(index), plan_model.document.plan.currency)
        except UnreadableError as error:
            plan_model.refused.emit(str(error))
            return
        lines, self.lines = self.lines, []
        if lines:
            plan_model.take_for_all(lines, index.column(), value)
        else:
            plan_model.setData(index, value)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """An edit that was given up is for nobody any more."""
        self.lines = []
        super().destroyEditor(editor, index)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """A line covers its cell; a list of choices hangs below its top, inside the table."""
        cell = cast("Any", option).rect
        viewport = editor.parentWidget()
        if not isinstance(editor, CheckList) or viewport is None:
            editor.setGeometry(cell)
            return
        room = viewport.rect()
        width = min(max(cell.width(), LEAST_LIST_WIDTH), room.width())
        height = min(editor.height(), room.height())
        editor.setFixedHeight(height)
        left = max(0, min(cell.left(), room.right() - width))
        editor.setGeometry(left, max(0, min(cell.top(), room.bottom() - height)), width, height)

    def _take(self, widget: QWidget) -> None:
        self.commitData.emit(widget)
        widget.removeEventFilter(self)  # where the edit makes other rows, Qt would take it once more as it goes
        self.closeEditor.emit(widget)


def _model(model: QAbstractItemModel) -> PlanTableModel[Any]:
    if not isinstance(model, PlanTableModel):
        raise TypeError(model)
    return model
