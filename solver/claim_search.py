"""The best claims of a few phases and credits by CP-SAT, where the rules make it a puzzle."""

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import face_value
from planner.plan import Plan
from solver.cancel import Cancel
from solver.claim_limits import Amounts
from solver.constraints import money_rules
from solver.rounding import are_exclusive, rounded_caps
from solver.search import Limits, hint_solution, new_solver, run
from solver.variables import TOGETHER, ClaimVariables, claim_variables


class _Attempt(NamedTuple):
    """A way to search.

    cuts: whether CP-SAT looks for cuts of its own. deterministic_limit: of its own count of work, which is the same on
    every machine.
    """

    presolve: bool
    cuts: bool
    workers: int
    deterministic_limit: float


ATTEMPTS = (
    _Attempt(presolve=True, cuts=False, workers=1, deterministic_limit=2.0),
    _Attempt(presolve=False, cuts=True, workers=1, deterministic_limit=0.5),
    _Attempt(presolve=True, cuts=True, workers=2, deterministic_limit=math.inf),
)
"""One after the other until one proves its best. One worker gives the same claims again, and nearly always suffices;
but with presolve it has been led astray by sums of 10^9, and without by many minimums. Two workers settle either. Cuts
of its own took longer than they saved once there were those of ``rounding``."""


class _Until(NamedTuple):
    """The moment of the monotonic clock, and the wish of the user, that end a search."""

    deadline: float
    cancel: Cancel


def search_claims(
    plan: Plan, limits: Amounts, costs: Mapping[str, int], most: int, until: tuple[float, Cancel]
) -> Amounts:
    """The best claims above nothing by phase and credit: most total, then most for the credits in the plan's order.

    limits: the most of each pair. costs: what all credits of a phase may pay together. most: no total is larger.
    until: the moment of the monotonic clock, and the wish of the user, that end it with the best so far.
    """
    model = cp_model.CpModel()
    apart = dict.fromkeys(_apart(plan, limits, costs))
    claims = claim_variables(model, limits, summed=[pair for pair in limits if pair[0] not in apart])
    for phase in apart:
        model.add(LinearExpr.sum([claims.amount[pair] for pair in claims.of_phase(phase)]) <= costs[phase])
    money_rules(model, plan, claims)
    rounded_caps(model, plan, claims, limits, costs)
    solver: cp_model.CpSolver | None = None
    for term, bound in _in_order(plan, limits, claims, most):
        if solver is None or solver.value(term) < bound:
            found = _maximised(model, term, bound, _Until(*until))
            if found is None:
                break
            solver = found
            hint_solution(model, solver.response_proto.solution)
        model.add(term >= solver.value(term))
    return {} if solver is None else _read(limits, claims, solver)


def _apart(plan: Plan, limits: Amounts, costs: Mapping[str, int]) -> Iterator[str]:
    """The phases on which it matters how much each credit pays, and not only whether: credits share their cost."""
    of_phase: defaultdict[str, list[str]] = defaultdict(list)
    for phase, credit in limits:
        of_phase[phase].append(credit)
    for phase, paying in of_phase.items():
        is_short = sum(limits[phase, credit] for credit in paying) > costs[phase]
        if is_short and not are_exclusive(plan, paying):
            yield phase


def _in_order(
    plan: Plan, limits: Amounts, claims: ClaimVariables, most: int
) -> Iterator[tuple[cp_model.LinearExprT, int]]:
    """What is improved, one after the other, each with what it cannot exceed: the total, then what each credit pays."""
    yield LinearExpr.sum([*claims.amount.values()]), most
    for credit in plan.credits:
        if credit.id in claims.credit_used:
            possible = sum(limit for (_, paying), limit in limits.items() if paying == credit.id)
            yield LinearExpr.sum(claims.amounts_of(credit.id)), min(face_value(credit), possible)


def _maximised(
    model: cp_model.CpModel, term: cp_model.LinearExprT, bound: int, until: _Until
) -> cp_model.CpSolver | None:
    """A solver that holds the proven best of the term; None if the time was over or somebody cancelled before."""
    model.add(term <= bound)
    model.maximize(term)
    for attempt in ATTEMPTS:
        seconds = until.deadline - time.monotonic()
        solver = new_solver(Limits(seconds, attempt.workers, 0, until.cancel, attempt.deterministic_limit))
        solver.parameters.cp_model_presolve = attempt.presolve
        solver.parameters.linearization_level = 2  # the bound is what takes long, and it is nearly a linear one
        solver.parameters.max_presolve_iterations = 1  # a second one, and symmetries, cost a fifth and found nothing
        solver.parameters.symmetry_level = 0
        if not attempt.cuts:
            solver.parameters.cut_level = 0
        status = run(solver, model, until.cancel)
        if status == "OPTIMAL":
            return solver
        if status == "INFEASIBLE":
            raise RuntimeError("The claims of no credit at all were refused, which cannot be.")
    return None


def _read(limits: Amounts, claims: ClaimVariables, solver: cp_model.CpSolver) -> Amounts:
    """The claims of the solution; a sum is paid out to its phases from the first on, at least one unit to each."""
    used = [pair for pair, variable in claims.used.items() if solver.boolean_value(variable)]
    amounts = {pair: solver.value(claims.amount[pair]) if pair in claims.amount else 1 for pair in used}
    for credit in claims.credit_used:
        summed = [pair for pair in used if pair[1] == credit and pair not in claims.amount]
        rest = solver.value(claims.amount[TOGETHER, credit]) - len(summed) if summed else 0
        for pair in summed:
            paid = min(rest, limits[pair] - 1)
            amounts[pair] += paid
            rest -= paid
    return amounts
