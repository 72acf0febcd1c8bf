"""What is switched on over the timeline: float, the two paths and the baseline, and what hover cards tell of them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QColor, QImage, QPainter

from planner.files import encode, parse
from planner.picture.layout import lay_out
from planner.picture.tokens import LIGHT
from planner.plan import State
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import a_credit, a_partner, a_phase, a_plan, an_assignment
from tests.ui.timeline.conftest import Desk
from ui.theme import tokens
from ui.timeline.measures import window_sizes
from ui.timeline.overlays import paint_overlays
from ui.timeline.painter import PLAIN, Shown, earned_box
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


@pytest.mark.usefixtures("qtbot")
def test_that_links_of_a_path_give_way_to_what_phases_earn() -> None:
    """P3 waits for P1; between them stands what P2 earns, which ended a little before P1."""
    window = DateRange(date(2027, 1, 4), date(2027, 12, 31))
    plan = a_plan(
        phases=tuple(a_phase(name) for name in ("P1", "P2", "P3")),
        partners=(a_partner(teams=3),),
        credits=(a_credit(window=window),),
        dependencies=(Dependency(predecessor="P1", successor="P3"),),
    )
    starts = {"P1": date(2027, 2, 10), "P2": date(2027, 2, 9), "P3": date(2027, 2, 24)}
    runs = tuple(an_assignment(plan, name, start) for name, start in starts.items())
    schedule = Schedule(runs, (Claim("P2", "C1", 10_000),))
    layout, unpaid = (lay_out(plan, each, sizes=window_sizes(900)) for each in (schedule, Schedule(runs)))
    label = next(box for row in layout.rows if (box := earned_box(row)) is not None).toRect().adjusted(1, 3, -1, -3)
    crossed = []
    for shown, shows_earnings in ((layout, True), (layout, False), (unpaid, True)):
        image = QImage(900, round(layout.height), QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        emphasis = PLAIN._replace(over=Shown(critical=True), shows_earnings=shows_earnings)
        paint_overlays(painter, shown, State(plan, schedule), LIGHT, QRectF(image.rect()), emphasis)
        painter.end()
        places = [(x, y) for x in range(label.left(), label.right()) for y in range(label.top(), label.bottom())]
        crossed.append(any(image.pixelColor(x, y).alpha() for x, y in places))
    assert crossed == [False, False, True]
