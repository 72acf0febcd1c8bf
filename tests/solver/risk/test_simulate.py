"""The figures on risk: exact where all runs can be counted, repeatable, kept when they are stopped."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.risk_figures import RiskFigures
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.estimates import duration_chances, estimate
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from solver.cancel import Cancel, Cancelled
from solver.risk import simulate as simulating
from solver.risk.network import network
from solver.risk.simulate import funding_of_runs, simulate
from tests.builders import a_credit, a_partner, a_phase, a_plan, by_partner
from tests.solver.risk.one_run import one_run, order_of, paid_in
from tests.solver.risk.slipping_plans import slipping_states

MONDAY = date(2027, 1, 4)
SURE = 4.5
"""Standard errors within which every figure of a fixed seed lies."""


def a_rollout(*durations: tuple[int, int, int], expiry: date, **changes: object) -> State:
    """Phases one after the other from Monday on, each (optimistic, planned, pessimistic); one credit pays for all."""
    phases, runs, start = [], [], MONDAY
    for number, (best, likely, worst) in enumerate(durations, 1):
        option = by_partner(duration=likely, optimistic=best, pessimistic=worst, cost=1_000)
        phase = a_phase(f"P{number}", options=(option,), eligible_cost=1_000)
        finish = workday_after(start, likely - 1)
        phases.append(phase)
        runs.append(Assignment(phase.id, "PAR", start, finish))
        start = workday_after(finish, 1)
    links = tuple(Dependency(predecessor=one.id, successor=other.id) for one, other in pairwise(phases))
    credit = replace(
        a_credit(
            window=DateRange(MONDAY - timedelta(days=90), expiry),
            approved_on=MONDAY,
            share=10_000,
            proof_preparation=0,
            face=100_000,
        ),
        **changes,
    )
    plan = a_plan(
        start=MONDAY,
        horizon=date(2028, 12, 29),
        phases=tuple(phases),
        partners=(a_partner(),),
        credits=(credit,),
        dependencies=links,
    )
    claims = tuple(Claim(phase.id, credit.id, 1_000) for phase in phases)
    return State(plan, Schedule(tuple(runs), claims))


def workday_after(day: date, days: int) -> date:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def figures(state: State, runs: int = 10_000, seed: int = 0) -> RiskFigures:
    assert state.schedule is not None
    return simulate(state.plan, state.schedule, runs=runs, seed=seed)


def outcomes(plan: Plan, schedule: Schedule) -> Iterator[tuple[Fraction, Schedule]]:
    """Every run that there can be, with its chance."""
    order = order_of(network(plan, schedule))
    taken = {name: plan.phase[name].option(run.option) for name, run in schedule.placed.items()}
    spans = [
        duration_chances(estimate(plan.phase[name], option)).items()
        for name, option in taken.items()
        if option is not None
    ]
    for combination in product(*spans):
        chance = Fraction(1)
        for _, part in combination:
            chance *= part
        durations = {name: days for name, (days, _) in zip(taken, combination, strict=True)}
        yield chance, one_run(plan, schedule, order, durations)


def assert_exact(plan: Plan, schedule: Schedule, found: RiskFigures) -> None:
    """Every chance and mean agrees with the exact one within sampling error."""
    runs = list(outcomes(plan, schedule))
    assert sum(chance for chance, _ in runs) == 1
    paid = [(chance, paid_in(plan, run)) for chance, run in runs]
    for each in found.credits:
        exact = float(sum(chance for chance, amounts in paid if amounts[each.credit] == each.planned))
        mean = float(sum(chance * amounts[each.credit] for chance, amounts in paid))
        assert abs(each.chance - exact) <= SURE * sqrt(exact * (1 - exact) / found.runs) + 1e-12
        assert abs(each.mean - mean) <= SURE * each.planned / sqrt(found.runs)
    total = [(chance, sum(amounts.values())) for chance, amounts in paid]
    mean = float(sum(chance * amount for chance, amount in total))
    spread = sqrt(max(0.0, float(sum(chance * (amount - mean) ** 2 for chance, amount in total))))
    assert abs(found.mean - mean) <= SURE * spread / sqrt(found.runs) + 1e-9
    for percent in (10, 50, 90):
        assert_percentile([(amount, chance) for chance, amount in total], found.funding[percent], percent)
        ends = [(max(run.finish for run in each.assignments).toordinal(), chance) for chance, each in runs]
        assert_percentile(ends, found.finish[percent].toordinal(), percent)


def assert_percentile(exact: list[tuple[int, Fraction]], found: int, percent: int) -> None:
    """So many of a hundred runs reach at most this, give or take the error of a chance in 20,000 runs."""
    error = SURE * 0.5 / sqrt(20_000)
    below = float(sum(chance for value, chance in exact if value < found))
    up_to = float(sum(chance for value, chance in exact if value <= found))
    assert below <= percent / 100 + error
    assert up_to >= percent / 100 - error


def test_that_simulated_chances_of_a_chain_agree_with_the_exact_ones_within_sampling_error() -> None:
    state = a_rollout((3, 5, 9), (8, 10, 16), (4, 5, 8), expiry=date(2027, 2, 4), minimum_milestones=2)
    assert state.schedule is not None
    found = figures(state, runs=20_000, seed=1)
    assert 0.05 < found.credits[0].chance < 0.95
    assert_exact(state.plan, state.schedule, found)


@settings(max_examples=12)
@given(state=slipping_states(), seed=st.integers(0, 5))
def test_that_simulated_chances_agree_with_the_exact_ones_in_random_rollouts(state: State, seed: int) -> None:
    plan, schedule = state
    assert schedule is not None
    few = {phase.id for phase in plan.phases[:3]}
    fixed = tuple(phase if phase.id in few else without_spread(phase) for phase in plan.phases)
    plan = replace(plan, phases=fixed)
    assert_exact(plan, schedule, simulate(plan, schedule, runs=20_000, seed=seed))


def without_spread(phase: Phase) -> Phase:
    def certain(option: DeliveryOption) -> DeliveryOption:
        return replace(option, optimistic=option.duration, pessimistic=option.duration)

    return replace(phase, options=tuple(certain(option) for option in phase.options))


@pytest.mark.parametrize("by", [10, 25, 40])
def test_that_a_credit_without_slack_and_a_symmetric_spread_lands_in_one_half_of_the_runs(by: int) -> None:
    """Half of the likeliest day comes on top: work that takes exactly the planned days is in time."""
    state = a_rollout((50 - by, 50, 50 + by), expiry=workday_after(MONDAY, 49))
    (credit,) = figures(state, seed=3).credits
    (phase,) = state.plan.phases
    likeliest = float(duration_chances(estimate(phase, phase.options[0]))[50])
    assert abs(credit.chance - (0.5 + likeliest / 2)) <= SURE * credit.error
    assert abs(credit.chance - 0.5) <= likeliest / 2 + SURE * credit.error
    assert likeliest <= 1 / by


@pytest.mark.parametrize(("slack", "chance"), [(-11, 0.0), (40, 1.0)])
def test_that_a_credit_beyond_all_slips_is_certain_and_one_before_them_gone(slack: int, chance: float) -> None:
    state = a_rollout((40, 50, 80), expiry=workday_after(MONDAY, 49 + slack))
    found = figures(state, runs=500)
    assert [each.chance for each in found.credits] == ([chance] if chance else [])
    assert found.planned == (1_000 if chance else 0)


def test_that_a_phase_that_takes_the_last_slack_is_told_as_the_danger_and_one_with_much_is_not() -> None:
    state = a_rollout((5, 5, 9), (5, 5, 5), expiry=workday_after(MONDAY, 9))
    found = figures(state, runs=4_000)
    (danger,) = found.phases
    assert danger.phase == "P1"
    assert danger.money == found.planned - found.mean > 0


@settings(max_examples=25)
@given(slipping_states())
def test_that_the_money_a_phase_endangers_is_what_all_runs_gain_when_it_never_slips(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    found = simulate(plan, schedule, runs=60, seed=2)
    luck = np.random.Generator(np.random.PCG64(2)).random((60, len(plan.phases)))
    order, gains = order_of(network(plan, schedule)), dict.fromkeys(plan.phase, 0)
    for numbers in luck:
        taken = {phase.id: drawn(phase, number) for phase, number in zip(plan.phases, numbers, strict=True)}
        total = sum(paid_in(plan, one_run(plan, schedule, order, taken)).values())
        for phase in plan.phases:
            kept = {**taken, phase.id: min(taken[phase.id], phase.options[0].duration)}
            gains[phase.id] += sum(paid_in(plan, one_run(plan, schedule, order, kept)).values()) - total
    assert {each.phase: each.money for each in found.phases} == {
        name: gain / 60 for name, gain in gains.items() if gain
    }


def drawn(phase: Phase, number: float) -> int:
    """The duration that a number between zero and one stands for."""
    below = 0.0
    chances = duration_chances(estimate(phase, phase.options[0]))
    for days, chance in chances.items():
        below += float(chance)
        if number < below:
            return days
    return max(chances)


def test_that_a_seed_gives_the_same_figures_and_another_one_others() -> None:
    state = a_rollout((3, 5, 9), (8, 10, 16), expiry=date(2027, 1, 26))
    assert figures(state, runs=3_000, seed=7) == figures(state, runs=3_000, seed=7)
    assert figures(state, runs=3_000, seed=7).mean != figures(state, runs=3_000, seed=8).mean


@pytest.mark.parametrize(("first", "size"), [(1, 7), (3_000, 3_000), (40, 999)])
def test_that_figures_do_not_hang_on_how_many_runs_are_made_at_once(
    monkeypatch: pytest.MonkeyPatch, first: int, size: int
) -> None:
    state = a_rollout((3, 5, 9), (8, 10, 16), expiry=date(2027, 1, 26))
    usual = figures(state, runs=700, seed=7)
    monkeypatch.setattr(simulating, "FIRST_SIZE", first)
    monkeypatch.setattr(simulating, "SIZE", size)
    assert figures(state, runs=700, seed=7) == usual


def test_that_the_funding_alone_is_that_of_all_figures() -> None:
    state = a_rollout((3, 5, 9), (8, 10, 16), expiry=date(2027, 1, 26))
    assert state.schedule is not None
    alone = funding_of_runs(state.plan, state.schedule, runs=3_000, seed=7)
    assert float(alone.mean()) == figures(state, runs=3_000, seed=7).mean


def test_that_runs_that_are_stopped_keep_the_figures_of_those_that_were_made() -> None:
    state, cancel = a_rollout((3, 5, 9), (8, 10, 16), expiry=date(2027, 1, 26)), Cancel()
    assert state.schedule is not None
    told: list[RiskFigures] = []

    def stop(so_far: RiskFigures) -> None:
        told.append(so_far)
        cancel.request()

    found = simulate(state.plan, state.schedule, runs=10_000, on_figures=stop, cancel=cancel)
    assert told == [found]
    assert 0 < found.runs < found.asked == 10_000
    assert not found.is_complete
    assert found._replace(asked=found.runs) == figures(state, runs=found.runs)


def test_that_a_stop_before_the_first_runs_leaves_nothing() -> None:
    state, cancel = a_rollout((3, 5, 9), expiry=date(2027, 1, 7)), Cancel()
    assert state.schedule is not None
    cancel.request()
    with pytest.raises(Cancelled):
        simulate(state.plan, state.schedule, cancel=cancel)


def test_that_nothing_slips_where_nothing_has_dates() -> None:
    state = a_rollout((3, 5, 9), expiry=date(2027, 1, 8))
    with pytest.raises(ValueError, match="No phase has dates yet"):
        simulate(state.plan, Schedule(()))


def test_that_phases_without_dates_with_usual_spreads_or_in_conflict_with_a_rule_are_named() -> None:
    state = a_rollout((5, 5, 9), (5, 5, 5), expiry=workday_after(MONDAY, 9))
    plan, schedule = state
    assert schedule is not None
    first, second = schedule.assignments
    phases = (*plan.phases, a_phase("P3", options=(by_partner(duration=4),)))
    early = replace(second, start=first.finish, finish=workday_after(first.finish, 4))
    found = simulate(replace(plan, phases=phases), Schedule((first, early), schedule.claims), runs=100)
    assert found.unplaced == ("P3",)
    assert found.repaired == ("P2",)
    assert found.usual == 0
    assert figures(a_rollout((5, 5, 9), expiry=date(2027, 1, 8)), runs=100).usual == 0


def test_that_a_rollout_without_claims_has_a_finish_and_no_money() -> None:
    plan, schedule = a_rollout((5, 5, 9), expiry=date(2027, 1, 8))
    assert schedule is not None
    found = simulate(plan, replace(schedule, claims=()), runs=300)
    assert (found.planned, found.mean, found.credits, found.phases) == (0, 0.0, (), ())
    assert found.finish[0] == found.planned_finish < found.finish[100]
