"""Why a credit does not pay more at the optimum: what its next unit would cost, and whom."""

import time
from typing import NamedTuple

from ortools.sat.python.cp_model import LinearExpr

from planner.plan import Plan
from planner.rollout.difference import Difference, difference
from planner.rollout.schedule import Schedule
from solver.audit import audit
from solver.cancel import Cancel, Cancelled
from solver.instance import prepare
from solver.model import Model, build
from solver.objective import TERMS
from solver.search import Found, Limits, search
from solver.variables import read_assignments, read_claims


class Favoured(NamedTuple):
    """The most funding that is left where one credit pays more than in a schedule.

    schedule: of that funding; None where the credit can never pay more, or no such schedule was found in time.
    difference: which credits pay less for it, and which phases move or change hands; None without a schedule.
    is_proven: whether no schedule in which the credit pays more earns more, or there is none at all.
    """

    credit: str
    schedule: Schedule | None
    difference: Difference | None
    is_proven: bool

    @property
    def is_at_its_most(self) -> bool:
        """Whether no schedule lets the credit pay more."""
        return self.schedule is None and self.is_proven

    @property
    def cost(self) -> int | None:
        """By how much the total of all claims falls, at most so much if not proven; None without a schedule."""
        return None if self.difference is None else -self.difference.funding


def favour(
    plan: Plan,
    schedule: Schedule,
    credit: str,
    *,
    seconds: float = 5.0,
    workers: int = 1,
    cancel: Cancel | None = None,
) -> Favoured:
    """Favour a credit over all others: it must pay at least one unit more than in the schedule.

    The claims are those that favour it, not the settled ones. Raises AuditError if the planner disagrees with them.
    """
    until, cancel = time.monotonic() + seconds, cancel or Cancel()
    try:
        model = build(prepare(plan, cancel), schedule, cancel)
    except Cancelled:
        return Favoured(credit, None, None, is_proven=False)
    paid = LinearExpr.sum([model.claims.amount[pair] for pair in model.claims.of_credit(credit)])
    model.cp.add(paid >= 1 + sum(claim.amount for claim in schedule.claims if claim.credit == credit))
    model.cp.maximize(TERMS["funding"](model))
    found = _most(model, until, workers, cancel)
    if not found.has_solution:
        return Favoured(credit, None, None, is_proven=found.status == "INFEASIBLE")
    assignments = read_assignments(plan, model.phases, found.solver)
    other = Schedule(assignments, read_claims(model.claims, found.solver))
    audit(plan, other, {"funding": round(found.solver.objective_value)})
    return Favoured(credit, other, difference(plan, schedule, other), is_proven=found.status == "OPTIMAL")


def _most(model: Model, until: float, workers: int, cancel: Cancel) -> Found:
    """The end of a search; INFEASIBLE only if two prove it, since CP-SAT has been seen to err (or-tools 5274, 5295)."""

    def once(*, presolve: bool) -> Found:
        limits = Limits(until - time.monotonic(), workers, 0, cancel)
        return search(model.cp, limits, lambda *_: None, maximise=True, presolve=presolve)

    found = once(presolve=True)
    return once(presolve=False) if found.status == "INFEASIBLE" else found
