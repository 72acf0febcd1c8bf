"""Planning anew around a change: the best that brute force finds where others give way, never worse, never a fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Schedule
from solver import around
from solver.around import (
    MOST_AROUND,
    MOST_TOGETHER,
    MOVING_PLACE,
    Aimed,
    Group,
    groups,
    holding,
    linked,
    moving,
    planned_around,
    replanned,
)
from solver.audit import NOTHING, price
from solver.cancel import Cancel, Cancelled
from solver.choices import Choice, choices
from solver.first import first_schedule
from solver.instance import Instance, prepare
from solver.search import Limits
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.generate import generate
from tests.brute_force import best_claims, every_schedule
from tests.small_plans import small_plans

ONE_WORKER = Limits(20.0, 1, 7, Cancel())
FUNDING = Aimed("funding", NOTHING)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return generate(2, 60, tightness=0.8)


@pytest.fixture(scope="module")
def begun(plan: Plan) -> tuple[Instance, Schedule]:
    """An instance and a schedule that earns nothing yet."""
    instance = prepare(plan)
    schedule = first_schedule(instance, None, 20.0, Cancel())
    assert schedule is not None
    return instance, Schedule(schedule.assignments)


@settings(max_examples=100)
@given(
    plan=small_plans(most_phases=2),
    free=st.sets(st.sampled_from(["P1", "P2"])),
    days=st.integers(0, 2),
    number=st.integers(0, 9_999),
)
def test_that_it_finds_the_best_of_all_schedules_in_which_the_others_give_way_by_a_few_days(
    plan: Plan, free: set[str], days: int, number: int
) -> None:
    """It begins from any schedule, so that most of them have something to gain."""
    schedules = [*every_schedule(plan)]
    if not schedules:
        return
    instance, schedule = prepare(plan), Schedule(schedules[number % len(schedules)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(around, "GIVING_WAY", days)
        found = replanned(instance, schedule, Group(free), FUNDING, ONE_WORKER)
    assert _gives_way(instance, schedule, found.assignments, free, days)
    possible = (each for each in schedules if _gives_way(instance, schedule, each, free, days))
    assert sum(claim.amount for claim in found.claims) == max(best_claims(plan, each)[0] for each in possible)


@settings(max_examples=100)
@given(plan=small_plans(most_phases=2), free=st.sets(st.sampled_from(["P1", "P2"])), number=st.integers(0, 9_999))
def test_that_it_finds_the_best_of_all_schedules_in_which_the_others_move_where_the_same_credits_could_pay(
    plan: Plan, free: set[str], number: int
) -> None:
    schedules = [*every_schedule(plan)]
    if not schedules:
        return
    instance, schedule = prepare(plan), Schedule(schedules[number % len(schedules)])
    found = replanned(instance, schedule, Group(free, others_move=True), FUNDING, ONE_WORKER)
    assert _keeps_choices(instance, schedule, found.assignments, free)
    possible = (each for each in schedules if _keeps_choices(instance, schedule, each, free))
    assert sum(claim.amount for claim in found.claims) == max(best_claims(plan, each)[0] for each in possible)


def _keeps_choices(instance: Instance, before: Schedule, after: tuple[Assignment, ...], free: set[str]) -> bool:
    """Whether each but the free phases stays within its choice: in its way, on a start that is paid as its own is."""
    offered = dict(choices(instance))

    def taken(each: Assignment) -> Choice:
        start = instance.phases[each.phase].axis.number(each.start)
        fitting = (choice for choice in offered[each.phase] if choice.way.option.id == each.option)
        return next(choice for choice in fitting if start in choice.starts)

    lay = {each.phase: taken(each) for each in before.assignments}
    return all(each.phase in free or lay[each.phase] is taken(each) for each in after)


def _gives_way(instance: Instance, before: Schedule, after: tuple[Assignment, ...], free: set[str], days: int) -> bool:
    """Whether all but the free phases keep option and length, and move by no more days of the axis."""
    for each in after:
        lay, axis = before.assignment(each.phase), instance.phases[each.phase].axis
        assert lay is not None
        moved, ended = (
            axis.number(each.start) - axis.number(lay.start),
            axis.number(each.finish) - axis.number(lay.finish),
        )
        if each.phase not in free and not (each.option == lay.option and moved == ended and abs(moved) <= days):
            return False
    return True


def test_that_what_is_found_keeps_every_rule_and_all_others_about_where_they_lie(
    plan: Plan, begun: tuple[Instance, Schedule]
) -> None:
    instance, schedule = begun
    group = linked(instance, {plan.phases[0].id})
    found = replanned(instance, schedule, Group(group), FUNDING, ONE_WORKER)
    assert schedule_faults(State(plan, found)) == ()
    assert price(plan, found)["funding"] > 0
    assert _gives_way(instance, schedule, found.assignments, group, around.GIVING_WAY)


def test_that_a_schedule_that_has_no_place_in_the_instance_stays_as_it_is(begun: tuple[Instance, Schedule]) -> None:
    instance, schedule = begun
    first, *others = schedule.assignments
    elsewhere = Schedule((replace(first, option="nobody"), *others))
    assert holding(instance, elsewhere, set()) is None
    assert moving(instance, elsewhere, set()) is None
    for others_move in (False, True):
        assert replanned(instance, elsewhere, Group(set(), others_move), FUNDING, ONE_WORKER) is elsewhere


def test_that_what_links_join_with_a_change_comes_first_and_all_else_follows_only_where_time_is_short(
    plan: Plan, begun: tuple[Instance, Schedule]
) -> None:
    instance, schedule = begun
    link = plan.dependencies[0]
    group = linked(instance, {link.predecessor})
    assert {link.predecessor, link.successor} <= group
    assert len(group) <= MOST_AROUND
    assert [*groups(instance, schedule, {link.predecessor}, is_soon=False)] == [Group(group)]
    found = [*groups(instance, schedule, {link.predecessor}, is_soon=True)]
    assert [each for each in found if each.others_move] == [found[MOVING_PLACE]] == [Group(group, others_move=True)]
    first, *others = (each.phases for each in found if not each.others_move)
    assert first == group
    apart, together = ([other for other in others if group.isdisjoint(other) == each] for each in (True, False))
    assert others == [*apart, *together]
    assert apart
    assert all(len(other) <= MOST_AROUND for other in apart)
    assert together == [group | other for other in apart if len(group | other) <= MOST_TOGETHER]


def test_that_each_schedule_is_better_than_the_one_before_and_with_one_worker_a_seed_gives_the_same_again(
    plan: Plan, begun: tuple[Instance, Schedule]
) -> None:
    found = [_values(plan, begun, workers=1) for _ in range(2)]
    assert found[0] == found[1]
    assert len(found[0]) > 1
    assert found[0] == sorted(set(found[0]))


def test_that_two_workers_find_better_and_better_schedules_too(plan: Plan, begun: tuple[Instance, Schedule]) -> None:
    """Which of two groups ends first is chance, so no two runs need be alike."""
    found = _values(plan, begun, workers=2)
    assert found
    assert found == sorted(set(found))


def _values(plan: Plan, begun: tuple[Instance, Schedule], workers: int) -> list[int]:
    """What the schedules earn that are found one after the other."""
    instance, schedule = begun
    unhurried = ONE_WORKER._replace(seconds=600, workers=workers)  # what ends it must not be the clock
    hanging = [*groups(instance, schedule, {plan.phases[0].id}, is_soon=True)]
    found = planned_around(instance, schedule, hanging, FUNDING, unhurried)
    return [price(plan, each)["funding"] for each in found]


def test_that_it_ends_at_once_without_time_and_when_cancelled(begun: tuple[Instance, Schedule]) -> None:
    instance, schedule = begun
    everything = [Group(set(instance.phases))]
    assert [*planned_around(instance, schedule, everything, FUNDING, ONE_WORKER._replace(seconds=0))] == []
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        [*planned_around(instance, schedule, everything, FUNDING, ONE_WORKER._replace(cancel=cancel))]


def test_that_a_short_solve_tells_better_and_better_schedules_and_keeps_the_best(plan: Plan) -> None:
    told: list[int] = []
    result = solve(
        plan,
        Settings((Aim("funding"),), time_limit=0.9, workers=1),
        on_progress=lambda word: told.append(word.incumbent or 0),
    )
    assert result.schedule is not None
    assert (result.stages[0].value or 0) >= max(told)  # settling the claims at the end may add to them
    assert told == sorted(told)
