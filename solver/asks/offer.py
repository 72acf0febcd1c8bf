"""What an offered credit is worth: the most funding with it less the most without, and what it displaces."""

from typing import NamedTuple

from planner.funding.credits import Credit
from planner.funding.offers import Offer, with_offer
from planner.plan import Plan
from planner.rollout.difference import Difference, difference
from planner.rollout.schedule import Schedule
from solver.asks.worth import Limits, Optimum, optimum_of
from solver.settings import Aim, Settings
from solver.solve import solve

LIKE_BEFORE = (Aim("funding"), Aim("moved"))
"""Of the schedules with the most funding one that moves as little as possible, so that only what must is displaced."""


class OfferWorth(NamedTuple):
    """What a credit adds to the plan.

    without, granted: the most funding without and with it. difference: between the best schedules without and with,
    the credits that it displaces among them. paid: what it pays itself in that schedule.
    """

    credit: Credit
    without: Optimum
    granted: Optimum
    difference: Difference
    paid: int

    @property
    def at_least(self) -> int:
        """The least that it adds; a credit that is not used adds nothing."""
        return max(self.granted.at_least - self.without.at_most, 0)

    @property
    def at_most(self) -> int:
        return self.granted.at_most - self.without.at_least

    @property
    def is_proven(self) -> bool:
        return self.without.is_proven and self.granted.is_proven

    @property
    def displaced(self) -> int:
        """What other credits pay less for it, less what they pay more."""
        changes = (each for each in self.difference.credits if each.credit != self.credit.id)
        return sum(each.before - each.after for each in changes)


def offer_worth(plan: Plan, offer: Offer, limits: Limits, hint: Schedule | None = None) -> OfferWorth | None:
    """What the credit of an offer adds; None where no schedule exists or none was found in time.

    Raises PlanError where the credit makes no sense in the plan, ValueError where the offer is none of a credit.
    """
    if offer.credit is None:
        raise ValueError(f"An offer for the {offer.ledger} ledger has no worth in funding.")
    granted = with_offer(plan, offer)
    without = _best(plan, limits, hint)
    if without is None:
        return None
    first, least = without
    # The schedule without the offer is one with it, too: so the optimum with it can only be as good or better.
    found = _best(granted, limits, first)
    if found is None:
        return None
    second, most = found
    paid = sum(claim.amount for claim in second.claims if claim.credit == offer.credit.id)
    return OfferWorth(
        offer.credit, least, most.within(least.at_least, most.at_most), difference(granted, first, second), paid
    )


def _best(plan: Plan, limits: Limits, hint: Schedule | None) -> tuple[Schedule, Optimum] | None:
    settings = Settings(LIKE_BEFORE, limits.seconds, limits.workers)
    result = solve(plan, settings, hint=hint, cancel=limits.cancel)
    return None if result.schedule is None else (result.schedule, optimum_of(result))
