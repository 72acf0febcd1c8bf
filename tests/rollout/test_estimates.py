"""Three-point estimates and the chances of whole working days."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.rollout.estimates import Estimate, chance_up_to, duration_chances, estimate
from tests.builders import a_phase, by_partner


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    likely = draw(st.integers(1, 300))
    best, worst = draw(st.integers(1, likely)), draw(st.integers(likely, 600))
    return Estimate(Fraction(best), likely, Fraction(worst))


@given(estimates())
def test_that_the_chances_of_all_durations_are_positive_and_sum_to_one(estimated: Estimate) -> None:
    chances = duration_chances(estimated)
    assert sum(chances.values()) == 1
    assert min(chances.values()) > 0
    assert list(chances) == sorted(chances)
    assert estimated.optimistic <= min(chances)
    assert max(chances) <= estimated.pessimistic


@given(estimates())
def test_that_rounding_moves_the_mean_by_less_than_half_a_day(estimated: Estimate) -> None:
    mean = sum(days * chance for days, chance in duration_chances(estimated).items())
    triangular = (estimated.optimistic + estimated.likely + estimated.pessimistic) / 3
    assert abs(mean - triangular) <= Fraction(1, 2)


@given(st.integers(1, 100), st.integers(0, 99))
def test_that_a_symmetric_spread_is_in_time_in_one_half_and_half_of_the_likeliest_day(days: int, by: int) -> None:
    by = min(by, days - 1)
    chances = duration_chances(Estimate(Fraction(days - by), days, Fraction(days + by)))
    in_time = sum(chance for taken, chance in chances.items() if taken <= days)
    assert in_time == Fraction(1, 2) + chances[days] / 2
    assert chances[days] == max(chances.values())


@given(estimates(), st.fractions(0, 700), st.fractions(0, 700))
def test_that_more_days_are_never_less_likely_to_suffice(estimated: Estimate, one: Fraction, other: Fraction) -> None:
    fewer, more = sorted((one, other))
    assert 0 <= chance_up_to(estimated, fewer) <= chance_up_to(estimated, more) <= 1


def test_that_the_distribution_function_is_the_triangular_one_at_known_points() -> None:
    estimated = Estimate(Fraction(10), 20, Fraction(50))
    assert chance_up_to(estimated, Fraction(20)) == Fraction(1, 4)
    assert chance_up_to(estimated, Fraction(15)) == Fraction(1, 16)
    assert chance_up_to(estimated, Fraction(35)) == 1 - Fraction(225, 1_200)


def test_that_a_given_end_replaces_the_usual_spread_of_the_motion_and_the_other_stays() -> None:
    option = by_partner(duration=20, pessimistic=29)
    assert estimate(a_phase(motion="migrate"), option) == Estimate(Fraction(17), 20, Fraction(29), is_usual=True)
    both = by_partner(duration=20, optimistic=18, pessimistic=29)
    assert estimate(a_phase(motion="migrate"), both) == Estimate(Fraction(18), 20, Fraction(29), is_usual=False)


def test_that_every_motion_has_a_usual_spread_and_unknown_ones_share_one() -> None:
    option = by_partner(duration=100)
    spans = {
        motion: estimate(a_phase(motion=motion), option) for motion in ("assess", "Pilot", "deploy", "adopt", "dance")
    }
    ends = {motion: (int(each.optimistic), int(each.pessimistic)) for motion, each in spans.items()}
    assert ends == {
        "assess": (90, 120),
        "Pilot": (90, 130),
        "deploy": (90, 140),
        "adopt": (95, 120),
        "dance": (90, 130),
    }


def test_that_work_whose_ends_meet_always_takes_as_planned() -> None:
    assert duration_chances(Estimate(Fraction(7), 7, Fraction(7))) == {7: 1}


def test_that_days_without_any_chance_are_left_out_and_the_others_sum_to_one() -> None:
    """Of 3 to 7.5 days at most, 8 whole days have no chance: 7.5 is rounded up, and nothing lies above."""
    chances = duration_chances(Estimate(Fraction(3), 5, Fraction(15, 2)))
    assert [*chances] == [3, 4, 5, 6, 7]
    assert sum(chances.values()) == 1


def test_that_fewer_days_than_the_fewest_never_suffice_and_the_most_always_do() -> None:
    estimated = Estimate(Fraction(3), 5, Fraction(7))
    assert [chance_up_to(estimated, Fraction(days)) for days in (2, 3, 7, 8)] == [0, 0, 1, 1]
