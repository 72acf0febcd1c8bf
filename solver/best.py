"""What a solve tells the value ladder of the best schedule."""

from planner.funding.ladder import Best
from solver.result import SolveResult


def best_known(result: SolveResult) -> Best | None:
    """The best claims of a result, with what it proves of them; None without a schedule.

    Only a solve for funding first bounds the funding; any other schedule just shows how much can be had at least.
    """
    if result.schedule is None:
        return None
    first = result.stages[0]
    if first.name != "funding":
        return Best(result.schedule.claims)
    return Best(result.schedule.claims, first.bound, first.status == "OPTIMAL" and first.value == first.bound)
