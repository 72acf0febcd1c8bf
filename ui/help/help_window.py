"""The help: its pages at the left, searched from above; the one that is read at the right."""

from PySide6.QtCore import QByteArray, QSettings, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from resources import path
from ui.fields.style import SchemeDress
from ui.help.help_text import HelpText
from ui.help.pages import ORDER, Page, found, pages
from ui.theme import tokens

MARGIN, BETWEEN, EDGE = 24, 6, 8
GEOMETRY = "help/geometry"
NOTHING = "No page speaks of that. Try another word."
PAGE_PROPERTY = "help_page"
"""The property by which a widget names the page about it, which also holds for all widgets inside it."""


class HelpWindow(QDialog):
    """A window of its own, so that one can read and do at the same time. Escape closes it."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._settings = settings
        self.setWindowTitle("Help — Launchwindow")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the help")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages of the help")
        self.list.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        self.nothing = QLabel(NOTHING)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "caption")
        self.text = HelpText()
        self.text.setAccessibleName("Page of the help")
        self.text.setSearchPaths([str(path("help"))])
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(MARGIN)
        SchemeDress(self)  # before the list is measured
        self._build()
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.text.setFocus)
        self.list.currentItemChanged.connect(lambda now, _before: self._read(now))
        self.text.anchorClicked.connect(self._follow)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._read_again)
        self._find("")
        self.resize(1_120, 720)  # so that the widest picture has room beside the list
        remembered = settings.value(GEOMETRY)
        if isinstance(remembered, QByteArray):
            self.restoreGeometry(remembered)

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(self._list_width())
        column = QVBoxLayout(left)
        column.setContentsMargins(EDGE, EDGE, 0, EDGE)
        for widget in (self.search, self.nothing, self.list):
            column.addWidget(widget, int(widget is self.list))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(left)
        row.addWidget(self.text, 1)
        find = QAction("Search", self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.triggered.connect(self._search)
        self.addAction(find)

    def _list_width(self) -> int:
        """Room for the longest title, beside the scroll bar."""
        self.list.ensurePolished()
        for page in pages():
            self.list.addItem(_item(page))
        bar = self.list.verticalScrollBar().sizeHint().width()
        return self.list.sizeHintForColumn(0) + bar + 2 * self.list.frameWidth() + 3 * EDGE

    def show_page(self, name: str) -> None:
        """Bring a page to the front, by the name of its file; the search is taken off."""
        self.search.clear()
        self.list.setCurrentRow(ORDER.index(name))

    @property
    def page(self) -> str:
        """The name of the page that is read."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _find(self, typed: str) -> None:
        before, listed = self.page, found(typed)
        self.list.clear()
        for page in listed:
            self.list.addItem(_item(page))
        names = [page.name for page in listed]
        self.nothing.setHidden(bool(listed))
        self.list.setCurrentRow(names.index(before) if before in names and not typed else 0)

    def _read(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            name = item.data(Qt.ItemDataRole.UserRole)
            self.text.setMarkdown(next(page.text for page in pages() if page.name == name))
            _space_out(self.text.document())
            _quiet_tables(self.text.document())

    def _read_again(self) -> None:
        """In the colours of another scheme."""
        self._read(self.list.currentItem())

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.path().removesuffix(".md"))

    def _search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where it stood."""
        super().hideEvent(event)
        self._settings.setValue(GEOMETRY, self.saveGeometry())


def page_about(widget: QWidget | None) -> str:
    """The page about a widget: the one that it, or the nearest widget around it, names; the first page otherwise."""
    while widget is not None:
        name = widget.property(PAGE_PROPERTY)
        if name:
            return str(name)
        widget = widget.parentWidget()
    return ORDER[0]


def _space_out(document: QTextDocument) -> None:
    """Leave room between paragraphs, which Markdown says nothing about."""
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        shape.setTopMargin(BETWEEN)
        shape.setBottomMargin(BETWEEN)
        QTextCursor(block).setBlockFormat(shape)
        block = block.next()


def _quiet_tables(document: QTextDocument) -> None:
    """Hairlines around the cells of tables, with room inside."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setBorderCollapse(True)
            shape.setBorderBrush(QColor(tokens().hairline))
            shape.setCellPadding(BETWEEN)
            frame.setFormat(shape)


def _item(page: Page) -> QListWidgetItem:
    item = QListWidgetItem(page.title)
    item.setData(Qt.ItemDataRole.UserRole, page.name)
    return item
