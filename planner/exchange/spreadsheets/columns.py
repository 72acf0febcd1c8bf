"""The columns of phases, credits and partners: what people call them, and what a cell in them says."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from planner.exchange.foreign_file import shown
from planner.exchange.spreadsheets.cells import (
    CellError,
    DayOrder,
    basis_points_of,
    day_of,
    days_of,
    flag_of,
    money_of,
    names_of,
    text_of,
    whole_of,
)
from planner.exchange.spreadsheets.sheets import Value
from planner.funding.credits import CreditStatus, ExpiryBasis, Payee

Kind = Literal["phases", "credits", "partners"]
Read = Callable[[Value, DayOrder], Any]


class Column(NamedTuple):
    """A column: the field that it tells, what else it is called, and how a cell of it is read.

    is_optional: whether a dash says that there is none.
    """

    key: str
    synonyms: tuple[str, ...]
    read: Read
    is_optional: bool = False


def _plainly(read: Callable[[Value], Any]) -> Read:
    return lambda value, _: read(value)


def _one_of(choices: tuple[str, ...]) -> Read:
    def read(value: Value, _: DayOrder) -> str:
        said = re.sub(r"[\s-]+", "_", text_of(value).casefold())
        if said not in choices:
            raise CellError(f"'{shown(text_of(value))}' is none of {', '.join(choices)}")
        return said

    return read


TEXT, NAMES, WHOLE, MONEY = (_plainly(each) for each in (text_of, names_of, whole_of, money_of))
DAYS, FLAG, SHARE = (_plainly(each) for each in (days_of, flag_of, basis_points_of))


def _day(value: Value, order: DayOrder) -> date:
    return day_of(value, order)


COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    "phases": (
        Column("id", ("phase id", "task id", "key", "wbs", "code", "ref", "reference"), TEXT),
        Column("number", ("no", "nr", "#", "row", "line", "item"), TEXT),
        Column("name", ("phase", "phase name", "task", "task name", "title", "activity", "work package"), TEXT),
        Column("workload", ("product", "service", "technology", "workstream"), TEXT),
        Column("motion", ("type of work", "stage", "activity type"), TEXT),
        Column("region", ("country", "site", "location", "geo", "geography"), TEXT),
        Column("seats", ("users", "devices", "licenses", "licences", "seat count", "number of seats"), WHOLE),
        Column("eligible_cost", ("eligible", "fundable cost", "reference cost"), MONEY),
        Column("change", ("is change", "change", "production change", "bound by freeze"), FLAG),
        Column(
            "change_requested",
            ("board asked on", "change board asked", "cab asked", "cab requested", "asked cab on"),
            _day,
            is_optional=True,
        ),
        Column("owner", ("responsible", "lead", "phase owner", "accountable"), TEXT, is_optional=True),
        Column("earliest_start", ("not before", "start no earlier than", "snet", "earliest"), _day, is_optional=True),
        Column(
            "deadline",
            ("latest finish", "must finish by", "finish no later than", "hard deadline"),
            _day,
            is_optional=True,
        ),
        Column("due_date", ("due", "due by", "target date", "target finish"), _day, is_optional=True),
        Column("exclusions", ("out of scope", "excluded", "not included"), NAMES, is_optional=True),
        Column(
            "predecessors", ("predecessor", "depends on", "after", "dependencies", "dependency"), TEXT, is_optional=True
        ),
        Column("pinned_start", ("pin", "pinned", "fixed start", "must start on", "mso"), _day, is_optional=True),
        Column("deliverer", ("delivered by", "delivery", "partner", "supplier", "vendor", "provider"), TEXT),
        Column("duration", ("days", "working days", "duration days", "effort days", "workdays"), DAYS),
        Column("cost", ("price", "amount", "budget", "quote", "partner cost", "delivery cost"), MONEY),
    ),
    "credits": (
        Column("id", ("credit id", "key", "code", "ref", "reference", "voucher id"), TEXT),
        Column("name", ("credit", "credit name", "title", "offer", "voucher"), TEXT),
        Column("programme", ("program", "scheme", "fund", "funding programme", "funding program"), TEXT),
        Column("pool", ("budget pool",), TEXT, is_optional=True),
        Column("payee", ("paid to", "pays to"), _one_of(get_args(Payee))),
        Column("face", ("amount", "face value", "value", "offer amount", "maximum", "funding amount"), MONEY),
        Column("window_start", ("start", "from", "valid from", "period start", "begins"), _day),
        Column(
            "window_end", ("end", "until", "to", "expiry", "expires", "valid until", "expiry date", "period end"), _day
        ),
        Column("expiry_basis", ("basis", "expires by"), _one_of(get_args(ExpiryBasis))),
        Column("request_date", ("requested", "requested on", "request by"), _day, is_optional=True),
        Column("approval_lead", ("lead", "lead time", "approval days"), DAYS),
        Column("approved_on", ("approved", "approval date"), _day, is_optional=True),
        Column("sow_signed_on", ("sow signed", "sow date"), _day, is_optional=True),
        Column("proof_preparation", ("poe preparation", "proof days"), DAYS),
        Column("proof_deadline", ("poe deadline", "poe due", "claim deadline", "proof due"), _day, is_optional=True),
        Column("approved_partners", ("partners", "partner", "eligible partners"), NAMES, is_optional=True),
        Column("workloads", ("workload", "scope", "products", "in scope"), NAMES, is_optional=True),
        Column("motions", ("motion", "stages"), NAMES, is_optional=True),
        Column("regions", ("region", "countries", "geo"), NAMES, is_optional=True),
        Column("share", ("percent", "percentage", "rate", "share of cost", "co-funding"), SHARE),
        Column("phase_cap", ("cap", "cap per phase", "per phase cap"), MONEY, is_optional=True),
        Column("minimum_claim", ("minimum", "least claim"), MONEY),
        Column("minimum_seats", ("least seats", "seat minimum"), WHOLE),
        Column("confidence", ("probability", "likelihood", "chance"), SHARE),
        Column("status", ("state",), _one_of(get_args(CreditStatus))),
        Column("owner", ("responsible",), TEXT, is_optional=True),
        Column("contact", ("microsoft contact", "account manager"), TEXT, is_optional=True),
        Column("source_document", ("letter", "document", "source", "offer letter"), TEXT, is_optional=True),
        Column("conditions", ("terms", "terms and conditions"), TEXT, is_optional=True),
    ),
    "partners": (
        Column("id", ("partner id", "key", "code", "short name"), TEXT),
        Column("name", ("partner", "partner name", "company", "supplier", "vendor"), TEXT),
        Column(
            "approved_workloads",
            ("workloads", "workload", "approved for", "competencies", "approvals"),
            NAMES,
            is_optional=True,
        ),
        Column("teams", ("team count", "parallel teams", "capacity", "crews", "squads"), WHOLE),
        Column("day_rate", ("rate", "daily rate", "price per day", "rate per day"), MONEY),
        Column("available_from", ("from", "available", "start", "window start"), _day),
        Column("available_until", ("until", "to", "end", "available to", "window end"), _day),
    ),
}
SHEET_NAMES: Mapping[Kind, tuple[str, ...]] = {
    "phases": ("phase", "task", "plan", "schedule", "rollout", "wave", "work"),
    "credits": ("credit", "fund", "voucher", "offer", "incentive"),
    "partners": ("partner", "supplier", "vendor", "team"),
}


def plain(title: str) -> str:
    """A title without case, marks, units in brackets or an s at the end of its last word."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", title.casefold())
    words = re.sub(r"[^\w#]+|_", " ", bare).split()
    return " ".join(words).removesuffix("s")


@cache
def _by_title(kind: Kind) -> dict[str, str]:
    """Keys of columns by every plain title; a column's own name goes before another's synonym."""
    own = {plain(column.key): column.key for column in COLUMNS[kind]}
    said = {plain(word): column.key for column in reversed(COLUMNS[kind]) for word in column.synonyms}
    return said | own


def key_of(kind: Kind, title: str) -> str | None:
    """The column that a title names; None if it names none."""
    return _by_title(kind).get(plain(title)) if title.strip() else None


@cache
def column(kind: Kind, key: str) -> Column:
    """The column of that key."""
    return next(each for each in COLUMNS[kind] if each.key == key)


def keys(kind: Kind) -> tuple[str, ...]:
    """The keys of the columns of a kind."""
    return tuple(each.key for each in COLUMNS[kind])
