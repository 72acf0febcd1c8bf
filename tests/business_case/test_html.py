from itertools import pairwise
from pathlib import Path

import pytest

from planner.business_case.export import export
from planner.business_case.html import COLOURS
from planner.picture.tokens import DARK, LIGHT
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase, a_plan, an_assignment, internally
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import html_page


@pytest.fixture
def file(medium_state: State, folder: Path) -> Path:
    (found,) = export(medium_state, folder, ("html",), AS_OF)
    return found


@pytest.fixture
def large(folder: Path) -> Path:
    """The page of a plan on three pictures, whose bars are hatched."""
    plan = a_plan(phases=tuple(a_phase(f"P{number}", options=(internally(),)) for number in range(70)))
    schedule = Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase))
    (found,) = export(State(plan, schedule), folder, ("html",), AS_OF)
    return found


def test_that_headings_go_down_step_by_step(file: Path) -> None:
    levels = [int(tag[1]) for tag, _ in html_page(file).elements if tag in {"h1", "h2", "h3"}]
    assert (levels.count(1), levels.count(2)) == (1, 12)
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_that_every_heading_of_a_table_says_what_it_heads(file: Path) -> None:
    scopes = [attributes.get("scope") for tag, attributes in html_page(file).elements if tag == "th"]
    assert len(scopes) >= 100
    assert set(scopes) == {"row", "col"}


def test_that_the_page_has_its_language_and_its_landmarks(file: Path) -> None:
    elements = html_page(file).elements
    (root,) = [attributes for tag, attributes in elements if tag == "html"]
    assert root["lang"] == "en-GB"
    assert [tag for tag, _ in elements if tag in {"header", "main", "footer"}] == ["header", "main", "footer"]
    assert len([tag for tag, _ in elements if tag == "section"]) == 12


def test_that_the_timeline_is_told_to_those_who_cannot_see_it(file: Path) -> None:
    elements = html_page(file).elements
    position = next(number for number, (tag, _) in enumerate(elements) if tag == "svg")
    (_, drawing), (title, title_attributes), (words, words_attributes) = elements[position : position + 3]
    assert (title, words, drawing["role"]) == ("title", "desc", "img")
    assert drawing["aria-labelledby"] == f"{title_attributes['id']} {words_attributes['id']}"


def test_that_no_name_occurs_twice(file: Path) -> None:
    names = [attributes["id"] for _, attributes in html_page(file).elements if "id" in attributes]
    assert len(names) > 12
    assert len(set(names)) == len(names)


def test_that_patterns_of_the_drawings_are_found(large: Path) -> None:
    elements = html_page(large).elements
    names = {attributes.get("id") for _, attributes in elements}
    used = {str(value) for _, each in elements for value in each.values() if str(value).startswith("url(")}
    assert used
    assert {each for each in used if each.removeprefix("url(#").removesuffix(")") not in names} == set()


def test_that_the_drawing_and_the_page_are_light_and_dark_by_the_same_colours(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert "@media (prefers-color-scheme: dark)" in source
    assert "@media print" in source
    for name in LIGHT._fields:
        assert f"--{name}: {getattr(LIGHT, name)};" in source
        assert f"--{name}: {getattr(DARK, name)};" in source
    drawn = [value for _, each in html_page(file).elements for value in (each.get("fill"), each.get("stroke")) if value]
    assert [value for value in drawn if value in COLOURS] == []
    assert "var(--text)" in drawn


def test_that_several_pictures_of_a_large_plan_share_no_name(large: Path) -> None:
    elements = html_page(large).elements
    names = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len([tag for tag, _ in elements if tag == "svg"]) == 3
    assert len(set(names)) == len(names)
