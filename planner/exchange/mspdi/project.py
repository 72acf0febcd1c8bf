"""A project as Microsoft Project knows it, as far as a plan can say it or be told by it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from planner.rollout.calendars import Calendar
from planner.rollout.dependencies import DependencyType
from planner.value import DateRange

HOURS_A_DAY = 8
Constraint = Literal["start_no_earlier_than", "must_start_on"]


class DayOff(NamedTuple):
    """A day on which a calendar does not work, and what it is called."""

    day: date
    name: str


class ProjectCalendar(NamedTuple):
    """Worked weekdays less days off. named: the days off that have a name; the calendar has them as well."""

    uid: int
    name: str
    days: Calendar
    named: tuple[DayOff, ...] = ()


class ProjectLink(NamedTuple):
    """A link from the task that has that number; lag in working days."""

    predecessor: int
    type: DependencyType
    lag: int


class Done(NamedTuple):
    """What has become of a task: its first day, its last one once it is finished, and the part that is done."""

    started_on: date
    finished_on: date | None = None
    percent: int | None = None


class ProjectTask(NamedTuple):
    """A task, or a summary of those that follow it on a deeper level.

    start, finish: None where the task has no dates. days: working days; None where the file does not say.
    calendar: the number of its own calendar, if it has one. done: None while it has not begun.
    fields: the values of custom fields by their aliases.
    """

    uid: int
    name: str
    level: int = 1
    is_summary: bool = False
    is_manual: bool = False
    start: date | None = None
    finish: date | None = None
    days: int | None = None
    cost: int | None = None
    calendar: int | None = None
    constraint: Constraint | None = None
    constrained_to: date | None = None
    deadline: date | None = None
    links: tuple[ProjectLink, ...] = ()
    baseline: DateRange | None = None
    done: Done | None = None
    fields: Mapping[str, str] = {}


class ProjectResource(NamedTuple):
    """Who works. units: how many tasks at a time. windows: when it is available; empty means always."""

    uid: int
    name: str
    units: int = 1
    windows: tuple[DateRange, ...] = ()
    fields: Mapping[str, str] = {}


class ProjectAssignment(NamedTuple):
    """A resource on a task, both by number."""

    task: int
    resource: int


class Project(NamedTuple):
    """All of it. summary: the custom fields of the project as a whole, which hang on its task number 0.

    task_fields, resource_fields: aliases of the custom fields that the file defines, whether or not a task has a value.
    status_date: the day as of which the work is told; None where it is not.
    notes: what of a foreign file could not be told in days, or not at all.
    """

    name: str
    company: str
    currency: str
    start: date | None
    finish: date | None
    calendar: int | None
    calendars: tuple[ProjectCalendar, ...]
    tasks: tuple[ProjectTask, ...]
    resources: tuple[ProjectResource, ...]
    assignments: tuple[ProjectAssignment, ...]
    summary: Mapping[str, str]
    task_fields: frozenset[str]
    resource_fields: frozenset[str]
    notes: tuple[str, ...] = ()
    status_date: date | None = None
