"""Claims that were agreed and no longer hold: why, and until when their phases could earn them still."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.funding.claim_rules import Delivery, claim_limit, claim_reasons, could_be_claimed
from planner.funding.credits import Credit
from planner.funding.reach import Candidate, first_claimable, last_claimable
from planner.plan import Plan, State
from planner.rollout.passes import Reach, earliest, latest
from planner.rollout.phases import Phase
from planner.rollout.schedule import Claim

GONE = "is no longer in the plan"
WITHOUT = "On these dates all credits together pay most without it."
INSTEAD = "{others} for {phase} instead: so all credits together pay most on these dates."


class FallenClaim(NamedTuple):
    """A claim that pays less than agreed, or nothing, on the present dates.

    agreed, kept: what it paid, and pays now, in whole units of the plan's currency. why: the leading reason, as a
    sentence. first_start, last_start: between which the phase, by itself, could start and still earn the credit; both
    None where no dates are left on which it could: then the claim is impossible. start: its present one, if it has any.
    """

    phase: str
    credit: str
    agreed: int
    kept: int
    why: str
    first_start: date | None = None
    last_start: date | None = None
    start: date | None = None

    @property
    def lost(self) -> int:
        return self.agreed - self.kept

    @property
    def is_impossible(self) -> bool:
        return self.first_start is None

    @property
    def is_in_time(self) -> bool:
        """Whether its present start lies between those days: it is not the dates that keep it from paying."""
        if self.first_start is None or self.last_start is None or self.start is None:
            return False
        return self.first_start <= self.start <= self.last_start


def fallen_claims(agreed: State, now: State) -> tuple[FallenClaim, ...]:
    """Every claim of the agreed State that pays less in the present one, in the order of the agreed claims.

    The present claims must be settled for their dates.
    """
    claims = now.schedule.claims if now.schedule is not None else ()
    kept = {(claim.phase, claim.credit): claim.amount for claim in claims}
    before = agreed.schedule.claims if agreed.schedule is not None else ()
    fallen = [claim for claim in before if kept.get((claim.phase, claim.credit), 0) < claim.amount]
    if not fallen:
        return ()
    first = earliest(now.plan)
    passes = (first, latest(now.plan, first))
    return tuple(_fallen(now, claim, kept.get((claim.phase, claim.credit), 0), passes) for claim in fallen)


Passes = tuple[Mapping[str, Reach], Mapping[str, Reach]]
"""The forward and the backward pass of the network."""


def _fallen(now: State, claim: Claim, kept: int, passes: Passes) -> FallenClaim:
    plan = now.plan
    phase, credit = plan.phase.get(claim.phase), plan.credit.get(claim.credit)
    if phase is None or credit is None:
        gone = claim.phase if phase is None else claim.credit
        return FallenClaim(claim.phase, claim.credit, claim.amount, kept, f"{gone} {GONE}.")
    why = _reason(now, phase, credit, claim.amount)
    starts = _starts(plan, phase, credit, passes)
    first, last = (min(starts), max(starts)) if starts else (None, None)
    run = now.schedule.assignment(phase.id) if now.schedule is not None else None
    return FallenClaim(phase.id, credit.id, claim.amount, kept, why, first, last, None if run is None else run.start)


def _reason(now: State, phase: Phase, credit: Credit, amount: int) -> str:
    run = now.schedule.assignment(phase.id) if now.schedule is not None else None
    option = phase.option(run.option) if run is not None else None
    if run is None or option is None:
        return f"{phase.id} has no dates."
    reasons = claim_reasons(now.plan, credit, Delivery(phase, option, run.start, run.finish))
    if reasons:
        return reasons[0].sentence
    has_minimums = credit.minimum_claim or credit.minimum_seats or credit.minimum_milestones > 1
    claims = now.schedule.claims if now.schedule is not None else ()
    if has_minimums and not any(claim.credit == credit.id and claim.amount for claim in claims):
        return f"{credit.id} does not reach its minimums with what is left, so it pays nothing."
    most = claim_limit(credit, phase, option)
    if most < amount:
        return f"{credit.id} pays at most {most:,} for {phase.id} now."
    others = [
        claim.credit for claim in claims if claim.phase == phase.id and claim.credit != credit.id and claim.amount
    ]
    pay = f"{' and '.join(others)} {'pays' if len(others) == 1 else 'pay'}"
    return INSTEAD.format(others=pay, phase=phase.id) if others else WITHOUT


def _starts(plan: Plan, phase: Phase, credit: Credit, passes: Passes) -> list[date]:
    """The first and the last starts by which the phase alone could earn the credit, over all of its options."""
    found = []
    for option in phase.options:
        candidate = Candidate(phase, option, claim_limit(credit, phase, option))
        if not candidate.limit or not could_be_claimed(plan, credit, phase, option):
            continue
        first = first_claimable(plan, credit, candidate, passes[0][phase.id])
        last = last_claimable(plan, credit, candidate, passes[1][phase.id])
        found += [first.start, last.start] if first is not None and last is not None else []
    return found
