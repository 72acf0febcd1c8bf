"""Asks in the window: worked out behind it, copied without their worth, put on the agenda, tried out."""

from collections.abc import Iterator
from datetime import date
from threading import Event

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import solver.asks.sweep
from planner.plan import Plan, State
from planner.value import DateRange
from solver.asks.bundles import Bundle
from solver.asks.crew import Crew, this_process
from solver.asks.sweep import Swept
from solver.asks.worth import Optimum
from solver.cancel import Cancel
from tests.builders import START, a_credit, a_plan
from ui.main_window import MainWindow
from ui.what_if.asks_page import ASK, GAIN, PROOF, REQUEST, AsksPage, _bundle_line, _bundle_sentence

LATE = a_plan(credits=(a_credit(window=DateRange(START, date(2027, 1, 12)), proof_deadline=None),))
"""Its credit expires while the work is under way; three days more let it pay 10,000."""


@pytest.fixture
def page(window: MainWindow) -> AsksPage:
    window.asks.crew = this_process
    window.document.replace(State(LATE), None)
    window.show_question("Asks")
    return window.what_if_dock.panel().asks


def click(widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def worked_out(qtbot: QtBot, window: MainWindow, page: AsksPage) -> None:
    click(page.look)
    qtbot.waitUntil(lambda: not window.asks.is_running, timeout=60_000)


def column(page: AsksPage, number: int) -> list[str]:
    items = (page.table.item(row, number) for row in range(page.table.rowCount()))
    return [item.text() for item in items if item is not None]


def test_that_asks_are_listed_by_gain_with_proof_request_and_bundles(
    qtbot: QtBot, window: MainWindow, page: AsksPage
) -> None:
    assert page.said.text() == ASK
    worked_out(qtbot, window, page)
    assert column(page, GAIN) == ["+10,000"]
    assert column(page, PROOF) == ["proven, the fewest days"]
    assert "by 3 days, from 12 Jan 2027 to 15 Jan 2027" in column(page, REQUEST)[0]
    assert "The most without any ask: 0 USD, proven." in page.said.text()
    assert page.bundles.text().splitlines()[0] == (
        "Best bundle of 2, +10,000 USD, proven: extend the period of performance of Credit C1 (C1) by 3 days, "
        "from 12 Jan 2027 to 15 Jan 2027."
    )
    page.everything.setChecked(True)
    assert column(page, GAIN)[:4] == ["+10,000"] * 4
    assert len(column(page, GAIN)) > 4
    assert "0" in column(page, GAIN)


def test_that_what_is_copied_holds_request_and_reason_and_no_gain(
    qtbot: QtBot, window: MainWindow, page: AsksPage
) -> None:
    worked_out(qtbot, window, page)
    assert not page.copy.isEnabled()
    page.choose("expiry C1 +3")
    assert "It gains +10,000 USD, proven" in page.about.toPlainText()
    click(page.copy)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Please extend the period of performance of Credit C1 (C1) by 3 days")
    assert "P1" in copied
    assert "10,000" not in copied
    assert window.statusBar().currentMessage() == "Copied, without what it would gain."


def test_that_an_ask_is_put_on_the_agenda_and_taken_off_again(qtbot: QtBot, window: MainWindow, page: AsksPage) -> None:
    worked_out(qtbot, window, page)
    page.choose("expiry C1 +3")
    click(page.put)
    assert [item.whom for item in window.document.plan.agenda] == ["Microsoft"]
    assert page.agenda.item(0).text().startswith("Microsoft: Please extend")
    assert "10,000" not in page.agenda.item(0).text()
    assert page.put.isEnabled()
    page.agenda.setCurrentRow(0)
    click(page.take_off)
    assert window.document.plan.agenda == ()
    window.document.undo_stack.undo()
    assert page.agenda.count() == 1


def test_that_an_ask_is_tried_out_as_a_solved_scenario(qtbot: QtBot, window: MainWindow, page: AsksPage) -> None:
    worked_out(qtbot, window, page)
    page.choose("expiry C1 +3")
    click(page.try_out)
    qtbot.waitUntil(lambda: not window.asks.is_trying, timeout=60_000)
    (scenario,) = window.document.plan.scenarios
    assert scenario.name == "expiry C1 +3"
    assert scenario.schedule is not None
    assert sum(claim.amount for claim in scenario.schedule.claims) == 10_000
    assert scenario.plan.credits[0].window.end == date(2027, 1, 15)
    step = "Try out: extend the period of performance of Credit C1 (C1) by 3 days, from 12 Jan 2027 to 15 Jan 2027"
    assert window.document.undo_stack.undoText() == step
    assert "Kept as the scenario expiry C1 +3." in window.statusBar().currentMessage()


def test_that_answers_of_an_earlier_plan_say_so_and_are_put_nowhere(
    qtbot: QtBot, window: MainWindow, page: AsksPage
) -> None:
    worked_out(qtbot, window, page)
    page.choose("expiry C1 +3")
    window.document.apply_plan("Rename", replace(window.document.plan, name="Another"))
    assert "of an earlier plan" in page.said.text()
    assert not page.put.isEnabled()
    assert not page.try_out.isEnabled()
    window.document.undo_stack.undo()
    assert page.put.isEnabled()
    window.document.replace(State(replace(LATE, name="Next")), None)
    assert page.said.text() == ASK
    assert page.table.rowCount() == 0


def test_that_stopping_keeps_what_is_proven(
    qtbot: QtBot, window: MainWindow, page: AsksPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, waiting = solver.asks.sweep.sweep, Event()

    def slow(plan: Plan, crew: Crew, *, cancel: Cancel, **_: object) -> Iterator[Swept]:
        for swept in original(plan, crew, cancel=cancel):
            yield swept
            while swept.done and not cancel.is_requested:
                waiting.wait(0.01)

    monkeypatch.setattr(solver.asks.sweep, "sweep", slow)
    click(page.look)
    qtbot.waitUntil(lambda: page.table.rowCount() > 0, timeout=60_000)
    assert page.look.text() == "Stop"
    assert "the likeliest first. None gains more than" in page.said.text()
    assert page.said.text().endswith(" USD.")
    click(page.look)
    qtbot.waitUntil(lambda: not window.asks.is_running, timeout=60_000)
    assert ", then stopped." in page.said.text()
    assert column(page, GAIN) == ["+10,000"]
    assert page.bundles.text() == ""


def test_that_the_search_for_a_bundle_tells_the_best_so_far_and_what_none_gains_more_than() -> None:
    assert _bundle_sentence(2, 10, (None, None)) == "Looking for the best bundle of 2 …"
    assert _bundle_sentence(3, 10, (15, 30)) == "Looking for the best bundle of 3 … best +5, none gains more than 20."


def test_that_a_plan_without_a_schedule_is_told_so(qtbot: QtBot, window: MainWindow, page: AsksPage) -> None:
    tight = replace(LATE, horizon=date(2027, 1, 5))
    window.document.replace(State(tight), None)
    worked_out(qtbot, window, page)
    assert "No schedule was found" in page.said.text()


def test_that_processes_of_this_machine_work_for_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.document.replace(State(LATE), None)
    window.show_question("Asks")
    page = window.what_if_dock.panel().asks
    worked_out(qtbot, window, page)
    assert column(page, GAIN)[0] == "+10,000"


def test_that_a_bundle_that_was_not_found_is_told_so_and_one_without_asks_gains_nothing() -> None:
    state, optimum = State(LATE), Optimum(0, 0)
    assert "none that gains more than what is listed above was found in time" in _bundle_line(state, 2, None)
    idle = Bundle((), optimum, optimum, at_most=50_000)
    assert _bundle_line(state, 2, idle) == "Best bundle of 2: none gains anything, at most 50,000."
