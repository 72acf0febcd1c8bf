"""The fields of the catalogue's entries. Changing one of the program's makes it the plan's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from planner import edits
from planner.catalogue.entries import FastTrackMotion, FastTrackWorkload, HelpKind, ListPrice, Programme
from planner.catalogue.own import NO_SOURCE, pieces
from planner.funding.credits import ExpiryBasis
from planner.plan import Plan, State
from ui.fields.choices import closed_choice, motions, workloads
from ui.fields.credit_fields import read_shares, written_shares
from ui.fields.field import Field, Kind, UnreadableError, read_names, written_names

Entry = TypeVar("Entry", FastTrackWorkload, Programme, ListPrice)
ANY, UNKNOWN = "any", "–"
NAMES: Mapping[str, Any] = {"write": written_names, "read": read_names, "blank": UNKNOWN}


class CatalogueRow(NamedTuple, Generic[Entry]):
    """An entry as a plan has it. is_own: whether it is the plan's. as_of: the day on which it is looked at."""

    entry: Entry
    is_own: bool
    as_of: date


def _of_entry(title: str, kind: Kind, name: str, **details: Any) -> Field[CatalogueRow[Any]]:  # noqa: ANN401 - as Field takes them
    def change(state: State, row: CatalogueRow[Any], value: object) -> Plan:
        return edits.change_catalogue_entry(state.plan, row.entry, row.as_of, **{name: value})

    return Field(title, kind, lambda row: getattr(row.entry, name), change, **details)


def _default(title: str, kind: Kind, name: str, **details: Any) -> Field[CatalogueRow[Programme]]:  # noqa: ANN401
    def change(state: State, row: CatalogueRow[Programme], value: object) -> Plan:
        return edits.change_programme_default(state.plan, row.entry, row.as_of, **{name: value})

    return Field(title, kind, lambda row: getattr(row.entry.defaults, name), change, **details)


def _figure(title: str, kind: Kind, name: str, **details: Any) -> Field[CatalogueRow[Programme]]:  # noqa: ANN401
    """A default that may be unknown."""
    return _default(title, kind, name, is_optional=True, blank=UNKNOWN, **details)


def _idle_days() -> Field[CatalogueRow[ListPrice]]:
    def change(state: State, row: CatalogueRow[ListPrice], value: str) -> Plan:
        return edits.change_catalogue_entry(state.plan, row.entry, row.as_of, idle_days=int(value))

    hint = "Days without use after which a seat is worth a look."
    return Field(
        "Idle after",
        "choice",
        lambda row: str(row.entry.idle_days),
        change,
        choices=lambda _plan: IDLE_DAYS,
        hint=hint,
        unit="days",
    )


TAGS = {"mirror": "dated copy", "default": "assumption"}
"""Evidence tags as people read them, where that is not as they are."""

IDLE_DAYS: Sequence[str] = ("30", "60", "90")


# Who says so


def _sources(row: CatalogueRow[Any]) -> str:
    return "; ".join(dict.fromkeys(each.source for each in pieces(row.entry)))


def _as_of(row: CatalogueRow[Any]) -> date:
    return min(each.as_of for each in pieces(row.entry))


def _own_source(row: CatalogueRow[Any]) -> str:
    """Where the plan's own figures are from; blank where there are none, or nobody has said."""
    own = [each.source for each in pieces(row.entry) if each.tag == "own" and each.source != NO_SOURCE]
    return "; ".join(dict.fromkeys(own))


def _own_day(row: CatalogueRow[Any]) -> date | None:
    return min((each.as_of for each in pieces(row.entry) if each.tag == "own"), default=None)


def _change_source(state: State, row: CatalogueRow[Any], source: str) -> Plan:
    said_on = _own_day(row) or row.as_of
    return edits.cite_catalogue_entry(state.plan, row.entry, source or NO_SOURCE, said_on)


def _change_day(state: State, row: CatalogueRow[Any], said_on: date | None) -> Plan:
    if said_on is None:
        raise UnreadableError("Say for which day your source holds.")
    return edits.cite_catalogue_entry(state.plan, row.entry, _own_source(row) or NO_SOURCE, said_on)


KEY = _of_entry("Code", "text", "key", hint="What the entry is known by; one of this plan's stands in its place.")
PART_NUMBER = KEY._replace(title="SKU", hint="")
NAME = _of_entry("Name", "text", "name")
HOLDER: Field[CatalogueRow[Any]] = Field(
    "Entered in",
    "text",
    lambda row: "this plan" if row.is_own else "the catalogue",
    hint="Changing a figure makes an entry of this plan, which stands in place of the catalogue's.",
)
EVIDENCE: Field[CatalogueRow[Any]] = Field(
    "Evidence",
    "text",
    lambda row: written_names(dict.fromkeys(TAGS.get(each.tag, each.tag) for each in pieces(row.entry))),
    hint="Only what is official is Microsoft's word; an assumption is Launchwindow's, own is yours.",
)
CURRENCY = _of_entry("Currency", "text", "currency")
FROM = _of_entry("From", "day", "effective_from", is_optional=True, blank=UNKNOWN, hint="First day on which it holds.")
UNTIL = _of_entry("Until", "day", "effective_until", is_optional=True, blank=UNKNOWN, hint="Last day.")
SOURCE: Field[CatalogueRow[Any]] = Field(
    "Source", "text", _sources, _change_source, hint="Only of what was entered in this plan is it changed."
)
AS_OF: Field[CatalogueRow[Any]] = Field(
    "As of", "day", _as_of, _change_day, hint="The day for which the source is known to say so."
)
PROGRAMME_SOURCE_FIELDS: tuple[Field[CatalogueRow[Any]], ...] = (
    SOURCE._replace(change=None, hint="All sources; the account tells which figure is from where."),
    AS_OF._replace(change=None, hint="The oldest of the days for which sources are known to say so."),
    Field("Your source", "text", _own_source, _change_source, hint="Where what was entered in this plan is from."),
    Field("Your source's day", "day", _own_day, _change_day, is_optional=True, blank=UNKNOWN),
)
PRICE_FIELDS: tuple[Field[CatalogueRow[Any]], ...] = (
    PART_NUMBER,
    NAME,
    HOLDER,
    EVIDENCE,
    _of_entry("List price", "cents", "price", hint="For a seat and a month, before any discount.", unit="a month"),
    CURRENCY,
    SOURCE,
    AS_OF,
    FROM,
    UNTIL,
    _idle_days(),
    _of_entry("Workloads", "choices", "workloads", choices=workloads, blank="unknown", hint="What runs on its seats."),
)
FASTTRACK_FIELDS: tuple[Field[CatalogueRow[Any]], ...] = (
    KEY,
    NAME,
    HOLDER,
    EVIDENCE,
    _of_entry("From seats", "whole", "threshold_seats", hint="Paid seats of the tenant from which on it is held."),
    SOURCE,
    AS_OF,
    _of_entry("Motions", "choices", "motions", choices=lambda _plan: get_args(FastTrackMotion)),
    _of_entry("Workloads", "choices", "workloads", choices=workloads, blank="none"),
    FROM,
    UNTIL,
    _of_entry("In scope", "text", "in_scope"),
    _of_entry("Out of scope", "text", "out_of_scope"),
)
PROGRAMME_FIELDS: tuple[Field[CatalogueRow[Any]], ...] = (
    KEY,
    NAME,
    HOLDER,
    EVIDENCE,
    _of_entry("Kind", "choice", "kind", **closed_choice(HelpKind)),
    _figure("Largest amount", "money", "face_cap", hint="No face of a credit is ever made of it.", unit=""),
    CURRENCY,
    _figure("Share", "basis_points", "share", hint="The part of the eligible cost that it pays."),
    *PROGRAMME_SOURCE_FIELDS,
    _figure("Window", "whole", "window_days", hint="Calendar days.", unit="calendar days"),
    _default("Ends 30 Jun", "flag", "window_ends_with_fiscal_year", hint="No window outlives the fiscal year."),
    _figure("By the expiry", "choice", "expiry_basis", **closed_choice(ExpiryBasis)),
    _figure("Approval takes", "whole", "approval_lead", hint="Working days.", unit="working days"),
    _figure(
        "Proof takes", "whole", "proof_preparation", hint="Working days from the end of a phase.", unit="working days"
    ),
    _figure("Proof after expiry", "whole", "proof_days_after_expiry", hint="Calendar days.", unit="calendar days"),
    _default("Proof by 30 Jun", "flag", "proof_by_fiscal_year_end", hint="No proof is taken after the fiscal year."),
    _figure("Claim within", "whole", "claim_days", hint="Calendar days after a phase.", unit="calendar days"),
    _default("Paid in parts", "text", "tranches", write=written_shares, read=read_shares, blank=UNKNOWN),
    _figure("Least seats", "whole", "minimum_seats"),
    _figure("Least phases", "whole", "minimum_milestones"),
    _figure(
        "Least phases above", "money", "milestones_above", hint="The face above which that minimum holds.", unit=""
    ),
    _default("Excluded in plan", "text", "exclusion_groups", **NAMES),
    _default(
        "Excluded on phase", "text", "phase_exclusion_groups", write=written_names, read=read_names, blank=UNKNOWN
    ),
    _figure("Confidence", "basis_points", "confidence", hint="Internal; it is never exported."),
    _figure("Next year", "basis_points", "confidence_next_year", hint="Confidence in the next fiscal year. Internal."),
    _of_entry("Workloads", "choices", "workloads", choices=workloads, blank=ANY),
    _of_entry("Motions", "choices", "motions", choices=motions, blank=ANY),
    FROM,
    UNTIL,
    _of_entry("How to ask", "text", "how_to_ask"),
)
