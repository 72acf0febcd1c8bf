"""Neighbourhoods: never worse, never past the bound, the same again for the same seed, and heard when cancelled."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.audit import price
from solver.cancel import Cancel
from solver.improve import improve
from solver.instance import prepare
from solver.model import Model, build
from solver.objective import TERMS
from solver.relaxation import Relaxed, relax
from solver.result import Progress
from solver.search import Limits, new_solver, objective_value, run
from solver.settings import Aim, Settings, aims
from solver.solve import solve
from solver.variables import read_assignments, read_claims
from tests.benchmarks.generate import generate
from tests.brute_force import best
from tests.small_plans import small_plans

ONE_WORKER = Limits(20.0, 1, 7, Cancel())


@pytest.fixture(scope="module")
def plan() -> Plan:
    return generate(2, 40, tightness=0.8)


@pytest.fixture(scope="module")
def begun(plan: Plan) -> tuple[Model, cp_model.CpSolver, Relaxed]:
    """A model, any schedule that it allows, and what its relaxation says of funding."""
    model = build(prepare(plan))
    solver = new_solver(ONE_WORKER)
    assert run(solver, model.cp, Cancel()) == "OPTIMAL"
    model.cp.maximize(TERMS["funding"](model))
    return model, solver, relax(model, ONE_WORKER)


def test_that_a_better_schedule_is_found_and_keeps_every_rule(
    plan: Plan, begun: tuple[Model, cp_model.CpSolver, Relaxed]
) -> None:
    model, solver, relaxed = begun
    told: list[int] = []
    most = relaxed.safe_bound(maximise=True)
    assert most is not None
    found = improve(
        model, solver, ONE_WORKER, lambda value, _: told.append(value or 0), bound=most, advice=relaxed.advice
    )
    schedule = Schedule(read_assignments(plan, model.phases, found.solver), read_claims(model.claims, found.solver))
    value = objective_value(model.cp, found.solver)
    assert schedule_faults(State(plan, schedule)) == ()
    assert price(plan, schedule)["funding"] == value
    assert objective_value(model.cp, solver) < value <= most
    assert told == sorted(told)
    assert told[-1] == value


def test_that_one_seed_and_one_worker_give_the_same_schedule_again(
    begun: tuple[Model, cp_model.CpSolver, Relaxed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.improve.PATIENCE", 3)
    model, solver, relaxed = begun
    unhurried = ONE_WORKER._replace(seconds=600)  # what ends it must not be the clock
    found = [improve(model, solver, unhurried, lambda *_: None, advice=relaxed.advice).solver for _ in range(2)]
    solutions = [list(each.response_proto.solution) for each in found]
    assert solutions[0] == solutions[1]


def test_that_the_search_ends_at_once_at_its_bound_without_time_and_when_cancelled(
    begun: tuple[Model, cp_model.CpSolver, Relaxed],
) -> None:
    model, solver, _ = begun
    value, cancel = objective_value(model.cp, solver), Cancel()
    cancel.request()
    at_bound = improve(model, solver, ONE_WORKER, lambda *_: None, bound=value)
    assert (at_bound.status, at_bound.solver) == ("OPTIMAL", solver)
    for limits in (ONE_WORKER._replace(seconds=0), ONE_WORKER._replace(cancel=cancel)):
        ended = improve(model, solver, limits, lambda *_: None)
        assert (ended.status, ended.bound, ended.solver) == ("FEASIBLE", None, solver)


EXAMPLES = int(os.environ.get("LAUNCHWINDOW_LAWS", "100"))
"""More of them where somebody asks for it."""
AIMS = st.sampled_from([Aim("funding"), Aim("net_cost"), Aim("finishes")])
WITH_BOARD = ("change board", "regions", "links")


@settings(max_examples=EXAMPLES)
@given(plan=small_plans(most_phases=2), aim=AIMS)
def test_that_engine_plain_model_and_brute_force_agree(plan: Plan, aim: Aim) -> None:
    assert_that_all_agree(plan, aim)


@settings(max_examples=40)
@given(plan=small_plans(most_phases=2), aim=AIMS)
def test_that_they_agree_where_the_first_search_of_the_whole_does_not_end(plan: Plan, aim: Aim) -> None:
    """So that dates are looked for that the best choices have, and neighbourhoods and a last search come after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.stage.FIRST_WORK", 0.0)
        assert_that_all_agree(plan, aim)


@settings(max_examples=60)
@given(plan=small_plans("WINDOW", features=WITH_BOARD, most_phases=2), aim=AIMS)
def test_that_they_agree_where_a_board_is_asked_and_money_ends(plan: Plan, aim: Aim) -> None:
    assert_that_all_agree(plan, aim)


def assert_that_all_agree(plan: Plan, aim: Aim) -> None:
    """The plain model is one search of CP-SAT from nothing: no construction, relaxation, cuts or neighbourhoods.

    A schedule keeps the most money that its dates can claim, also where claims on an invoice make that not the
    cheapest: then what is proven is the bound alone.
    """
    optimum = best(plan, (aim,))
    result = solve(plan, Settings((aim,), workers=1))
    plain = _plain(plan, aim)
    if optimum is None:
        assert (result.status, plain) == ("INFEASIBLE", None)
        return
    (stage,) = result.stages
    assert stage.bound == optimum[0] == plain
    is_kept = stage.value == optimum[0]
    assert result.status == ("OPTIMAL" if is_kept else "FEASIBLE")
    assert is_kept or (aim.term == "net_cost" and any(credit.realised_by == "invoice" for credit in plan.credits))


def _plain(plan: Plan, aim: Aim) -> int | None:
    model = build(prepare(plan))
    objective = TERMS[aim.term](model)
    (model.cp.maximize if aim.term == "funding" else model.cp.minimize)(objective)
    solver = new_solver(ONE_WORKER)
    return objective_value(model.cp, solver) if run(solver, model.cp, Cancel()) == "OPTIMAL" else None


@pytest.mark.parametrize("phases", [20, 60, 120])
def test_that_larger_plans_keep_every_rule_and_lie_within_their_bounds(phases: int) -> None:
    """Once a better schedule and a bound are told a cancel ends it, so that no clock decides what is found."""
    plan, cancel = generate(3, phases), Cancel()
    told: list[Progress] = []

    def tell(progress: Progress) -> None:
        told.append(progress)
        values = [each.incumbent for each in told if each.number == 1 and each.incumbent is not None]
        if values[-1] > values[0] and progress.bound is not None:
            cancel.request()

    result = solve(plan, Settings("funding", time_limit=600.0, workers=2), on_progress=tell, cancel=cancel)
    assert result.schedule is not None
    assert schedule_faults(State(plan, result.schedule)) == ()
    values = price(plan, result.schedule)
    assert [stage.value for stage in result.stages] == [values[aim.term] for aim in aims("funding")]
    funding = result.stages[0]
    assert funding.bound is not None
    assert values["funding"] <= funding.bound
    incumbents = [each.incumbent for each in told if each.number == 1 and each.incumbent is not None]
    assert incumbents[0] < values["funding"]
