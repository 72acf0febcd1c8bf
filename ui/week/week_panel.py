"""The week, under tabs: Monday, the status page, whom to chase, variance, cash."""

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.document import Document
from ui.fields.style import SchemeDress
from ui.guidance import WEEK
from ui.selection import Selection
from ui.week.list_pages import CashPage, ChasePage, VariancePage
from ui.week.monday import Monday
from ui.week.monday_page import MondayPage
from ui.week.page_export import PageExport
from ui.week.status_page import StatusPage


class WeekPanel(QWidget):
    """The pages, made when the dock is first shown. What runs behind them belongs to the window, which ends it.

    Signals:
        told(sentence): why something was not made, or what was done.
    """

    told = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        running: tuple[Monday, PageExport],
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        monday, export = running
        self.monday = MondayPage(document, selection, monday, settings)
        self.status = StatusPage(document, monday, export)
        self.chase = ChasePage(document, selection, settings)
        self.variance = VariancePage(document, selection, settings)
        self.cash = CashPage(document, selection, settings)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Week")
        self.tabs.tabBar().setAccessibleName("Week")
        pages = (self.monday, self.status, self.chase, self.variance, self.cash)
        for page, title in zip(pages, WEEK, strict=True):
            self.tabs.addTab(page, title)
        for told in (self.monday.told, self.status.told):
            told.connect(self.told)
        for listed in (self.chase, self.variance, self.cash):
            listed.refused.connect(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        SchemeDress(self)

    def show_page(self, title: str) -> None:
        """Bring a page to the front, by its title."""
        self.tabs.setCurrentIndex(WEEK.index(title))
