"""What an offer is worth in a ledger other than funding: each by that ledger's own figures, and never added to another.

What a credit is worth is asked of the solver: ``solver.asks.offer``.
"""

from typing import NamedTuple

from planner.funding.entitlement_ledger import GuidedPhase
from planner.funding.entitlements import covering_right
from planner.funding.offers import Offer, with_offer
from planner.funding.rate_ledger import rate_ledger
from planner.plan import Plan


class RateLineWorth(NamedTuple):
    """A product whose discount changes. before, after: discounts in basis points. in_term: cents over the term."""

    sku: str
    name: str
    before: int
    after: int
    in_term: int


class RateWorth(NamedTuple):
    """What discounts are worth over the term, in cents, beside what is offered so far; they are no funding.

    years: of the term. still_open: what is asked and not offered once they hold.
    """

    lines: tuple[RateLineWorth, ...]
    years: int
    in_term: int
    still_open: int


class RightMemo(NamedTuple):
    """What a right would help with: a memo, never a concession.

    phases: those that it covers and no right of the plan does. guided: of these the ones that FastTrack could deliver,
    with the own labour and the cheapest partner's price. is_held: whether the plan owns the seats for it.
    """

    phases: tuple[str, ...]
    guided: tuple[GuidedPhase, ...]
    is_held: bool

    @property
    def avoided_cost(self) -> int:
        """What it could save, whole units of the currency."""
        return sum(phase.avoided or 0 for phase in self.guided)


def rate_worth(plan: Plan, offer: Offer) -> RateWorth:
    """What the discounts of an offer are worth. Raises PlanError where they make no sense in the plan."""
    before, after = rate_ledger(plan), rate_ledger(with_offer(plan, offer))
    meant = {line.sku for line in offer.discounts}
    lines = tuple(
        RateLineWorth(new.sku, new.name, old.offered, new.offered, new.offered_in_term - old.offered_in_term)
        for old, new in zip(before.accounts, after.accounts, strict=True)
        if old.sku in meant
    )
    worth = after.offered_in_term - before.offered_in_term
    return RateWorth(lines, after.years, worth, after.open_in_term)


def right_memo(plan: Plan, offer: Offer) -> RightMemo:
    """What the right of an offer would help with that no right of the plan does. Raises PlanError as ``with_offer``."""
    granted = with_offer(plan, offer)
    right = granted.entitlements[-1]
    phases = [
        phase
        for phase in plan.phases
        if covering_right(plan, phase) is None and right.covers(phase.workload, phase.motion)
    ]
    guided = []
    for phase in phases:
        fasttrack = phase.option("fasttrack")
        prices = [option.cost for option in phase.options if option.kind == "partner"]
        if fasttrack is not None:
            guided.append(GuidedPhase(phase.id, fasttrack.cost, min(prices, default=None)))
    return RightMemo(tuple(phase.id for phase in phases), tuple(guided), right.is_held)
