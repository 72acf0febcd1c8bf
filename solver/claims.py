"""The best claims for given dates: a door to OR-Tools, asked after every edit of a schedule."""

import math
import time
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.funding.claim_rules import Delivery, claim_limit, fundable_cost, is_claimable, outcome_missed
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.constraints import money_rules
from solver.search import Limits, new_solver, run
from solver.variables import ClaimVariables, claim_variables, read_claims


class _Attempt(NamedTuple):
    """A way to search. deterministic_limit: of CP-SAT's own count of work, which is the same on every machine."""

    presolve: bool
    workers: int
    deterministic_limit: float


ATTEMPTS = (
    _Attempt(presolve=True, workers=1, deterministic_limit=0.5),
    _Attempt(presolve=False, workers=1, deterministic_limit=0.5),
    _Attempt(presolve=True, workers=2, deterministic_limit=math.inf),
)
"""One after the other until one proves its best. One worker gives the same claims again, and nearly always suffices;
but with presolve it has been led astray by sums of 10^9, and without by many minimums. Two workers settle either."""


def settle(
    plan: Plan, assignments: tuple[Assignment, ...], *, seconds: float = math.inf, cancel: Cancel | None = None
) -> tuple[Claim, ...]:
    """The best claims for the dates: most total, then most for the credits in the plan's order.

    Exact, unless the seconds run out or it is cancelled: then the best that were found, which keep every rule.
    What equal claims leave open goes to earlier phases of the plan. Faults of the schedule, such as an overloaded team,
    take no claim away.
    """
    placed = {assignment.phase: assignment for assignment in assignments}
    model = cp_model.CpModel()
    claims = claim_variables(model, _limits(plan, placed))
    if not claims.amount:
        return ()
    for phase in plan.phases:
        amounts = [claims.amount[pair] for pair in claims.of_phase(phase.id)]
        option = phase.option(placed[phase.id].option) if amounts else None
        if option is not None:
            model.add(cp_model.LinearExpr.sum(amounts) <= fundable_cost(phase, option))
    money_rules(model, plan, claims)
    return _best(model, claims, _in_order(plan, claims), (time.monotonic() + seconds, cancel or Cancel()))


def _limits(plan: Plan, placed: dict[str, Assignment]) -> dict[tuple[str, str], int]:
    """The most that each credit could pay for each phase on its dates; pairs that could pay nothing are left out."""
    limits = {}
    for phase in plan.phases:
        assignment = placed.get(phase.id)
        option = phase.option(assignment.option) if assignment is not None else None
        if assignment is None or option is None:
            continue
        delivered = Delivery(phase, option, assignment.start, assignment.finish)
        for credit in plan.credits:
            if is_claimable(plan, credit, delivered) and not any(outcome_missed(credit, placed)):
                limits[phase.id, credit.id] = claim_limit(credit, phase, option)
    return limits


def _in_order(plan: Plan, claims: ClaimVariables) -> list[cp_model.LinearExprT]:
    """What is improved, one after the other: the total, then what each credit pays."""
    total = cp_model.LinearExpr.sum
    in_order = [credit.id for credit in plan.credits if credit.id in claims.credit_used]
    of_credits = [total([claims.amount[pair] for pair in claims.of_credit(credit)]) for credit in in_order]
    return [total([*claims.amount.values()]), *of_credits]


def _best(
    model: cp_model.CpModel, claims: ClaimVariables, terms: list[cp_model.LinearExprT], until: tuple[float, Cancel]
) -> tuple[Claim, ...]:
    """Improve the terms one after the other, each keeping what those before it reached."""
    best: tuple[Claim, ...] = ()
    for term in terms:
        solver = _maximised(model, term, until)
        if solver is None:
            return best
        best = read_claims(claims, solver)
        model.add(term >= solver.value(term))
    # The rest is spread over the phases that are paid now. Which pairs are used is kept, because choosing it freely
    # makes this a hard packing problem, and nobody gains by it; with it kept, this is a transport problem.
    used = {(claim.phase, claim.credit) for claim in best}
    for pair, variable in claims.used.items():
        model.add(variable == (pair in used))
    amounts = [*claims.amount.values()]
    solver = _maximised(model, cp_model.LinearExpr.weighted_sum(amounts, range(len(amounts), 0, -1)), until)
    return best if solver is None else read_claims(claims, solver)


def _maximised(
    model: cp_model.CpModel, term: cp_model.LinearExprT, until: tuple[float, Cancel]
) -> cp_model.CpSolver | None:
    """A solver that holds the proven best of the term; None if the time was over or somebody cancelled before."""
    deadline, cancel = until
    model.maximize(term)
    for attempt in ATTEMPTS:
        solver = new_solver(Limits(deadline - time.monotonic(), attempt.workers, seed=0, cancel=cancel))
        solver.parameters.cp_model_presolve = attempt.presolve
        solver.parameters.max_deterministic_time = attempt.deterministic_limit
        status = run(solver, model, cancel)
        if status == "OPTIMAL":
            return solver
        if status == "INFEASIBLE":
            raise RuntimeError("The claims of no credit at all were refused, which cannot be.")
    return None
