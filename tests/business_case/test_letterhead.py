import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from planner.business_case.document import Letterhead, Presentation
from planner.business_case.export import ExportError, export
from planner.business_case.letterhead import FILE, LARGEST_LOGO, LetterheadError, read_letterhead
from planner.business_case.writers import FORMATS
from planner.plan import State
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import docx_texts, html_page, html_texts, pdf_text, xlsx_text

CLOSING = "Calder & Sons thanks you <warmly>."


def a_png() -> bytes:
    """A green square of two by two dots."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = b"\x00\x12\x85\x5b\x12\x85\x5b" * 2
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def template(folder: Path, text: str, logo: bytes | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    if logo is not None:
        (folder / "logo.png").write_bytes(logo)
    return folder


@pytest.fixture
def letterhead(tmp_path: Path) -> Letterhead:
    text = f'organisation = "Calder IT"\naccent = "#AA3300"\nlogo = "logo.png"\nclosing = "{CLOSING}"\n'
    return read_letterhead(template(tmp_path / "template", text, a_png()))


def test_that_logo_colour_and_words_stand_in_every_format_that_shows_them(
    state: State, folder: Path, letterhead: Letterhead
) -> None:
    pdf, xlsx, docx, html, _ = export(state, folder, FORMATS, AS_OF, Presentation("a4", letterhead))
    for texts in (docx_texts(docx), html_texts(html)):
        assert "Calder IT" in " ".join(texts)
        assert texts[-1] == CLOSING
    assert CLOSING in xlsx_text(xlsx)
    assert CLOSING in pdf_text(pdf)
    assert len(PdfReader(pdf).pages[0].images) == 1
    with zipfile.ZipFile(xlsx) as parts:
        assert a_png() in [parts.read(name) for name in parts.namelist() if name.startswith("xl/media/")]
    with zipfile.ZipFile(docx) as parts:
        assert a_png() in [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]
        assert b"AA3300" in parts.read("word/document.xml")
    images = [attributes for tag, attributes in html_page(html).elements if tag == "img"]
    assert [(str(each["src"])[:22], each["alt"]) for each in images] == [("data:image/png;base64,", "Logo Calder IT")]
    assert "--brand: #aa3300;" in html.read_text(encoding="utf-8")


def test_that_letter_paper_is_used_by_every_format(state: State, folder: Path) -> None:
    pdf, xlsx, docx, html = export(state, folder, ("pdf", "xlsx", "docx", "html"), AS_OF, Presentation("letter"))
    for page in PdfReader(pdf).pages:
        assert sorted((round(page.mediabox.width), round(page.mediabox.height))) == [612, 792]
    with zipfile.ZipFile(xlsx) as parts:
        assert b'paperSize="1"' in parts.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(docx) as parts:
        assert b'w:w="12240"' in parts.read("word/document.xml")
    assert "@page { size: letter;" in html.read_text(encoding="utf-8")


def test_that_an_empty_template_changes_nothing(tmp_path: Path) -> None:
    assert read_letterhead(template(tmp_path, "")) == Letterhead()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('accent = "blue"', "accent: 'blue' is no colour. Write it as #1466e4."),
        ('accent = "#12345"', "accent: '#12345' is no colour"),
        ("accent = 3", "accent: Expected `str`, got `int`."),
        ('logo = "none.png"', "logo: none.png cannot be read: No such file"),
        ('logo = "../secret.png"', "logo: '../secret.png' does not lie in the template's folder"),
        ('logo = "template.toml"', "logo: template.toml is no picture as PNG or JPEG."),
        ('logo = "logo.png"', "logo: logo.png is no picture as PNG or JPEG."),
        ('colour = "#123456"', "colour: there is no such field. Known: organisation, accent, logo, closing."),
        (f'organisation = "{"x" * 121}"', "organisation: 121 characters are too many; at most 120 fit."),
        ('closing = "open', "this is no TOML"),
    ],
)
def test_that_a_broken_template_names_its_file_and_field(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LetterheadError) as refused:
        read_letterhead(template(tmp_path, text, a_png()[:-30]))
    assert str(refused.value).startswith(f"{tmp_path / FILE}: {told}")


def test_that_all_faults_of_a_template_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(LetterheadError) as refused:
        read_letterhead(template(tmp_path, 'accent = "blue"\nlogo = "none.png"'))
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == ["accent", "logo"]


def test_that_a_logo_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LetterheadError, match="at most 500,000 fit"):
        read_letterhead(template(tmp_path, 'logo = "logo.png"', a_png() + bytes(LARGEST_LOGO)))


def test_that_a_folder_without_a_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(LetterheadError, match=r"template\.toml: the template cannot be read: No such file"):
        read_letterhead(tmp_path)


def test_that_closing_words_that_tell_a_rate_block_the_export(state: State, folder: Path) -> None:
    telling = Presentation("a4", Letterhead(closing="We still expect 13.37% off the list price."))
    with pytest.raises(ExportError, match=r"template holds 13\.37") as refused:
        export(state, folder, FORMATS, AS_OF, telling)
    assert [each.place for each in refused.value.findings] == [("template",)]
    assert not folder.exists()


def test_that_the_same_letterhead_is_read_for_the_guard_of_an_ordinary_plan(state: State, folder: Path) -> None:
    closing = Presentation("a4", Letterhead(closing="13.37% of devices are managed."))
    plan = replace(state.plan, name="Ordinary")
    assert export(State(plan, state.schedule), folder, ("html",), AS_OF, closing)


def test_that_a_logo_stands_in_word_without_a_name_beside_it(state: State, folder: Path) -> None:
    (docx,) = export(state, folder, ("docx",), AS_OF, Presentation("a4", Letterhead(logo=a_png())))
    with zipfile.ZipFile(docx) as parts:
        assert [name for name in parts.namelist() if name.startswith("word/media/")] != []
        assert "Calder IT" not in parts.read("word/document.xml").decode()
