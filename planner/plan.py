"""The plan: the one value that the user edits. Checks, claims, ledgers and pictures are functions of it."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, field

from planner.catalogue.entries import Catalogue
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, StackingConfirmation
from planner.funding.entitlements import Entitlement
from planner.funding.measurements import Measurement
from planner.funding.product_seats import ProductSeats
from planner.funding.rates import RateLine
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DELIVERED_BY, Phase, Pin
from planner.rollout.schedule import Schedule
from planner.sent.record import SentDocument
from planner.value import UNWRITABLE, BasisPoints, CurrencyCode, Name, UnknownFields, Value, Workdays

Month = Annotated[int, Meta(ge=1, le=12, description="Month of the year; 1 is January.")]
TermYears = Annotated[int, Meta(ge=1, le=10, description="Years of the agreement.")]


class Agreement(Value, frozen=True, kw_only=True):
    """The enterprise agreement that is renewed."""

    number: str = ""
    tenant_id: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    renewal_on: date | None = None
    account_team_contact: str = ""


class Sponsorship(Value, frozen=True, kw_only=True):
    """Who stands behind the rollout, and why it is done."""

    executive_sponsor: str = ""
    deployment_owner: str = ""
    business_problem: str = ""
    outcome: str = ""


class Risk(Value, frozen=True, kw_only=True):
    """What could go wrong and what is done about it, in words that may leave the house."""

    description: Name
    mitigation: str = ""


class AgendaItem(Value, frozen=True, kw_only=True):
    """Something to negotiate, in the words that are put to the other side; they hold no worth.

    whom: who has to agree. request: what is asked for. reason: why the work needs it.
    """

    whom: Literal["Microsoft", "partner", "own"]
    request: Name
    reason: str = ""


class Scenario(Value, frozen=True, kw_only=True):
    """A plan and its schedule kept under a name beside the one at work: to compare with it, or to take its place.

    plan: shares with the plan at work whatever is the same. It holds no scenarios, measurements, baseline, agenda
    or record of what was sent of its own, so that no figure about people lives on after it was forgotten there.
    """

    name: Name
    plan: "Plan"
    schedule: Schedule | None = None


class Plan(Value, frozen=True, kw_only=True, dict=True):
    """Every fact of a rollout and its funding. The order of phases and credits is the user's and has a meaning:
    between equally good claims, earlier credits come first.

    start, horizon: first and last day on which work may happen; the horizon is hard.
    calendar: working days where a phase's region has no calendar of its own, and for approvals.
    one_source_per_phase: at most one credit pays for a phase, unless a written confirmation names the pair.
    entitlements_bind: whether FastTrack options need an entitlement that is held, covers them and was requested.
    change_lead: working days from asking the change advisory board to the first day on which a change may start; 0
    where no board is asked (``planner.rollout.change_board``). Internal.
    discount_rate: yearly, for present values.
    catalogue: entries of the plan's own, each in place of the program's of its key.
    measurements: what usage reports said, by date and report; sums over people, never a person.
    baseline: a schedule that was kept to compare later ones with; it may name phases and credits that are gone since.
    scenarios: other plans beside this one, each with its schedule. Internal.
    agenda: what is to be negotiated, in the order in which it was put there. Internal.
    status_date: the day as of which the rest is planned; nothing that has not begun starts before it. Internal.
    actuals: the phases that have begun, each once; none without a status date. Internal.
    fiscal_start: the month in which the customer's fiscal year begins, for the cash by quarter. Internal.
    exchange_rates: what other currencies are worth in the plan's, for quotes, invoices and payments; of each currency
    the rate of the latest day until then counts (``planner.currencies``). Internal.
    product_seats: the seats of each product, once; ``planner.seats`` has what follows them. Internal.
    sent: the documents that left the house, the oldest first. Internal but for the number of the next version.
    unknown_in_file: as ``unknown``, of the file beside the plan and its schedule. Internal.
    """

    name: Name
    customer: Name
    currency: CurrencyCode
    start: date
    horizon: date
    calendar: Calendar = Calendar()
    regions: tuple[Region, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    phases: tuple[Phase, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    partners: tuple[Partner, ...] = ()
    credits: tuple[Credit, ...] = ()
    combined_caps: tuple[CombinedCap, ...] = ()
    stacking_confirmations: tuple[StackingConfirmation, ...] = ()
    one_source_per_phase: bool = True
    entitlements: tuple[Entitlement, ...] = ()
    entitlements_bind: bool = False
    change_lead: Workdays = 0
    rate_lines: tuple[RateLine, ...] = ()
    term_years: TermYears = 3
    discount_rate: BasisPoints = 800
    agreement: Agreement = Agreement()
    sponsorship: Sponsorship = Sponsorship()
    risks: tuple[Risk, ...] = ()
    pins: tuple[Pin, ...] = ()
    catalogue: Catalogue = Catalogue()
    measurements: tuple[Measurement, ...] = ()
    baseline: Schedule | None = None
    scenarios: tuple[Scenario, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    status_date: date | None = None
    actuals: tuple[Actual, ...] = ()
    fiscal_start: Month = 1
    exchange_rates: tuple[ExchangeRate, ...] = ()
    product_seats: tuple[ProductSeats, ...] = ()
    sent: tuple[SentDocument, ...] = ()
    unknown_in_file: UnknownFields = field(default=(), name=f"{UNWRITABLE}file")

    @cached_property
    def phase(self) -> dict[str, Phase]:
        """Phases by identifier."""
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def partner(self) -> dict[str, Partner]:
        """Partners by identifier."""
        return {partner.id: partner for partner in self.partners}

    @cached_property
    def credit(self) -> dict[str, Credit]:
        """Credits by identifier."""
        return {credit.id: credit for credit in self.credits}

    @cached_property
    def actual(self) -> dict[str, Actual]:
        """What is told of the phases that have begun, by phase."""
        return {actual.phase: actual for actual in self.actuals}

    @cached_property
    def links_out(self) -> dict[str, list[Dependency]]:
        """Links by identifier of their predecessor, in the plan's order."""
        found: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in self.dependencies:
            found[link.predecessor].append(link)
        return dict(found)

    @cached_property
    def links_in(self) -> dict[str, list[Dependency]]:
        """Links by identifier of their successor, in the plan's order."""
        found: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in self.dependencies:
            found[link.successor].append(link)
        return dict(found)

    def deliverer(self, option_id: str) -> str:
        """Who delivers an option, by name: its partner, or the way to do without one."""
        partner = self.partner.get(option_id)
        return partner.name if partner is not None else DELIVERED_BY.get(option_id, option_id)

    def region_calendar(self, region: str) -> Calendar:
        """The calendar of a region: its own, or the plan's."""
        return next((each.calendar for each in self.regions if each.name == region), self.calendar)


class State(NamedTuple):
    """What the user has open: a plan and, once there is one, its schedule."""

    plan: Plan
    schedule: Schedule | None = None
