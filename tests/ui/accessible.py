"""What a screen reader finds in a widget, by Qt's own tree of what is accessible."""

from collections.abc import Iterator

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
