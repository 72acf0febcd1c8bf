"""Money as people type it and spreadsheets hand it over, in any locale: read to the unit, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

import ui.fields.field
import ui.wording
from planner.value import LARGEST_AMOUNT
from ui.fields.field import Field, UnreadableError, parsed, shown

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
