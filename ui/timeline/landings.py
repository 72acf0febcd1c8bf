"""Where the selected phase could earn more: the nearest funded day in each lane, with what landing there is worth.

The worth is exact for that day: the phase is moved there as a drag would move it, and the claims are settled. That is
done once the selection rests, and no longer than a moment; what was not asked by then has no figure.
"""

from datetime import date
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter

from planner.picture.layout import Layout
from planner.picture.tokens import Tokens
from planner.plan import State
from planner.value import DateRange
from ui.settled import settled_at_once
from ui.theme import CAPTION_PIXELS
from ui.timeline.drag import Grab, dropped, grab, propose_start, settled
from ui.timeline.overlay import paint_slots
from ui.timeline.painter import colour
from ui.timeline.same_state import SameState
from ui.timeline.text import SEMIBOLD, draw_text, text_width
from ui.wording import signed_money

PAUSE = 250
"""Milliseconds without another selection or edit."""
LONGEST = 0.3
"""Seconds for all lanes together."""
PADDING = 4


class Landing(NamedTuple):
    """The nearest day of a credit's slots on which the phase would earn more. worth: by how much all claims rise."""

    credit: str
    start: date
    worth: int


class Landings(NamedTuple):
    """The funded slots of a phase by credit, and where in them it would earn more."""

    held: Grab
    found: tuple[Landing, ...]


class LandingsInTime(QObject):
    """Finds the landings of one selected phase without holding up whoever selects.

    Signals:
        found(): those of the last phase asked for are there.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: tuple[SameState, str, bool] | None = None
        self._landings: Landings | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._find)

    def of(self, state: State, phase: str | None, *, pushes: bool) -> Landings | None:
        """Those of a phase, or none while they are still to be found."""
        asked = None if phase is None else (SameState(state), phase, pushes)
        if asked != self._asked:
            self._asked, self._landings = asked, None
            self._pause.start() if asked is not None else self._pause.stop()
        return self._landings

    def _find(self) -> None:
        if self._asked is not None:
            same, phase, pushes = self._asked
            self._landings = landings(same.state, phase, pushes=pushes)
            self.found.emit()


def landings(state: State, phase: str, *, pushes: bool) -> Landings | None:
    """Where a scheduled phase would earn more, lane by lane; None where it has no dates."""
    present = state.schedule.assignment(phase) if state.schedule is not None else None
    if present is None:
        return None
    held, begun = grab(state, phase, present.start, pushes=pushes), perf_counter()
    found = []
    for credit, slots in held.slots.items():
        start = nearest(slots, present.start)
        if start != present.start and perf_counter() - begun < LONGEST:
            worth = worth_of(held, start)
            if worth > 0:
                found.append(Landing(credit, start, worth))
    return Landings(held, tuple(found))


def nearest(slots: tuple[DateRange, ...], day: date) -> date:
    """The day itself where it lies in a slot, or the nearest end of one."""
    if any(day in slot for slot in slots):
        return day
    return min((edge for slot in slots for edge in (slot.start, slot.end)), key=lambda edge: abs(edge - day))


def worth_of(held: Grab, start: date) -> int:
    """By how much all claims rise, exactly, if the phase is moved to a start.

    Nothing where that breaks a rule, or where it takes too long to say.
    """
    proposal = propose_start(held, start)
    if proposal.is_refused or proposal.moved.broken is not None:
        return 0
    after = dropped(held, proposal)
    (_, schedule), is_best = settled_at_once(after, held.schedule.claims)
    return settled(held, proposal, schedule.claims).difference if is_best and schedule is not None else 0


def paint_landings(painter: QPainter, layout: Layout, landings: Landings, tokens: Tokens) -> None:
    """The slots in their lanes, and what each is worth at the day of landing."""
    paint_slots(painter, layout, {each.credit: landings.held.slots[each.credit] for each in landings.found}, tokens)
    for each in landings.found:
        lane = layout.lanes.of(each.credit)
        if lane is None:
            continue
        row = lane.row
        words = f"land here: {signed_money(each.worth)}"
        width = text_width(words, CAPTION_PIXELS, SEMIBOLD) + 2 * PADDING
        box = QRectF(layout.axis.begin(each.start), row.y + 1, width, row.height - 2)
        painter.fillRect(box, colour(tokens.ground, 230))
        painter.setPen(colour(tokens.money))
        draw_text(painter, box.adjusted(PADDING, 0, 0, 0), words, (CAPTION_PIXELS, SEMIBOLD))
