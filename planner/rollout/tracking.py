"""Where a rollout stands on its status date: what has begun stays as it is, and the rest lies ahead.

The status date is the morning of a day: work before it is history, the day itself still belongs to what lies ahead.
A phase that has begun keeps its option and its first day, waits for nothing any more and is held to no bound, since no
plan can change what was done; one that is finished keeps its last day too. Claims on it are claims as before, on these
dates.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import region_workdays, standing_still_workdays

DONE = 100
"""Percent."""


def begun_run(plan: Plan, phase: Phase) -> Assignment | None:
    """The dates of a phase that has begun, as far as they are known or to be expected; None if it has not."""
    actual = plan.actual.get(phase.id)
    if actual is None:
        return None
    return Assignment(phase.id, actual.option, actual.started_on, _finish(plan, phase, actual))


def begun_runs(plan: Plan) -> dict[str, Assignment]:
    """The dates of all phases that have begun, by phase."""
    runs = (begun_run(plan, plan.phase[name]) for name in plan.actual if name in plan.phase)
    return {run.phase: run for run in runs if run is not None}


def remaining_days(plan: Plan, phase: Phase) -> int | None:
    """The working days of a running phase from the status date on, at least one; None unless the phase runs.

    Of a duration of d days of which p percent are done, ⌈d · (100 − p) / 100⌉ remained when that was told.
    """
    run, actual = begun_run(plan, phase), plan.actual.get(phase.id)
    if run is None or actual is None or actual.finished_on is not None:
        return None
    days = standing_still_workdays(plan, phase)
    return len(days.workdays(plan.status_date or run.start, run.finish))


def done_part(plan: Plan, phase: Phase) -> float | None:
    """How much of a phase is done on the status date, 1 as soon as it is finished; None if it has not begun."""
    actual = plan.actual.get(phase.id)
    if actual is None:
        return None
    left, option = remaining_days(plan, phase), phase.option(actual.option)
    if left is None or option is None:
        return 1.0
    return max(1 - left / option.duration, 0.0)


def first_open_day(plan: Plan) -> date:
    """The first day on which anything that has not begun may start."""
    return plan.start if plan.status_date is None else max(plan.start, plan.status_date)


def binding_links(plan: Plan) -> tuple[Dependency, ...]:
    """The links that still hold anything back: those into a phase that has not begun."""
    if not plan.actuals:
        return plan.dependencies
    return tuple(link for link in plan.dependencies if link.successor not in plan.actual)


def holding_teams(plan: Plan) -> frozenset[str]:
    """The phases that have begun and keep a team of their partner busy from the status date on.

    Of more phases than the partner has teams, those that end last: on every day ahead as many of them run as there are
    teams, if so many phases run. Nothing that is planned now can undo that too many were begun.
    """
    ahead = first_open_day(plan)
    by_partner: defaultdict[str, list[Assignment]] = defaultdict(list)
    for run in begun_runs(plan).values():
        if run.option in plan.partner and run.finish >= ahead:
            by_partner[run.option].append(run)
    kept: set[str] = set()
    for partner, runs in by_partner.items():
        last = sorted(runs, key=lambda run: run.finish, reverse=True)[: plan.partner[partner].teams]
        kept.update(run.phase for run in last)
    return frozenset(kept)


def last_planned_day(plan: Plan) -> date:
    """The horizon, or the last day of a phase that has begun where that lies behind it."""
    return max([plan.horizon, *(run.finish for run in begun_runs(plan).values())])


def planned_days(plan: Plan) -> tuple[date, ...]:
    """The days that work may lie on, from the plan's start on, ascending.

    They are the working days of all regions that phases are in, to the horizon or behind it, as far as what has begun
    reaches, and the first and last days of what has begun.
    """
    runs, calendars = (
        begun_runs(plan).values(),
        {plan.region_calendar(each.region): each.region for each in plan.phases},
    )
    last = last_planned_day(plan)
    worked = (region_workdays(plan, region).workdays(plan.start, last) for region in calendars.values())
    return tuple(
        sorted({day for days in worked for day in days} | {day for run in runs for day in (run.start, run.finish)})
    )


def with_begun(plan: Plan, schedule: Schedule) -> Schedule:
    """The schedule in which every phase that has begun lies as it does; one without dates comes behind the others."""
    runs = begun_runs(plan)
    if not runs:
        return schedule
    kept = tuple(_same_or(runs.get(each.phase, each), each) for each in schedule.assignments)
    known = {each.phase for each in kept}
    added = tuple(run for name, run in runs.items() if name not in known)
    if not added and all(new is old for new, old in zip(kept, schedule.assignments, strict=True)):
        return schedule
    return Schedule(_in_order(plan, (*kept, *added)) if added else kept, schedule.claims)


def _same_or(new: Assignment, old: Assignment) -> Assignment:
    return old if new == old else new


def _in_order(plan: Plan, runs: Iterable[Assignment]) -> tuple[Assignment, ...]:
    by_phase = {run.phase: run for run in runs}
    return tuple(by_phase[name] for name in plan.phase if name in by_phase)


def _finish(plan: Plan, phase: Phase, actual: Actual) -> date:
    """The last day: as told, or by what remained when a percentage was told; without one, as its days say.

    What still runs ends on the status date at the earliest, since otherwise it were finished.
    """
    option = phase.option(actual.option)
    if actual.finished_on is not None or option is None:
        return actual.finished_on or actual.started_on
    days, as_of = standing_still_workdays(plan, phase), plan.status_date or actual.started_on
    told_on, left = actual.started_on, option.duration
    if actual.percent is not None:
        told_on = max(actual.told_on or as_of, actual.started_on)
        left = max(-(-option.duration * (DONE - actual.percent) // DONE), 1)
    return max(days.finish(told_on, left), days.finish(as_of, 1))
