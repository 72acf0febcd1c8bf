"""Pictures of the account are as wide as their page, within what the eye can follow; tables have their sums."""

from datetime import date

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.picture.tokens import LIGHT
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import START, a_phase, a_plan, an_assignment
from ui.account.account_panel import MOST_POINTS, AccountPanel
from ui.account.content import PIXELS_PER_POINT, USUAL_WIDTH
from ui.account.pages import cash_page
from ui.derived import Derived

LEAST, MOST = USUAL_WIDTH * PIXELS_PER_POINT, MOST_POINTS * PIXELS_PER_POINT


@pytest.mark.parametrize(("width", "expected"), [(500, LEAST), (1_000, 950), (1_300, 1_250), (2_500, MOST)])
def test_that_the_ladder_is_as_wide_as_its_page(qtbot: QtBot, width: int, expected: float) -> None:
    panel = AccountPanel()
    qtbot.add_widget(panel)
    panel.resize(700, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_derived(Derived(State(a_plan()), START))
    panel.show_page("Ladder")
    panel.resize(width, 400)
    QApplication.processEvents()
    document = panel.tabs.currentWidget().document()  # type: ignore[attr-defined]
    shown: QImage = document.resource(QTextDocument.ResourceType.ImageResource, QUrl("waterfall"))
    assert shown.deviceIndependentSize().width() == pytest.approx(expected, abs=25)


@pytest.mark.usefixtures("qtbot")
def test_that_cash_has_a_total_and_names_the_months_of_its_quarters() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    runs = (an_assignment(plan), an_assignment(plan, "P2", date(2027, 5, 3)))
    html = cash_page(Derived(State(plan, Schedule(runs)), START), LIGHT).html
    assert "FY27 Q3, Jan – Mar 2027" in html
    assert "FY27 Q4, Apr – Jun 2027" in html
    assert "Microsoft" in html
    total = html[html.index("Total") :]
    assert "40,000" in total
    assert "20,000" not in total
