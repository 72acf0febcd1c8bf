"""The window: where timeline, panels and tables meet the document."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from solver.result import SolveResult
from ui.actions import create_actions
from ui.attaching import Attaching
from ui.bottom_dock import BottomDock, is_beside, name_dock_tabs
from ui.counts import counts_words
from ui.derived import Derived
from ui.derived_in_time import DerivedInTime
from ui.document import Document
from ui.exporting import Exporting
from ui.favouring import Favouring
from ui.file_actions import FileActions
from ui.garbage import Garbage
from ui.guidance import Guidance
from ui.halves import Halves
from ui.importing import Importing
from ui.layout import recall_edges, recall_place, recalled_state, remember_edges, remember_place
from ui.measuring import Measuring
from ui.menus import fill_menu_bar
from ui.panels.findings_panel import FindingsPanel
from ui.panels.inspector import Inspector
from ui.panels.item_editor import ItemEditor
from ui.panels.money_strip import MoneyStrip
from ui.panels.steps_panel import StepsPanel
from ui.plan_actions import PlanActions
from ui.recovery.safety import Safety
from ui.risk.risking import Risking
from ui.selection import Selected, Selection
from ui.settling import Settling
from ui.solving import Solving
from ui.theme import does_system_ask_for_contrast, set_high_contrast
from ui.timeline.header import today
from ui.timeline.rollout_view import RolloutView
from ui.tool_bar import ToolBar
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.week.monday import Monday
from ui.week.page_export import PageExport
from ui.what_if.ask_search import AskSearch
from ui.what_if.frontier_search import FrontierSearch
from ui.what_if.offer_weighing import OfferWeighing

if TYPE_CHECKING:
    from ui.account.account_panel import AccountPanel
    from ui.meeting.meeting_window import MeetingWindow
    from ui.start.start_page import StartPage
    from ui.start.templates import Template
    from ui.tables.tables_panel import TablesPanel
    from ui.week.week_panel import WeekPanel
    from ui.what_if.what_if_panel import WhatIfPanel

PLAIN_TITLE = "Launchwindow"
MESSAGE_MILLISECONDS = 8_000
MESSAGE_INDENT = 4
"""Of the hint, so that it stands where Qt writes the messages that take its place."""
HIGH_CONTRAST = "window/high_contrast"


class Worker(Protocol):
    """What runs behind the window, and is waited for before it closes."""

    def finish(self) -> None: ...


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
        self.monday, self.page_export = Monday(document, self), PageExport(self)
        self.garbage = Garbage(self)
        self.exporting = Exporting(document, self)
        self.exporting.findings_asked.connect(lambda: self.show_panel(self.findings))
        self.measuring = Measuring(document, self)
        self.attaching = Attaching(document, self)
        self.importing = Importing(document, self)
        self.files = FileActions(document, self, settings, data)
        self.safety = None if data is None else Safety(document, data, self)
        self.plan_actions = PlanActions(document, self.selection, self)
        self.actions_ = create_actions(self, document.undo_stack)
        self.guidance = Guidance(self, settings)
        self._in_time = DerivedInTime(self)
        self._in_time.ready.connect(lambda _derived: self._show_derived())
        self.start: StartPage | None = None
        self._work_state = recalled_state(settings)
        self._is_laid_out = self._has_edges = False
        self._derived = Derived(document.state, today())
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
        self._build_halves()
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.money)
        column.addWidget(self.halves, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.work)
        self.setCentralWidget(self.pages)
        self.toolbar = ToolBar(self.actions_)
        self.addToolBar(self.toolbar)
        self._lead_keys()  # before there are docks, which would come in between
        self._build_docks()
        fill_menu_bar(self)
        self._build_status()
        self.resize(1440, 900)

    def _build_halves(self) -> None:
        self.inspector, self.findings = Inspector(), FindingsPanel()
        self.editor = ItemEditor(self.document, self.selection)
        self.steps = StepsPanel(self.document)
        self.panels = (self.inspector, self.editor, self.findings, self.steps, self.solving.panel)
        for panel, page in ((self.findings, "findings"), (self.solving.panel, "solve"), (self.editor, "credits")):
            panel.setProperty("help_page", page)
        self.inspector.setProperty("help_page", "credits")
        self.rollout.setProperty("help_page", "timeline")
        titled = [*zip(self.panels, ("Why", "Edit", "Findings", "Steps", "Solve"), strict=True)]
        self.halves = Halves(self.rollout, titled, self.editor)
        self.halves.hide_tab(self.solving.panel)
        self.side = self.halves.side

    def _lead_keys(self) -> None:
        """The order of Tab is that of reading: the toolbar, outline, timeline, and the side."""
        rollout = self.rollout
        order = (*self.toolbar.controls, rollout.outline, rollout.timeline, self.side.tabBar())
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _build_docks(self) -> None:
        actions = self.actions_
        self.tables_dock = BottomDock("Tables", "tables", actions.show_tables, self._tables)
        self.account_dock = BottomDock("Account", "ledgers", actions.show_account, self._account)
        self.what_if_dock = BottomDock("What if", "what-if", actions.show_what_if, self._what_if)
        self.week_dock = BottomDock("Week", "week", actions.show_week, self._week)
        for dock in self.docks:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            dock.hide()
        for before, after in pairwise(self.docks):
            self.tabifyDockWidget(before, after)

    @property
    def docks(self) -> tuple[BottomDock[QWidget], ...]:
        """The docks under the rollout, in the order of their tabs."""
        return self.tables_dock, self.account_dock, self.what_if_dock, self.week_dock

    def _tables(self) -> "TablesPanel":
        from ui.tables.tables_panel import TablesPanel

        panel = TablesPanel(self.document, self.selection, self._settings)
        panel.refused.connect(self.tell)
        return panel

    def _account(self) -> "AccountPanel":
        from ui.account.account_panel import AccountPanel

        panel = AccountPanel()
        panel.forget_asked.connect(self.plan_actions.forget)
        panel.forget_sent_asked.connect(self.plan_actions.forget_sent)
        return panel

    def _what_if(self) -> "WhatIfPanel":
        from ui.what_if.what_if_panel import WhatIfPanel

        panel = WhatIfPanel(self.document, self.frontier, self.asks, self.weighing, self.risking.panel())
        panel.scenarios.told.connect(self.tell)
        panel.frontier.opened.connect(self._show_found)
        panel.asks.told.connect(self.tell)
        panel.offer.told.connect(self.tell)
        return panel

    def _week(self) -> "WeekPanel":
        from ui.week.week_panel import WeekPanel

        running = (self.monday, self.page_export)
        panel = WeekPanel(self.document, self.selection, running, self._settings)
        panel.told.connect(self.tell)
        return panel

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
        for dock in self.docks:
            dock.visibilityChanged.connect(lambda _, dock=dock: self._tick(dock))
            dock.action.toggled.connect(lambda is_shown, dock=dock: self._show_dock(dock, is_shown=is_shown))
        self.document.opened.connect(self.garbage.look_at_all)
        self.document.changed.connect(lambda _before, _after: self._show_state())
        self.document.changed.connect(lambda _before, _after: self.show_work())
        self.document.file_changed.connect(self._show_file)
        self.document.refused.connect(self.tell)
        self.selection.changed.connect(self._show_selected)
        self.steps.asked.connect(self.document.go_to)
        self.findings.jumped.connect(self._jump)
        self.findings.fixed.connect(self.plan_actions.mend)
        self.plan_actions.told.connect(self.tell)
        self.plan_actions.added.connect(self._open_added)
        self.rollout.link_drawn.connect(self.plan_actions.link)
        self.rollout.opened.connect(self.edit_selected)
        self.rollout.told.connect(self.tell)
        self.editor.refused.connect(self.tell)
        self.side.currentChanged.connect(lambda _index: self._explain())
        self.solving.status_changed.connect(self.toolbar.solve_status.setText)
        self.solving.status_changed.connect(lambda _: self._show_possible())
        self.solving.running_changed.connect(self._show_solving)
        self.solving.ended.connect(lambda: self.side.setCurrentWidget(self.inspector))
        self.solving.arranging.connect(self._show_solve_panel)
        self.toolbar.objective.currentTextChanged.connect(self.solving.choose_objective)
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
        self.frontier.told.connect(self.tell)
        if self.safety is not None:
            journal = self.safety.journal
            self.files.is_kept_safe = lambda: journal.is_working
            journal.failed.connect(self._tell_unsafe)
            self.safety.lock.changed.connect(self._show_file)
        self.measuring.measured.connect(self._show_adoption)
        self.exporting.running_changed.connect(self.toolbar.export_button.setDisabled)
        self.files.recent_changed.connect(self._list_recent)
        self.files.noticed.connect(self.tell)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_scheme)

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
            (actions.add_phase, lambda: self.plan_actions.add("phase")),
            (actions.add_credit, lambda: self.plan_actions.add("credit")),
            (actions.add_partner, lambda: self.plan_actions.add("partner")),
            (actions.remove_selected, self.plan_actions.remove_selected),
            (actions.change_seats, lambda: self.change_seats("")),
            (actions.remove_pin, self.plan_actions.remove_pin),
            (actions.remove_all_pins, self.plan_actions.remove_all_pins),
            (actions.move_earlier, lambda: self.rollout.nudge(-1)),
            (actions.move_later, lambda: self.rollout.nudge(1)),
            (actions.solve, lambda: self.solving.start(self.toolbar.objective.currentText())),
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
        self._list_recent()
        self.pages.setCurrentWidget(start)
        for part in (self.toolbar, *self.docks, self.statusBar()):
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
            start.file_asked.connect(self.files.open_recent)
            start.forget_asked.connect(self.files.forget)
            start.template_asked.connect(self.begin)
            self.pages.addWidget(start)
        return self.start

    def _list_recent(self) -> None:
        if self.start is None:
            return
        is_blank = self.document.is_saved and self.document.path is None and not self.document.plan.phases
        self.start.show_recent(self.files.recent_files, "" if is_blank else self.document.plan.name)

    def _recall_docks(self) -> None:
        if not self._work_state.isEmpty():
            self.restoreState(self._work_state)
            for dock in self.docks:
                dock.action.setChecked(not dock.isHidden())

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
        self.toolbar.show_plan(self.document.plan)
        self._in_time.hand_in(self._derived)
        if self._in_time.is_waiting:
            self.money.show_first(self._derived)
            self.counts.setText("being checked")
            for panel, title in ((self.inspector, "Why"), (self.findings, "Findings")):
                self.halves.set_title(panel, f"{title} …")  # what they show is of the State before

    def _show_derived(self) -> None:
        """Show all that follows from the State, which can be read now without holding up the hand."""
        self.money.show_derived(self._derived)
        self._show_findings()
        self.halves.set_title(self.inspector, "Why")
        self._explain()
        self._fill_account()
        self.counts.setText(counts_words(self._derived))

    def _show_findings(self) -> None:
        """Those of the State, and of the files that it links."""
        if self._in_time.is_waiting:
            return
        found = (*self._derived.findings, *self.attaching.findings)
        self.findings.show_findings(self._derived.state, found)
        self.halves.set_title(self.findings, f"Findings {len(found)}")

    def _show_scheme(self) -> None:
        """Texts that carry colours of their own are written again in those of the present scheme."""
        self._show_state()
        self._show_file()

    def _show_file(self) -> None:
        plan, path = self.document.plan, self.document.path
        self.toolbar.show_plan(plan)
        saved = "saved" if self.document.is_saved and path is not None else "not saved"
        is_elsewhere = self.safety is not None and self.safety.lock.is_elsewhere
        self.toolbar.show_saved(f"{saved} · also open in another window" if is_elsewhere else saved)
        self.setWindowTitle(f"{path.name if path is not None else plan.name}[*] — {PLAIN_TITLE}")
        self.setWindowModified(not self.document.is_saved)

    def _show_selected(self, _selected: Selected) -> None:
        self._explain()
        self._show_possible()

    def _explain(self) -> None:
        """Explain what is selected where somebody looks; a State that is being worked out is explained after it."""
        if self._in_time.is_waiting or not self.halves.is_in_front(self.inspector):
            return
        credit = self.selection.id_of("credit")
        more = self.favouring.html(credit) if credit in self.document.plan.credit else ""
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

    def _tick(self, dock: BottomDock[QWidget]) -> None:
        """An action says whether its dock is shown; behind the start page it says what will be again."""
        if not self.is_at_start:
            dock.action.setChecked(not dock.isHidden())
        name_dock_tabs(self)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's names
        """Pass by what lies beside the window."""
        is_led, passed_by = super().focusNextPrevChild(next), set[QWidget | None]()
        while is_led and is_beside(self, self.focusWidget()) and self.focusWidget() not in passed_by:
            passed_by.add(self.focusWidget())
            is_led = super().focusNextPrevChild(next)
        return is_led

    def _show_dock(self, dock: BottomDock[QWidget], *, is_shown: bool) -> None:
        if is_shown:
            self.show_work()
            dock.panel()
        dock.setVisible(is_shown)
        if is_shown:
            dock.raise_()
            self._fill_account()

    def show_question(self, title: str) -> None:
        """Bring a page of what if to the front."""
        self.show_work()
        self.what_if_dock.bring_to_front().show_page(title)

    def show_week(self, title: str) -> None:
        """Bring a page of the week to the front."""
        self.show_work()
        self.week_dock.bring_to_front().show_page(title)

    def show_table(self, noun: str) -> None:
        """Bring a table to the front, by what its rows are."""
        self.show_work()
        self.tables_dock.bring_to_front().show_table(noun)

    def show_page(self, title: str) -> None:
        """Bring a page of the account to the front."""
        self.show_work()
        self.account_dock.bring_to_front().show_page(title)

    def _show_found(self, result: SolveResult) -> None:
        """Show a schedule that was found elsewhere, to accept or discard."""
        if not self.solving.runner.is_running:
            self.solving.show_found(result)
            self._show_solve_panel()

    def _show_adoption(self) -> None:
        self.show_page("Adoption")

    def _fill_account(self) -> None:
        account = self.account_dock.made
        if account is not None and account.isVisible() and not self._in_time.is_waiting:
            account.show_derived(self._derived)

    def _show_solving(self, is_running: bool) -> None:  # noqa: FBT001 - a slot
        self.toolbar.show_solving(is_running=is_running)
        self._show_possible()
        self._show_solve_panel()
        if not is_running:
            self._show_state()

    def _show_solve_panel(self) -> None:
        self.halves.bring_to_front(self.solving.panel)

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel at the side to the front, and the keys to it."""
        self.show_work()
        self.halves.bring_to_front(panel)
        panel.setFocus()

    def meet(self) -> None:
        """Show on the whole screen what the account team may see; this window is hidden until the meeting ends.

        Not while a text that would be seen holds a figure of the rates: what is shown goes out as what is written does.
        """
        if self._meeting is not None or not self.document.schedule.assignments:
            return
        from planner.business_case.rate_leak import rate_leaks
        from ui.meeting.meeting_window import MeetingWindow

        leaks = rate_leaks(self.document.plan, self.document.schedule)
        if leaks:
            told = "\n".join(f"{leak.sentence} {leak.remedy}" for leak in leaks)
            show_trouble(self, Trouble("The meeting would show figures of the rates.", remedy=told))
            return
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

    def go_to(self, selected: Selected) -> None:
        """Select a thing and scroll to it."""
        self.show_work()
        self._jump(selected)
        self.rollout.timeline.setFocus()

    def _jump(self, selected: Selected) -> None:
        self.selection.select(selected)
        self.rollout.show_selected()

    # Doing

    def begin(self, template: "Template") -> None:
        """Begin a rollout from a template, on the next Monday."""
        from ui.start.templates import begun_today

        self.files.begin(lambda: begun_today(template, today()))

    def edit_selected(self) -> None:
        """Open the form of what is selected, or of the rollout."""
        self.side.setCurrentWidget(self.editor)
        self.editor.show_selected()
        self.editor.focus_first()

    def _open_added(self, added: Selected) -> None:
        self._jump(added)
        self.edit_selected()

    def _after_typing(self, slot: Callable[[], object]) -> None:
        """Do what an action asks for once what is still being typed is in the plan."""
        self._finish_typing()
        slot()

    def _finish_typing(self) -> None:
        """Let the field or cell that has the keys make its edit; it does so when it loses them."""
        typing = QApplication.focusWidget()
        if typing is not None and self.isAncestorOf(typing) and isinstance(typing, QLineEdit | QPlainTextEdit):
            typing.clearFocus()

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
        for worker in self._workers():
            worker.finish()
        event.accept()

    def _workers(self) -> tuple[Worker, ...]:
        asking = (self.solving.runner, self.favouring, self.frontier, self.asks, self.weighing, self.risking)
        files = (self.exporting, self.measuring, self.attaching, self.importing)
        safety = () if self.safety is None else (self.safety,)
        week = (self.monday, self.page_export)
        return (*asking, *safety, self.settling, self._in_time, *files, *week, self.garbage)
