"""Sums divided and put together again."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import fundable_cost
from planner.rollout.phases import AdoptionTarget, Milestone, Phase
from planner.rollout.quotes import Quote
from planner.rollout.waves import divided, divided_together, waves, whole
from tests.builders import START, a_phase, by_fasttrack, by_partner

Draw = Callable[[st.SearchStrategy[Any]], Any]
PARTS = st.lists(st.integers(0, 1_000), min_size=2, max_size=6)
SUMS = st.integers(0, 10**9)


@st.composite
def phases(draw: Draw) -> Phase:
    """Two ways to deliver, milestones with and without hours, and a target that is counted."""
    days = st.integers(6, 500)
    best, likely, worst = sorted(draw(days) for _ in range(3))
    options = (
        by_partner(duration=likely, optimistic=best, pessimistic=worst, cost=draw(SUMS)),
        by_fasttrack(duration=draw(days), cost=draw(SUMS)),
    )
    target = AdoptionTarget(text="Live", baseline=draw(st.integers(0, 99)), value=draw(SUMS), unit="users")
    milestones = (Milestone(name="Pilot", share=4_000, hours=draw(SUMS)), Milestone(name="Rollout", share=6_000))
    fields = {"seats": draw(SUMS), "eligible_cost": draw(SUMS), "adoption_target": target, "milestones": milestones}
    return a_phase(options=options, **fields)


@given(SUMS, PARTS)
def test_that_parts_sum_to_the_whole_and_are_off_their_proportion_by_less_than_a_unit(
    total: int, parts: list[int]
) -> None:
    shares = divided(total, parts)
    assert sum(shares) == total
    weights = parts if any(parts) else [1] * len(parts)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < sum(weights)


@given(st.integers(6, 10**6), PARTS)
def test_that_no_part_is_below_the_least_and_the_sum_is_still_the_whole(total: int, parts: list[int]) -> None:
    shares = divided(total, parts, least=1)
    assert min(shares) >= 1
    assert sum(shares) == total


@given(st.lists(SUMS, min_size=1, max_size=5), PARTS)
def test_that_parts_of_smaller_sums_are_never_above_those_of_larger_ones(totals: list[int], parts: list[int]) -> None:
    by_total = divided_together(totals, parts)
    for total in totals:
        assert sum(by_total[total]) == total
    for small, large in ((a, b) for a in totals for b in totals if a <= b):
        assert all(x <= y for x, y in zip(by_total[small], by_total[large], strict=True))
        assert sum(map(min, by_total[small], by_total[large])) == small


@given(phases(), PARTS)
def test_that_waves_keep_every_sum_and_what_credits_may_look_at(phase: Phase, parts: list[int]) -> None:
    made = waves(phase, parts)
    assert sum(wave.seats for wave in made) == phase.seats
    assert sum(wave.eligible_cost for wave in made) == phase.eligible_cost
    assert sum(wave.milestones[0].hours or 0 for wave in made) == phase.milestones[0].hours
    for option in phase.options:
        mine = [each for wave in made for each in wave.options if each.id == option.id]
        assert sum(each.cost for each in mine) == option.cost
        assert sum(each.duration for each in mine) == option.duration
        assert min(each.duration for each in mine) >= 1
        assert all((each.optimistic or 1) <= each.duration <= (each.pessimistic or 9_999) for each in mine)
        assert sum(fundable_cost(wave, each) for wave, each in zip(made, mine, strict=True)) == (
            fundable_cost(phase, option)
        )


@given(phase=phases(), parts=PARTS, in_regions=st.booleans())
def test_that_waves_that_are_joined_again_are_the_phase(phase: Phase, parts: list[int], *, in_regions: bool) -> None:
    regions = ("Global", "EMEA", "APAC", "DACH", "Iberia", "ANZ")[: len(parts)] if in_regions else ()
    assert whole(waves(phase, parts, regions), phase.id) == phase


def test_that_seats_given_for_each_wave_are_its_seats() -> None:
    made = waves(a_phase(seats=4_275), (1_400, 1_500, 1_375))
    assert [wave.seats for wave in made] == [1_400, 1_500, 1_375]
    assert made[0].name == "Phase P1, wave 1 of 3"


def test_that_a_share_to_adopt_is_every_waves_own_target() -> None:
    target = AdoptionTarget(text="Managed", baseline=5, value=95, unit="% of devices", direction="at_least")
    assert {wave.adoption_target for wave in waves(a_phase(adoption_target=target), (1, 1))} == {target}


def test_that_phases_with_other_milestones_keep_all_of_them_by_what_they_cost() -> None:
    joined = whole((a_phase("A", eligible_cost=30_000), a_phase("B", eligible_cost=10_000)), "A")
    assert joined.milestones == ()
    named = a_phase("B", eligible_cost=10_000, milestones=(Milestone(name="Signed"),))
    joined = whole((a_phase("A", eligible_cost=30_000), named), "A")
    assert [(each.name, each.share) for each in joined.milestones] == [("Phase A", 7_500), ("Signed", 2_500)]


def test_that_a_board_was_asked_for_the_whole_once_it_was_asked_for_every_wave() -> None:
    first, second = waves(a_phase(change=True, change_requested=START), (1, 1))
    assert second.change_requested == START
    later = date(2027, 1, 11)
    assert whole((first, replace(second, change_requested=later)), "P1").change_requested == later
    assert whole((first, replace(second, change_requested=None)), "P1").change_requested is None


def test_that_the_largest_give_up_what_the_smallest_need() -> None:
    assert divided(10, (98, 1, 1), least=2) == (6, 2, 2)


def a_rich_phase() -> Phase:
    """Everything that is divided: days, costs, quotes, seats, a counted target, hours."""
    target = AdoptionTarget(text="Live", metric="active", direction="at_least", baseline=0, value=7, unit="users")
    quote = Quote(quoted_on=START, amount=20_001)
    return a_phase(
        seats=101,
        options=(replace(by_partner(cost=20_001), quotes=(quote,)), by_fasttrack()),
        adoption_target=target,
        milestones=(Milestone(name="Pilot", share=4_000, hours=7), Milestone(name="Rollout", share=6_000)),
        exclusions=("Kiosks",),
    )


def test_that_a_counted_target_hours_and_quotes_are_divided_and_summed() -> None:
    phase = a_rich_phase()
    made = waves(phase, (2, 1))
    assert [wave.adoption_target.value for wave in made if wave.adoption_target] == [5, 2]
    assert [wave.milestones[0].hours for wave in made] == [5, 2]
    assert all(wave.options[0].quotes[0].amount == wave.options[0].cost for wave in made)
    assert whole(made, "P1") == phase


def test_that_what_waves_do_not_share_is_kept_once_or_not_at_all() -> None:
    first, second = waves(a_rich_phase(), (2, 1))
    later = replace(second.options[0].quotes[0], quoted_on=date(2027, 2, 1))
    other = replace(
        second,
        options=(replace(second.options[0], quotes=(later,)), second.options[1]),
        exclusions=("Kiosks", "Servers"),
        adoption_target=AdoptionTarget(text="Safe", metric="score", direction="at_least", baseline=0, value=7),
    )
    joined = whole((first, other), "P1")
    assert joined.options[0].quotes == ()
    assert joined.exclusions == ("Kiosks", "Servers")
    assert joined.adoption_target == first.adoption_target
