"""Rules that bring the linear relaxation of claims to whole steps, where a search would have to try nearly everything.

Limits are shares of round prices, so those of a credit are mostly multiples of 50 or of 75, and a cap is not. With
260,000 at most, in steps of 75, the relaxation takes 3,466⅔ steps and leaves what a third of a step costs to other
credits; only phase by phase does a search prove that nobody can. Mixed-integer rounding (Nemhauser and Wolsey, 1990)
says it at once: 3,466 steps pay 50 less than the cap, and with each step less it is 50 less again at least.

Implied by CAP, POOLCAP, COST and what keeps credits from sharing a phase, so they take no claim away.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import gcd

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import exclude_each_other, face_value
from planner.plan import Plan
from solver.claim_limits import Amounts, Pair
from solver.variables import ClaimVariables


def rounded_caps(
    model: cp_model.CpModel, plan: Plan, claims: ClaimVariables, limits: Amounts, costs: Mapping[str, int]
) -> None:
    """For each cap, and each step in which credits under it pay, what is paid as that many steps allow.

    Of all under the cap, of those alone that pay in such steps, and of all if the others pay their most.
    limits: the most of each pair. costs: what all credits of a phase may pay together.
    """
    for under, cap in _caps(plan, claims):
        steps = {credit: gcd(*(limits[pair] for pair in claims.of_credit(credit))) for credit in under}
        for step in sorted({*steps.values(), gcd(*steps.values())}):
            stepping = [credit for credit in under if steps[credit] % step == 0]
            others = _most(plan, limits, costs, _pairs(claims, set(under) - set(stepping)))
            sums = [(under, under, 0), (stepping, stepping, 0), (under, stepping, others)]
            for paying, counted, besides in sums if others else sums[:1]:
                paid = LinearExpr.sum([amount for credit in paying for amount in claims.amounts_of(credit)])
                used = [(claims.used[pair], limits[pair]) for pair in _pairs(claims, counted)]
                _round(model, paid - besides, used, cap - besides, step)


def _round(
    model: cp_model.CpModel, paid: cp_model.LinearExprT, used: list[tuple[cp_model.IntVar, int]], cap: int, step: int
) -> None:
    """With r = cap mod step: paid ≤ cap - r · (⌊cap / step⌋ + 1) + ∑ (r · ⌊limit / step⌋ + min(r, limit mod step)).

    The sum is of the limits that are used. It holds where paid is at most the cap and at most the sum of those limits.
    """
    whole, rest = divmod(cap, step)
    if rest and 0 < cap < sum(limit for _, limit in used):
        worth = [rest * (limit // step) + min(rest, limit % step) for _, limit in used]
        switches = [switch for switch, _ in used]
        model.add(paid <= cap - rest * (whole + 1) + LinearExpr.weighted_sum(switches, worth))


def are_exclusive(plan: Plan, credits_: Iterable[str]) -> bool:
    """Whether no two of the credits can ever pay for the same phase."""
    pairs = combinations((plan.credit[credit] for credit in credits_), 2)
    return all(exclude_each_other(plan, *pair) for pair in pairs)


def _most(plan: Plan, limits: Amounts, costs: Mapping[str, int], pairs: Iterable[Pair]) -> int:
    """No less than the pairs can pay together."""
    paying: defaultdict[str, list[str]] = defaultdict(list)
    for phase, credit in pairs:
        paying[phase].append(credit)
    of_phases = (
        (phase, credits_, [limits[phase, credit] for credit in credits_]) for phase, credits_ in paying.items()
    )
    return sum(
        max(possible) if are_exclusive(plan, credits_) else min(sum(possible), costs[phase])
        for phase, credits_, possible in of_phases
    )


def _pairs(claims: ClaimVariables, credits_: Iterable[str]) -> list[Pair]:
    of_any = set(credits_)
    return [pair for pair in claims.used if pair[1] in of_any]


def _caps(plan: Plan, claims: ClaimVariables) -> Iterator[tuple[list[str], int]]:
    """Credits and what they pay at most together: the face of each, and what a combined cap allows."""
    for credit in claims.credit_used:
        yield [credit], face_value(plan.credit[credit])
    for combined in plan.combined_caps:
        under = [credit for credit in claims.credit_used if combined.id in plan.credit[credit].combined_caps]
        if under:
            yield under, combined.limit
