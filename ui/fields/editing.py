"""The one way in which tables and editors change the document."""

from collections.abc import Callable
from typing import Any

from planner.edits import carried, with_condition_history
from planner.invariants import PlanError
from planner.plan import Plan, State
from ui.document import Document
from ui.fields.field import Field, Part, UnreadableError
from ui.settled import settled_at_once, total
from ui.step_words import step_words
from ui.timeline.header import today
from ui.wording import in_words


def edit(document: Document, text: str, make: Callable[[State], Plan | State], merge_key: str | None = None) -> str:
    """Make one undoable step, dates and claims following; what refused it, in words, or nothing.

    text: what the step is called; the part that it names by its identifier is told by its name, too.
    """
    before = document.state
    try:
        after = edited(before, make)
    except (PlanError, UnreadableError) as error:
        return refusal(error)
    refused = document.refusal(after)
    if not refused:
        document.apply(step_words(before.plan, text), after, merge_key)
    return in_words(refused)


def edited(before: State, make: Callable[[State], Plan | State]) -> State:
    """The State after an edit: dates follow.

    Changed terms of credits are recorded with today's date, and with what they do to the claims where that is known.
    """
    made = make(before)
    after = made if isinstance(made, State) else carried_state(before, made)
    recorded = with_condition_history(before.plan, after.plan, today())
    if recorded is after.plan:
        return after
    effect = _effect(before, after)
    return State(with_condition_history(before.plan, after.plan, today(), effect=effect), after.schedule)


def _effect(before: State, after: State) -> int | None:
    """By how much all claims together are others; None without dates, or where that takes too long to say."""
    if before.schedule is None or after.schedule is None:
        return None
    (_, schedule), is_best = settled_at_once(after, before.schedule.claims)
    return total(schedule.claims) - total(before.schedule.claims) if is_best and schedule is not None else None


def carried_state(before: State, plan: Plan) -> State:
    """Another plan, under what is left of the schedule."""
    schedule = before.schedule
    return State(plan, schedule and carried(schedule, before.plan, plan))


def change_field(document: Document, field: Field[Part], part: Part, owner: str, value: Any) -> str:  # noqa: ANN401
    """Change a field of a part, which is called as its owner; changes that follow each other are one step."""
    if field.change is None:
        return f"{field.title} follows from other figures."
    change, title = field.change, field.in_steps or (field.title.lower() if field.title[1:2].islower() else field.title)
    return edit(document, f"Change {title} of {owner}", lambda state: change(state, part, value), f"{title} of {owner}")


def refusal(error: Exception) -> str:
    """Why an edit was refused, without the path that machines read."""
    if isinstance(error, PlanError):
        return in_words(" ".join(f"{fault.sentence} {fault.remedy}".strip() for fault in error.faults))
    return str(error)
