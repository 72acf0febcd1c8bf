import os
import stat
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.business_case import writers
from planner.business_case.document import Document
from planner.business_case.export import ExportError, export
from planner.business_case.writers import FORMATS
from planner.plan import Sponsorship, State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import pdf_text, workbook, xlsx_text

HOSTILE = '#import "x" #panic() <script>alert(1)</script> $x$ \\u{41} *b* @ref =HYPERLINK("http://x") 😀 שלום 漢字'


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


def test_that_hostile_text_comes_out_as_text(state: State, folder: Path) -> None:
    phases = tuple(replace(phase, name=HOSTILE, exclusions=(HOSTILE,)) for phase in state.plan.phases)
    plan = replace(state.plan, customer=HOSTILE, phases=phases, sponsorship=Sponsorship(business_problem=HOSTILE))
    pdf, xlsx = export(State(plan, state.schedule), folder, ("pdf", "xlsx"), AS_OF)
    for text in (pdf_text(pdf), xlsx_text(xlsx)):
        assert '#import "x" #panic() <script>alert(1)</script> $x$' in text
        assert '=HYPERLINK("http://x")' in text


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
