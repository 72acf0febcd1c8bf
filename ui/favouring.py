"""Asking from the window why a credit pays no more: on a worker, with a cancel, kept for the State it is about."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QObject, QUrl, Signal

from planner.funding.claim_rules import face_value
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.scenarios import is_same_work
from solver.cancel import Cancel
from ui.background import Cancellable
from ui.document import Document
from ui.favour_words import favour_sentence
from ui.rich_text import heading, paragraph, rows
from ui.theme import tokens
from ui.wording import counted, in_words, money, signed_money

if TYPE_CHECKING:
    from solver.favour import Favoured

SECONDS = 20.0
"""How long an answer may take; it can be stopped before."""

TITLE = "Could it pay more?"
ASK, STOP = "ask-favour", "stop-favour"


class Favouring(Cancellable):
    """One question at a time, about the State that was present when it was asked.

    Signals:
        changed(): a question was asked, answered or stopped.
        told(sentence): what went wrong, for the status line.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._asked = ""
        self._answered: State | None = None
        self._answers: dict[str, Favoured] = {}

    def ask(self, credit: str) -> None:
        """Ask what more of a credit would cost; does nothing while another question is open, or without a schedule."""
        state = self._document.state
        schedule = state.schedule
        if self._work.is_running or schedule is None:
            return

        def work(cancel: Cancel) -> object:
            from solver.favour import favour  # OR-Tools takes half a second to import

            return favour(state.plan, schedule, credit, seconds=SECONDS, cancel=cancel)

        self._asked = credit
        self._begin(work, lambda found: self._on_answered(state, found), self._on_failed)
        self.changed.emit()

    def answer(self, credit: str) -> "Favoured | None":
        """What is known of a credit in the present State."""
        return self._answers.get(credit) if self._is_present(self._answered) else None

    def follow(self, link: QUrl) -> None:
        """Do what a link of the explanation asks for."""
        if link.scheme() == ASK:
            self.ask(link.path(QUrl.ComponentFormattingOption.FullyDecoded))
        elif link.scheme() == STOP:
            self.stop()

    def html(self, credit: str) -> str:
        """The question, or its answer, as a part of the explanation of a credit."""
        colours, schedule, found = tokens(), self._document.state.schedule, self.answer(credit)
        if schedule is None or not schedule.assignments:
            return ""
        if found is not None:
            return heading(TITLE) + _answer_html(found, schedule)
        face, planned = face_value(self._document.plan.credit[credit]), _planned(schedule, credit)
        if planned >= face:
            return ""  # there is no more
        if self.is_running and self._asked == credit:
            words = f'Looking what more of it would cost … <a href="{STOP}:">Stop</a>'
        elif self.is_running:
            words = f"Looking what more of {escape(self._asked)} would cost …"
        else:
            words = f'<a href="{ASK}:{quote(credit, safe="")}">Ask what more of it would cost</a>'
        reached = f"{money(planned)} of {money(face)} is planned."
        return (
            heading(TITLE) + paragraph(reached, colours.dim) + f'<p style="color: {colours.dim}; margin:0">{words}</p>'
        )

    def _is_present(self, state: State | None) -> bool:
        return state is not None and is_same_work(state, self._document.state)

    def _on_answered(self, state: State, found: "Favoured") -> None:
        was_stopped = self._cancel.is_requested
        if not was_stopped:
            known = self._answers if self._is_same(state) else {}
            self._answered, self._answers = state, {**known, found.credit: found}
        self.changed.emit()

    def _is_same(self, state: State) -> bool:
        return self._answered is not None and is_same_work(self._answered, state)

    def _on_failed(self, message: str) -> None:
        self.told.emit(f"What more of {self._asked} would cost could not be found out. {message}")
        self.changed.emit()


def _planned(schedule: Schedule, credit: str) -> int:
    return sum(claim.amount for claim in schedule.claims if claim.credit == credit)


def _answer_html(found: "Favoured", schedule: Schedule) -> str:
    colours = tokens()
    text = paragraph(in_words(favour_sentence(found, schedule)), colours.text)
    if found.difference is None:
        return text
    changes = rows(
        (
            each.credit,
            f"{money(each.before)} → {money(each.after)} ({signed_money(each.after - each.before)})",
            colours.money if each.after > each.before else colours.broken,
        )
        for each in found.difference.credits
    )
    moved = found.difference.phases
    return text + changes + paragraph(f"{counted(len(moved), 'phase')} would move or change hands.", colours.dim)
