"""The value ladder as a picture: a bar for each rung, and between two rungs the money that leaks away.

First where everything lies, as plain data for whatever draws it; then an SVG of that. Lengths are points from the top
left corner. Internal, as the ladder is.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from planner.funding.ladder import LEAK_WORDS, Leak, Rungs, Step
from planner.picture.elements import BODY, CAPTION, Style, document, label, line, rect
from planner.picture.layout import Box
from planner.picture.text_width import fit, text_width
from planner.picture.tokens import LIGHT, Tokens

Rung = Literal["face", "scoped", "reachable", "realisable", "planned", "expected"]
RUNGS: tuple[Rung, ...] = ("face", "scoped", "reachable", "realisable", "planned", "expected")
RUNG_WORDS: Mapping[Rung, str] = {rung: rung.capitalize() for rung in RUNGS}
PADDING = 6.0
LEAK_INSET = 4.0
"""How much thinner than a rung's bar the one of a leak is, above and below: a cue beside its colour."""


class Measures(NamedTuple):
    """The measures of the picture, in points: label and amount are the columns left of the bars."""

    width: float = 520
    row: float = 19
    label: float = 150
    amount: float = 62


MEASURES = Measures()


class Row(NamedTuple):
    """A rung or a leak. amount: of a leak it is negative, or positive where the lower rung holds more.

    bar: what it holds or loses, on one scale for all rows. possible: where the realisable sum is not proven, the bar of
    what may be had beyond it.
    """

    kind: Literal["rung", "leak"]
    name: Rung | Step
    amount: int
    row: Box
    bar: Box
    possible: Box | None = None


class Joint(NamedTuple):
    """The line that leads the end of a bar down to the next one."""

    x: float
    top: float
    bottom: float


class Waterfall(NamedTuple):
    """The picture as data. at_most: the most that can be realised, where that is not proven."""

    measures: Measures
    rows: tuple[Row, ...]
    joints: tuple[Joint, ...]
    at_most: int | None

    @property
    def height(self) -> float:
        return len(self.rows) * self.measures.row + 2 * PADDING


class Words(NamedTuple):
    """Everything the picture says, in the reader's language."""

    amount: Callable[[int], str] = "{:,}".format
    rung: Mapping[Rung, str] = RUNG_WORDS
    at_least: str = "at least"
    at_most: str = "at most {}"
    leak: Mapping[Step, str] = LEAK_WORDS
    beyond: str = "beyond the best known schedule"


ENGLISH = Words()


def lay_out_waterfall(rungs: Rungs, at_most: int | None = None, measures: Measures = MEASURES) -> Waterfall:
    """Where the rungs and leaks of a ladder lie. A leak of nothing has no row.

    at_most: what can be realised at most, where the realisable sum is not proven.
    """
    largest = max(_amounts(rungs), default=0)
    if at_most is not None:
        largest = max(largest, at_most)
    left = measures.label + measures.amount + PADDING
    scale = (measures.width - left - PADDING) / max(largest, 1)
    rows: list[Row] = []
    for kind, name, low, high, amount in _steps(rungs):
        row = Box(0, PADDING + len(rows) * measures.row, measures.width, measures.row)
        inset = LEAK_INSET if kind == "leak" else LEAK_INSET / 2
        bar = Box(left + low * scale, row.y + inset, (high - low) * scale, row.height - 2 * inset)
        possible = None
        if name == "realisable" and at_most is not None and at_most > high:
            possible = bar._replace(x=bar.right, width=(at_most - high) * scale)
        rows.append(Row(kind, name, amount, row, bar, possible))
    shown = at_most if any(row.possible for row in rows) else None
    return Waterfall(measures, tuple(rows), tuple(_joints(rows)), shown)


def _amounts(rungs: Rungs) -> Iterator[int]:
    return (amount for name in RUNGS if (amount := getattr(rungs, name)) is not None)


def _steps(rungs: Rungs) -> Iterator[tuple[Literal["rung", "leak"], Rung | Step, int, int, int]]:
    """Rungs and leaks in turn: their names, from where to where their bars reach, and their amounts."""
    leaks = iter(rungs.leaks)
    held: tuple[Rung, ...] = tuple(name for name in RUNGS if getattr(rungs, name) is not None)
    for name in held:
        amount: int = getattr(rungs, name)
        yield "rung", name, 0, amount, amount
        leak = next(leaks, None)
        if leak is not None and leak.amount:
            yield "leak", leak.step, *_span(amount, leak), -leak.amount


def _span(above: int, leak: Leak) -> tuple[int, int]:
    """From the lower to the higher rung around a leak."""
    below = above - leak.amount
    return min(above, below), max(above, below)


def _joints(rows: list[Row]) -> Iterator[Joint]:
    """From the end of each rung to the leak below it, and from the leak's to the next rung's."""
    for above, below in pairwise(rows):
        x = below.bar.right if above.kind == "leak" else above.bar.right
        yield Joint(x, above.bar.bottom, below.bar.y)


# SVG


def draw_waterfall(picture: Waterfall, words: Words = ENGLISH, tokens: Tokens = LIGHT) -> str:
    """The picture as an SVG document."""
    ground = rect(Box(0, 0, picture.measures.width, picture.height), tokens.ground)
    joints = (line(each.x, each.top, each.x, each.bottom, tokens.arrow) for each in picture.joints)
    rows = (part for row in picture.rows for part in _row(picture, row, words, tokens))
    return document(picture.measures.width, picture.height, (ground, *joints, *rows))


def _row(picture: Waterfall, row: Row, words: Words, tokens: Tokens) -> Iterator[str]:
    measures, middle, is_rung = picture.measures, row.row.middle, row.kind == "rung"
    name, colour = _name(picture, row, words), _colour(row, tokens)
    style = Style(BODY, 600) if is_rung else Style(CAPTION)
    indent = PADDING if is_rung else 2 * PADDING
    ink = tokens.text if is_rung else tokens.dim
    yield label(fit(name, style.size, measures.label - indent), indent, middle, style, ink)
    amount = words.amount(abs(row.amount))
    signed = amount if is_rung else f"{'−' if row.amount < 0 else '+'}{amount}"
    yield label(signed, measures.label + measures.amount, middle, style._replace(anchor="end"), ink)
    if row.bar.width > 0:
        yield rect(row.bar, colour, radius=1.2)
    if row.possible is not None and picture.at_most is not None:
        yield from _possible(row, row.possible, words.at_most.format(words.amount(picture.at_most)), measures, tokens)


def _possible(row: Row, box: Box, most: str, measures: Measures, tokens: Tokens) -> Iterator[str]:
    """The unproven part as an outline, and the most beside it, or inside the bar where there is no room."""
    inner = Box(box.x, box.y + 0.45, max(box.width - 0.45, 0.1), box.height - 0.9)
    yield rect(inner, tokens.ground, radius=1.2, stroke=tokens.money)
    if box.right + PADDING + text_width(most, CAPTION) <= measures.width:
        yield label(most, box.right + PADDING / 2, row.row.middle, Style(CAPTION), tokens.dim)
    elif text_width(most, CAPTION) + PADDING <= row.bar.width:
        yield label(most, row.bar.right - PADDING / 2, row.row.middle, Style(CAPTION, anchor="end"), tokens.ground)


def _name(picture: Waterfall, row: Row, words: Words) -> str:
    if row.kind == "leak":
        return words.beyond if row.amount > 0 else words.leak[row.name]  # type: ignore[index]
    name = words.rung[row.name]  # type: ignore[index]
    return f"{name}, {words.at_least}" if row.name == "realisable" and picture.at_most is not None else name


def _colour(row: Row, tokens: Tokens) -> str:
    """Money for what is there, risk for what is gone, and the accent for what solving brings back, or more."""
    if row.kind == "rung":
        return tokens.money
    return tokens.accent if row.name == "schedule" or row.amount > 0 else tokens.risk
