"""The best claims for given dates: a door to OR-Tools, asked after every edit of a schedule."""

from ortools.sat.python import cp_model

from planner.funding.claim_rules import Delivery, claim_limit, fundable_cost, is_claimable, outcome_missed
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.constraints import money_rules
from solver.variables import ClaimVariables, claim_variables, read_claims


def settle(plan: Plan, assignments: tuple[Assignment, ...]) -> tuple[Claim, ...]:
    """The best claims for the dates: most total, then most for the credits in the plan's order. Exact.

    Between claims that are equal in that, those on earlier phases of the plan come first, so that the same dates give
    the same claims. Faults of the schedule, such as an overloaded team, take no claim away.
    """
    placed = {assignment.phase: assignment for assignment in assignments}
    model = cp_model.CpModel()
    claims = claim_variables(model, _limits(plan, placed))
    for phase in plan.phases:
        amounts = [claims.amount[pair] for pair in claims.of_phase(phase.id)]
        option = phase.option(placed[phase.id].option) if amounts else None
        if option is not None:
            model.add(cp_model.LinearExpr.sum(amounts) <= fundable_cost(phase, option))
    money_rules(model, plan, claims)
    return _best(model, plan, claims)


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


def _best(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> tuple[Claim, ...]:
    """Improve the terms one after the other, each keeping what those before it reached."""
    if not claims.amount:
        return ()
    total = cp_model.LinearExpr.sum
    in_order = [credit.id for credit in plan.credits if credit.id in claims.credit_used]
    amounts = list(claims.amount.values())
    terms = [
        total(amounts),
        *(total([claims.amount[pair] for pair in claims.of_credit(credit)]) for credit in in_order),
        cp_model.LinearExpr.weighted_sum(amounts, range(len(amounts), 0, -1)),
    ]
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    for term in terms:
        model.maximize(term)
        if solver.solve(model) != cp_model.OPTIMAL:
            raise RuntimeError(f"The best claims were not proven: {solver.status_name()}.")
        model.add(term >= round(solver.objective_value))
    return read_claims(claims, solver)
