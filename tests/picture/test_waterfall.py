"""The waterfall of the value ladder: where its bars lie, and what its picture says."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.funding.ladder import LEAK_WORDS, Rungs
from planner.picture.elements import BODY, CAPTION
from planner.picture.text_width import text_width
from planner.picture.tokens import DARK, LIGHT, Tokens
from planner.picture.waterfall import RUNGS, Measures, Row, Waterfall, Words, draw_waterfall, lay_out_waterfall

SVG = "{http://www.w3.org/2000/svg}"
MEDIUM = Rungs("", 467_500, 452_500, 387_500, 320_000, 275_000, 220_000, 0, 0)
"""The medium plan with a credit that its schedule leaves aside."""

sums = st.integers(0, 10**9)
ladders = st.builds(
    lambda amounts, realisable, planned: Rungs(
        "", amounts[2], amounts[1], amounts[0], realisable, planned, planned // 2, 0, 0
    ),
    st.tuples(sums, sums, sums).map(sorted),
    st.none() | sums,
    sums,
)


def bars(picture: Waterfall, kind: str) -> list[Row]:
    return [row for row in picture.rows if row.kind == kind]


def texts(picture: Waterfall, tokens: Tokens = LIGHT) -> list[str]:
    drawn = ET.fromstring(draw_waterfall(picture, tokens=tokens))  # noqa: S314 - our own text
    return [each.text or "" for each in drawn.iter(f"{SVG}text")]


def test_that_rungs_and_leaks_of_the_ladder_are_told_in_order() -> None:
    assert texts(lay_out_waterfall(MEDIUM)) == [
        *("Face", "467,500", "scope, partner or seats", "−15,000"),
        *("Scoped", "452,500", "time", "−65,000"),
        *("Reachable", "387,500", "competition", "−67,500"),
        *("Realisable", "320,000", "recoverable by solving", "−45,000"),
        *("Planned", "275,000", "confidence", "−55,000"),
        *("Expected", "220,000"),
    ]


def test_that_before_a_solve_no_realisable_sum_is_drawn() -> None:
    told = texts(lay_out_waterfall(MEDIUM._replace(realisable=None)))
    assert "Realisable" not in told
    assert told[told.index("competition or schedule") + 1] == "−112,500"


def test_that_an_unproven_sum_is_drawn_with_what_is_possible_beyond_it() -> None:
    picture = lay_out_waterfall(MEDIUM, 350_000)
    (realisable,) = (row for row in picture.rows if row.name == "realisable")
    assert realisable.possible is not None
    assert realisable.possible.x == pytest.approx(realisable.bar.right)
    told = texts(picture)
    assert "Realisable, at least" in told
    assert "at most 350,000" in told


@given(rungs=ladders, at_most=st.none() | sums)
def test_that_every_bar_stays_in_its_row_and_beside_the_labels(rungs: Rungs, at_most: int | None) -> None:
    measures = Measures()
    picture = lay_out_waterfall(rungs, at_most)
    for row in picture.rows:
        for bar in (row.bar, row.possible or row.bar):
            assert row.row.y <= bar.y < bar.bottom <= row.row.bottom
            assert measures.label + measures.amount < bar.x
            assert bar.right <= measures.width
    for above, below in pairwise(picture.rows):
        assert above.row.bottom == pytest.approx(below.row.y)
    assert picture.rows[-1].row.bottom <= picture.height


@given(rungs=ladders)
def test_that_each_leak_spans_from_one_rung_to_the_next(rungs: Rungs) -> None:
    picture = lay_out_waterfall(rungs)
    assert [row.name for row in bars(picture, "rung")] == [name for name in RUNGS if getattr(rungs, name) is not None]
    for above, leak, below in zip(picture.rows, picture.rows[1:], picture.rows[2:], strict=False):
        if leak.kind == "leak":
            assert leak.amount == below.amount - above.amount
            assert sorted((leak.bar.x, leak.bar.right)) == pytest.approx(sorted((above.bar.right, below.bar.right)))


def test_that_every_word_fits_its_column() -> None:
    words, measures = Words(), Measures()
    for name in words.rung.values():
        assert text_width(f"{name}, {words.at_least}", BODY) < measures.label
    for name in (*LEAK_WORDS.values(), words.beyond):
        assert text_width(name, CAPTION) < measures.label - 12
    assert text_width("−100,000,000", BODY) < measures.amount


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_that_texts_and_bars_stand_out_from_their_ground(tokens: Tokens) -> None:
    drawn = ET.fromstring(draw_waterfall(lay_out_waterfall(MEDIUM), tokens=tokens))  # noqa: S314 - our own text
    for each in drawn.iter(f"{SVG}text"):
        assert contrast(each.get("fill"), tokens.ground) >= 4.5
    for each in list(drawn.iter(f"{SVG}rect"))[1:]:
        assert contrast(each.get("fill"), tokens.ground) >= 3


def contrast(first: str | None, second: str) -> float:
    """The contrast of two colours, as the WCAG counts it."""
    assert first is not None
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_that_a_rung_of_nothing_has_no_bar_and_a_long_figure_stands_where_it_has_room() -> None:
    nothing = lay_out_waterfall(MEDIUM._replace(expected=0))
    assert [row.bar.width for row in nothing.rows if row.name == "expected"] == [0]
    assert "0" in texts(nothing)
    for most, is_told in ((467_500, True), (320_001, True)):
        told = texts(lay_out_waterfall(MEDIUM, most))
        assert any(f"{most:,}" in text for text in told) == is_told
    narrow = lay_out_waterfall(MEDIUM, 467_500, Measures(width=212))
    assert not any("at most" in text for text in texts(narrow))
