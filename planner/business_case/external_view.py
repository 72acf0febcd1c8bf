"""What a reader outside the house may see of a State: an allow-list, field by field.

The values here have no field for a rate line, a confidence or an expected sum, an ask, a shadow value, the price of
an option that was not chosen, a usage figure other than the baseline of an adoption target, the free text of a
credit's conditions, an entitlement's note or engage-by date. What has no field cannot leak.
"""

from datetime import date
from typing import Literal

from planner.business_case.conditions import Condition
from planner.funding.credits import ExpiryBasis, Payee, RealisedBy
from planner.funding.entitlements import EntitlementStatus
from planner.picture.layout import Layout
from planner.rollout.calendars import Calendar, FreezeKind
from planner.rollout.dependencies import DependencyType
from planner.rollout.phases import DeliveryKind
from planner.value import DateRange, Value


class Header(Value, frozen=True, kw_only=True):
    """Who asks, of whom, about what. Blank texts and dates are not known yet.

    version: 1 for the first document that is sent; all that is told of those that were sent before.
    """

    customer: str
    plan: str
    tenant_id: str
    agreement_number: str
    renewal_on: date | None
    account_team_contact: str
    executive_sponsor: str
    deployment_owner: str
    suppliers: tuple[str, ...]
    letters: tuple[str, ...]
    currency: str
    period: DateRange | None
    as_of: date
    version: int


class Link(Value, frozen=True, kw_only=True):
    """What a phase waits for; lag in working days."""

    predecessor: str
    type: DependencyType
    lag: int


class Target(Value, frozen=True, kw_only=True):
    """An adoption target; its baseline is the only figure of present use that leaves the house."""

    text: str
    metric: str
    direction: Literal["at_least", "at_most"] | None
    baseline: float | None
    value: float | None
    unit: str
    measured_on: date | None
    data_source: str


class Work(Value, frozen=True, kw_only=True):
    """A scheduled phase, delivered by the option that was chosen.

    supplier: the partner's name; blank with other kinds of delivery. cost, requested: in whole units; off_price is the
    part of what is requested that lowers the price of the work, and does not land on another invoice.
    """

    id: str
    name: str
    workload: str
    motion: str
    region: str
    seats: int
    change: bool
    start: date
    finish: date
    delivery: DeliveryKind
    supplier: str
    cost: int
    requested: int
    off_price: int
    after: tuple[Link, ...]
    target: Target | None
    exclusions: tuple[str, ...]
    owner: str


class RequestedMilestone(Value, frozen=True, kw_only=True):
    """A part of the funded work that is delivered, proven and paid by itself.

    share: of what is requested for the phase, in basis points.
    hours: of the partner's teams; None where neither hours nor a day rate are known.
    """

    phase: str
    name: str
    services: str
    credits: tuple[str, ...]
    amount: int
    share: int
    hours: int | None
    due: date
    proof: str


class FundedWork(Value, frozen=True, kw_only=True):
    """What one credit is asked to pay for one phase."""

    phase: str
    credit: str
    amount: int


class Request(Value, frozen=True, kw_only=True):
    """A credit of which something is requested. share: basis points of the eligible cost.

    sow_by: the day on which the SOW is to be signed, or the last before funded work starts; None once it is signed.
    letter_currency: blank where the letter is in the plan's currency. approved_on: None until that day has come.
    """

    id: str
    name: str
    programme: str
    payee: Payee
    realised_by: RealisedBy
    letter: str
    letter_currency: str
    exchange_millionths: int
    exchange_dated: date | None
    face: int
    requested: int
    share: int
    tranches: tuple[int, ...]
    window: DateRange
    expiry_basis: ExpiryBasis
    proof_deadline: date | None
    approved_on: date | None
    decision_by: date
    sow_by: date | None
    conditions: tuple[Condition, ...]


class NotRequested(Value, frozen=True, kw_only=True):
    """A credit that is requested in part or not at all, and why."""

    id: str
    name: str
    letter: str
    face: int
    requested: int
    reasons: tuple[str, ...]


class Proof(Value, frozen=True, kw_only=True):
    """Who proves what by when. slack: working days from readiness to the deadline; None without a deadline."""

    credit: str
    phase: str
    artefacts: tuple[str, ...]
    producer: str
    ready_on: date
    deadline: date | None
    slack: int | None


class Payable(Value, frozen=True, kw_only=True):
    """A tranche of what is requested, and the day on which it would be paid if all goes as proposed."""

    credit: str
    phase: str
    on: date
    amount: int


class CostShare(Value, frozen=True, kw_only=True):
    """The cost of a kind of work, what is requested towards it, and what of that lowers the price of the work."""

    kind: Literal["funded", "unfunded", "own"]
    cost: int
    requested: int
    off_price: int


class EntitledHelp(Value, frozen=True, kw_only=True):
    """Remote guidance by right of the seats, and the phases in which it is used. It has no price."""

    name: str
    threshold_seats: int
    seats_owned: int
    workloads: tuple[str, ...]
    requested_on: date | None
    status: EntitlementStatus
    phases: tuple[str, ...]


class SeatsLive(Value, frozen=True, kw_only=True):
    """Seats of a workload that are live after a day, counted over its phases and at most those owned."""

    workload: str
    on: date
    seats: int


class ChangeFreeze(Value, frozen=True, kw_only=True):
    """Days on which nothing changes in production. regions: where; empty means everywhere."""

    name: str
    days: DateRange
    kind: FreezeKind
    regions: tuple[str, ...] = ()


class WorkingDays(Value, frozen=True, kw_only=True):
    """The days that are worked where phases are delivered. region: blank for those without days of their own."""

    region: str
    calendar: Calendar


class RiskAndAnswer(Value, frozen=True, kw_only=True):
    """A risk and what is done about it."""

    description: str
    mitigation: str


class SharedPhase(Value, frozen=True, kw_only=True):
    """Two credits on one phase, and the document that allows it; blank where it is still missing."""

    phase: str
    credits: tuple[str, str]
    document: str


class ExternalView(Value, frozen=True, kw_only=True):
    """All of it. unscheduled: phases without dates, so that none is dropped in silence."""

    header: Header
    business_problem: str
    outcome: str
    work: tuple[Work, ...]
    freezes: tuple[ChangeFreeze, ...]
    working_days: tuple[WorkingDays, ...]
    milestones: tuple[RequestedMilestone, ...]
    requests: tuple[Request, ...]
    funded_work: tuple[FundedWork, ...]
    payable: tuple[Payable, ...]
    cost_shares: tuple[CostShare, ...]
    on_invoice: int
    entitled_help: tuple[EntitledHelp, ...]
    seats_live: tuple[SeatsLive, ...]
    proofs: tuple[Proof, ...]
    not_requested: tuple[NotRequested, ...]
    shared_phases: tuple[SharedPhase, ...]
    risks: tuple[RiskAndAnswer, ...]
    unscheduled: tuple[str, ...]
    pictures: tuple[Layout, ...]
