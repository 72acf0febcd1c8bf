"""The door to the scheduler: a plan goes in, the best schedule that was found comes out, checked and priced."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.audit import audit, price
from solver.cancel import Cancel
from solver.claims import settle
from solver.instance import prepare
from solver.model import Model, build
from solver.objective import TERMS
from solver.result import Progress, SolveResult, Stage, Status
from solver.search import Found, Limits, complete, search
from solver.settings import MAXIMISED, STAGES, Settings, Term
from solver.variables import read_assignments, read_claims

PATIENCE = 0.6
"""The part of the remaining time that a stage may use while others wait behind it."""

OnProgress = Callable[[Progress], None]


class _Run(NamedTuple):
    """A solve in progress: what all its stages share."""

    plan: Plan
    settings: Settings
    cancel: Cancel
    on_progress: OnProgress
    started: float

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def limits(self, share: float) -> Limits:
        remaining = self.settings.time_limit - self.seconds
        return Limits(share * remaining, self.settings.workers, self.settings.seed, self.cancel)


class _Reached(NamedTuple):
    """How a stage ended, and how long it took."""

    term: Term
    found: Found
    seconds: float


def solve(
    plan: Plan,
    settings: Settings | None = None,
    *,
    hint: Schedule | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
) -> SolveResult:
    """The best schedule for the plan by the objective of the settings, its claims settled.

    The plan must keep its invariants. hint: a schedule to begin from; one that does not fit is only advice.
    on_progress is called on threads of the solver. cancel: stops at any moment and keeps the best so far.
    Raises AuditError if the planner disagrees with the schedule or its figures.
    """
    run = _Run(plan, settings or Settings(), cancel or Cancel(), on_progress or (lambda _: None), time.monotonic())
    terms = STAGES[run.settings.objective]
    instance = prepare(plan)
    if any(not phase.modes for phase in instance.phases.values()):
        return _without_schedule(run, "INFEASIBLE", None)
    model = build(instance)
    expressions = {term: TERMS[term](model) for term in terms}
    if hint is not None:
        _give_hint(run, model, hint)
    reached = _improve(run, model, expressions)
    return _conclude(run, model, expressions, reached)


def _improve(run: _Run, model: Model, expressions: dict[Term, cp_model.LinearExprT]) -> list[_Reached]:
    """Improve each term in turn, every stage keeping what those before it reached and beginning from their schedule."""
    reached: list[_Reached] = []
    for number, (term, expression) in enumerate(expressions.items(), start=1):
        began, maximise = run.seconds, term in MAXIMISED
        (model.cp.maximize if maximise else model.cp.minimize)(expression)

        def report(incumbent: int | None, bound: int | None, term: Term = term, number: int = number) -> None:
            run.on_progress(Progress(term, number, len(expressions), incumbent, bound, run.seconds))

        report(reached[-1].found.solver.value(expression) if reached else None, None)
        share = PATIENCE if number < len(expressions) else 1.0
        found = search(model.cp, run.limits(share), report, maximise=maximise)
        reached.append(_Reached(term, found, run.seconds - began))
        if not found.has_solution or found.value is None:
            break
        report(found.value, found.bound)
        model.cp.add(expression >= found.value if maximise else expression <= found.value)
        _hint_solution(model, found.solver)
    return reached


def _conclude(
    run: _Run, model: Model, expressions: dict[Term, cp_model.LinearExprT], reached: list[_Reached]
) -> SolveResult:
    """Read the last schedule, check and price it without OR-Tools, settle its claims, and say what is proven."""
    solved = [each for each in reached if each.found.has_solution]
    if not solved:
        return _without_schedule(run, reached[0].found.status, reached[0])
    solver = solved[-1].found.solver
    assignments = read_assignments(run.plan, model.phases, solver)
    as_found = Schedule(assignments, read_claims(model.claims, solver))
    audit(run.plan, as_found, {term: solver.value(expression) for term, expression in expressions.items()})
    schedule = Schedule(assignments, settle(run.plan, assignments))
    audit(run.plan, schedule, {})
    values = price(run.plan, schedule)
    stages = tuple(_stages(values, tuple(expressions), reached))
    status: Status = "OPTIMAL" if all(stage.status == "OPTIMAL" for stage in stages) else "FEASIBLE"
    first = solved[0].found.first_seconds
    return SolveResult(run.plan, run.settings.objective, status, stages, schedule, run.seconds, first)


def _stages(values: Mapping[Term, int], terms: tuple[Term, ...], reached: list[_Reached]) -> Iterator[Stage]:
    """What is proven of the values that the schedule has.

    Settling the claims can move a value off what its stage reached: where the most money is not the cheapest or the
    likeliest, a schedule keeps the most. That stage is then not proven, and the bounds of later ones, which took it for
    granted, say nothing.
    """
    ends, holds = {each.term: each for each in reached}, True
    for term in terms:
        end = ends.get(term)
        found = end.found if end is not None and end.found.has_solution else None
        is_proven = holds and found is not None and found.status == "OPTIMAL" and found.value == values[term]
        bound = found.bound if holds and found is not None else None
        yield Stage(term, values[term], bound, "OPTIMAL" if is_proven else "FEASIBLE", end.seconds if end else 0.0)
        holds = holds and found is not None and found.value == values[term]


def _without_schedule(run: _Run, status: Status, reached: _Reached | None) -> SolveResult:
    stages = tuple(
        Stage(term, None, None, status, reached.seconds if reached is not None and reached.term == term else 0.0)
        for term in STAGES[run.settings.objective]
    )
    return SolveResult(run.plan, run.settings.objective, status, stages, None, run.seconds, None)


def _hint_solution(model: Model, solver: cp_model.CpSolver) -> None:
    """Hand the whole solution to the next stage: CP-SAT begins from nothing if one variable is missing."""
    model.cp.clear_hints()
    for index, value in enumerate(solver.response_proto.solution):
        model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)


def _give_hint(run: _Run, model: Model, hint: Schedule) -> None:
    """Advise the dates of a schedule, and where they hold, the whole solution that follows from them."""
    model.cp.clear_hints()
    for assignment in hint.assignments:
        phase = model.phases.get(assignment.phase)
        if phase is None:
            continue
        number = phase.prepared.axis.number(assignment.start)
        chosen = [m.option.id == assignment.option and number in m.starts for m in phase.prepared.modes]
        if any(chosen):
            model.cp.add_hint(phase.start, number)
            for mode, is_chosen in zip(phase.modes, chosen, strict=True):
                model.cp.add_hint(mode, is_chosen)
    model.cp.maximize(TERMS["funding"](model))
    found = complete(model.cp, run.limits(PATIENCE))
    if found.has_solution:
        _hint_solution(model, found.solver)
