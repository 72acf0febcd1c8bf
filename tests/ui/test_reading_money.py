"""Money as people type it and spreadsheets hand it over, in any locale: read to the unit, or refused."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

import ui.fields.field
import ui.wording
from planner.value import LARGEST_AMOUNT
from ui.fields.field import Field, UnreadableError, parsed, shown, to_qdate

AMOUNT: Field[int] = Field("Face", "money", lambda part: part)
LOCALES = ("en_US", "de_DE", "de_CH", "fr_FR", "en_IN", "sv_SE", "ja_JP")


@pytest.fixture(params=LOCALES)
def local(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QLocale:
    present = QLocale(request.param)
    for module in (ui.fields.field, ui.wording):
        monkeypatch.setattr(module, "locale", lambda: present)
    return present


def test_that_an_amount_reads_back_as_it_is_shown_with_and_without_sign_code_and_cents(local: QLocale) -> None:
    for amount in (0, 7, 1_000, 22_500, 123_456_789, LARGEST_AMOUNT):
        written = shown(AMOUNT, amount)
        cents = f"{written}{local.decimalPoint()}00"
        for text in (written, f"${written}", f"{written} €", f"USD {written}", f"{written} CHF", cents, f"£ {cents}"):
            assert parsed(AMOUNT, text) == amount, text


@pytest.mark.usefixtures("local")
def test_that_an_amount_of_another_currency_is_refused_and_never_taken_one_to_one() -> None:
    written = shown(AMOUNT, 22_500)
    for text in (f"{written} USD", f"USD {written}", f"${written}", f"$ {written}"):
        assert parsed(AMOUNT, text, "USD") == 22_500
        with pytest.raises(UnreadableError, match="counts in EUR"):
            parsed(AMOUNT, text, "EUR")
    assert parsed(AMOUNT, f"{written} €", "EUR") == 22_500
    assert parsed(AMOUNT, f"${written}", "CAD") == 22_500
    assert parsed(AMOUNT, f"CHF {written}", "CHF") == parsed(AMOUNT, written, "CHF") == 22_500


def test_that_cents_are_refused_and_never_rounded_or_taken_for_thousands(local: QLocale) -> None:
    for text in (f"22{local.decimalPoint()}50", f"0{local.decimalPoint()}01", "many", "12 12.x", "$", ""):
        with pytest.raises(UnreadableError):
            parsed(AMOUNT, text)


@given(st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT))
def test_that_no_amount_of_any_size_loses_a_unit(amount: int) -> None:
    assert parsed(AMOUNT, shown(AMOUNT, amount)) == amount
    assert parsed(AMOUNT, f"{shown(AMOUNT, amount)}.00") == amount


def test_that_cents_read_back_as_they_are_shown_and_as_spreadsheets_of_the_place_write_them(local: QLocale) -> None:
    cents: Field[int] = Field("List a month", "cents", lambda part: part)
    share: Field[int] = Field("Share", "basis_points", lambda part: part)
    for amount in (0, 5, 99, 123_456, 1_234_567_89):
        assert parsed(cents, shown(cents, amount)) == amount
        assert parsed(cents, f"{amount // 100}{local.decimalPoint()}{amount % 100:02}") == amount
        assert parsed(share, shown(share, amount)) == amount


def test_that_german_and_english_sums_are_each_read_where_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    cents: Field[int] = Field("List a month", "cents", lambda part: part)
    for place, text, other in (("de_DE", "1.234,56", "1,234.56"), ("en_GB", "1,234.56", "1.234,56")):
        present = QLocale(place)
        monkeypatch.setattr(ui.fields.field, "locale", lambda present=present: present)
        assert parsed(cents, text) == 123_456
        with pytest.raises(UnreadableError):
            parsed(cents, other)


DAY = date(2027, 12, 1)


def test_that_days_are_read_as_they_are_shown_and_as_the_place_writes_them(local: QLocale) -> None:
    field: Field[date] = Field("Due", "day", lambda part: part)
    short = local.dateFormat(QLocale.FormatType.ShortFormat)
    with_century = re.sub("y+", "yyyy", short)
    plain = re.sub("d+", "d", re.sub("M+", "M", with_century))
    day = to_qdate(DAY)
    for text in (
        shown(field, DAY),
        "2027-12-01",
        *(local.toString(day, each) for each in (short, with_century, plain)),
    ):
        assert parsed(field, text) == DAY, text


def test_that_a_year_that_is_written_whole_stays_and_one_of_two_digits_is_of_this_century(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field: Field[date] = Field("Due", "day", lambda part: part)
    present = QLocale("de_DE")
    monkeypatch.setattr(ui.fields.field, "locale", lambda: present)
    for text, read in (
        ("01.12.27", DAY),
        ("1.12.27", DAY),
        ("1. Dezember 2027", DAY),
        ("01.12.1999", date(1999, 12, 1)),
    ):
        assert parsed(field, text) == read
    for text in ("31.11.2027", "12/1/27", "1.12", "soon"):
        with pytest.raises(UnreadableError, match="is no day"):
            parsed(field, text)


@pytest.mark.usefixtures("local")
def test_that_hints_name_sums_and_seconds_in_one_style(local: QLocale) -> None:
    point = local.decimalPoint()
    assert ui.wording.seconds_words(0.25) in {f"0{point}2 s", f"0{point}3 s"}
    assert ui.wording.percent(1_250) == f"12{point}50 %"


def test_that_sentences_of_the_planner_have_days_and_numbers_as_the_place_writes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = "By 2027-12-01 at 1,234.50 EUR, 2.810 points or 6.00% of 320,000; version 3.1.5, M05.2 and 2027-02-30 stay."
    for place, read in (
        ("en_GB", "By 1 Dec 2027 at 1,234.50 EUR, 2.810 points or 6.00% of 320,000; "),
        ("de_DE", "By 1 Dez. 2027 at 1.234,50 EUR, 2,810 points or 6,00% of 320.000; "),
    ):
        present = QLocale(place)
        monkeypatch.setattr(ui.wording, "locale", lambda present=present: present)
        assert ui.wording.in_words(told) == f"{read}version 3.1.5, M05.2 and 2027-02-30 stay."
