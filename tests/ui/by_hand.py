"""Menus, questions and lists as a hand uses them: real presses of keys and of the mouse, never a call behind them."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton
WAIT = 20
"""Milliseconds between looks for a question that has yet to open."""


def plain(text: str) -> str:
    return text.replace("&", "")


def right_press(widget: QWidget, at: QPoint) -> None:
    """Ask for the menu of what lies at a point, as a press of the right button does."""
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


def menu_key(widget: QWidget) -> None:
    """Ask for the menu of what is selected, as the menu key does."""
    middle = widget.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, middle, widget.mapToGlobal(middle)))


def open_menu() -> QMenu:
    """The menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, text: str) -> QAction:
    """The entry that begins with a text."""
    return next(each for each in menu.actions() if plain(each.text()).startswith(text))


def click_entry(text: str) -> None:
    """Choose an entry of the open menu with the mouse."""
    menu = open_menu()
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry(menu, text)).center())


def press_entry(text: str) -> None:
    """Go to an entry of the open menu with the arrow keys and choose it with Enter."""
    menu = open_menu()
    for _ in menu.actions():
        QTest.keyClick(menu, Qt.Key.Key_Down)
        if menu.activeAction() == entry(menu, text):
            break
    QTest.keyClick(menu, Qt.Key.Key_Return)


def answering(qtbot: QtBot, answer: Callable[[QDialog], None], ask: Callable[[], None]) -> None:
    """Ask something that opens a question, and answer it with real keys or presses once it is there."""
    answered: list[QWidget] = []
    timer = QTimer()
    timer.setInterval(WAIT)

    def look() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, QDialog) and question.isVisible():
            timer.stop()
            answered.append(question)
            answer(question)

    timer.timeout.connect(look)
    timer.start()
    ask()
    qtbot.waitUntil(lambda: bool(answered))
    timer.stop()


def choose_in(box: QComboBox, text: str) -> None:
    """Open the list of a box and choose an entry with the mouse."""
    QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 6, box.height() // 2))
    shown = box.view()
    model: QAbstractItemModel = shown.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == text)
    shown.scrollTo(model.index(row, 0))
    QTest.mouseMove(shown.viewport(), shown.visualRect(model.index(row, 0)).center())
    QTest.mouseClick(shown.viewport(), LEFT, pos=shown.visualRect(model.index(row, 0)).center())


def leave(widget: QWidget) -> None:
    """The pointer goes elsewhere."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
