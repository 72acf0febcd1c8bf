"""The pictures of risk: where curve, marks and bars lie, and what they say."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.funding.risk_figures import CreditChance, PhaseDanger, RiskFigures, chance_words
from planner.picture.funding_curve import MARKED, FundingCurve, draw_funding_curve, lay_out_funding_curve
from planner.picture.risk_bars import MOST_ROWS, RiskBars, draw_risk_bars, lay_out_chances, lay_out_dangers
from planner.picture.tokens import DARK, LIGHT, Tokens
from tests.builders import a_credit, a_phase, a_plan

SVG = "{http://www.w3.org/2000/svg}"
RUNS = 1_000
sums = st.integers(0, 10**9)


@st.composite
def figures(draw: st.DrawFn) -> RiskFigures:
    """Any funding up to what is planned, and any credits and phases."""
    planned = draw(st.integers(1, 10**9))
    funding = sorted(draw(st.lists(st.integers(0, planned), min_size=101, max_size=101)))
    landed = draw(st.lists(st.integers(0, RUNS), max_size=5))
    money = sorted(draw(st.lists(st.floats(-5, 10**6), max_size=30)), reverse=True)
    return RiskFigures(
        runs=RUNS,
        asked=RUNS,
        seed=0,
        planned=planned,
        planned_finish=date(2027, 6, 30),
        mean=sum(funding) / 101,
        error=1.0,
        funding=tuple(funding),
        finish=(date(2027, 6, 30),) * 101,
        in_time=RUNS,
        credits=tuple(CreditChance(f"C{n}", 1_000, each, RUNS, each) for n, each in enumerate(landed)),
        phases=tuple(PhaseDanger(f"P{n}", each, 500, RUNS) for n, each in enumerate(money)),
    )


def some_figures() -> RiskFigures:
    return RiskFigures(
        runs=RUNS,
        asked=RUNS,
        seed=0,
        planned=320_000,
        planned_finish=date(2027, 12, 1),
        mean=163_000.0,
        error=500.0,
        funding=tuple([114_500] * 30 + [141_500] * 40 + [264_500] * 21 + [320_000] * 10),
        finish=(date(2027, 12, 1),) * 101,
        in_time=RUNS,
        credits=(CreditChance("C1", 75_000, 30, RUNS, 2_250.0), CreditChance("C2", 50_000, 999, RUNS, 49_950.0)),
        phases=(PhaseDanger("P1", 21_633.5, 640, RUNS), PhaseDanger("P2", 162.0, 10, RUNS)),
    )


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own text


def curve(found: RiskFigures) -> FundingCurve:
    picture = lay_out_funding_curve(found)
    assert picture is not None
    return picture


@given(figures())
def test_that_the_curve_rises_from_none_to_all_runs_inside_its_plot(found: RiskFigures) -> None:
    picture = curve(found)
    first, last = picture.points[0], picture.points[-1]
    assert first == (picture.plot.x, picture.plot.bottom)
    assert last == pytest.approx((picture.plot.right, picture.plot.y))
    for (left, below), (right, above) in pairwise(picture.points):
        assert left <= right + 1e-6
        assert above <= below + 1e-6
    for x in (picture.planned.x, *(mark.x for mark in picture.marks), *(tick.x for tick in picture.ticks)):
        assert picture.plot.x - 1e-6 <= x <= picture.plot.right + 1e-6


@given(figures())
def test_that_marks_lie_at_the_height_of_their_percentile(found: RiskFigures) -> None:
    picture = curve(found)
    assert [(mark.percent, mark.amount) for mark in picture.marks] == [(each, found.funding[each]) for each in MARKED]
    for mark in picture.marks:
        share = (picture.plot.bottom - mark.y) / picture.plot.height
        assert share == pytest.approx(mark.percent / 100)


def test_that_the_curve_says_its_percentiles_and_what_is_planned() -> None:
    told = texts(draw_funding_curve(curve(some_figures())))
    assert {"P10 114,500", "P50 141,500", "P90 264,500", "planned 320,000", "50 %"} <= set(told)


def test_that_where_nothing_is_planned_there_is_no_curve() -> None:
    assert lay_out_funding_curve(some_figures()._replace(planned=0)) is None


@given(figures())
def test_that_bars_are_as_long_as_their_chance_and_their_money(found: RiskFigures) -> None:
    plan = a_plan()
    chances, dangers = lay_out_chances(plan, found), lay_out_dangers(plan, found)
    for row, each in zip(chances.rows, found.credits, strict=True):
        assert row.bar.width == pytest.approx(chances.track.width * each.chance)
        assert row.is_hollow == (each.chance < 0.5)
    assert len(dangers.rows) <= MOST_ROWS
    assert sum(row.phases for row in dangers.rows) == len(found.phases)
    for picture in (chances, dangers):
        for row in picture.rows:
            assert picture.track.x <= row.bar.x <= row.bar.right <= picture.track.right + 1e-6
            assert row.bar.width >= 0
        for above, below in pairwise(picture.rows):
            assert above.row.bottom == pytest.approx(below.row.y)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_that_bars_say_names_amounts_and_chances(tokens: Tokens) -> None:
    plan = a_plan(
        phases=(a_phase("P1", name="Pilot"), a_phase("P2", name="Rollout")),
        credits=(a_credit("C1", name="Voucher"), a_credit("C2", name="ECIF")),
    )
    found = some_figures()
    assert texts(draw_risk_bars(lay_out_chances(plan, found), tokens=tokens)) == [
        *("C1  Voucher", "75,000", "3 %"),
        *("C2  ECIF", "50,000", "> 99 %"),
    ]
    assert texts(draw_risk_bars(lay_out_dangers(plan, found), tokens=tokens)) == [
        *("P1  Pilot", "21,634", "longer in 64 %"),
        *("P2  Rollout", "162", "longer in 1 %"),
    ]


def test_that_a_chance_below_one_half_is_hollow_and_one_above_it_solid() -> None:
    picture: RiskBars = lay_out_chances(a_plan(credits=()), some_figures())
    drawn = draw_risk_bars(picture)
    assert drawn.count(f'stroke="{LIGHT.risk}"') == 1
    assert drawn.count(f'fill="{LIGHT.money}"') == 1


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "0 %"), (0.0001, "< 1 %"), (0.013, "1 %"), (0.9999, "> 99 %"), (1.0, "100 %")]
)
def test_that_only_certain_chances_are_called_so(chance: float, words: str) -> None:
    assert chance_words(chance) == words


def test_that_a_chance_has_the_standard_error_of_its_runs_and_a_stop_leaves_runs_out() -> None:
    assert CreditChance("C1", 1_000, 500, 1_000, 500.0).error == pytest.approx(0.0158, abs=1e-4)
    assert CreditChance("C1", 1_000, 1_000, 1_000, 1_000.0).error == 0
    assert some_figures().is_complete
    assert not some_figures()._replace(runs=RUNS - 1).is_complete


def test_that_phases_beyond_the_rows_share_the_last_one_without_a_bar() -> None:
    many = tuple(PhaseDanger(f"P{number}", 100.0, 500, RUNS) for number in range(MOST_ROWS + 2))
    picture = lay_out_dangers(a_plan(), some_figures()._replace(phases=many))
    last = picture.rows[-1]
    assert (len(picture.rows), last.phases, last.amount, last.chance, last.bar.width) == (MOST_ROWS, 3, 300, None, 0)
    assert texts(draw_risk_bars(picture))
