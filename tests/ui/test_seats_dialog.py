"""Another number of seats in the window: shown before it is accepted, one step, and undone as one."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.funding.product_seats import ProductSeats
from planner.seats import keep_product_seats
from ui.main_window import MainWindow
from ui.seats_dialog import SeatsDialog


def opened(qtbot: QtBot, window: MainWindow) -> SeatsDialog:
    plan = window.document.plan
    workloads = tuple(dict.fromkeys(phase.workload for phase in plan.phases))
    fact = ProductSeats(product="E5", seats=1_000, workloads=workloads)
    window.document.apply_plan("Tell of E5", keep_product_seats(plan, fact))
    window.actions_.change_seats.trigger()
    (dialog,) = window.findChildren(SeatsDialog)
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    return dialog


def test_that_a_change_of_seats_is_shown_then_accepted_as_one_step(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    before = window.document.plan
    dialog.seats.clear()
    QTest.keyClicks(dialog.seats, "500")
    assert not dialog.accept_button.isEnabled()
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert dialog.effect.toPlainText().startswith("Costs change by ")
    assert window.document.plan is before
    dialog.accept()
    plan = window.document.plan
    assert plan.product_seats[0].seats == 500
    assert [phase.seats for phase in plan.phases] == [
        phase.seats // 2 if phase.motion not in {"assess", "pilot"} else phase.seats for phase in before.phases
    ]
    assert window.document.undo_stack.undoText() == "Change seats of E5 to 500"
    window.document.undo_stack.undo()
    assert window.document.plan == before


def test_that_what_is_no_number_cannot_be_accepted(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    dialog.seats.setText("many")
    assert not dialog.accept_button.isEnabled()
    assert "no whole number" in dialog.effect.toPlainText()
    dialog.seats.setText("999999999")
    qtbot.waitUntil(lambda: "must be at most" in dialog.effect.toPlainText())
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_that_a_plan_without_products_says_where_to_tell_of_one(window: MainWindow) -> None:
    window.actions_.change_seats.trigger()
    QApplication.processEvents()
    assert window.findChildren(SeatsDialog) == []
    assert "under Seats" in window.statusBar().currentMessage()
