"""Monday in two steps: report what happened, then plan the rest anew and accept it."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.plan import State
from planner.status.last import last_status
from planner.status.progress import Due, due_progress, with_progress_as_planned
from planner.status.status import Status, told_facts
from ui.document import Document
from ui.fact_words import fact_sentence
from ui.fields.editing import edit
from ui.fields.field import UnreadableError, parsed_day
from ui.fields.style import SchemeDress, let_stand_out
from ui.fields.widgets import DayEdit
from ui.rich_text import heading, paragraph
from ui.selection import Selection
from ui.solving import status_words
from ui.status_words import status_page
from ui.step_words import phase_words
from ui.tables.table_page import TablePage
from ui.theme import tokens
from ui.timeline.header import today
from ui.week.monday import Monday
from ui.week.resting import Resting
from ui.week.tables import NamedMove, due_table, moves_table, saved_words
from ui.wording import counted, day, in_words, money

INDENT = 10
"""What lies beside the tables, off the line between them."""
DAY_WIDTH = 130
PLAN_ANEW = "Plan the rest anew"
HOW = "Everything that has not begun is planned anew from this day on: most funding, then the fewest moves."
NO_SCHEDULE = "There is no schedule yet: solve the plan first (F5)."
STALE = "The plan was changed meanwhile: plan anew to see what that does."


class MondayPage(QWidget):
    """The day above; what was due and what changed at the left; what planning anew would change at the right.

    Signals:
        told(sentence): why something was not made, or what was done.
    """

    told = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        monday: Monday,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._monday = document, monday
        self.day = DayEdit(document.plan.start)
        self.day.setAccessibleName("Status date")
        self.day.setFixedWidth(DAY_WIDTH)
        self.plan_anew, self.accept, self.discard = (
            QPushButton(PLAN_ANEW),
            QPushButton("Accept"),
            QPushButton("Discard"),
        )
        self.plan_anew.setToolTip(HOW)
        self.accept.setToolTip("Move the status date and take over the dates, as one step")
        self.said = QLabel()
        self.said.setProperty("role", "caption")
        self.said.setWordWrap(True)
        self.due = TablePage(document, selection, due_table(self._due), settings, is_small=True)
        self.moves = TablePage(document, selection, moves_table(self._moves), settings, is_small=True)
        self.all_as_planned, self.as_planned = _quiet("All went as planned"), _quiet("Selected went as planned")
        self.about = QTextBrowser()
        self.about.setAccessibleName("What was reported, and what falls")
        self.due_said, self.moves_said = QLabel(), QLabel()
        self._lay_out()
        self._connect()
        SchemeDress(self)
        self.day.setText(day(self._usual_day()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    @property
    def as_of(self) -> date | None:
        """The day that is typed; None where it is no day."""
        try:
            return parsed_day(self.day.text().strip())
        except UnreadableError:
            return None

    def _usual_day(self) -> date:
        """Today, unless the plan is told as of a later day or lies elsewhere in time."""
        plan = self._document.plan
        return min(max(today(), plan.status_date or plan.start), plan.horizon)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(QLabel("As of"))
        for widget in (self.day, self.plan_anew, self.accept, self.discard):
            top.addWidget(widget)
        top.addWidget(self.said, 1)
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setHandleWidth(1)
        told = QHBoxLayout()
        told.setContentsMargins(8, 4, 8, 4)
        for page in (self.due, self.moves):
            page.hide_buttons()
        for button in (self.all_as_planned, self.as_planned):
            told.addWidget(button)
        told.addStretch(1)
        halves.addWidget(_part(self.due_said, self.due, told))
        halves.addWidget(_part(self.moves_said, self.moves))
        beside, of_beside = QWidget(), QVBoxLayout()
        of_beside.setContentsMargins(INDENT, 0, 0, 0)
        of_beside.addWidget(self.about)
        beside.setLayout(of_beside)
        halves.addWidget(beside)
        halves.setSizes([400, 640, 360])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(halves, 1)

    def _connect(self) -> None:
        self.day.editingFinished.connect(self._take_day)
        self.day.chosen.connect(self._show)
        self.plan_anew.clicked.connect(self._plan_or_stop)
        self.accept.clicked.connect(self._monday.accept)
        self.discard.clicked.connect(self._monday.discard)
        self.all_as_planned.clicked.connect(lambda: self._tell(self._due(self._document.state)))
        self.as_planned.clicked.connect(lambda: self._tell(self._selected()))
        self.due.view.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_possible())
        self._monday.changed.connect(self._show)
        self._monday.told.connect(self.told)
        Resting(self._document, self._show, self)
        self._document.opened.connect(self.day.clear)
        for table in (self.due, self.moves):
            table.refused.connect(self.told)

    def _take_day(self) -> None:
        """Write the day as days are written here."""
        if self.as_of is not None:
            self.day.setText(day(self.as_of))
        self._show()

    # Showing

    def _due(self, state: State) -> tuple[Due, ...]:
        as_of = self.as_of
        return () if as_of is None else due_progress(state, as_of)

    def _moves(self) -> Iterable[NamedMove]:
        draft = self._monday.draft
        if draft is None:
            return ()
        plan, old = draft.now.plan, draft.before.plan
        phases = {each.phase: plan.phase.get(each.phase) or old.phase[each.phase] for each in draft.moved}
        return [NamedMove(each, phases[each.phase].name, phases[each.phase].owner, plan) for each in draft.moved]

    def _show(self) -> None:
        """Only while somebody sees it."""
        if not self.isVisible():
            return
        if not self.day.text():
            self.day.setText(day(self._usual_day()))
        self.due.model.show_again()
        self.moves.model.show_again()
        due, draft = self._due(self._document.state), self._monday.draft
        self.due_said.setText(_due_words(due, self.as_of))
        self.moves_said.setText(_moves_words(draft))
        self.said.setText(self._sentence())
        self.about.setHtml(self._about(draft))
        self._show_possible()

    def _show_possible(self) -> None:
        monday = self._monday
        has_schedule = bool(self._document.schedule.assignments)
        self.plan_anew.setText("Stop" if monday.is_running else PLAN_ANEW)
        self.plan_anew.setEnabled(monday.is_running or (has_schedule and self.as_of is not None))
        self.accept.setEnabled(monday.draft is not None)
        _lead(self.accept if monday.draft is not None else self.plan_anew, self.accept, self.plan_anew)
        self.discard.setEnabled(monday.found is not None)
        self.all_as_planned.setEnabled(bool(self._due(self._document.state)))
        self.as_planned.setEnabled(bool(self._selected()))

    def _sentence(self) -> str:
        monday, state = self._monday, self._document.state
        if monday.is_running or monday.refused:
            return monday.refused or "Planning anew, with the fewest moves …"
        if not self._document.schedule.assignments:
            return NO_SCHEDULE
        if self.as_of is None:
            return f"'{self.day.text()}' is no day. Write it as {day(today())}."
        if monday.found is not None and not monday.is_present:
            return STALE
        if monday.found is not None:
            return f"{status_words(monday.found.result)}. Nothing is changed until you accept."
        last = state.plan.status_date
        return f"The last status is of {day(last)}. {HOW}" if last is not None else HOW

    def _about(self, draft: Status | None) -> str:
        """What was told since the last status, and which claims fall by it."""
        colours, as_of = tokens(), self.as_of
        if as_of is None:
            return ""
        before = last_status(self._document.state, as_of)
        facts = draft.told if draft is not None else told_facts(before.plan, self._document.plan)
        since = before.plan.status_date
        lines = [paragraph(in_words(fact_sentence(self._document.plan, fact)), colours.text) for fact in facts]
        told = heading(f"Changed since {day(since)}" if since is not None else "Changed since the plan was agreed")
        fallen = draft.fallen if draft is not None else ()
        falls = [
            paragraph(f"{each.credit} on {each.phase}: {money(each.lost)} of {money(each.agreed)}", colours.broken)
            + paragraph(f"{in_words(each.why)} {saved_words(each)}.", colours.dim)
            for each in fallen
        ]
        return (
            told
            + ("".join(lines) or paragraph("Nothing.", colours.dim))
            + (heading("Claims that fall") + "".join(falls) if falls else "")
        )

    # Doing

    def _plan_or_stop(self) -> None:
        as_of = self.as_of
        if self._monday.is_running:
            self._monday.stop()
        elif as_of is not None:
            self._monday.start(as_of)

    def _selected(self) -> tuple[Due, ...]:
        """The chosen lines of what was due."""
        rows = sorted({index.row() for index in self.due.view.selectionModel().selectedIndexes()})
        return tuple(row.due for number in rows if (row := self.due.model.row(number)) is not None)

    def _tell(self, due: tuple[Due, ...]) -> None:
        as_of = self.as_of
        if as_of is not None and due:
            phases = {each.phase: None for each in due}
            first = phase_words(self._document.plan, due[0].phase)
            whole = first if len(phases) == 1 else counted(len(phases), "phase")
            make = partial(with_progress_as_planned, as_of=as_of, told=due)
            self.told.emit(edit(self._document, f"Progress of {whole} as planned", make))


def _due_words(due: tuple[Due, ...], as_of: date | None) -> str:
    if as_of is None:
        return ""
    if not due:
        return f"Step 1: everything planned before {day(as_of)} is reported"
    what = "1 start or finish" if len(due) == 1 else f"{len(due)} starts and finishes"
    return f"Step 1: report {what} planned before {day(as_of)}"


def _moves_words(draft: Status | None) -> str:
    if draft is None:
        return "Step 2: see what planning the rest anew would change"
    sheet = status_page(draft)
    figures = " · ".join(f"{fact.label} {fact.value}" for fact in sheet.headline[:-1])
    return f"Step 2: accept that {counted(len(draft.moved), 'phase')} change · {figures}"


def _lead(leading: QPushButton, *buttons: QPushButton) -> None:
    """Let the next thing to do stand out, and nothing else."""
    for button in buttons:
        let_stand_out(button, is_primary=button is leading)


def _quiet(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
    return button


def _part(said: QLabel, table: TablePage, below: QHBoxLayout | None = None) -> QWidget:
    part = QWidget()
    said.setProperty("role", "heading")
    said.setWordWrap(True)
    said.setContentsMargins(16, 4, 8, 4)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(said)
    column.addWidget(table, 1)
    if below is not None:
        column.addLayout(below)
    return part
