"""Workbooks and CSV files are plain values, and files that would do harm are refused."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from planner.exchange.spreadsheets import sheets
from planner.exchange.spreadsheets.sheets import NO_VALUE, read_sheets
from planner.invariants import PlanError
from tests.exchange.spreadsheets.conftest import Write


def refused(file: Path) -> str:
    with pytest.raises(PlanError) as raised:
        read_sheets(file)
    return str(raised.value)


def repacked(file: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """The workbook with its parts changed and others added."""
    with zipfile.ZipFile(file) as before:
        parts = {part.filename: change(part.filename, before.read(part)) for part in before.infolist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name, inside in {**parts, **added}.items():
            after.writestr(name, inside)
    return file


def test_that_cells_are_plain_values(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["A", 1, 1.5, True, datetime(2027, 6, 30, 12), None, "  ", 0.25])  # noqa: DTZ001 - as Excel has them
    sheet["H1"].number_format = "0.0%"
    book.create_sheet("Hidden").sheet_state = "hidden"
    file = tmp_path / "book.xlsx"
    book.save(file)
    (found,) = read_sheets(file)
    assert found.rows == (("A", 1, 1.5, True, date(2027, 6, 30), None, None, "25%"),)


def test_that_formulas_give_their_stored_values_and_are_marked_without(workbook: Write) -> None:
    file = workbook(Phases=[["a", "=1+1", "=2+2"]])
    cached = b"<f>1+1</f><v>2</v>"

    def stored(_: str, part: bytes) -> bytes:
        return (
            part.replace(b"<f>1+1</f><v></v>", cached)
            .replace(b"<f>1+1</f><v />", cached)
            .replace(b"<f>1+1</f><v/>", cached)
        )

    assert read_sheets(repacked(file, stored))[0].rows == (("a", 2, NO_VALUE),)


def test_that_a_column_coloured_to_the_last_row_is_read_at_once(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["id", "name"])
    book.worksheets[0].cell(1_048_576, 1).number_format = "0.00"
    file = tmp_path / "book.xlsx"
    book.save(file)
    assert read_sheets(file)[0].rows == (("id", "name"),)


def test_that_a_million_rows_are_refused_in_good_time(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    book = Workbook()
    file = tmp_path / "book.xlsx"
    book.save(file)

    def filled(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<sheetData></sheetData>", b"<sheetData>%b</sheetData>" % rows) if "sheet1" in name else part
        )

    repacked(file, filled)
    started = time.perf_counter()
    assert "more than 20,000 rows" in refused(file)
    assert time.perf_counter() - started < 10


def test_that_a_zip_bomb_is_refused_before_it_is_unpacked(workbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bytes(300 * 1024**2)
    file = repacked(workbook(Phases=[["id"]]), lambda _, part: part, **{"xl/worksheets/sheet2.xml": bomb})
    assert file.stat().st_size < 1024**2
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("something was unpacked"))
    assert "larger than 256 MiB" in refused(file)


def test_that_links_to_other_workbooks_are_refused(workbook: Write) -> None:
    links = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert "links to other workbooks" in refused(repacked(workbook(Phases=[["id"]]), lambda _, part: part, **links))


def test_that_entities_in_a_workbook_are_refused(workbook: Write) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

    def laughing(name: str, part: bytes) -> bytes:
        return laughs + part.replace(b"<v>7</v>", b"<v>&b;</v>") if "sheet1" in name else part

    assert "damaged" in refused(repacked(workbook(Phases=[["id", 7]]), laughing))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04nonsense", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or protected"),
        (b"a\0b\0\0", "usual encoding"),
        (b'id,name\n"A,B', "quotation mark"),
    ],
)
def test_that_other_files_are_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert words in refused(file)


def test_that_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_SPREADSHEET", 10)
    file = tmp_path / "file.csv"
    file.write_text("id,name\nA,B\n")
    assert "larger than" in refused(file)
    monkeypatch.undo()
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    assert "more than 1 rows" in refused(file)
    monkeypatch.undo()
    file.write_text(",".join("x" * 400))
    assert "more than 300 columns" in refused(file)
    assert "cannot be read" in refused(tmp_path / "none.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_that_encoding_and_separator_of_a_csv_file_are_recognised(
    csv_file: Callable[..., Path], encoding: str, sign: str
) -> None:
    file = csv_file(f"Id{sign}Name\r\nA{sign}Zoë\r\n", encoding)
    assert read_sheets(file)[0].rows == (("Id", "Name"), ("A", "Zoë"))


def a_workbook() -> bytes:
    book = Workbook()
    for row in (["id", "name", "workload"], ["A", "One", "Intune"], ["B", "=A1", 3]):
        book.worksheets[0].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


WORKBOOK = a_workbook()


@given(st.integers(0, len(WORKBOOK)), st.binary(max_size=8), st.integers(0, 60))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_a_damaged_workbook_is_read_or_refused(tmp_path: Path, at: int, inserted: bytes, left_out: int) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(WORKBOOK[:at] + inserted + WORKBOOK[at + left_out :])
    with suppress(PlanError):
        read_sheets(file)


@pytest.mark.parametrize("seed", range(60))
def test_that_a_workbook_with_damaged_parts_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - no secret
    file = tmp_path / "book.xlsx"
    file.write_bytes(WORKBOOK)
    with zipfile.ZipFile(file) as parts:
        chosen = drawn.choice(parts.namelist())

    def damaged(name: str, part: bytes) -> bytes:
        at, length = drawn.randrange(len(part)), drawn.randrange(40)
        return part[:at] + drawn.choice([b"", b"0", b"<", b"x", b'"']) + part[at + length :] if name == chosen else part

    repacked(file, damaged)
    with suppress(PlanError):
        read_sheets(file)


@given(st.binary(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    with suppress(PlanError):
        read_sheets(file)


def test_that_openpyxl_reads_xml_without_entities() -> None:
    import openpyxl  # noqa: PLC0415 - what this test is about

    assert openpyxl.DEFUSEDXML is True


def test_that_protected_workbooks_and_too_many_sheets_or_columns_are_refused(
    workbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workbook(One=[["a", "b", "c"]], Two=[["a"]])
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 2)
    assert "Row 1 has more than 2 columns." in refused(file)
    monkeypatch.setattr(sheets, "MOST_SHEETS", 1)
    assert "more than 1 sheets" in refused(file)
    content = bytearray(file.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    file.write_bytes(bytes(content))
    assert "protected with a password" in refused(file)


def test_that_a_time_of_day_is_a_text(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append([datetime(2027, 6, 30, 12).time()])  # noqa: DTZ001 - as Excel has it
    book.save(tmp_path / "book.xlsx")
    assert read_sheets(tmp_path / "book.xlsx")[0].rows == (("12:00:00",),)


def test_that_a_table_with_a_character_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"Id;Name\0\nP1;Pilot\n")
    assert refused(tmp_path / "table.csv")
