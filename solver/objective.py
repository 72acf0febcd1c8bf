"""The figures that stages improve: one function per term, named like its field in the funding ledger."""

from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import face_value
from planner.value import WHOLE
from solver.instance import Mode
from solver.model import Model
from solver.settings import Term


def funding(model: Model) -> cp_model.LinearExprT:
    """Sum of all claims."""
    return LinearExpr.sum([*model.claims.amount.values()])


def net_cost(model: Model) -> cp_model.LinearExprT:
    """Cost of the chosen options less the claims that lower the price of the work."""
    in_price = {credit.id for credit in model.instance.plan.credits if credit.realised_by == "price"}
    parts = [(mode, prepared.option.cost) for mode, prepared in _modes(model)]
    parts += [(amount, -1) for (_, credit), amount in model.claims.amount.items() if credit in in_price]
    return LinearExpr.weighted_sum([variable for variable, _ in parts], [coefficient for _, coefficient in parts])


def expected(model: Model) -> cp_model.LinearExprT:
    """Sum over the credits of confidence times claims, floored for each: ⌊ρ·Σx⌋."""
    return LinearExpr.sum([_expected_of(model, credit) for credit in model.claims.credit_used])


def finish(model: Model) -> cp_model.LinearExprT:
    """Calendar days from the plan's start to the last day of work, over all calendars."""
    plan = model.instance.plan
    longest = (plan.horizon - plan.start).days
    axes = {id(phase.prepared.axis): phase.prepared.axis for phase in model.phases.values()}
    last_days = []
    for key, axis in axes.items():
        numbers = [phase.finish - 1 for phase in model.phases.values() if id(phase.prepared.axis) == key]
        latest = model.cp.new_int_var(0, len(axis.days) - 1, "")
        model.cp.add_max_equality(latest, numbers)
        last_days.append(model.cp.new_int_var(0, longest, ""))
        model.cp.add_element(latest, [(day - plan.start).days for day in axis.days], last_days[-1])
    last = model.cp.new_int_var(0, longest, "finish")
    model.cp.add_max_equality(last, [0, *last_days])
    return last


def finishes(model: Model) -> cp_model.LinearExprT:
    """Sum over the phases of the number of the last day on its region's axis, from zero."""
    return LinearExpr.sum([phase.finish - 1 for phase in model.phases.values()])


TERMS: dict[Term, Callable[[Model], cp_model.LinearExprT]] = {
    "funding": funding,
    "net_cost": net_cost,
    "expected": expected,
    "finish": finish,
    "finishes": finishes,
}


def _modes(model: Model) -> Iterator[tuple[cp_model.IntVar, Mode]]:
    for phase in model.phases.values():
        yield from zip(phase.modes, phase.prepared.modes, strict=True)


def _expected_of(model: Model, credit_id: str) -> cp_model.IntVar:
    credit = model.instance.plan.credit[credit_id]
    claimed = LinearExpr.sum([model.claims.amount[pair] for pair in model.claims.of_credit(credit_id)])
    value = model.cp.new_int_var(0, face_value(credit) * credit.confidence // WHOLE, f"expected {credit_id}")
    floored_away = model.cp.new_int_var(0, WHOLE - 1, "")
    model.cp.add(WHOLE * value + floored_away == credit.confidence * claimed)
    return value
