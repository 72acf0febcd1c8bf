"""What an offer is worth: its words, the one ledger that it belongs to, what it displaces, and its strings."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from planner.funding.offer_ledgers import RateWorth, RightMemo
from planner.funding.offers import Offer, with_offer
from planner.funding.strings import promising_words
from planner.plan import Plan
from ui.document import Document
from ui.fields.editing import edit
from ui.fields.style import SchemeDress
from ui.rich_text import heading, paragraph, rows
from ui.theme import tokens
from ui.what_if.offer_weighing import OfferWeighing
from ui.wording import in_words, money, money_of_cents, percent, signed_money

if TYPE_CHECKING:
    from solver.asks.offer import OfferWorth

EXAMPLE = "Type or paste an offer, as: ECIF 50,000 USD for Intune deploy until 30 June 2027, 50 %"
LEDGERS = {
    "funding": "Funding ledger",
    "entitlement": "Entitlement ledger: a memo, no concession",
    "rate": "Rate ledger: no funding",
    "none": "Strings alone: no ledger, and worth nothing",
}


class OfferPage(QWidget):
    """The words of an offer above, what it is worth below.

    Signals:
        told(sentence): what was done, or why not.
    """

    told = Signal(str)

    def __init__(self, document: Document, weighing: OfferWeighing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._weighing = document, weighing
        self.text, self.answer = QPlainTextEdit(), QTextBrowser()
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName("The words of an offer")
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(90)
        self.answer.setAccessibleName("What the offer is worth")
        self.weigh, self.add, self.said = QPushButton("Weigh"), QPushButton("Add it to the plan"), QLabel()
        self.weigh.setToolTip("Sort the offer to its ledger, and find what it is worth there")
        self.add.setToolTip("Make the credit, right or discount a part of the plan")
        self.said.setProperty("role", "caption")
        buttons, column = QHBoxLayout(), QVBoxLayout(self)
        for widget in (self.weigh, self.add):
            buttons.addWidget(widget)
        buttons.addWidget(self.said, 1)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(self.text)
        column.addLayout(buttons)
        column.addWidget(self.answer, 1)
        self.weigh.clicked.connect(self._weigh_or_stop)
        self.add.clicked.connect(self._add)
        weighing.changed.connect(self._show)
        document.changed.connect(lambda _before, _after: self._show())
        document.opened.connect(weighing.forget)
        SchemeDress(self)
        self._show()

    def _show(self) -> None:
        weighing = self._weighing
        offer, worth = weighing.offer, weighing.worth
        self.weigh.setText("Stop" if weighing.is_running else "Weigh")
        has_part = offer is not None and offer.ledger != "none"
        self.add.setEnabled(has_part and weighing.is_present and not weighing.is_running)
        self.said.setText(self._sentence())
        colours = tokens()
        parts = [paragraph(in_words(weighing.refused), colours.broken)] if weighing.refused else []
        if offer is not None:
            parts += [
                heading(LEDGERS[offer.ledger]),
                _worth_html(self._document.plan, worth),
                _assumed_html(offer),
                _strings_html(offer),
            ]
        self.answer.setHtml("".join(parts))

    def _sentence(self) -> str:
        weighing = self._weighing
        if weighing.is_running:
            return "Solving with the offer and without …"
        if weighing.offer is not None and not weighing.is_present:
            return "Of an earlier plan, which was changed meanwhile. Weigh again."
        credit = weighing.offer is not None and weighing.offer.credit is not None
        return "No schedule was found, so its worth is not known." if credit and weighing.worth is None else ""

    def _weigh_or_stop(self) -> None:
        if self._weighing.is_running:
            self._weighing.stop()
        else:
            self._weighing.weigh(self.text.toPlainText())

    def _add(self) -> None:
        offer = self._weighing.offer
        if offer is not None:
            self.told.emit(edit(self._document, "Add offer", lambda state: with_offer(state.plan, offer)))


def _worth_html(plan: Plan, worth: "OfferWorth | RightMemo | RateWorth | None") -> str:
    colours = tokens()
    match worth:
        case None:
            return ""
        case RateWorth():
            lines = rows(
                (
                    each.name,
                    f"{percent(each.before)} → {percent(each.after)}, {money_of_cents(each.in_term)}",
                    colours.text,
                )
                for each in worth.lines
            )
            told = f"{money_of_cents(worth.in_term)} {plan.currency} over {worth.years} years."
            return paragraph(told, colours.text) + lines
        case RightMemo():
            return _memo_html(plan, worth)
        case _:
            return _credit_html(plan, worth)


def _memo_html(plan: Plan, memo: RightMemo) -> str:
    colours = tokens()
    if not memo.phases:
        return paragraph("It covers no phase that another right of the plan does not cover.", colours.text)
    covered = f"It covers {', '.join(memo.phases)}, and no other right of the plan does."
    saved = f"FastTrack could save {money(memo.avoided_cost)} {plan.currency} of partners' prices there."
    return paragraph(covered, colours.text) + paragraph(saved, colours.dim)


def _credit_html(plan: Plan, worth: "OfferWorth") -> str:
    colours, exchange = tokens(), worth.credit.exchange
    face = f"{money(worth.credit.face)} {plan.currency if exchange is None else exchange.currency}"
    adds = money(worth.at_least) if worth.is_proven else f"{money(worth.at_least)} to {money(worth.at_most)}"
    proof = "proven" if worth.is_proven else "not proven"
    told = f"Of a face of {face} it adds {adds} {plan.currency}, {proof}."
    displaced = f"{money(worth.displaced)} of that takes" if worth.displaced else "none of that takes"
    pays = f"It would pay {money(worth.paid)} {plan.currency}; {displaced} the place of other credits."
    changes = rows(
        (
            "This offer" if each.credit == worth.credit.id else each.credit,
            f"{money(each.before)} → {money(each.after)} ({signed_money(each.after - each.before)})",
            colours.money if each.after > each.before else colours.broken,
        )
        for each in worth.difference.credits
    )
    moved = [each.phase for each in worth.difference.phases]
    elsewhere = paragraph(f"Moved or delivered by another: {', '.join(moved)}.", colours.dim) if moved else ""
    return paragraph(told, colours.text) + paragraph(pays, colours.text) + changes + elsewhere


def _assumed_html(offer: Offer) -> str:
    if not offer.assumed:
        return ""
    return heading("Assumed") + "".join(paragraph(in_words(each), tokens().dim) for each in offer.assumed)


def _strings_html(offer: Offer) -> str:
    """The words of the offer with those marked that carry strings."""
    if not offer.strings:
        return ""
    colours = tokens()
    parts, end = [], 0
    for first, after in promising_words(offer.text):
        parts += [
            escape(offer.text[end:first]),
            f'<b style="color: {colours.broken}">',
            escape(offer.text[first:after]),
        ]
        parts.append("</b>")
        end = after
    marked = "".join([*parts, escape(offer.text[end:])]).replace("\n", "<br>")
    reasons = "".join(paragraph(f"{each.clause}: {each.reason}.", colours.dim) for each in offer.strings)
    return heading("Strings") + f'<p style="color: {colours.text}">{marked}</p>' + reasons
