from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.picture.time_axis import TimeAxis, fiscal_year, fiscal_year_ends, months, whole_months

AXIS = whole_months(date(2027, 1, 18), date(2027, 12, 1), left=100, width=365)
days = st.dates(AXIS.first, AXIS.last)


def test_that_the_axis_runs_over_whole_months() -> None:
    assert (AXIS.first, AXIS.last) == (date(2027, 1, 1), date(2027, 12, 31))


def test_that_a_december_ends_its_axis() -> None:
    assert whole_months(date(2027, 12, 3), date(2027, 12, 4), 0, 1).last == date(2027, 12, 31)


@given(days)
def test_that_a_day_is_found_where_it_is_drawn(day: date) -> None:
    assert AXIS.day((AXIS.begin(day) + AXIS.end(day)) / 2) == day


@given(days)
def test_that_every_day_begins_where_the_one_before_ends(day: date) -> None:
    assert AXIS.end(day) - AXIS.begin(day) == pytest.approx(1)
    assert AXIS.begin(day) == pytest.approx(AXIS.end(day - timedelta(days=1)))


def test_that_days_outside_lie_at_the_nearer_end() -> None:
    assert AXIS.begin(date(2026, 5, 1)) == AXIS.left
    assert AXIS.end(date(2028, 5, 1)) == AXIS.right


def test_that_positions_outside_give_the_first_and_the_last_day() -> None:
    assert (AXIS.day(-5), AXIS.day(9_999)) == (AXIS.first, AXIS.last)


def test_that_the_fiscal_year_ends_on_30_june_and_is_named_after_its_end() -> None:
    assert (fiscal_year(date(2027, 6, 30)), fiscal_year(date(2027, 7, 1))) == (2027, 2028)
    assert fiscal_year_ends(AXIS) == (date(2027, 6, 30),)


def test_that_an_axis_of_two_years_shows_each_month_once() -> None:
    axis = TimeAxis(date(2027, 1, 15), date(2028, 12, 31), 0, 100)
    assert len(months(axis)) == len(set(months(axis))) == 24
