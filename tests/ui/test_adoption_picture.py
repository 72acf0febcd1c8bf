"""The picture of adoption as a renderer shows it."""

from datetime import date

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from planner.funding.adoption import Adoption
from planner.picture.adoption import draw_adoption
from planner.picture.tokens import DARK, LIGHT, Tokens, workload_hue
from tests.picture.test_adoption import WORDS, a_point, laid_out


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
