"""What a screen reader finds in a widget, by Qt's own tree of what is accessible."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QTabBar, QWidget

Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.ButtonDropDown,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.MenuItem,
    Role.PageTab,
    Role.PageTabList,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
    Role.Table,
    Role.Tree,
}
"""What people act on; each has to say what it is."""

INSIDE_OF_ITS_CONTROL = {Role.ComboBox, Role.SpinBox}
"""Their parts are reached and named through them."""

HOLDS_ITEMS = {Role.List, Role.Table, Role.Tree}
"""Their items are texts of the plan, each its own name; there may be thousands."""


def controls(widget: QWidget) -> Iterator[tuple[Role, str, str]]:
    """Role, name, and the class and object name of every visible control in a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    yield from _controls(found)


def _controls(found: QAccessibleInterface) -> Iterator[tuple[Role, str, str]]:
    role = found.role()
    thing = found.object()
    is_empty = isinstance(thing, QTabBar) and not thing.count()  # Qt keeps one for docks that are not shown
    if found.state().invisible or is_empty:
        return
    if role in CONTROLS:
        told = f"{type(thing).__name__} {thing.objectName()}" if thing is not None else ""
        yield role, found.text(QAccessible.Text.Name).strip(), told
    if role in HOLDS_ITEMS | INSIDE_OF_ITS_CONTROL:
        return
    for number in range(found.childCount()):
        child = found.child(number)
        if child is not None:
            yield from _controls(child)


def keys_order(window: QWidget) -> list[tuple[QWidget, QRect]]:
    """What Tab leads to in a window that is shown, in that order, each with where it is in the window."""
    found, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if takes_tab and window.isAncestorOf(widget) and widget.isVisibleTo(window) and widget.isEnabled():
            found.append((widget, QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())))
        widget = widget.nextInFocusChain()
    return found


def leaps_back(window: QWidget) -> list[str]:
    """Where Tab leads up or to the left without leading into another column: against the order of reading."""
    order = keys_order(window)
    return [
        f"{type(before).__name__} → {type(after).__name__} {after.accessibleName()}"
        for (before, here), (after, there) in pairwise(order)
        if (there.bottom() <= here.top() and there.left() <= here.left())
        or (there.right() <= here.left() and there.top() < here.bottom() and here.top() < there.bottom())
    ]
