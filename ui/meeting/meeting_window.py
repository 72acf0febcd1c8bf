"""The window of a meeting with the account team: all that is on it comes from an ``ExternalView``, and nothing else.

Behind it the rollout is edited as ever: each move is a step of the document, settled, and projected anew. What is
exported is what is shown.
"""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from planner.business_case.external_view import ExternalView
from planner.business_case.notation import Notation
from planner.business_case.projection import external_view
from planner.plan import State
from planner.rollout.moves import remaining_claims
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.actions import REDO_KEYS
from ui.document import Document
from ui.elided_label import ElidedLabel
from ui.fields.style import SchemeDress
from ui.meeting.meeting_picture import MeetingPicture
from ui.step_words import phase_words
from ui.theme import font
from ui.timeline.drag import DragProposal, Grab, dropped, grab, propose

TITLE_PIXELS, FIGURE_PIXELS, TEXT_PIXELS = 22, 26, 14
LEAST_TITLE, LEAST_NAME = 240, 200
"""Pixels below which a title and the names of credits do not go: the window fits the smallest screens in use."""
SHEET_MARGINS = 12, 8, 12, 8
APART = 32
HEADS = ("Credit", "Requested", "Offered", "Decision by")


class MeetingWindow(QWidget):
    """Shown on the whole screen; Escape ends the meeting.

    Signals:
        export_asked(): what is shown shall be written as the business case.
        ended(): the window was closed.
    """

    export_asked = Signal()
    ended = Signal()

    def __init__(self, document: Document, day: date) -> None:
        super().__init__(None)
        self._document, self._day = document, day
        self._held: Grab | None = None
        self._proposal: DragProposal | None = None
        self._notation = Notation(document.plan.currency)
        self._pages: list[MeetingPicture] = []
        self.title, self.asked, self.said = ElidedLabel(LEAST_TITLE), QLabel(), QLabel()
        self.title.setFont(font(TITLE_PIXELS, QFont.Weight.DemiBold))
        self.asked.setFont(font(FIGURE_PIXELS, QFont.Weight.DemiBold))
        self.said.setFont(font(TEXT_PIXELS))
        self.said.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.requests = QGridLayout()
        self.requests.setContentsMargins(0, 0, 0, 0)
        self.requests.setHorizontalSpacing(24)
        self.requests.setVerticalSpacing(4)
        self.requests.setColumnStretch(0, 1)
        self.undo, self.export, self.end = QPushButton("Undo"), QPushButton("Export what is shown"), QPushButton("End")
        self.undo.clicked.connect(self._undo)
        self.export.clicked.connect(self.export_asked)
        self.end.clicked.connect(self.close)
        self._lay_out()
        SchemeDress(self)
        for keys, slot in (
            (QKeySequence(Qt.Key.Key_Escape), self._leave_or_let_go),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo),
            *((QKeySequence(keys), self._redo) for keys in REDO_KEYS),
        ):
            QShortcut(keys, self).activated.connect(slot)
        self._first = self._furthest = document.undo_stack.index()
        document.changed.connect(self._follow)
        self._show(document.state)

    @property
    def view(self) -> ExternalView:
        """What is shown."""
        return self._view

    @property
    def pages(self) -> tuple[MeetingPicture, ...]:
        """The pages of the timeline."""
        return tuple(self._pages)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._document.changed.disconnect(self._follow)
        self.ended.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        head, top, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self.title, 1)
        for button in (self.undo, self.export, self.end):
            head.addWidget(button)
        left = QVBoxLayout()
        for widget in (self.asked, self.said):
            left.addWidget(widget)
        left.addStretch(1)
        table = QWidget()
        table.setLayout(self.requests)
        table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        top.setSpacing(APART)
        top.addLayout(left, 2)
        top.addWidget(table, 3, Qt.AlignmentFlag.AlignTop)
        self.timeline = QWidget()
        self.timeline.setAutoFillBackground(True)
        self.timeline.setBackgroundRole(QPalette.ColorRole.Base)
        self.sheets = QVBoxLayout(self.timeline)
        self.sheets.setContentsMargins(*SHEET_MARGINS)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.timeline)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(top)
        column.addWidget(scroll, 1)

    # Showing

    def _follow(self, _before: State, after: State) -> None:
        self._held = self._proposal = None
        self._show(after)

    def _show(self, state: State, days: DateRange | None = None) -> None:
        """Project the State, and show the projection. days: of the timeline, where they are not those of the work."""
        view = self._view = external_view(state.plan, state.schedule or Schedule(()), self._day, days=days)
        header, notation = view.header, self._notation
        self.setWindowTitle(f"{header.customer} — {header.plan}")
        self.title.setText(f"{header.customer} — {header.plan}")
        requested = sum(each.requested for each in view.requests)
        self.asked.setText(f"{notation.money(requested)} requested")
        self.undo.setEnabled(self._document.undo_stack.index() > self._first)
        self._show_requests(view)
        if len(view.pictures) != len(self._pages):
            self._make_pages(view)
        for page, layout in zip(self._pages, view.pictures, strict=True):
            page.show_layout(layout)

    def _show_requests(self, view: ExternalView) -> None:
        """A line for each credit of which something is requested."""
        while self.requests.count():
            taken = self.requests.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for row, texts in enumerate(_lines(view, self._notation)):
            for column, text in enumerate(texts):
                cell = ElidedLabel(LEAST_NAME) if column == 0 else QLabel()
                cell.setText(text)
                cell.setFont(font(TEXT_PIXELS))
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                cell.setAlignment(side)
                cell.setProperty("role", "" if row else "caption")
                self.requests.addWidget(cell, row, column)

    def _make_pages(self, view: ExternalView) -> None:
        for page in self._pages:
            page.setParent(None)
            page.deleteLater()
        self._pages = [MeetingPicture(layout, self._notation) for layout in view.pictures]
        for page in self._pages:
            page.grabbed.connect(self._grab)
            page.moved.connect(self._carry)
            page.dropped.connect(self._drop)
            self.sheets.addWidget(page)
        self.sheets.addStretch(1)

    # Moving

    def _grab(self, phase: str, day: date) -> None:
        self._held = grab(self._document.state, phase, day, pushes=True)

    def _carry(self, day: date) -> None:
        """Show what would be, while the hand moves; nothing is changed yet."""
        held = self._held
        if held is None:
            return
        proposal = self._proposal = propose(held, day)
        claims = remaining_claims(held.state.plan, proposal.moved.placed, held.schedule.claims)
        settled = self._settled_view()
        before = sum(each.requested for each in settled.requests)
        moved = Schedule(proposal.moved.assignments, claims)
        self._show(State(held.state.plan, moved), _days_in_hand(settled, moved))
        after = sum(each.requested for each in self._view.requests)
        self.said.setText(_moved_words(held, proposal, before, after, self._notation))

    def _settled_view(self) -> ExternalView:
        state = self._document.state
        return external_view(state.plan, state.schedule or Schedule(()), self._day)

    def _drop(self) -> None:
        """Make the move a step of the document, or none where nothing moved."""
        held, proposal = self._held, self._proposal
        self._held = self._proposal = None
        if held is not None and proposal is not None and proposal.is_moved and not proposal.is_refused:
            self._document.apply(
                f"Move {phase_words(held.state.plan, held.phase)} in the meeting", dropped(held, proposal)
            )
            self._furthest = self._document.undo_stack.index()
        self.said.setText("")
        self._show(self._document.state)

    def _undo(self) -> None:
        """Take back a step of this meeting; what was before it is nobody's business here."""
        if self._document.undo_stack.index() > self._first:
            self._document.undo_stack.undo()

    def _redo(self) -> None:
        """Do a step of this meeting again; what was taken back before it stays so."""
        if self._document.undo_stack.index() < self._furthest:
            self._document.undo_stack.redo()

    def _let_go(self) -> None:
        for page in self._pages:
            page.let_go()
        self._held = self._proposal = None
        self._show(self._document.state)
        self.said.setText("")

    def _leave_or_let_go(self) -> None:
        if self._held is not None:
            self._let_go()
        else:
            self.close()


def _days_in_hand(settled: ExternalView, moved: Schedule) -> DateRange:
    """The days that the timeline showed before, and those to which work is carried: else all bars would jump."""
    axis = settled.pictures[0].axis
    first = min(axis.first, *(run.start for run in moved.assignments))
    last = max(axis.last, *(run.finish for run in moved.assignments))
    return DateRange(first, last)


def _lines(view: ExternalView, notation: Notation) -> Iterator[tuple[str, str, str, str]]:
    yield HEADS
    for each in view.requests:
        yield (
            f"{each.id} · {each.name}",
            notation.money(each.requested),
            notation.money(each.face),
            notation.day(each.decision_by),
        )


def _moved_words(held: Grab, proposal: DragProposal, before: int, after: int, notation: Notation) -> str:
    """Where the phase would lie, and what that would change in what is requested."""
    lies = proposal.moved.placed[held.phase]
    dates = f"{held.phase}: {notation.period(lies.start, lies.finish)}"
    if after == before:
        return dates
    return f"{dates}, {notation.money(abs(after - before))} {'less' if after < before else 'more'} requested"
