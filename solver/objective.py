"""The figures that stages improve: one function per term, named like its field or function in the planner."""

from collections.abc import Callable

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import face_value
from planner.funding.slack import last_number, most_slack
from planner.rollout.lateness import due_number
from planner.rollout.schedule import Assignment
from planner.value import WHOLE
from solver.model import Model
from solver.settings import Term


def funding(model: Model) -> cp_model.LinearExprT:
    """Sum of all claims."""
    return LinearExpr.sum([*model.claims.amount.values()])


def net_cost(model: Model) -> cp_model.LinearExprT:
    """Cost of the chosen options less the claims that lower the price of the work."""
    in_price = {credit.id for credit in model.instance.plan.credits if credit.realised_by == "price"}
    parts = [(chosen, way.option.cost) for phase in model.phases.values() for way, chosen in phase.ways.items()]
    parts += [(amount, -1) for (_, credit), amount in model.claims.amount.items() if credit in in_price]
    return LinearExpr.weighted_sum([variable for variable, _ in parts], [coefficient for _, coefficient in parts])


def expected(model: Model) -> cp_model.LinearExprT:
    """Sum over the credits of confidence times claims, floored for each: ⌊ρ·Σx⌋."""
    return LinearExpr.sum([_expected_of(model, credit) for credit in model.claims.credit_used])


def finish(model: Model) -> cp_model.LinearExprT:
    """Calendar days from the plan's start to the last day of work, over all calendars."""
    plan, phases = model.instance.plan, [*model.phases.values()]
    if not phases:
        return 0
    days = phases[0].prepared.axis.days
    latest = model.cp.new_int_var(0, len(days) - 1, "")
    model.cp.add_max_equality(latest, [phase.finish - 1 for phase in phases])
    last = model.cp.new_int_var(0, (days[-1] - plan.start).days, "finish")
    model.cp.add_element(latest, [(day - plan.start).days for day in days], last)
    return last


def finishes(model: Model) -> cp_model.LinearExprT:
    """Sum over the phases of the number of the last day among the days on which any region works, from zero."""
    return LinearExpr.sum([phase.finish - 1 for phase in model.phases.values()])


def lateness(model: Model) -> cp_model.LinearExprT:
    """Sum over the phases with a due date of max(0, f − d), both counted in the region's working days."""
    plan = model.instance.plan
    late = []
    for phase in model.phases.values():
        due = due_number(plan, phase.prepared.phase)
        if due is not None:
            late.append(model.cp.new_int_var(0, max(0, len(phase.prepared.axis.days) - due), ""))
            finish = model.own.count(phase.finish, phase.prepared.worked)
            model.cp.add_max_equality(late[-1], [0, finish - due])
    return LinearExpr.sum(late)


def moved(model: Model) -> cp_model.LinearExprT:
    """Number of the phases that had dates in the present schedule and have others, or another deliverer."""
    present = [each for each in model.present.assignments if each.phase in model.phases]
    return len(present) - LinearExpr.sum([_stays(model, each) for each in present])


def slack(model: Model) -> cp_model.LinearExprT:
    """The least, over the claims that are made, of L − f: working days until the last end of work that counts."""
    plan, most = model.instance.plan, most_slack(model.instance.plan)
    left: list[cp_model.LinearExprT] = [most]
    for (phase_id, credit), used in model.claims.used.items():
        phase = model.phases[phase_id]
        latest = last_number(plan, plan.credit[credit], phase.prepared.phase)
        if latest is not None:
            left.append(model.cp.new_int_var(min(0, most), max(most, latest), ""))
            finish = model.own.count(phase.finish, phase.prepared.worked)
            model.cp.add(left[-1] == latest - finish).only_enforce_if(used)
            model.cp.add(left[-1] == most).only_enforce_if(~used)
    least = model.cp.new_int_var(0, most, "slack")
    model.cp.add_min_equality(least, left)
    return least


TERMS: dict[Term, Callable[[Model], cp_model.LinearExprT]] = {
    "funding": funding,
    "net_cost": net_cost,
    "expected": expected,
    "finish": finish,
    "finishes": finishes,
    "lateness": lateness,
    "moved": moved,
    "slack": slack,
}


def _stays(model: Model, present: Assignment) -> cp_model.LinearExprT:
    """Whether the phase keeps its first and last day and who delivers it: 1 or 0."""
    phase = model.phases[present.phase]
    days = phase.prepared.axis.days
    runs = {
        (mode.option.id, days[start], days[start + mode.span - 1]): (start, mode.way)
        for mode in phase.prepared.modes
        for start in mode.starts
    }
    kept = runs.get((present.option, present.start, present.finish))
    if kept is None:
        return 0
    start, chosen = kept[0], phase.ways[kept[1]]
    begins, stays = model.cp.new_bool_var(""), model.cp.new_bool_var("")
    model.cp.add(phase.start == start).only_enforce_if(begins)
    model.cp.add(phase.start != start).only_enforce_if(~begins)
    model.cp.add_min_equality(stays, [begins, chosen])
    return stays


def _expected_of(model: Model, credit_id: str) -> cp_model.IntVar:
    credit = model.instance.plan.credit[credit_id]
    claimed = LinearExpr.sum([model.claims.amount[pair] for pair in model.claims.of_credit(credit_id)])
    value = model.cp.new_int_var(0, face_value(credit) * credit.confidence // WHOLE, f"expected {credit_id}")
    floored_away = model.cp.new_int_var(0, WHOLE - 1, "")
    model.cp.add(WHOLE * value + floored_away == credit.confidence * claimed)
    return value
