"""What a press of the mouse takes hold of, and what the pointer shows before it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from planner.picture.layout import PhaseRow
from ui.timeline.drag import grab
from ui.timeline.gesture import Gesture
from ui.timeline.history import HeldByHistory
from ui.timeline.links import DelayLink, DrawLink, ReaimLink, end_at, link_at, link_of
from ui.timeline.moving import MoveBars
from ui.timeline.overlay import HANDLE, handle_point
from ui.timeline.painter import bar_box, in_sight
from ui.timeline.rubber_band import RubberBand
from ui.timeline.stretching import StretchBar

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

REACH = HANDLE + 3
"""How near the pointer must be to the middle of a handle to take it."""
EDGE, LEAST_BAR = 4.0, 16.0
"""The part of a bar, at its right end, by which it is stretched; shorter bars can only be moved."""
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def begun(view: "TimelineView", at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture:
    """The gesture that a press of the left button begins; what is pressed is selected at once."""
    point = at + view.origin
    end, link = end_at(view.picture, view.selected_link, point), link_of(view.document.plan, view.selected_link)
    if end is not None and link is not None:
        return ReaimLink(view, at, link, end)
    row, ringed = view.bar_at(at), ring_at(view, at)
    if row is None and ringed is not None:
        return DrawLink(view, at, ringed.phase)
    pressed = link_at(view.picture, point, view.visible) if row is None else None
    view.select_link(pressed)
    link = link_of(view.document.plan, pressed)
    if link is not None:
        return DelayLink(view, at, link)
    return _on_row(view, at, row, modifiers)


def _on_row(view: "TimelineView", at: QPointF, row: PhaseRow | None, modifiers: Qt.KeyboardModifier) -> Gesture:
    before = view.selection.phases
    _select(view, at, modifiers)
    if row is None:
        return RubberBand(view, at, before if modifiers & CTRL else ())
    if row.phase in view.document.plan.actual:
        return HeldByHistory(view, at, row.phase, selects_one=not modifiers)
    run = view.document.schedule.assignment(row.phase)
    if run is not None and is_on_edge(view, row, at) and not modifiers:
        return StretchBar(view, at, run)
    together = view.selection.phases if row.phase in view.selection.phases else ()
    day = view.day_at(at.x())
    held = grab(view.document.state, row.phase, day, pushes=view.pushes_successors, together=together)
    return MoveBars(view, at, held, selects_one=not modifiers)


def _select(view: "TimelineView", at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
    """The row that is pressed: alone, beside others with Ctrl, or with all up to it with Shift.

    A row of several that are selected leaves them so, as they may be moved together.
    """
    what, selection = view.what_at(at), view.selection
    phase = what[1] if what is not None and what[0] == "phase" else None
    if phase is not None and modifiers & CTRL:
        selection.toggle_phase(phase)
    elif phase is not None and modifiers & SHIFT and selection.phases:
        selection.select_phases(phases_between(view, selection.phases[0], phase))
    elif phase is None or phase not in selection.phases:
        selection.select(what)


def phases_between(view: "TimelineView", first: str, last: str) -> tuple[str, ...]:
    """The phases of the rows from one to another, both included, the first leading."""
    names = view.picture.rows.names
    begin, end = names.index(first), names.index(last)
    return tuple(names[begin : end + 1] if begin <= end else reversed(names[end : begin + 1]))


def is_on_edge(view: "TimelineView", row: PhaseRow, at: QPointF) -> bool:
    """Whether a position is at the end of a bar by which it is stretched."""
    box = bar_box(row)
    return box is not None and box.width >= LEAST_BAR and view.to_viewport(box.right, 0).x() - at.x() <= EDGE


def ring_at(view: "TimelineView", at: QPointF) -> PhaseRow | None:
    """The phase whose ring is there; the ring shows itself before it can be pressed."""
    point = at + view.origin
    for row in in_sight(view.picture.rows, QRectF(point.x(), point.y(), 0, 0)):
        box = bar_box(row)
        if box is not None and abs(handle_point(box).x() - point.x()) <= REACH:
            return row
    return None


def hover_shape(view: "TimelineView", at: QPointF) -> tuple[PhaseRow | None, Qt.CursorShape]:
    """The phase whose ring is to be shown, and the cursor that tells what a press would do."""
    shapes = Qt.CursorShape
    if end_at(view.picture, view.selected_link, at + view.origin) is not None:
        return None, shapes.CrossCursor
    over_bar = view.bar_at(at)
    if over_bar is not None and over_bar.phase in view.document.plan.actual:
        return over_bar, shapes.ArrowCursor
    if over_bar is not None:
        return over_bar, shapes.SizeHorCursor if is_on_edge(view, over_bar, at) else shapes.OpenHandCursor
    ringed = ring_at(view, at)
    if ringed is not None:
        return ringed, shapes.CrossCursor
    is_on_link = link_at(view.picture, at + view.origin, view.visible) is not None
    return None, shapes.PointingHandCursor if is_on_link else shapes.ArrowCursor
