"""Every action of the window, once: menus, toolbar and shortcuts share them."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

REDO_KEYS = ("Ctrl+Shift+Z", "Ctrl+Y")
Shortcut = QKeySequence | QKeySequence.StandardKey | str


class Actions(NamedTuple):
    """Named like the menu."""

    start_page: QAction
    new: QAction
    open: QAction
    save: QAction
    save_as: QAction
    read_reports: QAction
    import_file: QAction
    export: QAction
    export_internal: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    edit_selected: QAction
    add_phase: QAction
    add_credit: QAction
    add_partner: QAction
    remove_selected: QAction
    change_seats: QAction
    move_earlier: QAction
    move_later: QAction
    remove_pin: QAction
    remove_all_pins: QAction
    push_successors: QAction
    solve: QAction
    replan: QAction
    stop: QAction
    accept_result: QAction
    discard_result: QAction
    zoom_in: QAction
    zoom_out: QAction
    fit: QAction
    show_tables: QAction
    show_account: QAction
    show_what_if: QAction
    show_week: QAction
    meeting: QAction
    high_contrast: QAction
    find_command: QAction
    help: QAction
    about: QAction


def create_actions(parent: QWidget, undo_stack: QUndoStack) -> Actions:
    """All of them, without what they do: the window connects that."""

    def action(text: str, tip: str, shortcut: Shortcut = "", *, checkable: bool = False) -> QAction:
        made = QAction(text, parent)
        made.setStatusTip(tip)
        made.setShortcut(QKeySequence(shortcut))
        made.setCheckable(checkable)
        parent.addAction(made)
        return made

    def rollout_action(text: str, tip: str, shortcut: Shortcut) -> QAction:
        """One whose keys mean something else where text is typed: they hold where the window adds it."""
        made = QAction(text, parent)
        made.setStatusTip(tip)
        made.setShortcut(QKeySequence(shortcut))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made

    undo, redo = undo_stack.createUndoAction(parent, "Undo"), undo_stack.createRedoAction(parent, "Redo")
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    redo.setShortcuts([QKeySequence(keys) for keys in REDO_KEYS])
    return Actions(
        start_page=action("S&tart page", "Show recent rollouts and templates", "Alt+Home"),
        new=action("&New", "Begin an empty rollout", QKeySequence.StandardKey.New),
        open=action("&Open …", "Open a plan file", QKeySequence.StandardKey.Open),
        save=action("&Save", "Save the plan file", QKeySequence.StandardKey.Save),
        save_as=action("Save &as …", "Save under another name", "Ctrl+Shift+S"),
        read_reports=action("Read &usage reports …", "Add what usage reports say, as sums over many people"),
        import_file=action("&Import …", "Take over a Microsoft Project XML, a workbook or a CSV file, after a preview"),
        export=action("&Export business case …", "Write the funding business case", "Ctrl+E"),
        export_internal=action(
            "E&xport internal documents …", "Write the negotiation brief, with all ledgers; internal", "Ctrl+Shift+E"
        ),
        quit=action("&Quit", "Close the window", QKeySequence.StandardKey.Quit),
        undo=undo,
        redo=redo,
        edit_selected=action("&Edit selected", "Open the form of what is selected, or of the rollout", "F2"),
        add_phase=action("Add &phase", "Add a phase behind the selected one", "Ctrl+Shift+N"),
        add_credit=action("Add &credit", "Add a credit behind the selected one"),
        add_partner=action("Add pa&rtner", "Add a partner"),
        remove_selected=rollout_action("&Remove selected", "Remove the selected phase, credit or partner", "Ctrl+Del"),
        change_seats=action("Change &seats …", "Show what another number of seats of a product does, and accept it"),
        move_earlier=rollout_action("Move &earlier", "Move the selected phase a working day earlier", "Alt+Left"),
        move_later=rollout_action("Move &later", "Move the selected phase a working day later", "Alt+Right"),
        remove_pin=action("Remove &pin", "Let the solver move the selected phase again", "Ctrl+Shift+P"),
        remove_all_pins=action("Remove &all pins", "Let the solver move every phase again"),
        push_successors=action(
            "&Push successors", "A dragged phase pushes what follows it; otherwise the drop is refused", checkable=True
        ),
        solve=action("&Solve", "Find the best schedule", "F5"),
        replan=action(
            "Re-&plan with fewest moves", "After a change: the most funding, then the fewest moves", "Ctrl+F5"
        ),
        stop=action("S&top", "Stop solving and keep the best so far", "Shift+F5"),
        accept_result=action("A&ccept result", "Make the schedule that was found the present one", "Ctrl+Return"),
        discard_result=action("&Discard result", "Leave what was found among the solves of this session"),
        zoom_in=action("Zoom &in", "Show fewer days", "Ctrl++"),
        zoom_out=action("Zoom &out", "Show more days", "Ctrl+-"),
        fit=action("&Fit", "Show the whole rollout", "Ctrl+0"),
        show_tables=action(
            "&Tables", "Show phases, credits, partners, rights, rates and the rest as tables", "F6", checkable=True
        ),
        show_account=action(
            "&Account", "Show ladder, ledgers, trade, cash, deadlines and checklist", "F7", checkable=True
        ),
        show_what_if=action(
            "&What if", "Show scenarios beside the plan, and what more funding costs", "F8", checkable=True
        ),
        show_week=action(
            "W&eek",
            "Tell what happened, plan the rest anew, and see status, chase list, variance and cash",
            "F9",
            checkable=True,
        ),
        meeting=action("&Meeting …", "Show the whole screen only what the account team may see", "F11"),
        high_contrast=action("&High contrast", "Draw lines and texts stronger", checkable=True),
        find_command=action("&Command palette …", "Do anything, or go anywhere, by a few letters", "Ctrl+K"),
        help=action("&Help", "Explain the panel that has the keys", QKeySequence.StandardKey.HelpContents),
        about=action("&About Launchwindow", "Show the version and licence of the program and its libraries"),
    )
