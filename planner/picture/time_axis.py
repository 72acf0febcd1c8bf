"""The one place where days become positions, and positions days."""

from datetime import date, timedelta
from typing import NamedTuple

FISCAL_YEAR_END = (6, 30)
"""Month and day on which Microsoft's fiscal year ends; unspent funding rarely outlives it (field guide 0, 4)."""


class TimeAxis(NamedTuple):
    """The days from first to last, both included, drawn from left over width; every day is equally wide."""

    first: date
    last: date
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def day_width(self) -> float:
        return self.width / ((self.last - self.first).days + 1)

    def begin(self, day: date) -> float:
        """Where the day begins; a day outside the axis lies at its nearer end."""
        return min(max(self.left, self.left + (day - self.first).days * self.day_width), self.right)

    def end(self, day: date) -> float:
        """Where the day ends, as ``begin``."""
        return self.begin(day + timedelta(days=1))

    def day(self, position: float) -> date:
        """The day drawn at the position; positions outside give the first or the last day."""
        number = int((position - self.left) // self.day_width)
        return self.first + timedelta(days=min(max(number, 0), (self.last - self.first).days))

    def shows(self, day: date) -> bool:
        return self.first <= day <= self.last


def whole_months(first: date, last: date, left: float, width: float) -> TimeAxis:
    """The axis from the first day of the first month to the last day of the last."""
    return TimeAxis(month_start(first), following_month(last) - timedelta(days=1), left, width)


def month_start(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def following_month(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def months(axis: TimeAxis) -> tuple[date, ...]:
    """The first days of the months on the axis."""
    found, day = [], month_start(axis.first)
    while day <= axis.last:
        found.append(day)
        day = following_month(day)
    return tuple(found)


def fiscal_year(day: date) -> int:
    """The fiscal year of a day, named after the calendar year in which it ends."""
    return day.year + ((day.month, day.day) > FISCAL_YEAR_END)


def fiscal_year_ends(axis: TimeAxis) -> tuple[date, ...]:
    """The last days of fiscal years that lie on the axis."""
    ends = (date(year, *FISCAL_YEAR_END) for year in range(axis.first.year, axis.last.year + 1))
    return tuple(day for day in ends if axis.shows(day))
