"""The board's lead as a constraint: a pattern is fixed, and is possible on the bound day and no working day earlier."""

from datetime import date

import pytest
from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.calendars import Calendar, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.workdays import region_workdays
from solver.settings import Settings
from solver.solve import solve
from tests.builders import START, a_phase, a_plan
from tests.rollout.test_change_board import CASES, OPENS, planned

ANYWHERE = Settings(workers=1)


def is_possible(plan: Plan, start: date) -> bool:
    return solve(replace(plan, pins=(Pin(phase="P1", start=start),)), ANYWHERE).schedule is not None


@pytest.mark.parametrize("name", CASES)
def test_that_a_change_can_be_pinned_to_the_first_day_that_the_board_leaves_and_to_none_before(name: str) -> None:
    plan, first = CASES[name]
    assert is_possible(plan, first)
    assert not is_possible(plan, region_workdays(plan, plan.phases[0].region).add(first, -1))


def test_that_what_waits_for_a_change_waits_for_its_board_too() -> None:
    """P1 is a change of two weeks in a region with a day off; P2 follows and is none, so no board looks at it."""
    north = (Region("North", Calendar(holidays=(date(2027, 1, 6),))),)
    phases = (a_phase("P1", change=True, region="North"), a_phase("P2"))
    plan = a_plan(
        phases=phases, regions=north, change_lead=5, dependencies=(Dependency(predecessor="P1", successor="P2"),)
    )
    found = solve(plan, Settings("finish", workers=1)).schedule
    assert found is not None
    assert [run.start for run in found.assignments] == [date(2027, 1, 12), date(2027, 1, 26)]
    none = solve(replace(plan, change_lead=0), Settings("finish", workers=1)).schedule
    assert none is not None
    assert none.assignments[0].start == START


def test_that_where_the_board_leaves_too_few_days_the_conflict_names_it_with_the_day() -> None:
    late = planned(a_phase(change=True, deadline=date(2027, 1, 21)))
    found = solve(late, ANYWHERE)
    assert found.status == "INFEASIBLE"
    assert found.conflict is not None
    assert {demand.kind for demand in found.conflict.demands} == {"change lead", "deadline"}
    board = next(demand for demand in found.conflict.demands if demand.kind == "change lead")
    assert board.sentence == f"The change advisory board takes 5 working days: P1 not before {OPENS}."
    assert solve(replace(late, change_lead=4), ANYWHERE).schedule is not None


def short_of_days() -> Plan:
    """A plan whose only credit ends before work can that the board has to be asked for."""
    plan = planned()
    credit = plan.credits[0]
    return replace(plan, credits=(replace(credit, window=replace(credit.window, end=date(2027, 1, 20))),))


def test_that_money_that_ends_before_the_boards_answer_is_lost_and_without_a_board_is_not() -> None:
    plan = short_of_days()
    in_time = replace(plan.phases[0], change_requested=date(2026, 12, 31))
    plans = (plan, replace(plan, change_lead=3), replace(plan, change_lead=0), replace(plan, phases=(in_time,)))
    assert [solve(each, ANYWHERE).stages[0].value for each in plans] == [0, 10_000, 10_000, 10_000]
