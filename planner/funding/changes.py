"""What could be changed so that a claim counts: one field of a plan or schedule, its new value, and how far that is."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from msgspec.structs import replace

from planner.plan import Plan, State
from planner.rollout.moves import place
from planner.rollout.schedule import Schedule

ChangeKind = Literal["days", "date", "partner", "scope", "amount", "stacking", "status"]


class Change(NamedTuple):
    """The smallest change that lifts a rule of a claim.

    code: of the rule. kind: what is asked for. place, field: what is changed, as ``("credit", "ME1"), "window"``.
    to: the field's new value; an entry of a list stands for the list with it. by: how far that is, in days, working
    days, seats or money in the field's own currency; 0 where it has no size. sentence: what to do.
    """

    code: str
    kind: ChangeKind
    place: tuple[str, ...]
    field: str
    to: Any
    by: int
    sentence: str

    @property
    def is_own(self) -> bool:
        """Whether it is the planner's to make: phases and claims are, what stands in letters is not."""
        return self.place[0] in {"phase", "claim"}


def with_changes(state: State, changes: Iterable[Change]) -> State:
    """The state after the changes; dates follow durations. Claims stay as they were, unless a change is about one."""
    for change in changes:
        state = _with_change(state, change)
    return state


def _with_change(state: State, change: Change) -> State:
    plan, schedule = state
    kind, *names = change.place
    if kind == "plan":
        return State(_changed_plan(plan, change.field, (*getattr(plan, change.field), change.to)), schedule)
    if kind == "claim":
        return State(plan, _with_claim(schedule, change))
    if change.field in {"start", "option"}:
        return State(plan, _with_assignment(plan, schedule, change))
    return State(_replaced(plan, ENTRIES[kind], names[0], change), schedule)


ENTRIES = {"credit": "credits", "partner": "partners", "cap": "combined_caps", "phase": "phases"}
"""Where a plan holds each kind of thing."""


def _replaced(plan: Plan, entries: str, name: str, change: Change) -> Plan:
    fields = {change.field: change.to}
    changed = tuple(replace(each, **fields) if each.id == name else each for each in getattr(plan, entries))
    return _changed_plan(plan, entries, changed)


def _changed_plan(plan: Plan, field: str, value: object) -> Plan:
    fields: dict[str, Any] = {field: value}
    return replace(plan, **fields)


def _with_assignment(plan: Plan, schedule: Schedule | None, change: Change) -> Schedule | None:
    if schedule is None:
        return None
    moved = (
        place(
            plan,
            plan.phase[each.phase],
            change.to if change.field == "option" else each.option,
            change.to if change.field == "start" else each.start,
        )
        if each.phase == change.place[1]
        else each
        for each in schedule.assignments
    )
    return replace(schedule, assignments=tuple(moved))


def _with_claim(schedule: Schedule | None, change: Change) -> Schedule | None:
    if schedule is None:
        return None
    _, phase, credit = change.place
    claims = (
        replace(each, amount=change.to) if (each.phase, each.credit) == (phase, credit) else each
        for each in schedule.claims
    )
    return replace(schedule, claims=tuple(each for each in claims if each.amount))
