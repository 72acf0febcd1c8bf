"""A line in which a payment is entered: an invoice for a phase that has begun, or what a credit has paid."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from planner.edits import record_invoice, record_payment
from planner.funding.chase import is_last_payment
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from ui.document import Document
from ui.fields.editing import edit
from ui.fields.field import UnreadableError, parsed_day, read_sum
from ui.fields.widgets import DayEdit
from ui.selection import Selected, Selection
from ui.wording import day, money

AMOUNT_WIDTH, DAY_WIDTH = 110, 130


class PaymentBar(QWidget):
    """Whose it is, the day, the sum and what shows it; Enter or the button makes it one step.

    Signals:
        refused(sentence): why it was not entered; blank when it was.
    """

    refused = Signal(str)

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.whose, self.day = QComboBox(), DayEdit(document.plan.status_date or document.plan.start)
        self.amount, self.evidence, self.enter = QLineEdit(), QLineEdit(), QPushButton("Enter payment")
        named = ((self.whose, "Whose payment"), (self.day, "Day of the payment"))
        for widget, name in (
            *named,
            (self.amount, "Amount of the payment"),
            (self.evidence, "Evidence of the payment"),
        ):
            widget.setAccessibleName(name)
        self.day.setPlaceholderText("Day")
        self.day.setFixedWidth(DAY_WIDTH)
        self.amount.setPlaceholderText("Amount")
        self.amount.setFixedWidth(AMOUNT_WIDTH)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.evidence.setPlaceholderText("Number or link of the invoice or remittance")
        self.enter.setToolTip("Note the payment, as one step")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 8)
        row.setSpacing(8)
        row.addWidget(QLabel("Payment"))
        for part in (self.whose, self.day, self.amount, self.evidence, self.enter):
            row.addWidget(part, 1 if part is self.evidence else 0)
        self.enter.clicked.connect(self._enter)
        for line in (self.amount, self.evidence):
            line.returnPressed.connect(self._enter)
        document.changed.connect(lambda _before, after: self._list(after.plan))
        selection.changed.connect(self._follow)
        self._list(document.plan)
        self._follow(selection.selected)

    def _list(self, plan: Plan) -> None:
        """The phases that have begun, and all credits; the chosen one stays chosen."""
        begun = [(f"Invoice of {name} · {plan.phase[name].name}", ("phase", name)) for name in plan.actual]
        paying = [(f"Payment of {credit.id} · {credit.name}", ("credit", credit.id)) for credit in plan.credits]
        entries, chosen = [*begun, *paying], self.whose.currentData()
        if entries != [(self.whose.itemText(row), self.whose.itemData(row)) for row in range(self.whose.count())]:
            self.whose.clear()
            for text, data in entries:
                self.whose.addItem(text, data)
            self._follow(chosen)
        self.enter.setEnabled(bool(entries))

    def _follow(self, selected: Selected) -> None:
        row = next((row for row in range(self.whose.count()) if self.whose.itemData(row) == selected), -1)
        if row >= 0:
            self.whose.setCurrentIndex(row)

    def _enter(self) -> None:
        kind, name = self.whose.currentData()
        refusal = edit(self._document, f"Payment of {name}", lambda state: self._paid(state, kind, name))
        self.refused.emit(refusal)
        if not refusal:
            self.amount.clear()
            self.evidence.clear()
            self.amount.setFocus()

    def _paid(self, state: State, kind: str, name: str) -> Plan:
        if not self.day.text().strip() or not self.amount.text().strip():
            raise UnreadableError(
                f"A payment has a day and an amount. Write them as {day(state.plan.start)} and {money(12_000)}."
            )
        amount, currency = read_sum(self.amount.text(), state.plan.currency)
        paid_on, evidence = parsed_day(self.day.text().strip()), self.evidence.text().strip()
        payment = Payment(paid_on=paid_on, amount=amount, currency=currency, evidence=evidence)
        if kind == "phase":
            return record_invoice(state.plan, name, payment)
        is_last = is_last_payment(state.plan, state.schedule or Schedule(()), name, payment)
        return record_payment(state.plan, name, payment, is_last=is_last)
