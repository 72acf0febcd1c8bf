"""A State as a project, with all that Project can hold of it; for inside the house. The rate ledger is never read."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planner.exchange.mspdi.custom_fields import (
    RESOURCE_FIELDS,
    TASK_FIELDS,
    written_money,
    written_rows,
    written_texts,
)
from planner.exchange.mspdi.outline import Calendars, Grouping, PlacedPhase, calendars, outlined, region_rows
from planner.exchange.mspdi.phase_fields import PHASE_FIELDS, TARGET_FIELDS, carried, written_options
from planner.exchange.mspdi.project import (
    Done,
    Project,
    ProjectAssignment,
    ProjectLink,
    ProjectResource,
    ProjectTask,
)
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.schedule import Assignment, Schedule
from planner.value import DateRange

INTERNAL_FIELDS = frozenset(TASK_FIELDS) - {"Requested"}


def internal_project(state: State, grouped_by: Grouping = "workload") -> Project:
    """The project of a plan and its schedule, phases under a summary for each workload or region."""
    plan, schedule = state
    made = calendars(plan.calendar, plan.regions, plan.freezes, (phase.region for phase in plan.phases if phase.change))
    writing = _Writing(plan, schedule, made)
    phases = [
        PlacedPhase(phase.region, phase.workload, writing.task(number, phase))
        for number, phase in enumerate(plan.phases, start=1)
    ]
    return Project(
        name=plan.name,
        company=plan.customer,
        currency=plan.currency,
        start=plan.start,
        finish=plan.horizon,
        calendar=1,
        calendars=made.all,
        tasks=outlined(phases, grouped_by, plan.freezes, made.plan_days),
        resources=tuple(_resource(number, partner) for number, partner in enumerate(plan.partners, start=1)),
        assignments=tuple(writing.assignments()),
        summary=_summary(plan, made),
        task_fields=INTERNAL_FIELDS,
        resource_fields=frozenset(RESOURCE_FIELDS),
        status_date=plan.status_date,
    )


def _summary(plan: Plan, made: Calendars) -> dict[str, str]:
    regions = {"Region calendars": region_rows(plan.regions, made)} if plan.regions else {}
    return {"Horizon": f"{plan.horizon}T17:00:00", **regions}


class _Paid(NamedTuple):
    """Claims of each phase as one text."""

    rows: dict[str, str]

    @classmethod
    def of(cls, schedule: Schedule | None) -> "_Paid":
        rows: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for claim in schedule.claims if schedule is not None else ():
            rows[claim.phase].append((claim.credit, claim.amount))
        return cls({phase: written_rows(paid) for phase, paid in rows.items()})


class _Writing:
    """What the tasks of a plan are made from, looked up once."""

    def __init__(self, plan: Plan, schedule: Schedule | None, made: Calendars) -> None:
        self._plan, self._made = plan, made
        self._placed = schedule.placed if schedule is not None else {}
        self._kept = plan.baseline.placed if plan.baseline is not None else {}
        self._claims, self._kept_claims = _Paid.of(schedule), _Paid.of(plan.baseline)
        self._uids = {phase.id: number for number, phase in enumerate(plan.phases, start=1)}
        self._pins = {pin.phase: pin for pin in plan.pins}
        self._links: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in plan.dependencies:
            self._links[link.successor].append(link)

    def task(self, uid: int, phase: Phase) -> ProjectTask:
        """A phase with its dates, or without any while it is not scheduled."""
        assignment, kept = self._placed.get(phase.id), self._kept.get(phase.id)
        actual = self._plan.actual.get(phase.id)
        option = self._option(phase)
        task = ProjectTask(
            uid,
            phase.name,
            start=assignment.start if assignment else None,
            finish=assignment.finish if assignment else None,
            days=option.duration,
            cost=option.cost,
            calendar=self._made.of_phase(phase.region, change=phase.change),
            deadline=phase.deadline,
            links=tuple(ProjectLink(self._uids[e.predecessor], e.type, e.lag) for e in self._links[phase.id]),
            baseline=DateRange(kept.start, kept.finish) if kept else None,
            done=Done(actual.started_on, actual.finished_on, actual.percent) if actual else None,
            fields=dict(self._fields(uid, phase, assignment, kept)),
        )
        return _constrained(task, phase, self._pins.get(phase.id))

    def assignments(self) -> Iterator[ProjectAssignment]:
        """Partners on the scheduled phases that they deliver."""
        partners = {partner.id: number for number, partner in enumerate(self._plan.partners, start=1)}
        for phase in self._plan.phases:
            option = self._option(phase)
            if phase.id in self._placed and option.partner is not None:
                yield ProjectAssignment(self._uids[phase.id], partners[option.partner])

    def _option(self, phase: Phase) -> DeliveryOption:
        """The chosen option; the first one while none is chosen."""
        assignment = self._placed.get(phase.id)
        chosen = phase.option(assignment.option) if assignment else None
        return chosen or phase.options[0]

    def _fields(
        self, position: int, phase: Phase, assignment: Assignment | None, kept: Assignment | None
    ) -> Iterator[tuple[str, str]]:
        yield "Phase id", phase.id
        yield "Position", str(position)
        yield from carried(phase, PHASE_FIELDS)
        if phase.adoption_target is not None:
            yield from carried(phase.adoption_target, TARGET_FIELDS)
        yield "Delivery options", written_options(phase.options)
        if assignment is not None:
            yield "Delivery", assignment.option
        if kept is not None:
            yield "Baseline delivery", kept.option
        for alias, paid in (("Requested funding", self._claims), ("Baseline funding", self._kept_claims)):
            if phase.id in paid.rows:
                yield alias, paid.rows[phase.id]
        yield from _progress(self._plan.actual.get(phase.id))
        pin = self._pins.get(phase.id)
        if pin is not None and pin.option is not None:
            yield "Pinned option", pin.option


def _progress(actual: Actual | None) -> Iterator[tuple[str, str]]:
    """What of the progress Project has no field for."""
    if actual is not None:
        yield "Begun by", actual.option
        if actual.told_on is not None:
            yield "Progress told on", f"{actual.told_on}T08:00:00"


def _constrained(task: ProjectTask, phase: Phase, pin: Pin | None) -> ProjectTask:
    """The task held where it is: at its pin, or else not before its start, as Project would pull it forward."""
    if pin is not None and pin.start is not None:
        return task._replace(constraint="must_start_on", constrained_to=pin.start)
    not_before = task.start or phase.earliest_start
    if not_before is None:
        return task
    return task._replace(constraint="start_no_earlier_than", constrained_to=not_before)


def _resource(uid: int, partner: Partner) -> ProjectResource:
    fields = {"Partner id": partner.id}
    if partner.approved_workloads:
        fields["Approved workloads"] = written_texts(partner.approved_workloads)
    if partner.day_rate:
        fields["Day rate"] = written_money(partner.day_rate)
    return ProjectResource(uid, partner.name, partner.teams, partner.windows, fields)
