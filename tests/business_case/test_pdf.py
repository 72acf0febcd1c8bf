from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from planner.business_case import pdf
from planner.business_case.cell_texts import breakable
from planner.business_case.document import Column, Paper, Presentation, Section, Table
from planner.business_case.export import business_case, export
from planner.plan import Sponsorship, State
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import pdf_metadata


def test_that_the_pdf_is_tagged_and_keeps_both_standards(medium_state: State, folder: Path) -> None:
    (file,) = export(medium_state, folder, ("pdf",), AS_OF)
    root: Any = PdfReader(file).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    metadata = pdf_metadata(file)
    assert "pdfuaid:part>1" in metadata
    assert "pdfaid:part>2" in metadata


def test_that_fonts_are_embedded(state: State, folder: Path) -> None:
    (file,) = export(state, folder, ("pdf",), AS_OF)
    page: Any = PdfReader(file).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    assert {str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0] for font in fonts} == {"Inter"}


def test_that_pages_are_a4_numbered_and_name_the_customer(medium_state: State, folder: Path) -> None:
    (file,) = export(medium_state, folder, ("pdf",), AS_OF)
    pages = PdfReader(file).pages
    for number, page in enumerate(pages, start=1):
        assert sorted((round(page.mediabox.width), round(page.mediabox.height))) == [595, 842]
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        assert "Calder Insurance Group" in text


def test_that_a_fault_of_the_template_is_not_hidden(
    state: State, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = folder.parent / "wrong.typ"
    wrong.parent.mkdir(parents=True)
    wrong.write_text("#nothing-of-that-name", encoding="utf-8")
    monkeypatch.setattr(pdf, "path", lambda _: wrong)
    with pytest.raises(RuntimeError, match="unknown variable"):
        export(state, folder, ("pdf",), AS_OF)


def test_that_identifiers_and_dates_in_texts_stay_on_one_line_and_as_typed(state: State, folder: Path) -> None:
    letters = tuple(f"{'x' * length} CAL-E-2044, 18 January 2027" for length in range(1, 60))
    problem = "; ".join(letters)
    sponsorship = Sponsorship(business_problem=problem)
    (file,) = export(State(replace(state.plan, sponsorship=sponsorship), state.schedule), folder, ("pdf",), AS_OF)
    lines = [line for page in PdfReader(file).pages for line in page.extract_text().splitlines()]
    assert sum(line.count("CAL-E-2044") for line in lines) == len(letters)
    assert sum(line.count("18 January 2027") for line in lines) == len(letters)


@pytest.mark.parametrize(("paper", "total"), [("letter", "Total"), ("a4", "")])
def test_that_the_last_row_of_a_long_table_stands_alone_on_no_page(state: State, paper: Paper, total: str) -> None:
    columns = (Column("Name"), Column("Figure", "count", is_summed=True))
    counts = {f"T{number}": 15 + number % 31 for number in range(93)}
    tables = (
        Table(name, "", columns, tuple((f"{name}R{row}", row) for row in range(count)), total and f"{total}{name}")
        for name, count in counts.items()
    )
    document = business_case(state, AS_OF, Presentation(paper=paper))
    document = document._replace(sections=tuple(Section(1, each.name, each.name, (each,)) for each in tables))
    pages = [page.extract_text().split() for page in PdfReader(BytesIO(pdf.render(document))).pages]
    for name, count in counts.items():
        *_, before, last = (*(f"{name}R{row}" for row in range(count)), *([f"{total}{name}"] if total else []))
        (page,) = (page for page in pages if last in page)
        assert before in page


def test_that_long_words_break_at_their_seams_and_short_ones_never() -> None:
    assert breakable("USD 320,000 on 18 January 2027") == "USD 320,000 on 18 January 2027"
    assert breakable("getMicrosoft365CopilotUsage").split("\u200b") == ["get", "Microsoft365", "Copilot", "Usage"]
    assert max(map(len, breakable("x" * 500).split("\u200b"))) <= 24
