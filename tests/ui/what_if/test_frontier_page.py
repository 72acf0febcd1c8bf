"""The frontier in the window: found behind it, chosen by mouse and keys, opened as a schedule, told when it is old."""

from collections.abc import Iterator
from threading import Event

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import solver.frontier
from planner.picture.frontier import Marked, Words
from planner.plan import Plan, State
from solver.cancel import Cancel
from solver.frontier import Point
from ui.main_window import MainWindow
from ui.what_if.frontier_chart import FrontierChart
from ui.what_if.frontier_page import FrontierPage


@pytest.fixture
def page(window: MainWindow, small: Plan) -> FrontierPage:
    window.document.replace(State(small), None)
    window.show_question("Frontier")
    return window.what_if_dock.panel().frontier


def found(qtbot: QtBot, window: MainWindow, page: FrontierPage) -> None:
    QTest.mouseClick(page.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.frontier.is_running, timeout=60_000)


def test_that_the_ends_of_the_field_guide_are_found_and_told(
    qtbot: QtBot, window: MainWindow, page: FrontierPage
) -> None:
    found(qtbot, window, page)
    points = window.frontier.points
    assert (points[0].funding, points[0].other) == (42_000, 51_800)
    assert (points[-1].funding, points[-1].other) == (70_000, 61_500)
    assert "all proven" in page.said.text()
    assert page.list.count() == len(points)
    assert page.list.item(0).text().startswith("1. 42,000 funded, you pay 51,800, proven.")
    assert page.list.item(0).text() in page.chart.accessibleDescription()


def test_that_a_click_on_a_point_opens_its_schedule_to_accept(
    qtbot: QtBot, window: MainWindow, page: FrontierPage
) -> None:
    found(qtbot, window, page)
    last = len(window.frontier.points)
    QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=page.chart.place(last).toPoint())
    panel = window.solving.panel
    assert window.side.currentWidget() is panel
    assert panel.headline.text() == "A point of the frontier, proven: none that earns as much costs less."
    assert panel.history.item(0).text().startswith("1. From the frontier\n70,000 funded")
    assert not panel.chart.isVisible()
    QTest.mouseClick(window.solving.panel.accept, Qt.MouseButton.LeftButton)
    assert sum(claim.amount for claim in window.document.schedule.claims) == 70_000
    assert window.document.undo_stack.undoText() == "Accept schedule"
    assert "all proven" in page.said.text()


def test_that_the_keys_choose_and_open_points(qtbot: QtBot, window: MainWindow, page: FrontierPage) -> None:
    found(qtbot, window, page)
    page.chart.setFocus()
    QTest.keyClick(page.chart, Qt.Key.Key_Right)
    assert (page.chart.number, page.list.currentRow()) == (1, 0)
    QTest.keyClick(page.chart, Qt.Key.Key_Right)
    QTest.keyClick(page.chart, Qt.Key.Key_Left)
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    QTest.mouseClick(window.solving.panel.accept, Qt.MouseButton.LeftButton)
    assert sum(claim.amount for claim in window.document.schedule.claims) == 42_000


def test_that_points_of_an_earlier_plan_say_so_and_cannot_be_accepted(
    qtbot: QtBot, window: MainWindow, page: FrontierPage
) -> None:
    found(qtbot, window, page)
    plan = window.document.plan
    window.document.apply_plan("Rename", replace(plan, name="Another"))
    assert "of an earlier plan" in page.said.text()
    page.chart.opened.emit(1)
    assert not window.solving.panel.accept.isEnabled()
    window.document.undo_stack.undo()
    assert "all proven" in page.said.text()


def test_that_stopping_keeps_the_points_that_were_found(
    qtbot: QtBot, window: MainWindow, page: FrontierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, original = Event(), solver.frontier.frontier

    def slow(plan: Plan, *arguments: object, cancel: Cancel, **limits: object) -> Iterator[Point]:
        yield next(original(plan, *arguments, cancel=cancel, **limits))  # type: ignore[arg-type]
        told.set()
        while not cancel.is_requested:
            told.wait(0.01)

    monkeypatch.setattr(solver.frontier, "frontier", slow)
    QTest.mouseClick(page.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.frontier.points) == 1, timeout=30_000)
    assert page.look.text() == "Stop"
    assert page.said.text() == "Looking … 1 schedule of up to 8 so far."
    QTest.mouseClick(page.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.frontier.is_running, timeout=30_000)
    assert page.said.text().startswith("1 schedule, all proven, stopped.")
    assert page.list.count() == 1


def test_that_another_rollout_begins_without_points(qtbot: QtBot, window: MainWindow, page: FrontierPage) -> None:
    found(qtbot, window, page)
    window.document.replace(State(replace(window.document.plan, name="Next")), None)
    assert window.frontier.points == ()
    assert page.list.count() == 0


def test_that_no_axes_are_drawn_before_there_is_a_point(qtbot: QtBot) -> None:
    chart = FrontierChart()
    qtbot.add_widget(chart)
    colours = {chart.grab().toImage().pixel(x, y) for x in range(0, 300, 3) for y in range(0, 180, 3)}
    assert len(colours) == 1
    chart.show_points([Marked(5, 5, None, is_proven=True)], Words(), ["1."])
    assert len({chart.grab().toImage().pixel(x, 20) for x in range(300)}) > 1
