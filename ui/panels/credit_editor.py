"""A credit: its letter field by field, and beside it what each edit is worth at once."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSplitter, QTextBrowser, QWidget

from planner.funding.credits import Credit
from planner.plan import Plan, State
from ui.document import Document
from ui.fields import choices, credit_fields, history_fields
from ui.fields.history_fields import CreditChange
from ui.panels.credit_effect import effect_html
from ui.panels.editor import Editor
from ui.panels.files_section import files_section
from ui.panels.form import Cell, Line, Section, Sections, lines_of
from ui.selection import Selection
from ui.theme import tokens
from ui.wording import in_words, signed_money

WIDE = 620
"""From this width on the effect stands beside the form; below it, under it."""


class CreditEditor(Editor):
    """Edits the credit that is selected, or that it is told to show.

    The effect compares with the state in which the present run of edits of this credit began.
    """

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        self._began = document.state
        self.effect = QTextBrowser()
        super().__init__(document, selection, "credit", lambda plan: plan.credit, credit_sections, parent)
        self.effect.setAccessibleName("What the credit pays for")
        self.effect.setOpenLinks(False)
        self.effect.document().setDocumentMargin(14)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self.column.removeWidget(self.form)
        self._split.addWidget(self.form)
        self._split.addWidget(self.effect)
        self.column.addWidget(self._split, 1)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_effect)
        self._show_effect()

    def show_item(self, item_id: str) -> None:
        if item_id != self.item:
            self._began = self.document.state
        super().show_item(item_id)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def _show(self) -> None:
        super()._show()
        self._show_effect()

    def _show_effect(self) -> None:
        if self.item not in self.document.plan.credit:
            self.effect.clear()
            return
        position = self.effect.verticalScrollBar().value()
        self.effect.setHtml(effect_html(self._began, self.document.state, self.item, tokens()))
        self.effect.verticalScrollBar().setValue(position)

    def _follow(self, before: State, after: State) -> None:
        """Edits of anything else begin a new comparison."""
        is_this = before.plan.credit.get(self.item or "") is not after.plan.credit.get(self.item or "")
        if not is_this or self.item not in after.plan.credit:
            self._began = after
        super()._follow(before, after)


def credit_sections(state: State, credit_id: str) -> Sections:
    """What the form shows of a credit."""

    def find(plan: Plan) -> Credit | None:
        return plan.credit.get(credit_id)

    motions = {motion: motion.capitalize() for motion in choices.motions(state.plan)}
    scope = (
        credit_fields.SCOPE_WORKLOADS,
        credit_fields.SCOPE_MOTIONS._replace(labels=motions),
        credit_fields.SCOPE_REGIONS,
        credit_fields.APPROVED_PARTNERS,
    )
    sections = tuple(
        Section(title, lines_of(described, find, credit_id))
        for title, described in (
            ("", credit_fields.OFFER_FIELDS),
            ("Scope", scope),
            ("Window", credit_fields.WINDOW_FIELDS),
            ("Proof", credit_fields.PROOF_FIELDS),
            ("Limits", credit_fields.LIMIT_FIELDS),
            ("Letter", credit_fields.LETTER_FIELDS),
        )
    )
    files = files_section(state.plan, [(credit_id, ("credit", credit_id))])
    history = state.plan.credit[credit_id].condition_history
    changes = tuple(_change(state.plan, credit_id, position) for position in reversed(range(len(history))))
    return (*sections, files, Section("What changed", changes or (Line(text="No term has been changed yet."),)))


def _change(plan: Plan, credit_id: str, position: int) -> Line:
    """A change of a term in words, with its day and the document that says so."""

    def find(present: Plan) -> CreditChange | None:
        credit = present.credit.get(credit_id)
        is_there = credit is not None and position < len(credit.condition_history)
        return CreditChange(credit, position) if credit is not None and is_there else None

    change = plan.credit[credit_id].condition_history[position]
    effect = "" if change.effect is None else f"; claims {signed_money(change.effect)}"
    words = f"{change.condition}: {change.old or '–'} → {change.new or '–'}{effect}"
    owner = f"change {position + 1} of {credit_id}"
    cells = (Cell(history_fields.CHANGED_ON, find, owner), Cell(history_fields.DOCUMENT, find, owner, 2))
    return Line(text=in_words(words[0].upper() + words[1:]), cells=cells)
