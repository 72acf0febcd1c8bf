"""Calendars as tables, so that thousands of runs look a day up at once.

Days are numbered from the first day of the axis. Every table is filled with the planner's own arithmetic of working
days; nothing here knows a calendar. A day beyond the axis counts as its end, which no run of a sensible plan reaches.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.rollout.workdays import WorkdayArithmetic

Whole = npt.NDArray[np.int64]
"""Whole numbers, one for each run or for each day."""
Flags = npt.NDArray[np.bool_]


class Axis(NamedTuple):
    """Calendar days from the first on, so many of them."""

    first: date
    length: int

    def place(self, day: date) -> int:
        """The place of a day; below zero before the axis."""
        return (day - self.first).days

    def day(self, index: int) -> date:
        """The day at a place."""
        return self.first + timedelta(days=index)


class WorkTable(NamedTuple):
    """A calendar on an axis.

    number: how many of its working days lie between the first day of the axis and each day, for each day and the two
    after the last one. day: the place of the working day with each number.
    """

    number: Whole
    day: Whole
    arithmetic: WorkdayArithmetic
    axis: Axis

    def number_of(self, day: date) -> int:
        """The number of any day, on the axis or not."""
        return self.arithmetic.number(day) - self.arithmetic.number(self.axis.first)


def work_table(arithmetic: WorkdayArithmetic, axis: Axis) -> WorkTable:
    """The table of a calendar."""
    worked = arithmetic.workdays(axis.first, axis.day(axis.length - 1))
    day = np.array([axis.place(each) for each in worked], dtype=np.int64)
    number = np.searchsorted(day, np.arange(axis.length + 2), side="left")
    return WorkTable(number, day, arithmetic, axis)


def looked_up(table: Whole, places: Whole) -> Whole:
    """The entries at places; those beyond an end of the table count as the end."""
    return table.take(places, mode="clip")
