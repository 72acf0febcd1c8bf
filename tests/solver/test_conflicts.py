"""Why nothing fits: a conflict is one, every part of it is needed, and none is told where something fits."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.demands import without
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.value import DateRange
from solver.cancel import Cancel
from solver.conflicts import conflict, keeping, only, smallest
from solver.settings import Settings
from solver.solve import solve
from tests.brute_force import every_schedule
from tests.builders import START, a_partner, a_phase, a_plan, by_fasttrack
from tests.small_plans import FEATURES, small_plans

DATES = tuple(name for name in FEATURES if name not in {"exchange", "invoice", "free options"})


@st.composite
def tight_plans(draw: st.DrawFn, feature: str) -> Plan:
    """Tiny plans with several demands on dates at once and work that takes long; many have no schedule."""
    chosen = {feature, *draw(st.sets(st.sampled_from(DATES), max_size=3))}
    plan: Plan = draw(small_plans("SCOPE", features=tuple(sorted(chosen)), most_phases=2))
    longer, later = st.integers(0, 4), st.integers(0, 3)
    phases = (
        replace(phase, options=tuple(replace(each, duration=each.duration + draw(longer)) for each in phase.options))
        for phase in plan.phases
    )
    links = (replace(link, lag=link.lag + draw(later)) for link in plan.dependencies)
    return replace(plan, phases=tuple(phases), dependencies=tuple(links))


@pytest.mark.parametrize("feature", DATES)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_a_conflict_is_told_exactly_where_no_schedule_exists(feature: str, draw: st.DataObject) -> None:
    plan = draw.draw(tight_plans(feature))
    assert (conflict(plan) is None) == fits(plan)


@pytest.mark.parametrize("feature", DATES)
@settings(max_examples=60)
@given(draw=st.data())
def test_that_a_conflict_does_not_fit_and_all_of_it_but_any_one_part_does(feature: str, draw: st.DataObject) -> None:
    plan = draw.draw(tight_plans(feature))
    found = conflict(plan)
    if found is None:
        return
    assert found.is_smallest
    clash = keeping(only(plan, found.phases), found.demands)
    assert not fits(clash)
    for demand in found.demands:
        assert fits(without(clash, demand))
    for phase in found.phases:
        assert fits(only(clash, set(found.phases) - {phase}))


@settings(max_examples=50)
@given(plan=small_plans())
def test_that_a_plan_without_any_demand_always_fits(plan: Plan) -> None:
    assert conflict(keeping(plan, ())) is None


@given(
    count=st.integers(1, 12),
    clashes=st.lists(st.sets(st.integers(0, 11), min_size=1, max_size=5), min_size=1, max_size=4),
)
def test_that_the_smallest_part_of_a_list_is_a_clash_without_anything_idle(count: int, clashes: list[set[int]]) -> None:
    items = [*range(max(count, 1 + max(max(clash) for clash in clashes)))]

    def may_fit(kept: list[int] | tuple[int, ...]) -> bool:
        return not any(clash <= set(kept) for clash in clashes)

    found = smallest(items, may_fit)  # type: ignore[arg-type]
    assert set(found) in clashes
    assert found == sorted(found)
    assert all(may_fit([each for each in found if each != left_out]) for left_out in found)


def test_that_one_pin_among_a_hundred_demands_is_told_with_the_links_that_hold_it(medium: Plan) -> None:
    found = conflict(replace(medium, pins=(Pin(phase="M04", start=date(2027, 2, 22)),)))
    assert found is not None
    assert found.phases == ("M02", "M03", "M04")
    assert [demand.sentence for demand in found.demands] == [
        "M04 is pinned to start 2027-02-22.",
        "M03 starts after M02 ends.",
        "M04 starts after M03 ends.",
    ]
    assert found.is_smallest


def test_that_teams_and_horizon_are_told_with_the_phases_that_compete() -> None:
    phases = (*(a_phase(f"P{number}") for number in range(3)), a_phase("Q", options=(by_fasttrack(),)))
    found = conflict(a_plan(phases=phases, horizon=date(2027, 2, 5)))
    assert found is not None
    assert found.phases == ("P0", "P1", "P2")
    assert [demand.kind for demand in found.demands] == ["teams", "horizon"]


def test_that_the_horizon_is_not_blamed_where_availability_ends_before() -> None:
    partner = a_partner(windows=(DateRange(START, date(2027, 1, 13)),))
    found = conflict(a_plan(partners=(partner,)))
    assert found is not None
    assert [demand.kind for demand in found.demands] == ["availability"]


def test_that_a_missing_entitlement_is_told() -> None:
    found = conflict(a_plan(phases=(a_phase(options=(by_fasttrack(),)),), entitlements_bind=True))
    assert found is not None
    assert [demand.kind for demand in found.demands] == ["entitlement"]


def test_that_a_solve_that_finds_nothing_possible_says_why() -> None:
    phases = (a_phase("P1"), a_phase("P2", deadline=date(2027, 1, 22)))
    result = solve(a_plan(phases=phases, dependencies=(Dependency(predecessor="P1", successor="P2"),)))
    assert result.status == "INFEASIBLE"
    assert result.conflict is not None
    assert [demand.kind for demand in result.conflict.demands] == ["deadline", "link"]


def test_that_a_solve_that_finds_a_schedule_tells_no_conflict(small: Plan) -> None:
    assert solve(small, Settings(workers=1)).conflict is None


def test_that_nothing_is_said_after_a_cancel() -> None:
    cancel = Cancel()
    cancel.request()
    assert conflict(a_plan(phases=(a_phase(deadline=START),)), cancel=cancel) is None


def test_that_without_time_only_what_needs_no_search_is_said_and_not_that_it_is_the_smallest() -> None:
    found = conflict(a_plan(phases=(a_phase("P1", deadline=START), a_phase("P2"))), seconds=0.0)
    assert found is not None
    assert found.phases == ("P1",)
    assert not found.is_smallest
    packed = a_plan(phases=tuple(a_phase(f"P{number}") for number in range(3)), horizon=date(2027, 2, 5))
    assert conflict(packed, seconds=0.0) is None


@given(items=st.lists(st.integers(), unique=True))
def test_that_nothing_is_left_out_that_is_not_known_to_be_idle(items: list[int]) -> None:
    assert smallest(items, lambda _: True) == items


def fits(plan: Plan) -> bool:
    return any(True for _ in every_schedule(plan))
