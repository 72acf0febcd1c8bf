"""The money at a glance, above everything else."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.derived import Derived
from ui.theme import CAPTION_PIXELS, FIGURE_PIXELS, font, tokens
from ui.wording import day, money

STEPS = ("Face value", "Planned", "You pay", "Finish")


class MoneyStrip(QFrame):
    """Face value, planned funding, net cost and finish of the present State."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Money")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(0)
        self._figures: dict[str, QLabel] = {}
        self._remarks: dict[str, QLabel] = {}
        for step in STEPS:
            row.addWidget(self._column(step), 1)
        row.addStretch(2)

    def show_derived(self, derived: Derived, proof: str) -> None:
        """Show a State's money; proof says what is known of the planned funding, and may be blank."""
        ledger, colours = derived.ledger, tokens()
        figures = (money(ledger.face), money(ledger.planned), money(ledger.net_cost), day(ledger.finish))
        on_invoice = f" · {money(ledger.on_invoice)} on invoices" if ledger.on_invoice else ""
        remarks = (derived.state.plan.currency, proof, f"of {money(ledger.gross_cost)}{on_invoice}", "")
        for step, text, remark in zip(STEPS, figures, remarks, strict=True):
            self._figures[step].setText(text)
            self._figures[step].setAccessibleName(f"{step}: {text}")
            self._figures[step].setStyleSheet(f"color: {colours.money if step == 'Planned' else colours.text}")
            self._remarks[step].setText(remark)
        self.setStyleSheet(f"MoneyStrip {{ border: none; border-bottom: 1px solid {colours.hairline}; }}")
        for label in self.findChildren(QLabel, "caption"):
            label.setStyleSheet(f"color: {colours.dim}")

    def _column(self, step: str) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        caption, figure, remark = QLabel(step), QLabel("–"), QLabel()
        caption.setFont(font(CAPTION_PIXELS))
        figure.setFont(font(FIGURE_PIXELS, QFont.Weight.DemiBold))
        remark.setFont(font(CAPTION_PIXELS))
        for small in (caption, remark):
            small.setObjectName("caption")
        for label in (caption, figure, remark):
            layout.addWidget(label)
        self._figures[step], self._remarks[step] = figure, remark
        return column
