"""Adoption: how many people use each workload, export by export, against the targets of the plan's phases."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from planner.catalogue.names import is_called, plain_name
from planner.funding.measurements import Measurement, ReportName, UsageCount
from planner.funding.readiness import ACTIVITY, ACTIVITY_LAG
from planner.plan import Plan, State
from planner.rollout.phases import AdoptionTarget, Phase
from planner.value import WHOLE

PERCENT = re.compile(r"^\s*%(?:[^\d]*(?P<people>\d[\d,. ]*)?)")
"""A unit that is a part of people, and of how many where it says so, as ``% of 1,200 seats``."""

PEOPLE = re.compile(r"^\s*(?:active\s+)?(?:users|people|seats)\b", re.IGNORECASE)


class AdoptionPoint(NamedTuple):
    """What one export says of a workload. active: in the window of so many days that ends on the day.

    share: active of assigned in basis points, floored.
    """

    on: date
    report: ReportName
    assigned: int
    active: int
    window: Literal[28, 30]

    @property
    def share(self) -> int:
        return self.active * WHOLE // self.assigned


class TargetStanding(NamedTuple):
    """An adoption target of a phase and the latest export of its workload.

    share: the target in basis points of the people assigned; above the whole where it asks for more people than have
        a seat. assigned: those with a seat, by the latest export; None where nothing was measured.
    short_by: people that are missing; 0 once it is reached. None where nothing was measured.
    """

    phase: str
    metric: str
    share: int | None
    people: int | None
    assigned: int | None
    measured_on: date | None
    baseline: float
    short_by: int | None

    @property
    def is_beyond_seats(self) -> bool:
        """Whether it asks for more people than have a seat: a share above the whole, which tells nobody anything."""
        return self.share is not None and self.share > WHOLE


class Adoption(NamedTuple):
    """A workload over the exports, the oldest first, and the targets that speak of its use."""

    workload: str
    points: tuple[AdoptionPoint, ...]
    targets: tuple[TargetStanding, ...]


def adoption(plan: Plan) -> tuple[Adoption, ...]:
    """Every workload that was measured or has a target about its use, by name. The order of reading has no meaning.

    Of several reports on one day the more telling one counts.
    """
    points: dict[str, dict[date, AdoptionPoint]] = {}
    for measurement, count in _workload_counts(plan):
        point = _point(measurement, count)
        known = points.setdefault(count.subject, {}).get(measurement.refreshed_on)
        if point is not None and (known is None or telling(point.report) < telling(known.report)):
            points[count.subject][measurement.refreshed_on] = point
    names = {plain_name(subject): subject for subject in points}
    aimed = {plain_name(phase.workload): phase.workload for phase in plan.phases if _is_about_use(phase)}
    return tuple(
        _adoption(plan, name, tuple(each for _, each in sorted(points.get(name, {}).items())))
        for name in sorted({**aimed, **names}.values())
    )


def _adoption(plan: Plan, workload: str, points: tuple[AdoptionPoint, ...]) -> Adoption:
    phases = (phase for phase in plan.phases if _is_about_use(phase) and is_called(phase.workload, (workload,)))
    latest = points[-1] if points else None
    return Adoption(workload, points, tuple(_standing(phase, latest) for phase in phases))


def _workload_counts(plan: Plan) -> Iterator[tuple[Measurement, UsageCount]]:
    for measurement in plan.measurements:
        for count in measurement.counts:
            if count.kind == "workload" and not count.group:
                yield measurement, count


def _point(measurement: Measurement, count: UsageCount) -> AdoptionPoint | None:
    if count.active_28 is not None:
        return AdoptionPoint(measurement.refreshed_on, measurement.report, count.assigned, count.active_28, 28)
    if count.active_30 is not None:
        return AdoptionPoint(measurement.refreshed_on, measurement.report, count.assigned, count.active_30, 30)
    return None


def telling(report: ReportName) -> int:
    """How much less a report tells than the most telling one."""
    return get_args(ReportName).index(report)


def _is_about_use(phase: Phase) -> bool:
    """Whether the phase has a target in figures about the people who use the workload."""
    aim = phase.adoption_target
    if aim is None or not aim.is_structured or aim.direction != "at_least":
        return False
    is_counted = PERCENT.match(aim.unit) is not None or PEOPLE.match(aim.unit) is not None
    return is_counted and ACTIVITY.search(f"{aim.metric}; {aim.text}") is not None


def _standing(phase: Phase, latest: AdoptionPoint | None) -> TargetStanding:
    aim = phase.adoption_target or AdoptionTarget(text="")
    people = _people_wanted(aim, latest.assigned if latest is not None else None)
    return TargetStanding(
        phase=phase.id,
        metric=aim.metric,
        share=people * WHOLE // latest.assigned if latest is not None and people is not None else None,
        people=people,
        assigned=latest.assigned if latest is not None else None,
        measured_on=aim.measured_on,
        baseline=aim.baseline or 0.0,
        short_by=max(0, people - latest.active) if latest is not None and people is not None else None,
    )


def _people_wanted(aim: AdoptionTarget, assigned: int | None) -> int | None:
    """How many people the target asks for, rounded up; of those assigned unless its unit says of how many."""
    value = aim.value or 0.0
    percent = PERCENT.match(aim.unit)
    if percent is None:
        return _rounded_up(value)
    named = re.sub(r"\D", "", percent["people"] or "")
    whole = int(named) if named else assigned
    return None if whole is None else _rounded_up(value * whole / 100)


def _rounded_up(people: float) -> int:
    """Rounded up, but for what binary fractions add: 60 % of 1,200 people are 720."""
    nearest = round(people)
    return nearest if abs(people - nearest) < 1e-6 else -int(-people // 1)  # noqa: PLR2004 - far below one person


# When to measure


class MeasurementDate(NamedTuple):
    """A day on which a phase's target asks for a measurement.

    baseline: on the day or before; target: on the day or after. is_done: whether an export of that workload lies so;
    None for targets that usage reports cannot show.
    """

    phase: str
    kind: Literal["baseline", "target"]
    day: date
    is_done: bool | None


def measurement_dates(state: State) -> tuple[MeasurementDate, ...]:
    """The last day for each baseline and the first for each target, for scheduled phases with a target in figures.

    A target without a day of its own is measured at the end of its phase, and use 30 days later, when it can be read.
    """
    assignments = state.schedule.assignments if state.schedule is not None else ()
    found = (each for each in assignments if _has_figures(state.plan.phase[each.phase]))
    return tuple(
        date_ for each in found for date_ in _dates(state.plan, state.plan.phase[each.phase], each.start, each.finish)
    )


def _has_figures(phase: Phase) -> bool:
    return phase.adoption_target is not None and phase.adoption_target.is_structured


def _dates(plan: Plan, phase: Phase, start: date, finish: date) -> Iterator[MeasurementDate]:
    aim = phase.adoption_target or AdoptionTarget(text="")
    is_use = _is_about_use(phase)
    read = [m.refreshed_on for m, count in _workload_counts(plan) if is_called(phase.workload, (count.subject,))]
    due = aim.measured_on or (finish + timedelta(days=ACTIVITY_LAG) if is_use else finish)
    yield MeasurementDate(phase.id, "baseline", start, any(day <= start for day in read) if is_use else None)
    yield MeasurementDate(phase.id, "target", due, any(day >= due for day in read) if is_use else None)
