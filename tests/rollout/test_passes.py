"""The earliest and latest dates of the network, against every schedule that a tiny plan allows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.passes import Reach, earliest, latest
from tests.brute_force import every_schedule
from tests.builders import START, a_phase, a_plan
from tests.small_plans import FEATURES, small_plans


def starts(reach: Reach) -> list[date]:
    return [run.start for _, run in reach.runs]


def finishes(reach: Reach) -> list[date]:
    return [run.finish for _, run in reach.runs]


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_no_schedule_goes_beyond_the_earliest_and_latest_dates(feature: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(features=(feature,), most_phases=2))
    first = earliest(plan)
    last = latest(plan, first)
    for assignments in every_schedule(plan):
        for each in assignments:
            assert min(starts(first[each.phase])) <= each.start <= max(starts(last[each.phase]))
            assert min(finishes(first[each.phase])) <= each.finish <= max(finishes(last[each.phase]))


@settings(max_examples=150)
@given(plan=small_plans(features=("freezes", "partner windows", "bounds", "pins", "free options"), most_phases=1))
def test_that_a_phase_alone_reaches_its_earliest_and_latest_dates_exactly(plan: Plan) -> None:
    possible = [assignment for (assignment,) in every_schedule(plan)]
    first = earliest(plan)
    last = latest(plan, first)
    for option in plan.phases[0].options:
        runs = [each for each in possible if each.option == option.id]
        assert [run for work, run in first["P1"].runs if work.option is option] == (
            [min(runs, key=lambda each: each.start)] if runs else []
        )
        assert [run for work, run in last["P1"].runs if work.option is option] == (
            [max(runs, key=lambda each: each.start)] if runs else []
        )


@settings(max_examples=100)
@given(plan=small_plans(features=("regions", "links", "freezes"), most_phases=2))
def test_that_one_of_two_linked_phases_reaches_its_extreme_dates_exactly(plan: Plan) -> None:
    plan = replace(plan, phases=tuple(replace(phase, options=phase.options[:1]) for phase in plan.phases))
    possible = list(every_schedule(plan))
    first = earliest(plan)
    last = latest(plan, first)
    if not possible:
        return
    for number, phase in enumerate(plan.phase):
        assert min(starts(first[phase])) == min(each[number].start for each in possible)
        assert max(starts(last[phase])) == max(each[number].start for each in possible)


def test_that_nothing_is_possible_behind_a_phase_that_has_no_room() -> None:
    plan = a_plan(
        phases=(a_phase("A", deadline=START), a_phase("B")), dependencies=(Dependency(predecessor="A", successor="B"),)
    )
    first = earliest(plan)
    assert [reach.runs for reach in first.values()] == [(), ()]
    assert [reach.runs for reach in latest(plan, first).values()] == [(), ()]
