"""Links on the timeline: where each is met, and the gestures that draw, re-aim and delay them."""

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from planner.edits import would_close_cycle
from planner.picture.layout import Arrow, Layout
from planner.picture.tokens import Tokens
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import waits_for
from ui.theme import tokens
from ui.timeline.drag import link_refusal
from ui.timeline.gesture import Gesture
from ui.timeline.overlay import paint_link, paint_words
from ui.timeline.painter import arrows_in_sight, bar_box, colour
from ui.timeline.stretch import lag_moved, relinked
from ui.wording import counted

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

NEAR, HANDLE = 4.0, 4.5
"""How near the pointer must be to a line to take it, and the radius of the handles at its ends."""
End = Literal["predecessor", "successor"]


class LinkKey(NamedTuple):
    """What tells a link from every other one of the plan."""

    predecessor: str
    successor: str
    type: str


def link_of(plan: Plan, key: LinkKey | None) -> Dependency | None:
    """The link of the plan that is called so."""
    return next((each for each in plan.dependencies if (each.predecessor, each.successor, each.type) == key), None)


def arrow_of(layout: Layout, key: LinkKey | None) -> Arrow | None:
    """Where a link is drawn."""
    if key is None:
        return None
    return next((each for each in layout.arrows.touching((key.predecessor,)) if key_of(each) == key), None)


def key_of(arrow: Arrow) -> LinkKey:
    """The link that an arrow draws."""
    return LinkKey(arrow.predecessor, arrow.successor, arrow.type)


def link_at(layout: Layout, point: QPointF, visible: QRectF) -> LinkKey | None:
    """The link whose line passes a point of what is visible of the layout; of several, the nearest."""
    x, y = point.x(), point.y()
    near = [arrow for arrow in arrows_in_sight(layout, visible) if _is_beside(arrow, x, y)]
    nearest = min(near, key=lambda arrow: _distance(arrow, x, y), default=None)
    return key_of(nearest) if nearest is not None and _distance(nearest, x, y) <= NEAR else None


def end_at(layout: Layout, key: LinkKey | None, point: QPointF) -> End | None:
    """Which end of a selected link has its handle there."""
    arrow = arrow_of(layout, key)
    if arrow is None:
        return None
    ends: tuple[tuple[End, tuple[float, float]], ...] = (
        ("successor", arrow.points[-1]),
        ("predecessor", arrow.points[0]),
    )
    reach = HANDLE + 2
    return next((end for end, (x, y) in ends if max(abs(x - point.x()), abs(y - point.y())) <= reach), None)


def paint_selected_link(painter: QPainter, arrow: Arrow, tokens: Tokens) -> None:
    """The link in the accent's colour, with a handle at each end by which it is given another one."""
    painter.setPen(QPen(colour(tokens.accent), 2))
    painter.drawPolyline([QPointF(x, y) for x, y in arrow.points])
    painter.setBrush(colour(tokens.ground))
    for x, y in (arrow.points[0], arrow.points[-1]):
        painter.drawEllipse(QPointF(x, y), HANDLE, HANDLE)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _is_beside(arrow: Arrow, x: float, y: float) -> bool:
    """Whether the point lies in the rectangle around the line; cheaper than its distance."""
    top, bottom = sorted((arrow.points[0][1], arrow.points[-1][1]))
    if not top - NEAR <= y <= bottom + NEAR:
        return False
    across = [x for x, _ in arrow.points]
    return min(across) - NEAR <= x <= max(across) + NEAR


def _distance(arrow: Arrow, x: float, y: float) -> float:
    return min(_to_segment(x, y, *segment) for segment in pairwise(arrow.points))


def _to_segment(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far a point is from a line that runs across or down."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return max(left - x, x - right, top - y, y - bottom, 0.0)


class DrawLink(Gesture):
    """A link that is being drawn from the ring behind a bar.

    successor: the phase under the pointer. refusal: why the two cannot be linked, in words.
    """

    def __init__(self, view: "TimelineView", pressed_at: QPointF, predecessor: str) -> None:
        super().__init__(view, pressed_at)
        self.predecessor = predecessor
        self._waiting_for = waits_for(view.document.plan, predecessor)
        self.successor: str | None = None
        self.refusal: str | None = None

    def follow(self, position: QPointF) -> None:
        row, plan = self.view.bar_at(position), self.view.document.plan
        self.successor = row.phase if row is not None else None
        named = self.successor
        self.refusal = link_refusal(plan, self._waiting_for, self.predecessor, named) if named is not None else None

    def drop(self, _position: QPointF) -> None:
        if self.successor is not None and self.refusal is None:
            self.view.link_drawn.emit(self.predecessor, self.successor)

    def paint(self, painter: QPainter, within: QRectF) -> None:
        paint_drawn(painter, self, (self.predecessor, self.successor), self.refusal, within)


class ReaimLink(Gesture):
    """An end of the selected link in the hand, to be let go on another bar."""

    def __init__(self, view: "TimelineView", pressed_at: QPointF, link: Dependency, end: End) -> None:
        super().__init__(view, pressed_at)
        self._link, self._end = link, end
        self._other = link.predecessor if end == "successor" else link.successor
        self._target: str | None = None
        self.refusal: str | None = None

    def follow(self, position: QPointF) -> None:
        row = self.view.bar_at(position)
        self._target = row.phase if row is not None else None
        self.refusal = self._why_not(self._target) if self._target is not None else None

    def _why_not(self, target: str) -> str | None:
        plan = self.view.document.plan
        before, after = (self._other, target) if self._end == "successor" else (target, self._other)
        links = tuple(each for each in plan.dependencies if each != self._link)
        if (before, after) == (self._link.predecessor, self._link.successor):
            return None
        if any((each.predecessor, each.successor) == (before, after) for each in links):
            return f"{after} already waits for {before}"
        circle = would_close_cycle(replace(plan, dependencies=links), before, after)
        return f"{before} already waits for {after}: a circle" if circle else None

    def drop(self, _position: QPointF) -> None:
        target, link = self._target, self._link
        if target is None or self.refusal is not None or target == getattr(link, self._end):
            return
        changed, push = {self._end: target}, self.view.pushes_successors
        self.view.make(f"Re-aim link of {self._other}", lambda state: relinked(state, link, push=push, **changed))

    def paint(self, painter: QPainter, within: QRectF) -> None:
        paint_drawn(painter, self, (self._other, self._target), self.refusal, within)


class DelayLink(Gesture):
    """The middle of a link in the hand: as far as it is drawn to the side, its lag grows or shrinks."""

    def __init__(self, view: "TimelineView", pressed_at: QPointF, link: Dependency) -> None:
        super().__init__(view, pressed_at)
        self._link, self._day = link, view.day_at(pressed_at.x())
        self.lag = link.lag

    def follow(self, position: QPointF) -> None:
        self.lag = lag_moved(self.view.document.plan, self._link, self._day, self.view.day_at(position.x()))
        self.view.show_cursor(Qt.CursorShape.SizeHorCursor)

    def drop(self, _position: QPointF) -> None:
        link, lag, push = self._link, self.lag, self.view.pushes_successors
        text = f"Change lag of {link.predecessor} → {link.successor}"
        self.view.make(text, lambda state: relinked(state, link, push=push, lag=lag))

    def paint(self, painter: QPainter, within: QRectF) -> None:
        colours = tokens()
        words = f"{self._link.type}, {lag_in_words(self.lag)}"
        paint_words(painter, words, self.pointer, within, (colours.text, colours.ground))


def lag_in_words(lag: int) -> str:
    """How long a link waits, or by how much it lets two phases overlap."""
    if lag == 0:
        return "no lag"
    return f"{counted(abs(lag), 'working day')} {'later' if lag > 0 else 'of overlap'}"


def paint_drawn(
    painter: QPainter, hand: Gesture, ends: tuple[str, str | None], refusal: str | None, within: QRectF
) -> None:
    """A link from a bar to the pointer, with a frame around the bar under it, or the reason why not."""
    colours = tokens()
    name = colours.broken if refusal else colours.accent
    rows = hand.view.picture.rows
    before, after = (bar_box(rows.of(end)) for end in ends)
    if before is not None:
        paint_link(painter, before, hand.pointer, after, name)
    paint_words(painter, refusal or "", hand.pointer, within, (name, colours.ground))
