"""The earliest and latest dates of the network, against every schedule that a tiny plan allows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.passes import Reach, between, earliest, latest
from planner.value import DateRange
from tests.brute_force import every_schedule
from tests.builders import START, a_phase, a_plan, an_assignment, an_entitlement, by_fasttrack
from tests.small_plans import FEATURES, small_plans

ALONE = ("freezes", "change board", "partner windows", "bounds", "pins", "free options")


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
@given(plan=small_plans(features=ALONE, most_phases=1))
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
@given(plan=small_plans(features=("regions", "links", "freezes", "change board"), most_phases=2))
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


def test_that_guided_work_waits_for_the_right_to_it() -> None:
    asked = an_entitlement(requested_on=date(2027, 2, 1))
    plan = a_plan(phases=(a_phase(options=(by_fasttrack(),)),), entitlements=(asked,), entitlements_bind=True)
    assert earliest(plan)["P1"].runs[0][1].start == date(2027, 2, 1)
    never = replace(plan, entitlements=(replace(asked, requested_on=None, status="not requested"),))
    assert earliest(never)["P1"].runs == ()


def test_that_only_a_block_that_the_work_would_touch_moves_it() -> None:
    blocks = tuple(Freeze(f"{day}", DateRange(day, day), kind="block") for day in (date(2027, 6, 1), date(2027, 1, 6)))
    plan = a_plan(phases=(a_phase(change=True),), freezes=blocks)
    assert earliest(plan)["P1"].runs[0][1].start == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("kind", "of_successor", "of_predecessor"),
    [
        ("FS", ("start_from", date(2027, 1, 18)), ("finish_by", date(2027, 1, 17))),
        ("SS", ("start_from", date(2027, 1, 4)), ("start_by", date(2027, 1, 18))),
        ("FF", ("finish_from", date(2027, 1, 15)), ("finish_by", date(2027, 1, 31))),
        ("SF", ("finish_from", date(2027, 1, 4)), ("start_by", date(2027, 2, 1))),
    ],
)
def test_that_a_link_bounds_start_or_finish_of_either_end(
    kind: DependencyType, of_successor: tuple[str, date], of_predecessor: tuple[str, date]
) -> None:
    link = Dependency(predecessor="A", successor="B", type=kind)
    plan = a_plan(phases=(a_phase("A"), a_phase("B")), dependencies=(link,))
    placed = {"A": an_assignment(plan, "A"), "B": an_assignment(plan, "B", date(2027, 1, 18))}
    for name, (field, day) in (("B", of_successor), ("A", of_predecessor)):
        assert getattr(between(plan, plan.phase[name], (link,), placed), field) == day
    assert between(plan, plan.phase["B"], (link,), {}) == between(plan, plan.phase["B"], (), placed)
