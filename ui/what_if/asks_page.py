"""What to negotiate: each ask with its gain while it is proven, its words for the other side, and the agenda."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from planner.edits import take_off_agenda
from planner.funding.ask_words import AskWords, ask_words
from planner.funding.asks import WHOM_WORDS
from planner.negotiating import with_ask_on_agenda
from planner.plan import AgendaItem, State
from ui.ask_words import bundles_by_size, is_worth_asking, most_to_gain, no_bundle_words
from ui.document import Document
from ui.fields.style import WHOLE_LINES, SchemeDress
from ui.rich_text import heading, paragraph
from ui.settled import total
from ui.step_words import ask_words_in_step
from ui.theme import tokens
from ui.what_if.ask_search import AskSearch
from ui.what_if.titles import show_currency
from ui.wording import counted, in_words, money, signed_money

if TYPE_CHECKING:
    from solver.asks.bundles import Bundle
    from solver.asks.sweep import Swept
    from solver.asks.worth import Worth

ROOM_OF_ROWS, GAP = 6, 12
HEADS = ("Request", "Put to", "Gain", "Proof")
REQUEST, WHOM, GAIN, PROOF = range(len(HEADS))
NOTHING_YET = "Requests stand here by what they gain once Find has worked them out."
CHOOSE = "Choose an ask to see how it is put to the other side."
NO_AGENDA = "Agenda: empty. Choose an ask and put it on the agenda."
ASK = "Work out what each relaxed condition of a letter, partner or pin would gain, all else as it is."


class AsksPage(QWidget):
    """A line for each ask by gain; below, its words and what can be done with it; beside, the agenda.

    Signals:
        told(sentence): what was done, or why not.
    """

    told = Signal(str)

    def __init__(self, document: Document, search: AskSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._search = document, search
        self._rows: tuple[Worth, ...] = ()
        self._words: dict[str, AskWords] = {}
        self.look, self.said, self.everything = QPushButton("Find"), QLabel(), QCheckBox("Show all")
        self.everything.setToolTip("Those that gain nothing, too, and those that ask for more and gain no more")
        self.said.setProperty("role", "caption")
        self.said.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Conditions worked out")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.table = _table()
        self.bundles = QLabel()
        self.bundles.setWordWrap(True)
        self.bundles.setAccessibleName("The best bundles of asks")
        self.about = QTextBrowser()
        self.about.setAccessibleName("What is said to the other side")
        self.copy, self.put, self.try_out = (
            QPushButton("Copy as a sentence"),
            QPushButton("Put on the agenda"),
            QPushButton("Try as a scenario"),
        )
        self.copy.setToolTip("Copy the request and its reason, without what it would gain")
        self.put.setToolTip("Keep the request and its reason in the plan, to be negotiated")
        self.try_out.setToolTip("Solve the plan with the ask granted, and keep it as a scenario")
        self.agenda, self.take_off = QListWidget(), QPushButton("Take off the agenda")
        self.agenda.setAccessibleName("Agenda")
        self.agenda.setWordWrap(True)
        self.agenda.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.agenda.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.agenda.setStyleSheet(WHOLE_LINES)
        self.agenda_title = QLabel()
        self.agenda_title.setWordWrap(True)
        self._lay_out()
        self._connect()
        SchemeDress(self)
        self._show()
        self._show_agenda()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()
        self._show_agenda()

    def _connect(self) -> None:
        self.look.clicked.connect(self._look_or_stop)
        self.everything.toggled.connect(lambda _: self._show())
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.copy.clicked.connect(self._copy)
        self.put.clicked.connect(self._put)
        self.try_out.clicked.connect(self._try_out)
        self.take_off.clicked.connect(self._take_off)
        self.agenda.currentRowChanged.connect(lambda row: self.take_off.setEnabled(row >= 0))
        self._search.changed.connect(self._show)
        self._search.told.connect(self.told)
        self._document.changed.connect(self._follow)
        self._document.opened.connect(self._search.forget)

    def _lay_out(self) -> None:
        top, buttons = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.look)
        top.addWidget(self.said, 1)
        top.addWidget(self.everything)
        for button in (self.copy, self.put, self.try_out):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left, right = QWidget(), QWidget()
        of_left, of_right = QVBoxLayout(left), QVBoxLayout(right)
        for column, widgets in ((of_left, (self.table, self.bundles)), (of_right, (self.about,))):
            column.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                column.addWidget(widget)
        of_right.setContentsMargins(GAP, 0, 0, 0)
        of_right.setStretchFactor(self.about, 3)
        of_right.addLayout(buttons)
        above_agenda = QHBoxLayout()
        above_agenda.addWidget(self.agenda_title, 1)
        above_agenda.addWidget(self.take_off)
        of_right.addLayout(above_agenda)
        of_right.addWidget(self.agenda, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([760, 480])
        halves.setHandleWidth(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(14, 10, 14, 10)
        page.addLayout(top)
        page.addWidget(self.bar)
        page.addWidget(halves, 1)

    @property
    def chosen(self) -> "Worth | None":
        """The ask that is chosen."""
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def choose(self, ask_id: str) -> None:
        """Choose an ask by what it is known by."""
        for row, worth in enumerate(self._rows):
            if worth.ask.id == ask_id:
                self.table.selectRow(row)

    # Showing

    def _follow(self, before: State, after: State) -> None:
        if before.plan.agenda is not after.plan.agenda:
            self._show_agenda()
        self._show()

    def _show(self) -> None:
        """Only while somebody sees it, as rows come often."""
        search = self._search
        if not self.isVisible():
            return
        swept, state = search.swept, search.state
        show_currency(self.table, HEADS, (GAIN,), self._document.plan.currency)
        self.look.setText("Stop" if search.is_running else "Find")
        self.bar.setVisible(search.is_running)
        self.bar.setRange(0, swept.of if swept is not None else 0)
        self.bar.setValue(swept.done if swept is not None else 0)
        self.said.setText(self._sentence())
        worths = swept.worths if swept is not None else ()
        rows = tuple(worth for worth in worths if self.everything.isChecked() or is_worth_asking(worth, worths))
        if rows != self._rows:
            self._fill(rows, state)
        self.bundles.setText("\n".join(self._bundle_lines()))
        self._show_chosen()

    def _fill(self, rows: "tuple[Worth, ...]", state: State | None) -> None:
        """Fill the table anew, the same ask staying chosen."""
        kept = self.chosen.ask.id if self.chosen is not None else ""
        self._rows = rows
        self._words = {each.ask.id: self._words_of(each, state) for each in rows} if state is not None else {}
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(rows))
            for number, worth in enumerate(rows):
                self._fill_row(number, worth)
            for column in (WHOM, GAIN, PROOF):
                self.table.resizeColumnToContents(column)
            self.table.resizeRowsToContents()
            for number in range(len(rows)):
                self.table.setRowHeight(number, self.table.rowHeight(number) + ROOM_OF_ROWS)
            self.table.clearSelection()
            self.table.setCurrentCell(-1, -1)
            self.choose(kept)

    def _fill_row(self, row: int, worth: "Worth") -> None:
        figures = (
            in_words(self._words[worth.ask.id].request),
            WHOM_WORDS[worth.ask.whom],
            _gain(worth),
            _proof(worth),
        )
        for column, text in enumerate(figures):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{HEADS[column]}: {text}")
            item.setToolTip(text)
            if column == GAIN:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _words_of(self, worth: "Worth", state: State) -> AskWords:
        known = self._words.get(worth.ask.id)
        return known if known is not None else ask_words(state.plan, state.schedule, worth.ask)

    def _sentence(self) -> str:
        search, swept = self._search, self._search.swept
        if search.is_running:
            return self._running_sentence()
        if search.state is None:
            return ASK
        if swept is None:
            return "Stopped." if search.was_stopped else "No schedule was found for the plan as it is. Solve tells why."
        worked = _worked(swept)
        if not search.is_present:
            return f"{worked}, of an earlier plan, which was changed meanwhile. Find again."
        base = swept.base.optimum
        proof = "proven" if base.is_proven else f"at most {money(base.at_most)}"
        lost = f" {counted(swept.lost, 'condition')} could not be worked out." if swept.lost else ""
        stopped = ""
        if search.was_stopped:
            stopped = "; the search for bundles was stopped" if swept.is_complete else ", then stopped"
        most = f"{money(base.at_least)} {self._document.plan.currency}"
        return f"{worked}{stopped}. The most without any ask: {most}, {proof}{self._planned()}.{lost}"

    def _planned(self) -> str:
        """What the present schedule earns, where that is less than the most."""
        swept, planned = self._search.swept, total(self._document.schedule.claims)
        is_less = swept is not None and planned < swept.base.optimum.at_least
        return f"; planned now: {money(planned)}" if is_less else ""

    def _running_sentence(self) -> str:
        search, swept = self._search, self._search.swept
        if swept is None:
            return "Looking for the most funding as the plan is …"
        if search.bundle_at_work is not None:
            return _bundle_sentence(search.bundle_at_work, swept.base.optimum.at_least, search.bundle_reached)
        most = f"{money(most_to_gain(swept))} {swept.base.plan.currency}"
        return f"{_worked(swept)}, the likeliest first. None gains more than {most}."

    def _bundle_lines(self) -> list[str]:
        state, swept = self._search.state, self._search.swept
        if state is None or swept is None:
            return []
        return [_bundle_line(state, size, found) for size, found in bundles_by_size(swept, self._search.bundles)]

    def _show_chosen(self) -> None:
        worth, is_present = self.chosen, self._search.is_present
        self.copy.setEnabled(worth is not None)
        self.put.setEnabled(worth is not None and is_present)
        self.try_out.setEnabled(worth is not None and is_present and not self._search.is_trying)
        self.try_out.setText("Solving …" if self._search.is_trying else "Try as a scenario")
        if worth is None:
            self.about.setHtml(paragraph(CHOOSE if self._rows else NOTHING_YET, tokens().dim))
            return
        words, colours = self._words[worth.ask.id], tokens()
        self.about.setHtml(
            heading("For the other side" if worth.ask.whom != "own" else "For ourselves")
            + paragraph(in_words(words.request), colours.text)
            + paragraph(in_words(words.reason), colours.text)
            + heading("Internal")
            + paragraph(self._gained(worth), colours.dim)
        )

    def _gained(self, worth: "Worth") -> str:
        if worth.granted is None:
            return "No schedule was found with it granted."
        return f"It gains {_gain(worth)} {self._document.plan.currency}, {_proof(worth)}."

    def _show_agenda(self) -> None:
        items = self._document.plan.agenda
        with QSignalBlocker(self.agenda):
            self.agenda.clear()
            self.agenda.addItems([_agenda_line(item) for item in items])
        self.agenda_title.setText("Agenda" if items else NO_AGENDA)
        self.take_off.setEnabled(self.agenda.currentRow() >= 0)

    # Doing

    def _look_or_stop(self) -> None:
        if self._search.is_running:
            self._search.stop()
        else:
            self._words = {}
            self._search.start()

    def _copy(self) -> None:
        """The request and its reason; the gain stays inside."""
        if self.chosen is not None:
            QGuiApplication.clipboard().setText(self._words[self.chosen.ask.id].sentence)
            self.told.emit("Copied, without what it would gain.")

    def _put(self) -> None:
        if self.chosen is not None:
            state, ask = self._document.state, self.chosen.ask
            self._document.apply(
                ask_words_in_step("Put on the agenda", self._words[ask.id]),
                State(with_ask_on_agenda(state, ask), state.schedule),
            )

    def _take_off(self) -> None:
        row, state = self.agenda.currentRow(), self._document.state
        if row >= 0:
            self._document.apply("Take off the agenda", State(take_off_agenda(state.plan, row), state.schedule))

    def _try_out(self) -> None:
        if self.chosen is not None:
            self._search.try_out(self.chosen.ask)


def _bundle_sentence(size: int, without: int, reached: tuple[int | None, int | None]) -> str:
    value, bound = reached
    best = "" if value is None or value <= without else f" best {signed_money(value - without)},"
    most = "" if bound is None else f" none gains more than {money(bound - without)}."
    return f"Looking for the best bundle of {size} …{best}{most}"


def _worked(swept: "Swept") -> str:
    return f"{money(swept.done)} of {counted(swept.of, 'condition')} worked out"


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADS))
    table.setHorizontalHeaderLabels([*HEADS])
    table.setAccessibleName("Asks by gain")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)  # Tab leads on, as everywhere
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.horizontalHeader().setSectionResizeMode(REQUEST, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    for column in range(len(HEADS)):
        head = table.horizontalHeaderItem(column)
        side = Qt.AlignmentFlag.AlignRight if column == GAIN else Qt.AlignmentFlag.AlignLeft
        if head is not None:
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return table


def _gain(worth: "Worth") -> str:
    if worth.granted is None:
        return "no schedule"
    if worth.gain is not None:
        return signed_money(worth.gain)
    return f"{money(worth.at_least)} to {money(worth.at_most)}"


def _proof(worth: "Worth") -> str:
    if worth.is_smallest:
        return "proven, the fewest days"
    return "proven" if worth.is_proven or worth.granted is None else "not proven"


def _bundle_line(state: State, size: int, bundle: "Bundle | None") -> str:
    if bundle is None:
        return no_bundle_words(size)
    proof = "proven" if bundle.is_proven else f"at most {money(bundle.at_most)}"
    if not bundle.asks:
        return f"Best bundle of {size}: none gains anything, {proof}."
    asked = "; ".join(_in_short(ask_words(state.plan, state.schedule, ask).request) for ask in bundle.asks)
    return f"Best bundle of {size}, {signed_money(bundle.at_least)} {state.plan.currency}, {proof}: {asked}."


def _in_short(request: str) -> str:
    """A request as one of several."""
    words = in_words(request).removeprefix("Please ").removesuffix(".")
    return f"{words[:1].lower()}{words[1:]}"


def _agenda_line(item: AgendaItem) -> str:
    return f"{WHOM_WORDS[item.whom]}: {in_words(item.request)}"
