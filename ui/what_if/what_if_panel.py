"""What if, under tabs: one page for each question."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.document import Document
from ui.risk.risk_panel import RiskPanel
from ui.what_if.ask_search import AskSearch
from ui.what_if.asks_page import AsksPage
from ui.what_if.frontier_page import FrontierPage
from ui.what_if.frontier_search import FrontierSearch
from ui.what_if.offer_page import OfferPage
from ui.what_if.offer_weighing import OfferWeighing
from ui.what_if.scenarios_page import ScenariosPage


class WhatIfPanel(QWidget):
    """The pages, made when the dock is first shown. Their searches belong to the window, which ends them."""

    def __init__(
        self,
        document: Document,
        search: FrontierSearch,
        asks: AskSearch,
        weighing: OfferWeighing,
        risk: RiskPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.scenarios = ScenariosPage(document)
        self.frontier = FrontierPage(document, search)
        self.asks = AsksPage(document, asks)
        self.offer = OfferPage(document, weighing)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("What if")
        self.tabs.tabBar().setAccessibleName("What if")
        self.tabs.addTab(self.scenarios, "Scenarios")
        self.tabs.addTab(self.frontier, "Frontier")
        self.tabs.addTab(self.asks, "Asks")
        self.tabs.addTab(self.offer, "Offer")
        for page in (self.asks, self.offer):
            page.setProperty("help_page", "negotiating")
        self.tabs.addTab(risk, "Risk")
        risk.setProperty("help_page", "risk")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)

    def show_page(self, title: str) -> None:
        """Bring a page to the front, by its title."""
        titles = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        self.tabs.setCurrentIndex(titles.index(title))
