"""What every section of the business case is written from."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.business_case.document import Block
from planner.business_case.external_view import CostShare, ExternalView, Work
from planner.business_case.notation import Notation
from planner.picture.time_axis import following_month


class Case(NamedTuple):
    """What a section is written from. is_sent: whether it is recorded as sent; else it is a draft."""

    view: ExternalView
    notation: Notation
    is_sent: bool = False

    @property
    def version(self) -> str:
        """The version of the document in words."""
        version = f"version {self.view.header.version}"
        return version if self.is_sent else f"draft of {version}"

    @property
    def requested(self) -> int:
        return sum(request.requested for request in self.view.requests)

    @property
    def funded(self) -> CostShare:
        """The work for which something is requested."""
        return next(each for each in self.view.cost_shares if each.kind == "funded")

    @property
    def work(self) -> dict[str, Work]:
        return {each.id: each for each in self.view.work}


Sectioner = Callable[[Case], Iterator[Block]]
"""A section without its title."""


def delivered_by(work: Work) -> str:
    """Who delivers it, in the words of all tables."""
    return {"partner": work.supplier, "fasttrack": "FastTrack, remote", "internal": "Customer"}[work.delivery]


def quarter_ends(first: date, last: date) -> tuple[date, ...]:
    """The ends of the calendar quarters from one day's to another's, which are Microsoft's fiscal ones as well."""
    ends: list[date] = []
    day = first
    while not ends or ends[-1] < last:
        quarter_month = day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3)
        ends.append(following_month(quarter_month) - timedelta(days=1))
        day = following_month(quarter_month)
    return tuple(ends)
