import os
import re
import stat
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from planner.business_case import writers
from planner.business_case.document import Document
from planner.business_case.export import ExportError, business_case, export
from planner.business_case.writers import FORMATS
from planner.plan import Risk, Sponsorship, State
from planner.rollout.phases import AdoptionTarget
from planner.rollout.schedule import Schedule
from tests.builders import a_phase
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import (
    calendar,
    docx_texts,
    html_page,
    html_texts,
    pdf_text,
    plain,
    taken_apart,
    texts,
    workbook,
    xlsx_text,
)


def renamed(state: State, name: str) -> State:
    return State(replace(state.plan, name=name), state.schedule)


HEADS = {"pdf": b"%PDF", "xlsx": b"PK", "docx": b"PK", "html": b"<!DOCTYPE html>", "ics": b"BEGIN:VCALENDAR"}


def test_that_every_format_is_written_into_a_folder_that_is_made(state: State, folder: Path) -> None:
    files = export(state, folder, FORMATS, AS_OF)
    assert {file.suffix[1:]: file.read_bytes()[: len(HEADS[file.suffix[1:]])] for file in files} == HEADS
    assert sorted(each.name for each in folder.iterdir()) == sorted(file.name for file in files)


def test_that_only_the_formats_asked_for_are_written(state: State, folder: Path) -> None:
    (file,) = export(state, folder, ("xlsx",), AS_OF)
    assert [each.name for each in folder.iterdir()] == [file.name]


@pytest.mark.parametrize("kind", FORMATS)
def test_that_the_same_state_gives_the_same_file(state: State, folder: Path, kind: str) -> None:
    first = export(state, folder, (kind,), AS_OF)[0].read_bytes()
    assert export(state, folder, (kind,), AS_OF)[0].read_bytes() == first


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Endpoints 2027", "endpoints-2027-funding-business-case.pdf"),
        ("../../etc/passwd", "etc-passwd-funding-business-case.pdf"),
        ("C:\\Windows\\con", "c-windows-con-funding-business-case.pdf"),
        ("Größe é", "groe-e-funding-business-case.pdf"),
        ("😀", "rollout-funding-business-case.pdf"),
        ("a" * 300, "a" * 60 + "-funding-business-case.pdf"),
    ],
)
def test_that_a_plan_s_name_leads_into_no_other_folder(state: State, folder: Path, name: str, file: str) -> None:
    (written,) = export(renamed(state, name), folder, ("pdf",), AS_OF)
    assert written == folder / file


def test_that_a_plan_without_a_schedule_is_refused_in_plain_words(state: State, folder: Path) -> None:
    for schedule in (None, Schedule(())):
        with pytest.raises(ExportError, match="has no schedule yet"):
            export(State(state.plan, schedule), folder, FORMATS, AS_OF)
    assert not folder.exists()


def test_that_an_unknown_format_is_refused_by_its_name(state: State, folder: Path) -> None:
    with pytest.raises(ExportError, match="'papyrus'"):
        export(state, folder, ("papyrus",), AS_OF)


def test_that_a_claim_on_a_phase_without_dates_is_refused(state: State, folder: Path) -> None:
    assert state.schedule is not None
    without = replace(state.schedule, assignments=state.schedule.assignments[:1])
    with pytest.raises(ExportError, match="pays for P1, which has no dates"):
        export(State(state.plan, without), folder, FORMATS, AS_OF)


def test_that_a_figure_of_the_rates_blocks_the_export_and_says_where(state: State, folder: Path) -> None:
    told = Sponsorship(outcome="We want 13.37% off the list price.")
    leaking = State(replace(state.plan, sponsorship=told), state.schedule)
    with pytest.raises(ExportError, match=r"plan sponsorship holds 13\.37") as refused:
        export(leaking, folder, FORMATS, AS_OF)
    assert {each.code for each in refused.value.findings} == {"F-RATE-LEAK"}
    assert not folder.exists()


def test_that_a_writer_that_fails_leaves_all_old_files_as_they_were(
    state: State, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = export(state, folder, FORMATS, AS_OF)
    before = {file: file.read_bytes() for file in files}

    def fail(_: Document) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setattr(writers, "WRITERS", {**writers.WRITERS, "xlsx": fail})
    with pytest.raises(RuntimeError, match="no ink"):
        export(renamed(state, state.plan.name), folder, FORMATS, date(2027, 1, 1))
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_that_a_disk_that_fails_leaves_the_old_file_and_no_part(
    state: State, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = export(state, folder, ("pdf",), AS_OF)
    before = file.read_bytes()

    def fail(source: Path, target: Path) -> None:
        raise OSError(f"no room for {source} as {target}")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no room"):
        export(state, folder, ("pdf",), date(2027, 1, 1))
    assert [each.read_bytes() for each in folder.iterdir()] == [before]


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_that_files_can_be_read_by_whom_the_system_lets_read_new_files(state: State, folder: Path) -> None:
    files = export(state, folder, FORMATS, AS_OF)
    (folder / "any").touch()
    assert {file.stat().st_mode for file in files} == {(folder / "any").stat().st_mode}


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_that_permissions_that_somebody_has_set_are_kept(state: State, folder: Path) -> None:
    (file,) = export(state, folder, ("pdf",), AS_OF)
    file.chmod(0o640)
    export(state, folder, ("pdf",), date(2027, 1, 1))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_that_what_is_no_ordinary_file_is_not_replaced(state: State, folder: Path) -> None:
    (folder / "endpoints-2027-funding-business-case.pdf").mkdir(parents=True)
    with pytest.raises(OSError, match="no ordinary file"):
        export(renamed(state, "Endpoints 2027"), folder, ("pdf",), AS_OF)


def told_everywhere(state: State, text: str) -> State:
    """The text in every place that a user fills in and that goes out."""
    phases = tuple(
        replace(
            phase,
            name=text,
            workload=text,
            owner=text,
            exclusions=(text,),
            adoption_target=AdoptionTarget(text=text, metric=text, unit=text, measured_on=AS_OF, data_source=text),
            milestones=tuple(replace(each, name=text, deliverable=text, proof=text) for each in phase.milestones),
        )
        for phase in state.plan.phases
    )
    plan = replace(
        state.plan,
        name=text,
        customer=text,
        phases=phases,
        partners=tuple(replace(each, name=text) for each in state.plan.partners),
        credits=tuple(replace(each, name=text, source_document=text) for each in state.plan.credits),
        sponsorship=Sponsorship(business_problem=text, outcome=text, executive_sponsor=text),
        risks=(Risk(description=text, mitigation=text),),
    )
    return State(plan, state.schedule)


HOSTILE = {
    "typst": '#import "x" #panic() $x$ *b* @ref `raw` \\u{41} = Heading',
    "script": "<script>alert(1)</script><img src=http://x onerror=alert(1)>",
    "end of style": "</style></title></svg>]]><!-- {{ 7 * 7 }} {% raw %} -->",
    "formula": '=HYPERLINK("http://x")',
    "folder": "../../x",
    "ampersand": "Calder & Sons &amp; &#65; 100 %s {0}",
    "calendar": "END:VEVENT; BEGIN:VALARM, \\n UID:x",
    "emoji": "Phase 😀 👩‍💻 漢字",
    "right to left": "שלב א׳ 2027 مرحلة",
    "field of Word": "{ INCLUDETEXT c:\\x } «PAGE»",
}
"""Texts that mean something to one of the formats."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_that_text_comes_out_of_every_format_as_it_was_typed(state: State, folder: Path, text: str) -> None:
    told = told_everywhere(state, text)
    pdf, xlsx, docx, html, ics = export(told, folder, FORMATS, AS_OF)
    assert sorted(folder.iterdir()) == sorted([pdf, xlsx, docx, html, ics])
    expected = texts(business_case(told, AS_OF))
    assert docx_texts(docx) == expected
    assert html_texts(html) == expected
    assert plain(text) in xlsx_text(xlsx)
    summaries = [str(event["description"]) for event in calendar(ics).walk("VEVENT")]
    assert any(text in each for each in summaries)
    if text.isascii():
        assert "".join(text.split()) in "".join(pdf_text(pdf).split())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_that_no_text_becomes_an_element_a_link_or_an_event(state: State, folder: Path, text: str) -> None:
    quiet = {file.suffix: file for file in export(told_everywhere(state, "Quiet"), folder, FORMATS, AS_OF)}
    shape = shapes(quiet)
    loud = {file.suffix: file for file in export(told_everywhere(state, text), folder, FORMATS, AS_OF)}
    assert shapes(loud) == shape


def shapes(files: dict[str, Path]) -> dict[str, object]:
    """What the files are made of beside their texts."""
    page = html_page(files[".html"])
    outside = [
        value for _, attributes in page.elements for name, value in attributes.items() if name in {"src", "href"}
    ]
    with zipfile.ZipFile(files[".docx"]) as parts:
        names, body = parts.namelist(), parts.read("word/document.xml")
        relations = parts.read("word/_rels/document.xml.rels")
    return {
        "page": [tag for tag, _ in page.elements if tag not in DRAWN],
        "outside": outside,
        "word": (names, Counter(each.tag for each in ET.fromstring(body).iter() if "drawing" not in each.tag)),  # noqa: S314
        "relations": relations,
        "calendar": [each.name for each in calendar(files[".ics"]).walk()],
        "sheets": [sheet.title for sheet in workbook(files[".xlsx"])],
    }


DRAWN = {"text", "rect", "path", "line", "pattern", "circle"}
"""Elements of a drawing, of which a text may need more or fewer."""


def test_that_a_page_asks_for_nothing_from_outside(medium_state: State, folder: Path) -> None:
    (file,) = export(medium_state, folder, ("html",), AS_OF)
    page, source = html_page(file), file.read_text(encoding="utf-8")
    assert {tag for tag, _ in page.elements} & {"script", "link", "iframe", "object", "embed", "form", "base"} == set()
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert set(re.findall(r"https?://[^\s\"'<]+", source)) == {"http://www.w3.org/2000/svg"}
    assert re.findall(r"url\((?!#)|@import", source) == []


def test_that_characters_that_files_cannot_hold_are_left_out(state: State, folder: Path) -> None:
    told = told_everywhere(state, "be\x00ll\x07 and\ttab\r\nline\x0b\x1f\ufffe end")
    files = export(told, folder, ("docx", "html", "ics"), AS_OF)
    for file in files:
        assert "bell and tab" in plain(taken_apart(file).replace("\\n", " "))
        assert not re.search(
            r"[\x00\x07\x0b\x1f\ufffe]", file.read_text(encoding="utf-8") if file.suffix != ".docx" else ""
        )


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://x", "{=1}", "007"])
def test_that_no_text_becomes_a_formula_a_link_or_a_number(state: State, folder: Path, start: str) -> None:
    phases = tuple(replace(phase, name=start, workload=start) for phase in state.plan.phases)
    plan = replace(state.plan, customer=start, phases=phases)
    (file,) = export(State(plan, state.schedule), folder, ("xlsx",), AS_OF)
    cells = [cell for sheet in workbook(file) for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == start] != []
    assert {cell.data_type for cell in cells if cell.value == start} == {"s"}
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert [each for each in formulas if not each.startswith("=SUBTOTAL(109,T_")] == []
    assert all(cell.hyperlink is None for cell in cells)


def test_that_texts_without_end_still_make_files(state: State, folder: Path) -> None:
    long = "word " * 3_000
    phases = tuple(replace(phase, name=long[:500], exclusions=(long, "x" * 5_000)) for phase in state.plan.phases)
    plan = replace(state.plan, phases=(*phases, a_phase("P9" * 32)), sponsorship=Sponsorship(outcome=long))
    pdf, *_ = export(State(plan, state.schedule), folder, FORMATS, AS_OF)
    assert pdf_text(pdf).count("word") >= 6_000
