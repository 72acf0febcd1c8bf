"""What a project tells of work that has begun, put into a plan.

Files of ours tell it of each of their phases; others only of tasks that have an actual start, and then nothing that the
plan knows already of other phases is lost. Invoices are no part of a project and stay as the plan has them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planner.exchange.foreign_file import shown
from planner.exchange.mspdi.custom_fields import read_day
from planner.exchange.mspdi.project import Done, Project
from planner.exchange.mspdi.rows import Row
from planner.plan import Plan
from planner.rollout.actuals import Actual

BEGUN_BY, TOLD_ON = "Begun by", "Progress told on"


def progress(
    project: Project, rows: Iterable[Row], plan: Plan, chosen: Mapping[str, str], notes: list[str]
) -> dict[str, Any]:
    """The fields of the plan that hold its progress; none of them where the project tells nothing.

    chosen: the option of each phase of the project. notes: takes what cannot be told by a plan.
    """
    rows, is_ours = tuple(rows), BEGUN_BY in project.task_fields
    begun = {row.phase: _actual(row, row.task.done, plan, chosen) for row in rows if row.task.done is not None}
    if not is_ours:
        left_out = [phase for phase, actual in begun.items() if not _fits(actual, plan)]
        notes += [f"The progress of {shown(phase)} lies outside the plan's days; it is left out." for phase in left_out]
        begun = {phase: actual for phase, actual in begun.items() if phase not in left_out}
        if not begun:
            return {}
    gone = {row.phase for row in rows} - begun.keys() if is_ours else set()
    kept = [begun.pop(each.phase, each) for each in plan.actuals if each.phase not in gone]
    order = {phase: number for number, phase in enumerate(plan.phase)}
    actuals = (*kept, *sorted(begun.values(), key=lambda each: order[each.phase]))
    same = actuals == plan.actuals
    return {
        "actuals": plan.actuals if same else actuals,
        "status_date": _status_date(project, plan, actuals, is_ours=is_ours),
    }


def _actual(row: Row, done: Done, plan: Plan, chosen: Mapping[str, str]) -> Actual:
    """The progress of a task, with what the plan alone knows of it."""
    known, told_on = plan.actual.get(row.phase), row.task.fields.get(TOLD_ON)
    finished = known is not None and known.finished_on is not None and done.finished_on is not None
    return Actual(
        phase=row.phase,
        option=row.task.fields.get(BEGUN_BY, chosen[row.phase]),
        started_on=done.started_on,
        finished_on=done.finished_on,
        percent=known.percent if known is not None and finished else done.percent,
        told_on=read_day(told_on) if told_on is not None else None,
        invoices=known.invoices if known is not None else (),
    )


def _fits(actual: Actual, plan: Plan) -> bool:
    """Whether a plan can hold it: inside its days, and in the order of time."""
    return plan.start <= actual.started_on <= (actual.finished_on or actual.started_on) <= plan.horizon


def _status_date(project: Project, plan: Plan, actuals: tuple[Actual, ...], *, is_ours: bool) -> date | None:
    """The day as of which all of it is told: the project's, but before no progress and inside the plan."""
    if is_ours:
        return project.status_date
    days = [day for each in actuals for day in (each.started_on, each.finished_on, each.told_on) if day is not None]
    told = [day for day in (project.status_date, plan.status_date) if day is not None]
    return min(max(*days, *told, days[0]), plan.horizon)
