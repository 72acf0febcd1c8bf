"""The fields of the rollout as a whole: its frame, its rules, who stands behind it, and the agreement."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from planner import edits
from planner.plan import Plan, State
from planner.status.last import with_status_date
from ui.fields.field import Field, Kind, parsed_day
from ui.wording import day

MONTH_NAMES = {str(number): f"{date(2000, number, 1):%B}" for number in range(1, 13)}
"""Months of a year by their numbers."""


def _of_plan(title: str, kind: Kind, name: str, **details: Any) -> Field[Plan]:  # noqa: ANN401 - as Field takes them
    def change(state: State, _: Plan, value: object) -> Plan:
        return edits.change_plan(state.plan, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _inside_plan(title: str, kind: Kind, part: str, name: str, **details: Any) -> Field[Plan]:  # noqa: ANN401
    """A field of one of the plan's own parts, as its agreement."""

    def change(state: State, _: Plan, value: object) -> Plan:
        return edits.change_plan(state.plan, **{part: replace(getattr(state.plan, part), **{name: value})})

    return Field(title, kind, attrgetter(f"{part}.{name}"), change, **details)


def _written_days(days: Iterable[date]) -> str:
    return "\n".join(map(day, days))


def _read_days(text: str) -> tuple[date, ...]:
    return tuple(parsed_day(line.strip()) for line in text.splitlines() if line.strip())


FRAME_FIELDS: tuple[Field[Plan], ...] = (
    _of_plan("Name", "text", "name"),
    _of_plan("Customer", "text", "customer"),
    _of_plan("Currency", "text", "currency", hint="Three letters. Amounts are not converted."),
    _of_plan("Starts", "day", "start"),
    _of_plan("Horizon", "day", "horizon", hint="Last day on which work may happen; it is hard."),
    Field(
        "Status date",
        "day",
        attrgetter("status_date"),
        lambda state, _plan, value: with_status_date(state, value),
        is_optional=True,
        blank="none",
        hint="Morning as of which the rest is planned: nothing that has not begun starts before it. Internal.",
    ),
    Field(
        "Your fiscal year begins",
        "choice",
        lambda plan: str(plan.fiscal_start),
        lambda state, _plan, value: edits.change_plan(state.plan, fiscal_start=int(value)),
        choices=lambda _plan: [*MONTH_NAMES],
        labels=MONTH_NAMES,
        hint="The first month of the customer's own fiscal year.",
    ),
    _inside_plan(
        "Holidays",
        "paragraph",
        "calendar",
        "holidays",
        write=_written_days,
        read=_read_days,
        hint="One on each line. Regions with a calendar of their own do not keep these.",
    ),
)
RULE_FIELDS: tuple[Field[Plan], ...] = (
    _of_plan(
        "One credit per phase",
        "flag",
        "one_source_per_phase",
        hint="At most one credit pays for a phase, unless a written confirmation names the pair.",
    ),
    _of_plan(
        "FastTrack only if entitled",
        "flag",
        "entitlements_bind",
        hint="FastTrack is planned only where an entitlement is held, covers the phase and was requested.",
    ),
    _of_plan(
        "Change board takes",
        "whole",
        "change_lead",
        hint="From asking the change advisory board to the first day of a change, often 5 to 10; 0 without a board.",
        unit="working days",
    ),
)
SPONSOR_FIELDS: tuple[Field[Plan], ...] = (
    _inside_plan("Sponsor", "text", "sponsorship", "executive_sponsor"),
    _inside_plan("Deployment owner", "text", "sponsorship", "deployment_owner"),
    _inside_plan("Problem", "paragraph", "sponsorship", "business_problem"),
    _inside_plan("Outcome", "paragraph", "sponsorship", "outcome"),
)
AGREEMENT_FIELDS: tuple[Field[Plan], ...] = (
    _inside_plan("Number", "text", "agreement", "number"),
    _inside_plan("Tenant", "text", "agreement", "tenant_id"),
    _inside_plan("Begins", "day", "agreement", "starts_on", is_optional=True),
    _inside_plan("Ends", "day", "agreement", "ends_on", is_optional=True),
    _inside_plan("Renews", "day", "agreement", "renewal_on", is_optional=True),
    _inside_plan("Account team", "text", "agreement", "account_team_contact"),
    _of_plan("Term", "whole", "term_years", hint="Of the agreement.", unit="years"),
    _of_plan("Discount rate", "basis_points", "discount_rate", hint="For present values.", unit="a year"),
)
