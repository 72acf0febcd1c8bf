"""The efficient frontier as a picture: each schedule a point, what it earns upwards, what it costs or lasts across.

First where everything lies, as plain data for whatever draws it or looks for a point under the hand; then an SVG of
that. Lengths are points from the top left corner. Internal.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from planner.picture.elements import BODY, CAPTION, Style, circle, document, label, line, rect
from planner.picture.layout import Box
from planner.picture.text_width import text_width
from planner.picture.tokens import LIGHT, Tokens

RADIUS = 3.6
REACH = 10.0
"""How far from a point the hand may be and still mean it."""
MOST_TICKS = 5
MARGIN = 0.08
"""The part of the axes that stays free around the points."""
STEPS = (1, 2, 5, 10)
AWAY, FARTHEST_BESIDE = (20.0, 31.0, 42.0), 16.0
"""How far from its point a number stands that has no room beside it, and up to where no line has to lead to it."""
TURNS = tuple(math.radians(45 * eighth) for eighth in (5, 3, 7, 1, 2, 6, 4, 0))
"""The directions that are tried, clockwise from straight up; those of points with less funding lie lower."""


class Marked(NamedTuple):
    """A schedule: what it earns and its other figure, less of which is better.

    bound: the least that the other figure can be; None or the figure itself where nothing is between.
    """

    funding: int
    other: int
    bound: int | None
    is_proven: bool


class Measures(NamedTuple):
    """The measures of the picture, in points: the whole, and the room for axes at its left, right, top and bottom."""

    width: float = 520
    height: float = 230
    left: float = 62
    right: float = 20
    top: float = 26
    foot: float = 34


class Dot(NamedTuple):
    """A schedule in the picture, numbered from 1 by its funding. bound_x: where its bound lies, or None."""

    number: int
    marked: Marked
    x: float
    y: float
    bound_x: float | None


class Tick(NamedTuple):
    """A figure on an axis, and where it lies on it."""

    figure: int
    place: float


class Frontier(NamedTuple):
    """The picture as data: plot is the box between the axes."""

    measures: Measures
    plot: Box
    dots: tuple[Dot, ...]
    funding: tuple[Tick, ...]
    other: tuple[Tick, ...]

    def at(self, x: float, y: float) -> int | None:
        """The number of the point under the hand, or None."""
        near = min(self.dots, key=lambda dot: math.hypot(dot.x - x, dot.y - y), default=None)
        return near.number if near is not None and math.hypot(near.x - x, near.y - y) <= REACH else None


class Words(NamedTuple):
    """Everything the picture says, in the reader's language."""

    funding: str = "Funding"
    other: str = "Net cost"
    amount: Callable[[int], str] = "{:,}".format
    figure: Callable[[int], str] = "{:,}".format


ENGLISH = Words()


def lay_out_frontier(marked: Iterable[Marked], measures: Measures = Measures()) -> Frontier:  # noqa: B008 - a value
    """Where the points lie, numbered from the least funding on, on axes that just hold them and their bounds."""
    points = sorted(marked, key=lambda each: (each.funding, each.other))
    width = measures.width - measures.left - measures.right
    plot = Box(measures.left, measures.top, width, measures.height - measures.top - measures.foot)
    others = [figure for each in points for figure in (each.other, each.bound) if figure is not None]
    across, up = _Scale.over(others), _Scale.over([each.funding for each in points])
    dots = tuple(
        Dot(
            number,
            each,
            plot.x + across.part(each.other) * plot.width,
            plot.bottom - up.part(each.funding) * plot.height,
            None if each.bound in {None, each.other} else plot.x + across.part(each.bound or 0) * plot.width,
        )
        for number, each in enumerate(points, 1)
    )
    return Frontier(
        measures,
        plot,
        dots,
        tuple(Tick(figure, plot.bottom - up.part(figure) * plot.height) for figure in up.ticks()),
        tuple(Tick(figure, plot.x + across.part(figure) * plot.width) for figure in across.ticks()),
    )


class _Scale(NamedTuple):
    """The figures that an axis shows, from its beginning to its end."""

    low: float
    high: float

    @classmethod
    def over(cls, figures: list[int]) -> "_Scale":
        low, high = min(figures, default=0), max(figures, default=1)
        free = max((high - low) * MARGIN, 1.0)
        return cls(low - free, high + free)

    def part(self, figure: float) -> float:
        return (figure - self.low) / (self.high - self.low)

    def ticks(self) -> range:
        """Round figures, at most as many as fit."""
        raw = max((self.high - self.low) / MOST_TICKS, 1.0)
        power = 10 ** math.floor(math.log10(raw))
        step = max(1, next(power * each for each in STEPS if power * each >= raw))
        return range(math.ceil(self.low / step) * step, math.floor(self.high) + 1, step)


# SVG


def draw_frontier(picture: Frontier, words: Words = ENGLISH, tokens: Tokens = LIGHT, chosen: int | None = None) -> str:
    """The picture as an SVG document. chosen: the number of a point that is ringed."""
    parts = (
        rect(Box(0, 0, picture.measures.width, picture.measures.height), tokens.ground),
        *_axes(picture, words, tokens),
        *_stairs(picture, tokens),
        *(part for dot in picture.dots for part in _dot(dot, tokens, is_chosen=dot.number == chosen)),
        *_numbers(picture, tokens),
    )
    return document(picture.measures.width, picture.measures.height, parts)


def _axes(picture: Frontier, words: Words, tokens: Tokens) -> Iterator[str]:
    plot, right = picture.plot, Style(CAPTION, anchor="end")
    for figure, y in picture.funding:
        yield line(plot.x, y, plot.right, y, tokens.faint_line)
        yield label(words.amount(figure), plot.x - 6, y, right, tokens.dim)
    taken = -math.inf
    for figure, x in picture.other:
        yield line(x, plot.y, x, plot.bottom, tokens.faint_line)
        told = words.figure(figure)
        half = text_width(told, CAPTION) / 2
        if x - half > taken and x + half <= picture.measures.width:
            yield label(told, x, plot.bottom + 10, Style(CAPTION, anchor="middle"), tokens.dim)
            taken = x + half + 6
    yield line(plot.x, plot.y, plot.x, plot.bottom, tokens.hairline)
    yield line(plot.x, plot.bottom, plot.right, plot.bottom, tokens.hairline)
    yield label(words.funding, 6, 11, Style(BODY, 600), tokens.text)
    yield label(words.other, plot.right, plot.bottom + 24, Style(BODY, 600, "end"), tokens.text)


def _stairs(picture: Frontier, tokens: Tokens) -> Iterator[str]:
    """From point to point: what is earned holds until the next schedule earns more."""
    for before, after in pairwise(picture.dots):
        yield line(before.x, before.y, after.x, before.y, tokens.money, dash="2 2")
        yield line(after.x, before.y, after.x, after.y, tokens.money, dash="2 2")


def _dot(dot: Dot, tokens: Tokens, *, is_chosen: bool) -> Iterator[str]:
    """Filled where proven; a ring, with a line to what may be possible, where not."""
    if dot.bound_x is not None:
        yield line(dot.bound_x, dot.y, dot.x, dot.y, tokens.risk, width=1.2)
        yield line(dot.bound_x, dot.y - 3, dot.bound_x, dot.y + 3, tokens.risk, width=1.2)
    if is_chosen:
        yield circle(dot.x, dot.y, RADIUS + 3.2, tokens.selection, tokens.accent)
    fill = tokens.money if dot.marked.is_proven else tokens.ground
    yield circle(dot.x, dot.y, RADIUS, fill, tokens.money if dot.marked.is_proven else tokens.risk)


def _numbers(picture: Frontier, tokens: Tokens) -> Iterator[str]:
    """The number of each point beside it, or a little away with a line that leads to it."""
    for dot, (x, y) in zip(picture.dots, number_places(picture), strict=True):
        away = math.hypot(x - dot.x, y - dot.y)
        if away > FARTHEST_BESIDE:
            near, far = RADIUS / away, (away - CAPTION * 0.8) / away
            ends = (dot.x + (x - dot.x) * near, dot.y + (y - dot.y) * near)
            yield line(*ends, dot.x + (x - dot.x) * far, dot.y + (y - dot.y) * far, tokens.dim)
        yield label(f"{dot.number}", x, y, Style(CAPTION, 600, "middle"), tokens.text)


def number_places(picture: Frontier) -> list[tuple[float, float]]:
    """The middles of the numbers: beside the point, or away from it where that could be the number of another.

    None runs into another one or a point, as long as there is room.
    """
    boxes: list[Box] = []
    points = [Box(dot.x - RADIUS, dot.y - RADIUS, 2 * RADIUS, 2 * RADIUS) for dot in picture.dots]
    for dot, own in zip(picture.dots, points, strict=True):
        width = text_width(f"{dot.number}", CAPTION)
        others = [each for each in points if each is not own]
        taken = [*boxes, *others]
        is_alone = not any(_meet(own, other) for other in others)
        ways = [*(_beside(RADIUS + width / 2 + 3) if is_alone else ()), *_away()]
        tried = [Box(dot.x + x - width / 2, dot.y + y - CAPTION / 2, width, CAPTION) for x, y in ways]
        inside = [box for box in tried if _is_inside(box, picture.measures)]
        boxes.append(min(inside or tried, key=lambda box: sum(_meet(box, other) for other in taken)))
    return [(box.x + box.width / 2, box.middle) for box in boxes]


def _beside(side: float) -> Iterator[tuple[float, float]]:
    """From a point to its number, the best first: above, below, and at its sides."""
    yield from ((0.0, -9.0), (0.0, 9.0), (side, 0.0), (-side, 0.0), (side, -9.0), (-side, -9.0))


def _away() -> Iterator[tuple[float, float]]:
    """In all directions, the nearest first."""
    for away in AWAY:
        yield from ((away * math.sin(turn), -away * math.cos(turn)) for turn in TURNS)


def _is_inside(box: Box, whole: Measures) -> bool:
    return box.x >= 0 and box.right <= whole.width and box.y >= 0 and box.bottom <= whole.height


def _meet(one: Box, other: Box) -> bool:
    is_across = one.x < other.right and other.x < one.right
    return is_across and one.y < other.bottom and other.y < one.bottom
