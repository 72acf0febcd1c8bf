"""The frontier as a picture: every point in its place, inside, and under the hand."""

import math
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from planner.picture.frontier import (
    FARTHEST_BESIDE,
    Frontier,
    Marked,
    Words,
    draw_frontier,
    lay_out_frontier,
    number_places,
)
from planner.picture.tokens import LIGHT

FIGURES = st.integers(-10_000_000, 10_000_000)
MARKED = st.builds(Marked, st.integers(0, 10_000_000), FIGURES, st.none() | FIGURES, st.booleans())


@given(st.lists(MARKED, max_size=12))
@example([Marked(0, 0, None, is_proven=True), Marked(10, 1, 1, is_proven=False)])
def test_that_points_lie_inside_the_plot_in_the_order_of_their_figures(marked: list[Marked]) -> None:
    picture = lay_out_frontier(marked)
    plot = picture.plot
    for dot in picture.dots:
        places = [dot.x] if dot.bound_x is None else [dot.x, dot.bound_x]
        assert all(plot.x <= x <= plot.right for x in places)
        assert plot.y <= dot.y <= plot.bottom
    for one in picture.dots:
        for other in picture.dots:
            assert (one.marked.funding < other.marked.funding) <= (one.y >= other.y)
            assert (one.marked.other < other.marked.other) <= (one.x <= other.x)
    assert all(plot.x <= tick.place <= plot.right for tick in picture.other)
    assert all(plot.y <= tick.place <= plot.bottom for tick in picture.funding)
    assert len(picture.other) <= 7


def sample() -> Frontier:
    return lay_out_frontier(
        [Marked(293_000, 542_900, 542_900, is_proven=True), Marked(320_000, 552_900, 550_000, is_proven=False)]
    )


def test_that_a_point_is_found_under_the_hand_and_nothing_far_from_all() -> None:
    picture = sample()
    for dot in picture.dots:
        assert picture.at(dot.x + 3, dot.y - 3) == dot.number
    assert picture.at(picture.plot.right, picture.plot.bottom) is None
    assert lay_out_frontier([]).at(100, 100) is None


def test_that_proven_points_are_filled_and_others_are_rings_with_a_line_to_their_bound() -> None:
    picture = sample()
    proven, open_ = picture.dots
    assert proven.bound_x is None
    assert open_.bound_x is not None
    assert open_.bound_x < open_.x
    root = ET.fromstring(draw_frontier(picture, chosen=2))  # noqa: S314 - our own text
    circles = [each for each in root.iter() if each.tag.endswith("circle")]
    assert len(circles) == 3
    fills = [each.get("fill") for each in circles]
    assert fills[0] != fills[-1]


def test_that_every_point_has_its_number_and_none_lies_over_another() -> None:
    figures = ((293, 5546), (297, 5558), (308, 5591), (309, 5594), (320, 5646))
    picture = lay_out_frontier(Marked(1_000 * funding, 100 * other, None, is_proven=True) for funding, other in figures)
    places = number_places(picture)
    drawn = ET.fromstring(draw_frontier(picture))  # noqa: S314 - our own text
    numbers = [element.text for element in drawn.iter() if element.text in {*"12345"}]
    assert numbers == [*"12345"]
    for number, (x, y) in enumerate(places):
        assert all(abs(x - other) > 6 or abs(y - above) > 6 for other, above in places[:number])
        assert all(abs(x - dot.x) > 5 or abs(y - dot.y) > 5 for dot in picture.dots)


@given(st.lists(MARKED, max_size=8))
@example([Marked(200_000 + 100 * number, 150_000 + 90 * number, None, is_proven=True) for number in range(8)])
@example([Marked(0, 0, None, is_proven=True)] * 8)
def test_that_numbers_of_points_that_lie_close_run_neither_into_each_other_nor_out_of_the_picture(
    marked: list[Marked],
) -> None:
    picture = lay_out_frontier(marked)
    places = number_places(picture)
    for number, (x, y) in enumerate(places):
        assert all(abs(x - other) > 4 or abs(y - above) > 6 for other, above in places[:number])
        assert 0 <= x <= picture.measures.width
        assert 0 <= y <= picture.measures.height


def test_that_a_line_leads_to_a_number_that_stands_away_from_its_point() -> None:
    crowd = [Marked(200_000 + 100 * number, 150_000 + 90 * number, None, is_proven=True) for number in range(8)]
    apart = Marked(0, 0, None, is_proven=True)

    def lines(marked: list[Marked]) -> int:
        return draw_frontier(lay_out_frontier(marked)).count(f'stroke="{LIGHT.dim}"')

    picture = lay_out_frontier([apart, *crowd])
    places = zip(picture.dots, number_places(picture), strict=True)
    far = [dot.number for dot, (x, y) in places if math.hypot(x - dot.x, y - dot.y) > FARTHEST_BESIDE]
    assert far
    assert lines([apart, *crowd]) == len(far)
    assert lines([apart, crowd[0]]) == 0


def test_that_figures_below_are_told_only_where_they_have_room() -> None:
    words = Words(figure=lambda figure: f"{figure:,} units of money in all of the rollout, without any credits")
    drawn = ET.fromstring(draw_frontier(sample(), words))  # noqa: S314 - our own text
    told = [each.text or "" for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    below = [text for text in told if text.endswith("any credits")]
    assert 0 < len(below) < len(sample().other)
