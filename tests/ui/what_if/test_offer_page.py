"""An offer in the window: pasted, weighed in its ledger, its strings marked, added to the plan."""

from threading import Event

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import solver.asks.offer
from planner.funding.offers import Offer
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.asks.offer import OfferWorth
from solver.asks.worth import Limits
from tests.builders import a_credit, a_phase, a_plan, a_rate_line, by_fasttrack, by_partner
from ui.main_window import MainWindow
from ui.what_if.offer_page import OfferPage

OFFERED = a_plan(
    phases=(a_phase(options=(by_partner(), by_fasttrack())),),
    credits=(a_credit("C1"),),
    rate_lines=(a_rate_line("E5", name="Suite"),),
)
CREDIT = "30,000 USD for Intune deploy until 2027-06-30, 80 %. You must purchase more seats."


@pytest.fixture
def page(window: MainWindow) -> OfferPage:
    window.document.replace(State(OFFERED), None)
    window.show_question("Offer")
    return window.what_if_dock.panel().offer


def click(widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def weighed(qtbot: QtBot, window: MainWindow, page: OfferPage, text: str) -> str:
    page.text.setPlainText(text)
    click(page.weigh)
    qtbot.waitUntil(lambda: not window.weighing.is_running, timeout=60_000)
    return page.answer.toPlainText()


def test_that_a_credit_is_told_with_what_it_adds_displaces_and_its_strings(
    qtbot: QtBot, window: MainWindow, page: OfferPage
) -> None:
    told = weighed(qtbot, window, page, CREDIT)
    assert "Funding ledger" in told
    assert "Of a face of 30,000 USD it adds 6,000 USD, proven." in told
    assert "10,000 of that takes the place of other credits" in told
    assert "This offer" in told
    assert "OFFER" not in told
    assert "No partner is named" in told
    assert "a duty to buy or grow" in told
    html = page.answer.toHtml()
    assert "must purchase</span>" in html


def test_that_an_offer_is_added_to_the_plan_and_taken_back(qtbot: QtBot, window: MainWindow, page: OfferPage) -> None:
    weighed(qtbot, window, page, CREDIT)
    click(page.add)
    assert [credit.id for credit in window.document.plan.credits] == ["C1", "OFFER"]
    assert "Of an earlier plan" in page.said.text()
    assert not page.add.isEnabled()
    window.document.undo_stack.undo()
    assert [credit.id for credit in window.document.plan.credits] == ["C1"]


def test_that_a_discount_stays_in_the_rate_ledger(qtbot: QtBot, window: MainWindow, page: OfferPage) -> None:
    told = weighed(qtbot, window, page, "5 % discount on Suite")
    assert "Rate ledger: no funding" in told
    assert "8,640.00 USD over 3 years" in told
    before = window.document.plan.credits
    click(page.add)
    assert window.document.plan.rate_lines[0].offered == 500
    assert window.document.plan.credits is before


def test_that_a_right_is_a_memo(qtbot: QtBot, window: MainWindow, page: OfferPage) -> None:
    told = weighed(qtbot, window, page, "FastTrack for Intune from 50 seats")
    assert "a memo, no concession" in told
    assert "It covers P1" in told
    assert "13,000" in told
    click(page.add)
    again = weighed(qtbot, window, page, "FastTrack for Intune from 50 seats")
    assert "covers no phase" in again


def test_that_strings_alone_cannot_be_added(qtbot: QtBot, window: MainWindow, page: OfferPage) -> None:
    told = weighed(qtbot, window, page, "You must commit to purchase 500 seats")
    assert "worth nothing" in told
    assert not page.add.isEnabled()


def test_that_words_that_are_no_offer_are_told_what_they_lack(
    qtbot: QtBot, window: MainWindow, page: OfferPage
) -> None:
    assert "Missing: the last day" in weighed(qtbot, window, page, "50,000 USD for Intune")
    assert "The offer is empty" in weighed(qtbot, window, page, "")
    twice = '{"sku": "E5", "offered": 99999}'
    assert "must be at most 10,000" in weighed(qtbot, window, page, twice)


def test_that_a_weighing_is_stopped_and_an_old_one_forgotten(
    qtbot: QtBot, window: MainWindow, page: OfferPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_plan: Plan, _offer: Offer, limits: Limits, _hint: Schedule | None) -> OfferWorth | None:
        while not limits.cancel.is_requested:
            Event().wait(0.01)
        return None

    monkeypatch.setattr(solver.asks.offer, "offer_worth", endless)
    page.text.setPlainText(CREDIT)
    click(page.weigh)
    assert page.weigh.text() == "Stop"
    click(page.weigh)
    qtbot.waitUntil(lambda: not window.weighing.is_running, timeout=60_000)
    assert "its worth is not known" in page.said.text()
    window.document.replace(State(replace(OFFERED, name="Next")), None)
    assert page.answer.toPlainText() == ""
