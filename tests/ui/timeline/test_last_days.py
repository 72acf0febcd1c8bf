"""Points of no return in the window: marks and ruler, hover card, and no waiting for them on a large plan."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

import ui.timeline.last_days
import ui.timeline.view
from planner.edits import change_credit, change_phase
from planner.picture.last_days import last_days
from planner.picture.layout import CreditLane, LastDay, LastDays, Layout, lay_out
from planner.picture.tokens import DARK, LIGHT, Tokens
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from tests.ui.timeline.conftest import Desk, a_rollout
from ui.document import Document
from ui.selection import Selected
from ui.timeline.last_days import LONGEST_AT_ONCE, LastDaysInTime, last_days_of
from ui.timeline.measures import window_sizes
from ui.timeline.painter import Emphasis, paint_timeline
from ui.timeline.rows import tip

ASK, LAST = date(2027, 1, 11), date(2027, 6, 14)
FAR: LastDays = {"C1": (LastDay("ask", ASK, is_near=False), LastDay("start", LAST, is_near=False))}
NEARBY: LastDays = {"C1": tuple(last._replace(is_near=True) for last in FAR["C1"])}
TODAY = date(2026, 11, 22)
SCALE = 4


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.timeline.last_days, "today", lambda: TODAY)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans for which points of no return were searched."""
    searched: list[Plan] = []

    def counted(plan: Plan, schedule: Schedule | None, as_of: date) -> LastDays:
        searched.append(plan)
        return last_days(plan, schedule, as_of)

    monkeypatch.setattr(ui.timeline.last_days, "last_days", counted)
    return searched


def laid_out(given: LastDays) -> Layout:
    plan, schedule = a_rollout()
    credit = replace(plan.credits[0], proof_deadline=date(2027, 7, 30))
    shown = replace(plan, credits=(credit,))
    days = DateRange(date(2027, 1, 1), date(2027, 12, 31))
    return lay_out(shown, schedule or Schedule(()), sizes=window_sizes(900), days=days, last_days=given)


def colours(layout: Layout, tokens: Tokens, box: tuple[float, float, float, float], selected: Selected) -> set[str]:
    """Every colour in a part of the painted timeline."""
    width, height = round(layout.sizes.width), round(layout.height)
    image = QImage(width * SCALE, height * SCALE, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    paint_timeline(painter, layout, tokens, QRectF(0, 0, width, height), Emphasis(selected))
    painter.end()
    left, top, right, bottom = (round(edge * SCALE) for edge in box)
    return {QColor(image.pixel(x, y)).name() for x in range(left, right) for y in range(top, bottom)}


def around(lane: CreditLane, number: int) -> tuple[float, float, float, float]:
    x = lane.last_days[number].x
    return x - 4, lane.row.y, x + 5, lane.row.bottom


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_that_marks_are_quiet_until_their_day_is_near(tokens: Tokens) -> None:
    for given, loud, quiet in ((FAR, tokens.dim, tokens.risk), (NEARBY, tokens.risk, tokens.dim)):
        layout = laid_out(given)
        for number in (0, 1):
            seen = colours(layout, tokens, around(layout.lanes[0], number), None)
            assert (loud in seen, quiet in seen) == (True, False)


@pytest.mark.usefixtures("qtbot")
def test_that_a_ruler_runs_down_the_last_start_of_the_selected_credit_only() -> None:
    layout = laid_out(FAR)
    x, last_row = layout.lanes[0].last_days[1].x, layout.rows[-1].row
    beside = (x - 1, layout.rows[0].row.y, x + 2, layout.rows[0].row.bottom)
    assert LIGHT.dim in colours(layout, LIGHT, beside, ("credit", "C1"))
    assert LIGHT.dim in colours(layout, LIGHT, (x - 1, last_row.y, x + 2, last_row.bottom), ("credit", "C1"))
    for other in (None, ("phase", "P1"), ("partner", "PAR")):
        assert LIGHT.dim not in colours(layout, LIGHT, beside, other)


def test_that_the_view_marks_them_and_the_hover_card_tells_them(desk: Desk) -> None:
    (lane,) = desk.timeline.picture.lanes
    found = last_days_of(desk.document.state)["C1"]
    assert [mark.last for mark in lane.last_days] == [
        last for last in found if desk.timeline.picture.axis.shows(last.day)
    ]
    assert "\nLast start 9 Jun 2027\n" in tip(desk.document.state, ("credit", "C1")) or found[0].kind == "ask"


def test_that_the_card_names_the_day_to_ask_by_before_the_last_start() -> None:
    plan, schedule = a_rollout()
    open_ = change_credit(plan, "C1", status="proposed", approval_lead=10, request_date=None)
    words = tip(State(open_, schedule), ("credit", "C1")).splitlines()
    ask, start = last_days_of(State(open_, schedule))["C1"]
    assert (ask.day, start.day) == (date(2027, 1, 18), date(2027, 6, 10))
    assert words[-2] == "Ask by 18 Jan 2027, last start 10 Jun 2027"
    nothing = State(change_credit(plan, "C1", approved_partners=()), schedule)
    assert "start" not in tip(nothing, ("credit", "C1"))


def test_that_one_state_is_searched_once_however_often_it_is_asked_for(searches: list[Plan], desk: Desk) -> None:
    desk.timeline.zoom_in()
    desk.timeline.fit()
    for _ in range(3):
        tip(desk.document.state, ("credit", "C1"))
    assert len(searches) == 1
    desk.document.apply_plan("Rename", change_phase(desk.plan, "P1", name="Other"))
    tip(desk.document.state, ("credit", "C1"))
    assert [plan.phase["P1"].name for plan in searches] == ["Phase P1", "Other"]


def test_that_a_search_that_takes_long_waits_for_a_pause_and_shows_nothing_stale(
    qtbot: QtBot, searches: list[Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(0, 1_000, 1))  # a second between any two looks at the clock
    monkeypatch.setattr(ui.timeline.last_days, "perf_counter", lambda: float(next(ticks)))
    assert LONGEST_AT_ONCE < 1
    state = a_rollout()
    document = Document(state)
    in_time = LastDaysInTime(document)
    assert in_time.of(state)["C1"]
    for face in (1, 2, 3):
        edited = State(change_credit(state.plan, "C1", face=face), state.schedule)
        assert in_time.of(edited) == {}
    assert len(searches) == 1
    with qtbot.waitSignal(in_time.found):
        pass
    assert [plan.credits[0].face for plan in searches] == [50_000, 3]
    assert in_time.of(edited)["C1"]


def test_that_marks_come_back_after_the_pause(
    qtbot: QtBot, show_state: Callable[[State], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.timeline.last_days, "LONGEST_AT_ONCE", -1.0)
    desk = show_state(a_rollout())
    assert desk.timeline.picture.lanes[0].last_days == ()
    qtbot.waitUntil(lambda: desk.timeline.picture.lanes[0].last_days != ())


def test_that_a_large_plan_is_searched_by_a_worker_once_the_hand_rests(
    qtbot: QtBot, searches: list[Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.timeline.last_days, "LARGEST_AT_ONCE", 2)
    state = a_rollout()
    document = Document(state)
    in_time = LastDaysInTime(document)
    assert in_time.of(state) == {}
    in_time.put_off()
    assert searches == []
    with qtbot.waitSignal(in_time.found):
        pass
    assert in_time.of(state)["C1"]
    assert searches == [state.plan]


def test_that_what_a_worker_finds_of_an_earlier_state_is_not_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = a_rollout()
    document = Document(state)
    in_time = LastDaysInTime(document)
    monkeypatch.setattr(ui.timeline.last_days, "LARGEST_AT_ONCE", 2)
    in_time.of(state)
    monkeypatch.setattr(ui.timeline.last_days, "LARGEST_AT_ONCE", 5_000)
    runs = state.schedule.assignments if state.schedule is not None else ()
    smaller = State(replace(state.plan, credits=()), Schedule(runs))
    assert in_time.of(smaller) == {}
    qtbot.wait(3 * ui.timeline.last_days.PAUSE)
    assert in_time.of(smaller) == {}


def test_that_a_selection_in_a_large_plan_is_described_once_the_worker_is_done(
    qtbot: QtBot, show_state: Callable[[State], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (ui.timeline.last_days, ui.timeline.view):
        monkeypatch.setattr(room, "is_large", lambda _state: True)
    desk = show_state(a_rollout())
    desk.selection.select(("phase", "P1"))
    assert desk.timeline.accessibleDescription() == ""
    qtbot.waitUntil(lambda: "P1 · Phase P1" in desk.timeline.accessibleDescription())
    desk.selection.select(("phase", "P2"))
    qtbot.waitUntil(lambda: "P2 · Phase P2" in desk.timeline.accessibleDescription())
