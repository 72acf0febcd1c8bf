"""Every format says the same, since all are written from one document."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from planner.business_case.document import Document, Picture, Table
from planner.business_case.export import business_case, export
from planner.business_case.writers import FORMATS
from planner.plan import State
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import docx_texts, html_texts, pdf_text, plain, texts, workbook


@pytest.fixture(params=["state", "small_state", "medium_state"])
def any_state(request: pytest.FixtureRequest) -> State:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, State)
    return found


def test_that_word_and_browser_read_every_text_in_the_order_of_the_document(any_state: State, folder: Path) -> None:
    docx, html = export(any_state, folder, ("docx", "html"), AS_OF)
    expected = texts(business_case(any_state, AS_OF))
    assert docx_texts(docx) == expected
    assert html_texts(html) == expected


def test_that_the_pdf_holds_every_text_and_no_figure_of_its_own(any_state: State, folder: Path) -> None:
    document = business_case(any_state, AS_OF)
    (file,) = export(any_state, folder, ("pdf",), AS_OF)
    text = pdf_text(file)
    assert [each for each in texts(document) if solid(each) not in solid(text)] == []
    pages = {str(number) for number in range(100)}
    pictures = " ".join(block.svg for block in pictures_of(document))
    known = figures(" ".join(texts(document))) | figures(document.footer) | figures(pictures) | pages
    assert figures(text) - known == set()


def test_that_the_workbook_s_cells_are_the_document_s(any_state: State, folder: Path) -> None:
    document = business_case(any_state, AS_OF)
    (file,) = export(any_state, folder, ("xlsx",), AS_OF)
    book = workbook(file)
    for section in document.sections:
        cells = [plain_cell(cell) for row in book[section.sheet].values for cell in row]
        for table in (block for block in section.blocks if isinstance(block, Table)):
            expected = [plain_cell(cell) for row in table.rows for cell in row if cell is not None]
            assert [each for each in expected if each not in cells] == []


def test_that_no_format_is_left_out_of_these_tests() -> None:
    """The calendar holds days alone; test_calendar compares them with the document's."""
    assert set(FORMATS) == {"pdf", "xlsx", "docx", "html", "ics"}


def pictures_of(document: Document) -> list[Picture]:
    blocks = (block for section in document.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Picture)]


def solid(text: str) -> str:
    """Without spaces and case, since pages break lines, and kinds of documents stand in capitals."""
    return re.sub(r"\s", "", text).casefold()


def figures(text: str) -> set[str]:
    """Every sum, count and day, as far as no line breaks it."""
    return set(re.findall(r"\d[\d,]*", plain(text)))


def plain_cell(cell: object) -> object:
    if isinstance(cell, str):
        return plain(cell)
    return cell.date() if isinstance(cell, datetime) else cell
