"""The fields of a partner and of its windows."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec.structs import replace

from planner import edits
from planner.plan import Plan, State
from planner.rollout.partners import Partner
from planner.value import DateRange
from ui.fields.choices import workloads
from ui.fields.field import Field, Kind, UnreadableError, parsed_day
from ui.wording import day


class PartnerWindow(NamedTuple):
    """A partner with one of its windows, by position."""

    partner: Partner
    position: int


def _of_partner(title: str, kind: Kind, name: str, **details: Any) -> Field[Partner]:  # noqa: ANN401
    def change(state: State, partner: Partner, value: object) -> Plan:
        return edits.change_partner(state.plan, partner.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _ranges(windows: Iterable[DateRange]) -> str:
    return "; ".join(f"{day(window.start)} – {day(window.end)}" for window in windows)


def _read_ranges(text: str) -> tuple[DateRange, ...]:
    return tuple(_read_range(each) for each in text.split(";") if each.strip())


def _read_range(text: str) -> DateRange:
    ends = [end.strip() for end in text.split("–")]
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        ends = [end.strip() for end in text.split(" - ")]
    if len(ends) != 2:  # noqa: PLR2004
        raise UnreadableError(f"'{text.strip()}' is no period. Write it as 2027-03-01 – 2027-05-14.")
    return DateRange(parsed_day(ends[0]), parsed_day(ends[1]))


ALWAYS = "always"
PARTNER_ID: Field[Partner] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, partner, value: edits.rename_partner(state, partner.id, value),
    is_identifier=True,
)
PARTNER_NAME = _of_partner("Name", "text", "name")
TEAMS = _of_partner("Teams", "whole", "teams", hint="Phases that it can deliver at the same time.")
DAY_RATE = _of_partner("Day rate", "money", "day_rate", hint="What a day of its work costs.", unit="{currency} a day")
APPROVED_WORKLOADS = _of_partner(
    "Approved for", "choices", "approved_workloads", choices=workloads, blank="no workload"
)
WINDOWS = _of_partner("Available", "text", "windows", write=_ranges, read=_read_ranges, blank=ALWAYS)


def _of_window(title: str, end: str) -> Field[PartnerWindow]:
    def change(state: State, row: PartnerWindow, value: object) -> Plan:
        windows = list(row.partner.windows)
        windows[row.position] = replace(windows[row.position], **{end: value})
        return edits.change_partner(state.plan, row.partner.id, windows=tuple(windows))

    return Field(title, "day", lambda row: getattr(row.partner.windows[row.position], end), change)


WINDOW_FROM, WINDOW_TO = _of_window("From", "start"), _of_window("To", "end")
