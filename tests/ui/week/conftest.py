"""A rollout of three phases in a row whose first is due, in the window."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from planner.plan import State
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Schedule
from solver.settings import Settings
from solver.solve import solve
from tests.builders import a_credit, a_phase, a_plan
from ui.main_window import MainWindow
from ui.week.week_panel import WeekPanel

MONDAY = date(2027, 1, 25)


def agreed() -> State:
    """P1, P2 and P3 wait for each other, two weeks each; C1 pays half of each."""
    phases = tuple(a_phase(f"P{number}", owner=f"Owner {number}") for number in (1, 2, 3))
    links = tuple(Dependency(predecessor=f"P{n}", successor=f"P{n + 1}") for n in (1, 2))
    credit = a_credit(owner="Ada", contact="desk@example.com", status="approved", approved_on=a_plan().start)
    plan = a_plan(phases=phases, dependencies=links, credits=(credit,))
    return State(plan, solve(plan, Settings(time_limit=10)).schedule or Schedule(()))


@pytest.fixture
def panel(window: MainWindow) -> WeekPanel:
    window.document.replace(agreed(), None)
    window.show_week("Monday")
    return window.week_dock.panel()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def type_day(panel: WeekPanel, day: date) -> None:
    """Type the status date on Monday's page, and leave the field with Return."""
    field = panel.monday.day
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, f"{day}")
    QTest.keyClick(field, Qt.Key.Key_Return)
