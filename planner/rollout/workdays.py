"""Arithmetic over working days, in one place, so that no date is ever off by one anywhere else.

Dates are whole days and both ends of a span are included. Working days are numbered from an origin; the number of a
day is how many working days lie before it, so a day off carries the number of the next working day.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate

from planner.plan import Plan
from planner.rollout.calendars import WEEKDAYS, Calendar
from planner.rollout.phases import Phase
from planner.value import DateRange

ORIGIN = date(1990, 1, 1)
"""A Monday before every date that a plan may hold."""

WEEK = len(WEEKDAYS)
ONE_DAY = timedelta(days=1)


class WorkdayArithmetic:
    """A calendar with its days numbered. Freezes given to it count as days off.

    Weeks are counted by division and days off by bisection, which takes a microsecond; numpy's ``busday`` functions,
    against which the tests compare, take ten, and their import a fifth of the time in which the window opens.
    """

    def __init__(self, calendar: Calendar, frozen: tuple[DateRange, ...] = ()) -> None:
        is_worked = [weekday in calendar.weekdays for weekday in WEEKDAYS]
        self._is_worked = is_worked
        self._worked = [number for number, worked in enumerate(is_worked) if worked]
        self._before = [0, *accumulate(is_worked)]
        frozen_days = (day for freeze in frozen for day in days_between(freeze.start, freeze.end))
        numbers = {_day_number(day) for day in (*calendar.holidays, *frozen_days)}
        self._off = sorted(number for number in numbers if is_worked[number % WEEK])
        self._numbered = cache(self._find)  # a plan asks for the same few hundred days again and again

    def is_workday(self, day: date) -> bool:
        number = _day_number(day)
        position = bisect_left(self._off, number)
        is_off = position < len(self._off) and self._off[position] == number
        return self._is_worked[number % WEEK] and not is_off

    def number(self, day: date) -> int:
        """How many working days lie before the day, counted from ORIGIN."""
        number = _day_number(day)
        weeks, rest = divmod(number, WEEK)
        return weeks * len(self._worked) + self._before[rest] - bisect_left(self._off, number)

    def add(self, day: date, days: int) -> date:
        """The n-th working day after the day, which is first moved back to a working day (field guide 6.2, addWD)."""
        return self._numbered(self.number(day + ONE_DAY) - 1 + days)

    def add_forward(self, day: date, days: int) -> date:
        """As ``add``, but a day off is first moved forward: the rule for request dates."""
        return self._numbered(self.number(day) + days)

    def finish(self, start: date, duration: int) -> date:
        """Last day of work that begins on a working day and takes so many of them."""
        return self.add_forward(start, duration - 1)

    def workdays(self, start: date, end: date) -> list[date]:
        """The working days from start to end, both included."""
        return [self._numbered(number) for number in range(self.number(start), self.number(end + ONE_DAY))]

    def _find(self, number: int) -> date:
        """The working day that carries the number: so many weeks on, and further by each day off on the way."""
        passed = 0
        while True:
            weeks, rest = divmod(number + passed, len(self._worked))
            day = weeks * WEEK + self._worked[rest]
            off = bisect_right(self._off, day)
            if off == passed:
                return ORIGIN + timedelta(days=day)
            passed = off


_arithmetic = lru_cache(maxsize=256)(WorkdayArithmetic)


def _day_number(day: date) -> int:
    return (day - ORIGIN).days


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


def standing_still_workdays(plan: Plan, phase: Phase) -> WorkdayArithmetic:
    """As ``phase_workdays`` for a phase that has begun: a freeze that allows no change stops it as a pause does."""
    return _arithmetic(plan.region_calendar(phase.region), (*pauses(plan, phase), *blocks(plan, phase)))


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
