"""What a reader, or somebody who takes the files apart, finds in them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from icalendar import Calendar
from openpyxl.workbook import Workbook
from pypdf import PdfReader

from planner.business_case.cell_texts import row_texts, total_texts
from planner.business_case.document import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.business_case.notation import Notation


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
        roots = [ET.fromstring(parts.read(name)) for name in parts.namelist() if "media" not in name]  # noqa: S314 - our own file
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


# What every format has to say, in the order in which it is read


def texts(document: Document) -> list[str]:
    """Every text of the document but those of its pictures, its footer and its marking."""
    found = [document.kind, document.title, f"{document.customer} · {document.subject}", document.lead]
    found += [text for fact in document.headline for text in (fact.label, fact.value)]
    found += _texts_of_table(document, document.summary) if document.summary.rows else []
    found += [text for fact in document.facts for text in (fact.label, fact.value)]
    for section in document.sections:
        found.append(f"{section.number} {section.title}")
        for block in section.blocks:
            found += _texts_of(document, block)
    return [plain(text) for text in found if plain(text)]


def _texts_of(document: Document, block: object) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Table():
            return _texts_of_table(document, block)
    return []


def _texts_of_table(document: Document, table: Table) -> list[str]:
    notation = Notation(document.currency, document.locale)
    cells = [text for row in row_texts(table, notation) for text in row]
    return [table.title, *(column.heading for column in table.columns), *cells, *total_texts(table, notation)]


def docx_texts(file: Path) -> list[str]:
    """Paragraphs and cells of the body, in order."""
    found: list[str] = []
    for block in docx.Document(str(file)).iter_inner_content():
        if isinstance(block, WordParagraph):
            found.append(block.text)
        elif isinstance(block, WordTable):
            found += [cell.text for row in block.rows for cell in row.cells]
    return [plain(text) for text in found if plain(text)]


class _Page(HTMLParser):
    """The texts of a page by element, without the drawings, and the elements with their attributes."""

    PARTS = frozenset({"p", "h1", "h2", "h3", "dt", "dd", "th", "td", "li", "caption", "footer"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"svg", "style", "title"} and not self._skipped:
            self._skipped = tag
        if tag in self.PARTS and not self._skipped:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipped:
            self._skipped = ""

    def handle_data(self, text: str) -> None:
        if not self._skipped and self.texts:
            self.texts[-1] += text


def html_page(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text(encoding="utf-8"))
    page.close()
    return page


def html_texts(file: Path) -> list[str]:
    """Paragraphs, headings and cells in order, without the footer."""
    return [plain(text) for text in html_page(file).texts if plain(text)][:-1]


def calendar(file: Path) -> Calendar:
    found = Calendar.from_ical(file.read_bytes())
    assert isinstance(found, Calendar)
    return found


# All that is in a file, for whoever takes it apart


def taken_apart(file: Path) -> str:
    """All texts in the file: unzipped, inflated, unfolded, with its properties, and read as a reader would."""
    content = file.read_bytes()
    match file.suffix:
        case ".pdf":
            parts = [*_inflated(content), pdf_text(file), pdf_metadata(file)]
        case ".xlsx" | ".docx":
            parts = [*_unzipped(content), xlsx_text(file) if file.suffix == ".xlsx" else " ".join(docx_texts(file))]
        case ".ics":
            unfolded = re.sub(r"\r\n[ \t]", "", content.decode())
            parts = [unfolded, re.sub(r"\\([,;\\])", r"\1", unfolded)]
        case _:
            parts = [content.decode(), *html_texts(file)]
    return plain(" ".join(parts))


def _inflated(content: bytes) -> Iterator[str]:
    """The file itself and every stream in it, inflated where it is deflated."""
    yield content.decode("latin-1")
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream).decode("latin-1")
        except zlib.error:
            yield stream.decode("latin-1")


def _unzipped(content: bytes) -> Iterator[str]:
    """Every part as it is, and the texts and properties of those that are XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith((".xml", ".rels")):
                root = ET.fromstring(part)  # noqa: S314 - our own file
                yield part.decode()
                yield " ".join([*root.itertext(), *(value for each in root.iter() for value in each.attrib.values())])
            else:
                yield part.decode("latin-1")
