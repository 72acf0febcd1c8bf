"""The menu bar: every action in its place."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.catalogue_menus import catalogue_menus
from ui.file_actions import FileActions
from ui.wording import day

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def fill_menu_bar(window: "MainWindow") -> None:
    """Give a window its menus."""
    actions, bar = window.actions_, window.menuBar()
    for menu in (_file(window), _edit(window), _schedule(window), _view(window)):
        bar.addMenu(menu)
    bar.addMenu(_menu("&Help", [actions.find_command, actions.help, None, actions.about], window))


def _file(window: "MainWindow") -> QMenu:
    actions, rollout = window.actions_, window.rollout
    menu = _menu("&File", [actions.start_page, actions.new, actions.open], window)
    menu.addMenu(_recent(window.files, window))
    menu.addActions([actions.save, actions.save_as])
    menu.addMenu(_versions(window.files, window))
    menu.addSeparator()
    menu.addActions([actions.import_file, actions.read_reports])
    menu.addActions([actions.export, actions.export_internal, rollout.save_action, rollout.print_action])
    menu.addSeparator()
    menu.addActions([actions.quit])
    return menu


def _edit(window: "MainWindow") -> QMenu:
    actions = window.actions_
    adding = [actions.add_phase, actions.add_credit, actions.add_partner]
    steps = [actions.undo, actions.redo, None, actions.edit_selected]
    menu = _menu("&Edit", [*steps, *adding, actions.remove_selected, None, actions.change_seats], window)
    for submenu in catalogue_menus(window.document, window.selection, window.edit_selected, window.tell, window):
        menu.insertMenu(actions.remove_selected, submenu)
    return menu


def _schedule(window: "MainWindow") -> QMenu:
    actions = window.actions_
    solving = [actions.solve, actions.replan, actions.stop, None, actions.accept_result, actions.discard_result]
    moving = [actions.push_successors, actions.move_earlier, actions.move_later]
    return _menu("&Schedule", [*solving, None, *moving, None, actions.remove_pin, actions.remove_all_pins], window)


def _view(window: "MainWindow") -> QMenu:
    actions, rollout = window.actions_, window.rollout
    zoom = [actions.zoom_in, actions.zoom_out, actions.fit]
    docks = [dock.action for dock in window.docks]
    shown = [*rollout.toggles, rollout.legend_action]
    return _menu("&View", [*zoom, None, *shown, None, *docks, None, actions.meeting, actions.high_contrast], window)


def _recent(files: FileActions, parent: QWidget) -> QMenu:
    """The files that were opened or saved lately."""
    menu = QMenu("Open &recent", parent)

    def fill() -> None:
        menu.clear()
        for path in files.recent:
            menu.addAction(str(path)).triggered.connect(lambda _checked=False, path=path: files.open_recent(path))
        menu.setEnabled(not menu.isEmpty())

    files.recent_changed.connect(fill)
    fill()
    return menu


def _versions(files: FileActions, parent: QWidget) -> QMenu:
    """What the savings of the open file replaced, listed when somebody looks."""
    menu = QMenu("&Earlier versions", parent)

    def fill() -> None:
        menu.clear()
        for version in files.earlier_versions:
            action = menu.addAction(f"Replaced on {day(version.replaced.date())}, {version.replaced:%H:%M}")
            action.triggered.connect(lambda _checked=False, version=version: files.go_back_to(version))
        if menu.isEmpty():
            menu.addAction("None yet: each saving keeps what it replaces").setEnabled(False)

    menu.aboutToShow.connect(fill)
    return menu


def _menu(title: str, actions: Sequence[QAction | None], parent: QWidget) -> QMenu:
    """A menu of the actions; None stands for a line between two groups."""
    menu = QMenu(title, parent)
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    return menu
