"""The pieces of HTML that explanations are made of; every text is escaped."""

from collections.abc import Iterable
from html import escape

Row = tuple[str, str, str]
"""Label, text and colour."""


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
        f"<tr><td style='padding:2px 12px 2px 0; white-space:nowrap'>{escape(label)}</td>"
        f"<td style='padding:2px 0; color:{colour}'>{escape(text)}</td></tr>"
        for label, text, colour in rows
    )
    return f"<table cellspacing='0' width='100%'>{cells or '<tr><td>–</td></tr>'}</table>"
