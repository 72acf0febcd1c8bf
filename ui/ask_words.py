"""What the terminal and the window say alike of asks."""

from typing import TYPE_CHECKING

from planner.funding.asks import CAP_PART
from planner.funding.claim_rules import face_value

if TYPE_CHECKING:
    from solver.asks.sweep import Swept


def most_to_gain(swept: "Swept") -> int:
    """What no ask can gain more than: what is known of all, or, while some are open, the faces that are left.

    Of an ask for a higher cap that cap counts, a tenth of the largest face at most.
    """
    known = max((worth.at_most for worth in swept.worths), default=0)
    if swept.is_complete:
        return known
    faces = [face_value(credit) for credit in swept.base.plan.credits]
    raised = -(-max(faces, default=0) // CAP_PART) + 1
    return max(known, sum(faces) + raised - swept.base.optimum.at_least)
