"""What every section of the business case is written from."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from planner.business_case.document import Block
from planner.business_case.external_view import CostShare, ExternalView, Work
from planner.business_case.notation import Notation


class Case(NamedTuple):
    """What a section is written from."""

    view: ExternalView
    notation: Notation

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
