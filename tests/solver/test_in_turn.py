"""Parts of a plan, alone among the others and in turn: no rule is left out, nothing gets worse or past its bound."""

import time
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from ortools.sat.python import cp_model

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Schedule
from solver import alone as alone_
from solver import stage
from solver.alone import planned_alone, planned_together
from solver.cancel import Cancel
from solver.claims import settle
from solver.construct import construct
from solver.crowding import crowded, in_the_way
from solver.improve import improve_within
from solver.in_turn import improve_in_turn
from solver.instance import Instance, prepare
from solver.model import Model, build
from solver.parts import alone, busy, parts
from solver.relaxation import Advice
from solver.result import Progress
from solver.search import Found, Limits
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.brute_force import best
from tests.small_plans import FEATURES, small_plans
from tests.solver.small_instances import AXIS, a_mode, an_instance
from tests.solver.test_cancelling import HeardAtLast
from tests.solver.test_renewables import is_feasible

ONE_WORKER = Limits(60.0, 1, 3, Cancel())
UNHURRIED = 600.0


@pytest.fixture(scope="module", autouse=True)
def _few_turns() -> Iterator[None]:
    """One turn without gain for each part is enough to see what is kept; the plans stand for large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.in_turn.MANY_PHASES", 0)
        patch.setattr("solver.in_turn.MOST_TURNS", 1)
        yield


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Two regions that share partners who are short of teams."""
    return generate(1, 40, regions=2, credits=8, tightness=0.6)


@pytest.fixture(scope="module")
def begun(plan: Plan) -> tuple[Instance, Schedule]:
    instance = prepare(plan)
    dates = construct(instance)
    assert dates is not None
    return instance, Schedule(dates, settle(plan, dates))


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int | None]]:
    """What was told on the way to what was found."""
    return []


@pytest.fixture(scope="module")
def found(begun: tuple[Instance, Schedule], told: list[tuple[int, int | None]]) -> tuple[Schedule, int | None]:
    return improve_in_turn(*begun, ONE_WORKER, lambda *each: told.append(each))


def earned(schedule: Schedule) -> int:
    return sum(claim.amount for claim in schedule.claims)


def test_that_parts_share_no_link_no_credit_and_no_rule_about_credits(plan: Plan) -> None:
    instance = prepare(plan)
    found = parts(instance)
    assert len(found) > 1
    assert sorted(chain(*found)) == sorted(instance.phases)
    for part in found:
        assert all((link.predecessor in part) == (link.successor in part) for link in instance.links)
        paying = {pair.credit for pair in instance.pairs if pair.phase in part}
        assert {pair.phase for pair in instance.pairs if pair.credit in paying} <= part
        ours = [plan.credit[name] for name in paying]
        assert {target.phase for credit in ours for target in credit.outcome_dates} <= part
        others = [plan.credit[pair.credit] for pair in instance.pairs if pair.credit not in paying]
        for shared in ("combined_caps", "exclusion_groups"):
            names = {name for credit in ours for name in getattr(credit, shared)}
            assert names.isdisjoint(name for credit in others for name in getattr(credit, shared))


def test_that_what_is_busy_is_left_for_nobody() -> None:
    instance = an_instance({"A": [a_mode(2, crew=2, starts=[0])]})
    for first, days, units, fits in ((0, 2, 1, True), (0, 2, 2, False), (2, 3, 3, True), (1, 1, 2, False)):
        assert is_feasible(instance._replace(busy={"crew": ((first, days, units),)})) == fits


@settings(max_examples=40)
@given(plan=small_plans(features=tuple(FEATURES)))
def test_that_what_is_busy_is_what_the_schedule_takes_on_each_day(plan: Plan) -> None:
    instance = prepare(plan)
    dates = construct(instance)
    if dates is None:
        return
    stretches = busy(instance, dates)
    for renewable in instance.renewables:
        days = [0] * (1 + max((len(phase.axis.days) for phase in instance.phases.values()), default=0))
        for first, length, units in stretches.get(renewable, ()):
            assert units > 0
            for day in range(first, first + length):
                assert days[day] == 0
                days[day] = units
        assert days == [taken_on(instance, dates, renewable, day) for day in range(len(days))]


def taken_on(instance: Instance, dates: tuple[Assignment, ...], renewable: str, number: int) -> int:
    """The slow way: every phase is asked about every day."""
    total = 0
    for each in dates:
        phase = instance.phases[each.phase]
        modes = [mode for mode in phase.modes if mode.option.id == each.option]
        on_axis = number < len(phase.axis.days) and each.start <= phase.axis.days[number] <= each.finish
        total += modes[0].demand(renewable) if on_axis else 0
    return total


@settings(max_examples=40)
@given(plan=small_plans(features=tuple(FEATURES)))
def test_that_no_schedule_of_parts_in_turn_has_a_fault_or_earns_less_or_more_than_the_best(plan: Plan) -> None:
    instance = prepare(plan)
    dates = construct(instance)
    if dates is None:
        return
    first = Schedule(dates, settle(plan, dates))
    found, bound = improve_in_turn(instance, first, ONE_WORKER, lambda *_: None)
    assert schedule_faults(State(plan, found)) == ()
    optimum = best(plan, (Aim("funding"),))
    assert optimum is not None
    assert earned(first) <= earned(found) <= optimum[0]
    assert bound is None or bound >= optimum[0]


def test_that_parts_in_turn_earn_more_keep_every_rule_and_tell_what_is_true(
    plan: Plan,
    begun: tuple[Instance, Schedule],
    found: tuple[Schedule, int | None],
    told: list[tuple[int, int | None]],
) -> None:
    schedule, bound = found
    assert schedule_faults(State(plan, schedule)) == ()
    assert bound is not None
    assert earned(begun[1]) < earned(schedule) <= bound
    assert told[-1] == (earned(schedule), bound)
    values = [value for value, _ in told]
    assert values == sorted(values)


def test_that_one_seed_and_one_worker_give_the_same_schedule_in_turn_again(
    begun: tuple[Instance, Schedule], found: tuple[Schedule, int | None]
) -> None:
    assert improve_in_turn(*begun, ONE_WORKER, lambda *_: None) == found


@pytest.mark.parametrize("times", [0, 1, 3, 10, 40, 120])
def test_that_a_cancel_of_parts_in_turn_leaves_a_sound_schedule(
    times: int, plan: Plan, begun: tuple[Instance, Schedule]
) -> None:
    instance, first = begun
    found, _ = improve_in_turn(instance, first, ONE_WORKER._replace(cancel=HeardAtLast(times)), lambda *_: None)
    assert schedule_faults(State(plan, found)) == ()
    assert earned(found) >= earned(first)


def test_that_parts_alone_are_proven_and_brought_together_where_teams_suffice() -> None:
    """Two rollouts with partners of their own: no part is in the other's way, so what is found alone holds."""
    plan = generate(5, 40, regions=2, credits=6, tightness=0.0)
    plan = replace(plan, partners=tuple(replace(each, teams=40) for each in plan.partners))
    instance = prepare(plan)
    dates = construct(instance)
    assert dates is not None
    begun = Schedule(dates)
    found, bound = improve_in_turn(instance, begun, ONE_WORKER, lambda *_: None)
    assert schedule_faults(State(plan, found)) == ()
    until = time.monotonic() + UNHURRIED
    alone_earned = [planned_alone(instance, begun, part, ONE_WORKER, until) for part in parts(instance)]
    assert earned(found) == bound == sum(each.earned for each in alone_earned if each is not None)


def test_that_what_is_found_alone_gives_way_where_teams_do_not_suffice(
    plan: Plan, begun: tuple[Instance, Schedule]
) -> None:
    instance, first = begun
    until = time.monotonic() + UNHURRIED
    found = [planned_alone(instance, first, part, ONE_WORKER, until) for part in parts(instance)]
    together = planned_together(instance, first, found, ONE_WORKER, until)
    assert schedule_faults(State(plan, together)) == ()
    assert earned(first) <= earned(together) <= sum(each.bound or 0 for each in found if each is not None)


def test_that_what_is_all_one_part_stays_as_it_is() -> None:
    plan = generate(1, 20)
    instance = prepare(plan)
    dates = construct(instance)
    assert dates is not None
    assert len(parts(instance)) == 1
    assert improve_in_turn(instance, Schedule(dates), ONE_WORKER, lambda *_: None) == (Schedule(dates), None)


def test_that_choices_on_days_when_all_teams_are_taken_are_in_the_way() -> None:
    instance = an_instance({"A": [a_mode(2, crew=3)], "B": [a_mode(2, crew=2, starts=[1])]})
    option = instance.phases["A"].modes[0].option.id
    lying = Schedule((Assignment("A", option, AXIS.days[0], AXIS.days[1]),))
    full = crowded(instance, lying)
    assert full["crew"] == (0, 1, 2, 2, 2, 2, 2)
    assert [days for _, days in in_the_way(build(alone(instance, {"B"}, lying)), full)] == [2]


def test_that_a_large_plan_is_solved_in_parts_and_keeps_their_bound(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.solve.MOST_PHASES", 30)
    told: list[Progress] = []
    whole = Settings(objective=(Aim("funding"),), time_limit=6.0, workers=1)
    result = solve(plan, whole, on_progress=told.append)
    assert result.schedule is not None
    assert schedule_faults(State(plan, result.schedule)) == ()
    (stage,) = result.stages
    assert stage.value is not None
    assert stage.bound is not None
    assert stage.value <= stage.bound
    bounds = [each.bound for each in told if each.bound is not None]
    assert min(bounds) >= stage.bound
    incumbents = [each.incumbent for each in told]
    assert None not in incumbents
    assert all(each is not None and each <= stage.value for each in incumbents)


def test_that_a_part_whose_search_does_not_end_is_proven_by_dates_for_its_best_choices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = generate(3, 60, tightness=0.0)
    instance, searched = prepare(plan), improve_within

    def endless(
        model: Model, best: cp_model.CpSolver, phases: set[str], advice: Advice | None, limits: Limits
    ) -> Found:
        return Found("FEASIBLE", None, best, None) if advice is None else searched(model, best, phases, advice, limits)

    monkeypatch.setattr(alone_, "improve_within", endless)
    dates = construct(instance)
    assert dates is not None
    found = planned_alone(instance, Schedule(dates), set(instance.phases), ONE_WORKER, time.monotonic() + UNHURRIED)
    assert found is not None
    assert found.earned > 0
    assert found.is_proven
    assert found.earned == solve(plan, Settings((Aim("funding"),))).stages[0].value


def test_that_a_plan_is_proven_by_dates_for_its_best_choices_where_no_search_of_the_whole_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = generate(7, 40, tightness=0.0)
    expected = solve(plan, Settings((Aim("funding"),)))
    assert expected.status == "OPTIMAL"
    monkeypatch.setattr(stage, "_whole", lambda *_, **__: Found("UNKNOWN", None, cp_model.CpSolver(), None))
    monkeypatch.setattr(stage, "improve", lambda *given, **__: Found("FEASIBLE", None, given[1], None))
    found = solve(plan, Settings((Aim("funding"),)))
    assert (found.status, found.stages[0].value) == ("OPTIMAL", expected.stages[0].value)
