"""Whoever reads the window or the business case can tell every colour from what lies behind it."""

import re
from itertools import product

import pytest

from planner.business_case.letterhead import ACCENT
from planner.picture.tokens import DARK, LIGHT, NEUTRAL, WORKLOAD_HUES, Tokens
from resources import path
from tests.picture.contrast import contrast

GROUNDS = {"ground", "panel", "selection"}
READ = {"text", "dim", "faint", "accent", "money", "risk", "broken"}
LOOKED_AT = {"arrow", "load", "freeze_edge"}
TINTS = {"hairline", "faint_line", "money_ground", "freeze"}
HUES = (NEUTRAL, *(hue for _, hue in WORKLOAD_HUES))
both = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def too_weak(tokens: Tokens, colours: set[str], least: float) -> list[tuple[str, str, float]]:
    pairs = product(sorted(colours), sorted(GROUNDS))
    found = ((name, behind, contrast(getattr(tokens, name), getattr(tokens, behind))) for name, behind in pairs)
    return [each for each in found if each[2] < least]


@both
def test_that_every_colour_of_a_text_is_read_on_every_ground(tokens: Tokens) -> None:
    assert too_weak(tokens, READ, 4.5) == []


@both
def test_that_every_colour_of_a_line_or_bar_is_seen_on_every_ground(tokens: Tokens) -> None:
    assert too_weak(tokens, LOOKED_AT, 3) == []
    for hue, behind in product(HUES, sorted(GROUNDS)):
        assert contrast(hue, getattr(tokens, behind)) >= 3


@both
def test_that_what_is_claimed_stands_out_from_the_window_of_its_credit(tokens: Tokens) -> None:
    assert contrast(tokens.money, tokens.money_ground) >= 3


def test_that_every_token_is_a_ground_a_tint_or_held_to_a_contrast() -> None:
    assert set(Tokens._fields) == GROUNDS | READ | LOOKED_AT | TINTS


def test_that_the_business_case_is_set_in_the_colours_of_its_pictures() -> None:
    template = path("templates/business_case.typ").read_text(encoding="utf-8")
    told = dict(re.findall(r'#let (\w+) = rgb\("(#\w{6})"\)', template))
    assert told.pop("ink") == LIGHT.text
    assert told == {name: getattr(LIGHT, name) for name in ("money", "dim", "risk", "broken")}
    assert LIGHT.accent == ACCENT  # where no letterhead names another
