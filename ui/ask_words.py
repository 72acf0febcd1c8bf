"""What the terminal and the window say alike of asks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.funding.asks import Ask, asks
from planner.funding.claim_rules import face_value, in_plan_currency

if TYPE_CHECKING:
    from solver.asks.bundles import Bundle
    from solver.asks.sweep import Swept
    from solver.asks.worth import Worth


def most_to_gain(swept: "Swept") -> int:
    """What no ask can gain more than: what is known of all, or, while some are open, the faces that are left.

    Of an ask for a higher cap that cap counts: of all credits, the one whose face would rise the most.
    """
    known = max((worth.at_most for worth in swept.worths), default=0)
    if swept.is_complete:
        return known
    plan = swept.base.plan
    faces = {credit.id: face_value(credit) for credit in plan.credits}
    raised = (
        in_plan_currency(plan.credit[ask.of], plan.credit[ask.of].face + ask.by) - faces[ask.of]
        for ask in asks(plan)
        if ask.kind == "face"
    )
    return max(known, sum(faces.values()) + max(raised, default=0) - swept.base.optimum.at_least)


def bundles_by_size(swept: "Swept", bundles: "Mapping[int, Bundle | None]") -> "Iterator[tuple[int, Bundle | None]]":
    """The bundles from the smallest on; None for one that gains less than an ask alone or a smaller bundle.

    A bundle gains as much as any part of it, so the search for such a one was too short.
    """
    known = max((worth.at_least for worth in swept.worths), default=0)
    for size, bundle in sorted(bundles.items()):
        if bundle is None or bundle.at_least < known:
            yield size, None
        else:
            known = bundle.at_least
            yield size, bundle


def no_bundle_words(size: int) -> str:
    """That a search was too short for a bundle that gains more than what is listed before it."""
    return f"Best bundle of {size}: none that gains more than what is listed above was found in time."


def is_worth_asking(worth: "Worth", worths: "Sequence[Worth]") -> bool:
    """Whether an ask may gain, and none that asks for less of the same condition surely gains as much."""
    less = (each for each in worths if _is_less(each.ask, worth.ask))
    return worth.at_most > 0 and not any(each.at_least >= worth.at_most for each in less)


def _is_less(one: Ask, other: Ask) -> bool:
    is_alike = (one.kind, one.of, one.name) == (other.kind, other.of, other.name)
    return is_alike and one.by * other.by > 0 and abs(one.by) < abs(other.by)
