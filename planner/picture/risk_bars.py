"""Bars of risk as pictures: the chance that each credit lands, and the money that each phase endangers.

First where everything lies, as plain data for whatever draws it; then an SVG of that. Lengths are points from the top
left corner. Internal, as every figure on risk is.
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from planner.funding.risk_figures import RiskFigures, chance_words
from planner.picture.elements import BODY, CAPTION, Style, document, label, line, rect
from planner.picture.layout import Box
from planner.picture.text_width import fit
from planner.picture.tokens import LIGHT, Tokens
from planner.plan import Plan

PADDING = 6.0
INSET = 4.0
EVEN = 0.5
"""The chance below which a credit is more likely to fail than to land."""
MOST_ROWS = 12
"""Rows of phases; where there are more, the rest share the last one."""


class Measures(NamedTuple):
    """The measures of the pictures, in points: columns of names, amounts left of the bars, and words right of them."""

    width: float = 520
    row: float = 17
    name: float = 176
    amount: float = 60
    words: float = 78


STANDARD = Measures()


class Row(NamedTuple):
    """A bar. part: of its track that it fills. is_hollow: drawn as an outline, a cue beside the colour.

    name: of a credit or phase, blank for the sum of those that have no row. chance: of landing, or of taking longer;
    None for a sum. phases: of which it is the sum.
    """

    id: str
    name: str
    amount: int
    chance: float | None
    row: Box
    bar: Box
    is_hollow: bool = False
    phases: int = 1


class RiskBars(NamedTuple):
    """A picture as data. track: the room of a whole bar."""

    kind: Literal["credits", "phases"]
    measures: Measures
    track: Box
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        return self.track.bottom + PADDING


class Words(NamedTuple):
    """Everything the pictures say that is no name of the plan's, in the reader's language."""

    amount: Callable[[int], str] = "{:,}".format
    chance: Callable[[float], str] = chance_words
    slips: str = "longer in {}"
    others: str = "{} other phases"


ENGLISH = Words()


def lay_out_chances(plan: Plan, found: RiskFigures, measures: Measures = STANDARD) -> RiskBars:
    """A bar for each credit with claims, as long as it is likely to pay all that is planned of it."""
    track = _track(len(found.credits), measures)
    rows = (
        Row(
            each.credit,
            plan.credit[each.credit].name if each.credit in plan.credit else "",
            each.planned,
            each.chance,
            *_boxes(number, each.chance, track, measures),
            is_hollow=each.chance < EVEN,
        )
        for number, each in enumerate(found.credits)
    )
    return RiskBars("credits", measures, track, tuple(rows))


def lay_out_dangers(plan: Plan, found: RiskFigures, measures: Measures = STANDARD) -> RiskBars:
    """A bar for each of the phases that endanger most money; all others share a last row without one."""
    told = found.phases if len(found.phases) <= MOST_ROWS else found.phases[: MOST_ROWS - 1]
    others = found.phases[len(told) :]
    track = _track(len(told) + bool(others), measures)
    most = max((each.money for each in told if each.money > 0), default=1.0)
    rows = [
        Row(
            each.phase,
            plan.phase[each.phase].name if each.phase in plan.phase else "",
            round(each.money),
            each.chance,
            *_boxes(number, max(each.money / most, 0), track, measures),
        )
        for number, each in enumerate(told)
    ]
    if others:
        money = sum(each.money for each in others)
        boxes = _boxes(len(told), 0, track, measures)
        rows.append(Row("", "", round(money), None, *boxes, phases=len(others)))
    return RiskBars("phases", measures, track, tuple(rows))


def _track(rows: int, measures: Measures) -> Box:
    left = measures.name + measures.amount + PADDING
    return Box(left, PADDING, measures.width - left - measures.words, rows * measures.row)


def _boxes(number: int, part: float, track: Box, measures: Measures) -> tuple[Box, Box]:
    row = Box(0, track.y + number * measures.row, measures.width, measures.row)
    return row, Box(track.x, row.y + INSET / 2, track.width * part, row.height - INSET)


# SVG


def draw_risk_bars(picture: RiskBars, words: Words = ENGLISH, tokens: Tokens = LIGHT) -> str:
    """The picture as an SVG document."""
    ground = rect(Box(0, 0, picture.measures.width, picture.height), tokens.ground)
    rows = (part for row in picture.rows for part in _row(picture, row, words, tokens))
    return document(picture.measures.width, picture.height, (ground, *rows, *_even(picture, tokens)))


def _even(picture: RiskBars, tokens: Tokens) -> Iterator[str]:
    """Where a chance is even; the same line stands behind solid bars, so it is drawn last and broken."""
    if picture.kind == "credits" and picture.rows:
        x = picture.track.x + picture.track.width * EVEN
        yield line(x, picture.track.y, x, picture.track.bottom, tokens.dim, width=0.7, dash="2 2")


def _row(picture: RiskBars, row: Row, words: Words, tokens: Tokens) -> Iterator[str]:
    measures, track, middle = picture.measures, picture.track, row.row.middle
    name = f"{row.id}  {row.name}" if row.id else words.others.format(row.phases)
    yield label(fit(name, BODY, measures.name - PADDING), PADDING, middle, Style(BODY), tokens.text)
    amount_end = measures.name + measures.amount - PADDING / 2
    yield label(words.amount(row.amount), amount_end, middle, Style(BODY, 600, "end"), tokens.text)
    if picture.kind == "credits":
        yield rect(row.bar._replace(width=track.width), tokens.faint_line, radius=1.2)
    colour = tokens.risk if row.is_hollow or picture.kind == "phases" else tokens.money
    if row.bar.width > 0:
        yield _bar(row, colour, tokens)
    if row.chance is not None:
        chance = words.chance(row.chance)
        text = chance if picture.kind == "credits" else words.slips.format(chance)
        weight = 600 if picture.kind == "credits" else 400
        style, ink = Style(CAPTION + 0.4, weight), tokens.text if picture.kind == "credits" else tokens.dim
        yield label(text, track.right + PADDING, middle, style, ink)


def _bar(row: Row, colour: str, tokens: Tokens) -> str:
    if not row.is_hollow:
        return rect(row.bar, colour, radius=1.2)
    inner = Box(row.bar.x + 0.45, row.bar.y + 0.45, max(row.bar.width - 0.9, 0.1), row.bar.height - 0.9)
    return rect(inner, tokens.ground, radius=1.2, stroke=colour)
