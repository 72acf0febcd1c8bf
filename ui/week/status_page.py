"""The status page as it would be sent, of the plan at work or of the week that waits to be accepted."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from planner.business_case.document import Document as Page
from planner.plan import State
from planner.status.last import last_status
from planner.status.status import Status, status
from ui.document import Document
from ui.fields.style import SchemeDress
from ui.status_words import status_page
from ui.theme import tokens
from ui.week.monday import Monday
from ui.week.page_export import KINDS, PageExport
from ui.week.page_html import page_html
from ui.week.resting import Resting
from ui.wording import day, in_words

NO_STATUS = "There is no status yet. Set a day on the page Monday, tell what happened, and plan the rest anew."


class StatusPage(QWidget):
    """The sheet to read, and the ways to save or copy it.

    Signals:
        told(sentence): what was saved, or why not.
    """

    told = Signal(str)

    def __init__(self, document: Document, monday: Monday, export: PageExport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._monday, self._export = document, monday, export
        self._shown: tuple[State, Status | None] | None = None
        self.page: Page | None = None
        self.text, self.said = QTextBrowser(), QLabel()
        self.text.setAccessibleName("Status page")
        self.text.document().setDocumentMargin(16)
        self.said.setProperty("role", "caption")
        self.save, self.copy = QPushButton("Export"), QPushButton("Copy as Markdown")
        self.copy.setToolTip("Copy the page to the clipboard as Markdown")
        menu = QMenu(self.save)
        for kind, words in KINDS.items():
            action = menu.addAction(f"{words.partition(' (')[0]} …")
            action.triggered.connect(lambda _checked=False, kind=kind: self._ask(kind))
        self.save.setMenu(menu)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for widget in (self.save, self.copy):
            row.addWidget(widget)
        row.addWidget(self.said, 1)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self.copy.clicked.connect(self._copy)
        Resting(document, self._show, self)
        monday.changed.connect(self._show)
        export.changed.connect(self._show_possible)
        export.told.connect(self.told)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_anew)
        SchemeDress(self)
        self._show_possible()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    def _show_anew(self) -> None:
        self._shown = None
        self._show()

    def _show(self) -> None:
        """Only while somebody sees it, and only where it is another page."""
        state, draft = self._document.state, self._monday.draft
        if not self.isVisible() or self._shown == (state, draft):
            return
        self._shown = state, draft
        found = draft if draft is not None else status_of(state)
        self.page = None if found is None else status_page(found, in_words)
        self.text.setHtml("" if self.page is None else page_html(self.page, tokens()))
        self.said.setText(_sentence(found, is_draft=draft is not None))
        self._show_possible()

    def _show_possible(self) -> None:
        for button in (self.save, self.copy):
            button.setEnabled(self.page is not None and not self._export.is_running)

    def _ask(self, kind: str) -> None:
        path = self._document.path
        if self.page is not None:
            self._export.ask(self, self.page, kind, path.parent if path is not None else Path.home())

    def _copy(self) -> None:
        from planner.status.writers import as_markdown

        if self.page is not None:
            QGuiApplication.clipboard().setText(as_markdown(self.page))
            self.told.emit("The status page is on the clipboard, as Markdown.")


def status_of(state: State) -> Status | None:
    """The plan at work beside its last status; None without a status date."""
    as_of = state.plan.status_date
    return None if as_of is None else status(last_status(state, as_of), state, as_of)


def _sentence(found: Status | None, *, is_draft: bool) -> str:
    if found is None:
        return NO_STATUS
    since = "the plan was agreed" if found.since is None else day(found.since)
    draft = "Draft, until the week is accepted on Monday" if is_draft else "Of the plan as it stands"
    return f"{draft} · as of {day(found.as_of)}, since {since} · internal"
