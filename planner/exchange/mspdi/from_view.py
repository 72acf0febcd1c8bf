"""An external view as a project: what may leave the house, and nothing else, since nothing else is at hand here."""

from collections.abc import Iterator

from planner.business_case.external_view import ExternalView, Work
from planner.exchange.mspdi.custom_fields import written_money, written_rows
from planner.exchange.mspdi.outline import Calendars, Grouping, PlacedPhase, calendars, outlined, region_rows
from planner.exchange.mspdi.phase_fields import PHASE_FIELDS, TARGET_FIELDS, carried
from planner.exchange.mspdi.project import (
    Project,
    ProjectAssignment,
    ProjectLink,
    ProjectResource,
    ProjectTask,
)
from planner.rollout.calendars import Calendar, Freeze, Region

WORK_FIELDS = tuple(field for field in PHASE_FIELDS if field.name in Work.__struct_fields__)
EXTERNAL_FIELDS = frozenset(
    {
        *("Phase id", "Position", "Delivery", "Requested", "Requested funding"),
        *("Freeze kind", "Freeze regions", "Region calendars"),
        *(field.alias for field in (*WORK_FIELDS, *TARGET_FIELDS)),
    }
)


def external_project(view: ExternalView, grouped_by: Grouping = "workload") -> Project:
    """The project of the scheduled work. Its period is that of the work, since the plan's own stays inside."""
    plan_days = next((each.calendar for each in view.working_days if not each.region), Calendar())
    regions = tuple(Region(each.region, each.calendar) for each in view.working_days if each.region)
    freezes = tuple(Freeze(each.name, each.days, each.kind, each.regions) for each in view.freezes)
    made = calendars(plan_days, regions, freezes, (work.region for work in view.work if work.change))
    uids = {work.id: number for number, work in enumerate(view.work, start=1)}
    suppliers = {name: number for number, name in enumerate(_suppliers(view), start=1)}
    phases = [PlacedPhase(work.region, work.workload, _task(view, work, uids, made)) for work in view.work]
    return Project(
        name=view.header.plan,
        company=view.header.customer,
        currency=view.header.currency,
        start=min((work.start for work in view.work), default=None),
        finish=max((work.finish for work in view.work), default=None),
        calendar=1,
        calendars=made.all,
        tasks=outlined(phases, grouped_by, freezes, made.plan_days),
        resources=tuple(ProjectResource(number, name) for name, number in suppliers.items()),
        assignments=tuple(
            ProjectAssignment(uids[work.id], suppliers[work.supplier]) for work in view.work if work.supplier
        ),
        summary={"Region calendars": region_rows(regions, made)} if regions else {},
        task_fields=EXTERNAL_FIELDS,
        resource_fields=frozenset(),
    )


def _suppliers(view: ExternalView) -> dict[str, None]:
    return dict.fromkeys(work.supplier for work in view.work if work.supplier)


def _task(view: ExternalView, work: Work, uids: dict[str, int], made: Calendars) -> ProjectTask:
    """A piece of work, held where it is, as Project would pull it forward."""
    return ProjectTask(
        uids[work.id],
        work.name,
        start=work.start,
        finish=work.finish,
        days=made.working_days(work.region, work.start, work.finish, change=work.change),
        cost=work.cost,
        calendar=made.of_phase(work.region, change=work.change),
        constraint="start_no_earlier_than",
        constrained_to=work.start,
        links=tuple(
            ProjectLink(uids[link.predecessor], link.type, link.lag) for link in work.after if link.predecessor in uids
        ),
        fields=dict(_fields(view, work, uids[work.id])),
    )


def _fields(view: ExternalView, work: Work, position: int) -> Iterator[tuple[str, str]]:
    yield "Phase id", work.id
    yield "Position", str(position)
    yield "Delivery", work.delivery
    yield from carried(work, WORK_FIELDS)
    if work.target is not None:
        yield from carried(work.target, TARGET_FIELDS)
    paid = [(each.credit, each.amount) for each in view.funded_work if each.phase == work.id]
    if paid:
        yield "Requested", written_money(work.requested)
        yield "Requested funding", written_rows(paid)
