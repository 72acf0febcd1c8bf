"""What the marks of the timeline mean: each drawn as it is drawn there, with its words beside."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from planner.picture.layout import Bar, Box, ClaimMark, CreditLane, LastDay, LastDayMark, PartnerLane
from planner.picture.tokens import NEUTRAL, Tokens
from planner.rollout.phases import DeliveryKind
from ui.fields.style import SchemeDress
from ui.theme import font, tokens
from ui.timeline.overlays import critical_pen, money_critical_pen, paint_before, paint_float, paint_frame
from ui.timeline.painter import (
    DIAMOND,
    colour,
    paint_bar,
    paint_bar_shape,
    paint_diamond,
    paint_freeze_edges,
    paint_lane,
    paint_last_days,
    paint_partner,
    status_pen,
    year_end_pen,
)

WIDTH, HEIGHT = 56, 20
BAR = Box(8, 5, 40, 10)
ROW = Box(0, 0, WIDTH, HEIGHT)
MIDDLE = WIDTH / 2
SHOWN = 860, 440
LEFT = 2
"""So many parts stand at the left, the others beside them."""
SOME_DAY = date(2027, 1, 4)
"""Nothing of a mark tells a day."""

Paint = Callable[[QPainter, Tokens], None]
Part = tuple[str, tuple[tuple[Paint, str], ...]]
"""What marks are about; how each is drawn, and what it says."""


class Legend(QDialog):
    """Stays beside the window while one works. Escape closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Legend of the timeline")
        inside = QWidget()
        beside = QHBoxLayout(inside)
        beside.setContentsMargins(18, 8, 18, 14)
        beside.setSpacing(24)
        for parts in (MARKS[:LEFT], MARKS[LEFT:]):
            beside.addLayout(_column(parts), 1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.resize(*SHOWN)
        SchemeDress(self)


def _column(parts: tuple[Part, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for title, marks in parts:
        heading = QLabel(title)
        heading.setFont(font(weight=QFont.Weight.DemiBold))
        heading.setContentsMargins(0, 8, 0, 2)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for paint, words in marks:
            line, label = grid.rowCount(), QLabel(words)
            label.setWordWrap(True)
            grid.addWidget(Swatch(paint), line, 0)
            grid.addWidget(label, line, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


class Swatch(QWidget):
    """A mark on the ground of the timeline; the words beside it tell it to those who cannot see it."""

    def __init__(self, paint: Paint) -> None:
        super().__init__()
        self._paint = paint
        self.setFixedSize(self.sizeHint())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, colours = QPainter(self), tokens()
        painter.fillRect(self.rect(), colour(colours.ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, colours)
        painter.end()


def _lane(*, filled: float = 0, proof_x: float | None = None, last_days: tuple[LastDayMark, ...] = ()) -> CreditLane:
    part = BAR._replace(width=filled * BAR.width) if filled else None
    window = None if last_days or proof_x else BAR
    return CreditLane("", "", "", 0, 0, None, ROW, window, part, False, proof_x, last_days)  # noqa: FBT003 - in order


def _credit(lane: CreditLane) -> Paint:
    def paint(painter: QPainter, colours: Tokens) -> None:
        paint_lane(painter, lane, colours)
        paint_last_days(painter, lane, colours)

    return paint


def _last_days(kind: Literal["ask", "start"]) -> Paint:
    """As long as there is time, and once the day is near."""
    marks = tuple(
        LastDayMark(LastDay(kind, SOME_DAY, is_near), MIDDLE + (9 if is_near else -9)) for is_near in (False, True)
    )
    return _credit(_lane(last_days=marks))


def _delivery(kind: DeliveryKind) -> Paint:
    box = QRectF(BAR.x, BAR.y, BAR.width, BAR.height)
    return lambda painter, colours: paint_bar_shape(painter, box, kind, NEUTRAL, colours)


def _bar(*, is_paid: bool = False, is_pinned: bool = False, done: float = 0) -> Paint:
    claims = (ClaimMark("", 0, BAR._replace(width=BAR.width / 2)),) if is_paid else ()
    part = BAR._replace(width=done * BAR.width) if done else None
    bar = Bar("", "partner", SOME_DAY, SOME_DAY, BAR, claims, is_pinned, part, is_finished=done == 1)
    return lambda painter, colours: paint_bar(painter, bar, colours)


def _framed(pen: Callable[[Tokens], QPen]) -> Paint:
    def paint(painter: QPainter, colours: Tokens) -> None:
        _bar()(painter, colours)
        paint_frame(painter, QRectF(BAR.x, BAR.y, BAR.width, BAR.height), pen(colours), colours)

    return paint


def _diamonds(painter: QPainter, colours: Tokens) -> None:
    names = (colours.dim, colours.money, colours.risk)
    for name, x in zip(names, (MIDDLE - 14, MIDDLE, MIDDLE + 14), strict=True):
        paint_diamond(painter, QPointF(x, HEIGHT / 2), DIAMOND, (name, colours.ground))


def _float(painter: QPainter, colours: Tokens) -> None:
    paint_bar_shape(painter, QRectF(BAR.x, BAR.y, BAR.width / 2, BAR.height), "partner", NEUTRAL, colours)
    paint_float(painter, (BAR.x + BAR.width / 2, BAR.right), HEIGHT - 3, colours)


def _before(painter: QPainter, colours: Tokens) -> None:
    _bar()(painter, colours)
    paint_before(painter, QRectF(BAR.x - 6, HEIGHT - 3, BAR.width, 2), colours)


def _freeze(painter: QPainter, colours: Tokens) -> None:
    band = QRectF(MIDDLE - 8, 0, 16, HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(band, colour(colours.freeze))
    paint_freeze_edges(painter, band, colours)


def _line(pen: Callable[[Tokens], QPen]) -> Paint:
    def paint(painter: QPainter, colours: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen(colours))
        painter.drawLine(QLineF(MIDDLE, 0, MIDDLE, HEIGHT))

    return paint


def _today_pen(colours: Tokens) -> QPen:
    return QPen(colour(colours.accent), 1)


def _partner(*, load: bool = False, overload: bool = False) -> Paint:
    box = Box(BAR.x, 3, BAR.width, 14)
    busy = (box._replace(x=box.x + 8, y=box.y + 7, width=18, height=7),) if load else ()
    lane = PartnerLane("", "", 1, ROW, (box,), busy, (box._replace(x=box.x + 8, width=18),) if overload else ())

    def paint(painter: QPainter, colours: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_partner(painter, lane, colours)

    return paint


MARKS: tuple[Part, ...] = (
    (
        "Credits",
        (
            (_credit(_lane()), "Window in which work counts"),
            (_credit(_lane(filled=0.6)), "Filled: the part of the face value that is claimed"),
            (_credit(_lane(proof_x=MIDDLE)), "Last day for the proof of execution"),
            (_last_days("ask"), "Ring: ask for the credit by this day; amber once it is near"),
            (_last_days("start"), "Triangle: last start of work that it still pays; amber once it is near"),
        ),
    ),
    (
        "Phases, in the colour of their workload",
        (
            (_delivery("partner"), "Delivered by a partner"),
            (_delivery("fasttrack"), "Delivered with FastTrack"),
            (_delivery("internal"), "Delivered by your own people"),
            (_bar(is_paid=True), "Underlined: the part that credits pay; the sum stands behind"),
            (_bar(is_pinned=True), "Pinned to its start"),
            (_bar(done=0.5), "Stripe: done so far"),
            (_bar(done=1), "Finished"),
            (_diamonds, "Diamond: adoption is measured; green once a report is there, amber once it is overdue"),
        ),
    ),
    (
        "Switched on in the View menu",
        (
            (_framed(critical_pen), "Critical path: a day later here ends the rollout later"),
            (_framed(money_critical_pen), "Money-critical path: a slip past its float loses money"),
            (_float, "Float: how far the phase may slip before the rollout ends later"),
            (_before, "Baseline: where the phase lay"),
        ),
    ),
    (
        "Days",
        (
            (_freeze, "Change freeze"),
            (_line(year_end_pen), "End of Microsoft's fiscal year"),
            (_line(_today_pen), "Today"),
            (_line(status_pen), "Status date: what lies before it is history"),
        ),
    ),
    (
        "Partners",
        (
            (_partner(), "Days on which the partner is available"),
            (_partner(load=True), "Teams at work"),
            (_partner(overload=True), "More teams needed than there are"),
        ),
    ),
)
"""All that the timeline draws, by what it is about."""
