"""The docks under the rollout."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QWidget

Panel_co = TypeVar("Panel_co", bound=QWidget, covariant=True)


class BottomDock(QDockWidget, Generic[Panel_co]):
    """A dock that can only be closed. What it holds is made when first asked for, so that the window opens at once."""

    def __init__(self, title: str, help_page: str, action: QAction, make: Callable[[], Panel_co]) -> None:
        """action: says whether the dock is shown, and shows it; make: makes what it holds."""
        super().__init__(title)
        self.setObjectName(title.lower())
        self.setProperty("help_page", help_page)
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.action = action
        self._make = make
        self._panel: Panel_co | None = None

    @property
    def made(self) -> Panel_co | None:
        """What it holds, if that was asked for already."""
        return self._panel

    def panel(self) -> Panel_co:
        """What it holds."""
        if self._panel is None:
            self._panel = self._make()
            self.setWidget(self._panel)
        return self._panel

    def bring_to_front(self) -> Panel_co:
        """Show it before the docks that share its place."""
        self.action.setChecked(True)
        self.raise_()
        return self.panel()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self.panel()
        super().showEvent(event)


def name_dock_tabs(window: QMainWindow) -> None:
    """Say what the tabs are that choose among the docks."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        bar.setAccessibleName("Panels below the timeline")


def is_beside(window: QMainWindow, widget: QWidget | None) -> bool:
    """Whether a widget of the window is where nobody sees it: there Qt keeps docks behind others, and their tabs."""
    while widget is not None and widget.parentWidget() is not window:
        widget = widget.parentWidget()
    return widget is not None and not window.rect().intersects(widget.geometry())
