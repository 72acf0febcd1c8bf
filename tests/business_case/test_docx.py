import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from planner.business_case.document import Presentation, Table
from planner.business_case.export import business_case, export
from planner.plan import State
from tests.business_case.conftest import AS_OF


def word(state: State, folder: Path, presentation: Presentation | None = None) -> Word:
    (file,) = export(state, folder, ("docx",), AS_OF, presentation or Presentation())
    return docx.Document(str(file))


def test_that_headings_are_headings_by_their_styles(medium_state: State, folder: Path) -> None:
    sections = business_case(medium_state, AS_OF).sections
    found = [(each.style.name, each.text) for each in word(medium_state, folder).paragraphs if each.style is not None]
    assert [text for name, text in found if name == "Title"] == ["Deployment funding request"]
    assert [text for name, text in found if name == "Heading 1"] == [
        f"{each.number}  {each.title}" for each in sections
    ]
    assert len([text for name, text in found if name == "Heading 2"]) >= 15


def test_that_every_table_repeats_its_headings_and_breaks_no_row(medium_state: State, folder: Path) -> None:
    document = business_case(medium_state, AS_OF)
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    written = word(medium_state, folder).tables
    assert len(written) == len(tables) + len(("headline", "summary", "facts"))
    for table in written[3:]:
        rows = table._tbl.tr_lst  # noqa: SLF001 - python-docx tells neither
        assert rows[0].trPr is not None
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert [row for row in rows if row.trPr is None or row.trPr.find(qn("w:cantSplit")) is None] == []
        assert [row for row in rows[1:] if row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None] == []


def test_that_the_timeline_is_a_picture_with_its_words(medium_state: State, folder: Path) -> None:
    found = word(medium_state, folder)
    (shape,) = found.inline_shapes
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx tells no descriptions
    assert str(properties.get("descr")).startswith("Timeline of 25 phases")
    (name,) = [each for each in parts(medium_state, folder) if each.startswith("word/media/")]
    width, height = struct.unpack(">II", parts(medium_state, folder)[name][16:24])
    assert width / height == pytest.approx(shape.width / shape.height, rel=0.01)
    assert width >= 2_000


def parts(state: State, folder: Path) -> dict[str, bytes]:
    (file,) = export(state, folder, ("docx",), AS_OF)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.3, 841.9)), ("letter", (612, 792))])
def test_that_pages_are_of_the_paper_and_only_the_timeline_lies_on_its_side(
    medium_state: State, folder: Path, paper: str, size: tuple[float, float]
) -> None:
    sections = word(medium_state, folder, Presentation("letter" if paper == "letter" else "a4")).sections
    sizes = [(each.page_width.pt, each.page_height.pt) for each in sections if each.page_width and each.page_height]
    assert [pytest.approx(each, abs=0.1) for each in (size, size[::-1], size)] == sizes


def test_that_it_says_what_it_is_in_which_language_and_by_whom(state: State, folder: Path) -> None:
    found = word(state, folder)
    properties = found.core_properties
    assert (properties.title, properties.author) == ("Deployment funding request: Endpoints", "Hartwell Foods")
    assert (properties.language, properties.comments, properties.keywords) == ("en-GB", "", "")
    assert properties.created is not None
    assert properties.created.date() == AS_OF
    (language,) = found.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    assert language.get(qn("w:val")) == "en-GB"


def test_that_nothing_of_its_maker_s_template_is_left(state: State, folder: Path) -> None:
    found = parts(state, folder)
    assert [name for name in found if "thumbnail" in name] == []
    assert b"python-docx" not in found["docProps/core.xml"]


def test_that_scripts_from_right_to_left_are_as_large_as_others(state: State, folder: Path) -> None:
    document = word(state, folder)
    sizes = [
        (each.get(qn("w:val")), each.getnext().tag, each.getnext().get(qn("w:val")))
        for part in (document.element, document.styles.element)
        for each in part.iter(qn("w:sz"))
    ]
    assert len(sizes) > 10
    assert [each for each in sizes if each[1:] != (qn("w:szCs"), each[0])] == []


def test_that_pages_are_numbered_by_word(state: State, folder: Path) -> None:
    footer = word(state, folder).sections[0].footer
    codes = [each.text for each in footer.paragraphs[0]._p.iter(qn("w:instrText"))]  # noqa: SLF001 - no fields
    assert codes == ["PAGE", "NUMPAGES"]
