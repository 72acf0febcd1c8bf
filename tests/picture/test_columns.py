"""The columns left of the axis: as wide as their texts, within the width of the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.business_case.notation import Notation
from planner.business_case.timeline import picture_wording
from planner.picture.columns import MOST_OF_AXIS, with_columns
from planner.picture.elements import BODY, PADDING
from planner.picture.layout import Sizes
from planner.picture.pages import CHART_ONLY, pages
from planner.picture.svg import draw
from planner.picture.text_width import fit
from planner.rollout.schedule import Schedule
from tests.builders import a_partner, a_plan, an_assignment

SIZES = Sizes()
TEXTS = some.lists(some.text("aMi ,", max_size=60), max_size=4)


def is_whole(text: str, width: float) -> bool:
    return fit(text, BODY, width - PADDING) == text


@given(TEXTS, TEXTS)
def test_that_columns_take_no_more_than_a_part_of_the_axis_and_cut_a_text_only_where_none_is_left(
    names: list[str], partners: list[str]
) -> None:
    made = with_columns(SIZES, names, partners)
    assert made.width == pytest.approx(SIZES.width)
    assert SIZES.axis * (1 - MOST_OF_AXIS) - 1e-6 <= made.axis <= SIZES.axis + 1e-6
    are_names_whole = all(is_whole(name, made.name) for name in names)
    are_partners_whole = all(is_whole(partner, made.delivered_by) for partner in partners)
    assert made.name >= SIZES.name - 1e-6 or are_names_whole
    assert made.delivered_by >= SIZES.delivered_by
    if not (are_names_whole and are_partners_whole):
        assert made.axis == pytest.approx(SIZES.axis * (1 - MOST_OF_AXIS))


def test_that_short_texts_leave_the_columns_as_they_are() -> None:
    assert with_columns(SIZES, ["Pilot"], ["Alpine Identity"]) == SIZES
    assert with_columns(CHART_ONLY, ["Pilot" * 40], ["Alpine Identity" * 40]) == CHART_ONLY


def test_that_a_long_name_of_a_partner_is_drawn_whole_beside_a_short_one_of_a_phase() -> None:
    plan = a_plan(partners=(a_partner(name="Identity and endpoint partner"),))
    (page,) = pages(plan, Schedule((an_assignment(plan),)))
    assert ">Identity and endpoint partner<" in draw(page, picture_wording(Notation("USD")))
