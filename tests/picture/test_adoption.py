"""The picture of adoption: every export at its height, every target at its own, no label over another."""

from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.funding.adoption import Adoption, AdoptionPoint, TargetStanding
from planner.picture.adoption import CLEARANCE, AdoptionPicture, Words, draw_adoption, lay_out_adoption
from planner.picture.tokens import DARK, LIGHT, Tokens

WORDS = Words(
    month=lambda day: f"{day:%b}",
    day=lambda day: f"{day}",
    percent=lambda share: f"{share // 100}%",
    people=lambda people: f"{people:,}",
)
SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(date(2027, 1, 1), date(2028, 12, 31))


def a_point(on: date, active: int, assigned: int = 1_000) -> AdoptionPoint:
    return AdoptionPoint(on, "getOffice365ActiveUserDetail", assigned, active, 28)


def a_target(phase: str = "M22", share: int | None = 6_000, short_by: int | None = 0) -> TargetStanding:
    people = None if share is None else share // 10
    return TargetStanding(phase, "Active", share, people, 1_000, date(2027, 10, 29), 0, short_by)


def laid_out(*found: Adoption) -> AdoptionPicture:
    picture = lay_out_adoption(found)
    assert picture is not None
    return picture


@st.composite
def adoptions(draw: st.DrawFn) -> tuple[Adoption, ...]:
    points = st.builds(a_point, DAYS, st.integers(0, 1_000))
    targets = st.builds(a_target, st.sampled_from("ABCDE"), st.none() | st.integers(0, 30_000), st.integers(0, 9))
    found = []
    for name in draw(st.lists(st.sampled_from(["Teams", "<b>&", "日本"]), max_size=3, unique=True)):
        drawn = draw(st.lists(points, max_size=8, unique_by=lambda each: each.on))
        drawn_targets = draw(st.lists(targets, max_size=5, unique_by=lambda each: each.phase))
        found.append(Adoption(name, tuple(sorted(drawn, key=lambda each: each.on)), tuple(drawn_targets)))
    return tuple(found)


def crowded() -> tuple[Adoption, ...]:
    """Exports near and far apart, targets at one height at the foot, one without a day, one without a share."""
    points = tuple(
        a_point(date(2027, month, day), active) for month, day, active in ((1, 9, 0), (11, 9, 40), (11, 20, 50))
    )
    low = a_target("A", 0)
    targets = (low, low._replace(phase="B"), low._replace(phase="C", measured_on=None), a_target("D", None))
    return Adoption("Teams", points, targets), Adoption("Idle", (), (low,))


@settings(max_examples=150)
@given(adoptions())
@example(crowded())
@example(())
def test_that_everything_lies_in_its_plot_in_the_order_of_time_and_share(found: tuple[Adoption, ...]) -> None:
    picture = lay_out_adoption(found)
    measured = [each for each in found if each.points]
    assert (picture is None) == (not measured)
    if picture is None:
        return
    assert [panel.workload for panel in picture.panels] == [each.workload for each in measured]
    for panel, each in zip(picture.panels, measured, strict=True):
        assert [dot.point for dot in panel.dots] == list(each.points)
        for dot in panel.dots:
            assert panel.plot.x <= dot.x <= panel.plot.right + 0.01
            assert panel.plot.y - 0.01 <= dot.y <= panel.plot.bottom + 0.01
        for first, second in combinations(panel.dots, 2):
            assert first.x < second.x
            assert (first.y >= second.y) == (first.point.share <= second.point.share)
        assert len(panel.aims) == sum(target.share is not None for target in each.targets)
    for upper, lower in combinations(picture.panels, 2):
        assert upper.plot.bottom < lower.plot.y


@settings(max_examples=150)
@given(adoptions())
@example(crowded())
def test_that_labels_of_targets_stand_apart(found: tuple[Adoption, ...]) -> None:
    picture = lay_out_adoption(found)
    for panel in picture.panels if picture is not None else ():
        for first, second in combinations(panel.aims, 2):
            assert abs(first.label_y - second.label_y) >= CLEARANCE - 0.01
        assert all(aim.label_y <= panel.plot.bottom + 0.01 for aim in panel.aims)


@settings(max_examples=60)
@given(adoptions(), st.sampled_from([LIGHT, DARK]))
@example(crowded(), LIGHT)
def test_that_the_picture_is_a_sound_document_whatever_its_names(found: tuple[Adoption, ...], tokens: Tokens) -> None:
    picture = lay_out_adoption(found)
    if picture is None:
        return
    drawn = ET.fromstring(draw_adoption(picture, WORDS, tokens))  # noqa: S314 - our own text
    told = [element.text or "" for element in drawn.iter(f"{SVG}text")]
    assert {panel.workload for panel in picture.panels} <= set(told)
    for panel in picture.panels:
        assert f"{panel.dots[-1].point.share // 100}%" in told


@pytest.mark.parametrize(("short_by", "word", "dashed"), [(0, WORDS.reached, False), (5, WORDS.missed, True)])
def test_that_a_target_that_is_missed_is_dashed_and_says_so(short_by: int, word: str, *, dashed: bool) -> None:
    found = Adoption("Teams", (a_point(date(2027, 11, 20), 500),), (a_target(short_by=short_by),))
    drawn = ET.fromstring(draw_adoption(laid_out(found), WORDS))  # noqa: S314
    assert word in [element.text for element in drawn.iter(f"{SVG}text")]
    assert any(element.get("stroke-dasharray") for element in drawn.iter(f"{SVG}line")) == dashed


@settings(max_examples=150)
@given(adoptions())
def test_that_no_target_is_told_as_more_than_everybody(found: tuple[Adoption, ...]) -> None:
    picture = lay_out_adoption(found)
    if picture is None:
        return
    drawn = ET.fromstring(draw_adoption(picture, WORDS))  # noqa: S314 - our own text
    told = [element.text or "" for element in drawn.iter(f"{SVG}text")]
    shares = [int(text.rpartition(" ")[2].removesuffix("%")) for text in told if ": target" in text]
    assert all(share <= 100 for share in shares)
    beyond = [target for each in found if each.points for target in each.targets if target.is_beyond_seats]
    assert sum("seats in the report" in text for text in told) == len(beyond)


def test_that_a_target_beyond_the_seats_is_told_in_people() -> None:
    target = a_target()._replace(share=22_500, people=90, assigned=40, short_by=60)
    found = Adoption("Copilot", (a_point(date(2027, 11, 20), 30, 40),), (target,))
    picture = laid_out(found)
    drawn = ET.fromstring(draw_adoption(picture, WORDS))  # noqa: S314 - our own text
    assert "M22: 90 people; 40 seats in the report" in [element.text for element in drawn.iter(f"{SVG}text")]
    (aim,) = picture.panels[0].aims
    assert aim.y == picture.panels[0].plot.y
