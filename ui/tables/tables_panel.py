"""The tables of the plan under tabs: phases with their options, credits, partners and what else it is made of."""

from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from ui.document import Document
from ui.fields.style import SchemeDress
from ui.selection import Selection
from ui.tables.table import CATALOGUE_TABLES, OPTIONS, PLAN_TABLES, Table
from ui.tables.table_page import TablePage

OPTIONS_WIDTH = 440
"""Pixels in which the ways to deliver a phase show their cost."""


class TablesPanel(QWidget):
    """Every table of the plan, under tabs, with the last refusal below.

    settings: where the columns of each are remembered; None remembers nothing.

    The tables of the catalogue are made when they are first shown, so that nobody waits for it before asking for it.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._settings = document, selection, settings
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Tables of the plan")
        self.tabs.tabBar().setAccessibleName("Tables of the plan")
        self.pages: dict[str, TablePage] = {}
        for table in PLAN_TABLES:
            self._make_page(table)
        phases = self._phases = QSplitter(Qt.Orientation.Horizontal)
        phases.setHandleWidth(1)
        phases.addWidget(self.pages["phase"])
        phases.addWidget(self.pages["option"])
        phases.setStretchFactor(0, 1)
        phases.setSizes([10_000, OPTIONS_WIDTH])
        self._options_width = OPTIONS_WIDTH
        self._after_double_click = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._after_double_click.timeout.connect(self._give_options_room)
        self.pages["option"].setVisible(self._has_phase)
        selection.changed.connect(lambda _selected: self._follow_phase())
        document.changed.connect(lambda _before, _after: self._follow_phase())
        for title, page in (
            ("Phases", phases),
            ("Credits", self.pages["credit"]),
            ("Changes of terms", self.pages["change of terms"]),
            ("Partners", self.pages["partner"]),
            ("Links", self.pages["link"]),
            ("Freezes", self.pages["freeze"]),
            ("Entitlements", self.pages["entitlement"]),
            ("Rate lines", self.pages["rate line"]),
        ):
            self.tabs.addTab(page, title)
        self._tab_of: dict[str, QWidget] = {"phase": phases, "option": phases}
        self._promised: dict[int, tuple[QVBoxLayout, Table[Any]]] = {}
        for title, table in zip(("Programmes", "List prices", "FastTrack"), CATALOGUE_TABLES, strict=True):
            self._promise_page(title, table)
        self.tabs.currentChanged.connect(self._keep_promise)
        self.tabs.currentChanged.connect(lambda _: self._show_refusal(""))
        self.refusal = QLabel()
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.setContentsMargins(16, 0, 16, 6)
        self.refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.refusal)
        SchemeDress(self)

    def show_table(self, noun: str) -> None:
        """Bring a table to the front, by what its rows are, as ``rate line``."""
        self.tabs.setCurrentWidget(self._tab_of[noun] if noun in self._tab_of else self.pages[noun])
        self._give_options_room()
        self.pages[noun].view.setFocus()

    def _follow_phase(self) -> None:
        """Give the options room only after a double click: the columns beside them would move away under its second."""
        if self._has_phase and self.pages["option"].isHidden():
            self._after_double_click.start()
        else:
            self._give_options_room()

    def _give_options_room(self) -> None:
        """As soon as they are those of a phase, as much as they had; until then all of it is that of the phases."""
        options = self.pages["option"]
        if options.isHidden() == self._has_phase:
            room = sum(self._phases.sizes())
            if not self._has_phase:
                self._options_width = self._phases.sizes()[1] or OPTIONS_WIDTH
            options.setVisible(self._has_phase)
            self._phases.setSizes([max(room - self._options_width, 1), self._options_width])

    @property
    def _has_phase(self) -> bool:
        return self.pages["option"].model.phase in self._document.plan.phase

    def _make_page(self, table: Table[Any]) -> TablePage:
        page = self.pages[table.noun] = TablePage(
            self._document, self._selection, table, self._settings, is_small=table is OPTIONS
        )
        page.refused.connect(self._show_refusal)
        return page

    def _promise_page(self, title: str, table: Table[Any]) -> None:
        """A tab whose table is made when it comes to the front."""
        tab = self._tab_of[table.noun] = QWidget()
        room = QVBoxLayout(tab)
        room.setContentsMargins(0, 0, 0, 0)
        self._promised[self.tabs.addTab(tab, title)] = room, table

    def _keep_promise(self, number: int) -> None:
        if number in self._promised:
            room, table = self._promised.pop(number)
            room.addWidget(self._make_page(table))

    def _show_refusal(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.refused.emit(sentence)
