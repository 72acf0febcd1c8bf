"""What gives way when there is little room: columns of the outline, names of months, marks beside a figure."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.funding.adoption import MeasurementDate
from planner.picture.layout import Layout, lay_out
from planner.picture.tokens import LIGHT
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.ui.timeline.conftest import Desk, a_rollout
from tests.ui.timeline.test_painter import SCALE, painted
from ui.theme import BODY_PIXELS, tokens
from ui.timeline.header import month_labels, paint_header
from ui.timeline.measures import window_sizes
from ui.timeline.outline import (
    BY,
    FINISH,
    FUNDED,
    ID,
    MOST,
    NAME,
    NAME_LEAST,
    NAMES_TOLD_APART,
    PADDING,
    START,
    column_widths,
)
from ui.timeline.painter import DIAMOND, Emphasis, earned_box
from ui.timeline.rollout_view import TIMELINE_ENOUGH
from ui.timeline.rows import column_texts, rollout_rows
from ui.timeline.text import LEFT, Typeface, draw_text, elided, text_width


def hidden(desk: Desk) -> set[int]:
    return {column for column in range(FUNDED + 1) if desk.rollout.outline.isColumnHidden(column)}


def resize(desk: Desk, width: int) -> None:
    desk.rollout.resize(width, 500)
    QApplication.processEvents()


@pytest.mark.parametrize("width", [1200, 1120, 1000, 780, 680, 600, 430])
def test_that_the_timeline_has_more_than_half_of_the_rollout_at_any_width(desk: Desk, width: int) -> None:
    resize(desk, width)
    assert desk.timeline.width() > width / 2


def test_that_long_names_have_their_room_while_the_timeline_has_enough(desk: Desk) -> None:
    plan = desk.document.plan
    name = "Purview data discovery and oversharing assessment"
    phases = tuple(replace(phase, name=name) for phase in plan.phases)
    desk.document.replace(State(replace(plan, phases=phases), desk.document.schedule), None)
    outline = desk.rollout.outline
    resize(desk, 1_120)
    assert outline.columnWidth(NAME) >= text_width(name, BODY_PIXELS) + 2 * PADDING
    assert desk.timeline.width() >= TIMELINE_ENOUGH
    resize(desk, 1_000)
    assert desk.timeline.width() >= TIMELINE_ENOUGH
    resize(desk, 800)
    assert desk.timeline.width() > 400


def test_that_who_delivers_gives_way_to_names_and_then_the_dates(desk: Desk) -> None:
    resize(desk, 1200)
    assert hidden(desk) == set()
    stages = []
    for width in range(1200, 400, -10):
        resize(desk, width)
        if hidden(desk) not in stages:
            stages.append(hidden(desk))
        if len(hidden(desk)) < 3:
            assert desk.rollout.outline.columnWidth(NAME) >= NAME_LEAST
    assert stages == [set(), {BY}, {BY, START, FINISH}]
    resize(desk, 1200)
    assert hidden(desk) == set()


def test_that_names_which_begin_alike_are_told_apart_before_anybody_is_told_who_delivers(desk: Desk) -> None:
    plan = desk.document.plan
    phases = tuple(replace(each, name=f"Defender for Endpoint, wave {n}") for n, each in enumerate(plan.phases))
    desk.document.replace(State(replace(plan, phases=phases), desk.document.schedule), None)
    for width in range(1200, 700, -10):
        resize(desk, width)
        if not hidden(desk):
            assert desk.rollout.outline.columnWidth(NAME) >= NAMES_TOLD_APART


@pytest.mark.parametrize("width", [1200, 900, 780, 680])
def test_that_the_money_of_a_credit_is_never_cut_short_where_dates_are_shown(
    desk: Desk, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands over the columns of dates, and takes from its own name what they lack."""
    credits_ = (replace(desk.document.plan.credits[0], face=1_250_000), *desk.document.plan.credits[1:])
    state = State(replace(desk.document.plan, credits=credits_), desk.document.schedule)
    desk.document.replace(state, None)
    drawn: dict[str, str] = {}

    def note(painter: QPainter, box: QRectF, text: str, face: Typeface, alignment: int = LEFT) -> None:
        drawn[text] = elided(text, int(box.width()), *face)
        draw_text(painter, box, text, face, alignment)

    monkeypatch.setattr("ui.timeline.outline.draw_text", note)
    resize(desk, width)
    desk.rollout.outline.grab()
    amounts = [row.money for row in rollout_rows(state) if row.kind == "credit"]
    is_shown = START not in hidden(desk)
    assert [drawn[each] for each in amounts if is_shown] == [each for each in amounts if is_shown]
    assert width == 680 or is_shown


def test_that_an_edge_the_user_moved_stays(desk: Desk) -> None:
    desk.rollout.moveSplitter(300, 1)
    resize(desk, 1000)
    assert desk.rollout.sizes()[0] == 300


@pytest.mark.usefixtures("qtbot")
def test_that_every_date_and_short_name_of_a_phase_has_room_in_its_column() -> None:
    plan = a_plan(phases=(a_phase("WAVE-10"), a_phase("P2")), credits=(a_credit(face=120_000),))
    late = date(2028, 9, 26)
    state = State(replace(plan, horizon=date(2029, 1, 1)), Schedule((an_assignment(plan, "WAVE-10", late),)))
    rows = rollout_rows(state)
    widths = column_widths(column_texts(state))
    row = next(row for row in rows if row.id == "WAVE-10")
    assert row.start == "26 Sep 28"
    for column, text in ((ID, row.id), (BY, row.by), (START, row.start), (FINISH, row.finish)):
        assert text_width(text, 12) < widths[column] < MOST[column] + 1
    money = next(row.money for row in rows if row.kind == "credit")
    assert text_width(money, 12) < widths[BY] + widths[START] + widths[FINISH]


@pytest.mark.usefixtures("qtbot")
def test_that_a_long_identifier_takes_no_more_than_its_share() -> None:
    state = State(a_plan(phases=(a_phase("P" * 60),)))
    assert column_widths(column_texts(state))[ID] == MOST[ID] == 90


def test_that_a_wide_window_has_room_for_every_name_of_a_phase(show_state: Callable[[State], Desk]) -> None:
    name = "Hypercare, adoption measurement and handover to operations"
    desk = show_state(State(a_plan(phases=(a_phase("P1", name=name),))))
    resize(desk, 1600)
    room = desk.rollout.outline.columnWidth(NAME) - 2 * PADDING
    assert text_width(name, BODY_PIXELS) <= room < text_width(name, BODY_PIXELS) + 10


@pytest.mark.usefixtures("qtbot")
def test_that_no_name_of_a_month_is_cut_by_the_edge_of_what_is_visible() -> None:
    layout = a_layout(900)
    _, march = month_labels(layout)[1]
    month = layout.months[1].box
    for cut in range(2, round(month.width)):
        image = QImage(round(month.x) + cut, 44, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_header(painter, layout, LIGHT, QRectF(0, 0, image.width(), image.height()))
        painter.end()
        is_named = any(is_dark(image, x, y) for x in range(round(month.x) + 2, image.width()) for y in range(24, 38))
        assert is_named == (text_width(march, BODY_PIXELS) + 5 <= image.width() - month.x)


def is_dark(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).lightness() < 100


def test_that_an_edit_makes_room_for_a_longer_identifier(desk: Desk) -> None:
    before = desk.rollout.outline.columnWidth(ID)
    longer = replace(desk.plan, phases=(*desk.plan.phases, a_phase("ENTRA-2")))
    desk.document.apply_plan("Add phase", longer)
    assert desk.rollout.outline.columnWidth(ID) > before


def a_layout(width: float) -> Layout:
    state = a_rollout()
    return lay_out(state.plan, state.schedule or Schedule(()), sizes=window_sizes(width))


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("width", [2000, 900, 500, 320, 250, 200, 150, 100])
def test_that_the_row_of_months_names_all_months_all_initials_or_all_quarters(width: float) -> None:
    layout = a_layout(width)
    labels = month_labels(layout)
    texts = [text for _, text in labels]
    shown = len(layout.months)
    assert (len(texts) == shown) != all(text.startswith("Q") for text in texts)
    assert len({len(text.split()[0]) for text in texts}) == 1
    assert (labels[0][0].x, labels[-1][0].right) == (layout.months[0].box.x, layout.months[-1].box.right)


@pytest.mark.usefixtures("qtbot")
def test_that_months_fall_back_to_initials_and_to_fiscal_quarters() -> None:
    names = [month_labels(a_layout(width))[1][1] for width in range(900, 60, -5)]
    assert list(dict.fromkeys(names)) == ["Mar", "M", "Q4"]


@pytest.mark.usefixtures("qtbot")
def test_that_a_mark_of_a_measurement_is_always_there_and_never_covers_what_the_phase_earns() -> None:
    layout = a_layout(400)
    row = layout.rows[0]
    label = earned_box(row)
    assert label is not None
    axis = layout.axis
    begin, end = axis.day(label.left() - 4 * DIAMOND), axis.day(label.right() + 4 * DIAMOND)
    box = QRectF(label.topLeft() * SCALE, label.size() * SCALE).toAlignedRect()
    plain = painted(layout, LIGHT, Emphasis())
    figures = [
        (x, y)
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
        if plain.pixelColor(x, y).name() == LIGHT.money
    ]
    assert len(figures) > 100
    for number in range(begin.toordinal(), end.toordinal() + 1):
        due = date.fromordinal(number)
        measured = {row.phase: (MeasurementDate(row.phase, "target", due, None),)}
        image = painted(layout, LIGHT, Emphasis(measured=measured))
        assert all(image.pixelColor(x, y).name() == LIGHT.money for x, y in figures)
        assert image != plain


@pytest.mark.parametrize("part", ["outline", "timeline"])
def test_that_the_half_that_the_keys_act_on_is_framed(desk: Desk, qtbot: QtBot, part: str) -> None:
    half = getattr(desk.rollout, part)
    other = desk.timeline if part == "outline" else desk.rollout.outline
    desk.rollout.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert accent_at(half.viewport()) == [False, False]
    half.setFocus()
    qtbot.waitUntil(half.hasFocus)
    assert accent_at(half.viewport()) == [True, True]


def accent_at(viewport: QWidget) -> list[bool]:
    """Whether the upper left and the lower right corner are in the colour of the focus."""
    image = viewport.grab().toImage()
    corners = (QPoint(0, 0), QPoint(image.width() - 1, image.height() - 1))
    return [QColor(image.pixel(corner)).name() == tokens().accent for corner in corners]


def test_that_plans_without_dates_keep_their_columns(show_state: Callable[[State], Desk]) -> None:
    desk = show_state(State(a_plan(credits=())))
    assert hidden(desk) == set()
