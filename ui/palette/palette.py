"""The command palette: type a few letters, press Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.fields.style import SchemeDress
from ui.palette.commands import Command
from ui.palette.matching import best
from ui.theme import tokens

WIDTH, HEIGHT, ABOVE = 620, 420, 72
MOST_SHOWN, MOST_RECENT = 60, 12
PLACE, KEYS = 1, 2
RECENT = "palette/recent"
MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
NOTHING = "Nothing is called that. Try the beginning of another word."


class Palette(QDialog):
    """Lists what the typed letters mean, what was used lately first. Enter does it, Escape leaves.

    chosen: what was chosen, once the dialog was accepted.
    """

    def __init__(self, commands: Sequence[Command], settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Command palette")
        self.setAccessibleName("Command palette")
        self.chosen: Command | None = None
        self._commands = commands
        self._settings = settings
        self._shown: list[Command] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Do something, or go to a phase, credit or partner")
        self.search.setAccessibleName("Command or name")
        self.search.installEventFilter(self)
        self.list = _list()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _item, _column: self._choose())
        self.list.currentItemChanged.connect(lambda _now, _before: self._speak())
        SchemeDress(self)
        self._place(parent)
        self.list.ensurePolished()  # rows are measured once, when the first is there
        self._show("")
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The keys that move in the list work while the letters are typed."""
        is_moving = watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_moving and isinstance(event, QKeyEvent) and event.key() in MOVING:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @property
    def shown(self) -> list[Command]:
        """What is listed now, from the top."""
        return self._shown

    def _show(self, typed: str) -> None:
        recent = [str(each) for each in _stored(self._settings)]
        self._shown = best(typed, self._commands, lambda command: command.text, recent)[:MOST_SHOWN]
        self.list.clear()
        self.list.addTopLevelItems([_item(command) for command in self._shown])
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        else:
            nothing = _item(Command(NOTHING, "", "", is_possible=False, is_on=None, do=self.reject))
            nothing.setText(KEYS, "")
            self.list.addTopLevelItem(nothing)
            self.search.setAccessibleDescription(NOTHING)

    def _choose(self) -> None:
        current = self._current()
        if current is None:
            return
        if not current.is_possible:
            self.search.setAccessibleDescription(f"{current.title} is not possible now.")
            return
        self.chosen = current
        used = [current.text, *(each for each in _stored(self._settings) if each != current.text)]
        self._settings.setValue(RECENT, used[:MOST_RECENT])
        self.accept()

    def _current(self) -> Command | None:
        row = self.list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _speak(self) -> None:
        """The keys stay where one types; a screen reader hears there what Enter would do."""
        current = self._current()
        self.search.setAccessibleDescription(_spoken(current) if current is not None else "")

    def _place(self, parent: QWidget) -> None:
        self.setFixedSize(min(WIDTH, parent.width()), min(HEIGHT, parent.height()))
        self.move(parent.mapToGlobal(parent.rect().topLeft()))
        self.move(self.x() + (parent.width() - self.width()) // 2, self.y() + min(ABOVE, parent.height() // 8))


def _list() -> QTreeWidget:
    listed = QTreeWidget()
    listed.setAccessibleName("Commands")
    listed.setColumnCount(3)
    listed.setHeaderHidden(True)
    listed.setRootIsDecorated(False)
    listed.setUniformRowHeights(True)
    listed.setAllColumnsShowFocus(True)
    listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    listed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = listed.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (PLACE, KEYS):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return listed


def _item(command: Command) -> QTreeWidgetItem:
    mark = "✓ " if command.is_on else ""
    item = QTreeWidgetItem([mark + command.title, command.place, command.keys if command.is_possible else "not now"])
    item.setTextAlignment(KEYS, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, _spoken(command))
    item.setToolTip(0, command.title)
    colours = tokens()
    item.setForeground(0, QColor(colours.text if command.is_possible else colours.faint))
    for column in (PLACE, KEYS):
        item.setForeground(column, QColor(colours.dim if command.is_possible else colours.faint))
    return item


def _spoken(command: Command) -> str:
    state = {True: "on", False: "off", None: ""}[command.is_on]
    possible = "" if command.is_possible else "not possible now"
    return ", ".join(part for part in (command.title, command.place, state, command.keys, possible) if part)


def _stored(settings: QSettings) -> list[str]:
    stored = settings.value(RECENT, [], type=list)
    return [str(each) for each in stored] if isinstance(stored, list) else []
