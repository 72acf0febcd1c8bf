"""What menu and keys do to the selected phases and link; each is one undoable step, or says why not."""

from itertools import pairwise
from typing import TYPE_CHECKING

from planner.edits import add_dependency, remove_dependency
from planner.plan import Plan, State
from planner.wave_edits import duplicate_phase, join_waves, split_into_waves, whole_id
from ui.fields.new_parts import next_id
from ui.step_words import phase_words, phases_words
from ui.timeline.history import history_refusal
from ui.timeline.links import lag_in_words, link_of
from ui.timeline.questions import ask_lag as asked_lag
from ui.timeline.questions import ask_seats
from ui.timeline.stretch import chosen, relinked

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

MOST_LINKED = 2
"""Phases that the step of linking several names; of more it tells how many they are."""


def take_option(view: "TimelineView", phase: str, option: str) -> None:
    """Deliver a phase another way, from the same day; not one that has begun."""
    if phase in view.document.plan.actual:
        view.told.emit(history_refusal(view.document.plan, phase))
        return
    push = view.pushes_successors
    view.make(f"Deliver {phase} by {option}", lambda state: chosen(state, phase, option, push=push))


def take_next_option(view: "TimelineView") -> None:
    """Deliver the leading phase the next way that it knows."""
    run = view.document.schedule.assignment(view.selection.id_of("phase") or "")
    if run is None:
        return
    options = [option.id for option in view.document.plan.phase[run.phase].options]
    following = options[(options.index(run.option) + 1) % len(options)]
    if following == run.option:
        view.told.emit(f"{run.phase} has no other way to be delivered.")
    else:
        take_option(view, run.phase, following)
        if run.phase in view.document.plan.actual:
            return
        view.told.emit(f"{run.phase} is delivered by {view.document.plan.deliverer(following)}.")


def duplicate(view: "TimelineView") -> None:
    """Copy the selected phases, each behind itself, and select the copies."""
    copies: list[str] = []

    def copied(state: State) -> Plan:
        plan = state.plan
        for name in view.selection.phases:
            copies.append(next_id(plan.phase, name))
            plan = duplicate_phase(plan, name, copies[-1])
        return plan

    phases = view.selection.phases
    if phases and view.make(f"Duplicate {phases_words(view.document.plan, phases)}", copied):
        view.selection.select_phases(tuple(copies))


def split(view: "TimelineView") -> None:
    """Ask how the leading phase is to be divided, and split it into waves that run one after the other."""
    name = view.selection.id_of("phase")
    if name is None:
        return
    parts = ask_seats(view, name, view.document.plan.phase[name].seats)
    if parts is not None:
        split_by(view, name, parts)


def split_by(view: "TimelineView", name: str, parts: tuple[int, ...]) -> None:
    """Split a phase into waves by seats, and select them."""
    text = f"Split {phase_words(view.document.plan, name)} into waves"
    if view.make(text, lambda state: split_into_waves(state, name, parts)):
        view.selection.select_phases(tuple(f"{name}.{number + 1}" for number in range(len(parts))))


def split_by_regions(view: "TimelineView") -> None:
    """One wave in each region of the plan, side by side, with equal parts of the seats."""
    name = view.selection.id_of("phase")
    if name is None:
        return
    plan = view.document.plan
    regions = tuple(dict.fromkeys((plan.phase[name].region, *(region.name for region in plan.regions))))
    parts = (1,) * len(regions)
    text = f"Split {phase_words(plan, name)} by region"
    if view.make(text, lambda state: split_into_waves(state, name, parts, regions, in_turn=False)):
        view.selection.select_phases(tuple(f"{name}.{number + 1}" for number in range(len(parts))))


def join(view: "TimelineView") -> None:
    """Make one phase of the selected ones, in the order in which they stand."""
    selected, plan = view.selection.phases, view.document.plan
    names = tuple(phase for phase in plan.phase if phase in selected)
    if len(names) > 1:
        whole = whole_id(plan, names)
        if view.make(f"Join {phases_words(plan, names)}", lambda state: join_waves(state, names, whole)):
            view.selection.select(("phase", whole))


# Links


def link_in_turn(view: "TimelineView") -> None:
    """Let each of the selected phases wait for the one selected before it."""
    names = view.selection.phases

    def linked(state: State) -> Plan:
        plan = state.plan
        for before, after in pairwise(names):
            plan = add_dependency(plan, before, after)
        return plan

    if len(names) > 1:
        chain = " → ".join(phase_words(view.document.plan, name) for name in names[:MOST_LINKED])
        more = f" and {len(names) - MOST_LINKED} more" if len(names) > MOST_LINKED else ""
        view.make(f"Link {chain}{more}", linked)


def remove_link(view: "TimelineView") -> None:
    """Remove the selected link."""
    link = link_of(view.document.plan, view.selected_link)
    if link is not None:
        text = f"Remove link {link.predecessor} → {link.successor}"
        view.make(text, lambda state: remove_dependency(state.plan, link))


def change_lag(view: "TimelineView", days: int) -> None:
    """Let the selected link wait longer or shorter."""
    link = link_of(view.document.plan, view.selected_link)
    if link is not None:
        set_lag(view, link.lag + days)


def ask_lag(view: "TimelineView") -> None:
    """Ask how long the selected link waits."""
    link = link_of(view.document.plan, view.selected_link)
    if link is not None:
        question = f"Working days that {link.successor} waits for {link.predecessor}; below 0 they overlap:"
        lag = asked_lag(view, question, link.lag)
        if lag is not None:
            set_lag(view, lag)


def set_lag(view: "TimelineView", lag: int) -> None:
    """Let the selected link wait so long; changes that follow each other are one step."""
    link, push = link_of(view.document.plan, view.selected_link), view.pushes_successors
    if link is not None:
        text = f"Change lag of {link.predecessor} → {link.successor}"
        if view.make(text, lambda state: relinked(state, link, push=push, lag=lag), merge_key=text):
            view.told.emit(f"{link.predecessor} to {link.successor}: {lag_in_words(lag)}")
