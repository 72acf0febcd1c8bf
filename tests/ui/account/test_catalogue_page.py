"""The catalogue in the account: every entry that holds, with its figures, its tag, its source and its day."""

from datetime import date
from html import unescape

import pytest

from planner import edits
from planner.catalogue.entries import CatalogueEntry
from planner.catalogue.own import pieces
from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import guidance_sentence, price_sentence, standing, written_figure
from planner.picture.tokens import DARK, LIGHT, Tokens
from planner.plan import Plan, State
from tests.builders import a_plan
from ui.account.account_panel import PAGES
from ui.account.catalogue_page import catalogue_page
from ui.derived import Derived
from ui.wording import in_words

TODAY = date(2026, 11, 22)
MARK = "entered in this plan"


def page(plan: Plan, colours: Tokens = LIGHT) -> str:
    return unescape(catalogue_page(Derived(State(plan), TODAY), colours).html)


def test_that_the_account_has_a_page_of_the_catalogue() -> None:
    assert PAGES["Catalogue"] is catalogue_page


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_every_entry_is_told_with_every_figure_and_who_says_so(colours: Tokens) -> None:
    held, shown = plan_catalogue(a_plan(), TODAY), page(a_plan(), colours)
    entries: tuple[CatalogueEntry, ...] = (*held.programmes, *held.prices, *held.fasttrack)
    for entry in entries:
        assert f"{entry.name} ({entry.key})" in shown
        for piece in pieces(entry):
            assert f">{piece.tag}<" in shown
            assert in_words(standing(piece)) in shown
    assert all(written_figure(each, figure) in shown for each in held.programmes for figure in each.defaults.given)
    assert all(price_sentence(price) in shown for price in held.prices)
    assert all(guidance_sentence(entry) in shown for entry in held.fasttrack)
    assert MARK not in shown


def test_that_own_entries_are_marked_and_their_figures_told_as_entered_in_the_plan() -> None:
    plan = a_plan()
    held = plan_catalogue(plan, TODAY)
    plan = edits.change_catalogue_entry(plan, held.prices[0], TODAY, price=1_234)
    plan = edits.change_programme_default(plan, held.programmes[0], TODAY, share=4_321)
    shown = page(plan)
    assert shown.count(f" · {MARK}") == 2
    assert f"({held.prices[0].key}) · {MARK}" in shown
    assert "12.34 USD" in shown
    row = next(line for line in shown.split("<tr>") if "Share of the eligible cost: 43.21%." in line)
    assert ">own<" in row
    assert "Entered in this plan (no source given, as of 22 Nov 2026); no policy of Microsoft's." in row
    assert "official" not in row


def test_that_a_name_of_the_plan_is_no_markup() -> None:
    plan = a_plan()
    price = plan_catalogue(plan, TODAY).prices[0]
    plan = edits.change_catalogue_entry(plan, price, TODAY, name="<b>E5</b>")
    assert "<b>" not in catalogue_page(Derived(State(plan), TODAY), LIGHT).html
