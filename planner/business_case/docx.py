"""The document for Word: real headings, tables that can be edited, the timeline as a picture with its words.

python-docx writes what it knows; the few properties that it does not know are set in the XML below it.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from planner.business_case.cell_texts import FIGURES, is_small, row_texts, total_texts, widths
from planner.business_case.document import (
    Block,
    Bullets,
    Document,
    Fact,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Section,
    Table,
)
from planner.business_case.letterhead import ACCENT
from planner.business_case.notation import Notation, Standing
from planner.business_case.picture_pixels import png
from planner.business_case.plain_text import allowed

PAPERS: dict[Paper, tuple[float, float]] = {"a4": (595.3, 841.9), "letter": (612, 792)}
"""Width and height in points."""

MARGIN = 51
FONT = "Calibri"
INK, DIM, MONEY, RISK, BROKEN, HAIRLINE = "1B232B", "5C6873", "117C55", "9A5B00", "C93430", "B9C2CB"
TABLE_SIZE = 8
CELL = "Cell"
"""The style of the texts in tables, of which there are thousands: what they share is said once."""

STANDING_COLOURS: dict[Standing, str] = {"holds": MONEY, "open": RISK, "broken": BROKEN}
NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
"""What Word fills in for the numbers of pages."""

AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What the schema wants behind the borders of a paragraph."""

MADE_IN = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can name: the same document is the same file on every day."""


def render(document: Document) -> bytes:
    """The file's bytes; the same document always gives the same."""
    word = docx.Document()
    _set_properties(word, document)
    _set_styles(word, document)
    _set_page(word, document)
    _write_first_page(word, document)
    for section in document.sections:
        _write_section(word, document, section)
    buffer = BytesIO()
    word.save(buffer)
    return _undated(buffer.getvalue())


def _undated(content: bytes) -> bytes:
    """The archive without the moment at which it was made."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE_IN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()


# The file as a whole


def _set_properties(word: Word, document: Document) -> None:
    properties, made = word.core_properties, datetime.combine(document.as_of, time(), UTC).replace(tzinfo=None)
    properties.title = allowed(f"{document.title}: {document.subject}")[:255]
    properties.author = properties.last_modified_by = allowed(document.author)[:255]
    properties.subject = allowed(document.kind)[:255]
    properties.category = allowed(document.marking)[:255]
    properties.comments = properties.keywords = ""
    properties.language = document.notation.language_tag
    properties.created = properties.modified = made
    _drop_thumbnail(word)


def _drop_thumbnail(word: Word) -> None:
    """The picture of an empty page that python-docx's own template brings along."""
    relations = word.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]


def _set_styles(word: Word, document: Document) -> None:
    styles: Any = word.styles
    _set_defaults(styles, document)
    styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, size, colour, before, after in (
        ("Normal", 9.5, INK, 0, 6),
        ("Title", 24, INK, 4, 4),
        ("Subtitle", 11, DIM, 0, 14),
        ("Heading 1", 15, INK, 20, 8),
        ("Heading 2", 10.5, INK, 12, 4),
        ("List Bullet", 9.5, INK, 0, 3),
        ("Caption", 9, INK, 10, 4),
        (CELL, TABLE_SIZE, INK, 0, 0),
    ):
        style = styles[name]
        style.font.color.rgb = RGBColor.from_string(colour)
        _set_size(style.font, size)
        style.font.italic, style.font.bold = False, name in {"Title", "Heading 1", "Heading 2", "Caption"}
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _set_fonts(style)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle"):
        _remove_decoration(styles[name])


def _set_defaults(styles: Any, document: Document) -> None:  # noqa: ANN401 - python-docx's own XML
    (defaults,) = styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for language in defaults.xpath("w:lang"):
        language.set(qn("w:val"), document.notation.language_tag)


def _set_fonts(style: Any) -> None:  # noqa: ANN401 - python-docx's own XML
    """One family for letters of every script, where the template would take the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_size(font: Any, points: float) -> None:  # noqa: ANN401 - python-docx types half of it
    """The size of letters, and the same for scripts from right to left, whose size is a property of its own."""
    font.size = Pt(points)
    (size,) = font.element.xpath("w:rPr/w:sz")
    for old in font.element.xpath("w:rPr/w:szCs"):
        old.getparent().remove(old)
    other = OxmlElement("w:szCs")
    other.set(qn("w:val"), size.get(qn("w:val")))
    size.addnext(other)


def _remove_decoration(style: Any) -> None:  # noqa: ANN401 - python-docx's own XML
    """The rule below the title and the wide letters of the template."""
    for found in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        found.getparent().remove(found)


def _set_page(word: Word, document: Document) -> None:
    """Paper, margins, the marking above and the page's number below."""
    (section,) = word.sections
    section.page_width, section.page_height = (Pt(each) for each in PAPERS[document.presentation.paper])
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin, section.bottom_margin = Pt(54), Pt(54)
    section.header_distance = section.footer_distance = Pt(26)
    if document.marking:
        run = section.header.paragraphs[0].add_run(allowed(document.marking))
        run.bold, run.font.color.rgb = True, RGBColor.from_string(BROKEN)
        _set_size(run.font, 10)
        section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write_footer(section.footer.paragraphs[0], document)


def _write_footer(paragraph: WordParagraph, document: Document) -> None:
    numbered = document.notation.words("Page {page} of {pages}", page="{page}", pages="{pages}")
    for part in (f"{allowed(document.footer)}  ·  ", *re.split(r"(\{pages?\})", numbered)):
        for element in _field(NUMBERS[part]) if part in NUMBERS else (part,):
            run = paragraph.add_run(element if isinstance(element, str) else "")
            run.font.color.rgb = RGBColor.from_string(DIM)
            _set_size(run.font, 7.5)
            if not isinstance(element, str):
                run._r.append(element)  # noqa: SLF001 - python-docx knows no fields


def _field(code: str) -> Iterator[Any]:
    """The parts of a number that Word fills in, each for a run of its own."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - large

    for kind in ("begin", "", "separate", "number", "end"):
        element = OxmlElement({"": "w:instrText", "number": "w:t"}.get(kind, "w:fldChar"))
        if kind == "":
            element.text = code
        elif kind == "number":
            element.text = "1"
        else:
            element.set(qn("w:fldCharType"), kind)
        yield element


# The parts


def _write_first_page(word: Word, document: Document) -> None:
    _write_letterhead(word, document)
    kind = word.add_paragraph()
    kind.paragraph_format.space_after = Pt(2)
    _mark(kind, document.presentation.letterhead.accent or ACCENT)
    run = kind.add_run(allowed(document.kind))
    run.bold = True
    _set_size(run.font, 8.5)
    word.add_paragraph(allowed(document.title), style="Title")
    word.add_paragraph(allowed(f"{document.customer}  ·  {document.subject}"), style="Subtitle")
    word.add_paragraph(allowed(document.lead))
    _write_facts(word, document, document.headline, document.notation.words("In short"))
    if document.summary.rows:
        _write_table(word, document, document.summary)
    _write_facts(word, document, document.facts, document.notation.words("Facts"))


def _write_letterhead(word: Word, document: Document) -> None:
    letterhead = document.presentation.letterhead
    if not letterhead.logo and not letterhead.organisation:
        return
    paragraph = word.add_paragraph()
    if letterhead.logo:
        shape = paragraph.add_run().add_picture(BytesIO(letterhead.logo), height=Pt(34))
        words = document.notation.words("Logo {organisation}", organisation=letterhead.organisation).strip()
        _describe(shape, document.notation.words("Logo"), words)
    if letterhead.organisation:
        run = paragraph.add_run(f"{'  ' if letterhead.logo else ''}{allowed(letterhead.organisation)}")
        run.bold = True


def _write_section(word: Word, document: Document, section: Section) -> None:
    """A section with pictures begins on a page on its side, and goes on upright."""
    is_drawn = any(isinstance(block, Picture) for block in section.blocks)
    if is_drawn:
        _turn(word, document, is_wide=True)
    word.add_heading(allowed(f"{section.number}  {section.title}"), level=1)
    pictures = [block for block in section.blocks if isinstance(block, Picture)]
    for picture in pictures:
        _write_picture(word, document, picture)
    if is_drawn:
        _turn(word, document, is_wide=False)
    for number, block in enumerate(section.blocks):
        _write_block(word, document, block)
        if isinstance(block, Paragraph) and isinstance(_following(section, number), Table):
            word.paragraphs[-1].paragraph_format.keep_with_next = True


def _following(section: Section, number: int) -> Block | None:
    """The block behind that one; a paragraph before a table stays with it."""
    return section.blocks[number + 1] if number + 1 < len(section.blocks) else None


def _turn(word: Word, document: Document, *, is_wide: bool) -> None:
    width, height = PAPERS[document.presentation.paper]
    section = word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Pt(each) for each in ((height, width) if is_wide else (width, height)))


def _write_block(word: Word, document: Document, block: Block) -> None:
    match block:
        case Heading():
            word.add_heading(allowed(block.text), level=2)
        case Paragraph():
            word.add_paragraph(allowed(block.text))
        case Bullets():
            for item in block.items:
                word.add_paragraph(allowed(item), style="List Bullet")
        case Table():
            _write_table(word, document, block)
        case Picture():
            pass


def _write_picture(word: Word, document: Document, picture: Picture) -> None:
    """As wide as the page on its side, unless it would then be too high."""
    short, long = PAPERS[document.presentation.paper]
    room = (long - 2 * MARGIN, short - 170)
    shape = word.add_picture(BytesIO(png(picture.svg)))
    scale = min(room[0] / shape.width.pt, room[1] / shape.height.pt)
    shape.width, shape.height = Pt(shape.width.pt * scale), Pt(shape.height.pt * scale)
    _describe(shape, document.notation.words("Timeline"), picture.alternative)


def _describe(shape: Any, name: str, words: str) -> None:  # noqa: ANN401 - python-docx's own XML
    """What a picture shows, for those who cannot see it."""
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx knows no descriptions
    properties.set("name", name)
    properties.set("descr", allowed(words))


# Tables


def _write_facts(word: Word, document: Document, facts: tuple[Fact, ...], name: str) -> None:
    """Labels beside their values."""
    width = _room(document)
    rows = tuple((fact.label, fact.value) for fact in facts)
    table = _new_table(word, (width * 0.28, width * 0.72), name)
    for fact, texts in zip(facts, rows, strict=True):
        row = table.add_row()
        _keep_whole(row)
        _write_cell(row.cells[0], texts[0], colour=DIM)
        _write_cell(row.cells[1], texts[1], colour=MONEY if fact.is_money else INK, is_bold=fact.is_money)
    _end_table(word)


def _write_table(word: Word, document: Document, table: Table) -> None:
    """Headings that stand on every page, rows that no page breaks, the total in bold."""
    notation = document.notation
    rows, total = row_texts(table, notation), total_texts(table, notation)
    if table.title:
        word.add_paragraph(allowed(table.title), style="Caption")
    written = _new_table(word, widths(table, notation, _room(document)), table.name)
    _write_headings(written.add_row(), table)
    for texts in rows:
        _write_row(written.add_row(), table, texts, notation)
    if total:
        _write_row(written.add_row(), table, total, notation, is_bold=True)
    if is_small(table, notation):
        _keep_together(written)
    _end_table(word)


def _keep_together(table: WordTable) -> None:
    """A small table stays on one page, as each row but the last stays with the next."""
    for row in list(table.rows)[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _write_headings(row: _Row, table: Table) -> None:
    _repeat(row)
    _keep_whole(row)
    for cell, column in zip(row.cells, table.columns, strict=True):
        _write_cell(cell, column.heading, colour=DIM, is_right=column.kind in FIGURES, is_bold=True)


def _write_row(row: _Row, table: Table, texts: tuple[str, ...], notation: Notation, *, is_bold: bool = False) -> None:
    _keep_whole(row)
    standings = notation.standings
    for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
        colour = STANDING_COLOURS[standings.get(text, "open")] if column.kind == "standing" else INK
        _write_cell(cell, text, colour=colour, is_right=column.kind in FIGURES, is_bold=is_bold)


def _write_cell(cell: _Cell, text: str, *, colour: str = INK, is_right: bool = False, is_bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL  # noqa: SLF001 - by its name, since python-docx would look it up for each cell
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(allowed(text))
    if colour != INK:
        run.font.color.rgb = RGBColor.from_string(colour)
    if is_bold:
        run.bold = True


def _new_table(word: Word, sizes: tuple[float, ...], name: str) -> Any:  # noqa: ANN401 - python-docx types half of it
    """A table of fixed columns without rows, with hairlines between them."""
    table = word.add_table(rows=0, cols=len(sizes))
    table.autofit = False
    for column, width in zip(table.columns, sizes, strict=True):
        column.width = Pt(width)
    _set_borders(table, name)
    return table


def _set_borders(table: WordTable, name: str) -> None:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
    properties: Any = table._tbl.tblPr  # noqa: SLF001 - python-docx knows no borders
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}><w:bottom {line}/><w:insideH {line}/></w:tblBorders>")
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    )
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    caption = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
    caption.set(qn("w:val"), allowed(name))
    properties.append(caption)


def _repeat(row: _Row) -> None:
    """On every page over which the table goes on."""
    _add_property(row, "w:tblHeader")


def _keep_whole(row: _Row) -> None:
    _add_property(row, "w:cantSplit")


def _add_property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx knows neither


def _end_table(word: Word) -> None:
    """Room below, since a table has none of its own."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _room(document: Document) -> float:
    return PAPERS[document.presentation.paper][0] - 2 * MARGIN


def _mark(paragraph: WordParagraph, colour: str) -> None:
    """A bar of colour before the line."""
    border = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "48"), ("space", "6"), ("color", colour.lstrip("#").upper())):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    paragraph.paragraph_format.left_indent = Pt(10)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)  # noqa: SLF001 - no borders in python-docx
