"""Another number of seats of a product: what it does is shown before it is accepted, as one step."""

from html import escape
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTextBrowser,
    QWidget,
)

from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.seats import SeatsPreview, change_seats, seats_preview
from ui.background import OneAtATime
from ui.document import Document
from ui.fields.editing import carried_state, refusal
from ui.fields.field import UnreadableError, whole
from ui.fields.style import SchemeDress
from ui.seat_words import preview_sentences
from ui.timeline.header import today
from ui.wording import in_words, money

SMALLEST = 560, 460


class Wanted(NamedTuple):
    """What is tried out."""

    product: str
    seats: int
    work_follows: bool


class Tried(NamedTuple):
    """What came of it: the State with it, its claims settled, and what differs."""

    after: State
    preview: SeatsPreview


class SeatsDialog(QDialog):
    """Asks for a product and a number, and shows what that does. Nothing can be accepted before it is shown.

    Signals:
        shown(): what the present number does is shown, or why it cannot be.
    """

    shown = Signal()

    def __init__(self, document: Document, product: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Change seats")
        self.setMinimumSize(*SMALLEST)
        self._document = document
        self._work = OneAtATime(self)
        self._tried: tuple[Wanted, Tried] | None = None
        self.product = QComboBox()
        self.product.addItems([each.product for each in document.plan.product_seats])
        self.product.setCurrentText(product)
        self.seats = QLineEdit()
        self.work_follows = QCheckBox("&Days and costs of the phases follow")
        self.work_follows.setChecked(True)
        self.effect = QTextBrowser()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.accept_button.setText("Change seats")
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self._lay_out()
        self.product.currentTextChanged.connect(self._show_present)
        self.seats.textChanged.connect(self._try_out)
        self.work_follows.toggled.connect(self._try_out)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        SchemeDress(self)
        self._show_present()

    def accept(self) -> None:
        """Make the change that is shown one step."""
        if self._tried is not None:
            wanted, tried = self._tried
            self._document.apply(f"Change seats of {wanted.product} to {money(wanted.seats)}", tried.after)
        super().accept()

    def done(self, result: int) -> None:
        self._work.finish()
        super().done(result)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        for text, field in (("&Product", self.product), ("&Seats", self.seats), ("&What it does", self.effect)):
            label = QLabel(text)
            label.setBuddy(field)
            form.addRow(label, field)
            field.setAccessibleName(text.replace("&", ""))
            if field is self.seats:
                form.addRow(self.work_follows)
        form.addRow(self.buttons)

    def _show_present(self) -> None:
        found = {each.product: each.seats for each in self._document.plan.product_seats}
        self.seats.setText(money(found.get(self.product.currentText(), 0)))
        self.seats.selectAll()

    def _wanted(self) -> Wanted | None:
        """What is asked for; None where no number stands there."""
        try:
            seats = whole(self.seats.text())
        except UnreadableError as error:
            self._tell(str(error))
            return None
        return Wanted(self.product.currentText(), seats, self.work_follows.isChecked())

    def _try_out(self) -> None:
        self._tried = None
        self.accept_button.setEnabled(False)
        wanted, before = self._wanted(), self._document.state
        if wanted is None or self._work.is_running:
            return

        def take(tried: Tried) -> None:
            self._take(wanted, tried)

        def refused(sentence: str) -> None:
            if self._wanted() == wanted:
                self._tell(sentence)
            else:
                self._try_out()

        self.effect.setPlainText("Working it out …")
        self._work.start(lambda: tried_out(before, wanted), take, refused)

    def _take(self, wanted: Wanted, tried: Tried) -> None:
        if self._wanted() != wanted:
            self._try_out()
            return
        self._tried = wanted, tried
        self.accept_button.setEnabled(True)
        self._tell("\n".join(in_words(each) for each in preview_sentences(tried.preview, tried.after.plan)))

    def _tell(self, text: str) -> None:
        lines = (f"<p style='margin:0 0 5px 0'>{escape(line)}</p>" for line in text.split("\n"))
        self.effect.setHtml("".join(lines))
        self.shown.emit()


def tried_out(before: State, wanted: Wanted) -> Tried:
    """The State with another number of seats, and what that does. Raises ValueError with why it cannot be."""
    try:
        plan = change_seats(before.plan, wanted.product, wanted.seats, today(), work_follows=wanted.work_follows)
    except PlanError as error:
        raise ValueError(refusal(error)) from None
    after = _settled(carried_state(before, plan))
    return Tried(after, seats_preview(_settled(before), after))


def _settled(state: State) -> State:
    from solver.claims import settle  # OR-Tools is not needed to open the dialog

    if state.schedule is None:
        return state
    runs = state.schedule.assignments
    return State(state.plan, Schedule(runs, settle(state.plan, runs)))
