"""Splitting a phase into waves, joining them, and duplicating a phase: laws over any plan, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.credits import OutcomeDate
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Phase, Pin
from planner.rollout.schedule import Schedule
from planner.wave_edits import duplicate_phase, join_waves, split_into_waves, whole_id
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from tests.strategies import states

Draw = Callable[[st.SearchStrategy[Any]], Any]
PARTS = st.lists(st.integers(0, 50), min_size=2, max_size=4)


def a_chain(**changes: object) -> Plan:
    """A before P1 before B, P1 also by a start-to-start and a finish-to-finish link."""
    links = (("A", "P1", "FS"), ("P1", "B", "FS"), ("P1", "B", "SS"), ("A", "P1", "FF"))
    plan = a_plan(
        phases=(a_phase("A"), a_phase("P1"), a_phase("B")),
        partners=(a_partner(teams=3),),
        dependencies=tuple(Dependency(predecessor=a, successor=b, type=kind) for a, b, kind in links),  # type: ignore[arg-type]
    )
    return replace(plan, **changes)


@settings(max_examples=150)
@given(state=states(), draw=st.data(), parts=PARTS, in_turn=st.booleans())
def test_that_a_split_keeps_the_laws_of_plans_and_a_join_gives_the_plan_again(
    state: State, draw: st.DataObject, parts: list[int], *, in_turn: bool
) -> None:
    plan = state.plan
    if not plan.phases:
        return
    phase = draw.draw(st.sampled_from(plan.phases))
    if any(option.duration < len(parts) for option in phase.options):
        with pytest.raises(PlanError, match="too few for"):
            split_into_waves(state, phase.id, parts, in_turn=in_turn)
        return
    if phase.id in plan.actual:
        with pytest.raises(PlanError, match="has begun"):
            split_into_waves(state, phase.id, parts, in_turn=in_turn)
        return
    after = split_into_waves(state, phase.id, parts, in_turn=in_turn)
    assert invariant_faults(after) == ()
    names = [f"{phase.id}.{number + 1}" for number in range(len(parts))]
    assert [each.id for each in after.plan.phases if each.id in names] == names
    again = join_waves(after, names, phase.id)
    assert invariant_faults(again) == ()
    outcomes = [replace(each, outcome_dates=tuple(dict.fromkeys(each.outcome_dates))) for each in plan.credits]
    phases = tuple(_at_least(each, len(parts)) if each.id == phase.id else each for each in plan.phases)
    assert again.plan == replace(plan, phases=phases, credits=tuple(outcomes))


def _at_least(phase: Phase, days: int) -> Phase:
    """The phase whose optimistic estimates give each wave a day."""
    return replace(
        phase,
        options=tuple(
            replace(each, optimistic=None if each.optimistic is None else max(each.optimistic, days))
            for each in phase.options
        ),
    )


def test_that_waves_in_turn_are_waited_for_as_the_phase_was() -> None:
    after = split_into_waves(State(a_chain()), "P1", (1, 1)).plan
    assert [(each.predecessor, each.successor, each.type) for each in after.dependencies] == [
        ("A", "P1.1", "FS"),
        ("P1.2", "B", "FS"),
        ("P1.1", "B", "SS"),
        ("A", "P1.2", "FF"),
        ("P1.1", "P1.2", "FS"),
    ]


def test_that_waves_by_region_run_side_by_side_each_in_its_region() -> None:
    after = split_into_waves(State(a_chain()), "P1", (30, 70), ("EMEA", "APAC"), in_turn=False).plan
    assert [(each.id, each.region, each.seats) for each in after.phases[1:3]] == [
        ("P1.1", "EMEA", 30),
        ("P1.2", "APAC", 70),
    ]
    assert {(each.predecessor, each.successor) for each in after.dependencies} == {
        ("A", "P1.1"),
        ("A", "P1.2"),
        ("P1.1", "B"),
        ("P1.2", "B"),
    }


@pytest.mark.parametrize("in_turn", [True, False])
def test_that_a_schedule_without_faults_has_none_after_a_split(*, in_turn: bool) -> None:
    plan = a_chain(pins=(Pin(phase="P1", start=date(2027, 1, 18), option="PAR"),))
    starts = {"A": START, "P1": date(2027, 1, 18), "B": date(2027, 2, 1)}
    runs = tuple(an_assignment(plan, name, start) for name, start in starts.items())
    assert schedule_faults(State(plan, Schedule(runs))) == ()
    after = split_into_waves(State(plan, Schedule(runs)), "P1", (1, 1), in_turn=in_turn)
    assert schedule_faults(after) == ()
    again = join_waves(after, ("P1.1", "P1.2"), "P1")
    assert again.schedule == Schedule(runs)


@pytest.mark.parametrize(
    ("parts", "regions", "why"),
    [
        ((1,), (), "two waves or more"),
        ((1, -1), (), "two waves or more"),
        ((1, 1), ("EMEA",), "1 regions are named"),
        ((1,) * 11, (), "P1 takes 10 working days by PAR, too few for 11 waves"),
    ],
)
def test_that_a_split_that_cannot_be_says_why(parts: tuple[int, ...], regions: tuple[str, ...], why: str) -> None:
    with pytest.raises(PlanError, match=why):
        split_into_waves(State(a_chain()), "P1", parts, regions)


def test_that_phases_of_other_work_or_without_an_option_in_common_are_not_joined() -> None:
    other = a_phase("P2", workload="Purview")
    remote = a_phase("P3", options=(by_fasttrack(),))
    plan = a_plan(phases=(a_phase("P1"), other, remote))
    with pytest.raises(PlanError, match="P1, P2 are not of one workload"):
        join_waves(State(plan), ("P1", "P2"), "P1")
    with pytest.raises(PlanError, match="P1, P3 have no delivery option in common"):
        join_waves(State(plan), ("P1", "P3"), "P1")
    with pytest.raises(PlanError, match="Two phases or more"):
        join_waves(State(plan), ("P1", "P1"), "P1")


def test_that_a_join_around_another_phase_is_refused_as_a_circle() -> None:
    with pytest.raises(PlanError, match="circle"):
        join_waves(State(a_chain()), ("A", "B"), "A")


def test_that_a_join_keeps_only_options_that_all_have() -> None:
    both = a_phase("P1", options=(by_partner(), by_fasttrack()))
    after = join_waves(State(a_plan(phases=(both, a_phase("P2")))), ("P1", "P2"), "P1").plan
    assert [(each.id, each.cost, each.duration) for each in after.phases[0].options] == [("PAR", 40_000, 20)]


def test_that_joined_waves_are_called_as_before_and_others_as_the_first() -> None:
    plan = a_plan(phases=(a_phase("M8.1"), a_phase("M8.2"), a_phase("M9")))
    assert whole_id(plan, ("M8.1", "M8.2")) == "M8"
    assert whole_id(plan, ("M8.1", "M9")) == "M8.1"


def test_that_a_copy_stands_behind_its_phase_and_waits_for_nothing() -> None:
    plan = duplicate_phase(a_chain(pins=(Pin(phase="P1", start=START),)), "P1", "P2")
    assert [each.id for each in plan.phases] == ["A", "P1", "P2", "B"]
    assert replace(plan.phase["P2"], id="P1", name="Phase P1") == plan.phase["P1"]
    assert not [each for each in plan.dependencies if "P2" in {each.predecessor, each.successor}]
    assert [pin.phase for pin in plan.pins] == ["P1"]


def test_that_no_board_was_asked_for_a_copy() -> None:
    plan = a_plan(phases=(a_phase(change=True, change_requested=START),))
    assert duplicate_phase(plan, "P1", "P2").phase["P2"].change_requested is None


def test_that_pins_of_others_stay_and_a_pinned_start_is_the_first_waves() -> None:
    pins = (Pin(phase="A", start=START), Pin(phase="P1", start=date(2027, 1, 18)))
    in_turn = split_into_waves(State(a_chain(pins=pins)), "P1", (1, 1)).plan
    assert in_turn.pins == (pins[0], Pin(phase="P1.1", start=date(2027, 1, 18)))
    side_by_side = split_into_waves(State(a_chain(pins=pins)), "P1", (1, 1), in_turn=False).plan
    assert [pin.phase for pin in side_by_side.pins] == ["A", "P1.1", "P1.2"]


def test_that_outcome_dates_are_led_to_the_waves_and_back() -> None:
    by = date(2027, 5, 31)
    promised = a_credit(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P1", by), OutcomeDate("B", by)))
    plan = a_chain(credits=(promised, a_credit("C2")))
    divided = split_into_waves(State(plan), "P1", (1, 1)).plan
    assert divided.credits[0].outcome_dates == tuple(OutcomeDate(name, by) for name in ("P1.1", "P1.2", "B"))
    assert divided.credits[1] is plan.credits[1]
    assert join_waves(State(divided), ("P1.1", "P1.2"), "P1").plan.credits == plan.credits


def test_that_a_join_takes_no_name_of_another_phase_and_no_unknown_one() -> None:
    with pytest.raises(PlanError, match="B is another phase"):
        join_waves(State(a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("B")))), ("P1", "P2"), "B")
    with pytest.raises(PlanError, match="There is no phase 'P9'"):
        join_waves(State(a_chain()), ("P1", "P9"), "P1")


def test_that_what_has_begun_is_neither_split_nor_joined() -> None:
    begun = a_chain(status_date=date(2027, 1, 11), actuals=(Actual(phase="P1", option="PAR", started_on=START),))
    with pytest.raises(PlanError, match="P1 has begun, so it can be split no more"):
        split_into_waves(State(begun), "P1", (1, 1))
    with pytest.raises(PlanError, match="P1 has begun, so it can be joined with nothing"):
        join_waves(State(begun), ("P1", "B"), "P1")


def test_that_links_of_others_stay_as_they_are() -> None:
    between = Dependency(predecessor="A", successor="B", lag=30)
    chain = a_chain()
    divided = split_into_waves(State(replace(chain, dependencies=(*chain.dependencies, between))), "P1", (1, 1)).plan
    assert between in divided.dependencies


def test_that_joined_phases_without_dates_have_none_and_others_keep_theirs() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("B")))
    runs = (an_assignment(plan, "B"),)
    assert join_waves(State(plan, Schedule(runs)), ("P1", "P2"), "P1").schedule == Schedule(runs)


def test_that_joined_pins_stand_once_and_pins_of_nothing_are_gone() -> None:
    pins = (Pin(phase="P2", option="PAR"), Pin(phase="B", start=START))
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("B")), pins=pins)
    assert join_waves(State(plan), ("P1", "P2"), "P1").plan.pins == pins[1:]
