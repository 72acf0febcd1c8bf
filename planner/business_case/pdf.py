"""The document as a PDF: tagged, archivable, typeset by Typst from a template that comes with the program.

The document's text reaches Typst as JSON beside the source, never inside it, so that no text can be code.
"""

import json
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from planner.business_case.cell_texts import breakable, is_small, row_texts, total_texts
from planner.business_case.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from planner.business_case.letterhead import ACCENT
from planner.business_case.notation import Notation
from resources import path

TEMPLATE = "templates/business_case.typ"
FONTS = "fonts"
if TYPE_CHECKING:
    from typst import PDFStandard

ACCESSIBLE_ARCHIVE: "list[PDFStandard]" = ["ua-1", "a-2a"]
"""Tagged for screen readers (PDF/UA-1) and fit to be kept (PDF/A-2a)."""

ATTEMPTS: "tuple[tuple[bool, list[PDFStandard]], ...]" = (
    (True, ACCESSIBLE_ARCHIVE),
    (False, ACCESSIBLE_ARCHIVE),
    (False, []),
)
"""Whether only the bundled fonts are used, and which standards are kept. Both standards refuse a character that no font
can draw: the system's fonts are asked next, and at last a PDF is better than none."""


def render(document: Document) -> bytes:
    """The PDF's bytes; the same document always gives the same."""
    import typst  # noqa: PLC0415 - large

    inputs = {"document": json.dumps(_document(document), ensure_ascii=False)}
    made_at = datetime.combine(document.as_of, time(), UTC)

    def typeset(only_bundled: bool, standards: "list[PDFStandard]") -> bytes:  # noqa: FBT001 - an attempt
        return typst.compile(
            path(TEMPLATE),
            format="pdf",
            font_paths=[path(FONTS)],
            ignore_system_fonts=only_bundled,
            sys_inputs=inputs,
            pdf_standards=standards,
            timestamp=made_at,
        )

    *attempts, last = ATTEMPTS
    for attempt in attempts:
        with suppress(typst.TypstError):
            return typeset(*attempt)
    return typeset(*last)


def page_pictures(document: Document, pixels_an_inch: float) -> tuple[bytes, ...]:
    """Each page of the PDF as it will be, as a PNG; without the standards, which change nothing of its look."""
    import typst  # noqa: PLC0415 - large

    pages = typst.compile(
        path(TEMPLATE),
        format="png",
        ppi=pixels_an_inch,
        font_paths=[path(FONTS)],
        ignore_system_fonts=False,
        sys_inputs={"document": json.dumps(_document(document), ensure_ascii=False)},
    )
    return (pages,) if isinstance(pages, bytes) else tuple(pages)


def _document(document: Document) -> dict[str, Any]:
    notation = document.notation
    return {
        "kind": document.kind,
        "marking": document.marking,
        "mark": document.mark,
        "is_sheet": document.is_sheet,
        **_presentation(document),
        "title": document.title,
        "subject": document.subject,
        "customer": document.customer,
        "language": document.notation.locale,
        "footer": document.footer,
        "lead": document.lead,
        "headline": [fact._asdict() for fact in document.headline],
        "summary": _table(document.summary, notation),
        "facts": [fact._asdict() for fact in document.facts],
        "sections": [
            {
                "title": f"{section.number}  {section.title}",
                "blocks": [_block(block, notation) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _presentation(document: Document) -> dict[str, Any]:
    paper, letterhead = document.presentation.paper, document.presentation.letterhead
    words = document.notation.words
    return {
        "paper": {"a4": "a4", "letter": "us-letter"}[paper],
        "organisation": letterhead.organisation,
        "accent": letterhead.accent or ACCENT,
        "logo": list(letterhead.logo),
        "logo-words": words("Logo {organisation}", organisation=letterhead.organisation),
        "numbered": words("Page {page} of {pages}", page="{page}", pages="{pages}"),
        "standings": document.notation.standings,
    }


def _block(block: Block, notation: Notation) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text}
        case Bullets():
            return {"kind": "bullets", "items": list(block.items)}
        case Picture():
            return {"kind": "picture", "svg": block.svg, "alternative": block.alternative}
        case Table():
            return {"kind": "table", **_table(block, notation)}


def _table(table: Table, notation: Notation) -> dict[str, Any]:
    """The table with every cell as text."""
    return {
        "title": table.title,
        "is_small": is_small(table, notation),
        "columns": [
            {"heading": each.heading, "kind": each.kind, "width": each.width, "is-request": each.is_request}
            for each in table.columns
        ],
        "rows": [[breakable(text) for text in row] for row in row_texts(table, notation)],
        "total": total_texts(table, notation),
    }
