"""Which planned claims still hold in each run, and what each credit then pays.

A claim falls where its shifted dates break one of the claim rules, and all claims of a credit fall where what is left
breaks a minimum or an outcome of it, as ``planner.rollout.moves.remaining_claims`` has it for one schedule. Nothing is
settled anew: what a fallen claim leaves free goes to nobody, so a credit never pays more than planned.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from planner.funding.claim_rules import Delivery, last_finish, may_finish, minimum_claim
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.moves import remaining_claims
from planner.rollout.schedule import Claim, Schedule
from solver.risk.axis import Axis, Flags, Whole
from solver.risk.network import Network, Step
from solver.risk.shift import Run, Runs


class Payable(NamedTuple):
    """A claim that holds as planned. in_time: by the day after the last day of work, whether it still does."""

    row: int
    amount: int
    seats: int
    in_time: Flags


class Terms(NamedTuple):
    """What a credit pays for, and what all its claims together must reach.

    minimum: of money. outcomes: rows with the day after which each must not end; whatever it pays hangs on them.
    """

    credit: str
    claims: tuple[Payable, ...]
    minimum: int
    minimum_seats: int
    minimum_milestones: int
    outcomes: tuple[tuple[int, int], ...]

    @property
    def planned(self) -> int:
        """What it pays where nothing slips."""
        return sum(claim.amount for claim in self.claims)

    @property
    def rows(self) -> frozenset[int]:
        """The phases on whose dates it looks."""
        return frozenset((*(claim.row for claim in self.claims), *(row for row, _ in self.outcomes)))


def credit_terms(network: Network, schedule: Schedule, start: Runs) -> tuple[Terms, ...]:
    """The credits with claims that hold where nothing slips. start: the phases as they then lie."""
    plan, steps = network.plan, {step.work.phase.id: step for step in network.steps}
    runs = (step.work.assignment(network.axis.day(int(start[step.row].start[0]))) for step in network.steps)
    placed = {run.phase: run for run in runs}
    claims = remaining_claims(plan, placed, schedule.claims)
    return tuple(
        terms
        for credit in plan.credits
        if (terms := _terms(network, steps, credit, tuple(each for each in claims if each.credit == credit.id))).claims
    )


def _terms(network: Network, steps: dict[str, Step], credit: Credit, claims: tuple[Claim, ...]) -> Terms:
    plan, axis = network.plan, network.axis
    targets = credit.outcome_dates if credit.outcome_mode == "all_or_nothing" else ()
    return Terms(
        credit.id,
        tuple(
            Payable(
                steps[claim.phase].row,
                claim.amount,
                plan.phase[claim.phase].seats,
                _in_time(plan, axis, credit, steps[claim.phase]),
            )
            for claim in claims
        ),
        minimum_claim(credit),
        credit.minimum_seats,
        credit.minimum_milestones,
        tuple((steps[each.phase].row, axis.place(each.by) + 1) for each in targets if each.phase in steps),
    )


def _in_time(plan: Plan, axis: Axis, credit: Credit, step: Step) -> Flags:
    """By the day after the last day of work, whether WINDOW and POE hold; asked on working days of the phase alone."""
    holds = np.zeros(axis.length + 2, dtype=np.bool_)
    last = last_finish(plan, credit, step.work.phase)
    for index in _ends(step, axis, last):
        day = axis.day(index)
        holds[index + 1] = may_finish(plan, credit, Delivery(step.work.phase, step.work.option, day, day))
    return holds


def _ends(step: Step, axis: Axis, last: date | None) -> Iterator[int]:
    """The days on which the work may end; after the last one the claim is gone."""
    until = axis.length if last is None else axis.place(last)
    first = step.number
    return (index for index in map(int, step.days.day[max(first, 0) :]) if index <= until)


def paid(terms: Terms, runs: Runs) -> Whole:
    """What the credit pays in each run, in whole units of the plan's currency."""
    size = next(iter(runs[row].start.size for row in terms.rows))
    total, seats, phases = (np.zeros(size, dtype=np.int64) for _ in range(3))
    for claim in terms.claims:
        holds = _holds(claim, runs[claim.row])
        total += holds * claim.amount
        seats += holds * claim.seats
        phases += holds
    pays = (total >= terms.minimum) & (seats >= terms.minimum_seats) & (phases >= terms.minimum_milestones)
    for row, bound in terms.outcomes:
        pays &= runs[row].after <= bound
    return total * pays


def _holds(claim: Payable, run: Run) -> Flags:
    in_time = claim.in_time.take(run.after)
    return in_time if run.in_window is None else in_time & run.in_window
