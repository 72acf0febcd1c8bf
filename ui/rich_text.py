"""The pieces of HTML that explanations are made of; every text is escaped."""

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import NamedTuple

Row = tuple[str, str, str]
"""Label, text and colour."""
LABEL_WIDTH = 76
"""Pixels of the labels, so that texts begin at one edge under every heading; longer labels take more."""


def title(text: str) -> str:
    """What is shown."""
    return f"<p style='font-size:15px; font-weight:600; margin:0 0 4px 0'>{escape(text)}</p>"


def heading(text: str) -> str:
    """What the following lines are about."""
    return f"<p style='font-weight:600; margin:14px 0 4px 0'>{escape(text)}</p>"


def paragraph(text: str, colour: str) -> str:
    """A line, or several."""
    return f"<p style='color:{colour}; margin:0 0 2px 0'>{escape(text)}</p>"


def rows(rows: Iterable[Row]) -> str:
    """Labels with their texts beside them; a dash where there is none."""
    cells = "".join(
        f"<tr><td width='{LABEL_WIDTH}' style='padding:2px 12px 2px 0; white-space:nowrap'>{escape(label)}</td>"
        f"<td style='padding:2px 0; color:{colour}'>{escape(text)}</td></tr>"
        for label, text, colour in rows
    )
    return f"<table cellspacing='0' width='100%'>{cells or '<tr><td>–</td></tr>'}</table>"


class Cell(NamedTuple):
    """A text in a table. colour: blank is the text's own. is_strong: for sums."""

    text: str
    colour: str = ""
    is_strong: bool = False


def grid(heads: Sequence[str], lines: Iterable[Sequence[str | Cell]], left: Collection[int], dim: str) -> str:
    """A table under dim heads; the columns of ``left`` are texts, all others figures at the right."""
    titles = "".join(_cell(Cell(text, dim), is_left=number in left) for number, text in enumerate(heads))
    head = f"<tr>{titles}</tr>" if any(heads) else ""
    body = "".join(
        "<tr>"
        + "".join(
            _cell(each if isinstance(each, Cell) else Cell(each), is_left=number in left)
            for number, each in enumerate(line)
        )
        + "</tr>"
        for line in lines
    )
    return f"<table cellspacing='0'>{head}{body}</table>"


def _cell(cell: Cell, *, is_left: bool) -> str:
    colour = f"color:{cell.colour};" if cell.colour else ""
    weight = "font-weight:600;" if cell.is_strong else ""
    side = "left" if is_left else "right"
    text = escape(cell.text) or "&nbsp;"  # Qt gives what follows an empty cell the room of that cell
    return f"<td align='{side}' style='padding:2px 18px 2px 0;{colour}{weight}'>{text}</td>"
