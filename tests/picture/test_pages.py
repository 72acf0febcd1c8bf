"""The timeline on paper: nothing lost between pages, nothing beyond their edges, and files that can be read."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from planner.business_case.notation import Notation
from planner.business_case.timeline import picture_wording
from planner.picture.pages import PageSetup, Paper, pages, svg_pages
from planner.picture.paper import page_pictures, write_pages
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from resources import path
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment

FONTS = path("fonts")
WORDING = picture_wording(Notation("USD"))


def a_rollout(phases: int, credits_: int = 2, partners: int = 1) -> tuple[Plan, Schedule]:
    plan = a_plan(
        phases=tuple(a_phase(f"P{number}") for number in range(phases)),
        credits=tuple(a_credit(f"C{number}") for number in range(credits_)),
        partners=(a_partner(), *(a_partner(f"Q{number}") for number in range(1, partners))),
    )
    return plan, Schedule(tuple(an_assignment(plan, name) for name in plan.phase))


@settings(max_examples=60)
@given(
    phases=st.integers(0, 90),
    credits_=st.integers(0, 40),
    partners=st.integers(1, 40),
    height=st.integers(80, 600),
    across=st.integers(1, 3),
)
def test_that_every_row_is_on_one_page_of_each_stretch_and_no_page_is_too_high(
    phases: int, credits_: int, partners: int, height: int, across: int
) -> None:
    plan, schedule = a_rollout(phases, credits_, partners)
    setup = PageSetup(paper=Paper(height=height), across=across)
    made = pages(plan, schedule, setup)
    first = made[: len(made) // across]
    assert [row.phase for page in first for row in page.rows] == [*plan.phase]
    assert [lane.credit for page in first for lane in page.lanes] == [*plan.credit]
    assert [lane.partner for page in first for lane in page.partners] == [*plan.partner]
    assert all(page.height <= height for page in made)
    assert all(page.sizes.width == setup.paper.width for page in made)


@given(st.integers(1, 6))
def test_that_the_days_of_the_pages_follow_each_other_without_gap(across: int) -> None:
    plan, schedule = a_rollout(3)
    wanted = DateRange(date(2027, 1, 11), date(2027, 3, 20))
    made = pages(plan, schedule, PageSetup(across=across, days=wanted))
    assert (made[0].axis.first, made[-1].axis.last) == (wanted.start, wanted.end)
    assert all((after.axis.first - before.axis.last).days == 1 for before, after in pairwise(made))


def test_that_a_bar_outside_the_days_of_a_page_is_not_drawn() -> None:
    plan, schedule = a_rollout(2)
    later = DateRange(date(2027, 5, 1), date(2027, 5, 31))
    assert [row.bar for page in pages(plan, schedule, PageSetup(days=later)) for row in page.rows] == [None, None]


def test_that_everything_is_on_one_page_where_it_is_to_fit() -> None:
    plan, schedule = a_rollout(90)
    assert len(pages(plan, schedule)) == 3
    assert len(pages(plan, schedule, PageSetup(fits=True))) == 1


def test_that_a_chart_alone_has_no_names_and_a_legend_only_if_asked() -> None:
    plan, schedule = a_rollout(2)
    (whole,) = svg_pages(plan, schedule, WORDING)
    (chart,) = svg_pages(plan, schedule, WORDING, PageSetup(chart_only=True, legend=False))
    assert "Phase P1" in whole
    assert not [word for word in ("Phase", "P1", "C1", "PAR", "…", "–") if word in chart]
    assert "Funding window" in whole
    assert "Funding window" not in chart


def test_that_a_pdf_has_every_page_and_pictures_are_numbered(tmp_path: Path) -> None:
    plan, schedule = a_rollout(60)
    made = svg_pages(plan, schedule, WORDING)
    (pdf,) = write_pages(made, tmp_path / "timeline.pdf", FONTS)
    assert len(PdfReader(pdf).pages) == len(made) == 2
    assert [each.name for each in write_pages(made, tmp_path / "timeline.png", FONTS)] == [
        "timeline 1.png",
        "timeline 2.png",
    ]
    assert (tmp_path / "timeline 1.png").read_bytes().startswith(b"\x89PNG")
    (svg,) = write_pages(made[:1], tmp_path / "timeline.svg", FONTS)
    assert svg.read_text(encoding="utf-8") == made[0]


def test_that_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"timeline\.doc should end in \.pdf, \.png or \.svg"):
        write_pages(("<svg/>",), tmp_path / "timeline.doc", FONTS)


def test_that_the_first_day_of_the_plan_is_where_its_axis_begins() -> None:
    plan, schedule = a_rollout(1)
    assert pages(plan, schedule)[0].axis.first == START.replace(day=1)


def test_that_pages_are_pictures_of_whole_sheets_for_a_printer() -> None:
    plan, schedule = a_rollout(60)
    pictures = page_pictures(svg_pages(plan, schedule, WORDING), FONTS, pixels_an_inch=20)
    assert [picture[:4] for picture in pictures] == [b"\x89PNG"] * 2
