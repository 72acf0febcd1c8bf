"""The best that a tiny plan allows, by trying everything and asking the checker and the claim rules alone.

It knows nothing of the solver: every date from the plan's start to its horizon is tried as start and as finish, and
every whole amount as a claim.
"""

from collections.abc import Iterator
from itertools import product

from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.claim_rules import Delivery, broken_rules, claim_limit, is_claimable, outcome_missed
from planner.funding.ledgers import funding_ledger
from planner.funding.slack import slack
from planner.plan import Plan, State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.tracking import last_planned_day
from planner.rollout.workdays import days_between
from solver.audit import NOTHING, price
from solver.settings import MAXIMISED, Objective, Term, aims

Terms = dict[Term, int]


def best(plan: Plan, objective: Objective, present: Schedule = NOTHING) -> tuple[int, ...] | None:
    """The best of each term in order, given what those before it reached, less their tolerances; None if nothing fits.

    present: the schedule that phases are moved from.
    """
    named = [aim.term for aim in aims(objective)]
    left = {tuple(terms[term] for term in named) for terms in every_outcome(plan, present, with_slack="slack" in named)}
    reached: list[int] = []
    for place, aim in enumerate(aims(objective)):
        if not left:
            return None
        values = [outcome[place] for outcome in left]
        reached.append(max(values) if aim.term in MAXIMISED else min(values))
        left = {outcome for outcome in left if aim.keeps(reached[-1], outcome[place])}
    return tuple(reached)


def best_claims(plan: Plan, assignments: tuple[Assignment, ...]) -> tuple[int, ...]:
    """The best total for the dates, and then the best for each credit in the plan's order."""
    placed = {assignment.phase: assignment for assignment in assignments}
    return max(
        (sum(claim.amount for claim in claims), *(_of_credit(claims, credit) for credit in plan.credit))
        for claims in every_claims(plan, placed)
    )


def every_schedule(plan: Plan) -> Iterator[tuple[Assignment, ...]]:
    """All dates and options without a fault."""
    for assignments in product(*(_every_assignment(plan, phase) for phase in plan.phases)):
        if not schedule_faults(State(plan, Schedule(assignments))):
            yield assignments


def every_outcome(plan: Plan, present: Schedule = NOTHING, *, with_slack: bool = True) -> Iterator[Terms]:
    """The terms of all schedules without a fault and all claims that keep the rules; slack, which is slow, if asked."""

    known: dict[frozenset[tuple[str, str, bool]], list[tuple[Claim, ...]]] = {}
    for assignments in every_schedule(plan):
        placed = {assignment.phase: assignment for assignment in assignments}
        dates = price(plan, Schedule(assignments), present)
        signature = _signature(plan, placed)
        if signature not in known:
            known[signature] = list(every_claims(plan, placed))
        for claims in known[signature]:
            money = funding_ledger(plan, Schedule((), claims))
            with_claims: Terms = {
                "funding": money.planned,
                "net_cost": dates["net_cost"] + money.net_cost,
                "expected": money.expected,
                "slack": slack(plan, Schedule(assignments, claims)) if with_slack else 0,
            }
            yield dates | with_claims


def _every_assignment(plan: Plan, phase: Phase) -> tuple[Assignment, ...]:
    """All starts, finishes and options of a phase that are no fault while it is alone in the plan."""
    alone = replace(plan, phases=(phase,), dependencies=(), credits=(), combined_caps=(), stacking_confirmations=())
    alone = replace(alone, pins=tuple(pin for pin in plan.pins if pin.phase == phase.id))
    days = days_between(plan.start, last_planned_day(plan))
    tried = (
        Assignment(phase.id, option.id, start, finish)
        for option in phase.options
        for number, start in enumerate(days)
        for finish in days[number:]
    )
    return tuple(each for each in tried if not schedule_faults(State(alone, Schedule((each,)))))


def every_claims(plan: Plan, placed: dict[str, Assignment]) -> Iterator[tuple[Claim, ...]]:
    """All whole amounts that break no rule."""
    pairs = [(phase, credit) for phase in plan.phases for credit in plan.credits]
    ranges = []
    for phase, credit in pairs:
        assignment = placed[phase.id]
        option = phase.option(assignment.option)
        assert option is not None
        is_open = is_claimable(plan, credit, Delivery(phase, option, assignment.start, assignment.finish))
        ranges.append(range(claim_limit(credit, phase, option) + 1 if is_open else 1))
    for amounts in product(*ranges):
        claims = tuple(Claim(p.id, c.id, amount) for (p, c), amount in zip(pairs, amounts, strict=True) if amount)
        if not broken_rules(plan, placed, claims):
            yield claims


def _signature(plan: Plan, placed: dict[str, Assignment]) -> frozenset[tuple[str, str, bool]]:
    """What the claims can depend on: options, which pairs are open, which outcomes are missed."""
    facts: set[tuple[str, str, bool]] = set()
    for phase in plan.phases:
        assignment = placed[phase.id]
        option = phase.option(assignment.option)
        assert option is not None
        delivered = Delivery(phase, option, assignment.start, assignment.finish)
        facts.add((phase.id, f"by {option.id}", True))
        facts |= {(phase.id, credit.id, is_claimable(plan, credit, delivered)) for credit in plan.credits}
    facts |= {("outcome", credit.id, any(outcome_missed(credit, placed))) for credit in plan.credits}
    return frozenset(facts)


def _of_credit(claims: tuple[Claim, ...], credit: str) -> int:
    return sum(claim.amount for claim in claims if claim.credit == credit)
