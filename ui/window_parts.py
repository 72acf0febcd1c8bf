"""What the window is put together of: buttons, docks and menus, and the words at its foot."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QPushButton, QSizePolicy, QTabBar, QToolButton, QWidget

from ui.derived import Derived
from ui.theme import font
from ui.wording import counted, day

BUTTON_PADDING = 40
ARROW_PIXELS = 19


def counts_words(derived: Derived) -> str:
    """What the rollout holds, and whether it holds."""
    plan = derived.state.plan
    faults = sum(finding.kind == "fault" for finding in derived.findings)
    held = ((plan.phases, "phase"), (plan.credits, "credit"), (plan.partners, "partner"))
    words = [counted(len(parts), noun) for parts, noun in held]
    if derived.schedule.assignments:
        words.append(f"{counted(faults, 'rule')} broken" if faults else "no rule broken")
    else:
        words.append("no schedule yet")
    if plan.status_date is not None:
        words.append(f"status of {day(plan.status_date)}")
    return " · ".join(words)


def plain_button(text: str, *, is_primary: bool) -> QPushButton:
    """A button of the toolbar, as wide as the longest text that it ever shows."""
    button = QPushButton(text)
    button.setProperty("primary", is_primary)
    button.setMinimumWidth(
        button.fontMetrics().horizontalAdvance("Export business case" if not is_primary else "Solve") + BUTTON_PADDING
    )
    return button


def bottom_dock(title: str) -> QDockWidget:
    """A dock that can only be closed."""
    dock = QDockWidget(title)
    dock.setObjectName(title.lower())
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
    return dock


def spring() -> QWidget:
    """What takes the room that is left."""
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring


def menu_of(title: str, actions: Sequence[QAction | None], parent: QWidget) -> QMenu:
    """A menu of the actions; None stands for a line between two groups."""
    menu = QMenu(title, parent)
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    return menu


def keep_arrow(button: QToolButton, is_undo: bool) -> None:  # noqa: FBT001
    """The button's text must not grow with the name of the step, or everything beside it would move.

    Those who cannot see the arrow hear what the tool tip says, the name of the step.
    """
    button.setFont(font(ARROW_PIXELS, QFont.Weight.Medium))
    button.setText("↶" if is_undo else "↷")
    action = button.defaultAction()
    button.setAccessibleName(action.text())
    button.setToolTip(action.text())


def name_dock_tabs(window: QMainWindow) -> None:
    """Say what the tabs are that choose among the docks."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        bar.setAccessibleName("Panels below the timeline")


def is_beside(window: QMainWindow, widget: QWidget | None) -> bool:
    """Whether a widget of the window is where nobody sees it: there Qt keeps docks behind others, and their tabs."""
    while widget is not None and widget.parentWidget() is not window:
        widget = widget.parentWidget()
    return widget is not None and not window.rect().intersects(widget.geometry())
