"""The keys of the timeline: everything that the mouse does, without it.

Left and Right move the selected phases by a working day, with Shift by a week; with Ctrl they stretch the leading one.
Up and Down select rows, with Shift several phases. O takes the next delivery option, L the next link of the phase,
whose lag Left and Right then change and which Delete removes. S splits the phase into waves, with Shift by region, J
joins the selected ones, Ctrl+D duplicates, Ctrl+L links them in turn, and the menu key opens the menu. On the head of a
swimlane Left folds and Right unfolds, Space and Enter do the other of the two.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from planner.picture.layout import Layout
from planner.rollout.workdays import phase_workdays
from ui.selection import Selected
from ui.timeline import commands
from ui.timeline.drag import dropped, grab, propose_start, sentence
from ui.timeline.history import history_refusal
from ui.timeline.lanes import folds
from ui.timeline.links import key_of
from ui.timeline.moving import moving
from ui.timeline.stretching import stretch
from ui.wording import in_words

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def pressed(view: "TimelineView", event: QKeyEvent) -> bool:
    """Do what a key asks for; whether it means something here."""
    deeds = (_folds, _zooms, _selects, _moves, _commands)
    return any(does(view, event) for does in deeds)


def _folds(view: "TimelineView", event: QKeyEvent) -> bool:
    """On the head of a swimlane Left folds, Right unfolds, Space and Enter do the other of the two."""
    key = view.selection.id_of("lane")
    return key is not None and not event.modifiers() and folds(view.lanes, key, event.key())


def _zooms(view: "TimelineView", event: QKeyEvent) -> bool:
    if event.matches(QKeySequence.StandardKey.ZoomIn):
        view.zoom_in()
    elif event.matches(QKeySequence.StandardKey.ZoomOut):
        view.zoom_out()
    elif event.key() == Key.Key_0 and event.modifiers() & Modifier.ControlModifier:
        view.fit()
    else:
        return False
    return True


def _selects(view: "TimelineView", event: QKeyEvent) -> bool:
    selection = view.selection
    if event.key() in {Key.Key_Up, Key.Key_Down}:
        last = ("phase", selection.phases[-1]) if selection.phases else selection.selected
        below = neighbour(view.picture, last, event.key() == Key.Key_Down)
        if event.modifiers() & Modifier.ShiftModifier and below is not None and below[0] == "phase":
            selection.select_phases((*(each for each in selection.phases if each != below[1]), below[1]))
        else:
            selection.select(below)
    elif event.key() == Key.Key_Escape:
        view.give_up()
    elif event.key() in {Key.Key_Return, Key.Key_Enter}:
        view.opened.emit()
    elif event.key() == Key.Key_L and not event.modifiers():
        _select_next_link(view)
    else:
        return False
    return True


def _moves(view: "TimelineView", event: QKeyEvent) -> bool:
    days = {Key.Key_Left: -1, Key.Key_Right: 1}.get(Key(event.key()))
    if days is None or event.modifiers() & Modifier.AltModifier:
        return False
    if view.selected_link is not None:
        commands.change_lag(view, days)
    elif event.modifiers() & Modifier.ControlModifier:
        _stretch(view, days)
    elif event.modifiers() & Modifier.ShiftModifier:
        view.nudge(days * _week(view))
    else:
        view.nudge(days)
    return True


def _commands(view: "TimelineView", event: QKeyEvent) -> bool:
    key, with_control = event.key(), bool(event.modifiers() & Modifier.ControlModifier)
    if key == Key.Key_Delete and not with_control:
        commands.remove_link(view)
    elif key == Key.Key_O and not event.modifiers():
        commands.take_next_option(view)
    elif key == Key.Key_S and not with_control:
        by_region = bool(event.modifiers() & Modifier.ShiftModifier)
        commands.split_by_regions(view) if by_region else commands.split(view)
    elif key == Key.Key_J and not event.modifiers():
        commands.join(view)
    elif key == Key.Key_D and with_control:
        commands.duplicate(view)
    elif key == Key.Key_L and with_control:
        commands.link_in_turn(view)
    else:
        return False
    return True


def neighbour(layout: Layout, selected: Selected, is_below: bool) -> Selected:  # noqa: FBT001 - two directions
    """The row below or above the selected one; the first or last where nothing is selected."""
    things: list[Selected] = [
        *(("credit", name) for name in layout.lanes.names),
        *phase_things(layout),
        *(("partner", name) for name in layout.partners.names),
    ]
    if not things:
        return None
    if selected not in things:
        return things[0 if is_below else -1]
    number = things.index(selected) + (1 if is_below else -1)
    return things[min(max(number, 0), len(things) - 1)]


def phase_things(layout: Layout) -> list[Selected]:
    """Phases, each after the head of its swimlane."""
    lines = [("lane", head.key, head.row.y) for head in layout.heads]
    if not lines:
        return [("phase", name) for name in layout.rows.names]
    lines += [("phase", row.phase, row.row.y) for row in layout.rows]
    return [(kind, name) for kind, name, _ in sorted(lines, key=lambda line: line[2])]


def _week(view: "TimelineView") -> int:
    """The working days of a week where the leading phase is delivered."""
    phase = view.document.plan.phase.get(view.selection.id_of("phase") or "")
    return len(view.document.plan.region_calendar(phase.region).weekdays) if phase is not None else 0


def _stretch(view: "TimelineView", days: int) -> None:
    run = view.document.schedule.assignment(view.selection.id_of("phase") or "")
    if run is not None and run.phase in view.document.plan.actual:
        view.told.emit(history_refusal(view.document.plan, run.phase))
        return
    option = view.document.plan.phase[run.phase].option(run.option) if run is not None else None
    if run is not None and option is not None:
        stretch(view, run, max(option.duration + days, 1))


def _select_next_link(view: "TimelineView") -> None:
    """The next of the links of the leading phase; after the last one, none."""
    name = view.selection.id_of("phase")
    links = [key_of(each) for each in view.picture.arrows.touching((name or "",))]
    following = dict(zip([None, *links], [*links, None], strict=True))
    view.select_link(following.get(view.selected_link, links[0] if links else None))


class Nudging:
    """Steps with the keys that follow each other are one, and none if they lead back to where they began."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._names: tuple[str, ...] = ()
        self._last = self._began = view.document.state

    def nudge(self, days: int) -> None:
        """Move the selected phases by working days, as a drag would."""
        view, document = self._view, self._view.document
        selected, actual = view.selection.phases, document.plan.actual
        names = tuple(name for name in selected if name not in actual)
        if selected and not names:
            view.told.emit(history_refusal(document.plan, selected[0]))
        present = document.schedule.assignment(names[0]) if names else None
        if present is None:
            return
        state = document.state
        if (self._names, self._last) != (names, state):
            self._names, self._began = names, state
        held = grab(state, names[0], present.start, pushes=view.pushes_successors, together=names)
        start = phase_workdays(state.plan, state.plan.phase[names[0]]).add(present.start, days)
        proposal = propose_start(held, start)
        if not proposal.is_refused:
            began = self._began.schedule
            is_back = began is not None and proposal.moved.assignments == began.assignments
            after = self._began if is_back else dropped(held, proposal)
            document.apply(moving(state.plan, names), after, merge_key=f"move {' '.join(names)} by keys")
        self._last = document.state
        view.told.emit(in_words(f"{names[0]}: {sentence(proposal)}"))
