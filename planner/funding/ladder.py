"""The value ladder: what is left of the money that letters offer, step by step, and what takes the rest.

Face → Scoped → Reachable → Realisable → Planned → Expected → Claimed → Paid (field guide 6.3), for each credit, each
programme and the whole plan. Internal: confidence never leaves the house.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from planner.funding.claim_rules import face_value
from planner.funding.credits import LOST, SUBMITTED, Credit
from planner.funding.ledgers import funding_ledger
from planner.funding.reach import candidates, reachable, scoped, works_by_kind
from planner.plan import Plan
from planner.rollout.passes import earliest
from planner.rollout.schedule import Claim, Schedule

Step = Literal["scope", "time", "competition", "schedule", "open", "confidence"]
LEAK_WORDS: dict[Step, str] = {
    "scope": "scope, partner or seats",
    "time": "time",
    "competition": "competition",
    "schedule": "recoverable by solving",
    "open": "competition or schedule",
    "confidence": "confidence",
}


class Best(NamedTuple):
    """The best schedule that is known, as a solver tells it.

    claims: of that schedule. bound: what no schedule can earn more than; None if nothing is known.
    is_proven: whether no schedule can earn more than these claims.
    """

    claims: tuple[Claim, ...]
    bound: int | None = None
    is_proven: bool = False

    @property
    def value(self) -> int:
        return sum(claim.amount for claim in self.claims)


class Leak(NamedTuple):
    """Money that is gone between two rungs; negative where the lower rung holds more.

    step: scope (also partner and seats), time, competition (stacking, caps, teams), schedule (solving recovers it),
    open (the two together, which only a best schedule tells apart), confidence.
    """

    step: Step
    amount: int
    words: str


class Rungs(NamedTuple):
    """The ladder of a credit, a programme or the plan, in whole units of the plan's currency.

    name: of the credit or programme; blank for the plan. realisable: None while no best schedule is known; the split of
    the best over credits is one of several. claimed: planned money of which proof is submitted; paid: that is paid.
    """

    name: str
    face: int
    scoped: int
    reachable: int
    realisable: int | None
    planned: int
    expected: int
    claimed: int
    paid: int
    is_lost: bool = False

    @property
    def leaks(self) -> tuple[Leak, ...]:
        """What is lost from the face to what is expected, rung by rung; the amounts sum to the difference."""
        time = "the credit is lost" if self.is_lost else LEAK_WORDS["time"]
        upper = (
            Leak("scope", self.face - self.scoped, LEAK_WORDS["scope"]),
            Leak("time", self.scoped - self.reachable, time),
        )
        return (*upper, *self._lower_leaks(), _leak("confidence", self.planned - self.expected))

    def _lower_leaks(self) -> tuple[Leak, ...]:
        if self.realisable is None:
            return (_leak("open", self.reachable - self.planned),)
        return (
            _leak("competition", self.reachable - self.realisable),
            _leak("schedule", self.realisable - self.planned),
        )


class Ladder(NamedTuple):
    """The ladders of the credits and programmes in the plan's order, and of the plan.

    at_most: what no schedule can realise more than. is_proven: whether the total's realisable figure is that.
    """

    credits: tuple[Rungs, ...]
    programmes: tuple[Rungs, ...]
    total: Rungs
    at_most: int
    is_proven: bool

    @property
    def realisable_words(self) -> str:
        """The total's realisable figure: the proven sum, or at least what and at most what."""
        if self.total.realisable is None:
            return f"at most {self.at_most:,}"
        if self.is_proven:
            return f"{self.total.realisable:,}"
        return f"at least {self.total.realisable:,}, at most {self.at_most:,}"


def ladder(plan: Plan, schedule: Schedule | None, best: Best | None = None) -> Ladder:
    """The ladder of a plan under its schedule. Without a schedule nothing is planned; best comes from a solver.

    Pins are the planner's own choice and can be removed, so they take nothing from what is reachable.
    """
    free = replace(plan, pins=())
    first, works = earliest(free), works_by_kind(free)
    accounts = {account.credit: account for account in funding_ledger(plan, schedule or Schedule(())).accounts}
    realised = None if best is None else _by_credit(best.claims)

    def rungs_of(credit: Credit) -> Rungs:
        account, of_credit = accounts[credit.id], candidates(free, credit, works)
        return Rungs(
            name=credit.id,
            face=face_value(credit),
            scoped=scoped(free, credit, of_credit),
            reachable=reachable(free, credit, of_credit, first),
            realisable=None if realised is None else realised[credit.id],
            planned=account.planned,
            expected=account.expected,
            claimed=account.planned if credit.status in SUBMITTED else 0,
            paid=account.planned if credit.status == "paid" else 0,
            is_lost=credit.status in LOST,
        )

    rungs = tuple(rungs_of(credit) for credit in plan.credits)
    total = _sum("", rungs)
    is_proven = best is not None and best.is_proven
    return Ladder(rungs, _programmes(plan, rungs), total, _at_most(total, best), is_proven)


def _at_most(total: Rungs, best: Best | None) -> int:
    """The least of what bounds every schedule: what is reachable, the solver's bound, its proven value."""
    bounds = [total.reachable]
    if best is not None and best.bound is not None:
        bounds.append(best.bound)
    if best is not None and best.is_proven:
        bounds.append(best.value)
    return min(bounds)


def _programmes(plan: Plan, rungs: tuple[Rungs, ...]) -> tuple[Rungs, ...]:
    grouped: defaultdict[str, list[Rungs]] = defaultdict(list)
    for credit, each in zip(plan.credits, rungs, strict=True):
        grouped[credit.programme].append(each)
    return tuple(_sum(programme, each) for programme, each in grouped.items())


def _sum(name: str, rungs: Iterable[Rungs]) -> Rungs:
    each = tuple(rungs)
    realisable = [one.realisable for one in each if one.realisable is not None]
    return Rungs(
        name=name,
        face=sum(one.face for one in each),
        scoped=sum(one.scoped for one in each),
        reachable=sum(one.reachable for one in each),
        realisable=sum(realisable) if len(realisable) == len(each) else None,
        planned=sum(one.planned for one in each),
        expected=sum(one.expected for one in each),
        claimed=sum(one.claimed for one in each),
        paid=sum(one.paid for one in each),
    )


def _by_credit(claims: tuple[Claim, ...]) -> defaultdict[str, int]:
    paid: defaultdict[str, int] = defaultdict(int)
    for claim in claims:
        paid[claim.credit] += claim.amount
    return paid


def _leak(step: Step, amount: int) -> Leak:
    return Leak(step, amount, LEAK_WORDS[step])
