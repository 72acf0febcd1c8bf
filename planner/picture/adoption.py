"""Adoption over the exports as a picture: for each workload a line from export to export, against its targets.

First where everything lies, as plain data for whatever draws it; then an SVG of that. Lengths are points from the top
left corner. Shares are drawn from nothing at the bottom to everybody at the top.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from planner.funding.adoption import Adoption, AdoptionPoint, TargetStanding
from planner.picture.elements import BODY, CAPTION, Style, document, label, line, path, rect
from planner.picture.layout import Box
from planner.picture.text_width import fit, text_width
from planner.picture.time_axis import TimeAxis, months, whole_months
from planner.picture.tokens import LIGHT, Tokens, workload_hue
from planner.value import WHOLE

LEGEND_HEIGHT = 22.0
DOT = 2.0
QUARTERS = (0, 2_500, 5_000, 7_500, WHOLE)
CLEARANCE = 9.0
"""How far apart two lines of text have to lie."""


class Measures(NamedTuple):
    """The measures of the picture: a panel's plot and the room around it, in points.

    in_people: more room at the right where a target is told in people and seats.
    """

    width: float = 520
    plot: float = 92
    title: float = 22
    left: float = 34
    right: float = 96
    in_people: float = 64
    foot: float = 16


STANDARD = Measures()


class Dot(NamedTuple):
    """An export: its point, where it lies, and the height of its label, which runs into no other text."""

    point: AdoptionPoint
    x: float
    y: float
    label_y: float


class Aim(NamedTuple):
    """A target: from its height to the day on which it is measured, which may lie outside the axis.

    share: in basis points of the people with a seat, drawn at the top if above the whole. x: where that day lies, None
    without one or outside. label_y: the height of its label.
    """

    target: TargetStanding
    share: int
    is_reached: bool
    y: float
    x: float | None
    label_y: float


class Panel(NamedTuple):
    """A workload: its plot, its exports in order of time and its targets."""

    workload: str
    plot: Box
    dots: tuple[Dot, ...]
    aims: tuple[Aim, ...]


class AdoptionPicture(NamedTuple):
    """The picture as data, with the days that all its panels share."""

    measures: Measures
    axis: TimeAxis
    panels: tuple[Panel, ...]

    @property
    def height(self) -> float:
        return len(self.panels) * _panel_height(self.measures) + LEGEND_HEIGHT


class Words(NamedTuple):
    """Everything the picture says that is no name of the plan's, in the reader's language."""

    month: Callable[[date], str]
    day: Callable[[date], str]
    percent: Callable[[int], str]
    people: Callable[[int], str]
    target: str = "{}: target {}"
    beyond_seats: str = "{}: {} people; {} seats in the report"
    active: str = "active in 28 or 30 days, of those with a licence"
    reached: str = "target, reached"
    missed: str = "target, not reached yet"
    measured_on: str = "day of its measurement"


def lay_out_adoption(found: tuple[Adoption, ...], measures: Measures = STANDARD) -> AdoptionPicture | None:
    """Where every export and target lies, a panel for each workload with an export; None while there is none."""
    measured = tuple(each for each in found if each.points)
    if not measured:
        return None
    if any(target.is_beyond_seats for each in measured for target in each.targets):
        measures = measures._replace(right=measures.right + measures.in_people)
    days = [point.on for each in measured for point in each.points]
    days += [target.measured_on for each in measured for target in each.targets if target.measured_on is not None]
    axis = whole_months(min(days), max(days), measures.left, measures.width - measures.left - measures.right)
    panels = (_panel(each, number, axis, measures) for number, each in enumerate(measured))
    return AdoptionPicture(measures, axis, tuple(panels))


def _panel_height(measures: Measures) -> float:
    return measures.title + measures.plot + measures.foot


def _panel(found: Adoption, number: int, axis: TimeAxis, measures: Measures) -> Panel:
    top = number * _panel_height(measures) + measures.title
    plot = Box(axis.left, top, axis.width, measures.plot)
    aims = []
    for target in found.targets:
        if target.share is not None:
            share = min(target.share, WHOLE)
            x = None if target.measured_on is None else axis.end(target.measured_on)
            aims.append(Aim(target, target.share, target.short_by == 0, _height(plot, share), x, 0.0))
    heights = _apart([aim.y for aim in aims], plot)
    placed = tuple(aim._replace(label_y=height) for aim, height in zip(aims, heights, strict=True))
    dots = (_dot(plot, axis, point) for point in found.points)
    return Panel(found.workload, plot, tuple(dots), placed)


def _dot(plot: Box, axis: TimeAxis, point: AdoptionPoint) -> Dot:
    y = _height(plot, point.share)
    above = y - CLEARANCE * 0.75
    return Dot(point, axis.end(point.on), y, above if above > plot.y + 2 else y + CLEARANCE)


def _height(plot: Box, share: int) -> float:
    return plot.bottom - plot.height * share / WHOLE


def _apart(heights: list[float], plot: Box) -> list[float]:
    """The heights, moved down as far as labels need to stand apart, and up again where they would leave the plot."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for upper, lower in pairwise(order):
        placed[lower] = max(placed[lower], placed[upper] + CLEARANCE)
    if order and placed[order[-1]] > plot.bottom:
        placed[order[-1]] = plot.bottom
        for lower, upper in pairwise(reversed(order)):
            placed[upper] = min(placed[upper], placed[lower] - CLEARANCE)
    return placed


# The SVG


def draw_adoption(picture: AdoptionPicture, words: Words, tokens: Tokens = LIGHT) -> str:
    """The picture as an SVG document, with a legend below."""
    width, height = picture.measures.width, picture.height
    parts = (
        rect(Box(0, 0, width, height), tokens.ground),
        *(part for panel in picture.panels for part in _drawn(panel, picture, words, tokens)),
        *_legend(picture, words, tokens),
    )
    return document(width, height, parts)


def _drawn(panel: Panel, picture: AdoptionPicture, words: Words, tokens: Tokens) -> Iterator[str]:
    room = picture.measures.width
    title = fit(panel.workload, BODY, room)
    yield label(title, 0, panel.plot.y - picture.measures.title / 2, Style(BODY + 1, 600), tokens.text)
    yield from _grid(panel, picture, words, tokens)
    for aim in panel.aims:
        yield from _aim(panel, aim, picture.measures, words, tokens)
    yield from _series(panel, words, tokens)


def _grid(panel: Panel, picture: AdoptionPicture, words: Words, tokens: Tokens) -> Iterator[str]:
    plot = panel.plot
    for share in QUARTERS:
        y = _height(plot, share)
        yield line(plot.x, y, plot.right, y, tokens.hairline if share == 0 else tokens.faint_line)
        yield label(words.percent(share), plot.x - 4, y, Style(CAPTION, 400, "end"), tokens.dim)
    for month in _labelled_months(picture.axis):
        x = picture.axis.begin(month)
        yield line(x, plot.y, x, plot.bottom, tokens.faint_line)
        yield label(words.month(month), x + 2, plot.bottom + 7, Style(CAPTION, 500), tokens.dim)


def _labelled_months(axis: TimeAxis) -> tuple[date, ...]:
    """Every month, or every so many that their names have room."""
    shown = months(axis)
    step = -(-len(shown) * 30 // max(int(axis.width), 1))
    return shown[:: max(step, 1)]


def _series(panel: Panel, words: Words, tokens: Tokens) -> Iterator[str]:
    hue = workload_hue(panel.workload)
    if len(panel.dots) > 1:
        yield path(tuple((dot.x, dot.y) for dot in panel.dots), hue, 1.4)
    for dot in panel.dots:
        yield rect(Box(dot.x - DOT, dot.y - DOT, 2 * DOT, 2 * DOT), hue, radius=DOT)
    for dot in _told(panel.dots):
        anchor = "end" if dot.x + text_width("100%", BODY) > panel.plot.right else "middle"
        yield label(words.percent(dot.point.share), dot.x, dot.label_y, Style(BODY, 600, anchor), tokens.text)


def _told(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    """The last export, and earlier ones as far as their labels have room."""
    told: list[Dot] = []
    for dot in reversed(dots):
        if not told or told[-1].x - dot.x > text_width("100% ", BODY):
            told.append(dot)
    return tuple(told)


def _aim(panel: Panel, aim: Aim, measures: Measures, words: Words, tokens: Tokens) -> Iterator[str]:
    colour = tokens.money if aim.is_reached else tokens.risk
    plot = panel.plot
    yield line(plot.x, aim.y, plot.right, aim.y, colour, width=0.8, dash="" if aim.is_reached else "4 2")
    if aim.x is not None:
        yield path(_diamond(aim.x, aim.y), colour, 0.8, fill=colour)
    text = _told_target(aim, words)
    yield label(fit(text, CAPTION, measures.right - 6), plot.right + 5, aim.label_y, Style(CAPTION, 500), colour)


def _told_target(aim: Aim, words: Words) -> str:
    """As a share of the people with a seat, or in people where it asks for more of them than there are seats."""
    people, seats = aim.target.people, aim.target.assigned
    if aim.target.is_beyond_seats and people is not None and seats is not None:
        return words.beyond_seats.format(aim.target.phase, words.people(people), words.people(seats))
    return words.target.format(aim.target.phase, words.percent(aim.share))


def _diamond(x: float, y: float) -> tuple[tuple[float, float], ...]:
    return ((x - 3, y), (x, y - 3), (x + 3, y), (x, y + 3), (x - 3, y))


Swatch = Callable[[float, float, Tokens], Iterator[str]]


def _legend(picture: AdoptionPicture, words: Words, tokens: Tokens) -> Iterator[str]:
    y = picture.height - LEGEND_HEIGHT / 2
    aims = [aim for panel in picture.panels for aim in panel.aims]
    entries: list[tuple[bool, str, Swatch]] = [(True, words.active, _swatch_of_use)]
    entries.append((any(aim.is_reached for aim in aims), words.reached, _swatch_of_reached))
    entries.append((any(not aim.is_reached for aim in aims), words.missed, _swatch_of_missed))
    entries.append((any(aim.x is not None for aim in aims), words.measured_on, _swatch_of_day))
    x = 0.0
    for is_shown, text, swatch in entries:
        if is_shown:
            yield from swatch(x, y, tokens)
            yield label(text, x + 18, y, Style(CAPTION), tokens.dim)
            x += 18 + text_width(text, CAPTION) + 8


def _swatch_of_use(x: float, y: float, _: Tokens) -> Iterator[str]:
    hue = workload_hue("Copilot")
    yield path(((x, y), (x + 14, y)), hue, 1.4)
    yield rect(Box(x + 7 - DOT, y - DOT, 2 * DOT, 2 * DOT), hue, radius=DOT)


def _swatch_of_reached(x: float, y: float, tokens: Tokens) -> Iterator[str]:
    yield line(x, y, x + 14, y, tokens.money, width=0.8)


def _swatch_of_missed(x: float, y: float, tokens: Tokens) -> Iterator[str]:
    yield line(x, y, x + 14, y, tokens.risk, width=0.8, dash="4 2")


def _swatch_of_day(x: float, y: float, tokens: Tokens) -> Iterator[str]:
    yield path(_diamond(x + 7, y), tokens.dim, 0.8, fill=tokens.dim)
