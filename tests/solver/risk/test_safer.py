"""Planning more carefully: never worse in the same runs, sound, and stopped with what is known."""

from datetime import date

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel, Cancelled
from solver.risk.safer import Safer, buffered, safer
from solver.risk.simulate import funding_of_runs
from tests.solver.risk.slipping_plans import slipping_states
from tests.solver.risk.test_simulate import MONDAY, a_rollout, workday_after


def a_late_rollout() -> tuple[Plan, Schedule]:
    """One phase that starts four weeks after it could, and ends on the last day of its credit's window."""
    plan, schedule = a_rollout((8, 10, 16), expiry=workday_after(MONDAY, 29))
    assert schedule is not None
    (run,) = schedule.assignments
    late = replace(run, start=workday_after(MONDAY, 20), finish=workday_after(MONDAY, 29))
    return plan, replace(schedule, assignments=(late,))


def test_that_a_phase_without_slack_is_moved_to_where_it_has_some() -> None:
    plan, schedule = a_late_rollout()
    found = safer(plan, schedule, runs=2_000, seconds=20, workers=1)
    assert found.is_better
    assert found.tried[0].mean < 500
    assert found.best.mean == found.best.planned == 1_000
    assert found.best.gained == found.best.mean - found.tried[0].mean
    assert found.given_up == 0
    assert found.is_complete
    assert schedule_faults(State(plan, found.best.schedule)) == ()


@settings(max_examples=4)
@given(slipping_states())
def test_that_what_is_found_is_sound_and_never_worse_than_the_present_schedule(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    found = safer(plan, schedule, runs=400, seed=1, seconds=4, workers=1)
    assert found.best.mean >= found.tried[0].mean
    assert found.tried[0].schedule is schedule
    for each in found.tried:
        assert float(funding_of_runs(plan, each.schedule, runs=400, seed=1).mean()) == each.mean
    for each in found.tried[1:]:
        assert schedule_faults(State(plan, each.schedule)) == ()


@given(slipping_states())
def test_that_buffers_only_ever_lengthen_work_up_to_its_worst(state: State) -> None:
    plan = state.plan
    longer = buffered(plan, dict.fromkeys([phase.id for phase in plan.phases[:2]], 100))
    assert invariant_faults(State(longer)) == ()
    for before, after in zip(plan.phases[:2], longer.phases[:2], strict=True):
        assert after.options[0].duration == before.options[0].pessimistic
    assert longer.phases[2:] == plan.phases[2:]
    little = buffered(plan, dict.fromkeys(plan.phase, 0))
    assert [each.options[0].duration for each in little.phases] == [each.options[0].duration for each in plan.phases]


def test_that_a_stop_keeps_what_was_tried_so_far() -> None:
    plan, schedule = a_late_rollout()
    cancel, told = Cancel(), list[Safer]()

    def stop(so_far: Safer) -> None:
        told.append(so_far)
        if len(so_far.tried) > 1:
            cancel.request()

    found = safer(plan, schedule, runs=300, seconds=20, workers=1, on_safer=stop, cancel=cancel)
    assert len(found.tried) == 2
    assert found == told[-1]
    assert found.done < found.ways
    assert not found.is_complete


def test_that_a_stop_before_anything_is_known_gives_nothing() -> None:
    plan, schedule = a_late_rollout()
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        safer(plan, schedule, cancel=cancel)


def test_that_a_plan_that_no_way_improves_keeps_its_schedule() -> None:
    plan, schedule = a_rollout((10, 10, 10), expiry=date(2027, 3, 1))
    assert schedule is not None
    found = safer(plan, schedule, runs=200, seconds=20, workers=1)
    assert not found.is_better
    assert found.best.schedule is schedule
