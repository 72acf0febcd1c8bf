"""Days and times as sentences of the window tell them."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

import ui.wording
from ui.wording import seconds_words, span


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.wording, "locale", lambda: QLocale("en_GB"))


def test_that_a_span_tells_its_year_once_where_it_is_the_same() -> None:
    assert span(date(2027, 4, 30), date(2027, 5, 27)) == "30 Apr – 27 May 2027"
    assert span(date(2027, 12, 20), date(2028, 1, 14)) == "20 Dec 2027 – 14 Jan 2028"


def test_that_no_time_is_told_as_none_at_all() -> None:
    assert [seconds_words(value) for value in (0.0, 0.04, 0.1, 0.44, 12)] == [
        "less than 0.1 s",
        "less than 0.1 s",
        "0.1 s",
        "0.4 s",
        "12.0 s",
    ]
