"""A project as a State: a plan of its own, or what it says put into a plan that is there.

What a project says nothing of stays as it is in that plan, and what it says in the same way stays the same object, so
that reading back what was written changes nothing. Phases that the plan has and the project has not are kept, since
a file may be a part of the rollout. What a project tells is of three kinds: custom fields that it defines are told for
each of its tasks; dates, durations, costs and links by every project; all else by projects of ours alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from planner.exchange.foreign_file import refuse, shown
from planner.exchange.mspdi.custom_fields import read_day, read_money, read_rows, read_texts, read_whole
from planner.exchange.mspdi.phase_fields import (
    PHASE_FIELDS,
    TARGET,
    TARGET_FIELDS,
    lasting,
    read_options,
    told,
    told_target,
    with_files,
    with_uncarried,
)
from planner.exchange.mspdi.progress import progress
from planner.exchange.mspdi.project import Project, ProjectLink, ProjectResource, ProjectTask
from planner.exchange.mspdi.rows import (
    Row,
    partner_ids,
    phase_rows,
    phases_inside,
    positions,
    refuse_repeated,
    texts_before,
    with_whole_texts,
)
from planner.files import encode, parse
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import RESERVED_OPTIONS, DeliveryKind, DeliveryOption, Phase, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.unknown import followed
from planner.value import DateRange

UNNAMED, UNKNOWN_CUSTOMER, USUAL_CURRENCY = "Imported project", "Unnamed customer", "USD"
USUAL_MOTION, USUAL_WORKLOAD = "deploy", "Other"
MOST_LINKS = 200_000
Some = TypeVar("Some")


class Imported(NamedTuple):
    """A State, and what of the file could not be taken over, in sentences."""

    state: State
    notes: tuple[str, ...]


def imported(project: Project, into: State | None = None) -> Imported:
    """The State that a project describes. Raises PlanError where it describes none, with every fault."""
    reading = _Import(project, into)
    faults: list[Fault] = []
    state = reading.state(faults)
    if faults:
        raise PlanError(tuple(faults))
    if into is not None:
        state = State(followed(into.plan, state.plan), followed(into.schedule, state.schedule))
    if into is None or state != into:
        parse(encode(state))  # a State that no file could hold is none
    return Imported(state, (*project.notes, *reading.notes))


class _Import:
    """One project on its way into one plan."""

    def __init__(self, project: Project, into: State | None) -> None:
        self.notes: list[str] = []
        self._project = project
        self._base = into if into is not None else State(_blank_plan(project))
        self._is_new = into is None
        before = texts_before(into)
        rows = [with_whole_texts(row, before) for row in phase_rows(project)]
        self._rows = sorted(rows, key=positions(rows))
        self._phase_of = {row.task.uid: row.phase for row in self._rows}
        self._partner_ids = dict(partner_ids(project, self._base.plan))

    def state(self, faults: list[Fault]) -> State:
        """The State; what is wrong with the file is added to the faults."""
        base = self._base.plan
        if self._is_new and not self._rows and "Horizon" not in self._project.summary:
            refuse("tasks", "The project has no tasks.", "Maybe it is another file.")
        refuse_repeated(self._rows)
        options = {row.phase: self._guarded(faults, row, self._options) or () for row in self._rows}
        chosen = {row.phase: self._chosen(row, options[row.phase]) for row in self._rows}
        phases = [self._guarded(faults, row, lambda row: self._phase(row, options[row.phase])) for row in self._rows]
        if faults:
            return self._base
        plan = replace(
            base,
            **self._head(),
            **self._calendars(),
            partners=_merged(base.partners, map(self._partner, self._project.resources)),
            phases=self._ordered(phase for phase in phases if phase is not None),
        )
        plan = replace(
            plan,
            dependencies=self._links(base),
            pins=self._pins(base),
            baseline=self._baseline(faults, base, chosen),
            **progress(self._project, self._rows, plan, chosen, self.notes),
        )
        same = all(getattr(plan, field) == getattr(base, field) for field in Plan.__struct_fields__)
        return State(base if same else plan, self._schedule(faults, plan, chosen))

    def _guarded(self, faults: list[Fault], row: Row, make: Any) -> Any:  # noqa: ANN401 - whatever is made
        """What is made of a task; a value that cannot be read is a fault of that task."""
        try:
            return make(row)
        except (ValueError, OverflowError) as error:
            faults.append(Fault(f"task {row.task.uid}", f"Task '{shown(row.task.name)}', {error}.", "Correct it."))
            return None

    # The plan around the phases

    def _head(self) -> dict[str, Any]:
        """Name, customer, currency and period, where the file has them. Only a file of ours tells the horizon."""
        project, base = self._project, self._base.plan
        if not project.summary.get("Horizon"):
            return {} if not self._is_new else {"start": base.start, "horizon": base.horizon}
        return {
            "name": project.name or base.name,
            "customer": project.company or base.customer,
            "currency": project.currency or base.currency,
            "start": project.start or base.start,
            "horizon": _read(read_day, project.summary["Horizon"], "The project's 'Horizon'"),
        }

    def _calendars(self) -> dict[str, Any]:
        """Working days and freezes. A plan that is there keeps its own before a stranger's."""
        project, base = self._project, self._base.plan
        found: dict[str, Any] = {"regions": self._regions()}
        by_uid = {calendar.uid: calendar.days for calendar in project.calendars}
        if (self._is_new or self._is_ours) and project.calendar in by_uid:
            found["calendar"] = _same_days(base.calendar, by_uid[project.calendar])
        if "Freeze kind" in project.task_fields:
            found["freezes"] = self._freezes()
        return found

    @property
    def _is_ours(self) -> bool:
        return "Region calendars" in self._project.task_fields

    def _regions(self) -> tuple[Region, ...]:
        """Regions of a file of ours by name; in another, every calendar that a task works by is one, if it is new."""
        present = {region.name: region for region in self._base.plan.regions}
        found = {}
        for region in self._told_regions():
            known = present.get(region.name)
            days = region.calendar if known is None else _same_days(known.calendar, region.calendar)
            found[region.name] = replace(region, calendar=days) if known is None or self._is_ours else known
        return _merged(self._base.plan.regions, found.values())

    def _told_regions(self) -> list[Region]:
        project = self._project
        if not self._is_ours:
            used = {row.task.calendar for row in self._rows} - {None, project.calendar}
            return [Region(each.name, each.days) for each in project.calendars if each.uid in used and each.name]
        text, by_name = project.summary.get("Region calendars"), {each.name: each.days for each in project.calendars}
        rows = [] if text is None else _read(lambda text: read_rows(text, 2), text, "The project's 'Region calendars'")
        return [Region(name, by_name[calendar]) for name, calendar in rows if calendar in by_name]

    def _freezes(self) -> tuple[Freeze, ...]:
        """The freezes that the file shows as bars."""
        base = self._base.plan.freezes
        found = []
        for task in self._project.tasks:
            kind: Any = task.fields.get("Freeze kind")
            if kind is None or task.start is None or task.finish is None:
                continue
            regions = read_texts(task.fields["Freeze regions"]) if "Freeze regions" in task.fields else ()
            found.append(Freeze(task.name, DateRange(task.start, task.finish), kind, regions))
        return base if tuple(found) == base else tuple(found)

    def _partner(self, resource: ProjectResource) -> Partner:
        told_ = resource.fields
        own_id = self._partner_ids[resource.uid]
        base = self._base.plan.partner.get(own_id) or Partner(id=own_id, name=resource.name)
        if "Partner id" not in self._project.resource_fields:
            return base if own_id in self._base.plan.partner else self._outsider(own_id, resource)
        workloads, rate = told_.get("Approved workloads"), told_.get("Day rate")
        return replace(
            base,
            name=resource.name,
            teams=resource.units,
            windows=resource.windows,
            approved_workloads=() if workloads is None else read_texts(workloads),
            day_rate=0 if rate is None else _read(read_money, rate, f"The day rate of '{shown(resource.name)}'"),
        )

    def _outsider(self, own_id: str, resource: ProjectResource) -> Partner:
        return Partner(id=own_id, name=resource.name, teams=min(resource.units, 1000), windows=resource.windows)

    # Phases

    def _ordered(self, phases: Iterable[Phase]) -> tuple[Phase, ...]:
        """Phases by their position in the plan they came from; new ones behind the one above them."""
        told_ = {phase.id: phase for phase in phases}
        base = self._base.plan.phases
        if set(told_) == set(self._base.plan.phase):
            return _unless_same(base, tuple(told_[phase.id] for phase in base))
        if self._is_new:
            return tuple(told_[row.phase] for row in self._rows)
        return _merged(base, told_.values())

    def _options(self, row: Row) -> tuple[DeliveryOption, ...]:
        """The ways to deliver a phase, the present one with the duration and cost of the task."""
        base = self._base.plan.phase.get(row.phase)
        options = base.options if base is not None else ()
        if "Delivery options" in row.task.fields:
            options = with_uncarried(read_options(row.task.fields["Delivery options"]), options)
        present = self._present(row, options)
        known = next((option for option in options if option.id == present.id), None)
        days, cost = None if self._is_unmoved(row) else row.task.days, row.task.cost
        held = known or present
        told_ = replace(
            lasting(held, max(1, days) if days is not None else held.duration),
            cost=cost if cost is not None else held.cost,
        )
        if known is None:
            return (*options, told_)
        return _unless_same(options, tuple(told_ if option is known else option for option in options))

    def _is_unmoved(self, row: Row) -> bool:
        """Whether an external task has the dates of the plan: its days may be those of work as it was really done."""
        present = self._base.schedule.assignment(row.phase) if self._base.schedule is not None else None
        dates = (row.task.start, row.task.finish)
        is_told = "Delivery options" in row.task.fields
        return present is not None and not is_told and dates == (present.start, present.finish)

    def _present(self, row: Row, options: tuple[DeliveryOption, ...]) -> DeliveryOption:
        """The option that delivers the task: as it says itself, else by its resource, else the first one."""
        said, partner = row.task.fields.get("Delivery"), self._assigned.get(row.task.uid)
        found = next((option for option in options if option.id == said), None)
        if found is not None:
            return found
        if partner is not None and (said in {None, "partner"} or said not in RESERVED_OPTIONS):
            return DeliveryOption(kind="partner", partner=partner, duration=1, cost=0)
        if said in RESERVED_OPTIONS:
            kind: DeliveryKind = "fasttrack" if said == "fasttrack" else "internal"
            return DeliveryOption(kind=kind, duration=1, cost=0)
        return options[0] if options else DeliveryOption(kind="internal", duration=1, cost=0)

    @cached_property
    def _assigned(self) -> Mapping[int, str]:
        """The partner of each task; the first where several work on it."""
        found: dict[int, str] = {}
        for each in self._project.assignments:
            found.setdefault(each.task, self._partner_ids[each.resource])
        return found

    def _chosen(self, row: Row, options: tuple[DeliveryOption, ...]) -> str:
        return self._present(row, options).id

    def _phase(self, row: Row, options: tuple[DeliveryOption, ...]) -> Phase:
        task, defined = row.task, self._project.task_fields
        base = self._base.plan.phase.get(row.phase)
        fields: dict[str, Any] = told(task.fields, defined, PHASE_FIELDS)
        if TARGET in defined:
            target = told_target(task.fields, defined & {field.alias for field in TARGET_FIELDS})
            fields["adoption_target"] = target
        if base is not None and "milestones" in fields:
            fields["milestones"] = with_files(fields["milestones"], base.milestones)
        if self._is_imposed(task):
            fields["earliest_start"] = task.constrained_to
        if task.deadline is not None or "Earliest start" in defined or base is None:
            fields["deadline"] = task.deadline
        fields |= {"name": task.name or row.phase, "options": options}
        if base is None:
            fields = self._usual(row, options) | fields
            return Phase(**fields)
        return base if all(getattr(base, name) == value for name, value in fields.items()) else replace(base, **fields)

    def _is_imposed(self, task: ProjectTask) -> bool:
        """Whether somebody asked for a start. Files of ours tell it by itself, and hold tasks to the planned one."""
        if task.constraint != "start_no_earlier_than" or "Earliest start" in task.fields:
            return False
        return "Phase id" not in task.fields or task.constrained_to != task.start

    def _usual(self, row: Row, options: tuple[DeliveryOption, ...]) -> dict[str, Any]:
        """What a phase needs and the project does not tell."""
        names = {calendar.uid: calendar.name for calendar in self._project.calendars}
        own = row.task.calendar if row.task.calendar != self._project.calendar else None
        region = names.get(own, "") if own is not None else ""
        cost = max(option.cost for option in options)
        usual = {
            "id": row.phase,
            "workload": row.above or USUAL_WORKLOAD,
            "motion": USUAL_MOTION,
            "eligible_cost": cost,
        }
        return usual | ({"region": region} if region else {})

    # Links, pins, schedules

    def _links(self, base: Plan) -> tuple[Dependency, ...]:
        """The links of the file; links of the plan to phases that the file has not stay."""
        told_ = self._told_links()
        within = set(self._phase_of.values())
        kept = []
        for link in base.dependencies:
            is_told = {link.predecessor, link.successor} <= within
            found = told_.pop((link.predecessor, link.successor, link.type), None) if is_told else link
            kept += [] if found is None else [found]
        return _unless_same(base.dependencies, (*kept, *told_.values()))

    def _told_links(self) -> dict[tuple[str, str, str], Dependency]:
        """The links of the file by their ends and type; of several the larger lag."""
        found: dict[tuple[str, str, str], Dependency] = {}
        for before, after, link in (each for links in self._all_linked() for each in links):
            key, lag = (before, after, link.type), link.lag
            if before == after:
                continue
            if key in found and found[key].lag != lag:
                self.notes.append(f"Two {link.type} links from {before} to {after}; the larger lag is kept.")
                lag = max(lag, found[key].lag)
            found[key] = Dependency(predecessor=before, successor=after, type=link.type, lag=lag)
            if len(found) > MOST_LINKS:
                refuse("links", f"The project has more than {MOST_LINKS:,} links.", "Link fewer summaries.")
        return found

    def _all_linked(self) -> Iterator[Iterator[tuple[str, str, ProjectLink]]]:
        """Links between phases, those of summaries told of the phases inside."""
        inside = phases_inside(self._project.tasks, self._phase_of)
        names = {task.uid: task.name for task in self._project.tasks}
        tasks = (*(row.task for row in self._rows), *(task for task in self._project.tasks if task.is_summary))
        for task in tasks:
            for link in task.links:
                before, after = inside.get(link.predecessor, ()), inside.get(task.uid, ())
                is_summary = link.predecessor not in self._phase_of or task.uid not in self._phase_of
                if is_summary and not self._can_be_told(link, task):
                    told_ = f"'{shown(names.get(link.predecessor, ''))}' to '{shown(task.name)}'"
                    self.notes.append(f"The {link.type} link from {told_} is left out: phases cannot say it.")
                    continue
                yield ((first, second, link) for first in before for second in after)

    def _can_be_told(self, link: ProjectLink, successor: ProjectTask) -> bool:
        """A summary ends with all of its tasks, and its tasks start after it: other ends of it are no one task's."""
        waits_for = link.predecessor in self._phase_of or link.type in {"FS", "FF"}
        waiting = successor.uid in self._phase_of or link.type in {"FS", "SS"}
        return waits_for and waiting

    def _pins(self, base: Plan) -> tuple[Pin, ...]:
        is_told = "Pinned option" in self._project.task_fields
        present = {pin.phase: pin for pin in base.pins}
        told_ = {}
        for row in self._rows:
            task, held = row.task, present.get(row.phase, Pin(phase=row.phase))
            start = task.constrained_to if task.constraint == "must_start_on" else None
            option = task.fields.get("Pinned option") if is_told else held.option
            if start is None and not is_told:
                start = held.start
            told_[row.phase] = Pin(phase=row.phase, start=start, option=option)
        kept = [told_.pop(pin.phase, pin) for pin in base.pins]
        added = [pin for pin in told_.values() if pin.start is not None or pin.option is not None]
        empty = {pin.phase for pin in base.pins if pin.start is None and pin.option is None}
        pins = [pin for pin in kept if pin.start is not None or pin.option is not None or pin.phase in empty]
        return _unless_same(base.pins, (*pins, *added))

    def _schedule(self, faults: list[Fault], plan: Plan, chosen: Mapping[str, str]) -> Schedule | None:
        base = self._base.schedule
        placed = {
            row.phase: Assignment(row.phase, chosen[row.phase], row.task.start, row.task.finish)
            for row in self._rows
            if row.task.start is not None and row.task.finish is not None
        }
        claims = self._claims(faults, plan, "Requested funding")
        return _put_into(base, placed, claims, set(self._phase_of.values()), plan)

    def _baseline(self, faults: list[Fault], base: Plan, chosen: Mapping[str, str]) -> Schedule | None:
        if "Baseline delivery" not in self._project.task_fields:
            dated = {row.phase: row.task.baseline for row in self._rows if row.task.baseline is not None}
            if not self._is_new:
                return base.baseline
            kept = {phase: Assignment(phase, chosen[phase], days.start, days.end) for phase, days in dated.items()}
            return _put_into(None, kept, None, set(), base)
        kept = {}
        for row in self._rows:
            option, days = row.task.fields.get("Baseline delivery"), row.task.baseline
            if option is not None and days is not None:
                kept[row.phase] = Assignment(row.phase, option, days.start, days.end)
        claims = self._claims(faults, base, "Baseline funding")
        order = replace(base, phases=()) if not self._is_new else base
        return _put_into(base.baseline, kept, claims, set(self._phase_of.values()), order)

    def _claims(self, faults: list[Fault], plan: Plan, alias: str) -> dict[str, list[Claim]] | None:
        """What credits pay for each phase of the file; None where the file does not tell. Unknown credits are noted."""
        if alias not in self._project.task_fields:
            return None
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for row in self._rows:
            for credit, amount in self._guarded(faults, row, lambda row: _paid(row, alias)) or ():
                if credit in plan.credit:
                    found[row.phase].append(Claim(row.phase, credit, amount))
                elif alias == "Requested funding":
                    self.notes.append(
                        f"Credit '{shown(credit)}' is not in the plan; its claim on {row.phase} is left out."
                    )
        return found


def _read(read: Callable[[str], Some], text: str, owner: str) -> Some:
    """What a text stands for, if it can be read."""
    try:
        return read(text)
    except (ValueError, OverflowError) as error:
        refuse("project", f"{owner} cannot be read: {error}.", "Correct it in Project.")


def _paid(row: Row, alias: str) -> list[tuple[str, int]]:
    text = row.task.fields.get(alias)
    return [] if text is None else [(credit, read_whole(amount)) for credit, amount in read_rows(text, 2)]


def _put_into(
    base: Schedule | None,
    placed: Mapping[str, Assignment],
    claims: Mapping[str, list[Claim]] | None,
    within: set[str],
    plan: Plan,
) -> Schedule | None:
    """A schedule with the phases of the file as it says, and the others as they were; None where nothing is left."""
    old = base if base is not None else Schedule(())
    assignments = [
        placed.get(each.phase, each) for each in old.assignments if each.phase in placed or each.phase not in within
    ]
    present = {each.phase for each in assignments}
    order = {phase: number for number, phase in enumerate(plan.phase)}
    new = sorted(
        (each for each in placed.values() if each.phase not in present), key=lambda each: order.get(each.phase, 0)
    )
    made = Schedule((*assignments, *new), old.claims if claims is None else _claimed(old, claims, within, order))
    if made == old:
        return base
    return made if made.assignments or made.claims else None


def _claimed(
    old: Schedule, claims: Mapping[str, list[Claim]], within: set[str], order: Mapping[str, int]
) -> tuple[Claim, ...]:
    told_ = {(claim.phase, claim.credit): claim for each in claims.values() for claim in each}
    kept = []
    for claim in old.claims:
        found = told_.pop((claim.phase, claim.credit), None)
        if found is not None:
            kept.append(found)
        elif claim.phase not in within:
            kept.append(claim)
    return (*kept, *sorted(told_.values(), key=lambda claim: order.get(claim.phase, 0)))


def _blank_plan(project: Project) -> Plan:
    """A plan of its own for a project, without anything in it."""
    days = [each for task in project.tasks for each in (task.start, task.finish) if each is not None]
    days += [each for each in (project.start, project.finish) if each is not None]
    if not days:
        refuse("project", "The project has no dates.", "Give it a start in Project.")
    return Plan(
        name=project.name or UNNAMED,
        customer=project.company or UNKNOWN_CUSTOMER,
        currency=project.currency or USUAL_CURRENCY,
        start=min(days),
        horizon=max(days),
    )


def _same_days(before: Calendar, after: Calendar) -> Calendar:
    """The calendar before, if it has the same days in whatever order."""
    is_same = set(before.holidays) == set(after.holidays) and set(before.weekdays) == set(after.weekdays)
    return before if is_same else after


def _merged(before: tuple[Any, ...], told_: Iterable[Any]) -> tuple[Any, ...]:
    """The entries before, those that the file tells of as it does, and new ones behind."""
    fresh = {getattr(each, "id", None) or each.name: each for each in told_}
    kept = [fresh.pop(getattr(each, "id", None) or each.name, each) for each in before]
    return _unless_same(before, (*kept, *fresh.values()))


def _unless_same(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[Any, ...]:
    return before if before == after else after
