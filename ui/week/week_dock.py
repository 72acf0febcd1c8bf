"""The dock of the week, and what runs behind it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget

from ui.document import Document
from ui.selection import Selection
from ui.week.monday import Monday
from ui.week.page_export import PageExport

if TYPE_CHECKING:
    from ui.week.week_panel import WeekPanel


class WeekDock(QDockWidget):
    """Its pages are made when it is first shown, so that the window opens at once.

    Signals:
        told(sentence): why something was not made, or what was done.
    """

    told = Signal(str)

    def __init__(self, document: Document, selection: Selection, settings: QSettings) -> None:
        super().__init__("Week")
        self.setObjectName("week")
        self.setProperty("help_page", "week")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self._document, self._selection, self._settings = document, selection, settings
        self.monday, self.export = Monday(document, self), PageExport(self)
        self._panel: WeekPanel | None = None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self.panel()
        super().showEvent(event)

    def panel(self) -> "WeekPanel":
        """The pages."""
        if self._panel is None:
            from ui.week.week_panel import WeekPanel

            self._panel = WeekPanel(self._document, self._selection, (self.monday, self.export), self._settings)
            self._panel.told.connect(self.told)
            self.setWidget(self._panel)
        return self._panel

    def finish(self) -> None:
        """Stop what runs and wait, before the window closes."""
        self.monday.finish()
        self.export.finish()
