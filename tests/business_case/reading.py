"""What a reader, or somebody who takes the files apart, finds in them."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.workbook import Workbook
from pypdf import PdfReader

from planner.business_case.document import Bullets, Document, Heading, Paragraph, Picture, Table


def pdf_text(file: Path) -> str:
    """The text of all pages, with spaces as everyone types them and words whole."""
    return " ".join(plain(page.extract_text()) for page in PdfReader(file).pages)


def pdf_metadata(file: Path) -> str:
    reader = PdfReader(file)
    xmp = reader.xmp_metadata
    return f"{reader.metadata} {xmp.stream.get_data().decode() if xmp else ''}"


def xlsx_text(file: Path) -> str:
    """Every text of every part of the workbook, cached values and properties included."""
    with zipfile.ZipFile(file) as parts:
        roots = [ET.fromstring(parts.read(name)) for name in parts.namelist()]  # noqa: S314 - our own file
    found = [text for root in roots for text in root.itertext()]
    found += [value for root in roots for each in root.iter() for value in each.attrib.values()]
    return plain(" ".join(found))


def workbook(content: bytes | Path) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").split())


def said(document: Document) -> str:
    """All that a document says, pictures included."""
    facts = [f"{fact.label} {fact.value}" for fact in (*document.headline, *document.facts)]
    texts = [document.title, document.subject, document.lead, document.footer, *facts, *_table(document.summary)]
    for section in document.sections:
        texts.append(section.title)
        for block in section.blocks:
            match block:
                case Heading() | Paragraph():
                    texts.append(block.text)
                case Bullets():
                    texts += block.items
                case Picture():
                    texts += [block.svg, block.alternative]
                case Table():
                    texts += _table(block)
    return plain(" \n".join(texts))


def _table(table: Table) -> list[str]:
    cells = [str(cell) for row in table.rows for cell in row if cell is not None]
    return [table.title, *(column.heading for column in table.columns), *cells]


def table(document: Document, name: str) -> Table:
    """The table of that name."""
    blocks = (block for section in document.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.name == name)
