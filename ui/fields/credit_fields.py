"""The fields of a credit, in the order of its letter."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, get_args

from msgspec.structs import replace

from planner import edits
from planner.funding.credits import (
    Credit,
    CreditStatus,
    ExchangeRate,
    ExpiryBasis,
    OutcomeDate,
    OutcomeMode,
    Payee,
    RealisedBy,
)
from planner.plan import Plan, State
from ui.fields.choices import closed_choice, motions, partner_names, partners, programme_names, regions, workloads
from ui.fields.field import (
    Field,
    Kind,
    UnreadableError,
    decimal,
    parsed_day,
    read_names,
    read_percent,
    written_decimal,
    written_names,
    written_percent,
)
from ui.wording import day


def _of_credit(title: str, kind: Kind, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    def change(state: State, credit: Credit, value: object) -> Plan:
        return edits.change_credit(state.plan, credit.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _inside_credit(title: str, kind: Kind, part: str, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    """A field of the credit's scope or window."""

    def change(state: State, credit: Credit, value: object) -> Plan:
        changed = replace(getattr(credit, part), **{name: value})
        return edits.change_credit(state.plan, credit.id, **{part: changed})

    return Field(title, kind, lambda credit: getattr(getattr(credit, part), name), change, **details)


def _of_exchange(title: str, kind: Kind, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    """A field of the exchange rate, which is there as soon as a currency is named."""

    def get(credit: Credit) -> object:
        return None if credit.exchange is None else getattr(credit.exchange, name)

    def change(state: State, credit: Credit, value: object) -> Plan:
        if name == "currency" and not value:
            return edits.change_credit(state.plan, credit.id, exchange=None)
        if credit.exchange is None and name != "currency":
            raise UnreadableError("Name the currency of the letter first.")
        rate = credit.exchange or ExchangeRate(currency="", millionths=MILLION, dated=state.plan.start)
        return edits.change_credit(state.plan, credit.id, exchange=replace(rate, **{name: value}))

    return Field(title, kind, get, change, is_optional=True, **details)


def written_shares(parts: Iterable[int]) -> str:
    """Parts of a whole, as 50 % + 50 %."""
    return " + ".join(map(written_percent, parts))


def read_shares(text: str) -> tuple[int, ...]:
    """Parts of a whole in basis points; none of a blank text."""
    if not text:
        return ()
    return tuple(read_percent(part.strip()) for part in text.split("+"))


def _outcomes(targets: Iterable[OutcomeDate]) -> str:
    return "\n".join(f"{target.phase} by {day(target.by)}" for target in targets)


def _read_outcomes(text: str) -> tuple[OutcomeDate, ...]:
    return tuple(_read_outcome(line) for line in text.splitlines() if line.strip())


def _read_outcome(line: str) -> OutcomeDate:
    phase, by, written = line.rpartition(" by ")
    if not by:
        raise UnreadableError(f"'{line.strip()}' names no day. Write it as M05 by 2027-06-30.")
    return OutcomeDate(phase.strip(), parsed_day(written.strip()))


MILLION = 1_000_000
ANY = "any"
CREDIT_ID: Field[Credit] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, credit, value: edits.rename_credit(state, credit.id, value),
    is_identifier=True,
)
CREDIT_NAME = _of_credit("Name", "text", "name")
PROGRAMME = _of_credit("Programme", "text", "programme", names=programme_names)
FACE = _of_credit("Face value", "money", "face")
SHARE = _of_credit("Share", "basis_points", "share", hint="The part of the eligible cost that it pays.")
PHASE_CAP = _of_credit("Most per phase", "money", "phase_cap", is_optional=True, blank="no cap")
STATUS = _of_credit("Status", "choice", "status", **closed_choice(CreditStatus))
CONFIDENCE = _of_credit("Confidence", "basis_points", "confidence", hint="Internal; it is never exported.")
WINDOW_START = _inside_credit("Opens", "day", "window", "start", in_steps="opening")
WINDOW_END = _inside_credit("Expires", "day", "window", "end", in_steps="expiry")
SCOPE_WORKLOADS = _inside_credit("Workloads", "choices", "scope", "workloads", choices=workloads, blank=ANY)
SCOPE_MOTIONS = _inside_credit("Motions", "choices", "scope", "motions", choices=motions, blank=ANY)
SCOPE_REGIONS = _inside_credit("Regions", "choices", "scope", "regions", choices=regions, blank=ANY)
APPROVED_PARTNERS = _of_credit(
    "Partners",
    "choices",
    "approved_partners",
    choices=partners,
    names=partner_names,
    blank="nobody",
    hint="Who may earn it.",
)
PROOF_DEADLINE = _of_credit("Proof by", "day", "proof_deadline", is_optional=True, blank="–", in_steps="proof deadline")

OFFER_FIELDS: tuple[Field[Credit], ...] = (
    CREDIT_ID,
    CREDIT_NAME,
    PROGRAMME,
    _of_credit("Pool", "text", "pool"),
    FACE,
    SHARE,
    PHASE_CAP,
    STATUS,
    CONFIDENCE,
    _of_credit("Paid to", "choice", "payee", **closed_choice(Payee)),
    _of_credit("Realised by", "choice", "realised_by", **closed_choice(RealisedBy)),
)
WINDOW_FIELDS: tuple[Field[Credit], ...] = (
    WINDOW_START,
    WINDOW_END,
    _of_credit(
        "By the expiry",
        "choice",
        "expiry_basis",
        choices=lambda _plan: get_args(ExpiryBasis),
        labels={
            "work_complete": "work is complete",
            "poe_submitted": "proof is submitted",
            "sow_submitted": "SOW is submitted",
        },
    ),
    _of_credit("Requested on", "day", "request_date", is_optional=True, hint="Blank is the first day of the plan."),
    _of_credit(
        "Approval takes", "whole", "approval_lead", hint="From the request to the approval.", unit="working days"
    ),
    _of_credit("Approved on", "day", "approved_on", is_optional=True),
    _of_credit("SOW signed on", "day", "sow_signed_on", is_optional=True),
    _of_credit("Registered on", "day", "registered_on", is_optional=True),
    _of_credit(
        "Extension",
        "whole",
        "extension",
        hint="Calendar days by which it may be extended once, at most 60, if the SOW is signed before it expires.",
        unit="calendar days",
    ),
)
PROOF_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit(
        "Proof takes", "whole", "proof_preparation", hint="Working days from the end of a phase.", unit="working days"
    ),
    PROOF_DEADLINE,
    _of_credit(
        "Claim within",
        "whole",
        "claim_days",
        is_optional=True,
        hint="Calendar days after the end of a phase; blank is no limit.",
        unit="calendar days",
    ),
)
LIMIT_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit("Least claim", "money", "minimum_claim"),
    _of_credit("Least seats", "whole", "minimum_seats"),
    _of_credit("Least phases", "whole", "minimum_milestones"),
    _of_credit(
        "Shared caps",
        "choices",
        "combined_caps",
        choices=lambda plan: [cap.id for cap in plan.combined_caps],
        blank="none",
    ),
    _of_credit(
        "Excluded in plan",
        "text",
        "exclusion_groups",
        write=written_names,
        read=read_names,
        hint="At most one credit of a group is used.",
    ),
    _of_credit(
        "Excluded on phase",
        "text",
        "phase_exclusion_groups",
        write=written_names,
        read=read_names,
        hint="At most one of a group on a phase.",
    ),
    _of_credit("Outcome", "choice", "outcome_mode", **closed_choice(OutcomeMode)),
    _of_credit(
        "Outcome dates",
        "paragraph",
        "outcome_dates",
        write=_outcomes,
        read=_read_outcomes,
        hint="One on each line, as M05 by 2027-06-30; only for all or nothing.",
    ),
    _of_credit("Paid in parts", "text", "tranches", write=written_shares, read=read_shares),
    _of_exchange("Letter's currency", "text", "currency", blank="the plan's"),
    _of_exchange(
        "Rate",
        "text",
        "millionths",
        write=lambda rate: written_decimal(rate / MILLION),
        read=lambda text: round(decimal(text) * MILLION),
    ),
    _of_exchange("Rate of", "day", "dated"),
)
LETTER_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit("Owner", "text", "owner"),
    _of_credit("Contact", "text", "contact"),
    _of_credit("Letter", "text", "source_document"),
    _of_credit("Conditions", "paragraph", "conditions"),
    _of_credit("Read by", "text", "conditions_read_by", hint="Who has read the letter whole."),
    _of_credit("Read on", "day", "conditions_read_on", is_optional=True),
)
