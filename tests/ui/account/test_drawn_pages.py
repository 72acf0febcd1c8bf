"""Pictures of the account are as wide as their page, within what the eye can follow."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.plan import State
from tests.builders import START, a_plan
from ui.account.account_panel import MOST_POINTS, AccountPanel
from ui.account.content import PIXELS_PER_POINT, USUAL_WIDTH
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
