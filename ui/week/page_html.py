"""The document of the status page as the HTML that Qt shows, in the colours of the scheme."""

from html import escape

from planner.business_case.cell_texts import FIGURES, row_texts, total_texts
from planner.business_case.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from planner.business_case.notation import Notation
from planner.picture.tokens import Tokens
from ui.rich_text import Cell, grid, heading, paragraph, title


def page_html(document: Document, colours: Tokens) -> str:
    """The whole page; every text is escaped."""
    notation = Notation(document.currency, document.locale)
    facts = "&nbsp;&nbsp; ".join(
        f"<span style='color:{colours.dim}'>{escape(fact.label)}</span> <b>{escape(fact.value)}</b>"
        for fact in document.headline
    )
    parts = [
        title(f"{document.title}: {document.subject}"),
        paragraph(document.marking, colours.broken),
        paragraph(document.lead, colours.text),
        f"<p style='margin:8px 0'>{facts}</p>",
        _table(document.summary, notation, colours),
    ]
    for section in document.sections:
        parts += [heading(section.title), *(_block(block, notation, colours) for block in section.blocks)]
    return "".join(parts)


def _block(block: Block, notation: Notation, colours: Tokens) -> str:
    match block:
        case Bullets():
            return "".join(paragraph(f"– {item}", colours.text) for item in block.items)
        case Table():
            return _table(block, notation, colours)
        case Heading() | Paragraph():
            return paragraph(block.text, colours.dim)
        case Picture():
            return paragraph(block.alternative, colours.dim)


def _table(table: Table, notation: Notation, colours: Tokens) -> str:
    left = {number for number, column in enumerate(table.columns) if column.kind not in FIGURES}
    lines: list[list[str | Cell]] = [[*row] for row in row_texts(table, notation)]
    lines += [[Cell(text, is_strong=True) for text in texts]] if (texts := total_texts(table, notation)) else []
    return (heading(table.title) if table.title else "") + grid(
        [column.heading for column in table.columns], lines, left, colours.dim
    )
