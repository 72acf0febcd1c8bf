"""The door to the scheduler: a plan goes in, the best schedule that was found comes out, checked and priced."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver import constraints
from solver.around import MOST_AROUND, Aimed, groups, planned_around
from solver.audit import audit, price
from solver.cancel import Cancel, Cancelled
from solver.claims import settle
from solver.conflicts import conflict
from solver.construct import FEW_PASSES, PASSES
from solver.dominated import identical_credits, in_order, without_dominated
from solver.first import MOST_PHASES, SETTLING_SECONDS, SOON_SECONDS, around_losses, better_schedule, first_schedule
from solver.hints import hint_schedule
from solver.in_turn import improve_in_turn
from solver.instance import Instance, prepare
from solver.model import Model, build
from solver.objective import TERMS
from solver.result import Progress, SolveResult, Stage, Status
from solver.search import Found, Limits, complete, hint_solution, search
from solver.settings import MAXIMISED, Aim, Settings, Term, aims
from solver.stage import NOTHING_KNOWN, Known, search_stage
from solver.staying import staying
from solver.variables import read_assignments, read_claims

PATIENCE = 0.6
"""The part of the remaining time that a stage may use while others wait behind it."""

HINT_PATIENCE = 0.2
"""The part of the time in which a hint must turn out to be a schedule, or is only advice."""
LEAST_HINT_SECONDS = 0.5
"""Some hundredths suffice for all variables of a hundred phases; a schedule that is not taken up is no beginning."""

BEGINNING_SECONDS = 0.0005
"""For each phase, to make a model of the whole; where so much is not left, no search of it is begun."""

LEAST_SETTLING_SECONDS = 1.0
"""For settling the claims where the time is already over."""

EXPLAINING_SECONDS = 5.0
"""For finding out why no schedule exists."""

IN_TURN_PART = 0.9
"""The most of a stage's time in which the parts of a large plan take turns."""

OnProgress = Callable[[Progress], None]


class _Run(NamedTuple):
    """A solve in progress: what all its stages share. present: the schedule that phases are moved from."""

    plan: Plan
    present: Schedule
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
    """How a stage ended: with which status, at which value, and how long it took."""

    aim: Aim
    status: Status
    value: int | None
    bound: int | None
    seconds: float


class _First(NamedTuple):
    """The schedule that a solve begins from, when the first one was there, and a bound for the first term if known."""

    schedule: Schedule
    seconds: float
    bound: int | None = None


class _Best(NamedTuple):
    """The best solution so far, in the solver that holds it, and when the first one was there."""

    solver: cp_model.CpSolver
    first_seconds: float


Expressions = dict[Term, cp_model.LinearExprT]


def solve(
    plan: Plan,
    settings: Settings | None = None,
    *,
    hint: Schedule | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
) -> SolveResult:
    """The best schedule for the plan by the objective of the settings, its claims settled.

    The plan must keep its invariants. hint: the present schedule, to begin from and for phases to be moved from; one
    that does not fit is only advice.
    on_progress is called on threads of the solver. cancel: stops at any moment and keeps the best so far.
    Raises AuditError if the planner disagrees with the schedule or its figures, PlanError beyond ``planner.limits``.
    """
    told = on_progress or (lambda _: None)
    run = _Run(plan, hint or Schedule(()), settings or Settings(), cancel or Cancel(), told, time.monotonic())
    try:
        instance = without_dominated(prepare(plan, run.cancel), run.present, run.cancel)
    except Cancelled:
        return _without_schedule(run, "UNKNOWN", None)
    if any(not phase.modes for phase in instance.phases.values()):
        return _without_schedule(run, "INFEASIBLE", None)
    first = _begin(run, instance, hint)
    if first is not None:
        first = _around(run, instance, first)
        if run.seconds + BEGINNING_SECONDS * len(instance.phases) >= run.settings.time_limit:
            return _unimproved(run, first)
    return _by_model(run, instance, first, hint)


def _by_model(run: _Run, instance: Instance, first: _First | None, hint: Schedule | None) -> SolveResult:
    """The best schedule from a model of the whole, begun from the first one if there is one."""
    try:
        model = build(instance, run.present, run.cancel)
        constraints.identical_credits(model.cp, model.claims, identical_credits(run.plan))
        run.cancel.check()
    except Cancelled:
        return _without_schedule(run, "UNKNOWN", None) if first is None else _unimproved(run, first)
    expressions = {aim.term: TERMS[aim.term](model) for aim in aims(run.settings.objective)}
    begun = first.schedule if first is not None else hint
    best = _take_hint(run, model, in_order(run.plan, begun)) if begun is not None else None
    if best is not None and first is not None:
        best = best._replace(first_seconds=first.seconds)
    known = _known(run, first) if first is not None else NOTHING_KNOWN
    reached, best = _improve(run, model, expressions, best, known)
    if first is not None and (best is None or _is_better(run, first, reached[0])):
        return _unimproved(run, first)
    if best is None:
        return _without_schedule(run, reached[0].status, reached[0])
    return _conclude(run, model, expressions, (reached, best))


def _begin(run: _Run, instance: Instance, hint: Schedule | None) -> _First | None:
    """A schedule at once, told as soon as the planner finds no fault with it; None where none was found so fast."""
    is_begun_often = len(instance.phases) > MOST_PHASES and aims(run.settings.objective)[0].term == "funding"
    passes = FEW_PASSES if is_begun_often else PASSES
    schedule = first_schedule(instance, hint, run.settings.time_limit - run.seconds, run.cancel, passes)
    if schedule is None:
        return None
    seconds = _tell_begun(run, schedule)
    if is_begun_often:
        left = run.settings.time_limit - seconds
        better = better_schedule(instance, schedule, run.settings.seed, left, run.cancel)
        if better is not None:
            schedule = better
            _tell_begun(run, schedule)
        if left > SOON_SECONDS:
            schedule, bound = _begin_in_turn(run, instance, schedule)
            return _First(schedule, seconds, bound)
    return _First(schedule, seconds)


def _begin_in_turn(run: _Run, instance: Instance, begun: Schedule) -> tuple[Schedule, int | None]:
    """A schedule of more funding from planning the parts of a large plan in turn, and a bound if one is known."""
    of_aims = aims(run.settings.objective)

    def tell(incumbent: int, bound: int | None) -> None:
        run.on_progress(Progress(of_aims[0].term, 1, len(of_aims), incumbent, bound, run.seconds))

    share = IN_TURN_PART * (PATIENCE if len(of_aims) > 1 else 1.0)
    near = around_losses(instance, run.present, begun)
    found, bound = improve_in_turn(instance, begun, run.limits(share), tell, near)
    if found.assignments == begun.assignments:
        return begun, bound
    schedule = _settled(run, found)
    _tell_begun(run, schedule, bound)
    return schedule, bound


def _known(run: _Run, first: _First) -> Known:
    value = price(run.plan, first.schedule, run.present)[aims(run.settings.objective)[0].term]
    return Known(first.bound, value)


def _around(run: _Run, instance: Instance, first: _First) -> _First:
    """A better schedule from planning anew what hangs on a change, and all else by parts where time is short."""
    is_soon = run.settings.time_limit - run.seconds < SOON_SECONDS
    near = around_losses(instance, run.present, first.schedule)
    if len(instance.phases) <= MOST_AROUND or not (near or is_soon):
        return first
    hanging = groups(instance, first.schedule, near, is_soon=is_soon)
    aimed = Aimed(aims(run.settings.objective)[0].term, run.present)
    better = first.schedule
    try:
        for better in planned_around(instance, first.schedule, hanging, aimed, run.limits(1.0)):
            _tell_begun(run, better)
    except Cancelled:
        pass  # what was found before counts
    return first if better is first.schedule else first._replace(schedule=_settled(run, better, SETTLING_SECONDS))


def _tell_begun(run: _Run, schedule: Schedule, bound: int | None = None) -> float:
    """Check a schedule that no search found, tell it, and say when that was."""
    audit(run.plan, schedule, {})
    of_aims, seconds = aims(run.settings.objective), run.seconds
    value = price(run.plan, schedule, run.present)[of_aims[0].term]
    run.on_progress(Progress(of_aims[0].term, 1, len(of_aims), value, bound, seconds))
    return seconds


def _is_better(run: _Run, first: _First, reached: _Reached) -> bool:
    """Whether the schedule that was begun from beats what a search found that never took it up."""
    value = price(run.plan, first.schedule, run.present)[reached.aim.term]
    if reached.value is None:
        return True
    return value > reached.value if reached.aim.term in MAXIMISED else value < reached.value


def _unimproved(run: _Run, first: _First) -> SolveResult:
    """The schedule that was begun from, where no search got as far as to take it up."""
    values = price(run.plan, first.schedule, run.present)
    of_aims = aims(run.settings.objective)
    stages = tuple(
        Stage(aim.term, values[aim.term], None if number else first.bound, "FEASIBLE", 0.0, aim.tolerance)
        for number, aim in enumerate(of_aims)
    )
    return SolveResult(run.plan, run.settings.objective, "FEASIBLE", stages, first.schedule, run.seconds, first.seconds)


def _improve(
    run: _Run, model: Model, expressions: Expressions, best: _Best | None, known: Known
) -> tuple[list[_Reached], _Best | None]:
    """Improve each term in turn, every stage beginning from the schedule of those before it.

    It keeps what they reached, less their tolerance. known: before the first of them.
    """
    reached: list[_Reached] = []
    for aim in aims(run.settings.objective):
        term, expression = aim.term, expressions[aim.term]
        if best is not None and run.cancel.is_requested:
            reached.append(_Reached(aim, "FEASIBLE", best.solver.value(expression), None, 0.0))
            continue
        began, maximise = run.seconds, term in MAXIMISED
        (model.cp.maximize if maximise else model.cp.minimize)(expression)
        found = _searched(run, model, expressions, term, best, NOTHING_KNOWN if reached else known)
        if found.has_solution:
            first = began + (found.first_seconds or 0.0) if best is None else best.first_seconds
            best = _Best(found.solver, first)
        if best is None:
            return [_Reached(aim, found.status, None, None, run.seconds - began)], None
        value = best.solver.value(expression)
        status: Status = "OPTIMAL" if found.status == "OPTIMAL" else "FEASIBLE"
        reached.append(_Reached(aim, status, value, found.bound, run.seconds - began))
        allowance = aim.allowance(value)
        model.cp.add(expression >= value - allowance if maximise else expression <= value + allowance)
        if not run.cancel.is_requested:
            hint_solution(model.cp, best.solver.response_proto.solution)
    return reached, best


def _searched(run: _Run, model: Model, expressions: Expressions, term: Term, best: _Best | None, known: Known) -> Found:
    """Search for the best of one term, telling how far it is. INFEASIBLE is said only when two searches prove it."""
    terms = [*expressions]
    number = terms.index(term) + 1

    most = known.value if best is None else best.solver.value(expressions[term])

    def report(incumbent: int | None, bound: int | None) -> None:
        nonlocal most  # a search that begins anew may find worse schedules than the best one
        if incumbent is not None:
            most = incumbent if most is None else (max if term in MAXIMISED else min)(most, incumbent)
        run.on_progress(Progress(term, number, len(terms), most, bound, run.seconds))

    report(None, known.bound)
    share = PATIENCE if number < len(terms) else 1.0
    found = search_stage(model, term, best.solver if best else None, run.limits(share), report, known)
    if best is None and found.status == "UNKNOWN":
        # Later stages need a schedule to begin from, so nothing is kept back for them.
        found = search(model.cp, run.limits(1.0), report, maximise=term in MAXIMISED)
    if best is None and found.status == "INFEASIBLE":
        # CP-SAT has been seen to call feasible models infeasible after presolve (or-tools 5274, 5295).
        found = search(model.cp, run.limits(1.0), report, maximise=term in MAXIMISED, presolve=False)
    if found.has_solution:
        report(found.solver.value(expressions[term]), found.bound)
    return found


def _conclude(run: _Run, model: Model, expressions: Expressions, ended: tuple[list[_Reached], _Best]) -> SolveResult:
    """Read the best schedule, check and price it without OR-Tools, settle its claims, and say what is proven."""
    reached, best = ended
    assignments = read_assignments(run.plan, model.phases, best.solver)
    as_found = Schedule(assignments, read_claims(model.claims, best.solver))
    figures = {term: best.solver.value(expression) for term, expression in expressions.items()}
    audit(run.plan, as_found, figures, run.present)
    terms = [aim.term for aim in aims(run.settings.objective)]
    settled, left = _settled(run, as_found), run.settings.time_limit - run.seconds
    schedule = staying(run.plan, run.present, settled, terms, seconds=left, cancel=run.cancel)
    audit(run.plan, schedule, {})
    stages = tuple(_stages(price(run.plan, schedule, run.present), reached))
    status: Status = "OPTIMAL" if all(stage.status == "OPTIMAL" for stage in stages) else "FEASIBLE"
    return SolveResult(run.plan, run.settings.objective, status, stages, schedule, run.seconds, best.first_seconds)


def _settled(run: _Run, as_found: Schedule, least_seconds: float = LEAST_SETTLING_SECONDS) -> Schedule:
    """The same dates with their best claims; if there is no time for that, with those that the search found."""
    seconds = max(least_seconds, run.settings.time_limit - run.seconds)
    claims = settle(run.plan, as_found.assignments, seconds=seconds, cancel=run.cancel)
    is_better = sum(claim.amount for claim in claims) >= sum(claim.amount for claim in as_found.claims)
    return Schedule(as_found.assignments, claims if is_better else as_found.claims)


def _stages(values: Mapping[Term, int], reached: list[_Reached]) -> Iterator[Stage]:
    """What is proven of the values that the schedule has.

    Settling the claims can move a value off what its stage reached: where the most money is not the cheapest or the
    likeliest, a schedule keeps the most. That stage is then not proven, and the bounds of later ones, which took it for
    granted, say nothing.
    """
    holds = True
    for end in reached:
        value = values[end.aim.term]
        keeps = end.value is not None and end.aim.keeps(end.value, value)
        status: Status = "OPTIMAL" if holds and keeps and end.status == "OPTIMAL" else "FEASIBLE"
        yield Stage(end.aim.term, value, end.bound if holds else None, status, end.seconds, end.aim.tolerance)
        holds = holds and keeps


def _without_schedule(run: _Run, status: Status, reached: _Reached | None) -> SolveResult:
    stages = tuple(
        Stage(aim.term, None, None, status, reached.seconds if reached and reached.aim == aim else 0.0, aim.tolerance)
        for aim in aims(run.settings.objective)
    )
    found = SolveResult(run.plan, run.settings.objective, status, stages, None, run.seconds, None)
    if status != "INFEASIBLE":
        return found
    seconds = min(EXPLAINING_SECONDS, run.settings.time_limit - run.seconds)
    why = conflict(run.plan, seconds=seconds, workers=run.settings.workers, cancel=run.cancel)
    return found._replace(conflict=why, seconds=run.seconds)


def _take_hint(run: _Run, model: Model, hint: Schedule) -> _Best | None:
    """Advise a schedule; where it holds, it is the first solution, which is never lost again."""
    hint_schedule(model, hint)
    model.cp.maximize(TERMS["funding"](model))
    limits = run.limits(HINT_PATIENCE)
    found = complete(model.cp, limits._replace(seconds=max(limits.seconds, LEAST_HINT_SECONDS)))
    if not found.has_solution:
        return None
    hint_solution(model.cp, found.solver.response_proto.solution)
    return _Best(found.solver, run.seconds)
