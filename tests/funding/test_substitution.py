"""What a trade of funding against rate would cost: the worked figures of the reference plans, and laws of any plan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.entitlement_ledger import entitlement_ledger
from planner.funding.rates import RateLine
from planner.funding.substitution import asks_kept_apart, funding_value, rounded, rounded_points, substitution
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import LARGEST_AMOUNT, WHOLE
from tests.builders import START, a_phase, a_plan, an_assignment, an_entitlement, by_fasttrack, by_partner
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states, values

E5 = RateLine(sku="SPE_E5", name="Microsoft 365 E5", seats=1_000, list_price=1_000, asked=1_000, offered=0)
"""120,000 a year at list, of which 12,000 are asked for."""

WORKED = {
    "small": {
        "base": 1_863_674,
        "one_point": 18_637,
        "asked": 94_987,
        "offered": 18_036,
        "gap": 76_952,
        "forgone_rate": 76_952,
        "funding": 68_708,
        "trade_loss": 8_244,
    },
    "medium": {
        "base": 11_021_728,
        "one_point": 110_217,
        "asked": 701_383,
        "offered": 90_178,
        "gap": 611_205,
        "forgone_rate": 611_205,
        "funding": 309_286,
        "trade_loss": 301_918,
    },
}
"""The table of the field guide, section 6.4, on the reference schedules."""


def reference(plan: Plan, name: str) -> Schedule:
    folder = shared_folder()
    assert folder is not None
    return read_schedule(plan, folder / "plans" / f"{name}.result.json")


def paid(amount: int, finish: date = START) -> Schedule:
    return Schedule((Assignment("P1", "PAR", START, finish),), (Claim("P1", "C1", amount),))


@pytest.mark.parametrize("name", WORKED)
def test_that_the_worked_figures_come_out(name: str, request: pytest.FixtureRequest) -> None:
    plan = request.getfixturevalue(name)
    weighed = substitution(plan, reference(plan, name))
    assert {field: rounded(getattr(weighed, field)) for field in WORKED[name]} == WORKED[name]


@pytest.mark.parametrize(
    ("name", "points", "face", "planned"), [("small", "3.69", 120_000, 70_000), ("medium", "2.81", 467_500, 320_000)]
)
def test_that_the_worked_break_even_comes_out(
    name: str, points: str, face: int, planned: int, request: pytest.FixtureRequest
) -> None:
    plan = request.getfixturevalue(name)
    weighed = substitution(plan, reference(plan, name))
    assert weighed.break_even is not None
    assert rounded_points(weighed.break_even) == Decimal(points)
    assert (weighed.instead.face, weighed.instead.planned) == (face, planned)
    assert (weighed.instead.present_value, weighed.instead.points) == (weighed.funding, weighed.break_even)
    assert weighed.instead.rate == weighed.offered


def test_that_the_rate_overtakes_the_funding_in_the_third_year_of_the_small_plan(small: Plan) -> None:
    """27,648 a year are open: 27,648, then 53,248, then 76,952, of which only the last exceeds 68,708."""
    assert substitution(small, reference(small, "small")).overtaken_in_year == 3


def test_that_the_rate_overtakes_the_funding_in_the_second_year_of_the_medium_plan(medium: Plan) -> None:
    assert substitution(medium, reference(medium, "medium")).overtaken_in_year == 2


def test_that_a_claim_is_worth_less_the_later_its_phase_ends() -> None:
    plan = a_plan(discount_rate=800)
    year_later = START.replace(year=START.year + 1)
    assert funding_value(plan, paid(108_000)) == 108_000
    assert funding_value(plan, paid(108_000, year_later)) == pytest.approx(100_000, abs=1e-9)
    assert funding_value(replace(plan, discount_rate=0), paid(108_000, year_later)) == 108_000


def test_that_the_break_even_of_one_product_is_by_its_own_base() -> None:
    twice = replace(E5, sku="B", seats=2_000)
    weighed = substitution(a_plan(rate_lines=(E5, twice)), paid(30_000))
    assert weighed.break_even is not None
    first, second = weighed.break_even_by_line
    assert first.points == 3 * weighed.break_even
    assert second.points == Fraction(3, 2) * weighed.break_even


def test_that_without_a_price_no_discount_breaks_even() -> None:
    weighed = substitution(a_plan(), paid(30_000))
    assert weighed.break_even is None
    assert weighed.overtaken_in_year is None
    assert weighed.trade_loss == -30_000


@pytest.mark.parametrize(("claimed", "year"), [(1, 1), (12_000, 1), (12_001, 2), (36_000, 3), (36_001, None)])
def test_that_the_year_is_the_first_in_which_the_rate_makes_up_for_the_funding(claimed: int, year: int | None) -> None:
    plan = a_plan(rate_lines=(E5,), discount_rate=0)
    assert substitution(plan, paid(claimed)).overtaken_in_year == year


def test_that_a_price_that_lives_on_makes_up_for_the_funding_in_the_next_term() -> None:
    plan = a_plan(rate_lines=(E5,), discount_rate=0)
    alone, lived_on = substitution(plan, paid(36_001)).carry_over
    assert (alone.kappa, int(alone.gap), alone.overtaken_in_year) == (0, 36_000, None)
    assert (lived_on.kappa, int(lived_on.gap), lived_on.overtaken_in_year) == (1, 72_000, 4)
    assert lived_on.trade_loss == 72_000 - 36_001


@given(st.integers(0, LARGEST_AMOUNT), st.integers(0, LARGEST_AMOUNT), st.integers(0, WHOLE), st.integers(-500, 2_000))
def test_that_more_funding_never_lowers_the_break_even(less: int, more: int, rate: int, days: int) -> None:
    plan = a_plan(rate_lines=(E5,), discount_rate=rate)
    finish = date.fromordinal(START.toordinal() + days)
    low, high = (substitution(plan, paid(amount, finish)).break_even for amount in (min(less, more), max(less, more)))
    assert low is not None
    assert high is not None
    assert low <= high
    assert (low < high) == (less != more)


@given(states())
def test_that_nothing_is_forgone_where_everything_asked_for_is_offered(state: State) -> None:
    closed = tuple(replace(line, offered=line.asked) for line in state.plan.rate_lines)
    weighed = substitution(replace(state.plan, rate_lines=closed), state.schedule or Schedule(()))
    assert weighed.gap == weighed.forgone_rate == 0
    assert weighed.overtaken_in_year is None
    assert weighed.trade_loss == -weighed.funding
    assert all(carried.gap == 0 for carried in weighed.carry_over)


@given(st.lists(values(RateLine), max_size=3), st.integers(1, 1_000), st.integers(0, WHOLE), st.integers(1, 10))
def test_that_scaling_every_price_scales_the_gap_exactly(
    lines: list[RateLine], factor: int, rate: int, years: int
) -> None:
    plan = a_plan(rate_lines=tuple(lines), discount_rate=rate, term_years=years)
    scaled = replace(plan, rate_lines=tuple(replace(line, list_price=line.list_price * factor) for line in lines))
    before, after = substitution(plan, Schedule(())), substitution(scaled, Schedule(()))
    assert after.gap == before.gap * factor
    assert after.base == before.base * factor
    assert [carried.gap for carried in after.carry_over] == [carried.gap * factor for carried in before.carry_over]


@settings(max_examples=50)
@given(states())
def test_that_the_year_is_that_of_the_formula(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    weighed = substitution(plan, schedule)
    open_now = [Fraction(line.asked - line.offered, WHOLE) for line in plan.rate_lines]
    prices = [
        line.seats * line.list_price * 12 * Fraction(WHOLE + line.uplift, 100 * WHOLE) for line in plan.rate_lines
    ]
    yearly = [price * part for price, part in zip(prices, open_now, strict=True)]
    rate = Fraction(WHOLE, WHOLE + plan.discount_rate)
    so_far = [sum(sum(yearly) * rate**year for year in range(years + 1)) for years in range(plan.term_years)]
    expected = next(
        (year for year, total in enumerate(so_far, start=1) if total > 0 and total >= weighed.funding), None
    )
    assert weighed.overtaken_in_year == expected
    assert weighed.gap == so_far[-1]


@given(st.integers(0, LARGEST_AMOUNT), st.integers(0, LARGEST_AMOUNT), st.integers(0, LARGEST_AMOUNT))
def test_that_what_an_entitlement_saves_is_never_funding(price: int, labour: int, claimed: int) -> None:
    options = (by_partner(cost=price), by_fasttrack(cost=labour))
    plan = a_plan(phases=(a_phase(options=options), a_phase("P2")), entitlements=(an_entitlement(),), rate_lines=(E5,))
    assignments = (an_assignment(plan, option_id="fasttrack"), an_assignment(plan, "P2"))
    schedule = Schedule(assignments, (Claim("P2", "C1", claimed),))
    assert entitlement_ledger(plan, schedule, START).avoided_cost == price - labour
    assert substitution(plan, schedule) == substitution(replace(plan, entitlements=()), schedule)
    without_work = replace(schedule, assignments=assignments[1:])
    assert substitution(plan, without_work).funding == substitution(plan, schedule).funding


@given(states())
def test_that_a_figure_is_never_shown_more_than_half_a_unit_off(state: State) -> None:
    weighed = substitution(state.plan, state.schedule or Schedule(()))
    for figure in (weighed.base, weighed.gap, weighed.funding, weighed.trade_loss):
        assert abs(rounded(figure) - figure) * 2 <= 1
    if weighed.break_even is not None:
        assert abs(Fraction(rounded_points(weighed.break_even)) - weighed.break_even) * 200 <= 1


def test_that_the_sentence_names_three_asks_and_adds_none_up(small: Plan) -> None:
    sentence = asks_kept_apart(small, substitution(small, reference(small, "small")))
    assert all(part in sentence for part in ("SF1", "USD 70,000", "settled by itself", "none pays for another"))


@given(states())
def test_that_the_sentence_can_be_spoken_without_a_figure_of_the_rate(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    spoken = asks_kept_apart(plan, substitution(plan, schedule))
    if any(line.asked > line.offered for line in plan.rate_lines):
        cheaper = tuple(replace(line, list_price=1, seats=1, offered=0) for line in plan.rate_lines)
        dearer = tuple(replace(line, list_price=10**9, seats=10**6, offered=0) for line in plan.rate_lines)
        for lines in (cheaper, dearer):
            other = replace(plan, rate_lines=lines, discount_rate=100)
            assert asks_kept_apart(other, substitution(other, schedule)) == spoken or "nothing is open" in spoken


def test_that_the_sentence_holds_without_rates_or_rights() -> None:
    sentence = asks_kept_apart(a_plan(), substitution(a_plan(), Schedule(())))
    assert "the rate, on which nothing is open" in sentence
    assert "help by right, which" in sentence
