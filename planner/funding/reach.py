"""Which phases a credit could pay for at all, and how much: the steps of the ladder that ask no schedule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from planner.funding.claim_rules import (
    Claimed,
    Delivery,
    WorkKind,
    claim_limit,
    could_be_claimed,
    face_value,
    is_claimable,
    last_finish,
    milestones,
    minimum_claim,
    minimum_claims,
    minimum_seats,
    opens_on,
    work_kind,
)
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.passes import Reach, first_run, last_run
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim

Works = tuple[tuple[tuple[Phase, DeliveryOption], ...], ...]
"""The phases by each of their options, work of one kind together."""


class Candidate(NamedTuple):
    """A phase by an option that a credit could pay for on some dates, and how much at most."""

    phase: Phase
    option: DeliveryOption
    limit: int


def works_by_kind(plan: Plan) -> Works:
    """All work of a plan, for ``candidates``."""
    grouped: defaultdict[WorkKind, list[tuple[Phase, DeliveryOption]]] = defaultdict(list)
    for phase in plan.phases:
        for option in phase.options:
            grouped[work_kind(phase, option)].append((phase, option))
    return tuple(tuple(alike) for alike in grouped.values())


def candidates(plan: Plan, credit: Credit, works: Works) -> tuple[Candidate, ...]:
    """The phases in scope by an approved partner, whatever the dates."""
    return tuple(
        Candidate(phase, option, claim_limit(credit, phase, option))
        for alike in works
        if could_be_claimed(plan, credit, *alike[0])
        for phase, option in alike
    )


def scoped(plan: Plan, credit: Credit, of_credit: Iterable[Candidate]) -> int:
    """The most that the candidates could earn of the credit on whatever dates."""
    return _together(plan, credit, _best_limits(of_credit))


def reachable(plan: Plan, credit: Credit, of_credit: Iterable[Candidate], first: Mapping[str, Reach]) -> int:
    """The same, over candidates that alone come to lie between approval, expiry and proof.

    first: the forward pass of the network; each predecessor is as early as it can be, and teams are left aside.
    """
    in_time = (each for each in of_credit if first_claimable(plan, credit, each, first[each.phase.id]) is not None)
    return _together(plan, credit, _best_limits(in_time))


def first_claimable(plan: Plan, credit: Credit, candidate: Candidate, reach: Reach) -> Assignment | None:
    """The first dates on which the credit pays for the phase alone; None if there are none."""
    opens = opens_on(plan, credit)
    found = next(((work, run) for work, run in reach.runs if work.option is candidate.option), None)
    if found is None:
        return None
    work, earliest = found
    run = earliest if earliest.start >= opens else first_run(plan, work, reach.bounds.starting_from(opens))
    while run is not None and not _is_claimable(plan, credit, candidate, run):
        # Later work ends later and is proven later, so it helps only where proof counts from the end of the work:
        # a holiday after it takes some of those days.
        if credit.claim_days is None:
            return None
        run = first_run(plan, work, reach.bounds.starting_from(run.start + timedelta(days=1)))
    return run


def last_claimable(plan: Plan, credit: Credit, candidate: Candidate, reach: Reach) -> Assignment | None:
    """The last dates on which the credit pays for the phase alone; None if there are none.

    reach: of the backward pass, so that what waits for the phase still fits.
    """
    work = next((work for work, _ in reach.runs if work.option is candidate.option), None)
    # What has begun may have ended on a day off, from which proof is counted as from the working day before.
    ends = None if work is None or work.begun is not None else last_finish(plan, credit, candidate.phase)
    bounds = reach.bounds if ends is None else reach.bounds.finishing_by(ends)
    run = None if work is None else last_run(plan, work, bounds)
    while work is not None and run is not None and not _is_claimable(plan, credit, candidate, run):
        # As above: an earlier day is only better where proof counts from the end of the work.
        if credit.claim_days is None:
            return None
        run = last_run(plan, work, bounds.finishing_by(run.finish - timedelta(days=1)))
    return run


def keeps_minimums(plan: Plan, credit: Credit, of_credit: Iterable[Candidate]) -> bool:
    """Whether the candidates together could reach what the credit asks for at least, and so earn anything.

    A credit whose face, or a combined cap of it, lies below its minimum pays nothing at all.
    """
    caps = (cap.limit for cap in plan.combined_caps if cap.id in credit.combined_caps)
    if min((face_value(credit), *caps)) < max(minimum_claim(credit), 1):
        return False
    limits = _best_limits(of_credit)
    claimed = Claimed(plan, {}, tuple(Claim(phase, credit.id, limit) for phase, limit in limits.items() if limit > 0))
    return bool(claimed.claims) and not any(
        broken for rule in (minimum_claims, minimum_seats, milestones) for broken in rule(claimed)
    )


def _is_claimable(plan: Plan, credit: Credit, candidate: Candidate, run: Assignment) -> bool:
    return is_claimable(plan, credit, Delivery(candidate.phase, candidate.option, run.start, run.finish))


def _best_limits(of_credit: Iterable[Candidate]) -> dict[str, int]:
    """By phase, the most of its candidates."""
    limits: dict[str, int] = {}
    for each in of_credit:
        limits[each.phase.id] = max(each.limit, limits.get(each.phase.id, 0))
    return limits


def _together(plan: Plan, credit: Credit, limits: Mapping[str, int]) -> int:
    """The limits of all phases up to the face, or nothing where the phases hold too few seats."""
    claims = tuple(Claim(phase, credit.id, limit) for phase, limit in limits.items() if limit > 0)
    if any(minimum_seats(Claimed(plan, {}, claims))):
        return 0
    return min(face_value(credit), sum(limits.values()))
