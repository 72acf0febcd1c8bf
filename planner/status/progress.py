"""What the plan says has happened by a day and nobody has told yet, and how it is told."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from planner.edits import record_finish, record_start
from planner.plan import Plan, State
from planner.status.last import with_status_date


class Due(NamedTuple):
    """A start or a finish that was planned before a day and has not been told."""

    phase: str
    what: Literal["start", "finish"]
    planned_on: date


def due_progress(state: State, as_of: date) -> tuple[Due, ...]:
    """Every untold start and finish before the day, by their days; of one phase the start comes first."""
    actual, found = state.plan.actual, list[Due]()
    for run in state.schedule.assignments if state.schedule is not None else ():
        told = actual.get(run.phase)
        if told is None and run.start < as_of:
            found.append(Due(run.phase, "start", run.start))
        if (told is None or told.finished_on is None) and run.finish < as_of:
            found.append(Due(run.phase, "finish", run.finish))
    return tuple(sorted(found, key=lambda due: due.planned_on))


def with_progress_as_planned(state: State, as_of: date, told: Iterable[Due]) -> Plan:
    """The plan as of the day, in which these went as planned. A finish tells the start too. Raises PlanError."""
    plan, wanted = state.plan, set(told)
    if plan.status_date is None or plan.status_date < as_of:
        plan = with_status_date(state, as_of)
    for run in state.schedule.assignments if state.schedule is not None else ():
        finishes = Due(run.phase, "finish", run.finish) in wanted
        starts = finishes or Due(run.phase, "start", run.start) in wanted
        if starts and run.phase not in plan.actual:
            plan = record_start(plan, run.phase, run.start, run.option)
        if finishes:
            plan = record_finish(plan, run.phase, run.finish)
    return plan


def usual_option(state: State, phase_id: str) -> str | None:
    """Who delivers a phase that begins: as it was told before, else as planned, as pinned, or the only way.

    None where that is open between several ways.
    """
    plan, phase = state.plan, state.plan.phase[phase_id]
    planned = state.schedule.assignment(phase_id) if state.schedule is not None else None
    pinned = next((pin.option for pin in plan.pins if pin.phase == phase_id), None)
    before = plan.actual.get(phase_id)
    only = phase.options[0].id if len(phase.options) == 1 else None
    return (before and before.option) or (planned and planned.option) or pinned or only
