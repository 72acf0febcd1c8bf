"""Which days are worked: the plan's calendar, those of its regions, and change freezes."""

from datetime import date
from typing import Literal

from planner.value import DateRange, Name, Value

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FreezeKind = Literal["pause", "block"]


class Calendar(Value, frozen=True):
    """Working weekdays less holidays.

    holidays: days off that fall on any weekday; the order has no meaning.
    weekdays: the days of the week that are worked, Monday to Friday unless given.
    """

    holidays: tuple[date, ...] = ()
    weekdays: tuple[Weekday, ...] = WEEKDAYS[:5]


class Region(Value, frozen=True):
    """A region whose calendar replaces the plan's for the phases delivered there."""

    name: Name
    calendar: Calendar


class Freeze(Value, frozen=True):
    """Days on which nothing may change in production. It binds phases that are marked as a change, and no others.

    kind: ``pause`` lets a running phase stand still, the frozen days not counting to its duration; ``block`` lets no
    phase overlap the freeze at all.
    regions: where it holds; empty means everywhere.
    """

    name: Name
    days: DateRange
    kind: FreezeKind = "pause"
    regions: tuple[str, ...] = ()

    def binds(self, region: str) -> bool:
        return not self.regions or region in self.regions
