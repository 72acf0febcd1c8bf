"""Funded credits: offers of money for scoped work, each with the conditions of its letter."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from planner.attachments import Attachment
from planner.payments import Payment
from planner.value import (
    WHOLE,
    BasisPoints,
    CalendarDays,
    Count,
    CurrencyCode,
    DateRange,
    Identifier,
    Money,
    Name,
    Seats,
    Value,
    Workdays,
)

Payee = Literal["partner", "customer"]
RealisedBy = Literal["price", "invoice"]
ExpiryBasis = Literal["work_complete", "poe_submitted", "sow_submitted"]
OutcomeMode = Literal["none", "scaled", "all_or_nothing"]
CreditStatus = Literal[
    "proposed",
    "requested",
    "approved",
    "sow_signed",
    "in_delivery",
    "poe_submitted",
    "accepted",
    "paid",
    "rejected",
    "expired",
    "forfeited",
    "cancelled",
]
LOST: frozenset[CreditStatus] = frozenset({"rejected", "expired", "forfeited", "cancelled"})
"""Ends of the life-cycle in which a credit pays nothing any more."""

PENDING: frozenset[CreditStatus] = frozenset({"proposed", "requested"})
"""Statuses in which nobody has approved the credit yet."""

SUBMITTED: frozenset[CreditStatus] = frozenset({"poe_submitted", "accepted", "paid"})
"""Statuses in which the claim is with those who pay, or paid."""

ExtensionDays = Annotated[int, Meta(ge=0, le=60, description="Calendar days, at most 60, granted once.")]
RateMillionths = Annotated[int, Meta(ge=1, le=10**12, description="Plan currency for a million units of the credit's.")]


class ExchangeRate(Value, frozen=True, kw_only=True):
    """The currency of a letter and the dated rate that turns it into the plan's.

    millionths: units of the plan's currency for 1,000,000 units of the letter's.
    """

    currency: CurrencyCode
    millionths: RateMillionths
    dated: date
    source: str = ""


class Scope(Value, frozen=True):
    """The work a credit may pay for; an empty part means that any will do."""

    workloads: tuple[str, ...] = ()
    motions: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class OutcomeDate(Value, frozen=True):
    """A phase that must end by a day, or an all-or-nothing credit pays nothing."""

    phase: str
    by: date


class ConditionChange(Value, frozen=True, kw_only=True):
    """A term of a credit that became another; internal.

    condition: which term, in words, as ``window end``. old, new: as people read them, days as 2027-06-30 and sums as
    1,000; blank where there was none. changed_on: the day from which the new one is known. document: the letter or
    mail that says so; blank while nobody has named it. effect: by how much the edit that brought it changed what all
    credits pay together at the dates of that day, negative where they pay less; terms that one edit changed together
    share it. None where there were no dates, or nobody knew.
    """

    condition: Name
    old: str
    new: str
    changed_on: date
    document: str = ""
    effect: int | None = None


class Credit(Value, frozen=True, kw_only=True):
    """A funding offer. Amounts are in the plan's currency unless ``exchange`` names another.

    realised_by: ``price`` lowers what the customer pays for the work; ``invoice`` lands on the invoice of another
    service and is shown beside the net cost, never subtracted.
    window: first and last day of the period of performance; its end is the expiry.
    expiry_basis: what must be done by the expiry: the work, its proof, or the signing of the SOW.
    request_date, approval_lead: the day it is asked for and the working days until it is approved. approved_on: the
    approval once it is known, which then counts instead.
    proof_preparation: working days from the end of a phase to its proof of execution (POE).
    proof_deadline: last day on which proof counts. claim_days: calendar days after a phase in which proof counts.
    approved_partners: who may earn it; empty means nobody, and then the credit is worth nothing.
    share: the part of the eligible cost that it pays. phase_cap: the most it pays for one phase.
    minimum_claim, minimum_seats, minimum_milestones: below these over all its phases it pays nothing.
    tranches: parts and order of payment; dates of payment only.
    exclusion_groups: at most one credit of such a group is used in the plan. phase_exclusion_groups: at most one on
    the same phase. combined_caps: limits it shares with other credits.
    extension: days that move the expiry, once, if the SOW was signed before it; they never move the proof deadline.
    confidence: how likely it is to be paid; internal, never exported.
    conditions: the words of its letter. conditions_read_by, conditions_read_on: who has read the letter whole, and
    when; internal. condition_history: terms that became others, the oldest first; internal.
    asked_on, answered_on: when it was in fact asked for and answered. chase_on: when somebody is to be chased for it
    next. evidence: where the last word about it is found, as a link or a mail. payments: what was paid so far. All of
    these are internal and decide about no claim.
    """

    id: Identifier
    name: Name
    programme: Name
    pool: str = ""
    payee: Payee = "partner"
    realised_by: RealisedBy = "price"
    exchange: ExchangeRate | None = None
    face: Money
    scope: Scope = Scope()
    window: DateRange
    expiry_basis: ExpiryBasis = "work_complete"
    request_date: date | None = None
    approval_lead: Workdays = 0
    approved_on: date | None = None
    sow_signed_on: date | None = None
    registered_on: date | None = None
    proof_preparation: Workdays = 5
    proof_deadline: date | None = None
    claim_days: CalendarDays | None = None
    approved_partners: tuple[str, ...] = ()
    share: BasisPoints = WHOLE
    phase_cap: Money | None = None
    minimum_claim: Money = 0
    minimum_seats: Seats = 0
    minimum_milestones: Count = 1
    tranches: tuple[BasisPoints, ...] = (WHOLE,)
    exclusion_groups: tuple[str, ...] = ()
    phase_exclusion_groups: tuple[str, ...] = ()
    combined_caps: tuple[str, ...] = ()
    outcome_mode: OutcomeMode = "none"
    outcome_dates: tuple[OutcomeDate, ...] = ()
    extension: ExtensionDays = 0
    confidence: BasisPoints = WHOLE
    status: CreditStatus = "proposed"
    owner: str = ""
    contact: str = ""
    source_document: str = ""
    conditions: str = ""
    conditions_read_by: str = ""
    conditions_read_on: date | None = None
    condition_history: tuple[ConditionChange, ...] = ()
    asked_on: date | None = None
    answered_on: date | None = None
    chase_on: date | None = None
    evidence: str = ""
    payments: tuple[Payment, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class CombinedCap(Value, frozen=True, kw_only=True):
    """A limit on the sum of several credits, in the plan's currency."""

    id: Identifier
    limit: Money
    note: str = ""


TO_BE_OBTAINED = "To be obtained"
"""The document of a confirmation that is only asked for: plans are tried with it, and outside it is told as missing."""


class StackingConfirmation(Value, frozen=True, kw_only=True):
    """A recorded written confirmation that two credits may pay for the same phase."""

    credits: tuple[str, str]
    document: Name
    confirmed_on: date | None = None
