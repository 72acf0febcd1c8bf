"""How a solve went: best so far and bound over time, stage by stage, as a picture and in words."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from planner.plan import Plan
from solver.result import Progress, SolveResult
from solver.settings import Term
from ui.panels.stage_words import SHORT_WORDS, STAGE_WORDS, figure_words
from ui.theme import CAPTION_PIXELS, font, tokens
from ui.wording import seconds_words

HEIGHT, TOP, EDGE = 92, 22, 4
LINE_WIDTH, DOT = 1.6, 2.6
EVENLY = 0.75
"""The part of the width that is divided evenly among the stages, however long each took."""

Point = tuple[float, int]
"""Seconds since the solve began, and a figure in the units of its stage."""


class StageCurve(NamedTuple):
    """One stage: when it was told of, its best values and its bounds in the order in which they came."""

    term: Term
    begin: float
    end: float
    best: tuple[Point, ...]
    bound: tuple[Point, ...]

    @property
    def is_proven(self) -> bool:
        """Whether the best was shown to be the best that there is."""
        return bool(self.best and self.bound) and self.best[-1][1] == self.bound[-1][1]

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(value for _, value in (*self.best, *self.bound))


def curves(told: Sequence[Progress]) -> tuple[StageCurve, ...]:
    """What a solve told, stage by stage. A stage begins where the one before it ended."""
    made: list[StageCurve] = []
    for _, words in groupby(told, key=lambda word: word.number):
        stage = list(words)
        made.append(
            StageCurve(
                term=stage[0].stage,
                begin=made[-1].end if made else 0.0,
                end=stage[-1].seconds,
                best=tuple((word.seconds, word.incumbent) for word in stage if word.incumbent is not None),
                bound=tuple((word.seconds, word.bound) for word in stage if word.bound is not None),
            )
        )
    return tuple(made)


def completed(told: Sequence[Progress], result: SolveResult) -> tuple[Progress, ...]:
    """What a solve told, and how each stage ended, which may have come too fast to be told."""
    words: list[Progress] = []
    for number, stage in enumerate(result.stages, 1):
        words += [word for word in told if word.number == number]
        following = [word.seconds for word in told if word.number > number]
        end = min(following, default=result.seconds if number == len(result.stages) else _last_seconds(words))
        seconds = max(end, _last_seconds(words))
        words.append(Progress(stage.name, number, len(result.stages), stage.value, stage.bound, seconds))
    return tuple(words)


def _last_seconds(words: Sequence[Progress]) -> float:
    return words[-1].seconds if words else 0.0


def told_words(plan: Plan, told: Sequence[Progress]) -> str:
    """The same in words, a line for each stage; numbered as in the chart where there are several."""
    found = curves(told)
    return "\n".join(f"{_number(place, found)}{_stage_words(plan, curve)}" for place, curve in enumerate(found, 1))


def _number(place: int, found: Sequence[StageCurve]) -> str:
    return f"{place}. " if len(found) > 1 else ""


def _stage_words(plan: Plan, curve: StageCurve) -> str:
    name = STAGE_WORDS[curve.term]
    if not curve.best:
        return f"{name}: no schedule yet after {seconds_words(curve.end)}."
    first, last = curve.best[0], curve.best[-1]
    figure = figure_words(plan, curve.term, last[1])
    reached = figure if first[1] == last[1] else f"{figure_words(plan, curve.term, first[1])} → {figure}"
    bound = _bound_words(plan, curve, last[1])
    since = next(seconds for seconds, value in curve.best if value == last[1])
    return f"{name}: {reached} after {seconds_words(since)}{bound}."


def _bound_words(plan: Plan, curve: StageCurve, reached: int) -> str:
    if not curve.bound:
        return ""
    bound = curve.bound[-1][1]
    return ", proven" if bound == reached else f", none better than {figure_words(plan, curve.term, bound)}"


class ProgressChart(QWidget):
    """Draws the stages side by side in the time that each took; every stage has a scale of its own.

    The best so far is a solid line of steps, the bound a dashed one: where they meet, the stage is proven, and ends in
    a dot.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: tuple[StageCurve, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Best and bound over time")

    def show_told(self, plan: Plan, told: Sequence[Progress]) -> None:
        """Show what a solve of the plan has told so far."""
        self._curves = curves(told)
        self.setAccessibleDescription(told_words(plan, told))
        self.setToolTip(self.accessibleDescription())
        self.update()

    def show_nothing(self) -> None:
        """Forget what was told."""
        self._curves = ()
        self.setAccessibleDescription("")
        self.setToolTip("")
        self.update()

    @property
    def is_empty(self) -> bool:
        return not self._curves

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION_PIXELS))
        for place, (curve, box) in enumerate(stage_boxes(self._curves, QRectF(self.rect())), 1):
            self._paint_stage(painter, curve, box, _number(place, self._curves))
        painter.end()

    def _paint_stage(self, painter: QPainter, curve: StageCurve, box: QRectF, number: str) -> None:
        colours = tokens()
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.drawLine(box.bottomLeft(), box.topLeft())
        painter.setPen(QColor(colours.dim))
        metrics, room = painter.fontMetrics(), box.width() - 2 * EDGE
        title = f"{number}{STAGE_WORDS[curve.term]}"
        if metrics.horizontalAdvance(title) > room:
            short = f"{number}{SHORT_WORDS[curve.term]}"
            title = metrics.elidedText(short, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(box.adjusted(EDGE, 2, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        inside = box.adjusted(0, TOP, -EDGE, -EDGE)
        for points, colour, style in (
            (curve.bound, colours.dim, Qt.PenStyle.DashLine),
            (curve.best, colours.money, Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(QColor(colour), LINE_WIDTH, style))
            painter.drawPolyline(steps(points, curve, inside))
        if curve.is_proven:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.money))
            painter.drawEllipse(steps(curve.best, curve, inside)[-1], DOT, DOT)


def stage_boxes(found: Sequence[StageCurve], box: QRectF) -> list[tuple[StageCurve, QRectF]]:
    """Each stage with its part of the box: some of the width for each, so that all can be read, the rest by time."""
    whole = sum(curve.end - curve.begin for curve in found)
    boxes, left = [], box.left()
    for curve in found:
        even = 1 / len(found)
        share = EVENLY * even + (1 - EVENLY) * ((curve.end - curve.begin) / whole if whole else even)
        boxes.append((curve, QRectF(left, box.top(), box.width() * share, box.height())))
        left += box.width() * share
    return boxes


def steps(points: Sequence[Point], curve: StageCurve, box: QRectF) -> list[QPointF]:
    """The corners of a line of steps through the points inside a box; a figure holds until the next one comes.

    Where there is only one figure, it lies in the middle: at the bottom it would look like nothing.
    """
    values = curve.values
    low, span = min(values, default=0), max(values, default=0) - min(values, default=0)
    width = (curve.end - curve.begin) or 1.0
    corners: list[QPointF] = []
    for seconds, value in points:
        x = min(box.left() + box.width() * (seconds - curve.begin) / width, box.right())  # rounding may pass the edge
        y = box.bottom() - box.height() * ((value - low) / span if span else 0.5)
        if corners:
            corners.append(QPointF(x, corners[-1].y()))
        corners.append(QPointF(x, y))
    if corners:
        corners.append(QPointF(box.right(), corners[-1].y()))
    return corners
