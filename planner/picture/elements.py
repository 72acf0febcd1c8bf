"""The parts of an SVG document: shapes and lines of text, each text escaped."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

from planner.picture.layout import Box

FONT = "Inter"
BODY, CAPTION = 7.6, 6.8
"""Sizes of type, in points."""
PADDING = 4.0
"""Room behind a text in its column."""

BASELINE = 0.36
"""How far below the middle of a line its baseline lies, in parts of the size of its type."""


class Style(NamedTuple):
    """How a text is set."""

    size: float = BODY
    weight: int = 400
    anchor: str = "start"


def document(width: float, height: float, parts: Iterable[str]) -> str:
    """The parts as a whole document of that size in points."""
    size = f'width="{length(width)}" height="{length(height)}" viewBox="0 0 {length(width)} {length(height)}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
    return "\n".join((opening, *parts, "</svg>"))


def rect(box: Box, fill: str, *, radius: float = 0, stroke: str = "") -> str:
    """A rectangle, with rounded corners and a border where they are given."""
    border = f' stroke="{stroke}" stroke-width="0.9"' if stroke else ""
    corner = f' rx="{length(radius)}"' if radius else ""
    x, y, width, height = (length(each) for each in box)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{corner} fill="{fill}"{border}/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 0.6, dash: str = "") -> str:  # noqa: PLR0913 - two points
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{length(x1)}" y1="{length(y1)}" x2="{length(x2)}" y2="{length(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{length(width)}"{dashes}/>'


def circle(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    """A ring around a point, filled inside."""
    where = f'cx="{length(x)}" cy="{length(y)}" r="{length(radius)}"'
    return f'<circle {where} fill="{fill}" stroke="{stroke}" stroke-width="0.9"/>'


def path(points: tuple[tuple[float, float], ...], colour: str, width: float, fill: str = "none") -> str:
    """A line through points, or the shape that it surrounds."""
    steps = " L".join(f"{length(x)} {length(y)}" for x, y in points)
    return f'<path d="M{steps}" fill="{fill}" stroke="{colour}" stroke-width="{length(width)}"/>'


def label(words: str, x: float, middle: float, style: Style, colour: str) -> str:
    """A line of text around a middle line; characters that XML forbids are left out."""
    allowed = "".join(each for each in words if each >= " " and not "\ud800" <= each <= "\udfff" and each < "\ufffe")
    where = f'x="{length(x)}" y="{length(middle + style.size * BASELINE)}"'
    how = f'font-size="{length(style.size)}" font-weight="{style.weight}" text-anchor="{style.anchor}"'
    return f'<text {where} {how} fill="{colour}">{escape(allowed)}</text>'


def length(number: float) -> str:
    """A length with at most two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
