"""What is switched on over the timeline: float, the two paths and the baseline, and what hover cards tell of them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QColor, QImage

from planner.files import encode, parse
from planner.plan import State
from tests.ui.timeline.conftest import Desk
from ui.theme import tokens
from ui.timeline.painter import PLAIN, earned_box, without_labels
from ui.timeline.rows import tip
from ui.timeline.slack import slack_of


def toggle(desk: Desk, name: str) -> QAction:
    return next(each for each in desk.rollout.toggles if each.text().replace("&", "") == name)


def picture(desk: Desk) -> QImage:
    return desk.timeline.viewport().grab().toImage()


def is_framed(desk: Desk, phase: str, name: str) -> bool:
    """Whether the pixels just above and below the middle of a bar have that colour, or nearly."""
    box, image, wanted = desk.bar(phase).box, picture(desk), QColor(name)
    at = desk.at(box.x + box.width / 2, box.y - 1)
    found = image.pixelColor(at)
    return max(abs(found.red() - wanted.red()), abs(found.green() - wanted.green())) < 60


def test_that_the_critical_path_is_framed_and_nothing_else(desk: Desk) -> None:
    assert [name for name, each in slack_of(desk.document.state).floats.items() if each.is_critical] == ["P3"]
    assert not is_framed(desk, "P3", tokens().text)
    toggle(desk, "Critical path").setChecked(True)
    assert is_framed(desk, "P3", tokens().text)
    assert not is_framed(desk, "P1", tokens().text)
    assert not is_framed(desk, "P3", tokens().broken)  # kept for what breaks a rule
    toggle(desk, "Critical path").setChecked(False)
    assert not is_framed(desk, "P3", tokens().text)


def test_that_float_is_a_line_up_to_the_last_day_that_a_phase_may_have(desk: Desk) -> None:
    box, axis = desk.bar("P1").box, desk.timeline.picture.axis
    row = next(row.row for row in desk.timeline.picture.rows if row.phase == "P1")
    last = slack_of(desk.document.state).floats["P1"].last_finish
    assert last == date(2027, 4, 16)
    middle = desk.at((box.right + axis.end(last)) / 2, round(row.bottom) - 2)
    before = picture(desk).pixelColor(middle)
    toggle(desk, "Float").setChecked(True)
    assert picture(desk).pixelColor(middle) != before


def test_that_a_baseline_is_kept_in_the_plan_shown_and_undone(desk: Desk) -> None:
    before, schedule = desk.document.state, desk.document.schedule
    toggle(desk, "Set baseline").trigger()
    assert desk.plan.baseline == schedule
    assert toggle(desk, "Baseline").isChecked()
    desk.drag("P3", date(2027, 5, 17))
    row = next(row.row for row in desk.timeline.picture.rows if row.phase == "P3")
    at = desk.at(desk.timeline.picture.axis.begin(date(2027, 5, 4)), row.bottom - 2)
    assert picture(desk).pixelColor(at).name() != tokens().ground
    assert "In the baseline 3 May 2027" in tip(desk.document.state, ("phase", "P3"))
    assert parse(encode(desk.document.state)) == desk.document.state
    for _ in range(2):
        desk.document.undo_stack.undo()
    assert desk.document.state is before


def test_that_a_baseline_needs_a_schedule(show_state: Callable[[State], Desk], desk: Desk) -> None:
    empty = show_state(State(desk.plan))
    told: list[str] = []
    empty.rollout.told.connect(told.append)
    toggle(empty, "Set baseline").trigger()
    assert told == ["There is no schedule yet to keep as a baseline. Solve first."]
    assert empty.document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("P1", "May slip 45 working days before the rollout ends later"),
        ("P3", "May slip 0 working days before the rollout ends later"),
        ("P3", "May slip 28 working days before a claim comes too late"),
    ],
)
def test_that_hover_cards_tell_how_far_a_phase_may_slip(desk: Desk, phase: str, words: str) -> None:
    assert words in tip(desk.document.state, ("phase", phase)).splitlines()


def test_that_links_of_a_path_give_way_to_what_phases_earn(desk: Desk) -> None:
    layout = desk.timeline.picture
    rows, whole = [*layout.rows], QRectF(0, 0, layout.sizes.width, layout.height)
    labels = [box for box in map(earned_box, rows) if box is not None]
    assert labels
    free, dragged = (without_labels(rows, whole, PLAIN._replace(shows_earnings=shows)) for shows in (True, False))
    assert not any(free.contains(box.center().toPoint()) for box in labels)
    assert all(dragged.contains(box.center().toPoint()) for box in labels)
