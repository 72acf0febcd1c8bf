"""The money at a glance, above everything else: from what letters offer to what is left to pay."""

from typing import NamedTuple

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.derived import Derived
from ui.elided_label import ElidedLabel
from ui.theme import CAPTION_PIXELS, FIGURE_PIXELS, font, tokens
from ui.wording import day, money, signed_money

STEPS = ("Face value", "Reachable", "Planned", "Recoverable", "Expected", "You pay", "Finish")
UNKNOWN, WAITING = "–", "…"


class Figure(NamedTuple):
    """What stands under the name of a step, its remark below, and whether it is money in hand or money at risk."""

    text: str
    remark: str
    meaning: str = "text"


class MoneyStrip(QFrame):
    """The steps of the ladder of the present State, what the customer pays, and when it ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Money")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self._figures: dict[str, QLabel] = {}
        self._remarks: dict[str, QLabel] = {}
        for step in STEPS:
            row.addWidget(self._column(step), 1)

    def show_derived(self, derived: Derived) -> None:
        """Show a State's money."""
        self._show(figures(derived))

    def show_first(self, derived: Derived) -> None:
        """Show what of a State's money is known at once; the rest is told to be worked out."""
        self._show(first_figures(derived))

    def _show(self, shown: tuple[Figure, ...]) -> None:
        colours = tokens()
        for step, figure in zip(STEPS, shown, strict=True):
            self._figures[step].setText(figure.text)
            self._figures[step].setAccessibleName(f"{step}: {figure.text} {figure.remark}".strip())
            self._figures[step].setStyleSheet(f"color: {getattr(colours, figure.meaning)}")
            self._remarks[step].setText(figure.remark)
        self.setStyleSheet(f"MoneyStrip {{ border: none; border-bottom: 1px solid {colours.hairline}; }}")
        for label in self.findChildren(QLabel, "caption"):
            label.setStyleSheet(f"color: {colours.dim}")

    def _column(self, step: str) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        caption, figure, remark = QLabel(step), QLabel(UNKNOWN), ElidedLabel(0)
        caption.setFont(font(CAPTION_PIXELS))
        figure.setFont(font(FIGURE_PIXELS, QFont.Weight.DemiBold))
        remark.setFont(font(CAPTION_PIXELS))
        for small in (caption, remark):
            small.setObjectName("caption")
        for label in (caption, figure, remark):
            layout.addWidget(label)
        self._figures[step], self._remarks[step] = figure, remark
        return column


def figures(derived: Derived) -> tuple[Figure, ...]:
    """The figure of every step; what rests on a schedule is unknown while there is none."""
    total = derived.ladder.total
    lost = total.reachable - total.face
    out_of_reach = f"{signed_money(lost)} {_what_is_out_of_reach(derived)}" if lost else "all of it"
    upper = (
        Figure(money(total.face), derived.state.plan.currency),
        Figure(money(total.reachable), out_of_reach),
    )
    if not derived.schedule.assignments:
        return (*upper, *(Figure(UNKNOWN, "no schedule yet") for _ in STEPS[len(upper) :]))
    planned = Figure(money(total.planned), _proof(derived), "risk" if _is_broken(derived) else "money")
    return (*upper, planned, _recoverable(derived), *_lower(derived))


def first_figures(derived: Derived) -> tuple[Figure, ...]:
    """The same as far as the ledger alone tells it, which is quick; nothing is guessed."""
    ledger, later = derived.ledger, Figure(WAITING, "being worked out")
    face = Figure(money(ledger.face), derived.state.plan.currency)
    if not derived.schedule.assignments:
        return (face, later, *(Figure(UNKNOWN, "no schedule yet") for _ in STEPS[2:]))
    return (face, later, Figure(money(ledger.planned), later.remark), later, *_lower(derived))


def _lower(derived: Derived) -> tuple[Figure, Figure, Figure]:
    """What is expected, what the customer pays, and when it ends."""
    ledger = derived.ledger
    on_invoice = f" · {money(ledger.on_invoice)} on invoices" if ledger.on_invoice else ""
    return (
        Figure(money(ledger.expected), f"{signed_money(ledger.expected - ledger.planned)} confidence"),
        Figure(money(ledger.net_cost), f"of {money(ledger.gross_cost)}{on_invoice}"),
        Figure(day(ledger.finish), ""),
    )


def _what_is_out_of_reach(derived: Derived) -> str:
    """Which of scope, time and lost credits take something, as the ladder tells it."""
    late = [each.is_lost for each in derived.ladder.credits if each.scoped > each.reachable]
    is_outside = any(each.face > each.scoped for each in derived.ladder.credits)
    takes = (("scope", is_outside), ("time", False in late), ("lost credits", True in late))
    words = [word for word, is_taken in takes if is_taken]
    return (" and " if len(words) <= len(("scope", "time")) else ", ").join(words)


def _is_broken(derived: Derived) -> bool:
    return any(finding.kind == "fault" for finding in derived.findings)


def _proof(derived: Derived) -> str:
    """What is known of the planned funding against the best schedule."""
    found = derived.ladder
    if _is_broken(derived) and found.total.planned > found.at_most:
        return f"rules broken; at most {money(found.at_most)}"
    if _is_broken(derived):
        return "while rules are broken"
    if found.total.planned in {found.at_most, found.total.realisable if found.is_proven else None}:
        return "best possible"
    return f"at most {money(found.at_most)}"


def _recoverable(derived: Derived) -> Figure:
    """What solving would bring, which only a solve knows, unless the plan earns all that any schedule could."""
    found = derived.ladder
    if found.total.realisable is None:
        is_all = not _is_broken(derived) and found.total.planned == found.at_most
        return Figure(money(0), "nothing is left") if is_all else Figure(UNKNOWN, "solve to know")
    recoverable = max(found.total.realisable - found.total.planned, 0)
    how = "by solving without pins" if recoverable and derived.is_best_without_pins else "by solving"
    remark = how if found.is_proven else f"at least, {how}"
    return Figure(money(recoverable), remark, "risk" if recoverable else "text")
