"""Scenarios beside the plan at work: kept, compared line by line, promoted."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from planner.checks import schedule_faults
from planner.invariants import PlanError
from planner.plan import Plan, Scenario, State
from planner.rollout.difference import ChangedCredit, Difference, difference
from planner.rollout.schedule import Schedule
from planner.rule_names import rules_listed
from planner.scenarios import (
    Compared,
    beside,
    changed_facts,
    compared,
    free_name,
    keep_scenario,
    promote_scenario,
    remove_scenario,
    rename_scenario,
)
from ui.document import Document
from ui.fact_words import fact_sentence
from ui.fields.style import SchemeDress
from ui.rich_text import heading, paragraph, rows
from ui.theme import tokens
from ui.what_if.titles import show_currency
from ui.wording import counted, day, in_words, money, signed_money

AT_WORK = "The plan at work"
NEW_NAME = "Scenario"
HEADS = ("Name", "Funding", "Expected", "Net cost", "Finish", "Phases moved", "Rules")
SUMS = range(1, 4)
GAP = 12
NAME = 0
NONE_YET = "No scenario yet. Keep the plan as it is now, then change it: both stand side by side."
CHOOSE = "Choose a scenario to see what it does otherwise."
NO_FIGURE = "–"
MOVED_TIP = "Phases that have other dates, or are delivered by someone else, than in the plan at work"
MOST_FACTS = 30


class ScenariosPage(QWidget):
    """A line for the plan at work and one for each scenario; below, what the chosen one does otherwise.

    Signals:
        told(sentence): why something was refused, or what was done.
    """

    told = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: State | None = None
        self.table = QTableWidget(0, len(HEADS))
        self.table.setHorizontalHeaderLabels([*HEADS])
        self.table.setAccessibleName("The plan at work and its scenarios")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)  # Tab leads on, as everywhere
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        for column in range(len(HEADS)):
            head = self.table.horizontalHeaderItem(column)
            side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                head.setToolTip(MOVED_TIP if HEADS[column] == "Phases moved" else "")
        self.table.itemChanged.connect(self._rename)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.keep, self.promote, self.remove = (
            QPushButton("Keep as scenario"),
            QPushButton("Make it the plan"),
            QPushButton("Remove"),
        )
        self.keep.setToolTip("Keep the plan at work, with its schedule, beside what comes after")
        self.promote.setToolTip("The scenario takes the plan's place; the plan is kept as a scenario")
        for button, slot in ((self.keep, self._keep), (self.promote, self._promote), (self.remove, self._remove)):
            button.clicked.connect(slot)
        self.about = QTextBrowser()
        self.about.setAccessibleName("What the chosen scenario does otherwise")
        self._lay_out()
        SchemeDress(self)
        document.changed.connect(lambda _before, _after: self._show())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    @property
    def chosen(self) -> Scenario | None:
        """The scenario that is chosen; None for the plan at work."""
        row = self.table.currentRow()
        scenarios = self._document.plan.scenarios
        return scenarios[row - 1] if 0 < row <= len(scenarios) else None

    def choose(self, name: str) -> None:
        """Choose a scenario by its name."""
        names = [each.name for each in self._document.plan.scenarios]
        if name in names:
            self.table.selectRow(names.index(name) + 1)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.keep, self.promote, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.table)
        beside, of_beside = QWidget(), QVBoxLayout()
        of_beside.setContentsMargins(GAP, 0, 0, 0)
        of_beside.addWidget(self.about)
        beside.setLayout(of_beside)
        halves.addWidget(beside)
        halves.setSizes([760, 420])
        halves.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addLayout(buttons)
        column.addWidget(halves, 1)

    # Showing

    def _show(self) -> None:
        """Only while somebody sees it, as each plan is checked anew."""
        state = self._document.state
        if not self.isVisible() or state is self._shown:
            return
        self._shown = state
        show_currency(self.table, HEADS, SUMS, state.plan.currency)
        row = self.table.currentRow()
        plans = beside(state, AT_WORK)
        lines = compared(plans)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(lines))
            for number, line in enumerate(lines):
                self._fill(number, line, lines[0], plans[number][1])
            for column in range(1, len(HEADS)):
                self.table.resizeColumnToContents(column)
            self.table.selectRow(min(max(row, 0), len(lines) - 1))
        self._show_chosen()

    def _fill(self, row: int, line: Compared, first: Compared, state: State) -> None:
        figures = (
            line.name,
            _beside(line.funding, first.funding),
            _beside(line.expected, first.expected),
            _beside(line.net_cost, first.net_cost),
            day(line.finish),
            f"{line.moved}",
            f"{line.faults} broken" if line.faults else "all kept",
        )
        for column, text in enumerate(figures):
            shown = text if column == NAME or line.has_schedule else NO_FIGURE
            item = QTableWidgetItem(shown)
            editable = Qt.ItemFlag.ItemIsEditable if column == NAME and row else Qt.ItemFlag.NoItemFlags
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | editable)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{HEADS[column]}: {shown}")
            if column != NAME:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if not row:
                bold = QFont(self.table.font())
                bold.setWeight(QFont.Weight.DemiBold)
                item.setFont(bold)
            if column == len(HEADS) - 1 and line.faults:
                item.setForeground(QBrush(QColor(tokens().broken)))
                told = rules_listed(dict.fromkeys(fault.code for fault in schedule_faults(state)))
                item.setToolTip(f"Broken: {told}")
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, f"Broken: {told}")
            self.table.setItem(row, column, item)

    def _show_chosen(self) -> None:
        scenario = self.chosen
        self.promote.setEnabled(scenario is not None)
        self.remove.setEnabled(scenario is not None)
        invitation = paragraph(CHOOSE if self._document.plan.scenarios else NONE_YET, tokens().dim)
        self.about.setHtml(invitation if scenario is None else _about(self._document.state, scenario))

    # Doing

    def _keep(self) -> None:
        """Keep the plan at work, and let its name be typed at once."""
        plan, state = self._document.plan, self._document.state
        name = free_name(plan, f"{NEW_NAME} {len(plan.scenarios) + 1}")
        if self._do("Keep scenario", lambda: State(keep_scenario(plan, name, state), state.schedule)):
            self._show()
            self.choose(name)
            self.table.setFocus()
            named = self.table.item(self.table.currentRow(), NAME)
            if named is not None:
                self.table.editItem(named)

    def _promote(self) -> None:
        scenario = self.chosen
        if scenario is not None:
            self._do(f"Promote {scenario.name}", lambda: promote_scenario(self._document.state, scenario.name))

    def _remove(self) -> None:
        scenario = self.chosen
        if scenario is not None:
            self._change(f"Remove scenario {scenario.name}", lambda plan: remove_scenario(plan, scenario.name))

    def _rename(self, item: QTableWidgetItem) -> None:
        scenario = self.chosen
        if item.column() == NAME and scenario is not None and item.text().strip() != scenario.name:
            name = item.text()
            if not self._change(
                f"Rename scenario {scenario.name}", lambda plan: rename_scenario(plan, scenario.name, name)
            ):
                with QSignalBlocker(self.table):
                    item.setText(scenario.name)

    def _change(self, text: str, make: Callable[[Plan], Plan]) -> bool:
        state = self._document.state
        return self._do(text, lambda: State(make(state.plan), state.schedule))

    def _do(self, text: str, make: Callable[[], State]) -> bool:
        """Make a step, or say why not; whether it was made."""
        try:
            self._document.apply(text, make())
        except PlanError as error:
            self.told.emit(in_words(f"{error.faults[0].sentence} {error.faults[0].remedy}".strip()))
            return False
        return True


def _beside(figure: int, first: int) -> str:
    """A sum, and by how much it is off the plan at work."""
    return money(figure) if figure == first else f"{money(figure)}  ({signed_money(figure - first)})"


def _about(state: State, scenario: Scenario) -> str:
    """What the scenario states otherwise, what its credits pay, and which of its phases lie elsewhere."""
    colours = tokens()
    facts = [in_words(fact_sentence(scenario.plan, fact)) for fact in changed_facts(state.plan, scenario.plan)]
    more = [f"and {len(facts) - MOST_FACTS} more"] if len(facts) > MOST_FACTS else []
    stated = "".join(paragraph(each, colours.text) for each in (*facts[:MOST_FACTS], *more))
    found = difference(scenario.plan, state.schedule or Schedule(()), scenario.schedule or Schedule(()))
    return (
        heading("What it states otherwise")
        + (stated or paragraph("The same facts.", colours.dim))
        + _credits(scenario.plan, found)
        + heading(
            f"{counted(len(found.phases), 'phase')} moved or delivered by another" if found.phases else "No phase moves"
        )
        + paragraph(", ".join(each.phase for each in found.phases), colours.dim)
    )


def _change(each: ChangedCredit) -> str:
    return f"{money(each.before)} → {money(each.after)} ({signed_money(each.after - each.before)})"


def _credits(plan: Plan, found: Difference) -> str:
    colours = tokens()
    if not found.credits:
        return heading("Every credit pays the same")
    return heading(f"Funding {signed_money(found.funding)} {plan.currency}") + rows(
        (
            each.credit,
            f"{_change(each)} · {plan.credit[each.credit].name}",
            colours.money if each.after > each.before else colours.broken,
        )
        for each in found.credits
    )
