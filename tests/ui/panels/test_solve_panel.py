"""The panel of a solve: where nothing fits, it says what clashes in place of a schedule."""

from datetime import date

from pytestqt.qtbot import QtBot

from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from solver.solve import solve
from tests.builders import START, a_phase, a_plan
from ui.panels.solve_panel import SolvePanel


def a_clash() -> Plan:
    phases = (a_phase("P1"), a_phase("P2", deadline=date(2027, 1, 22)))
    return a_plan(phases=phases, dependencies=(Dependency(predecessor="P1", successor="P2"),))


def test_that_the_headline_names_the_phases_that_clash(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_clash()
    qtbot.add_widget(panel)
    panel.show_result(solve(plan), State(plan))
    assert "P1 and P2 cannot keep these 2 demands together. Loosen any one of them." in panel.headline.text()
    shown = panel.details.toPlainText()
    for line in (
        "P2 must end by 22 Jan 2027.",
        "Ask for a later deadline.",
        "P2 starts after P1 ends.",
        "P1 takes 10 working days by PAR.",
    ):
        assert line in shown
    assert not panel.accept.isEnabled()


def test_that_a_single_demand_is_told_as_one(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    plan = a_plan(pins=(Pin(phase="P1", start=date(2027, 1, 9)),))
    panel.show_result(solve(plan), State(plan))
    assert panel.headline.text() == "No schedule exists: P1 cannot keep this demand. Loosen it."


def test_that_a_conflict_of_an_earlier_plan_is_not_shown(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    panel.show_result(solve(a_clash()), State(a_plan(start=START)))
    assert "earlier plan" in panel.headline.text()
    assert not panel.details.toPlainText()
