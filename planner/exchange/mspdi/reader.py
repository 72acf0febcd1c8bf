"""MSPDI as a project: every element that a plan can use, read with bounds, and a note of what it cannot say in days."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice

from planner.exchange.foreign_file import refuse, shown
from planner.exchange.mspdi import NAMESPACE
from planner.exchange.mspdi.custom_fields import HUNDREDTHS, LARGEST_EXPONENT
from planner.exchange.mspdi.project import (
    Constraint,
    DayOff,
    Done,
    Project,
    ProjectAssignment,
    ProjectCalendar,
    ProjectLink,
    ProjectResource,
    ProjectTask,
)
from planner.exchange.safe_xml import Element, read_xml
from planner.invariants import EARLIEST, LATEST
from planner.rollout.calendars import WEEKDAYS, Calendar, Weekday
from planner.rollout.dependencies import DependencyType
from planner.rollout.workdays import days_between
from planner.value import DateRange

MOST_TASKS = 20_000
MOST_CALENDARS = 1_000
MOST_DAYS_OFF = 50_000
"""Of all calendars together."""

PASSED_OVER = frozenset({"TimephasedData"})
"""Work hour by hour, which makes up most of many files."""

LINK_TYPES: Mapping[str, DependencyType] = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
CONSTRAINTS: Mapping[str, Constraint] = {"2": "must_start_on", "4": "start_no_earlier_than"}
NO_CONSTRAINTS = frozenset({"0", "", "1"})
"""As soon, and as late, as possible."""

ELAPSED_LAGS = frozenset({"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"})
PERCENT_LAGS = frozenset({"19", "20", "51", "52"})
TENTHS_A_MINUTE = 10
MINUTES_A_DAY = 24 * 60
USUAL_MINUTES = 480
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
LONGEST_DURATION = 30
"""Characters; longer ones are no durations, however they begin."""

WORK = "1"
"""The type of resources that work; others are material and costs."""

BY_DAY, EVERY_YEAR = "1", "2"
MOST_YEARS = 200
NO_BEGINNING, NO_END = ("", "1984-01-01"), ("", "2049-12-31")
"""What Project writes where availability has no beginning, or no end."""


def read_project(text: bytes) -> Project:
    """The project in the bytes of a file. Raises PlanError, and nothing else."""
    root = read_xml(text, NAMESPACE, PASSED_OVER)
    if root.tag != "Project":
        sentence = f"The file begins with '{shown(root.tag)}', so it is no Microsoft Project XML."
        refuse("line 1", sentence, "Save the project as XML in Microsoft Project.")
    return _Reading(root).project()


class _Reading:
    """Reads one file; numbers of elements and what could not be kept are counted over all of it."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._notes: dict[str, None] = {}
        self._days_off = 0
        self._minutes = max(1, _whole(root.of("MinutesPerDay"), USUAL_MINUTES))
        self._aliases = self._defined()

    def project(self) -> Project:
        root = self._root
        calendars = tuple(self._calendar(each) for each in _bounded(root, "Calendars", "Calendar", MOST_CALENDARS))
        elements = _bounded(root, "Tasks", "Task", MOST_TASKS)
        tasks = [each for each in map(self._task, elements) if each is not None]
        _refuse_repeated([task.uid for task in tasks], elements)
        resources = [self._resource(each) for each in _bounded(root, "Resources", "Resource", MOST_TASKS)]
        present = tuple(each for each in resources if each is not None)
        return Project(
            name=root.of("Title") or root.of("Name") or "",
            company=root.of("Company") or "",
            currency=(root.of("CurrencyCode") or "").strip(),
            start=_moment_day(root.of("StartDate")),
            finish=_moment_day(root.of("FinishDate"), is_finish=True),
            calendar=_maybe(root.of("CalendarUID")),
            calendars=calendars,
            tasks=tuple(task for task in tasks if task.uid != 0),
            resources=present,
            assignments=tuple(self._assignments({each.uid for each in present})),
            summary=next((task.fields for task in tasks if task.uid == 0), {}),
            task_fields=frozenset(self._aliases.values()),
            resource_fields=frozenset(self._aliases.values()),
            notes=tuple(self._notes),
            status_date=_moment_day(root.of("StatusDate")),
        )

    def _note(self, text: str) -> None:
        self._notes[text] = None

    def _defined(self) -> dict[str, str]:
        """Aliases of custom fields by their number; where there is none, Project's own name of the field."""
        found = {}
        for each in self._root.inside("ExtendedAttributes", "ExtendedAttribute"):
            number, name = each.of("FieldID"), each.of("Alias") or each.of("FieldName")
            if number and name:
                found[number.strip()] = name.strip()
        return found

    def _fields(self, element: Element) -> dict[str, str]:
        """Values of custom fields by their aliases."""
        found = {}
        for each in element.each("ExtendedAttribute"):
            alias, value = self._aliases.get((each.of("FieldID") or "").strip()), each.of("Value")
            if alias is not None and value is not None:
                found[alias] = value
        return found

    # Calendars

    def _calendar(self, element: Element) -> ProjectCalendar:
        weekdays = list(WEEKDAYS[:5])
        named: list[DayOff] = []
        told = {_whole(each.of("DayType")): each for each in element.inside("WeekDays", "WeekDay")}
        if told.keys() & set(range(1, 8)):
            worked = {number for number, each in told.items() if (each.of("DayWorking") or "").strip() != "0"}
            weekdays = [WEEKDAYS[number - 2] for number in range(1, 8) if number in worked]
        name = element.of("Name") or ""
        for each in element.inside("WeekDays", "WeekDay"):
            if _whole(each.of("DayType")) == 0:
                named += self._exception(each, name)
        for each in element.inside("Exceptions", "Exception"):
            named += self._exception(each, name)
        days = tuple(sorted({each.day for each in named}))
        in_order: tuple[Weekday, ...] = tuple(day for day in WEEKDAYS if day in weekdays)
        return ProjectCalendar(_uid(element), name, Calendar(days, in_order), tuple(named))

    def _exception(self, element: Element, calendar: str) -> Iterator[DayOff]:
        """The days off of an exception; a calendar of Project has many as well with other hours, and repeated ones."""
        name = (element.of("Name") or "").strip()
        periods = list(element.each("TimePeriod"))
        begins = _end_day(periods[0].of("FromDate"), is_finish=False) if periods else None
        ends = _end_day(periods[0].of("ToDate"), is_finish=True) if periods else None
        if begins is None or ends is None or ends < begins:
            return
        if (element.of("DayWorking") or "").strip() == "1":
            self._note(f"Calendar '{shown(calendar)}' works on {begins} ({shown(name)}); only days off are taken over.")
            return
        kind = (element.of("Type") or BY_DAY).strip()
        if kind == EVERY_YEAR:
            days = self._yearly(element, begins, ends)
        elif kind == BY_DAY and _whole(element.of("Period"), 1) <= 1:
            days = self._stretch(begins, ends)
        else:
            self._note(f"Calendar '{shown(calendar)}' has a repeated exception, '{shown(name)}'; it is left out.")
            return
        yield from (DayOff(day, name) for day in days)

    def _stretch(self, begins: date, ends: date) -> list[date]:
        self._count((ends - begins).days + 1, begins)
        return days_between(begins, ends)

    def _yearly(self, element: Element, begins: date, ends: date) -> list[date]:
        """The same day of every year; Project counts months from 0."""
        month, day = _whole(element.of("Month")) + 1, _whole(element.of("MonthDay"), 1)
        found = []
        for year in range(begins.year, min(ends.year, begins.year + MOST_YEARS) + 1):
            with suppress(ValueError):
                found.append(date(year, month, day))
        self._count(len(found), begins)
        return [each for each in found if begins <= each <= ends]

    def _count(self, days: int, begins: date) -> None:
        self._days_off += days
        if self._days_off > MOST_DAYS_OFF:
            refuse("calendars", f"The calendars have more than {MOST_DAYS_OFF:,} days off, counted to {begins}.")

    # Tasks

    def _task(self, element: Element) -> ProjectTask | None:
        """A task; None for blank rows and tasks that are switched off."""
        name = element.of("Name") or ""
        if (element.of("IsNull") or "").strip() == "1":
            return None
        if (element.of("Active") or "").strip() == "0":
            self._note(f"Task '{shown(name)}' is inactive; it is left out.")
            return None
        constraint, day = self._constraint(element, name)
        return ProjectTask(
            uid=_uid(element),
            name=name,
            level=_whole(element.of("OutlineLevel"), 1),
            is_summary=(element.of("Summary") or "").strip() == "1",
            is_manual=(element.of("Manual") or "").strip() == "1",
            start=_moment_day(element.of("Start")),
            finish=_moment_day(element.of("Finish"), is_finish=True),
            days=self._days(element.of("Duration"), name),
            cost=_cost(element),
            calendar=_maybe(element.of("CalendarUID")),
            constraint=constraint,
            constrained_to=day,
            deadline=_moment_day(element.of("Deadline"), is_finish=True),
            links=tuple(self._links(element, name)),
            baseline=_baseline(element),
            done=_done(element),
            fields=self._fields(element),
        )

    def _constraint(self, element: Element, name: str) -> tuple[Constraint | None, date | None]:
        kind, day = (element.of("ConstraintType") or "").strip(), _moment_day(element.of("ConstraintDate"))
        if kind not in CONSTRAINTS and kind not in NO_CONSTRAINTS:
            self._note(f"Task '{shown(name)}' has a constraint that no phase can have; it is left out.")
        return (CONSTRAINTS[kind], day) if kind in CONSTRAINTS and day is not None else (None, None)

    def _days(self, text: str | None, name: str) -> int | None:
        """Working days of a duration, begun ones included."""
        found = DURATION.fullmatch((text or "").strip()[:LONGEST_DURATION])
        if text is None or found is None:
            return None
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        total = days * MINUTES_A_DAY + hours * 60 + minutes + seconds / 60
        whole = int(-(-total // self._minutes))
        if whole * self._minutes != total:
            self._note(f"Task '{shown(name)}' lasts part of a day; the day counts whole.")
        return whole

    def _links(self, element: Element, name: str) -> Iterator[ProjectLink]:
        for each in element.each("PredecessorLink"):
            if (each.of("CrossProject") or "").strip() == "1":
                self._note(f"Task '{shown(name)}' waits for a task of another project; that link is left out.")
                continue
            kind = LINK_TYPES.get((each.of("Type") or "1").strip(), "FS")
            predecessor = _maybe(each.of("PredecessorUID"))
            if predecessor is not None:
                yield ProjectLink(predecessor, kind, self._lag(each, name))

    def _lag(self, link: Element, name: str) -> int:
        """A lag in whole working days, rounded up, so that no successor may start too soon."""
        minutes, form = _whole(link.of("LinkLag")) / TENTHS_A_MINUTE, (link.of("LagFormat") or "").strip()
        if not minutes:
            return 0
        if form in PERCENT_LAGS:
            self._note(f"Task '{shown(name)}' has a lag in percent, which is left out.")
            return 0
        if form in ELAPSED_LAGS:
            self._note(f"Task '{shown(name)}' has a lag in calendar days; five of seven are counted as working days.")
            minutes = minutes / MINUTES_A_DAY * 5 / 7 * self._minutes
        days = int(-(-minutes // self._minutes))
        if days * self._minutes != minutes and form not in ELAPSED_LAGS:
            self._note(f"Task '{shown(name)}' has a lag of part of a day; it is rounded up.")
        return days

    # Resources

    def _resource(self, element: Element) -> ProjectResource | None:
        """Somebody who works; None for material, costs, blank rows and the nobody that Project numbers 0."""
        name = element.of("Name") or ""
        uid = _uid(element)
        if (element.of("IsNull") or "").strip() == "1" or not name or uid == 0:
            return None
        if (element.of("Type") or WORK).strip() != WORK:
            self._note(f"Resource '{shown(name)}' is material or a cost, and no partner; it is left out.")
            return None
        return ProjectResource(uid, name, _units(element), tuple(_windows(element)), self._fields(element))

    def _assignments(self, resources: set[int]) -> Iterator[ProjectAssignment]:
        for each in islice(self._root.inside("Assignments", "Assignment"), MOST_TASKS * 10):
            task, resource = _maybe(each.of("TaskUID")), _maybe(each.of("ResourceUID"))
            if task is not None and resource in resources:
                yield ProjectAssignment(task, resource)


def _bounded(root: Element, group: str, tag: str, most: int) -> list[Element]:
    found = list(islice(root.inside(group, tag), most + 1))
    if len(found) > most:
        refuse(f"line {found[-1].line}", f"The project has more than {most:,} {group.lower()}.", "Maybe export less.")
    return found


def _refuse_repeated(uids: list[int], elements: list[Element]) -> None:
    if len(set(uids)) < len(uids):
        repeated = next(uid for number, uid in enumerate(uids) if uid in uids[:number])
        lines = [each.line for each in elements if _maybe(each.of("UID")) == repeated]
        refuse(f"line {lines[-1]}", f"Two tasks have the UID {repeated}.", "Save the project again in Project.")


def _uid(element: Element) -> int:
    uid = _maybe(element.of("UID"))
    if uid is None:
        refuse(f"line {element.line}", f"This {element.tag.lower()} has no UID.", "Save the project again in Project.")
    return uid


def _maybe(text: str | None) -> int | None:
    """A number of an element; None where there is none, which Project writes as -1."""
    number = _whole(text, -1)
    return number if number >= 0 else None


def _whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of usual size; ``otherwise`` for any other text."""
    written = (text or "").strip()
    if not re.fullmatch(rf"[-+]?[0-9]{{1,{LARGEST_EXPONENT}}}", written):
        return otherwise
    return int(written)


def _moment_day(text: str | None, *, is_finish: bool = False) -> date | None:
    """The day of a moment as Project writes it; a finish at midnight belongs to the day before."""
    day = _any_day(text, is_finish=is_finish)
    if day is not None and not EARLIEST <= day <= LATEST:
        refuse("dates", f"{day} is outside {EARLIEST.year} to {LATEST.year}.", "Maybe a digit is wrong.")
    return day


def _end_day(text: str | None, *, is_finish: bool) -> date | None:
    """An end of a period of a calendar, as far as a plan can reach: Project's own reach from 1984."""
    day = _any_day(text, is_finish=is_finish)
    return None if day is None else min(max(day, EARLIEST), LATEST)


def _any_day(text: str | None, *, is_finish: bool) -> date | None:
    if text is None or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip()[:19])
    except ValueError:
        refuse("dates", f"'{shown(text)}' is no date.", "Project writes them as 2027-06-30T08:00:00.")
    is_midnight = is_finish and "T" in text and moment.time() == datetime.min.time() and moment.date() > date.min
    return moment.date() - timedelta(days=1) if is_midnight else moment.date()


def _cost(element: Element) -> int | None:
    """Whole units, rounded up so that no cost is lost; negative costs are none."""
    text = (element.of("Cost") or "").strip()
    found = re.fullmatch(rf"([0-9]{{1,{LARGEST_EXPONENT}}})(\.[0-9]*)?", text[: 2 * LARGEST_EXPONENT])
    return -(-int(found[1]) // HUNDREDTHS) if found else None


def _done(element: Element) -> Done | None:
    """What has become of a task; None while it has not begun. A finished one is done whole."""
    start = _moment_day(element.of("ActualStart"))
    finish = _moment_day(element.of("ActualFinish"), is_finish=True)
    if start is None:
        return None
    percent = _maybe(element.of("PercentComplete")) if finish is None else None
    return Done(start, finish, None if percent is None else min(max(percent, 0), 100))


def _baseline(element: Element) -> DateRange | None:
    """The dates of the baseline number 0."""
    for each in element.each("Baseline"):
        start, finish = _moment_day(each.of("Start")), _moment_day(each.of("Finish"), is_finish=True)
        if _whole(each.of("Number")) == 0 and start is not None and finish is not None:
            return DateRange(start, finish)
    return None


def _units(element: Element) -> int:
    """How many tasks at a time: whole teams, at least one.

    Where there are periods of availability, theirs count: the resource's own are those of the day of writing.
    """
    periods = element.inside("AvailabilityPeriods", "AvailabilityPeriod", "AvailableUnits")
    told = [each.text for each in islice(periods, MOST_CALENDARS)] or [element.of("MaxUnits") or "1"]
    written = (re.fullmatch(r"([0-9]{1,6})(\.[0-9]*)?", text.strip()[:20]) for text in told)
    return max(1, *(int(found[1]) for found in written if found), 1)


def _windows(element: Element) -> Iterator[DateRange]:
    """When it is available. An open end reaches as far as a plan can; a period open at both ends is no window."""
    for each in islice(element.inside("AvailabilityPeriods", "AvailabilityPeriod"), MOST_CALENDARS):
        begins, ends = each.of("AvailableFrom") or "", each.of("AvailableTo") or ""
        first = None if begins.strip()[:10] in NO_BEGINNING else _end_day(begins, is_finish=False)
        last = None if ends.strip()[:10] in NO_END else _end_day(ends, is_finish=True)
        if (first, last) != (None, None) and (first or EARLIEST) <= (last or LATEST):
            yield DateRange(first or EARLIEST, last or LATEST)
