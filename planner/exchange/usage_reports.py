"""Usage reports of Microsoft Graph: from rows about people to sums over people, and nothing else.

Nothing of a row leaves this module: no name, no hash of one, no line of the file; not in what it returns, and not in
its errors, which tell columns of the report and numbers of lines alone. Groups of fewer than ten people are not counted
by themselves, nor can they be found by subtraction. Days count back from the report's refresh date, never from today.

The csv module of the standard library reads the rows: it knows every quoting and line ending, and 100,000 people take
about a second in all, so a data frame would cost more to import than it could save
(``tests/benchmarks/usage_reports.py`` measures it).
"""

import csv
import io
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from planner.exchange.report_layouts import (
    GROUPS,
    IS_DELETED,
    PERIOD,
    REFRESHED_ON,
    Layout,
    missing,
    nearest,
    plain_header,
    recognised,
)
from planner.files.bounded import bounded_bytes
from planner.funding.measurements import LEAST_GROUP, LastActivity, Measurement, SubjectKind, UsageCount
from planner.invariants import UNPRINTABLE, Fault, PlanError

LARGEST_REPORT = 1024**3
"""Bytes. A hundred thousand people take about forty million."""

LONG_WINDOW = 30
"""Days in which somebody counts as active; a window ends on the refresh date and includes it."""

LIMITS = (28, LONG_WINDOW, 60, 90)
BANDS = (
    *("days_0_to_29", "days_0_to_29", "days_30_to_59", "days_60_to_89", "days_90_and_more"),
    *("not_yet", "never"),
)
"""Bands of last activity between the limits, by number; the first two differ in being active in 28 days."""

NOT_YET, NEVER = 5, 6
NEW, OLD, UNTOLD = 0, 1, 2
NEW_LICENCE = 30
"""Days after the assignment of a licence in which not having used it says nothing."""

FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
LONGEST_NAME = 500
ISO_DATE = 10
"""Letters of a date as 2027-06-30; a time behind it is left out."""


def read_usage_report(path: Path, purpose: str, delete_by: date) -> Measurement:
    """What the report in a file says, as sums over people.

    purpose, delete_by: why the figures are kept and until when; they become part of the measurement.
    Raises PlanError where the file cannot be read, is no report, or holds several.
    """
    # Raised out here, where no variable holds anything of the file.
    read = _read(path)
    if isinstance(read, Fault):
        raise PlanError((read,))
    return Measurement(**read._asdict(), purpose=purpose, delete_by=delete_by)


class _Read(NamedTuple):
    """What a report says, but for why it is kept; fields as of ``Measurement``."""

    report: str
    refreshed_on: date
    counts: tuple[UsageCount, ...]
    deleted_users: int
    unread_rows: int
    suppressed: int


def _read(path: Path) -> _Read | Fault:
    """The report in a file, or why it is none. No error is on its way when the fault is returned."""
    text = _text(path)
    if isinstance(text, Fault):
        return text
    place, fault = str(path), ""
    try:
        found = _measured(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error:
        fault = "A quotation mark does not close, or stands where none may."
    else:
        if not isinstance(found, _Complaint):
            return found
        return Fault(place, found.sentence, found.remedy)
    return Fault(place, fault, "Export the report again.")


def _text(path: Path) -> str | Fault:
    """The text of a file. Letters that cannot be decoded stand in names, which nobody reads."""
    try:
        content = bounded_bytes(path, LARGEST_REPORT)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no such path").lower()
        return Fault(str(path), f"The file cannot be read: {reason}.")
    if len(content) > LARGEST_REPORT:
        return Fault(str(path), "The file is larger than 1 GiB.", "Maybe it is no usage report.")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return content.decode(encoding, errors="replace")


def _delimiter(text: str) -> str:
    """What stands between the columns: a comma, or what a spreadsheet made of it."""
    header = re.match(r"\s*([^\r\n]*)", text)
    first_line = header[1] if header else ""
    return max(",;\t", key=first_line.count)


class _Complaint(NamedTuple):
    """Why rows are no report, and what to do."""

    sentence: str
    remedy: str = ""


def _measured(rows: Iterator[list[str]]) -> _Read | _Complaint:
    header = next((row for row in rows if row), [])
    columns = _Columns(header)
    layout = recognised(columns.plain)
    if layout is None:
        return _unknown(columns)
    if len(columns.plain) < len(header):
        return _Complaint("Two columns have the same header.", "Export the report again.")
    if layout.totals:
        return _totals(layout, columns, rows)
    return _people(layout, columns, rows)


class _Columns:
    """Where each column of a file stands."""

    def __init__(self, header: list[str]) -> None:
        self.width = len(header)
        self.plain = {plain_header(each): number for number, each in enumerate(header)}

    def has(self, *names: str) -> bool:
        return all(plain_header(name) in self.plain for name in names)

    def of(self, name: str) -> int:
        return self.plain[plain_header(name)]

    def maybe(self, name: str) -> int | None:
        return self.plain.get(plain_header(name)) if name else None


def _unknown(columns: _Columns) -> _Complaint:
    if not columns.has(REFRESHED_ON):
        return _Complaint(
            f"The column '{REFRESHED_ON}' is missing, which every usage report of Microsoft Graph has.",
            "Export the report as CSV from the admin centre or from Graph.",
        )
    likely = nearest(columns.plain)
    lacking = missing(likely, columns.plain)
    which = "this column is" if len(lacking) == 1 else "these columns are"
    named = ", ".join(f"'{column}'" for column in lacking)
    return _Complaint(
        f"For the report of {likely.title} ({likely.name}) {which} missing: {named}.",
        "Export the report again, with every column.",
    )


# Rows about people


class _Days(dict[str, int]):
    """Dates as numbers of days by how they are written, 0 for a blank. Raises ValueError for other texts.

    Texts are remembered, here and below: a hundred thousand rows hold some hundred dates.
    """

    def __missing__(self, text: str) -> int:
        written = text.strip()[:ISO_DATE]
        self[text] = day = date.fromisoformat(written).toordinal() if written else 0
        return day


class _Bands(dict[str, int]):
    """The bands of last activity by how its day is written, the latest first: numbers of ``BANDS``."""

    def __init__(self, refreshed: int) -> None:
        super().__init__()
        self._refreshed, self._days = refreshed, _Days()

    def __missing__(self, text: str) -> int:
        day = self._days[text]
        self[text] = band = NOT_YET if not day else bisect_right(LIMITS, self._refreshed - day)
        return band


class _Assignments(dict[str, int]):
    """How long ago a licence was assigned by how the day is written: NEW, OLD or, for a blank, UNTOLD."""

    def __init__(self, refreshed: int) -> None:
        super().__init__()
        self._refreshed, self._days = refreshed, _Days()

    def __missing__(self, text: str) -> int:
        day = self._days[text]
        age = OLD if self._refreshed - day > NEW_LICENCE else NEW
        self[text] = assignment = age if day else UNTOLD
        return assignment


class _Flags(dict[str, bool]):
    """Yes and no by how they are written. Raises ValueError for other texts."""

    def __missing__(self, text: str) -> bool:
        written = text.strip().casefold()
        if written not in FLAGS:
            raise ValueError
        self[text] = flag = FLAGS[written]
        return flag


class _Names(dict[str, str]):
    """Names of groups and products as a plan can carry them, by how they are written."""

    def __missing__(self, text: str) -> str:
        self[text] = name = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).strip()[:LONGEST_NAME]
        return name


class _Key(NamedTuple):
    """What people are counted by: a workload or product, and a group; blank for everybody."""

    subject: str
    kind: SubjectKind
    group: str


class _RowReader:
    """Reads the rows of one report about people.

    people: how many there are by workload or product, its kind, their group and the band of their last activity.
    """

    def __init__(self, layout: Layout, columns: _Columns) -> None:
        self.people: Counter[tuple[str, SubjectKind, str, int]] = Counter()
        self.refreshed: set[int] = set()
        self.repeated = self.deleted = self.unread = 0
        self._persons: set[str] = set()
        self._columns = columns
        self._days, self._flags, self._names = _Days(), _Flags(), _Names()
        self._bands, self._assignments = _Bands(0), _Assignments(0)
        self._refreshed_on = columns.of(REFRESHED_ON)
        self._deleted = columns.maybe(IS_DELETED)
        self._group = next((columns.of(name) for name in GROUPS if columns.has(name)), None)
        self._person, self._products = columns.maybe(layout.person), columns.maybe(layout.products)
        self._product, self._activated_on = columns.maybe(layout.product), columns.maybe(layout.activated_on)
        self._subjects = [
            (
                subject.name,
                columns.of(subject.activity),
                columns.maybe(subject.licence),
                columns.maybe(subject.assigned_on),
            )
            for subject in layout.subjects
            if columns.has(*subject.columns)
        ]

    def read(self, row: list[str]) -> None:
        """Count a row; one that cannot be read is counted as such, whatever is wrong with it."""
        if not row:
            return
        try:
            if len(row) != self._columns.width:
                raise ValueError  # noqa: TRY301 - one way out for whatever is wrong
            self._count(row)
        except ValueError:
            self.unread += 1

    def _count(self, row: list[str]) -> None:
        self._note_refresh(self._days[row[self._refreshed_on]])
        if self._deleted is not None and self._flags[row[self._deleted]]:
            self.deleted += 1
            return
        group = "" if self._group is None else self._names[row[self._group]]
        found = self._usage(row, group) if self._product is None else self._activation(row, self._product, group)
        self._note_person(row)
        for key in found:
            self.people[key] += 1

    def _note_refresh(self, day: int) -> None:
        """The date that all others are related to; a second one is a complaint in the end."""
        if not day:
            raise ValueError
        if day not in self.refreshed:
            self.refreshed.add(day)
            self._bands, self._assignments = _Bands(day), _Assignments(day)

    def _note_person(self, row: list[str]) -> None:
        """That the person was there, to tell one export from several in one file."""
        person = "" if self._person is None else row[self._person].strip()
        if person:
            self.repeated += person in self._persons
            self._persons.add(person)

    def _usage(self, row: list[str], group: str) -> list[tuple[str, SubjectKind, str, int]]:
        """The person's workloads by their own activity, and products by the latest of any."""
        found: list[tuple[str, SubjectKind, str, int]] = []
        latest, newest = NOT_YET, UNTOLD
        for name, activity, licence, assigned_on in self._subjects:
            band = self._bands[row[activity]]
            assignment = UNTOLD if assigned_on is None else self._assignments[row[assigned_on]]
            latest, newest = min(latest, band), min(newest, assignment)
            if licence is None or self._flags[row[licence]]:
                found.append((name, "workload", group, NEVER if band == NOT_YET and assignment == OLD else band))
        if self._products is not None:
            band = NEVER if latest == NOT_YET and newest == OLD else latest
            products = {self._names[each] for each in row[self._products].split("+")} - {""}
            found += [(product, "product", group, band) for product in products]
        return found

    def _activation(self, row: list[str], column: int, group: str) -> list[tuple[str, SubjectKind, str, int]]:
        product = self._names[row[column]]
        activated_on = "" if self._activated_on is None else row[self._activated_on]
        return [(product, "product", group, self._bands[activated_on])] if product else []


def _people(layout: Layout, columns: _Columns, rows: Iterator[list[str]]) -> _Read | _Complaint:
    reader = _RowReader(layout, columns)
    for row in rows:
        reader.read(row)
    if reader.repeated:
        return _Complaint("People occur more than once, so the file holds several exports.", "Read each by itself.")
    if len(reader.refreshed) > 1:
        return _Complaint("The rows have several refresh dates.", "Read each export by itself.")
    if not reader.refreshed:
        return _Complaint(
            f"None of the {reader.unread:,} rows could be read." if reader.unread else "The report has no rows.",
            "Its dates must be written as 2027-06-30, and yes and no as True and False.",
        )
    shown, suppressed = _without_small_groups(_counted(layout, reader))
    return _Read(
        report=layout.name,
        refreshed_on=date.fromordinal(reader.refreshed.pop()),
        counts=shown,
        deleted_users=reader.deleted,
        unread_rows=reader.unread,
        suppressed=suppressed,
    )


class _Counted(NamedTuple):
    """Figures of one workload or product and one group, however few people they are about."""

    key: _Key
    assigned: int
    active_28: int | None = None
    active_30: int | None = None
    activated: int | None = None
    bands: LastActivity | None = None


def _counted(layout: Layout, reader: _RowReader) -> list[_Counted]:
    people: defaultdict[_Key, Counter[int]] = defaultdict(Counter)
    for (subject, kind, group, band), times in reader.people.items():
        for whose in {group, ""}:
            people[_Key(subject, kind, whose)][band] += times
    return [_activations(key, bands) if layout.product else _usage(key, bands) for key, bands in people.items()]


def _activations(key: _Key, bands: Counter[int]) -> _Counted:
    return _Counted(key, bands.total(), activated=bands.total() - bands[NOT_YET])


def _usage(key: _Key, bands: Counter[int]) -> _Counted:
    summed: Counter[str] = Counter()
    for band, times in bands.items():
        summed[BANDS[band]] += times
    active_28, active_30 = bands[0], summed["days_0_to_29"]
    return _Counted(key, bands.total(), active_28, active_30, bands=LastActivity(**dict[str, Any](summed)))


# Totals


def _totals(layout: Layout, columns: _Columns, rows: Iterator[list[str]]) -> _Read | _Complaint:
    """The totals of the last 30 days; other periods cannot be compared with anything."""
    found, unread = [], 0
    for row in rows:
        try:
            found += list(_total_row(layout, columns, row))
        except ValueError:
            unread += 1
    if len(found) != 1:
        return _Complaint(
            f"The report has {len(found)} rows for {LONG_WINDOW} days; it must have one.",
            f"Export it for a period of {LONG_WINDOW} days.",
        )
    refreshed, counts = found[0]
    shown, suppressed = _without_small_groups(counts)
    return _Read(layout.name, refreshed, shown, 0, unread, suppressed)


def _total_row(layout: Layout, columns: _Columns, row: list[str]) -> Iterator[tuple[date, list[_Counted]]]:
    if not row:
        return
    if len(row) != columns.width:
        raise ValueError
    refreshed = _Days()[row[columns.of(REFRESHED_ON)]]
    if not refreshed:
        raise ValueError
    if row[columns.of(PERIOD)].strip().upper().removeprefix("D") != str(LONG_WINDOW):
        return
    counts = []
    for subject in layout.totals:
        if columns.has(subject.active, subject.everybody or subject.inactive):
            active = int(row[columns.of(subject.active)].strip() or 0)
            other = int(row[columns.of(subject.everybody or subject.inactive)].strip() or 0)
            assigned = other if subject.everybody else active + other
            if not 0 <= active <= assigned:
                raise ValueError
            counts.append(_Counted(_Key(subject.name, "workload", ""), assigned, active_30=active))
    yield date.fromordinal(refreshed), counts


# Small groups


def _without_small_groups(counted: list[_Counted]) -> tuple[tuple[UsageCount, ...], int]:
    """The counts that may be kept, in order, and how many may not.

    Of each workload or product, a group is left out if it has fewer than ten people, or if fewer than ten would be what
    the others leave of the total; the smallest go first.
    """
    kept: list[_Counted] = []
    by_subject: defaultdict[tuple[str, str], list[_Counted]] = defaultdict(list)
    for each in counted:
        if each.assigned:
            by_subject[each.key.subject, each.key.kind].append(each)
    for together in by_subject.values():
        kept += _tellable(together)
    present = sum(len(together) for together in by_subject.values())
    return tuple(map(_usage_count, sorted(kept, key=lambda each: each.key))), present - len(kept)


def _tellable(together: list[_Counted]) -> list[_Counted]:
    """The counts of one workload or product that point at nobody."""
    everybody = next(each for each in together if not each.key.group)
    if everybody.assigned < LEAST_GROUP:
        return []
    groups = sorted(
        (each for each in together if each.key.group and each.assigned >= LEAST_GROUP),
        key=lambda each: (-each.assigned, each.key.group),
    )
    while 0 < everybody.assigned - sum(each.assigned for each in groups) < LEAST_GROUP:
        groups.pop()
    return [everybody, *groups]


def _usage_count(counted: _Counted) -> UsageCount:
    subject, kind, group = counted.key
    return UsageCount(
        subject=subject,
        kind=kind,
        group=group,
        assigned=counted.assigned,
        active_28=counted.active_28,
        active_30=counted.active_30,
        activated=counted.activated,
        bands=counted.bands,
    )
