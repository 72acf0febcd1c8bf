"""Valid claims at once, where there is no time to prove which are the best: the largest first."""

from collections import defaultdict
from collections.abc import Mapping

from planner.funding.claim_rules import exclude_each_other, face_value
from planner.plan import Plan
from solver.claim_limits import Amounts


def greedy_claims(plan: Plan, limits: Amounts, costs: Mapping[str, int]) -> Amounts:
    """Claims above nothing that keep COST, CAP, POOLCAP, STACK-C, STACK-P and ONE-SOURCE.

    Minimums are not looked at: whoever asks takes away the credits that do not reach theirs, which harms no other.
    """
    left, cost_left = _money(plan), dict(costs)
    of_phase: defaultdict[str, list[str]] = defaultdict(list)
    chosen: dict[str, str] = {}
    amounts: Amounts = {}
    for (phase, credit_id), limit in sorted(limits.items(), key=lambda each: -each[1]):
        credit = plan.credit[credit_id]
        sources = [credit_id, *(f"cap {cap}" for cap in credit.combined_caps)]
        amount = min(limit, cost_left[phase], *(left[source] for source in sources))
        is_excluded = any(chosen.get(group, credit_id) != credit_id for group in credit.exclusion_groups)
        shared = (exclude_each_other(plan, credit, plan.credit[other]) for other in of_phase[phase])
        if amount <= 0 or is_excluded or any(shared):
            continue
        amounts[phase, credit_id] = amount
        chosen.update(dict.fromkeys(credit.exclusion_groups, credit_id))
        of_phase[phase].append(credit_id)
        cost_left[phase] -= amount
        for source in sources:
            left[source] -= amount
    return amounts


def _money(plan: Plan) -> dict[str, int]:
    """What there is of each credit, by its id, and under each combined cap."""
    faces = {credit.id: face_value(credit) for credit in plan.credits}
    return faces | {f"cap {cap.id}": cap.limit for cap in plan.combined_caps}
