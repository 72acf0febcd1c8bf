"""What follows from the present State, computed once and only when somebody asks."""

from datetime import date
from functools import cached_property

from planner.checks import check
from planner.finding import Finding
from planner.funding.deadlines import Alert, Deadlines, alerts, deadlines
from planner.funding.ladder import Best, Ladder, ladder
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.funding.reasons import Losses
from planner.plan import State
from planner.rollout.schedule import Schedule


class Derived:
    """Findings, money and deadlines of one State, as of a day. Make another for another State.

    best: the best schedule that a solver told of, or None. is_best_without_pins: whether it was found without the pins
    that the plan holds now.
    """

    def __init__(
        self, state: State, as_of: date, best: Best | None = None, *, is_best_without_pins: bool = False
    ) -> None:
        self.state = state
        self.as_of = as_of
        self.best = best
        self.is_best_without_pins = is_best_without_pins

    @property
    def schedule(self) -> Schedule:
        """The schedule; an empty one while there is none."""
        return self.state.schedule or Schedule(())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Faults first, then errors, warnings and notes of readiness. The document settles claims, so none are low."""
        order = ("error", "warning", "note")
        return tuple(sorted(check(self.state), key=lambda each: (each.kind != "fault", order.index(each.severity))))

    @cached_property
    def ledger(self) -> FundingLedger:
        return funding_ledger(self.state.plan, self.schedule)

    @cached_property
    def ladder(self) -> Ladder:
        return ladder(self.state.plan, self.state.schedule, self.best)

    @cached_property
    def losses(self) -> Losses:
        return Losses(self.state)

    @cached_property
    def deadlines(self) -> dict[str, Deadlines]:
        """By credit; those that are lost have none."""
        return {each.credit: each for each in deadlines(self.state.plan, self.state.schedule)}

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        return alerts(self.state.plan, self.state.schedule, self.as_of)
