"""Measured use of licences: figures of many people, never of one. What is kept of a usage report, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple, get_args

from msgspec import Meta
from msgspec.structs import replace

from planner.value import Count, Name, Seats, Value, known_fields

LEAST_GROUP = 10
"""People below which a group is never counted by itself, lest a figure point at somebody."""

ReportName = Literal[
    "getOffice365ActiveUserDetail",
    "getMicrosoft365CopilotUsageUserDetail",
    "getTeamsUserActivityUserDetail",
    "getM365AppUserDetail",
    "getOneDriveUsageAccountDetail",
    "getOffice365ActivationsUserDetail",
    "getOffice365ServicesUserCounts",
    "getMicrosoft365CopilotUserCountSummary",
]
"""Reports of Microsoft Graph, the more telling ones first: they lead where two report the same on one day."""

SubjectKind = Literal["workload", "product"]
People = Annotated[int, Meta(ge=LEAST_GROUP, le=100_000_000, description="People, at least ten.")]


class LastActivity(Value, frozen=True, kw_only=True):
    """How long ago people were last active, in days before the report's refresh date, which is day 0.

    days_0_to_29 and so on: people by their last day of activity. never: no activity although the licence was assigned
    more than 30 days before. not_yet: no activity, assigned lately or on a day that the report does not tell.
    """

    days_0_to_29: Seats = 0
    days_30_to_59: Seats = 0
    days_60_to_89: Seats = 0
    days_90_and_more: Seats = 0
    never: Seats = 0
    not_yet: Seats = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, band) for band in known_fields(type(self)))


class UsageCount(Value, frozen=True, kw_only=True):
    """Use of one workload or product by all people of a report, or by one group of them.

    group: blank for all. assigned: people with the licence; in a report without licences, all that it lists.
    active_28, active_30: those active in the 28 or 30 days that end on the refresh date; None where it does not tell.
    activated: those who ever activated the product, in a report of activations alone.
    bands: None where the report holds totals alone.
    """

    subject: Name
    kind: SubjectKind = "workload"
    group: str = ""
    assigned: People
    active_28: Seats | None = None
    active_30: Seats | None = None
    activated: Seats | None = None
    bands: LastActivity | None = None


class Measurement(Value, frozen=True, kw_only=True):
    """What one usage report said, as sums over people.

    refreshed_on: the report's own date, to which all activity is related; never the day of reading.
    deleted_users: rows of deleted users, which count nowhere. unread_rows: rows that could not be read, likewise.
    suppressed: counts that were left out because they would be about fewer than ten people.
    purpose, delete_by: why the figures are kept, and the day on which they are to be removed.
    """

    report: ReportName
    refreshed_on: date
    counts: tuple[UsageCount, ...] = ()
    deleted_users: Seats = 0
    unread_rows: Seats = 0
    suppressed: Count = 0
    purpose: Name
    delete_by: date


def in_order(measurements: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    """By date, then by report, the more telling ones first: so the order of reading leaves no trace."""
    reports = get_args(ReportName)
    return tuple(sorted(measurements, key=lambda each: (each.refreshed_on, reports.index(each.report))))


def has_same_figures(one: Measurement, other: Measurement) -> bool:
    """Whether both are of the same export, whatever they are kept for."""
    return replace(one, purpose=other.purpose, delete_by=other.delete_by) == other


# What makes a measurement none


class MeasurementFault(NamedTuple):
    """Where among the measurements, what is wrong, and what to do."""

    path: str
    sentence: str
    remedy: str


def measurement_faults(measurements: tuple[Measurement, ...]) -> Iterator[MeasurementFault]:
    """Everything that must hold of measurements and that their fields cannot say."""
    reports = Counter((each.report, each.refreshed_on) for each in measurements)
    for (report, day), times in reports.items():
        if times > 1:
            number = max(
                at for at, each in enumerate(measurements) if (each.report, each.refreshed_on) == (report, day)
            )
            sentence = f"Report {report} of {day} is there {times} times."
            yield MeasurementFault(f"[{number}]", sentence, "Remove the one before, then read the report again.")
    for number, measurement in enumerate(measurements):
        path = f"[{number}].counts"
        counted = Counter((count.subject, count.kind, count.group) for count in measurement.counts)
        for (subject, _, group), times in counted.items():
            if times > 1:
                sentence = f"{subject}{f' in {group}' if group else ''} is counted {times} times."
                yield MeasurementFault(path, sentence, "Each is counted once.")
        for place, count in enumerate(measurement.counts):
            yield from _count_faults(f"{path}[{place}]", count)


def _count_faults(path: str, count: UsageCount) -> Iterator[MeasurementFault]:
    most = count.assigned if count.active_30 is None else count.active_30
    if max(most, count.activated or 0) > count.assigned or (count.active_28 or 0) > most:
        sentence = f"{count.subject}: more people were active than there are."
        yield MeasurementFault(path, sentence, "Read the report again.")
    bands = count.bands
    if bands is not None and (bands.total != count.assigned or bands.days_0_to_29 != count.active_30):
        sentence = f"{count.subject}: the parts do not sum to {count.assigned:,} people."
        yield MeasurementFault(path, sentence, "Read the report again.")
