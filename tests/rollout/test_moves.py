"""Moving a phase by hand: laws over tiny plans, and the boundaries by example."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import link_shortfall, schedule_faults
from planner.funding.claim_rules import JOINT_RULES, broken_rules
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import broken_dates, move, move_together, place, pushed, remaining_claims, waits_for
from planner.rollout.phases import Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import phase_workdays
from planner.value import DateRange
from solver.claims import settle
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from tests.small_plans import MONDAY, small_plans

Draw = Callable[[st.SearchStrategy[Any]], Any]
DAYS = st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days))


@st.composite
def placed_plans(draw: Draw, plans: st.SearchStrategy[Plan]) -> State:
    """Tiny plans whose phases lie anywhere, with the best claims for that."""
    plan = draw(plans)
    assignments = tuple(
        place(plan, phase, draw(st.sampled_from(phase.options)).id, draw(DAYS)) for phase in plan.phases
    )
    return State(plan, Schedule(assignments, settle(plan, assignments)))


STATES = placed_plans(small_plans())
LINKED = placed_plans(small_plans(features=("regions", "links", "freezes")))


def scheduled(state: State) -> Schedule:
    assert state.schedule is not None
    return state.schedule


def broken_links(plan: Plan, assignments: tuple[Assignment, ...]) -> set[Dependency]:
    placed = {each.phase: each for each in assignments}
    return {
        link
        for link in plan.dependencies
        if link_shortfall(plan, link, placed[link.predecessor], placed[link.successor]) > 0
    }


@given(STATES, st.data(), st.booleans())
def test_that_a_move_to_the_present_start_changes_nothing(state: State, data: st.DataObject, push: bool) -> None:  # noqa: FBT001
    here = data.draw(st.sampled_from(scheduled(state).assignments))
    moved = move(state, here.phase, here.start, push=push)
    assert moved == (scheduled(state).placed, {}, (), None, False)


@given(LINKED, st.data(), DAYS)
def test_that_pushing_breaks_no_link_to_a_successor_and_moves_nobody_earlier(
    state: State, data: st.DataObject, start: date
) -> None:
    plan, before = state.plan, scheduled(state).assignments
    name = data.draw(st.sampled_from(before)).phase
    moved = move(state, name, start, push=True)
    new = broken_links(plan, moved.assignments) - broken_links(plan, before)
    assert all(link.successor == name for link in new)
    for old, after in zip(before, moved.assignments, strict=True):
        assert after.start >= old.start or after.phase == name
        assert (after != old) == (after.phase in moved.pushed) or after.phase == name


@given(LINKED, st.data(), DAYS)
def test_that_nobody_is_pushed_further_than_a_link_asks_for(state: State, data: st.DataObject, start: date) -> None:
    plan = replace(state.plan, freezes=())
    state = State(plan, scheduled(state))
    moved = move(state, data.draw(st.sampled_from(scheduled(state).assignments)).phase, start, push=True)
    placed = {each.phase: each for each in moved.assignments}
    for name in moved.pushed:
        into = [link for link in plan.dependencies if link.successor == name]
        earlier = _a_day_earlier(plan, placed[name])
        assert any(link_shortfall(plan, link, placed[link.predecessor], earlier) > 0 for link in into)


def _a_day_earlier(plan: Plan, assignment: Assignment) -> Assignment:
    days = phase_workdays(plan, plan.phase[assignment.phase])
    return replace(assignment, start=days.add(assignment.start, -1), finish=days.add(assignment.finish, -1))


@given(STATES, st.data(), DAYS, st.booleans())
def test_that_a_moved_phase_lies_on_its_own_days(state: State, data: st.DataObject, start: date, push: bool) -> None:  # noqa: FBT001
    plan, before = state.plan, scheduled(state).assignments
    for each in move(state, data.draw(st.sampled_from(before)).phase, start, push=push).assignments:
        phase = plan.phase[each.phase]
        option = phase.option(each.option)
        assert option is not None
        if each.phase in plan.actual:  # work that has begun takes what it takes
            continue
        assert len(phase_workdays(plan, phase).workdays(each.start, each.finish)) == option.duration


@given(STATES, st.data(), DAYS)
def test_that_remaining_claims_break_no_rule_and_never_exceed_the_best(
    state: State, data: st.DataObject, start: date
) -> None:
    plan, schedule = state.plan, scheduled(state)
    after = move(state, data.draw(st.sampled_from(schedule.assignments)).phase, start, push=True).placed
    claims = remaining_claims(plan, after, schedule.claims)
    assert broken_rules(plan, after, claims) == ()
    assert sum(each.amount for each in claims) <= sum(each.amount for each in settle(plan, tuple(after.values())))


@given(STATES)
def test_that_claims_that_hold_all_remain(state: State) -> None:
    plan, schedule = state.plan, scheduled(state)
    assert remaining_claims(plan, schedule.placed, schedule.claims) == schedule.claims


def two_linked(**link: Any) -> State:  # noqa: ANN401 - fields of a link
    """P1 from 4 January and P2 right behind it, both for two weeks."""
    links = (Dependency(predecessor="P1", successor="P2", **link),)
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), dependencies=links)
    return State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2", date(2027, 1, 18)))))


@pytest.mark.parametrize(
    ("link_type", "lag", "expected"),
    [
        ("FS", 0, date(2027, 1, 25)),
        ("FS", 2, date(2027, 1, 27)),
        ("FS", -5, date(2027, 1, 18)),
        ("SS", 6, date(2027, 1, 19)),
        ("FF", 6, date(2027, 1, 19)),
        ("SF", 16, date(2027, 1, 19)),
    ],
)
def test_that_a_successor_is_pushed_as_far_as_its_link_asks_for(link_type: str, lag: int, expected: date) -> None:
    state = two_linked(type=link_type, lag=lag)
    first, second = move(state, "P1", date(2027, 1, 11), push=True).assignments
    assert (first.start, second.start) == (date(2027, 1, 11), expected)


def test_that_without_pushing_nothing_else_moves_and_the_broken_link_is_told() -> None:
    state = two_linked()
    moved = move(state, "P1", date(2027, 1, 11), push=False)
    assert (moved.pushed, moved.is_link_broken) == ((), True)
    assert moved.assignments[1] == scheduled(state).assignments[1]
    assert moved.broken == "P2 starts 2027-01-18, 5 working days too early after P1 (FS)."


def test_that_a_fault_that_was_there_before_is_not_told_again() -> None:
    state = two_linked()
    early = State(state.plan, Schedule((scheduled(state).assignments[0], an_assignment(state.plan, "P2"))))
    assert move(early, "P2", date(2027, 1, 5), push=True).broken is None


def test_that_a_moved_phase_takes_its_pin_along_and_a_pushed_one_breaks_it() -> None:
    state = two_linked()
    plan = replace(state.plan, pins=(Pin(phase="P1", start=START), Pin(phase="P2", start=date(2027, 1, 18))))
    broken = move(State(plan, state.schedule), "P1", date(2027, 1, 11), push=True).broken
    assert broken == "P2 is pinned to start 2027-01-18, but starts 2027-01-25."


def test_that_a_phase_never_comes_to_lie_in_a_freeze() -> None:
    freezes = (
        Freeze("Close", DateRange(date(2027, 1, 11), date(2027, 1, 13))),
        Freeze("Peak", DateRange(date(2027, 2, 1), date(2027, 2, 5)), "block"),
    )
    plan = a_plan(phases=(a_phase(change=True),), freezes=freezes)
    state = State(plan, Schedule((an_assignment(plan),)))
    (paused,) = move(state, "P1", date(2027, 1, 12), push=True).assignments
    (blocked,) = move(state, "P1", date(2027, 1, 25), push=True).assignments
    assert (paused.start, blocked.start) == (date(2027, 1, 14), date(2027, 2, 8))


def test_that_a_phase_waits_for_all_before_it_and_for_nobody_behind_it() -> None:
    chain = (Dependency(predecessor="A", successor="B"), Dependency(predecessor="B", successor="C"))
    plan = a_plan(phases=tuple(a_phase(name) for name in "ABC"), dependencies=chain)
    assert [waits_for(plan, name) for name in "ABC"] == [set(), {"A"}, {"A", "B"}]


def test_that_a_claim_above_its_limit_is_cut_to_it() -> None:
    plan = a_plan()
    (claim,) = remaining_claims(plan, {"P1": an_assignment(plan)}, (Claim("P1", "C1", 12_000),))
    assert claim.amount == 10_000


@settings(max_examples=150)
@given(state=LINKED, draw=st.data())
def test_that_looking_near_the_moved_phases_finds_what_looking_everywhere_finds(
    state: State, draw: st.DataObject
) -> None:
    names = draw.draw(st.lists(st.sampled_from([*state.plan.phase]), min_size=1, unique=True))
    starts = {name: draw.draw(DAYS) for name in names}
    moved = move_together(state, starts, push=draw.draw(st.booleans()))
    known = broken_dates(state)
    everywhere = {
        fault.sentence
        for fault in schedule_faults(State(state.plan, Schedule(moved.assignments)))
        if (fault.code, fault.place) not in known
    }
    assert (moved.broken is None) == (not everywhere)
    assert moved.broken is None or moved.broken in everywhere


@pytest.mark.parametrize("code", [*JOINT_RULES, "WINDOW", "POE"])
@settings(max_examples=25)
@given(draw=st.data())
def test_that_asking_only_about_moved_phases_leaves_the_same_claims(code: str, draw: st.DataObject) -> None:
    state = draw.draw(placed_plans(small_plans(code, features=("regions", "links"))))
    name = draw.draw(st.sampled_from([*state.plan.phase]))
    moved = move(state, name, draw.draw(DAYS), push=True)
    claims = scheduled(state).claims
    everywhere = remaining_claims(state.plan, moved.placed, claims)
    assert remaining_claims(state.plan, moved.placed, claims, {name, *moved.pushed}) == everywhere


@given(state=LINKED, draw=st.data())
def test_that_phases_moved_together_go_where_they_are_told_and_are_pushed_later_at_most(
    state: State, draw: st.DataObject
) -> None:
    names = draw.draw(st.lists(st.sampled_from([*state.plan.phase]), min_size=1, unique=True))
    starts = {name: draw.draw(DAYS) for name in names}
    present = {each.phase: each for each in scheduled(state).assignments}
    alone = {each.phase: each for each in move_together(state, starts, push=False).assignments}
    after = {each.phase: each for each in move_together(state, starts, push=True).assignments}
    for name, run in alone.items():
        told = place(state.plan, state.plan.phase[name], run.option, starts[name]) if name in names else present[name]
        assert run.start == told.start
        assert after[name].start >= run.start


def test_that_claims_that_all_hold_are_left_as_they_are() -> None:
    plan = a_plan()
    claims = (Claim("P1", "C1", 9_000),)
    assert remaining_claims(plan, {"P1": an_assignment(plan)}, claims, moved=frozenset({"P1"})) is claims


def test_that_a_credit_that_misses_its_minimum_on_the_new_dates_pays_nothing_at_all() -> None:
    needs_both = a_credit(minimum_claim=15_000)
    plan = a_plan(phases=(a_phase(), a_phase("P2")), credits=(needs_both, a_credit("C2")), one_source_per_phase=False)
    late = an_assignment(plan, "P2", date(2027, 7, 5))
    claims = (Claim("P1", "C1", 9_000), Claim("P2", "C1", 9_000), Claim("P1", "C2", 1_000))
    remaining = remaining_claims(plan, {"P1": an_assignment(plan), "P2": late}, claims)
    assert remaining == (Claim("P1", "C2", 1_000),)


def test_that_who_waits_for_a_phase_that_has_grown_gives_way_and_nobody_else_does() -> None:
    plan = a_plan(
        phases=(a_phase(), a_phase("P2"), a_phase("P3")), dependencies=(Dependency(predecessor="P1", successor="P2"),)
    )
    longer = replace(an_assignment(plan), finish=date(2027, 1, 19))
    runs = (longer, an_assignment(plan, "P2", date(2027, 1, 18)), an_assignment(plan, "P3"))
    assert pushed(plan, runs, "P1") == (longer, an_assignment(plan, "P2", date(2027, 1, 20)), runs[2])
    assert pushed(plan, runs[1:], "P1") == runs[1:]


def test_that_a_phase_moved_to_where_it_begins_keeps_dates_of_another_length() -> None:
    plan = a_plan()
    longer = replace(an_assignment(plan), finish=date(2027, 3, 5))
    moved = move(State(plan, Schedule((longer,))), "P1", START, push=True)
    assert moved.assignments == (longer,)
