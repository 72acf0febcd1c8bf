"""Many runs placed at once are what single runs are, placed slowly by the planner."""

from collections.abc import Mapping
from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files import read
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze
from planner.rollout.estimates import duration_chances, estimate
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from resources import path
from solver.risk.losses import credit_terms, paid
from solver.risk.network import Network, network
from solver.risk.shift import Durations, Runs, shifted, shifted_again
from tests.solver.risk.one_run import one_run, order_of, paid_in
from tests.solver.risk.slipping_plans import slipping_states
from tests.solver.risk.test_simulate import a_rollout

SAMPLES = sorted(each.name for each in path("templates/plans").iterdir() if each.suffix == ".rollout")


def as_arrays(plan: Plan, runs: list[Mapping[str, int]]) -> Durations:
    """Durations by phase, as the runs have them, by row of the plan."""
    return [np.array([run.get(phase.id, 1) for run in runs], dtype=np.int64) for phase in plan.phases]


def days(ready: Network, place: Runs, number: int) -> dict[str, tuple[object, object]]:
    """First and last day of each phase in one run."""
    axis = ready.axis
    return {
        step.work.phase.id: (
            axis.day(int(place[step.row].start[number])),
            axis.day(int(place[step.row].after[number]) - 1),
        )
        for step in ready.steps
    }


def drawn_runs(draw: st.DataObject, plan: Plan) -> list[Mapping[str, int]]:
    """Three runs, each phase at some duration that it may take."""
    spans = {phase.id: list(duration_chances(estimate(phase, phase.options[0]))) for phase in plan.phases}
    return [{name: draw.draw(st.sampled_from(span)) for name, span in spans.items()} for _ in range(3)]


def scheduled(state: State) -> tuple[Plan, Schedule]:
    assert state.schedule is not None
    return state.plan, state.schedule


@pytest.mark.parametrize("name", SAMPLES)
def test_that_a_schedule_in_which_nothing_slips_is_itself(name: str) -> None:
    plan, schedule = scheduled(read(path(f"templates/plans/{name}")))
    ready = network(plan, schedule)
    place = shifted(ready, as_arrays(plan, [{step.work.phase.id: step.estimate.likely for step in ready.steps}]))
    assert days(ready, place.runs, 0) == {run.phase: (run.start, run.finish) for run in schedule.assignments}


@given(slipping_states())
def test_that_nothing_moves_in_random_rollouts_where_nothing_slips(state: State) -> None:
    plan, schedule = scheduled(state)
    ready = network(plan, schedule)
    place = shifted(ready, as_arrays(plan, [{step.work.phase.id: step.estimate.likely for step in ready.steps}]))
    assert days(ready, place.runs, 0) == {run.phase: (run.start, run.finish) for run in schedule.assignments}


@given(state=slipping_states(), draw=st.data())
def test_that_every_run_is_the_one_that_the_planner_places(state: State, draw: st.DataObject) -> None:
    plan, schedule = scheduled(state)
    ready, runs = network(plan, schedule), drawn_runs(draw, plan)
    place = shifted(ready, as_arrays(plan, runs))
    for number, durations in enumerate(runs):
        slow = one_run(plan, schedule, order_of(ready), durations)
        assert days(ready, place.runs, number) == {run.phase: (run.start, run.finish) for run in slow.assignments}


@given(state=slipping_states(), draw=st.data())
def test_that_credits_pay_in_every_run_what_the_claim_rules_leave(state: State, draw: st.DataObject) -> None:
    plan, schedule = scheduled(state)
    ready, runs = network(plan, schedule), drawn_runs(draw, plan)
    place = shifted(ready, as_arrays(plan, runs))
    likely = as_arrays(plan, [{step.work.phase.id: step.estimate.likely for step in ready.steps}])
    terms = credit_terms(ready, schedule, shifted(ready, likely).runs)
    fast = {each.credit: paid(each, place.runs).tolist() for each in terms}
    assert {name for name, total in paid_in(plan, schedule).items() if total} == set(fast)
    for number, durations in enumerate(runs):
        slow = paid_in(plan, one_run(plan, schedule, order_of(ready), durations))
        assert {name: amounts[number] for name, amounts in fast.items()} == {name: slow[name] for name in fast}


@given(state=slipping_states(), draw=st.data())
def test_that_placing_anew_what_one_phase_moves_is_placing_all_anew(state: State, draw: st.DataObject) -> None:
    plan, schedule = scheduled(state)
    ready, runs = network(plan, schedule), drawn_runs(draw, plan)
    durations = as_arrays(plan, runs)
    before = shifted(ready, durations)
    row = draw.draw(st.integers(0, ready.rows - 1))
    other = np.minimum(durations[row], 2)
    changed = shifted_again(ready, before, durations, {row: other}, range(ready.rows))
    anew = shifted(ready, [other if number == row else each for number, each in enumerate(durations)])
    for number, run in anew.runs.items():
        is_same = np.array_equal(run.start, before.runs[number].start) and np.array_equal(
            run.after, before.runs[number].after
        )
        assert (number in changed) != is_same
        assert np.array_equal(run.after, changed.get(number, before.runs[number]).after)
        assert np.array_equal(run.start, changed.get(number, before.runs[number]).start)


@given(state=slipping_states(), draw=st.data())
def test_that_what_no_phase_that_is_asked_for_waits_for_moves_none_of_them(state: State, draw: st.DataObject) -> None:
    plan, schedule = scheduled(state)
    ready = network(plan, schedule)
    wanted = draw.draw(st.integers(0, ready.rows - 1))
    asked = ready.leading_to([wanted])
    first, second = as_arrays(plan, drawn_runs(draw, plan)), as_arrays(plan, drawn_runs(draw, plan))
    mixed = [second[row] if row in asked else first[row] for row in range(ready.rows)]
    one, other = shifted(ready, second).runs[wanted], shifted(ready, mixed).runs[wanted]
    assert np.array_equal(one.start, other.start)
    assert np.array_equal(one.after, other.after)


def test_that_work_that_no_window_holds_any_more_still_waits_for_a_freeze_that_blocks_it() -> None:
    """Five days until the last of the window; two more do not fit, and the freeze lies right behind."""
    plan, schedule = a_rollout((5, 5, 7), expiry=date(2027, 1, 8))
    assert schedule is not None
    (run,) = schedule.assignments
    window = DateRange(run.start, run.finish)
    freeze = Freeze("Close", DateRange(date(2027, 1, 11), date(2027, 1, 20)), "block")
    (phase,), (partner,) = plan.phases, plan.partners
    plan = msgspec.structs.replace(
        plan,
        phases=(msgspec.structs.replace(phase, change=True),),
        partners=(msgspec.structs.replace(partner, windows=(window,)),),
        freezes=(freeze,),
    )
    ready = network(plan, schedule)
    place = shifted(ready, as_arrays(plan, [{"P1": 5}, {"P1": 7}])).runs
    assert days(ready, place, 0) == {"P1": (run.start, run.finish)}
    assert days(ready, place, 1) == {"P1": (date(2027, 1, 21), date(2027, 1, 29))}
    assert place[0].in_window is not None
    assert place[0].in_window.tolist() == [True, False]
    slow = one_run(plan, schedule, ["P1"], {"P1": 7})
    assert (slow.assignments[0].start, slow.assignments[0].finish) == (date(2027, 1, 21), date(2027, 1, 29))
