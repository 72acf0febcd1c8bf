"""The constructed schedule: no fault in any, hardly a plan without one, and shown before any search."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.edits import pin
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.construct import construct, repair
from solver.first import around_losses
from solver.instance import prepare
from solver.result import Progress
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.small_plans import FEATURES, small_plans


@settings(max_examples=300)
@given(plan=small_plans(features=tuple(FEATURES)))
def test_that_a_constructed_schedule_has_no_fault(plan: Plan) -> None:
    constructed = construct(prepare(plan))
    if constructed is not None:
        assert schedule_faults(State(plan, Schedule(constructed))) == ()


@settings(max_examples=200)
@given(plan=small_plans(features=tuple(FEATURES)), before=small_plans(features=tuple(FEATURES)))
def test_that_a_repaired_schedule_has_no_fault_whatever_it_was_made_from(plan: Plan, before: Plan) -> None:
    repaired = repair(prepare(plan), construct(prepare(before)) or ())
    if repaired is not None:
        assert schedule_faults(State(plan, Schedule(repaired))) == ()


def test_that_a_schedule_that_holds_is_not_moved_by_its_repair() -> None:
    plan = generate(1, 60)
    instance = prepare(plan)
    constructed = construct(instance)
    assert constructed is not None
    assert repair(instance, constructed) == constructed


def test_that_one_pinned_phase_leaves_most_of_a_schedule_where_it_was() -> None:
    plan = generate(1, 60)
    present = construct(prepare(plan))
    assert present is not None
    moved = present[30]
    later = next(s for m in prepare(plan).phases[moved.phase].modes for s in m.starts if s > 10)
    pinned = pin(plan, moved.phase, start=prepare(plan).phases[moved.phase].axis.days[later], option=None)
    repaired = repair(prepare(pinned), present)
    assert repaired is not None
    assert schedule_faults(State(pinned, Schedule(repaired))) == ()
    assert sum(a != b for a, b in zip(present, repaired, strict=True)) <= 20


@pytest.mark.parametrize("phases", [20, 60, 120])
@pytest.mark.parametrize("tightness", [0.0, 0.5, 1.0])
def test_that_a_schedule_is_constructed_for_generated_plans_of_every_size(phases: int, tightness: float) -> None:
    for seed in range(5):
        plan = generate(seed, phases, tightness=tightness)
        constructed = construct(prepare(plan))
        assert constructed is not None
        assert schedule_faults(State(plan, Schedule(constructed))) == ()


def test_that_the_same_plan_is_constructed_the_same_way_again() -> None:
    instance = prepare(generate(1, 60))
    assert construct(instance) == construct(instance)


def test_that_constructing_stops_when_it_is_asked_to() -> None:
    cancel = Cancel()
    cancel.request()
    assert construct(prepare(generate(1, 20)), cancel=cancel) is None


def test_that_a_solve_tells_a_schedule_before_any_bound() -> None:
    told: list[Progress] = []
    result = solve(generate(1, 20), Settings(time_limit=20.0), on_progress=told.append)
    assert told[0].incumbent is not None
    assert told[0].bound is None
    assert result.first_schedule_seconds == told[0].seconds


def test_that_a_solve_that_is_stopped_at_once_keeps_what_was_constructed() -> None:
    plan, cancel = generate(1, 60), Cancel()
    result = solve(plan, cancel=cancel, on_progress=lambda _: cancel.request())
    assert result.status == "FEASIBLE"
    assert result.schedule is not None
    assert {stage.bound for stage in result.stages} == {None}
    assert schedule_faults(State(plan, result.schedule)) == ()


def test_that_what_lost_its_money_is_planned_anew_first() -> None:
    plan = generate(1, 20)
    instance = prepare(plan)
    present = solve(plan, Settings(time_limit=20.0)).schedule
    assert present is not None
    assert around_losses(instance, present, present) == set()
    lost = present.claims[0]
    poorer = replace(present, claims=present.claims[1:])
    near = around_losses(instance, present, poorer)
    assert lost.phase in near
    assert {pair.phase for pair in instance.pairs if pair.credit == lost.credit} <= near
    assert around_losses(instance, Schedule(()), poorer) == set()
