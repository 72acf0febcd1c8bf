"""The picture on any QPainter, and what the timeline shows of plans that hold little."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from planner.funding.adoption import MeasurementDate
from planner.picture.layout import Box, Layout, everything, lay_out
from planner.picture.tokens import DARK, LIGHT, Tokens, workload_hue
from planner.plan import State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import AdoptionTarget, Pin
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    by_fasttrack,
    by_partner,
    internally,
)
from tests.picture.contrast import contrast
from tests.ui.timeline.conftest import Desk, a_rollout
from ui.theme import DARK_CONTRAST, LIGHT_CONTRAST
from ui.timeline.header import is_free, paint_header, placed_months
from ui.timeline.measures import window_sizes
from ui.timeline.painter import FOOT, Emphasis, earned_box, paint_timeline
from ui.timeline.rows import tip

SCALE = 2
FAR = date(2028, 1, 1)


def painted(layout: Layout, tokens: Tokens, emphasis: Emphasis) -> QImage:
    """The whole layout at twice its size."""
    width, height = round(layout.sizes.width), round(layout.height)
    image = QImage(width * SCALE, height * SCALE, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    paint_timeline(painter, layout, tokens, QRectF(0, 0, width, height), emphasis)
    paint_header(painter, layout, tokens, QRectF(0, 0, width, layout.sizes.header))
    painter.end()
    return image


def colour_at(image: QImage, x: float, y: float) -> str:
    return QColor(image.pixel(int(x * SCALE), int(y * SCALE))).name()


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_that_delivery_is_told_apart_without_colour(tokens: Tokens) -> None:
    options = (by_partner(), by_fasttrack(), internally())
    plan = a_plan(phases=tuple(a_phase(f"P{n}", options=(option,)) for n, option in enumerate(options)))
    layout = lay_out(plan, Schedule(tuple(an_assignment(plan, name) for name in plan.phase)), sizes=window_sizes(900))
    image, hue = painted(layout, tokens, Emphasis()), workload_hue("Intune")
    inside = [
        [colour_at(image, row.bar.box.x + 6 + n, row.bar.box.middle) for n in range(12)]
        for row in layout.rows
        if row.bar
    ]
    solid, outlined, hatched = (set(colours) for colours in inside)
    assert (solid, outlined) == ({hue}, {tokens.ground})
    assert len(hatched) > 1


@pytest.mark.usefixtures("qtbot")
def test_that_a_selected_row_is_tinted_and_a_paid_part_underlined() -> None:
    state = a_rollout()
    layout = lay_out(state.plan, state.schedule or Schedule(()), sizes=window_sizes(900))
    image = painted(layout, LIGHT, Emphasis(("phase", "P1")))
    bar = layout.rows[0].bar
    assert bar is not None
    assert colour_at(image, layout.axis.right - 3, bar.box.middle) == LIGHT.selection
    assert colour_at(image, bar.box.x + 3, bar.box.bottom + 2) == LIGHT.money


@pytest.mark.parametrize(
    "state",
    [
        State(a_plan(phases=(), credits=(), partners=())),
        State(a_plan()),
        State(a_plan(), Schedule(())),
        State(a_plan(partners=(), phases=(a_phase(options=(by_fasttrack(),)),), credits=())),
        State(a_plan(pins=(Pin(phase="P1", start=START),)), Schedule((an_assignment(a_plan()),))),
    ],
    ids=["empty", "unsolved", "without dates", "without credits", "pinned"],
)
def test_that_plans_with_little_in_them_are_shown(state: State, show_state: Callable[[State], Desk]) -> None:
    desk = show_state(state)
    assert not desk.rollout.grab().isNull()
    desk.timeline.zoom_in()
    desk.rollout.fit()
    desk.rollout.show_selected()


def test_that_another_rollout_is_shown_from_its_beginning(desk: Desk) -> None:
    desk.timeline.zoom_in()
    desk.timeline.horizontalScrollBar().setValue(200)
    other = replace(a_plan(), start=START.replace(year=2028), horizon=START.replace(year=2029))
    desk.document.replace(State(other), None)
    assert desk.timeline.horizontalScrollBar().value() == 0
    assert desk.timeline.picture.axis.first.year in {2027, 2028}


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(
    ("is_done", "today", "token"),
    [(None, date(2028, 1, 1), "dim"), (True, None, "money"), (False, date(2027, 5, 1), "dim"), (False, FAR, "risk")],
)
def test_that_the_day_of_a_measurement_is_marked_by_whether_it_was_made(
    *, is_done: bool | None, today: date | None, token: str
) -> None:
    state, due = a_rollout(), date(2027, 5, 20)
    layout = lay_out(state.plan, state.schedule or Schedule(()), sizes=window_sizes(900))
    measured = {"P1": (MeasurementDate("P1", "target", due, is_done),)}
    image = painted(layout, LIGHT, Emphasis(today=today, measured=measured))
    middle = layout.rows[0].row.middle
    assert colour_at(image, layout.axis.begin(due), middle) == getattr(LIGHT, token)
    assert colour_at(painted(layout, LIGHT, Emphasis(today=today)), layout.axis.begin(due), middle) == LIGHT.ground


@pytest.mark.usefixtures("qtbot")
def test_that_a_measurement_behind_what_its_phase_earns_is_marked_at_the_foot_of_the_row() -> None:
    state = a_rollout()
    layout = lay_out(state.plan, state.schedule or Schedule(()), sizes=window_sizes(900))
    row = next(row for row in layout.rows if row.claimed)
    label = earned_box(row)
    assert label is not None
    due = layout.axis.day(label.center().x())
    measured = {row.phase: (MeasurementDate(row.phase, "target", due, None),)}
    image = painted(layout, LIGHT, Emphasis(measured=measured))
    assert colour_at(image, layout.axis.begin(due), row.row.bottom - FOOT) == LIGHT.dim


def test_that_the_hover_card_of_a_phase_says_when_its_target_is_measured() -> None:
    target = AdoptionTarget(text="All", metric="Active users", direction="at_least", baseline=0, value=5, unit="users")
    plan = a_plan(phases=(a_phase(adoption_target=target),))
    told = tip(State(plan, Schedule((an_assignment(plan),))), ("phase", "P1"))
    assert "Baseline by 4 Jan 2027" in told
    assert "Target measured from 14 Feb 2027" in told


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("tokens", [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST])
def test_that_windows_freezes_and_days_of_partners_have_an_edge_that_is_seen(tokens: Tokens) -> None:
    freeze = Freeze("Close", DateRange(date(2027, 1, 18), date(2027, 1, 22)))
    window = DateRange(date(2027, 1, 8), date(2027, 1, 26))
    partner = a_partner(windows=(window,))
    plan = a_plan(freezes=(freeze,), credits=(a_credit(window=window),), partners=(partner,))
    layout = lay_out(plan, Schedule((an_assignment(plan),)), everything(plan), window_sizes(900))
    image = painted(layout, tokens, Emphasis())
    (lane,), (band,), (load,) = layout.lanes, layout.freezes, layout.partners
    assert lane.window is not None
    edges = (
        (lane.window.x, lane.row.middle),
        (band.box.x, layout.height - 1),
        (load.windows[0].x, load.row.middle),
    )
    assert all(contrast(colour_at(image, round(x), y), tokens.ground) >= 3 for x, y in edges)


@pytest.mark.usefixtures("qtbot")
def test_that_arrowheads_that_meet_leave_no_hole() -> None:
    plan = a_plan(
        phases=tuple(a_phase(name) for name in ("P1", "P2", "P3")),
        dependencies=tuple(Dependency(predecessor=name, successor="P3") for name in ("P1", "P2")),
    )
    starts = {"P1": START, "P2": START, "P3": date(2027, 3, 1)}
    schedule = Schedule(tuple(an_assignment(plan, name, start) for name, start in starts.items()))
    layout = lay_out(plan, schedule, sizes=window_sizes(900))
    box = next(row.bar.box for row in layout.rows if row.phase == "P3" and row.bar is not None)
    image = painted(layout, LIGHT, Emphasis())
    assert colour_at(image, box.x - 1.5, box.middle + 0.5) == LIGHT.arrow


@pytest.mark.usefixtures("qtbot")
def test_that_the_pennant_of_today_covers_no_name_of_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    state = a_rollout()
    layout = lay_out(state.plan, state.schedule or Schedule(()), sizes=window_sizes(900))
    images = []
    for day in (2, 15):
        monkeypatch.setattr("ui.timeline.header.today", lambda day=day: date(2027, 3, day))
        images.append(painted(layout, LIGHT, Emphasis()))
    march = next(month.box for month in layout.months if month.first.month == 3)
    early, late = (dark_columns(image, march) for image in images)
    assert len(early) == len(late) > 10
    assert early[0] > late[0]


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("day", [1, 2, 3, 6, 9, 14, 20, 28, 31])
@pytest.mark.parametrize("width", [900, 1_400])
def test_that_names_of_months_make_way_for_the_flag_of_the_status_date(day: int, width: int) -> None:
    plan = replace(a_rollout().plan, status_date=date(2027, 3, day))
    layout = lay_out(plan, Schedule(()), sizes=window_sizes(width), shows_progress=True)
    assert layout.status is not None
    assert is_free(round(layout.status.x), 1, placed_months(layout))


@pytest.mark.usefixtures("qtbot")
def test_that_a_flag_which_no_name_can_make_way_for_is_a_bare_pole() -> None:
    plan = replace(a_rollout().plan, status_date=date(2027, 3, 3), horizon=date(2032, 1, 1))
    layout = lay_out(plan, Schedule(()), sizes=window_sizes(300), shows_progress=True)
    crowded = [(month.box, "MMM") for month in layout.months]
    assert layout.status is not None
    assert [is_free(layout.status.x, side, crowded) for side in (1, -1)] == [False, False]


def dark_columns(image: QImage, box: Box) -> list[int]:
    """The columns of pixels at the beginning of a box in which letters stand, above the pennant."""
    rows = range(round((box.y + 4) * SCALE), round((box.bottom - 7) * SCALE))
    columns = range(round(box.x * SCALE) + 2, round((box.x + 45) * SCALE))
    return [x for x in columns if any(QColor(image.pixel(x, y)).lightness() < 90 for y in rows)]
