"""The window: where timeline, panels and tables meet the document."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QCloseEvent, QFont, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.edits import add_dependency, forget_sent, remove_measurement, unpin
from planner.plan import Plan, State
from solver.result import SolveResult
from ui.actions import create_actions
from ui.attaching import Attaching
from ui.catalogue_menus import catalogue_menus
from ui.derived import Derived
from ui.derived_in_time import DerivedInTime
from ui.document import Document
from ui.elided_label import ElidedLabel
from ui.exporting import Exporting
from ui.favouring import Favouring
from ui.fields.editing import edit
from ui.file_actions import FileActions
from ui.garbage import Garbage
from ui.guidance import Guidance
from ui.importing import Importing
from ui.layout import recall_edges, recall_place, recalled_state, remember_edges, remember_place
from ui.measuring import Measuring
from ui.panels.findings_panel import FindingsPanel
from ui.panels.inspector import Inspector
from ui.panels.item_editor import ItemEditor
from ui.panels.money_strip import MoneyStrip
from ui.panels.steps_panel import StepsPanel
from ui.recovery.safety import Safety
from ui.risk.risking import Risking
from ui.selection import Selected, Selection
from ui.settling import Settling
from ui.solving import OBJECTIVES, Solving
from ui.theme import does_system_ask_for_contrast, font, set_high_contrast, tokens
from ui.timeline.header import today
from ui.timeline.rollout_view import RolloutView
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.week.week_dock import WeekDock
from ui.what_if.ask_search import AskSearch
from ui.what_if.frontier_search import FrontierSearch
from ui.what_if.offer_weighing import OfferWeighing
from ui.window_parts import (
    bottom_dock,
    counts_words,
    is_beside,
    keep_arrow,
    menu_of,
    name_dock_tabs,
    plain_button,
    spring,
)
from ui.wording import day, in_words

if TYPE_CHECKING:
    from ui.account.account_panel import AccountPanel
    from ui.meeting.meeting_window import MeetingWindow
    from ui.start.start_page import StartPage
    from ui.start.templates import Template
    from ui.tables.tables_panel import TablesPanel
    from ui.what_if.what_if_panel import WhatIfPanel

SIDE_WIDTH, EDITOR_WIDTH = 320, 432
TITLE_LEAST = 80
PLAIN_TITLE = "Launchwindow"
MESSAGE_MILLISECONDS = 8_000
MESSAGE_INDENT = 4
"""Of the hint, so that it stands where Qt writes the messages that take its place."""
HIGH_CONTRAST = "window/high_contrast"


class MainWindow(QMainWindow):
    """One window on one document."""

    def __init__(self, document: Document, settings: QSettings, data: Path | None = None) -> None:
        """data: the folder of the program's own data; None keeps no unsaved work and no earlier versions."""
        super().__init__()
        self.document = document
        self._settings = settings
        self.selection = Selection(self)
        self.solving = Solving(document, self, settings)
        self.favouring = Favouring(document, self)
        self.frontier = FrontierSearch(document, self)
        self.asks = AskSearch(document, self)
        self.weighing = OfferWeighing(document, self)
        self.risking = Risking(document, self)
        self.settling = Settling(document, self)
        self.garbage = Garbage(self)
        self.exporting = Exporting(document, self)
        self.measuring = Measuring(document, self)
        self.attaching = Attaching(document, self)
        self.importing = Importing(document, self)
        self.files = FileActions(document, self, settings, data)
        self.safety = None if data is None else Safety(document, data, self)
        self.actions_ = create_actions(self, document.undo_stack)
        self.guidance = Guidance(self, settings)
        self._in_time = DerivedInTime(self)
        self._in_time.ready.connect(lambda _derived: self._show_derived())
        self.start: StartPage | None = None
        self._work_state = recalled_state(settings)
        self._is_laid_out = self._has_edges = False
        self._side_before: int | None = None  # its width before a form came
        self._derived = Derived(document.state, today())
        self._account: AccountPanel | None = None
        self._tables: TablesPanel | None = None
        self._what_if: WhatIfPanel | None = None
        self._meeting: MeetingWindow | None = None
        self._build()
        self._connect()
        self._show_state()
        self._show_file()
        recall_place(self, settings)

    # Building

    def _build(self) -> None:
        self.rollout = RolloutView(self.document, self.selection, self._settings)
        self.money = MoneyStrip()
        self.inspector, self.findings = Inspector(), FindingsPanel()
        self.editor = ItemEditor(self.document, self.selection)
        self.steps = StepsPanel(self.document)
        self.side = QTabWidget()
        self.side.setAccessibleName("Explanations")
        self.side.setDocumentMode(True)
        self.panels = (self.inspector, self.editor, self.findings, self.steps, self.solving.panel)
        for panel, title in zip(self.panels, ("Why", "Edit", "Findings", "Steps", "Solve"), strict=True):
            self.side.addTab(panel, title)
        for panel, page in ((self.findings, "findings"), (self.solving.panel, "solve"), (self.editor, "credits")):
            panel.setProperty("help_page", page)
        self.inspector.setProperty("help_page", "credits")
        self.rollout.setProperty("help_page", "timeline")
        self._show_tab(self.solving.panel, is_shown=False)
        self._let_form_decide(is_shown=False)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.addWidget(self.rollout)
        self.halves.addWidget(self.side)
        self.halves.setStretchFactor(0, 1)
        self.halves.setSizes([10_000, SIDE_WIDTH])
        self.halves.setHandleWidth(1)
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.money)
        column.addWidget(self.halves, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.work)
        self.setCentralWidget(self.pages)
        self._build_toolbar()
        self._build_menus()
        self._build_tables()
        self._build_status()
        self.resize(1440, 900)

    def _build_toolbar(self) -> None:
        bar = self.toolbar = QToolBar("Main")
        bar.setObjectName("main")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.title = ElidedLabel(TITLE_LEAST)
        self.title.setFont(font(15, QFont.Weight.DemiBold))
        self.saved = QLabel()
        self.objective = QComboBox()
        self.objective.addItems([*OBJECTIVES])
        self.objective.setAccessibleName("What to solve for")
        self.solve_button = plain_button("Solve", is_primary=True)
        self.solve_status = ElidedLabel(0)
        self.export_button = plain_button("Export business case", is_primary=False)
        bar.addWidget(self.title)
        bar.addWidget(self.saved)
        steps = []
        for action in (self.actions_.undo, self.actions_.redo):
            button = QToolButton()
            steps.append(button)
            button.setDefaultAction(action)
            button.setFixedSize(32, 28)
            keep_arrow(button, action is self.actions_.undo)
            bar.addWidget(button)
            action.changed.connect(
                lambda button=button, action=action: keep_arrow(button, action is self.actions_.undo)
            )
        for widget in (self.objective, self.solve_button, self.solve_status, spring(), self.export_button):
            bar.addWidget(widget)
        self.addToolBar(bar)
        self._lead_keys(*steps, self.objective, self.solve_button, self.export_button)

    def _lead_keys(self, *controls: QWidget) -> None:
        """The order of Tab is that of reading: the toolbar, outline, timeline, and the side."""
        self.side.tabBar().setAccessibleName(self.side.accessibleName())
        for before, after in pairwise((*controls, self.rollout.outline, self.rollout.timeline, self.side.tabBar())):
            QWidget.setTabOrder(before, after)

    def _build_menus(self) -> None:
        actions, bar = self.actions_, self.menuBar()
        menu = menu_of("&File", [], self)
        bar.addMenu(menu)
        menu.addActions([actions.start_page, actions.new, actions.open])
        self.recent_menu = menu_of("Open &recent", [], self)
        menu.addMenu(self.recent_menu)
        menu.addActions([actions.save, actions.save_as])
        self.versions_menu = menu_of("&Earlier versions", [], self)
        self.versions_menu.aboutToShow.connect(self._show_versions)
        menu.addMenu(self.versions_menu)
        menu.addSeparator()
        menu.addActions([actions.import_file, actions.read_reports])
        menu.addActions([actions.export, actions.export_internal, self.rollout.save_action, self.rollout.print_action])
        menu.addSeparator()
        menu.addActions([actions.quit])
        editing = [
            actions.undo,
            actions.redo,
            None,
            actions.edit_selected,
            actions.add_phase,
            actions.add_credit,
            actions.add_partner,
            actions.remove_selected,
            None,
            actions.change_seats,
        ]
        menu = menu_of("&Edit", editing, self)
        for submenu in catalogue_menus(self.document, self.selection, self.edit_selected, self.tell, self):
            menu.insertMenu(actions.remove_selected, submenu)
        bar.addMenu(menu)
        schedule = [
            actions.solve,
            actions.replan,
            actions.stop,
            None,
            actions.accept_result,
            actions.discard_result,
            None,
            actions.push_successors,
            actions.move_earlier,
            actions.move_later,
            None,
            actions.remove_pin,
            actions.remove_all_pins,
        ]
        bar.addMenu(menu_of("&Schedule", schedule, self))
        bar.addMenu(
            menu_of(
                "&View",
                [
                    *(actions.zoom_in, actions.zoom_out, actions.fit, None),
                    *(*self.rollout.toggles, self.rollout.legend_action, None),
                    *(
                        actions.show_tables,
                        actions.show_account,
                        actions.show_what_if,
                        actions.show_week,
                        None,
                        actions.meeting,
                        actions.high_contrast,
                    ),
                ],
                self,
            )
        )
        bar.addMenu(menu_of("&Help", [actions.find_command, actions.help, None, actions.about], self))

    def _build_tables(self) -> None:
        self.tables_dock, self.account_dock, self.what_if_dock = (
            bottom_dock("Tables"),
            bottom_dock("Account"),
            bottom_dock("What if"),
        )
        self.tables_dock.setProperty("help_page", "tables")
        self.account_dock.setProperty("help_page", "ledgers")
        self.what_if_dock.setProperty("help_page", "what-if")
        self.week_dock = WeekDock(self.document, self.selection, self._settings)
        for dock in (self.tables_dock, self.account_dock, self.what_if_dock, self.week_dock):
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            dock.hide()
        self.tabifyDockWidget(self.tables_dock, self.account_dock)
        self.tabifyDockWidget(self.account_dock, self.what_if_dock)
        self.tabifyDockWidget(self.what_if_dock, self.week_dock)

    def _build_status(self) -> None:
        self.counts = QLabel()
        self.counts.setContentsMargins(12, 0, 12, 0)
        self.statusBar().addPermanentWidget(self.counts)
        self.hint = QLabel("Ctrl+K finds any command")
        self.hint.setContentsMargins(MESSAGE_INDENT, 0, 12, 0)
        self.statusBar().addWidget(self.hint)  # what the window tells takes its place for a while
        self.statusBar().setSizeGripEnabled(False)

    # Connecting

    def _connect(self) -> None:
        self._connect_actions()
        for dock, action in self._docks():
            dock.visibilityChanged.connect(lambda _, dock=dock, action=action: self._tick(dock, action))
        self.solve_button.clicked.connect(self._solve_or_stop)
        self.export_button.clicked.connect(self.actions_.export.trigger)
        self.document.opened.connect(self.garbage.look_at_all)
        self.document.changed.connect(lambda _before, _after: self._show_state())
        self.document.changed.connect(lambda _before, _after: self.show_work())
        self.document.file_changed.connect(self._show_file)
        self.document.refused.connect(self.tell)
        self.selection.changed.connect(self._show_selected)
        self.steps.asked.connect(self.document.go_to)
        self.findings.jumped.connect(self._jump)
        self.findings.fixed.connect(lambda fix: self._change(in_words(fix.title), lambda state: fix.edit(state.plan)))
        self.rollout.link_drawn.connect(self.link)
        self.rollout.opened.connect(self.edit_selected)
        self.rollout.told.connect(self.tell)
        self.editor.refused.connect(self.tell)
        self.side.currentChanged.connect(lambda _index: self._make_room())
        self.halves.splitterMoved.connect(self._keep_side)
        self.side.currentChanged.connect(lambda _index: self._explain())
        self.solving.status_changed.connect(self.solve_status.setText)
        self.solving.status_changed.connect(lambda _: self._show_possible())
        self.solving.running_changed.connect(self._show_solving)
        self.solving.ended.connect(lambda: self.side.setCurrentWidget(self.inspector))
        self.solving.arranging.connect(self._show_solve_panel)
        self.objective.currentTextChanged.connect(self.solving.choose_objective)
        self.favouring.changed.connect(self._explain)
        self.favouring.told.connect(self.tell)
        self.risking.told.connect(self.tell)
        self.settling.told.connect(self.tell)
        self.inspector.anchorClicked.connect(self.favouring.follow)
        self.exporting.told.connect(self.tell)
        self.measuring.told.connect(self.tell)
        self.attaching.told.connect(self.tell)
        self.attaching.looked.connect(self._show_findings)
        self.editor.wanted.connect(self._get)
        self.importing.told.connect(self.tell)
        self.week_dock.told.connect(self.tell)
        self.frontier.told.connect(self.tell)
        if self.safety is not None:
            journal = self.safety.journal
            self.files.is_kept_safe = lambda: journal.is_working
            journal.failed.connect(self._tell_unsafe)
            self.safety.lock.changed.connect(self._show_file)
        self.measuring.measured.connect(self._show_adoption)
        self.exporting.running_changed.connect(self.export_button.setDisabled)
        self.files.recent_changed.connect(self._show_recent)
        self.files.noticed.connect(self.tell)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_scheme)
        self._show_recent()

    def _connect_actions(self) -> None:
        actions = self.actions_
        slots: tuple[tuple[QAction, Callable[[], object]], ...] = (
            (actions.new, self.files.new),
            (actions.open, self.files.open),
            (actions.save, self.files.save),
            (actions.save_as, self.files.save_as),
            (actions.export, self.exporting.export),
            (actions.export_internal, self.exporting.export_internal),
            (actions.read_reports, self.measuring.choose),
            (actions.import_file, self.importing.choose),
            (actions.quit, self.close),
            (actions.edit_selected, self.edit_selected),
            (actions.add_phase, lambda: self.add("phase")),
            (actions.add_credit, lambda: self.add("credit")),
            (actions.add_partner, lambda: self.add("partner")),
            (actions.remove_selected, self.remove_selected),
            (actions.change_seats, lambda: self.change_seats("")),
            (actions.remove_pin, self.remove_pin),
            (actions.remove_all_pins, self.remove_all_pins),
            (actions.move_earlier, lambda: self.rollout.nudge(-1)),
            (actions.move_later, lambda: self.rollout.nudge(1)),
            (actions.solve, lambda: self.solving.start(self.objective.currentText())),
            (actions.replan, self.solving.replan),
            (actions.stop, self.solving.runner.stop),
            (actions.accept_result, self.solving.accept),
            (actions.discard_result, self.solving.discard),
            (actions.zoom_in, self.rollout.zoom_in),
            (actions.zoom_out, self.rollout.zoom_out),
            (actions.fit, self.rollout.fit),
            (actions.meeting, self.meet),
        )
        for action, slot in slots:
            action.triggered.connect(lambda _checked=False, slot=slot: self._after_typing(slot))
        actions.start_page.triggered.connect(self.show_start)
        actions.find_command.triggered.connect(self.guidance.open_palette)
        actions.help.triggered.connect(self.guidance.open_help)
        actions.about.triggered.connect(self.guidance.open_about)
        for action in (actions.remove_selected, actions.move_earlier, actions.move_later):
            self.rollout.addAction(action)
        actions.push_successors.toggled.connect(self.rollout.set_pushes_successors)
        actions.push_successors.setChecked(True)
        actions.show_tables.toggled.connect(self._show_tables)
        actions.show_account.toggled.connect(self._show_account)
        actions.show_what_if.toggled.connect(self._show_what_if)
        actions.show_week.toggled.connect(self._show_week)
        actions.high_contrast.toggled.connect(set_high_contrast)
        chosen = self._settings.value(HIGH_CONTRAST, defaultValue=does_system_ask_for_contrast(), type=bool)
        actions.high_contrast.setChecked(bool(chosen))
        actions.high_contrast.triggered.connect(lambda is_on: self._settings.setValue(HIGH_CONTRAST, is_on))

    # Start page and layout

    @property
    def is_at_start(self) -> bool:
        """Whether the start page is shown in place of the rollout."""
        return self.start is not None and self.pages.currentWidget() is self.start

    def show_start(self) -> None:
        """Show recent rollouts and templates; what is open stays open behind them."""
        if not self.is_at_start and self._is_laid_out:
            self._work_state = self.saveState()
            remember_edges(self, self._settings)
        start = self._made_start()
        self._list_recent(start)
        self.pages.setCurrentWidget(start)
        for part in (self.toolbar, *(dock for dock, _ in self._docks()), self.statusBar()):
            part.hide()
        start.focus_first()

    def show_work(self) -> None:
        """Show the rollout in place of the start page."""
        if self.is_at_start:
            self.pages.setCurrentWidget(self.work)
            self.toolbar.show()
            self.statusBar().show()
            self._recall_docks()
            self._recall_edges()
            self.rollout.timeline.setFocus()

    def _recall_edges(self) -> None:
        """Once, when there is room for a rollout to be laid out in."""
        if not self._has_edges:
            self._has_edges = True
            recall_edges(self, self._settings)

    def _made_start(self) -> "StartPage":
        if self.start is None:
            from ui.start.start_page import StartPage

            self.start = start = StartPage()
            start.setProperty("help_page", "first-plan")
            start.new_asked.connect(self.actions_.new.trigger)
            start.open_asked.connect(self.actions_.open.trigger)
            start.back_asked.connect(self.show_work)
            start.file_asked.connect(self.open_recent)
            start.forget_asked.connect(self.files.forget)
            start.template_asked.connect(self.begin)
            self.pages.addWidget(start)
        return self.start

    def _list_recent(self, start: "StartPage") -> None:
        is_blank = self.document.is_saved and self.document.path is None and not self.document.plan.phases
        start.show_recent(self.files.recent_files, "" if is_blank else self.document.plan.name)

    def _recall_docks(self) -> None:
        if not self._work_state.isEmpty():
            self.restoreState(self._work_state)
            for dock, action in self._docks():
                action.setChecked(not dock.isHidden())

    def _docks(self) -> tuple[tuple[QDockWidget, QAction], ...]:
        return (
            (self.tables_dock, self.actions_.show_tables),
            (self.account_dock, self.actions_.show_account),
            (self.what_if_dock, self.actions_.show_what_if),
            (self.week_dock, self.actions_.show_week),
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Lay everything out as it was left, once there is room to."""
        super().showEvent(event)
        if not self._is_laid_out:
            self._is_laid_out = True
            if not self.is_at_start:
                self._recall_docks()
                self._recall_edges()

    def change_seats(self, product: str = "") -> None:
        """Ask for another number of seats of a product, and show what it does before it is accepted."""
        if not self.document.plan.product_seats:
            self.tell("No product is told of yet: add one under Seats in the form of the rollout.")
            return
        from ui.seats_dialog import SeatsDialog  # not needed to open the window

        dialog = SeatsDialog(self.document, product, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _get(self, what: tuple[str, ...]) -> None:
        """What a form cannot get by itself: another number of seats, or a file."""
        if what[0] == "seats":
            self.change_seats(what[1])
        else:
            self.attaching.choose(what)

    # Showing

    @property
    def derived(self) -> Derived:
        """What follows from the State that is shown."""
        return self._derived

    def tell(self, sentence: str) -> None:
        """Say something in the status line for a while."""
        self.statusBar().showMessage(sentence, MESSAGE_MILLISECONDS)

    def _tell_unsafe(self, sentence: str) -> None:
        """Unsaved work is not kept; a line that goes away by itself would be too little."""
        show_trouble(self, Trouble(sentence, "Your rollout is open as it was.", "Save your work, and free some room."))

    def _show_state(self) -> None:
        state = self.document.state
        best, without_pins = self.solving.best(), self.solving.is_best_without_pins
        self._derived = Derived(state, today(), best, is_best_without_pins=without_pins)
        self._show_possible()
        self._show_title()
        self._in_time.hand_in(self._derived)
        if self._in_time.is_waiting:
            self.money.show_first(self._derived)
            self.counts.setText("being checked")
            for panel, title in ((self.inspector, "Why"), (self.findings, "Findings")):
                self.side.setTabText(self.side.indexOf(panel), f"{title} …")  # what they show is of the State before

    def _show_derived(self) -> None:
        """Show all that follows from the State, which can be read now without holding up the hand."""
        self.money.show_derived(self._derived)
        self._show_findings()
        self.side.setTabText(self.side.indexOf(self.inspector), "Why")
        self._explain()
        self._fill_account()
        self.counts.setText(counts_words(self._derived))

    def _show_findings(self) -> None:
        """Those of the State, and of the files that it links."""
        if self._in_time.is_waiting:
            return
        found = (*self._derived.findings, *self.attaching.findings)
        self.findings.show_findings(self._derived.state, found)
        self.side.setTabText(self.side.indexOf(self.findings), f"Findings {len(found)}")

    def _show_scheme(self) -> None:
        """Texts that carry colours of their own are written again in those of the present scheme."""
        self._show_state()
        self._show_file()

    def _show_title(self) -> None:
        self.title.setText(f"{self.document.plan.customer} — {self.document.plan.name}")

    def _show_file(self) -> None:
        plan, path = self.document.plan, self.document.path
        self._show_title()
        saved = "saved" if self.document.is_saved and path is not None else "not saved"
        is_elsewhere = self.safety is not None and self.safety.lock.is_elsewhere
        self.saved.setText(f"{saved} · also open in another window" if is_elsewhere else saved)
        self.saved.setStyleSheet(f"color: {tokens().dim}")
        self.setWindowTitle(f"{path.name if path is not None else plan.name}[*] — {PLAIN_TITLE}")
        self.setWindowModified(not self.document.is_saved)

    def _show_selected(self, _selected: Selected) -> None:
        self._explain()
        self._show_possible()

    def _explain(self) -> None:
        """Explain what is selected where somebody looks; a State that is being worked out is explained after it."""
        if self._in_time.is_waiting or self.side.currentWidget() is not self.inspector:
            return
        credit = self.selection.id_of("credit")
        more = self.favouring.html(credit) if credit is not None else ""
        self.inspector.show_selected(self._derived, self.selection.selected, more)

    def _show_possible(self) -> None:
        """Offer only what can be done with what is selected."""
        actions, plan = self.actions_, self.document.plan
        pinned = {pin.phase for pin in plan.pins}
        phase = self.selection.id_of("phase")
        is_scheduled = phase is not None and self.document.schedule.assignment(phase) is not None
        actions.remove_pin.setEnabled(phase in pinned)
        actions.remove_all_pins.setEnabled(bool(pinned))
        actions.remove_selected.setEnabled(self.selection.selected is not None)
        actions.move_earlier.setEnabled(is_scheduled)
        actions.move_later.setEnabled(is_scheduled)
        actions.meeting.setEnabled(bool(self.document.schedule.assignments))
        actions.accept_result.setEnabled(self.solving.is_acceptable)
        actions.discard_result.setEnabled(self.solving.is_waiting)
        actions.replan.setEnabled(bool(self.document.schedule.assignments) and not self.solving.runner.is_running)

    def _show_versions(self) -> None:
        self.versions_menu.clear()
        for version in self.files.earlier_versions:
            action = self.versions_menu.addAction(
                f"Replaced on {day(version.replaced.date())}, {version.replaced:%H:%M}"
            )
            action.triggered.connect(lambda _checked=False, version=version: self.files.go_back_to(version))
        if self.versions_menu.isEmpty():
            self.versions_menu.addAction("None yet: each saving keeps what it replaces").setEnabled(False)

    def _show_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.files.recent:
            action = self.recent_menu.addAction(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.open_recent(path))
        self.recent_menu.setEnabled(bool(self.files.recent))
        if self.start is not None:
            self._list_recent(self.start)

    def _tick(self, dock: QDockWidget, action: QAction) -> None:
        """An action says whether its dock is shown; behind the start page it says what will be again."""
        if not self.is_at_start:
            action.setChecked(not dock.isHidden())
        name_dock_tabs(self)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's names
        """Pass by what lies beside the window."""
        is_led, passed_by = super().focusNextPrevChild(next), set[QWidget | None]()
        while is_led and is_beside(self, self.focusWidget()) and self.focusWidget() not in passed_by:
            passed_by.add(self.focusWidget())
            is_led = super().focusNextPrevChild(next)
        return is_led

    def _show_tables(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
        if is_shown:
            self.show_work()
            self.tables_panel()
        self.tables_dock.setVisible(is_shown)

    def tables_panel(self) -> "TablesPanel":
        """Made when first asked for, so that the window opens at once."""
        if self._tables is None:
            from ui.tables.tables_panel import TablesPanel

            self._tables = TablesPanel(self.document, self.selection, self._settings)
            self._tables.refused.connect(self.tell)
            self.tables_dock.setWidget(self._tables)
        return self._tables

    def _show_account(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
        if is_shown:
            self.show_work()
        if is_shown and self._account is None:
            # Made when first asked for, so that the window opens at once.
            from ui.account.account_panel import AccountPanel

            self._account = AccountPanel()
            self._account.forget_asked.connect(self.forget)
            self._account.forget_sent_asked.connect(self.forget_sent)
            self.account_dock.setWidget(self._account)
        self.account_dock.setVisible(is_shown)
        if is_shown:
            self.account_dock.raise_()
        self._fill_account()

    def _show_what_if(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
        if is_shown:
            self.show_work()
            self.what_if_panel()
        self.what_if_dock.setVisible(is_shown)
        if is_shown:
            self.what_if_dock.raise_()

    def what_if_panel(self) -> "WhatIfPanel":
        """Made when first asked for, so that the window opens at once."""
        if self._what_if is None:
            from ui.what_if.what_if_panel import WhatIfPanel

            self._what_if = WhatIfPanel(self.document, self.frontier, self.asks, self.weighing, self.risking.panel())
            self._what_if.scenarios.told.connect(self.tell)
            self._what_if.frontier.opened.connect(self._show_found)
            self._what_if.asks.told.connect(self.tell)
            self._what_if.offer.told.connect(self.tell)
            self.what_if_dock.setWidget(self._what_if)
        return self._what_if

    def show_question(self, title: str) -> None:
        """Bring a page of what if to the front."""
        self.show_work()
        self.actions_.show_what_if.setChecked(True)
        self.what_if_dock.raise_()
        self.what_if_panel().show_page(title)

    def _show_week(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
        if is_shown:
            self.show_work()
        self.week_dock.setVisible(is_shown)
        if is_shown:
            self.week_dock.raise_()

    def show_week(self, title: str) -> None:
        """Bring a page of the week to the front."""
        self.show_work()
        self.actions_.show_week.setChecked(True)
        self.week_dock.raise_()
        self.week_dock.panel().show_page(title)

    def _show_found(self, result: SolveResult) -> None:
        """Show a schedule that was found elsewhere, to accept or discard."""
        if not self.solving.runner.is_running:
            self.solving.show_found(result)
            self._show_solve_panel()

    def _show_adoption(self) -> None:
        self.actions_.show_account.setChecked(True)
        if self._account is not None:
            self._account.show_page("Adoption")

    def _fill_account(self) -> None:
        if self._account is not None and self._account.isVisible() and not self._in_time.is_waiting:
            self._account.show_derived(self._derived)

    def _show_tab(self, panel: QWidget, *, is_shown: bool) -> None:
        self.side.setTabVisible(self.side.indexOf(panel), is_shown)

    def _make_room(self) -> None:
        """A form needs more room than a text, and gives it back; a side that the user made wider stays so."""
        left, right = self.halves.sizes()
        is_form = self.side.currentWidget() is self.editor
        if is_form:
            self.editor.show_selected()
        wanted = max(right, EDITOR_WIDTH) if is_form else self.side_width
        self._side_before = right if is_form else None
        self._let_form_decide(is_form)
        if right != wanted:
            self.halves.setSizes([left + right - wanted, wanted])

    @property
    def side_width(self) -> int:
        """How wide the side is, or will be again once no form is shown there; as the user dragged it last."""
        return self.halves.sizes()[1] if self._side_before is None else self._side_before

    def _keep_side(self, _position: int, _handle: int) -> None:
        """What the user chose while a form was shown stays."""
        self._side_before = None

    def _let_form_decide(self, is_shown: bool) -> None:  # noqa: FBT001
        """While a form is shown, nothing makes the side narrower than its fields; hidden, it holds up nothing."""
        policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
        self.editor.setSizePolicy(policy, policy)

    def _show_solving(self, is_running: bool) -> None:  # noqa: FBT001 - a slot
        self.solve_button.setText("Stop" if is_running else "Solve")
        self.actions_.solve.setDisabled(is_running)
        self._show_possible()
        self.actions_.stop.setEnabled(is_running)
        self._show_solve_panel()
        if not is_running:
            self._show_state()

    def _show_solve_panel(self) -> None:
        self._show_tab(self.solving.panel, is_shown=True)
        self.side.setCurrentWidget(self.solving.panel)

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel at the side to the front, and the keys to it."""
        self.show_work()
        self._show_tab(panel, is_shown=True)
        self.side.setCurrentWidget(panel)
        panel.setFocus()

    def show_table(self, noun: str) -> None:
        """Bring a table to the front, by what its rows are."""
        self.show_work()
        self.actions_.show_tables.setChecked(True)
        self.tables_dock.raise_()
        self.tables_panel().show_table(noun)

    def meet(self) -> None:
        """Show on the whole screen what the account team may see; this window is hidden until the meeting ends."""
        if self._meeting is not None or not self.document.schedule.assignments:
            return
        from ui.meeting.meeting_window import MeetingWindow

        self._meeting = MeetingWindow(self.document, today())
        self._meeting.export_asked.connect(lambda: self.exporting.export_from(self._meeting or self))
        self._meeting.ended.connect(self._end_meeting)
        self._meeting.showFullScreen()
        self.hide()

    def _end_meeting(self) -> None:
        self.show()
        if self._meeting is not None:
            self._meeting.deleteLater()
            self._meeting = None

    def show_page(self, title: str) -> None:
        """Bring a page of the account to the front."""
        self.show_work()
        self.actions_.show_account.setChecked(True)
        self.account_dock.raise_()
        if self._account is not None:
            self._account.show_page(title)

    def go_to(self, selected: Selected) -> None:
        """Select a thing and scroll to it."""
        self.show_work()
        self._jump(selected)
        self.rollout.timeline.setFocus()

    def _jump(self, selected: Selected) -> None:
        self.selection.select(selected)
        self.rollout.show_selected()

    # Doing

    def open_recent(self, path: Path) -> None:
        if self.files.may_discard():
            self.files.open_path(path)

    def begin(self, template: "Template") -> None:
        """Begin a rollout from a template, on the next Monday."""
        from ui.start.templates import begun_today

        self.files.begin(lambda: begun_today(template, today()))

    def edit_selected(self) -> None:
        """Open the form of what is selected, or of the rollout."""
        self.side.setCurrentWidget(self.editor)
        self.editor.show_selected()
        self.editor.focus_first()

    def add(self, kind: str) -> None:
        """Add a phase, credit or partner behind the selected one, and open it for editing."""
        from ui.fields.parts import PARTS

        part = PARTS[kind]
        before = set(part.known(self.document.plan))
        if self._change(f"Add {kind}", lambda state: part.add(state.plan, self.selection.id_of(kind))):
            added = next(each for each in part.known(self.document.plan) if each not in before)
            self._jump((kind, added))
            self.edit_selected()

    def remove_selected(self) -> None:
        """Remove the selected phase, credit or partner."""
        from ui.fields.parts import PARTS

        if self.selection.selected is not None:
            kind, name = self.selection.selected
            if self._change(f"Remove {name}", lambda state: PARTS[kind].remove(state.plan, name)):
                self.selection.select(None)

    def remove_pin(self) -> None:
        """Let the solver move the selected phase again."""
        phase = self.selection.id_of("phase")
        if phase is not None:
            self._change(f"Remove pin of {phase}", lambda state: unpin(state.plan, phase))

    def remove_all_pins(self) -> None:
        """Let the solver move every phase again."""

        def without_pins(state: State) -> Plan:
            plan = state.plan
            for pin in plan.pins:
                plan = unpin(plan, pin.phase)
            return plan

        self._change("Remove all pins", without_pins)

    def forget(self, position: int) -> None:
        """Remove what a usage report said from the plan."""
        self._change("Remove measurement", lambda state: remove_measurement(state.plan, position))

    def forget_sent(self, position: int) -> None:
        """Remove the record of something that was never sent from the plan."""
        self._change("Remove record of what was sent", lambda state: forget_sent(state.plan, position))

    def link(self, predecessor: str, successor: str) -> None:
        """Let the second phase begin only after the first; one drawn on the timeline."""
        self._change(
            f"Link {predecessor} to {successor}", lambda state: add_dependency(state.plan, predecessor, successor)
        )

    def _after_typing(self, slot: Callable[[], object]) -> None:
        """Do what an action asks for once what is still being typed is in the plan."""
        self._finish_typing()
        slot()

    def _finish_typing(self) -> None:
        """Let the field or cell that has the keys make its edit; it does so when it loses them."""
        typing = QApplication.focusWidget()
        if typing is not None and self.isAncestorOf(typing) and isinstance(typing, QLineEdit | QPlainTextEdit):
            typing.clearFocus()

    def _change(self, text: str, make: Callable[[State], Plan]) -> bool:
        """Make an edit, or say why not; whether it was made."""
        refusal = edit(self.document, text, make)
        self.tell(refusal)
        return not refusal

    def _solve_or_stop(self) -> None:
        (self.actions_.stop if self.solving.runner.is_running else self.actions_.solve).trigger()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for unsaved work, then stop every worker before the window goes."""
        self._finish_typing()
        if not self.files.may_discard():
            event.ignore()
            return
        if not self.is_at_start:
            self._work_state = self.saveState()
            remember_edges(self, self._settings)
        if self._meeting is not None:
            self._meeting.close()
        remember_place(self, self._work_state, self._settings)
        self.solving.runner.finish()
        self.favouring.finish()
        self.frontier.finish()
        self.asks.finish()
        self.weighing.finish()
        if self.safety is not None:
            self.safety.finish()
        self.risking.finish()
        self.settling.finish()
        self._in_time.finish()
        self.exporting.finish()
        self.measuring.finish()
        self.attaching.finish()
        self.importing.finish()
        self.week_dock.finish()
        self.garbage.finish()
        event.accept()
