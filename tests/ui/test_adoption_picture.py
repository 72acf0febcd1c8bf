"""The picture of adoption as a renderer shows it."""

from datetime import date

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from planner.funding.adoption import Adoption
from planner.picture.adoption import draw_adoption
from planner.picture.tokens import DARK, LIGHT, Tokens, workload_hue
from planner.plan import State
from tests.funding.test_adoption import a_count, a_measurement, a_target, copilot_plan
from tests.picture.test_adoption import WORDS, a_point, laid_out
from ui.account.adoption_page import adoption_page
from ui.derived import Derived


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_that_the_line_of_use_is_seen_where_it_was_laid(tokens: Tokens, qapp: object) -> None:
    assert qapp is not None
    found = Adoption("Teams", (a_point(date(2027, 7, 1), 200), a_point(date(2027, 11, 20), 800)), ())
    picture = laid_out(found)
    renderer = QSvgRenderer(QByteArray(draw_adoption(picture, WORDS, tokens).encode()))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(QColor(tokens.ground))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    for dot in picture.panels[0].dots:
        assert image.pixelColor(int(dot.x), int(dot.y)).name() == workload_hue("Teams")


def test_that_the_page_tells_a_target_beyond_the_seats_in_people(qapp: object) -> None:
    assert qapp is not None
    plan = copilot_plan(a_target(unit="users", value=90), a_measurement(a_count(active=30, idle=10)))
    page = adoption_page(Derived(State(plan), date(2027, 12, 1)), LIGHT)
    assert "90 people; 40 seats in the report" in page.html
    assert "90 people; 40 seats in the report" in page.pictures["adoption"]
    assert "225" not in page.html + page.pictures["adoption"]


def test_that_a_target_is_told_as_stated_until_people_are_counted_and_what_it_lacks_is_told(qapp: object) -> None:
    assert qapp is not None
    html = adoption_page(Derived(State(copilot_plan(a_target(measured_on=None))), date(2027, 12, 1)), LIGHT).html
    assert "60 % of users" in html
    assert "No day to measure on: P1 Phase P1. Enter it in the phase&#x27;s form" in html
    html = adoption_page(Derived(State(copilot_plan(a_target(unit="users", value=90))), date(2027, 12, 1)), LIGHT).html
    assert "90 people" in html
    assert "No day to measure on" not in html
