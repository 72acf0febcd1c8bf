"""How much is paid in so many of a hundred runs, as a picture: a rising curve with its tenths and its middle marked.

First where everything lies, as plain data for whatever draws it; then an SVG of that. Lengths are points from the top
left corner. Internal, as every figure on risk is.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from math import floor, log10
from operator import itemgetter
from typing import NamedTuple

from planner.funding.risk_figures import HUNDRED, RiskFigures
from planner.picture.elements import CAPTION, Style, circle, document, label, line, path, rect
from planner.picture.layout import Box
from planner.picture.text_width import text_width
from planner.picture.tokens import LIGHT, Tokens

MARKED = (10, 50, 90)
QUARTERS = (0, 25, 50, 75, 100)
MOST_STEPS = 7
STEPS = (1, 2, 2.5, 5, 10)
CLEARANCE = 5.0
DOT = 2.4
Point = tuple[float, float]


class Measures(NamedTuple):
    """The measures of the picture, in points: the plot and the room around it."""

    width: float = 520
    plot: float = 128
    left: float = 38
    right: float = 20
    head: float = 18
    foot: float = 18


STANDARD = Measures()


class Mark(NamedTuple):
    """A percentile: so many of a hundred runs pay at most the amount. is_led: whether its label lies to the right."""

    percent: int
    amount: int
    x: float
    y: float
    is_led: bool


class Tick(NamedTuple):
    """A round amount on the axis."""

    amount: int
    x: float


class FundingCurve(NamedTuple):
    """The picture as data. points: the curve, in steps. planned: what is paid where nothing slips, with its place."""

    measures: Measures
    plot: Box
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    planned: Tick

    @property
    def height(self) -> float:
        return self.measures.head + self.measures.plot + self.measures.foot


class Words(NamedTuple):
    """Everything the picture says, in the reader's language."""

    amount: Callable[[int], str] = "{:,}".format
    mark: str = "P{} {}"
    percent: str = "{} %"
    planned: str = "planned {}"


ENGLISH = Words()


def lay_out_funding_curve(found: RiskFigures, measures: Measures = STANDARD) -> FundingCurve | None:
    """Where the curve and its marks lie; None where nothing is planned to be paid, so that nothing can be lost."""
    if not found.planned:
        return None
    plot = Box(measures.left, measures.head, measures.width - measures.left - measures.right, measures.plot)
    first, last, step = _axis(found.funding[0], max(found.planned, found.funding[-1]))

    def across(amount: float) -> float:
        return plot.x + plot.width * (amount - first) / (last - first)

    def up(percent: float) -> float:
        return plot.bottom - plot.height * percent / HUNDRED

    corners: list[Point] = [(plot.x, plot.bottom)]
    for amount, group in groupby(enumerate(found.funding), key=itemgetter(1)):
        *_, (percent, _) = group
        corners += [(across(amount), corners[-1][1]), (across(amount), up(percent))]
    corners.append((plot.right, plot.y))
    marks = tuple(
        Mark(percent, amount, across(amount), up(percent), is_led=across(amount) < plot.x + plot.width * 0.72)
        for percent in MARKED
        for amount in (found.funding[percent],)
    )
    ticks = tuple(Tick(amount, across(amount)) for amount in range(first, last + 1, step))
    return FundingCurve(measures, plot, tuple(corners), marks, ticks, Tick(found.planned, across(found.planned)))


def _axis(least: int, most: int) -> tuple[int, int, int]:
    """The ends and the step of an axis of round amounts that holds both."""
    least = min(least, most - 1)
    rough = max((most - least) / MOST_STEPS, 1)
    scale = 10 ** floor(log10(rough))
    step = max(1, round(next(each * scale for each in STEPS if each * scale >= rough)))
    return least // step * step, -(-most // step) * step, step


# SVG


def draw_funding_curve(picture: FundingCurve, words: Words = ENGLISH, tokens: Tokens = LIGHT) -> str:
    """The picture as an SVG document."""
    ground = rect(Box(0, 0, picture.measures.width, picture.height), tokens.ground)
    area = path((*picture.points, (picture.plot.right, picture.plot.bottom)), "none", 0, fill=tokens.money_ground)
    curve = path(picture.points, tokens.money, 1.4)
    drops = (line(mark.x, mark.y, mark.x, picture.plot.bottom, tokens.money, dash="2 2") for mark in picture.marks)
    marks = (part for mark in picture.marks for part in _mark(mark, words, tokens))
    grid, planned = _grid(picture, words, tokens), _planned(picture, words, tokens)
    return document(picture.measures.width, picture.height, (ground, area, *grid, *planned, *drops, curve, *marks))


def _grid(picture: FundingCurve, words: Words, tokens: Tokens) -> Iterator[str]:
    plot = picture.plot
    for percent in QUARTERS:
        y = plot.bottom - plot.height * percent / HUNDRED
        yield line(plot.x, y, plot.right, y, tokens.hairline if percent else tokens.arrow)
        yield label(words.percent.format(percent), plot.x - CLEARANCE, y, Style(CAPTION, 400, "end"), tokens.dim)
    for tick in picture.ticks:
        text = words.amount(tick.amount)
        half = text_width(text, CAPTION) / 2
        x = min(max(tick.x, half), picture.measures.width - half)
        yield line(tick.x, plot.bottom, tick.x, plot.bottom + 3, tokens.arrow)
        yield label(text, x, plot.bottom + 10, Style(CAPTION, 400, "middle"), tokens.dim)


def _planned(picture: FundingCurve, words: Words, tokens: Tokens) -> Iterator[str]:
    plot, text = picture.plot, words.planned.format(words.amount(picture.planned.amount))
    half = text_width(text, CAPTION) / 2
    x = min(max(picture.planned.x, half), picture.measures.width - half)
    yield line(picture.planned.x, plot.y - 4, picture.planned.x, plot.bottom, tokens.dim, width=0.9, dash="3 2")
    yield label(text, x, plot.y - 10, Style(CAPTION, 500, "middle"), tokens.dim)


def _mark(mark: Mark, words: Words, tokens: Tokens) -> Iterator[str]:
    """The dot and its label, on a ground of its own so that no line runs through the words."""
    text, style = words.mark.format(mark.percent, words.amount(mark.amount)), Style(CAPTION + 0.4, 600)
    width, side = text_width(text, style.size), 1 if mark.is_led else -1
    x, y = mark.x + side * CLEARANCE, mark.y + side * CLEARANCE
    behind = tokens.money_ground if mark.is_led else tokens.ground
    yield rect(Box(x if mark.is_led else x - width, y - style.size / 2, width, style.size), behind)
    yield circle(mark.x, mark.y, DOT, tokens.ground, tokens.money)
    yield label(text, x, y, style._replace(anchor="start" if mark.is_led else "end"), tokens.text)
