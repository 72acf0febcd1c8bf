"""What every section of the negotiation brief is written from."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from planner.brief.ranked_asks import RankedAsk
from planner.business_case.document import Block
from planner.business_case.notation import Notation
from planner.funding.deadlines import Deadlines, deadlines
from planner.funding.entitlement_ledger import EntitlementLedger, entitlement_ledger
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.funding.rate_ledger import RateLedger, rate_ledger
from planner.funding.substitution import Substitution, substitution
from planner.plan import State
from planner.rollout.schedule import Schedule


class Subject:
    """A State as of a day, and each ledger of it by itself: nothing here adds two of them up."""

    def __init__(self, state: State, as_of: date, asks: tuple[RankedAsk, ...] = ()) -> None:
        self.state = state
        self.plan = state.plan
        self.schedule = state.schedule or Schedule(())
        self.as_of = as_of
        self.asks = asks
        self.notation = Notation(state.plan.currency)

    @cached_property
    def rights(self) -> EntitlementLedger:
        return entitlement_ledger(self.plan, self.schedule, self.as_of)

    @cached_property
    def funding(self) -> FundingLedger:
        return funding_ledger(self.plan, self.schedule)

    @cached_property
    def rates(self) -> RateLedger:
        return rate_ledger(self.plan)

    @cached_property
    def trade(self) -> Substitution:
        return substitution(self.plan, self.schedule)

    @cached_property
    def deadlines(self) -> tuple[Deadlines, ...]:
        return deadlines(self.plan, self.state.schedule)

    @cached_property
    def planned(self) -> dict[str, int]:
        """What the schedule claims, by credit."""
        return {account.credit: account.planned for account in self.funding.accounts}


Sectioner = Callable[[Subject], Iterator[Block]]
"""A section without its title."""
