"""A project as MSPDI: elements in the order of Microsoft's schema, work from 08:00 to 17:00, eight hours a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from planner.exchange.mspdi import NAMESPACE
from planner.exchange.mspdi.custom_fields import (
    HUNDREDTHS,
    RESOURCE_FIELD_IDS,
    RESOURCE_FIELDS,
    TASK_FIELD_IDS,
    TASK_FIELDS,
)
from planner.exchange.mspdi.project import (
    HOURS_A_DAY,
    DayOff,
    Project,
    ProjectAssignment,
    ProjectCalendar,
    ProjectLink,
    ProjectResource,
    ProjectTask,
)
from planner.rollout.calendars import WEEKDAYS

LINK_TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
CONSTRAINTS = {None: 0, "must_start_on": 2, "start_no_earlier_than": 4}
TENTHS_OF_MINUTES_A_DAY = HOURS_A_DAY * 60 * 10
IN_DAYS = 7
"""The format of durations and lags that Project shows in working days."""

WORKED_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def write_project(project: Project) -> bytes:
    """The file."""
    inside = "".join(
        (
            *_head(project),
            _part("ExtendedAttributes", *_definitions(project)),
            _part("Calendars", *map(_calendar, project.calendars)),
            _part("Tasks", _whole(project), *(_task(each, row) for row, each in enumerate(project.tasks, start=1))),
            _part("Resources", *map(_resource, project.resources)),
            _part("Assignments", *_assignments(project)),
        )
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="{NAMESPACE}">{inside}\n</Project>\n'.encode()


def _head(project: Project) -> Iterator[str]:
    yield _leaf("SaveVersion", 14)
    yield _leaf("Name", project.name)
    yield _leaf("Title", project.name)
    yield _leaf("Company", project.company)
    yield _leaf("ScheduleFromStart", 1)
    yield _leaf("StartDate", _morning(project.start))
    yield _leaf("FinishDate", _evening(project.finish))
    yield _leaf("CurrencyDigits", 0)
    yield _leaf("CurrencySymbol", project.currency)
    yield _leaf("CurrencyCode", project.currency)
    yield _leaf("CalendarUID", project.calendar)
    yield _leaf("DefaultStartTime", WORKED_HOURS[0][0])
    yield _leaf("DefaultFinishTime", WORKED_HOURS[-1][1])
    yield _leaf("MinutesPerDay", HOURS_A_DAY * 60)
    yield _leaf("MinutesPerWeek", 5 * HOURS_A_DAY * 60)
    yield _leaf("DaysPerMonth", 20)
    yield _leaf("StatusDate", _morning(project.status_date))
    yield _leaf("NewTasksAreManual", 0)


def _definitions(project: Project) -> Iterator[str]:
    for aliases, slots, ids in (
        (project.task_fields, TASK_FIELDS, TASK_FIELD_IDS),
        (project.resource_fields, RESOURCE_FIELDS, RESOURCE_FIELD_IDS),
    ):
        for alias, slot in slots.items():
            if alias in aliases:
                head = _leaf("FieldID", ids[slot]) + _leaf("FieldName", slot)
                yield _part("ExtendedAttribute", head, _leaf("Alias", alias))


def _calendar(calendar: ProjectCalendar) -> str:
    weekdays = (_weekday(number, calendar) for number in range(len(WEEKDAYS)))
    return _part(
        "Calendar",
        _leaf("UID", calendar.uid),
        _leaf("Name", calendar.name),
        _leaf("IsBaseCalendar", 1),
        _leaf("BaseCalendarUID", -1),
        _part("WeekDays", *weekdays),
        _part("Exceptions", *_exceptions(calendar)),
    )


def _weekday(number: int, calendar: ProjectCalendar) -> str:
    """A day of the week; Project's weeks begin on Sunday."""
    weekday = WEEKDAYS[number - 1]
    if weekday not in calendar.days.weekdays:
        return _part("WeekDay", _leaf("DayType", number + 1), _leaf("DayWorking", 0))
    hours = (_part("WorkingTime", _leaf("FromTime", begin), _leaf("ToTime", end)) for begin, end in WORKED_HOURS)
    return _part("WeekDay", _leaf("DayType", number + 1), _leaf("DayWorking", 1), _part("WorkingTimes", *hours))


def _exceptions(calendar: ProjectCalendar) -> Iterator[str]:
    """Days off, those after each other of one name as one."""
    names = {each.day: each.name for each in calendar.named}
    days = [DayOff(day, names.get(day, "Day off")) for day in sorted(set(calendar.days.holidays))]
    numbered = enumerate(days)
    for _, group in groupby(numbered, lambda pair: (pair[1].day.toordinal() - pair[0], pair[1].name)):
        run = [each for _, each in group]
        yield _part(
            "Exception",
            _leaf("EnteredByOccurrences", 0),
            _part(
                "TimePeriod",
                _leaf("FromDate", f"{run[0].day}T00:00:00"),
                _leaf("ToDate", f"{run[-1].day}T23:59:00"),
            ),
            _leaf("Occurrences", len(run)),
            _leaf("Name", run[0].name),
            _leaf("Type", 1),
            _leaf("DayWorking", 0),
        )


def _whole(project: Project) -> str:
    """The task number 0, which stands for the project as a whole."""
    days = [each for task in project.tasks for each in (task.start, task.finish) if each is not None]
    task = ProjectTask(
        0,
        project.name,
        level=0,
        is_summary=True,
        start=min(days, default=project.start),
        finish=max(days, default=project.start),
        cost=sum(each.cost or 0 for each in project.tasks if not each.is_summary),
        fields=project.summary,
    )
    return _task(task, 0)


def _task(task: ProjectTask, row: int) -> str:
    return _part(
        "Task",
        _leaf("UID", task.uid),
        _leaf("ID", row),
        _leaf("Name", task.name),
        _leaf("Active", 1),
        _leaf("Manual", int(task.is_manual)),
        _leaf("Type", 1),
        _leaf("IsNull", 0),
        _leaf("OutlineLevel", task.level),
        _leaf("Priority", 500),
        _leaf("Start", _morning(task.start)),
        _leaf("Finish", _evening(task.finish)),
        _leaf("Duration", _hours(task.days)),
        *_manual_dates(task),
        _leaf("DurationFormat", IN_DAYS),
        _leaf("EffortDriven", 0),
        _leaf("Estimated", 0),
        _leaf("Milestone", 0),
        _leaf("Summary", int(task.is_summary)),
        *_costs(task),
        *_done(task),
        _leaf("ConstraintType", CONSTRAINTS[task.constraint]),
        _leaf("CalendarUID", -1 if task.calendar is None else task.calendar),
        _leaf("ConstraintDate", _morning(task.constrained_to)),
        _leaf("Deadline", _evening(task.deadline)),
        _leaf("IgnoreResourceCalendar", 1),
        *map(_link, task.links),
        *_values(task.fields, TASK_FIELDS, TASK_FIELD_IDS),
        *_baseline(task),
    )


def _manual_dates(task: ProjectTask) -> Iterator[str]:
    if task.is_manual:
        yield _leaf("ManualStart", _morning(task.start))
        yield _leaf("ManualFinish", _evening(task.finish))
        yield _leaf("ManualDuration", _hours(task.days))


def _costs(task: ProjectTask) -> Iterator[str]:
    if task.cost is not None:
        if not task.is_summary:
            yield _leaf("FixedCost", task.cost * HUNDREDTHS)
        yield _leaf("FixedCostAccrual", 2)
    if task.done is not None:
        yield _leaf("PercentComplete", 100 if task.done.finished_on is not None else task.done.percent)
    if task.cost is not None:
        yield _leaf("Cost", task.cost * HUNDREDTHS)


def _done(task: ProjectTask) -> Iterator[str]:
    if task.done is not None:
        yield _leaf("ActualStart", _morning(task.done.started_on))
        yield _leaf("ActualFinish", _evening(task.done.finished_on))


def _link(link: ProjectLink) -> str:
    return _part(
        "PredecessorLink",
        _leaf("PredecessorUID", link.predecessor),
        _leaf("Type", LINK_TYPES[link.type]),
        _leaf("CrossProject", 0),
        _leaf("LinkLag", link.lag * TENTHS_OF_MINUTES_A_DAY),
        _leaf("LagFormat", IN_DAYS),
    )


def _baseline(task: ProjectTask) -> Iterator[str]:
    if task.baseline is not None:
        start, finish = _morning(task.baseline.start), _evening(task.baseline.end)
        yield _part("Baseline", _leaf("Number", 0), _leaf("Start", start), _leaf("Finish", finish))


def _resource(resource: ProjectResource) -> str:
    periods = (
        _part(
            "AvailabilityPeriod",
            _leaf("AvailableFrom", f"{window.start}T00:00:00"),
            _leaf("AvailableTo", f"{window.end}T23:59:00"),
            _leaf("AvailableUnits", resource.units),
        )
        for window in resource.windows
    )
    return _part(
        "Resource",
        _leaf("UID", resource.uid),
        _leaf("ID", resource.uid),
        _leaf("Name", resource.name),
        _leaf("Type", 1),
        _leaf("IsNull", 0),
        _leaf("MaxUnits", resource.units),
        *_values(resource.fields, RESOURCE_FIELDS, RESOURCE_FIELD_IDS),
        _part("AvailabilityPeriods", *periods) if resource.windows else "",
    )


def _assignments(project: Project) -> Iterator[str]:
    tasks = {task.uid: task for task in project.tasks}
    for number, each in enumerate(project.assignments, start=1):
        yield _assignment(number, each, tasks[each.task])


def _assignment(number: int, assignment: ProjectAssignment, task: ProjectTask) -> str:
    return _part(
        "Assignment",
        _leaf("UID", number),
        _leaf("TaskUID", assignment.task),
        _leaf("ResourceUID", assignment.resource),
        _leaf("Finish", _evening(task.finish)),
        _leaf("RemainingWork", _hours(task.days)),
        _leaf("Start", _morning(task.start)),
        _leaf("Units", 1),
        _leaf("Work", _hours(task.days)),
    )


def _values(fields: Mapping[str, str], slots: Mapping[str, str], ids: Mapping[str, int]) -> Iterator[str]:
    for alias, slot in slots.items():
        if alias in fields:
            yield _part("ExtendedAttribute", _leaf("FieldID", ids[slot]), _leaf("Value", fields[alias]))


def _morning(day: date | None) -> str | None:
    return None if day is None else f"{day}T{WORKED_HOURS[0][0]}"


def _evening(day: date | None) -> str | None:
    return None if day is None else f"{day}T{WORKED_HOURS[-1][1]}"


def _hours(days: int | None) -> str | None:
    return None if days is None else f"PT{days * HOURS_A_DAY}H0M0S"


def _leaf(tag: str, value: str | int | None) -> str:
    """An element with a text; nothing where there is no value."""
    return "" if value is None else f"\n<{tag}>{str(value).translate(ESCAPES)}</{tag}>"


def _part(tag: str, *inside: str) -> str:
    return f"\n<{tag}>{''.join(inside)}</{tag}>"
