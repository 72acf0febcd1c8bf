"""The line above a table: find words, group, filter by column, choose columns."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.fields.widgets import CheckList
from ui.tables.arrangement import Arrangement
from ui.tables.plan_table_model import PlanTableModel
from ui.theme import CAPTION_PIXELS, font
from ui.wording import counted, money

BLANK = "(blank)"
SEARCH_WIDTH, LEAST_SEARCH_WIDTH, FILTER_WIDTH = 220, 110, 220
FIRST = 100
"""Share of the room that the line for words takes before what is empty."""
NOTHING = "No groups"


class ArrangingBar(QWidget):
    """Arranges the rows of a table's model, and says how many are shown.

    Signals:
        columns_asked(): which columns are shown is to be chosen, under the button for it.
    """

    columns_asked = Signal()

    def __init__(self, model: PlanTableModel, parent: QWidget | None = None) -> None:  # type: ignore[type-arg]
        super().__init__(parent)
        self._model = model
        noun = model.table.noun
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by words")
        self.search.setAccessibleName(f"Filter {noun}s by words")
        self.search.setToolTip("Shows rows in which each of these words stands somewhere (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(LEAST_SEARCH_WIDTH)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.groups = QComboBox()
        self.groups.setAccessibleName(f"Group {noun}s by")
        self.groups.addItem(NOTHING, None)
        for column, field in enumerate(model.columns):
            self.groups.addItem(f"By {field.title}", column)
        self.columns = QToolButton()
        self.columns.setText("Columns")
        self.columns.setToolTip("Choose which columns are shown; drag their titles to move them")
        self.everything = QToolButton()
        self.everything.setText("Show all")
        self.everything.setToolTip("Take off every filter")
        for button in (self.columns, self.everything):
            button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        self.said = QLabel()
        self.said.setFont(font(CAPTION_PIXELS))
        self.said.setProperty("role", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.search, FIRST)
        for widget in (self.groups, self.columns, self.said, self.everything):
            row.addWidget(widget)
        row.addStretch(1)
        self.search.textChanged.connect(lambda words: self._arrange(model.arrangement._replace(words=words)))
        self.groups.activated.connect(
            lambda _: self._arrange(model.arrangement._replace(group=self.groups.currentData()))
        )
        self.columns.clicked.connect(self.columns_asked)
        self.everything.clicked.connect(self.show_all)
        model.rearranged.connect(self._show)
        self._show()

    def show_all(self) -> None:
        """Take off every filter."""
        self._arrange(self._model.arrangement._replace(words="", chosen={}))

    def group_by(self, column: int | None) -> None:
        """Put rows together that say the same in a column; None ends that."""
        self._arrange(self._model.arrangement._replace(group=column))

    def choose_texts(self, column: int, at: QPoint) -> "TextChoice":
        """Let the user choose which texts of a column are shown, in a list that opens at a point of the screen."""
        choice = TextChoice(self._model, column, self)
        choice.move(at)
        choice.show()
        choice.list.setFocus()
        return choice

    def _arrange(self, arrangement: Arrangement) -> None:
        self._model.arrange(arrangement)

    def _show(self) -> None:
        model, arrangement = self._model, self._model.arrangement
        with QSignalBlocker(self.search):
            if self.search.text() != arrangement.words:
                self.search.setText(arrangement.words)
        self.groups.setCurrentIndex(self.groups.findData(arrangement.group))
        self.everything.setVisible(arrangement.is_filtered)
        self.said.setText(self._count_words())
        titles = [model.columns[column].title for column in arrangement.chosen]
        self.everything.setToolTip(f"Take off the filters: {', '.join([*titles, *arrangement.words.split()])}")

    def _count_words(self) -> str:
        model = self._model
        if not model.arrangement.is_filtered:
            return counted(model.count, "row")
        chosen = (
            f"{model.columns[column].title}: {', '.join(sorted(text or BLANK for text in texts))}"
            for column, texts in model.arrangement.chosen.items()
        )
        return " · ".join((f"{money(model.shown_count)} of {counted(model.count, 'row')}", *chosen))


class TextChoice(QFrame):
    """The texts of a column with a box each; with none turned, all rows are shown."""

    def __init__(self, model: PlanTableModel, column: int, parent: QWidget) -> None:  # type: ignore[type-arg]
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("calendar")  # dressed alike
        self._model, self._column = model, column
        self.list = CheckList([text or BLANK for text in sorted(model.texts(column))])
        self.list.setAccessibleName(f"Show only these of {model.columns[column].title}")
        self.list.setFixedWidth(FILTER_WIDTH)
        self.list.show_names([text or BLANK for text in model.arrangement.chosen.get(column, ())])
        self.list.names_changed.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)

    def _choose(self) -> None:
        texts = frozenset("" if name == BLANK else name for name in self.list.names())
        self._model.arrange(self._model.arrangement.choosing(self._column, texts))


def column_menu(titles: list[str], hidden: frozenset[int], parent: QWidget) -> tuple[QMenu, list[QAction]]:
    """A menu with a box for each column, and its actions in the order of the columns."""
    menu = QMenu("Columns", parent)
    actions = []
    for column, title in enumerate(titles):
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(column not in hidden)
        actions.append(action)
    return menu, actions
