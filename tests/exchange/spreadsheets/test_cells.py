"""Cells and predecessors as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange.spreadsheets.cells import (
    CellError,
    basis_points_of,
    day_of,
    days_of,
    flag_of,
    money_of,
    names_of,
    number_of,
    text_of,
    whole_of,
)
from planner.exchange.spreadsheets.predecessors import Predecessor, read_predecessors
from planner.exchange.spreadsheets.sheets import NO_VALUE, Value, separator


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1.234,56", 1235),
        ("1,234.56", 1235),
        ("1'234.00", 1234),
        ("1 234 567", 1_234_567),
        ("$ 12,000", 12_000),
        ("12.000 EUR", 12_000),
        ("12.5k", 12_500),
        ("1,5 m", 1_500_000),
        (1234.5, 1235),
    ],
)
def test_that_sums_are_read_however_they_are_written(value: Value, expected: int) -> None:
    assert money_of(value) == expected


@pytest.mark.parametrize(
    "value", ["", "many", "1.2.3,4,5", "12 - 14", "1e400", float("inf"), float("nan"), "²", "9" * 99]
)
def test_that_what_is_no_number_is_refused(value: Value) -> None:
    with pytest.raises(CellError):
        number_of(value)


def test_that_fractions_are_no_whole_numbers() -> None:
    assert whole_of(7.0) == 7
    with pytest.raises(CellError, match="no whole number"):
        whole_of(7.5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("50%", 5000), (50, 5000), (0.5, 5000), ("12.5 %", 1250), (1, 10_000), ("0.5%", 50), ("33,3%", 3330)],
)
def test_that_shares_are_percent_or_parts_of_the_whole(value: Value, expected: int) -> None:
    assert basis_points_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2027, 6, 5), (6, 5)),
        ("2027-06-05", (6, 5)),
        ("2027-06-05T08:00:00", (6, 5)),
        ("31.12.2027", (12, 31)),
        ("5.6.2027", (6, 5)),
        ("31/12/2027", (12, 31)),
        ("12/31/2027", (12, 31)),
        ("5 Jun 2027", (6, 5)),
        ("June 5, 2027", (6, 5)),
        ("05-Jun-2027", (6, 5)),
        ("6/6/2027", (6, 6)),
    ],
)
def test_that_days_are_read_where_they_can_be_one_day_only(value: Value, expected: tuple[int, int]) -> None:
    assert day_of(value) == date(2027, *expected)


def test_that_a_day_of_two_readings_needs_the_order_of_dates() -> None:
    with pytest.raises(CellError, match="could be two days"):
        day_of("5/6/2027")
    assert day_of("5/6/2027", "day first") == date(2027, 6, 5)
    assert day_of("5/6/2027", "month first") == date(2027, 5, 6)


@pytest.mark.parametrize("value", ["soon", "2027-13-01", "31.2.2027", "0/0/0000", 46_000])
def test_that_what_is_no_day_is_refused(value: Value) -> None:
    with pytest.raises(CellError):
        day_of(value)


def test_that_days_weeks_names_and_flags_are_read() -> None:
    assert [days_of(each) for each in (10, "10", "10d", "2 weeks", "3w", "15 wd")] == [10, 10, 10, 10, 15, 15]
    assert names_of("Intune, Purview;Intune\nTeams") == ("Intune", "Purview", "Teams")
    assert [flag_of(each) for each in (True, "Yes", "x", "no", False)] == [True, True, True, False, False]
    for wrong in ("maybe", NO_VALUE, "#REF!"):
        with pytest.raises(CellError):
            flag_of(wrong)


def known(text: str) -> str | None:
    return {"3": "P3", "7": "P7", "design": "P1", "a-5": "A-5", "pre-fs": "PRE-FS"}.get(text.casefold())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3FS+5d;7", [("P3", "FS", 5), ("P7", "FS", 0)]),
        ("3, 7", [("P3", "FS", 0), ("P7", "FS", 0)]),
        ("3,7", [("P3", "FS", 0), ("P7", "FS", 0)]),
        ("Design SS-2 days", [("P1", "SS", -2)]),
        ("3ff + 1w", [("P3", "FF", 5)]),
        ("7SF+16h", [("P7", "SF", 2)]),
        ("3-5", [("P3", "FS", -5)]),
        ("A-5", [("A-5", "FS", 0)]),
        ("PRE-FS", [("PRE-FS", "FS", 0)]),
        ("PRE-FSSS+1", [("PRE-FS", "SS", 1)]),
        ("", []),
    ],
)
def test_that_predecessors_are_read_in_the_notation_of_project(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert read_predecessors(text, known) == tuple(Predecessor(*each) for each in expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["4", "3XX", "3FS+5ed", "3FS+1h", "3;3", "3 days", "+5d", "3FS+", "x" * 999, "3;" * 3_000]
)
def test_that_other_predecessors_are_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_predecessors(text, known)


@given(st.text(max_size=30) | st.floats() | st.integers() | st.dates() | st.booleans() | st.none())
def test_that_any_cell_is_read_or_refused(value: Value) -> None:
    for read in (money_of, whole_of, basis_points_of, day_of, days_of, flag_of, names_of):
        try:
            read(value)
        except CellError as error:
            refusal = str(error)
            assert refusal.isprintable()


@given(st.text("37FSdwh+-;, 1", max_size=20))
def test_that_any_predecessors_are_read_or_refused(text: str) -> None:
    try:
        found = read_predecessors(text, known)
    except CellError:
        return
    assert {each.phase for each in found} <= {"P3", "P7"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,c\n1,2,3", ","),
        ("a;b;c\n1,5;2,5;3,5", ";"),
        ("a\tb\n1,5\t2", "\t"),
        ('"a,x,y,z";b\n"1,1,1,1";2', ";"),
        ("sep=|\na|b", "|"),
    ],
)
def test_that_the_separator_is_recognised(text: str, expected: str) -> None:
    assert separator(text) == expected


def test_that_numbers_of_days_are_whole_and_ids_that_excel_took_for_numbers_are_texts() -> None:
    assert text_of(7.0) == "7"
    for wrong in ("a while", "1.5 d"):
        with pytest.raises(CellError, match="number of days"):
            days_of(wrong)
