"""Arithmetic over working days, in one place, so that no date is ever off by one anywhere else.

Dates are whole days and both ends of a span are included. Working days are numbered from an origin; the number of a
day is how many working days lie before it, so a day off carries the number of the next working day.
"""

from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np

from planner.plan import Plan
from planner.rollout.calendars import Calendar
from planner.rollout.phases import Phase
from planner.value import DateRange

ORIGIN = date(1990, 1, 1)
"""A Monday before every date that a plan may hold."""

NUMPY_WEEKDAYS = {
    "monday": "Mon",
    "tuesday": "Tue",
    "wednesday": "Wed",
    "thursday": "Thu",
    "friday": "Fri",
    "saturday": "Sat",
    "sunday": "Sun",
}


class WorkdayArithmetic:
    """A calendar with its days numbered. Freezes given to it count as days off."""

    def __init__(self, calendar: Calendar, frozen: tuple[DateRange, ...] = ()) -> None:
        frozen_days = [day for freeze in frozen for day in days_between(freeze.start, freeze.end)]
        self._numpy = np.busdaycalendar(
            weekmask=" ".join(NUMPY_WEEKDAYS[day] for day in calendar.weekdays),
            holidays=np.array([*calendar.holidays, *frozen_days], dtype="datetime64[D]"),
        )
        # A plan asks for the same few hundred days again and again, and one numpy call costs ten microseconds.
        self._number = cache(lambda day: int(np.busday_count(ORIGIN, day, busdaycal=self._numpy)))
        self._offset = cache(self._count_off)

    def is_workday(self, day: date) -> bool:
        return bool(np.is_busday(day, busdaycal=self._numpy))

    def number(self, day: date) -> int:
        """How many working days lie before the day, counted from ORIGIN."""
        return self._number(day)

    def add(self, day: date, days: int) -> date:
        """The n-th working day after the day, which is first moved back to a working day (field guide 6.2, addWD)."""
        return self._offset(day, days, "backward")

    def add_forward(self, day: date, days: int) -> date:
        """As ``add``, but a day off is first moved forward: the rule for request dates."""
        return self._offset(day, days, "forward")

    def finish(self, start: date, duration: int) -> date:
        """Last day of work that begins on a working day and takes so many of them."""
        return self._offset(start, duration - 1, "forward")

    def workdays(self, start: date, end: date) -> list[date]:
        """The working days from start to end, both included."""
        days = np.arange(np.datetime64(start), np.datetime64(end) + 1)
        worked: list[date] = days[np.is_busday(days, busdaycal=self._numpy)].tolist()
        return worked

    def _count_off(self, day: date, days: int, roll: str) -> date:
        moved: date = np.busday_offset(day, days, roll=roll, busdaycal=self._numpy).item()  # type: ignore[call-overload]
        return moved


_arithmetic = lru_cache(maxsize=256)(WorkdayArithmetic)


def days_between(start: date, end: date) -> list[date]:
    """Every day from start to end, both included."""
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def plan_workdays(plan: Plan) -> WorkdayArithmetic:
    """The plan's own calendar: approvals are counted in it."""
    return _arithmetic(plan.calendar)


def region_workdays(plan: Plan, region: str) -> WorkdayArithmetic:
    """The calendar of a region: lags and proof of execution are counted in it; freezes are no days off here."""
    return _arithmetic(plan.region_calendar(region))


def phase_workdays(plan: Plan, phase: Phase) -> WorkdayArithmetic:
    """The days on which a phase makes progress: its region's working days, less pauses if it is a change."""
    return _arithmetic(plan.region_calendar(phase.region), pauses(plan, phase))


def pauses(plan: Plan, phase: Phase) -> tuple[DateRange, ...]:
    """The freezes in which the phase stands still."""
    return _freezes(plan, phase, "pause")


def blocks(plan: Plan, phase: Phase) -> tuple[DateRange, ...]:
    """The freezes that the phase may not overlap."""
    return _freezes(plan, phase, "block")


def _freezes(plan: Plan, phase: Phase, kind: str) -> tuple[DateRange, ...]:
    if not phase.change:
        return ()
    return tuple(freeze.days for freeze in plan.freezes if freeze.kind == kind and freeze.binds(phase.region))
