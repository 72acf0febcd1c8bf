"""The status page as Markdown and as HTML, each marked as internal, in files whose names say so."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

from planner.business_case.document import Block, Bullets, Cell, Column, Document, Heading, Paragraph, Picture, Table
from planner.business_case.notation import NOTHING, Notation
from planner.business_case.writers import file_name
from planner.files.atomic import replace_file
from planner.status.page import INTERNAL

RIGHT = frozenset({"count", "money", "percent"})
STYLE = """
@page { size: A4 landscape; margin: 12mm }
body { font: 10pt Inter, sans-serif; color: #1b232b; max-width: 270mm; margin: 8mm auto }
h1 { font-size: 16pt; margin: 0 } h2 { font-size: 11pt; margin: 12pt 0 3pt }
p, ul, table { margin: 3pt 0 }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: 2pt 6pt 2pt 0; border-bottom: 0.5pt solid #dfe3e8 }
.figure { text-align: right } tfoot { font-weight: 600 }
.label { color: #c93430; font-weight: 600 }
body::before { content: "INTERNAL"; position: fixed; inset: 0; font-size: 110pt; font-weight: 700; color: #c93430;
  opacity: 0.07; display: grid; place-items: center; transform: rotate(-24deg); pointer-events: none }
"""


def write_page(document: Document, folder: Path) -> tuple[Path, ...]:
    """Write the page in every format; each file is replaced at once. Raises OSError where that is not possible."""
    contents = {kind: write(document) for kind, write in WRITERS.items()}
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, text in contents.items():
        # As calder-e5-rollout-status-2027-03-01-internal.md.
        files.append(folder / file_name(document.subject, f"status-{document.as_of}-internal", kind))
        replace_file(files[-1], text.encode())
    return tuple(files)


# Markdown


def as_markdown(document: Document) -> str:
    """The page as Markdown; no character of a text marks anything up."""
    notation = Notation(document.currency, document.locale)
    parts = [f"# {document.title}: {_plain(document.subject)}", f"**{INTERNAL}**", _plain(document.lead)]
    parts.append("\n".join(f"- {fact.label}: {_plain(fact.value)}" for fact in document.headline))
    parts.append(_markdown_table(document.summary, notation))
    for section in document.sections:
        parts.append(f"## {section.title}")
        parts += [_markdown(block, notation) for block in section.blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(block: Block, notation: Notation) -> str:
    match block:
        case Bullets():
            return "\n".join(f"- {_plain(item)}" for item in block.items)
        case Table():
            return _markdown_table(block, notation)
        case Heading() | Paragraph():
            return _plain(block.text)
        case Picture():
            return _plain(block.alternative)


def _markdown_table(table: Table, notation: Notation) -> str:
    rows = [[_plain(cell) for cell in row] for row in _texts(table, notation)]
    head = [_plain(column.heading) for column in table.columns]
    rule = ["---:" if column.kind in RIGHT else "---" for column in table.columns]
    lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]
    return "\n".join([f"**{_plain(table.title)}**\n", *lines] if table.title else lines)


def _plain(text: str) -> str:
    """Text on one line in which no character marks anything up."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


# HTML


def as_html(document: Document) -> str:
    """The page as one file of HTML that loads nothing, with a watermark."""
    notation = Notation(document.currency, document.locale)
    facts = "".join(f"<li>{escape(fact.label)}: <b>{escape(fact.value)}</b></li>" for fact in document.headline)
    sections = "".join(
        f"<h2>{escape(section.title)}</h2>{''.join(_html(block, notation) for block in section.blocks)}"
        for section in document.sections
    )
    title = f"{escape(document.title)}: {escape(document.subject)}"
    return (
        f'<!DOCTYPE html><html lang="{escape(document.locale)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>"
        f'<p class="label">{INTERNAL}</p><p>{escape(document.lead)}</p><ul>{facts}</ul>'
        f"{_html_table(document.summary, notation)}{sections}<p>{escape(document.footer)}</p></body></html>\n"
    )


def _html(block: Block, notation: Notation) -> str:
    match block:
        case Bullets():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
        case Table():
            return _html_table(block, notation)
        case Heading() | Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Picture():
            return f"<p>{escape(block.alternative)}</p>"


def _html_table(table: Table, notation: Notation) -> str:
    rows = [*_texts(table, notation)]
    body, foot = (rows[:-1], rows[-1:]) if table.total else (rows, [])
    caption = f"<h2>{escape(table.title)}</h2>" if table.title else ""
    head = _html_row("th", [column.heading for column in table.columns], table.columns)
    told = "".join(_html_row("td", row, table.columns) for row in body)
    total = "".join(_html_row("td", row, table.columns) for row in foot)
    return f"{caption}<table><thead>{head}</thead><tbody>{told}</tbody><tfoot>{total}</tfoot></table>"


def _html_row(tag: str, cells: list[str], columns: tuple[Column, ...]) -> str:
    kinds = ["figure" if column.kind in RIGHT else "" for column in columns]
    inside = (f'<{tag} class="{kind}">{escape(cell)}</{tag}>' for kind, cell in zip(kinds, cells, strict=True))
    return f"<tr>{''.join(inside)}</tr>"


# Cells


def _texts(table: Table, notation: Notation) -> Iterator[list[str]]:
    """The rows as texts, the row of sums last where there is one."""
    for row in table.rows:
        yield [_text(cell, notation) for cell in row]
    if table.total:
        sums = (
            notation.number(table.sum(place)) if column.is_summed else "" for place, column in enumerate(table.columns)
        )
        yield [table.total, *[text for place, text in enumerate(sums) if place]]


def _text(cell: Cell, notation: Notation) -> str:
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, str):
        return cell
    return notation.number(cell) if isinstance(cell, int) else notation.day(cell)


WRITERS: Mapping[str, Callable[[Document], str]] = {"md": as_markdown, "html": as_html}
