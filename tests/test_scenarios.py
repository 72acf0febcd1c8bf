"""Scenarios: kept, compared and put in the plan's place without losing anything."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner.damage import damage
from planner.files import encode, parse
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.scenarios import (
    beside,
    changed_facts,
    compared,
    free_name,
    is_same_rollout,
    is_same_work,
    keep_scenario,
    promote_scenario,
    remove_scenario,
    rename_scenario,
    scenario_of,
)
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.strategies import plans, states


@settings(max_examples=60)
@given(states(), states())
def test_that_what_is_kept_shares_with_the_plan_all_that_is_the_same(state: State, other: State) -> None:
    name = free_name(state.plan, "Kept")
    kept = keep_scenario(state.plan, name, other).scenarios[-1]
    assert (kept.plan, kept.schedule) == (replace(other.plan, **NOT_KEPT), other.schedule)
    for field in Plan.__struct_fields__:
        mine, of_plan = getattr(kept.plan, field), getattr(state.plan, field)
        assert mine is of_plan or mine != of_plan or field in NOT_KEPT or type(mine) is not type(of_plan)


NOT_KEPT = {"scenarios": (), "measurements": (), "baseline": None, "agenda": (), "sent": ()}


@settings(max_examples=60)
@given(states(), states())
def test_that_promoting_twice_brings_back_what_was_there(state: State, other: State) -> None:
    state, other = (each._replace(plan=replace(each.plan, status_date=None, actuals=())) for each in (state, other))
    plan = keep_scenario(replace(state.plan, scenarios=()), "Other", other)
    once = promote_scenario(State(plan, state.schedule), "Other")
    assert invariant_faults(once) == ()
    assert replace(once.plan, **NOT_KEPT) == replace(other.plan, **NOT_KEPT)
    assert (once.plan.measurements, once.plan.baseline) == (plan.measurements, plan.baseline)
    assert [each.name for each in once.plan.scenarios] == ["Before Other"]
    twice = promote_scenario(once, "Before Other")
    assert replace(twice.plan, scenarios=()) == replace(plan, scenarios=())
    assert twice.schedule == state.schedule


@settings(max_examples=40)
@given(states(), states())
def test_that_scenarios_come_back_from_a_file_and_still_share(state: State, other: State) -> None:
    plan = keep_scenario(replace(state.plan, scenarios=()), "Other", other)
    read = parse(encode(State(plan, state.schedule)))
    assert read == State(plan, state.schedule)
    same = keep_scenario(replace(read.plan, scenarios=()), "Same", State(read.plan))
    again = parse(encode(State(same))).plan
    assert again.scenarios[0].plan.phases is again.phases


@given(plans())
@settings(max_examples=30)
def test_that_facts_that_changed_are_exactly_those_of_the_fields_that_differ(plan: Plan) -> None:
    assert changed_facts(plan, plan) == ()
    assert changed_facts(plan, replace(plan, measurements=(), scenarios=())) == ()
    (only,) = changed_facts(plan, replace(plan, name=f"{plan.name[:400]} anew"))
    assert (only.place, only.field, only.before) == ("plan", "name", plan.name)


def test_that_a_changed_credit_is_told_field_by_field_and_others_as_added_or_removed() -> None:
    plan = a_plan(credits=(a_credit("C1", face=9), a_credit("C2")))
    other = replace(plan, credits=(a_credit("C1", face=10, share=4_000), a_credit("C3")))
    told = [(fact.place, fact.field) for fact in changed_facts(plan, other)]
    assert told == [("credit C1", "face"), ("credit C1", "share"), ("credit C2", ""), ("credit C3", "")]


@pytest.mark.parametrize("name", ["", "  "])
def test_that_a_scenario_needs_a_name(name: str) -> None:
    plan = a_plan()
    with pytest.raises(PlanError, match="needs a name"):
        keep_scenario(plan, name, State(plan))


def test_that_a_name_is_given_once() -> None:
    plan = keep_scenario(a_plan(), "Late", State(a_plan()))
    with pytest.raises(PlanError, match="occurs 2 times"):
        keep_scenario(plan, "Late", State(plan))
    assert free_name(plan, "Late") == "Late 2"


def test_that_an_unknown_scenario_is_answered_with_the_known_ones() -> None:
    plan = keep_scenario(a_plan(), "Late", State(a_plan()))
    for refused in (
        lambda: remove_scenario(plan, "Early"),
        lambda: rename_scenario(plan, "Early", "Soon"),
        lambda: promote_scenario(State(plan), "Early"),
    ):
        with pytest.raises(PlanError, match="Scenarios: Late"):
            refused()


def test_that_renaming_and_removing_leave_the_plan_as_it_was() -> None:
    plan = a_plan()
    kept = rename_scenario(keep_scenario(plan, "Late", State(plan)), "Late", "Later")
    assert [each.name for each in kept.scenarios] == ["Later"]
    assert remove_scenario(kept, "Later") == plan


def test_that_a_scenario_with_scenarios_of_its_own_is_refused() -> None:
    plan = a_plan()
    inner = keep_scenario(plan, "Inner", State(plan))
    nested = replace(plan, scenarios=(replace(scenario_of("Outer", State(plan)), plan=inner),))
    (fault,) = invariant_faults(State(nested))
    assert fault.path == "plan.scenarios[0].plan.scenarios"


def test_that_a_fault_inside_a_scenario_is_told_with_its_place() -> None:
    plan = a_plan()
    broken = replace(plan, phases=(*plan.phases, plan.phases[0]))
    faults = invariant_faults(State(replace(plan, scenarios=(scenario_of("Twice", State(broken)),))))
    assert [fault.path for fault in faults] == ["plan.scenarios[0].plan.phases[1]"]
    assert "Scenario 'Twice'" in faults[0].sentence


def test_that_plans_are_compared_by_what_their_schedules_earn_cost_and_move() -> None:
    plan = a_plan(credits=(a_credit("C1"),), phases=(a_phase("P1"),))
    first = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
    kept = keep_scenario(plan, "Unfunded", State(plan, Schedule(first.assignments)))
    mine, other = compared(beside(State(kept, first), "Now"))
    assert (mine.name, mine.funding, other.funding) == ("Now", 10_000, 0)
    assert other.net_cost - mine.net_cost == mine.funding
    assert (mine.moved, other.moved, mine.by_credit["C1"]) == (0, 0, 10_000)


def test_that_damage_is_what_a_change_took_and_planning_anew_brought_back() -> None:
    plan = a_plan(credits=(a_credit("C1"),), phases=(a_phase("P1"),))
    dates = (an_assignment(plan),)
    paid, unpaid = Schedule(dates, (Claim("P1", "C1", 10_000),)), Schedule(dates)
    anew = Schedule(dates, (Claim("P1", "C1", 4_000),))
    found = damage(State(plan, paid), State(plan, unpaid), anew)
    assert (found.before, found.kept, found.after) == (10_000, 0, 4_000)
    assert (found.lost, found.saved, found.moved) == (10_000, 4_000, 0)


def test_that_only_what_the_plan_at_work_alone_holds_leaves_a_rollout_the_same() -> None:
    plan, schedule = a_plan(), Schedule(())
    kept = keep_scenario(plan, "Kept", State(plan, schedule))
    assert is_same_rollout(plan, plan)
    assert is_same_rollout(plan, kept)
    assert not is_same_rollout(plan, replace(plan, credits=(a_credit(face=1),)))
    assert is_same_work(State(plan, schedule), State(kept, Schedule(())))
    assert not is_same_work(State(plan, schedule), State(kept))
