"""The legend of the timeline: every mark is drawn, each another one, beside its words."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.timeline.conftest import Desk
from ui.timeline.legend import MARKS, Legend, Swatch


def test_that_no_two_marks_look_alike_and_none_is_blank(qtbot: QtBot, desk: Desk) -> None:
    desk.rollout.legend_action.trigger()
    legend = desk.rollout.legend
    assert isinstance(legend, Legend)
    qtbot.waitUntil(legend.isVisible)
    pictures = [swatch.grab().toImage() for swatch in legend.findChildren(Swatch)]
    assert len(pictures) == sum(len(marks) for _, marks in MARKS)
    for number, picture in enumerate(pictures):
        assert len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}) > 1
        assert all(picture != other for other in pictures[:number])
    words = {label.text() for label in legend.findChildren(QLabel)}
    assert all(text in words for _, marks in MARKS for _, text in marks)
    legend.close()
