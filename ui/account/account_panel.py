"""The account: one page for each way to look at the money, filled when it is first seen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from planner.picture.tokens import Tokens
from ui.account.adoption_page import FORGET, adoption_page
from ui.account.catalogue_page import catalogue_page
from ui.account.content import Content, rendered
from ui.account.ledgers_page import ledgers_page
from ui.account.pages import cash_page, checklist_page, deadlines_page, ladder_page, unclaimed_page
from ui.account.sent_page import FORGET_SENT, sent_page
from ui.account.trade_page import trade_page
from ui.derived import Derived
from ui.theme import tokens

Page = Callable[[Derived, Tokens], Content]
PAGES: Mapping[str, Page] = {
    "Ladder": ladder_page,
    "Ledgers": ledgers_page,
    "Trade": trade_page,
    "Cash": cash_page,
    "Deadlines": deadlines_page,
    "Checklist": checklist_page,
    "Unclaimed help": unclaimed_page,
    "Adoption": adoption_page,
    "Catalogue": catalogue_page,
    "Sent": sent_page,
}


class AccountPanel(QWidget):
    """Pages about the money of one State, under tabs; read-only, and readable by a screen reader.

    Signals:
        forget_asked(position): the measurement at a position shall be removed from the plan.
        forget_sent_asked(position): so shall the record of what was sent.
    """

    forget_asked = Signal(int)
    forget_sent_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Pages about the money")
        self.tabs.tabBar().setAccessibleName("Pages about the money")
        self._derived: Derived | None = None
        self._stale: set[str] = set()
        self._browsers = {title: self._page(title) for title in PAGES}
        self.tabs.currentChanged.connect(lambda _index: self._fill())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)

    def show_derived(self, derived: Derived) -> None:
        """Show another State's money; pages that nobody looks at wait."""
        self._derived, self._stale = derived, set(PAGES)
        self._fill()

    def show_page(self, title: str) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentWidget(self._browsers[title])

    def _page(self, title: str) -> QTextBrowser:
        browser = QTextBrowser()
        browser.setAccessibleName(title)
        browser.setOpenLinks(False)
        browser.anchorClicked.connect(self._follow)
        browser.document().setDocumentMargin(14)
        browser.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.tabs.addTab(browser, title)
        return browser

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == FORGET:
            self.forget_asked.emit(int(link.path()))
        elif link.scheme() == FORGET_SENT:
            self.forget_sent_asked.emit(int(link.path()))

    def _fill(self) -> None:
        title = self.tabs.tabText(self.tabs.currentIndex())
        if self._derived is None or title not in self._stale:
            return
        self._stale.discard(title)
        browser = self._browsers[title]
        position = browser.verticalScrollBar().value()
        content = PAGES[title](self._derived, tokens())
        for name, svg in content.pictures.items():
            image = rendered(svg, self.devicePixelRatioF())
            browser.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        browser.setHtml(content.html)
        browser.verticalScrollBar().setValue(position)
