"""Every control is in sight, has a name that is spoken, and is reached with the keys in the order it is read."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import PLAN
from ui.elided_label import ElidedLabel
from ui.main_window import MainWindow

LONG = "A rollout whose name goes on and on " * 7


def is_in_sight(window: MainWindow, widget: QWidget) -> bool:
    whole = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
    return widget.isVisible() and window.rect().contains(whole)


def test_that_a_long_name_widens_no_window_and_hides_no_button(window: MainWindow) -> None:
    window.document.apply_plan("Rename", replace(PLAN, name=LONG))
    window.resize(800, 600)
    QApplication.processEvents()
    assert window.width() == 800
    assert window.toolbar.title.shown.endswith("…")
    assert LONG.strip() in window.toolbar.title.toolTip()
    assert [
        is_in_sight(window, each)
        for each in (window.toolbar.title, window.toolbar.solve_button, window.toolbar.export_button)
    ] == [True] * 3


def test_that_an_elided_label_shows_what_it_has_room_for(qtbot: QtBot) -> None:
    label = ElidedLabel(60)
    qtbot.addWidget(label)
    label.setText("One\nname <b>")
    label.resize(label.sizeHint())
    assert (label.shown, label.text(), label.accessibleName()) == ("One name <b>",) * 3
    label.resize(label.minimumSizeHint())
    assert label.width() == 60
    assert label.shown in {"One na…", "One n…", "One nam…"}
    label.setText("Ok")
    assert label.minimumSizeHint().width() < 60


def test_that_the_arrows_are_called_what_they_do(window: MainWindow) -> None:
    undo, redo = arrows(window)
    assert (undo.accessibleName(), redo.accessibleName()) == ("Undo", "Redo")
    window.document.apply_plan("Rename", replace(PLAN, name="Other"))
    assert (undo.text(), undo.accessibleName(), undo.toolTip()) == ("↶", "Undo Rename", "Undo Rename")
    window.actions_.undo.trigger()
    assert (redo.text(), redo.accessibleName(), redo.toolTip()) == ("↷", "Redo Rename", "Redo Rename")


def arrows(window: MainWindow) -> tuple[QToolButton, QToolButton]:
    by_text = {each.text(): each for each in window.findChildren(QToolButton)}
    return by_text["↶"], by_text["↷"]


def test_that_tab_leads_from_the_toolbar_to_outline_timeline_and_side(qtbot: QtBot, window: MainWindow) -> None:
    window.document.apply_plan("Rename", replace(PLAN, name="Other"))
    window.document.apply_plan("Rename", PLAN)
    window.actions_.undo.trigger()
    wanted = [
        *arrows(window),
        window.toolbar.objective,
        window.toolbar.solve_button,
        window.toolbar.export_button,
        window.rollout.outline,
        window.rollout.timeline,
        window.side.tabBar(),
        window.inspector,
    ]
    with qtbot.waitActive(window):
        window.activateWindow()
    wanted[0].setFocus()
    reached: list[QWidget] = []
    while len(reached) < len(wanted):
        focused = QApplication.focusWidget()
        assert focused is not None
        if is_in_sight(window, focused):
            reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == wanted


def test_that_the_keys_act_on_the_timeline_at_first_and_nothing_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    assert QApplication.focusWidget() is window.rollout.timeline
    assert window.selection.selected is None


def test_that_tabs_and_forms_say_what_they_are_of(window: MainWindow) -> None:
    window.actions_.show_tables.trigger()
    window.actions_.show_account.trigger()
    for tabs in window.findChildren(QTabWidget):
        assert tabs.accessibleName()
        assert tabs.tabBar().accessibleName() == tabs.accessibleName()
    for selected, name in ((None, "Form of the rollout"), (("phase", "P1"), "Form of P1 · Phase P1")):
        window.selection.select(selected)
        window.actions_.edit_selected.trigger()
        assert window.editor.editor.form.accessibleName() == name
