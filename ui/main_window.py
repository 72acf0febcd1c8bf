"""The window: where timeline, panels and tables meet the document."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.edits import add_dependency, unpin
from planner.invariants import PlanError
from planner.plan import State
from solver.result import SolveResult
from solver.settings import Objective, Settings
from ui.actions import create_actions
from ui.background import Background
from ui.derived import Derived
from ui.document import Document
from ui.file_actions import FileActions
from ui.panels.findings_panel import FindingsPanel
from ui.panels.inspector import Inspector
from ui.panels.money_strip import MoneyStrip
from ui.panels.solve_panel import SolvePanel
from ui.selection import Selected, Selection
from ui.solver_runner import SolverRunner
from ui.theme import font, tokens
from ui.timeline.rollout_view import RolloutView

OBJECTIVES: dict[str, Objective] = {
    "Most funding, then least cost": "funding",
    "Least net cost": "net-cost",
    "Most expected funding": "expected",
    "Earliest finish": "finish",
}
SIDE_WIDTH = 300
PLAIN_TITLE = "Launchwindow"


class MainWindow(QMainWindow):
    """One window on one document."""

    def __init__(self, document: Document, settings: QSettings) -> None:
        super().__init__()
        self._accepted: SolveResult | None = None
        self.document = document
        self.selection = Selection(self)
        self.runner = SolverRunner(self)
        self.files = FileActions(document, self, settings)
        self.actions_ = create_actions(self, document.undo_stack)
        self._derived = Derived(document.state)
        self._result: SolveResult | None = None
        self._export: Background | None = None
        self._build()
        self._connect()
        self._show_state()
        self._show_file()

    # Building

    def _build(self) -> None:
        self.rollout = RolloutView(self.document, self.selection)
        self.money = MoneyStrip()
        self.inspector, self.findings, self.solve_panel = Inspector(), FindingsPanel(), SolvePanel()
        self.side = QTabWidget()
        self.side.setAccessibleName("Explanations")
        self.side.setDocumentMode(True)
        self.side.addTab(self.inspector, "Why")
        self.side.addTab(self.findings, "Findings")
        self.side.addTab(self.solve_panel, "Solve")
        self.side.setTabVisible(self.side.indexOf(self.solve_panel), False)  # noqa: FBT003 - Qt takes no keyword
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.rollout)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([10_000, SIDE_WIDTH])
        splitter.setHandleWidth(1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.money)
        column.addWidget(splitter, 1)
        self.setCentralWidget(central)
        self._build_toolbar()
        self._build_menus()
        self._build_tables()
        self.statusBar().setSizeGripEnabled(False)
        self.resize(1440, 900)

    def _build_toolbar(self) -> None:
        bar = QToolBar("Main")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.title = QLabel()
        self.title.setFont(font(15, QFont.Weight.DemiBold))
        self.saved = QLabel()
        self.objective = QComboBox()
        self.objective.addItems([*OBJECTIVES])
        self.objective.setAccessibleName("What to solve for")
        self.solve_button = _button("Solve", is_primary=True)
        self.solve_status = QLabel()
        self.export_button = _button("Export business case", is_primary=False)
        bar.addWidget(self.title)
        bar.addWidget(self.saved)
        for action in (self.actions_.undo, self.actions_.redo):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setText("↶" if action is self.actions_.undo else "↷")
            button.setFixedSize(32, 28)
            bar.addWidget(button)
            action.changed.connect(
                lambda button=button, action=action: _keep_arrow(button, action is self.actions_.undo)
            )
        for widget in (self.objective, self.solve_button, self.solve_status, _spring(), self.export_button):
            bar.addWidget(widget)
        self.addToolBar(bar)

    def _build_menus(self) -> None:
        actions, bar = self.actions_, self.menuBar()
        menu = _menu("&File", [], self)
        bar.addMenu(menu)
        menu.addActions([actions.new, actions.open])
        self.recent_menu = _menu("Open &recent", [], self)
        menu.addMenu(self.recent_menu)
        menu.addActions([actions.save, actions.save_as])
        menu.addSeparator()
        menu.addActions([actions.export])
        menu.addSeparator()
        menu.addActions([actions.quit])
        bar.addMenu(_menu("&Edit", [actions.undo, actions.redo, actions.remove_pin, actions.remove_all_pins], self))
        bar.addMenu(_menu("&Schedule", [actions.solve, actions.stop, actions.push_successors], self))
        bar.addMenu(_menu("&View", [actions.zoom_in, actions.zoom_out, actions.fit, actions.show_tables], self))

    def _build_tables(self) -> None:
        self.tables_dock = QDockWidget("Tables")
        self.tables_dock.setObjectName("tables")
        self.tables_dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.tables_dock.hide()
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.tables_dock)

    # Connecting

    def _connect(self) -> None:
        actions = self.actions_
        for action, slot in (
            (actions.new, self.files.new),
            (actions.open, self.files.open),
            (actions.save, self.files.save),
            (actions.save_as, self.files.save_as),
            (actions.export, self.export),
            (actions.quit, self.close),
            (actions.remove_pin, self.remove_pin),
            (actions.remove_all_pins, self.remove_all_pins),
            (actions.solve, self.solve),
            (actions.stop, self.runner.stop),
            (actions.zoom_in, self.rollout.zoom_in),
            (actions.zoom_out, self.rollout.zoom_out),
            (actions.fit, self.rollout.fit),
        ):
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        actions.push_successors.toggled.connect(self.rollout.set_pushes_successors)
        actions.push_successors.setChecked(True)
        actions.show_tables.toggled.connect(self._show_tables)
        self.tables_dock.visibilityChanged.connect(
            lambda _: actions.show_tables.setChecked(not self.tables_dock.isHidden())
        )
        self.solve_button.clicked.connect(
            lambda: actions.stop.trigger() if self.runner.is_running else actions.solve.trigger()
        )
        self.export_button.clicked.connect(actions.export.trigger)
        self.document.changed.connect(lambda _before, _after: self._show_state())
        self.document.file_changed.connect(self._show_file)
        self.selection.changed.connect(self._show_selected)
        self.findings.jumped.connect(self._jump)
        self.rollout.link_drawn.connect(self.link)
        self.runner.started.connect(self._on_solve_started)
        self.runner.progressed.connect(self._on_progress)
        self.runner.solved.connect(self._on_solved)
        self.runner.failed.connect(self._on_solve_failed)
        self.solve_panel.stop_requested.connect(self.runner.stop)
        self.solve_panel.accepted.connect(self.accept_result)
        self.solve_panel.discarded.connect(self.discard_result)
        self.files.recent_changed.connect(self._show_recent)
        self._show_recent()

    # Showing

    def _show_state(self) -> None:
        state = self.document.state
        self._derived = Derived(state)
        self.money.show_derived(self._derived, self._proof())
        self.findings.show_findings(state.plan, self._derived.findings)
        self.side.setTabText(self.side.indexOf(self.findings), f"Findings {len(self._derived.findings)}")
        self.inspector.show_selected(state, self.selection.selected)
        faults = sum(finding.kind == "fault" for finding in self._derived.findings)
        plan = state.plan
        counts = f"{len(plan.phases)} phases · {len(plan.credits)} credits · {len(plan.partners)} partners"
        self.statusBar().showMessage(f"{counts} · {faults} rules broken")
        self._show_pins()
        if self._result is not None:
            self.solve_panel.show_result(self._result, state)

    def _show_file(self) -> None:
        plan, path = self.document.plan, self.document.path
        self.title.setText(f"{plan.customer} — {plan.name}")
        self.saved.setText("saved" if self.document.is_saved and path is not None else "not saved")
        self.saved.setStyleSheet(f"color: {tokens().dim}")
        self.setWindowTitle(f"{path.name if path is not None else plan.name}[*] — {PLAIN_TITLE}")
        self.setWindowModified(not self.document.is_saved)

    def _show_selected(self, selected: Selected) -> None:
        self.inspector.show_selected(self.document.state, selected)
        self._show_pins()

    def _show_pins(self) -> None:
        pinned = {pin.phase for pin in self.document.plan.pins}
        self.actions_.remove_pin.setEnabled(self.selection.id_of("phase") in pinned)
        self.actions_.remove_all_pins.setEnabled(bool(pinned))

    def _show_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.files.recent:
            action = self.recent_menu.addAction(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.open_recent(path))
        self.recent_menu.setEnabled(bool(self.files.recent))

    def _show_tables(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
        if is_shown and self.tables_dock.widget() is None:
            from ui.tables.tables_panel import (
                TablesPanel,
            )  # made when first asked for, so that the window opens at once

            self.tables_dock.setWidget(TablesPanel(self.document, self.selection))
        self.tables_dock.setVisible(is_shown)

    def _jump(self, selected: Selected) -> None:
        self.selection.select(selected)
        self.rollout.show_selected()

    def _proof(self) -> str:
        """What is known of the planned funding: the last result, if it is what is shown."""
        result = self._accepted
        if result is None or result.plan is not self.document.plan or result.schedule != self.document.state.schedule:
            return ""
        first = result.stages[0]
        return "best possible" if first.name == "funding" and first.status == "OPTIMAL" else ""

    # Doing

    def open_recent(self, path: Path) -> None:
        if self.files.may_discard():
            self.files.open_path(path)

    def remove_pin(self) -> None:
        """Let the solver move the selected phase again."""
        phase = self.selection.id_of("phase")
        if phase is not None:
            self.document.apply_plan(f"Remove pin of {phase}", unpin(self.document.plan, phase))

    def remove_all_pins(self) -> None:
        plan = self.document.plan
        for pin in plan.pins:
            plan = unpin(plan, pin.phase)
        self.document.apply_plan("Remove all pins", plan)

    def link(self, predecessor: str, successor: str) -> None:
        """Let the second phase begin only after the first; one drawn on the timeline."""
        try:
            plan = add_dependency(self.document.plan, predecessor, successor)
        except PlanError as error:
            self.statusBar().showMessage(str(error))
            return
        self.document.apply_plan(f"Link {predecessor} to {successor}", plan)

    def solve(self) -> None:
        """Solve the present plan on a worker; the present schedule is where it begins."""
        objective = OBJECTIVES[self.objective.currentText()]
        self._result = None
        self.runner.start(self.document.plan, Settings(objective=objective), self.document.state.schedule)

    def accept_result(self) -> None:
        """Make the found schedule the present one, as an undoable step."""
        result = self._result
        if result is None or result.schedule is None or result.plan is not self.document.plan:
            return
        self._result, self._accepted = None, result
        self.document.apply("Accept schedule", State(result.plan, result.schedule))
        self._show_state()
        self._hide_solve_panel()

    def discard_result(self) -> None:
        self._result = None
        self._hide_solve_panel()

    def export(self) -> None:
        """Write the business case into a folder that the user chooses, and open it when done."""
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the business case")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Write the business case behind the window."""
        if self._export is not None:
            return
        state, day = self.document.state, date.today()  # noqa: DTZ011 - the user's own day

        def work() -> object:
            from planner.business_case.export import FORMATS, export  # typst and babel are needed only here

            return export(state, folder, FORMATS, day)

        self._export = Background(work, self)
        self._export.succeeded.connect(lambda files: self._on_exported(folder, files))
        self._export.failed.connect(self._on_export_failed)
        self.export_button.setEnabled(False)
        self.statusBar().showMessage("Writing the business case …")
        self._export.start()

    # What the workers say

    def _on_solve_started(self) -> None:
        self.solve_button.setText("Stop")
        self.solve_status.setText("Solving …")
        self.side.setTabVisible(self.side.indexOf(self.solve_panel), True)  # noqa: FBT003
        self.side.setCurrentWidget(self.solve_panel)

    def _on_progress(self, progress: object) -> None:
        if self.runner.is_running:
            self.solve_panel.show_progress(progress)  # type: ignore[arg-type]

    def _on_solved(self, result: SolveResult) -> None:
        self.solve_button.setText("Solve")
        proven = "Proven optimal" if result.status == "OPTIMAL" else result.status.capitalize()
        self.solve_status.setText(f"{proven} in {result.seconds:.1f} s")
        self._result = result
        self.solve_panel.show_result(result, self.document.state)

    def _on_solve_failed(self, message: str) -> None:
        self.solve_button.setText("Solve")
        self.solve_status.setText("")
        self.solve_panel.show_failure(message)

    def _on_exported(self, folder: Path, files: object) -> None:
        self._end_export()
        count = len(files) if isinstance(files, tuple) else 0
        self.statusBar().showMessage(f"Wrote {count} files to {folder}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_export_failed(self, message: str) -> None:
        self._end_export()
        self.statusBar().showMessage("Nothing was written.")
        QMessageBox.warning(self, PLAIN_TITLE, f"The business case was not written.\n\n{message}")

    def _end_export(self) -> None:
        self.export_button.setEnabled(True)
        if self._export is not None:
            self._export.wait()
            self._export.deleteLater()
            self._export = None

    def _hide_solve_panel(self) -> None:
        self.side.setTabVisible(self.side.indexOf(self.solve_panel), False)  # noqa: FBT003
        self.side.setCurrentWidget(self.inspector)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for unsaved work, then stop every worker before the window goes."""
        if not self.files.may_discard():
            event.ignore()
            return
        self.runner.finish()
        if self._export is not None:
            self._export.wait()
        event.accept()


def _button(text: str, *, is_primary: bool) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("primary", is_primary)
    button.setMinimumWidth(
        button.fontMetrics().horizontalAdvance("Export business case" if not is_primary else "Solve") + 48
    )
    return button


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring


def _menu(title: str, actions: list[QAction], parent: QWidget) -> QMenu:
    menu = QMenu(title, parent)
    menu.addActions(actions)
    return menu


def _keep_arrow(button: QToolButton, is_undo: bool) -> None:  # noqa: FBT001
    """The button's text must not grow with the name of the step, or everything beside it would move."""
    button.setText("↶" if is_undo else "↷")
