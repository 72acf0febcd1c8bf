"""The document as one page for a browser: self-contained, without scripts, for light, dark and paper.

Jinja2 escapes every text; the timeline alone is put in as it is drawn, after its XML has been read and written anew.
"""

from base64 import b64encode
from itertools import count
from typing import Any
from xml.etree import ElementTree as ET

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from planner.business_case.cell_texts import FIGURES, breakable, is_small, row_texts, total_texts, widths
from planner.business_case.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from planner.business_case.letterhead import ACCENT, media_type
from planner.business_case.notation import Notation
from planner.business_case.plain_text import allowed
from planner.picture.tokens import DARK, LIGHT, Tokens
from resources import path

TEMPLATE = "templates/business_case.html"
PAPERS = {"a4": "A4", "letter": "letter"}
STANDINGS = {"holds": "holds", "does not hold": "broken"}
SVG = "http://www.w3.org/2000/svg"
SCALE = 6.0
"""Points to a percent of the page's width, which is what tables are shared out by."""

COLOURS = {getattr(LIGHT, name): f"var(--{name})" for name in Tokens._fields}
"""The colours of the drawing by their meaning, so that it is dark where the page is."""

ET.register_namespace("", SVG)


def render(document: Document) -> bytes:
    """The page's bytes; the same document always gives the same."""
    engine = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, finalize=_plain)
    template = engine.from_string(path(TEMPLATE).read_text(encoding="utf-8"))
    return template.render(_document(document)).encode()


def _plain(value: object) -> object:
    """Texts without characters that no page may hold."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _document(document: Document) -> dict[str, Any]:
    notation = Notation(document.currency, document.locale)
    paper, letterhead, _ = document.presentation
    pictures = count(1)
    return {
        **{name: getattr(document, name) for name in ("kind", "title", "subject", "customer", "author", "marking")},
        **{name: getattr(document, name) for name in ("lead", "headline", "footer")},
        "language": "en-GB" if document.locale == "en" else document.locale.replace("_", "-"),
        "as_of": document.as_of.isoformat(),
        "is_sheet": document.is_sheet,
        "paper": PAPERS[paper],
        "accent": letterhead.accent or ACCENT,
        "organisation": letterhead.organisation,
        "logo": _inline(letterhead.logo),
        "light": LIGHT._asdict(),
        "dark": DARK._asdict(),
        "standings": STANDINGS,
        "summary": _table(document.summary, notation),
        "details": document.facts,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "blocks": [_block(block, notation, pictures) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _inline(logo: bytes) -> str:
    """The picture as an address that holds it."""
    return f"data:{media_type(logo)};base64,{b64encode(logo).decode()}" if logo else ""


def _block(block: Block, notation: Notation, pictures: "count[int]") -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text}
        case Bullets():
            return {"kind": "bullets", "items": block.items}
        case Picture():
            return {"kind": "picture", "svg": _drawing(block, next(pictures))}
        case Table():
            return {"kind": "table", **_table(block, notation)}


def _table(table: Table, notation: Notation) -> dict[str, Any]:
    shares = widths(table, notation, 100 * SCALE)
    return {
        "name": table.name,
        "title": table.title,
        "is_small": is_small(table, notation),
        "columns": [
            {"heading": column.heading, "kind": column.kind, "is_right": column.kind in FIGURES, "share": share / SCALE}
            for column, share in zip(table.columns, shares, strict=True)
        ],
        "rows": [[breakable(text) for text in row] for row in row_texts(table, notation)],
        "total": total_texts(table, notation),
    }


def _drawing(picture: Picture, number: int) -> Markup:
    """The drawing with its words for those who cannot see it, and with names that occur once on the page."""
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own drawing
    _rename(root, f"picture-{number}-")
    root.set("role", "img")
    root.set("aria-labelledby", f"picture-{number}-title picture-{number}-words")
    for place, (name, words) in enumerate((("title", "Timeline"), ("desc", picture.alternative))):
        element = ET.Element(f"{{{SVG}}}{name}", {"id": f"picture-{number}-{'words' if place else 'title'}"})
        element.text = allowed(words)
        root.insert(place, element)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - written by an XML serialiser


def _rename(root: ET.Element, prefix: str) -> None:
    """Names of patterns apart from those of other pictures, colours by their meaning."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif value.startswith("url(#"):
                element.set(name, f"url(#{prefix}{value[len('url(#') :]}")
            elif value in COLOURS:
                element.set(name, COLOURS[value])
