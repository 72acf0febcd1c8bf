"""What plans and external views have in common as projects: calendars, and phases under summaries."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from planner.exchange.mspdi.custom_fields import written_rows, written_texts
from planner.exchange.mspdi.project import DayOff, ProjectCalendar, ProjectTask
from planner.rollout.calendars import WEEKDAYS, Calendar, Freeze, Region
from planner.rollout.workdays import WorkdayArithmetic, days_between

Grouping = Literal["workload", "region"]
FREEZES = "Change freezes"
LONGEST_FREEZE = 3_660
"""Days of a freeze that a calendar lists one by one; a longer one is shown as a bar alone."""


class Calendars(NamedTuple):
    """The calendars of a project, and the numbers of those of regions and of changes in a region.

    A change stands still in freezes, so its calendar has them as days off.
    """

    all: tuple[ProjectCalendar, ...]
    of_regions: Mapping[str, int]
    of_changes: Mapping[str, int]
    days: Mapping[str, WorkdayArithmetic]
    change_days: Mapping[str, WorkdayArithmetic]
    plan_days: WorkdayArithmetic

    def of_phase(self, region: str, *, change: bool) -> int | None:
        """The calendar of a phase's task; None for that of the project."""
        if change and region in self.of_changes:
            return self.of_changes[region]
        return self.of_regions.get(region)

    def working_days(self, region: str, start: date, finish: date, *, change: bool) -> int:
        """Days on which a phase makes progress from start to finish, both included; at least one."""
        days = self.days.get(region, self.plan_days)
        if change:
            days = self.change_days.get(region, days)
        return max(1, len(days.workdays(start, finish)))


class PlacedPhase(NamedTuple):
    """A phase as a task, and what it is grouped by."""

    region: str
    workload: str
    task: ProjectTask


def calendars(
    plan: Calendar, regions: Iterable[Region], freezes: tuple[Freeze, ...], changing: Iterable[str]
) -> Calendars:
    """The calendars of a plan: its own, those of its regions, and one for changes in each region that has freezes."""
    names = UniqueNames()
    found = [ProjectCalendar(1, names.of("Standard"), in_order(plan))]
    own = {region.name: region.calendar for region in regions}
    of_regions, of_changes = {}, {}
    change_days = {}
    for name, calendar in own.items():
        found.append(ProjectCalendar(len(found) + 1, names.of(name), in_order(calendar)))
        of_regions[name] = len(found)
    for region in dict.fromkeys(changing):
        bound = tuple(freeze for freeze in freezes if freeze.binds(region))
        if bound:
            calendar = own.get(region, plan)
            found.append(_frozen(len(found) + 1, names.of(f"{region}, changes"), calendar, bound))
            of_changes[region] = len(found)
            pauses = tuple(freeze.days for freeze in bound if freeze.kind == "pause")
            change_days[region] = WorkdayArithmetic(calendar, pauses)
    days = {name: WorkdayArithmetic(calendar) for name, calendar in own.items()}
    return Calendars(tuple(found), of_regions, of_changes, days, change_days, WorkdayArithmetic(plan))


def in_order(calendar: Calendar) -> Calendar:
    """The same calendar with its days sorted, each once."""
    weekdays = tuple(day for day in WEEKDAYS if day in calendar.weekdays)
    return Calendar(tuple(sorted(set(calendar.holidays))), weekdays)


def _frozen(uid: int, name: str, calendar: Calendar, freezes: tuple[Freeze, ...]) -> ProjectCalendar:
    named = {
        day: freeze.name
        for freeze in freezes
        if (freeze.days.end - freeze.days.start).days <= LONGEST_FREEZE
        for day in days_between(freeze.days.start, freeze.days.end)
    }
    days = Calendar((*calendar.holidays, *named), calendar.weekdays)
    return ProjectCalendar(uid, name, in_order(days), tuple(DayOff(day, each) for day, each in named.items()))


class UniqueNames:
    """Names, each with a number behind it if it was there before; Project tells no case apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, wished: str) -> str:
        name, number = wished, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wished} ({number})"
        self._taken.add(name.casefold())
        return name


def region_rows(regions: Iterable[Region], made: Calendars) -> str:
    """Which calendar is that of which region."""
    names = {calendar.uid: calendar.name for calendar in made.all}
    return written_rows((region.name, names[made.of_regions[region.name]]) for region in regions)


def outlined(
    phases: list[PlacedPhase], grouped_by: Grouping, freezes: tuple[Freeze, ...], days: WorkdayArithmetic
) -> tuple[ProjectTask, ...]:
    """The tasks under summaries, and the freezes under one of their own."""
    groups: dict[str, list[ProjectTask]] = {}
    for phase in phases:
        groups.setdefault(phase.workload if grouped_by == "workload" else phase.region, []).append(phase.task)
    uid = len(phases)
    if freezes:
        tasks = [_freeze(uid + number, freeze, days) for number, freeze in enumerate(freezes, start=1)]
        uid += len(tasks)
    found: list[ProjectTask] = []
    for name, members in groups.items():
        uid += 1
        found += _under(uid, name, members, days)
    if freezes:
        found += _under(uid + 1, FREEZES, tasks, days)
    return tuple(found)


def _under(uid: int, name: str, members: list[ProjectTask], days: WorkdayArithmetic) -> Iterator[ProjectTask]:
    start = min((task.start for task in members if task.start), default=None)
    finish = max((task.finish for task in members if task.finish), default=None)
    length = len(days.workdays(start, finish)) if start and finish else None
    costs = [task.cost for task in members if task.cost is not None]
    cost = sum(costs) if costs else None
    yield ProjectTask(uid, name, is_summary=True, start=start, finish=finish, days=length, cost=cost)
    yield from (task._replace(level=2) for task in members)


def _freeze(uid: int, freeze: Freeze, days: WorkdayArithmetic) -> ProjectTask:
    """Days without change as a bar of their own, which Project leaves where it is."""
    fields: dict[str, str] = {"Freeze kind": freeze.kind}
    if freeze.regions:
        fields["Freeze regions"] = written_texts(freeze.regions)
    start, finish = freeze.days.start, freeze.days.end
    length = len(days.workdays(start, finish))
    return ProjectTask(uid, freeze.name, is_manual=True, start=start, finish=finish, days=length, fields=fields)
