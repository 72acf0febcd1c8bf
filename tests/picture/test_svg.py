from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from planner.business_case.notation import Notation
from planner.business_case.timeline import picture_wording
from planner.picture.layout import lay_out
from planner.picture.svg import draw
from planner.picture.text_width import fit, text_width
from planner.picture.tokens import LIGHT, NEUTRAL, WORKLOAD_HUES, workload_hue
from planner.rollout.phases import DeliveryOption
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import a_credit, a_phase, a_plan, an_assignment, by_fasttrack, by_partner, internally
from tests.picture.contrast import contrast

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> & \"quotes\" \x01 \ud800 😀 שלום"


def drawn(name: str = "Pilot", option: DeliveryOption | None = None) -> ET.Element:
    plan = a_plan(phases=(a_phase(name=name, options=(option or by_partner(),)),))
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_000),))
    return ET.fromstring(draw(lay_out(plan, schedule), picture_wording(Notation("USD"))))  # noqa: S314 - our own text


def texts(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def test_that_the_picture_names_the_phase_its_partner_and_what_is_requested() -> None:
    assert {"P1", "Pilot", "Partner PAR", "9,000"} <= set(texts(drawn()))


def test_that_hostile_text_comes_out_as_text() -> None:
    picture = drawn(HOSTILE)
    assert not list(picture.iter(f"{SVG}script"))
    assert any(text.startswith("<script>alert") for text in texts(picture))


def test_that_a_long_name_is_cut_to_its_room() -> None:
    named = next(text for text in texts(drawn("A name without an end " * 9)) if text.startswith("A name"))
    assert named.endswith("…")


@pytest.mark.parametrize("last", range(1, 31))
def test_that_a_month_at_the_edge_has_its_name_its_initial_or_none(last: int) -> None:
    plan = a_plan()
    days = DateRange(date(2027, 1, 4), date(2027, 4, last))
    layout = lay_out(plan, Schedule((an_assignment(plan),)), days=days)
    picture = ET.fromstring(draw(layout, picture_wording(Notation("USD"))))  # noqa: S314 - our own text
    names = [text for text in texts(picture) if text[:1] == "A" and len(text) <= 3]
    assert names in ([], ["A"], ["Apr"])
    assert names == ["Apr"] or last < 10


@pytest.mark.parametrize(("option", "fills"), [(by_fasttrack(), "#ffffff"), (internally(), "url(#hatch")])
def test_that_unpaid_delivery_carries_a_second_cue(option: DeliveryOption, fills: str) -> None:
    picture = drawn(option=option)
    strokes = [
        each.get("fill") or "" for each in picture.iter(f"{SVG}rect") if each.get("stroke") == workload_hue("Intune")
    ]
    assert any(fill.startswith(fills) for fill in strokes)


def test_that_the_fiscal_year_end_is_dashed() -> None:
    plan = a_plan()
    schedule = Schedule((replace(an_assignment(plan), finish=date(2027, 9, 1)),))
    layout = lay_out(plan, schedule)
    picture = ET.fromstring(draw(layout, picture_wording(Notation("USD"))))  # noqa: S314 - our own text
    dashed = [float(line.get("x1") or 0) for line in picture.iter(f"{SVG}line") if line.get("stroke-dasharray")]
    assert dashed[0] == pytest.approx(layout.fiscal_year_ends[0].x, abs=0.01)


def test_that_a_fitted_text_is_no_wider_than_its_room() -> None:
    for room in range(0, 200, 7):
        fitted = fit("Purview data discovery and oversharing assessment", 7, room)
        assert text_width(fitted, 7) <= max(room, text_width("…", 7))


def graphics() -> Iterator[str]:
    yield from (LIGHT.accent, LIGHT.money, LIGHT.risk, NEUTRAL)
    yield from (hue for _, hue in WORKLOAD_HUES)


def test_that_text_and_graphics_stand_out_from_the_ground() -> None:
    for text in (LIGHT.text, LIGHT.dim, LIGHT.money):
        assert contrast(text, LIGHT.ground) >= 4.5
    for ground in (LIGHT.ground, LIGHT.freeze):
        assert [colour for colour in graphics() if contrast(colour, ground) < 3] == []


def test_that_the_lane_of_a_credit_whose_window_lies_outside_the_axis_has_no_window() -> None:
    plan = a_plan(credits=(a_credit(window=DateRange(date(2029, 1, 1), date(2029, 6, 30)), proof_deadline=None),))
    layout = lay_out(plan, Schedule((an_assignment(plan),)))
    (lane,) = layout.lanes
    assert lane.window is None
    assert "C1" in texts(ET.fromstring(draw(layout, picture_wording(Notation("USD")))))  # noqa: S314 - our own text
