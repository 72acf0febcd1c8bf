"""The entitlement ledger: help that comes with the seats, whether it is asked for and used, and what it saves.

What it saves is a memo: it is earned by right, so it is no concession and is never added to one. The ledger looks at
entitlements, phases and assignments, never at a credit or a rate.
"""

from datetime import date
from typing import NamedTuple

from planner.funding.entitlements import ASKED_FOR, Entitlement, EntitlementStatus, covering_right
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Schedule

USED: frozenset[EntitlementStatus] = frozenset({"engaged", "completed"})
"""The statuses in which the help has begun."""

ALERT_DAYS = (30, 60, 90)
"""Calendar days before a date at which a reminder grows more urgent: Microsoft's own for conditional Azure credits."""


class Lapse(NamedTuple):
    """A reminder that the buyer's own engage-by date comes near or has passed. No right ends with that date.

    days_left: calendar days until it; negative once it has passed. within: the smallest of ALERT_DAYS that still
    holds it; 0 once it has passed.
    """

    days_left: int
    within: int
    sentence: str


class GuidedPhase(NamedTuple):
    """A phase that FastTrack delivers.

    own_cost: the customer's own labour. partner_cost: what the cheapest partner option would cost; None where no
    partner offers the phase. avoided: partner cost less own cost; negative where a partner would be cheaper.
    """

    phase: str
    own_cost: int
    partner_cost: int | None

    @property
    def avoided(self) -> int | None:
        return None if self.partner_cost is None else self.partner_cost - self.own_cost


class PaidPhase(NamedTuple):
    """A phase that FastTrack could deliver by right, and that a partner is paid for: at what price, before credits."""

    phase: str
    partner: str
    cost: int


class EntitlementAccount(NamedTuple):
    """A right: whether it is held, asked for and used, and what it does in the schedule.

    is_held: the seats owned reach the threshold. is_requested, is_engaged: somebody has asked; the help has begun.
    lapse: the reminder of the buyer's own date; None while that is far, or the help has begun or was declined.
    lasts_until: the end of the agreement, as the help is available for as long as the subscription; None if unknown.
    guided: phases by FastTrack that rest on this right. paid: phases that it covers and a partner is paid for.
    avoided_cost: a memo, of the guided phases that a partner offers as well.
    """

    entitlement: str
    name: str
    threshold_seats: int
    seats_owned: int
    status: EntitlementStatus
    requested_on: date | None
    engage_by: date | None
    lasts_until: date | None
    workloads: tuple[str, ...]
    motions: tuple[str, ...]
    is_held: bool
    is_requested: bool
    is_engaged: bool
    lapse: Lapse | None
    guided: tuple[GuidedPhase, ...]
    paid: tuple[PaidPhase, ...]

    @property
    def avoided_cost(self) -> int:
        return sum(phase.avoided or 0 for phase in self.guided)

    @property
    def paid_to_partners(self) -> int:
        return sum(phase.cost for phase in self.paid)


class EntitlementLedger(NamedTuple):
    """The rights of a plan, as of a day. without_right: phases by FastTrack that no held right covers.

    avoided_cost: the memo of all accounts; every phase rests on one right at most, so nothing counts twice.
    """

    accounts: tuple[EntitlementAccount, ...]
    without_right: tuple[str, ...]

    @property
    def avoided_cost(self) -> int:
        return sum(account.avoided_cost for account in self.accounts)

    @property
    def paid_to_partners(self) -> int:
        return sum(account.paid_to_partners for account in self.accounts)


def entitlement_ledger(plan: Plan, schedule: Schedule, as_of: date) -> EntitlementLedger:
    """List the rights of a plan and what the schedule makes of them. A phase rests on the first that covers it."""
    chosen = tuple(_chosen(plan, schedule))
    rights = {phase.id: covering_right(plan, phase) for phase, _ in chosen}
    return EntitlementLedger(
        accounts=tuple(
            _account(plan, entitlement, tuple(each for each in chosen if rights[each[0].id] is entitlement), as_of)
            for entitlement in plan.entitlements
        ),
        without_right=tuple(
            phase.id for phase, option in chosen if option.kind == "fasttrack" and rights[phase.id] is None
        ),
    )


def lapse(entitlement: Entitlement, as_of: date) -> Lapse | None:
    """The reminder of the buyer's own engage-by date as of a day; None while there is nothing to remind of."""
    by, status = entitlement.engage_by, entitlement.status
    if by is None or status in USED or status == "declined":
        return None
    days = (by - as_of).days
    if days < 0:
        sentence = (
            f"{entitlement.id} is {status}; the buyer's own engage-by date, {by}, passed {_days(-days)} ago. "
            "The right lasts as long as the subscription."
        )
        return Lapse(days, 0, sentence)
    within = next((alert for alert in ALERT_DAYS if days <= alert), None)
    if within is None:
        return None
    return Lapse(days, within, f"{entitlement.id} is {status}; the buyer's own engage-by date is {by}, {_in(days)}.")


def _in(days: int) -> str:
    return f"in {_days(days)}" if days else "today"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


Chosen = tuple[Phase, DeliveryOption]
"""A phase and the option that delivers it."""


def _chosen(plan: Plan, schedule: Schedule) -> list[Chosen]:
    pairs = ((plan.phase[each.phase], plan.phase[each.phase].option(each.option)) for each in schedule.assignments)
    return [(phase, option) for phase, option in pairs if option is not None]


def _account(plan: Plan, entitlement: Entitlement, covered: tuple[Chosen, ...], as_of: date) -> EntitlementAccount:
    return EntitlementAccount(
        entitlement=entitlement.id,
        name=entitlement.name,
        threshold_seats=entitlement.threshold_seats,
        seats_owned=entitlement.seats_owned,
        status=entitlement.status,
        requested_on=entitlement.requested_on,
        engage_by=entitlement.engage_by,
        lasts_until=plan.agreement.ends_on,
        workloads=entitlement.workloads,
        motions=entitlement.motions,
        is_held=entitlement.is_held,
        is_requested=entitlement.status in ASKED_FOR,
        is_engaged=entitlement.status in USED,
        lapse=lapse(entitlement, as_of),
        guided=tuple(_guided(phase, option) for phase, option in covered if option.kind == "fasttrack"),
        paid=tuple(
            PaidPhase(phase.id, option.id, option.cost)
            for phase, option in covered
            if option.kind == "partner" and phase.option("fasttrack") is not None
        ),
    )


def _guided(phase: Phase, fasttrack: DeliveryOption) -> GuidedPhase:
    offered = (option.cost for option in phase.options if option.kind == "partner")
    return GuidedPhase(phase.id, fasttrack.cost, min(offered, default=None))
