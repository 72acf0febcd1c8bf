"""What follows from the present State, computed once and only when somebody asks."""

from functools import cached_property

from planner.checks import check
from planner.finding import Finding
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.plan import State
from planner.rollout.schedule import Schedule


class Derived:
    """Findings and money of one State. Make another for another State."""

    def __init__(self, state: State) -> None:
        self.state = state

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Faults first, then errors, warnings and notes of readiness. The document settles claims, so none are low."""
        order = ("error", "warning", "note")
        return tuple(sorted(check(self.state), key=lambda each: (each.kind != "fault", order.index(each.severity))))

    @cached_property
    def ledger(self) -> FundingLedger:
        return funding_ledger(self.state.plan, self.state.schedule or Schedule(()))
