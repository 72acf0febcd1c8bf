"""Many passes: no fault in any, never worse than a few, the same again for the same seed, and heard when cancelled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.claims import settle
from solver.construct import construct, construct_often
from solver.first import better_schedule
from solver.instance import prepare
from solver.passes import Pass, Problem, Weights
from solver.result import Progress
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.small_plans import FEATURES, small_plans


@settings(max_examples=100)
@given(plan=small_plans(features=tuple(FEATURES)), seed=st.integers(0, 3))
def test_that_a_schedule_of_many_passes_has_no_fault(plan: Plan, seed: int) -> None:
    found = construct_often(prepare(plan), seed=seed, seconds=20.0)
    if found is not None:
        assert schedule_faults(State(plan, Schedule(found))) == ()


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_that_many_passes_earn_more_than_a_few_where_phases_compete(seed: int) -> None:
    plan = generate(seed, 60, tightness=0.7)
    instance = prepare(plan)
    few, many = construct(instance), construct_often(instance, seed=0, seconds=60.0)
    assert few is not None
    assert many is not None
    first = Schedule(few, settle(plan, few))
    assert sum(claim.amount for claim in settle(plan, many)) > sum(claim.amount for claim in first.claims)


def test_that_a_seed_gives_the_same_schedule_again() -> None:
    instance = prepare(generate(2, 40, tightness=0.7))
    assert construct_often(instance, seed=5, seconds=60.0) == construct_often(instance, seed=5, seconds=60.0)


def test_that_a_cancel_ends_the_passes_and_keeps_the_first_schedule() -> None:
    instance, cancel = prepare(generate(2, 120)), Cancel()
    dates = construct(instance)
    assert dates is not None
    cancel.request()
    assert better_schedule(instance, Schedule(dates), 0, 60.0, cancel) is None


def test_that_a_large_plan_is_told_a_first_schedule_and_then_a_better_one_before_any_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("solver.first.OFTEN_SECONDS", 1.0)  # for each phase: a busy machine must not decide
    values: list[int | None] = []
    bounds: set[int | None] = set()
    cancel = Cancel()

    def tell(progress: Progress) -> None:
        values.append(progress.incumbent)
        bounds.add(progress.bound)
        if len(set(values)) > 1:
            cancel.request()

    settings_ = Settings(objective=(Aim("funding"),), time_limit=200.0)
    solve(generate(1, 120), settings_, on_progress=tell, cancel=cancel)
    assert len(set(values)) > 1
    assert values == sorted(value or 0 for value in values)
    assert bounds == {None}


def test_that_a_phase_that_earns_nothing_leaves_a_team_to_one_that_does_where_teams_have_a_price() -> None:
    problem = Problem(prepare(generate(1, 60, tightness=0.7)))
    team_days = []
    for price in (0, 1_000):
        placed = Pass(problem, Weights(200, for_money=True, team=price)).run()
        assert not isinstance(placed, str)
        unpaid = (place.mode for place in placed.places.values() if place.gain == 0)
        team_days.append(sum(mode.span * sum(units for _, units in mode.demands) for mode in unpaid))
    assert team_days[1] < team_days[0]
