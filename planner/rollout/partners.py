"""Delivery partners: what they are approved for, when they are available, and with how many teams."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from planner.value import DateRange, Identifier, Money, Name, Value

Teams = Annotated[int, Meta(ge=1, le=1_000, description="Phases that can run at the same time.")]


class Partner(Value, frozen=True, kw_only=True):
    """A company that delivers phases for money.

    approved_workloads: work that a credit may pay it for. It may deliver other work, which no credit then funds.
    windows: the periods in which it is available; a phase lies wholly inside one. Empty means always.
    teams: how many phases it delivers at a time.
    day_rate: price of a team for a day, used where a milestone gives no hours.
    """

    id: Identifier
    name: Name
    approved_workloads: tuple[str, ...] = ()
    windows: tuple[DateRange, ...] = ()
    teams: Teams = 1
    day_rate: Money = 0

    def is_available(self, start: date, finish: date) -> bool:
        """Whether the whole span lies inside one of its windows."""
        return not self.windows or any(window.holds(start, finish) for window in self.windows)
