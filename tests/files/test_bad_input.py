"""Whatever lies on the disk: every reader answers with its own error, soon, and nothing is written outside a folder."""

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.business_case.export import export
from planner.exchange.usage_reports import read_usage_report
from planner.files import encode, parse, read, understood
from planner.files.bounded import bounded_bytes
from planner.files.journal import KIND, Entry, read_entry, write_entry
from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_plan, an_assignment
from tests.files.test_journal import NOW
from tests.files.test_reading import SURPRISES, flipped, mistaken

EXAMPLES = int(os.environ.get("LAUNCHWINDOW_INPUTS", "150"))
MANY = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
REPORT = Path(__file__).parents[1] / "samples" / "usage" / "active-users.csv"
HOSTILE_NAMES = ("../../x", "/etc/passwd", "..", "a/b", "C:\\x", "nul\t", "\u202e../x", ".", "~/x", "CON", "x" * 500)

ENDLESS = b'{"path": null, "written": "2027-01-25T09:30:00", "steps": Infinity, "last_step": ""}'
HEADS = st.fixed_dictionaries(
    {"format": st.just(KIND)},
    optional={
        "path": SURPRISES | st.sampled_from(["a\0b", "/plans/x.rollout", "", "../../x"]),
        "written": SURPRISES | st.sampled_from([NOW.isoformat(), "2027-01-01T00:00:00+02:00", "9999-99-99"]),
        "steps": SURPRISES | st.sampled_from([float("inf"), float("nan"), -1, "7", 10**400]),
        "last_step": SURPRISES,
    },
)


@MANY
@given(head=HEADS, body=st.just(encode(State(a_plan()))) | flipped() | mistaken() | st.binary(max_size=50))
def test_that_a_journal_with_any_head_and_body_is_an_entry_or_none(
    head: dict[str, Any], body: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "one.journal"
    file.write_bytes(json.dumps(head).encode("utf-8", "surrogatepass") + b"\n" + body)
    entry = read_entry(file)
    if entry is not None:
        write_entry(tmp_path / "two.journal", entry)
        assert read_entry(tmp_path / "two.journal") == entry
        assert sorted([entry.written, NOW])


@pytest.mark.parametrize("head", [b"[" * 100_000, b"{}", b"[]", b"7", b"null", b"\xff", b"x" * 200_000, ENDLESS])
def test_that_a_journal_with_a_hopeless_head_is_none(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.journal").write_bytes(head + b"\n" + encode(State(a_plan())))
    assert read_entry(tmp_path / "one.journal") is None


@st.composite
def spoilt_reports(draw: st.DrawFn) -> bytes:
    """A usage report with bytes replaced, lines doubled, quotes opened, or cut off."""
    content = REPORT.read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        put = draw(st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b"\0", b",,,,", b"\xff\xfe", b"9" * 5_000]))
        content = content[:start] + put + content[end:]
    return content


@MANY
@given(content=spoilt_reports())
def test_that_a_spoilt_usage_report_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_bytes(content)
    with suppress(PlanError):
        read_usage_report(file, "Adoption", date(2028, 4, 1))


@MANY
@given(text=mistaken() | flipped())
def test_that_a_spoilt_newer_file_is_understood_or_not(text: bytes) -> None:
    found = understood(text.replace(b'"format_version": 1', b'"format_version": 2'))
    assert found is None or parse(encode(found.state)) == found.state


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices are those of POSIX")
@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
def test_that_what_never_ends_is_refused_at_once(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if name == "pipe":
        os.mkfifo(file)
    with pytest.raises(PlanError, match="no ordinary file"):
        read(file)
    with pytest.raises(PlanError, match="no ordinary file"):
        read_usage_report(file, "Adoption", date(2028, 4, 1))
    assert read_entry(file) is None


def test_that_no_more_of_a_file_is_read_than_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 1_000)
    assert len(bounded_bytes(tmp_path / "large", 100)) == 101


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_that_no_name_of_a_plan_leads_an_export_out_of_its_folder(name: str, tmp_path: Path) -> None:
    plan = a_plan(name=name)
    folder = tmp_path / "deep" / "er" / "out"
    written = export(State(plan, Schedule((an_assignment(plan),))), folder, ("xlsx",), date(2027, 1, 4))
    assert [file.parent for file in written] == [folder]
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == {*written}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_that_no_name_in_a_plan_leads_the_journal_out_of_its_folder(name: str, tmp_path: Path) -> None:
    state = State(a_plan(name=name))
    write_entry(tmp_path / "in" / "one.journal", Entry(Path(name), NOW, 1, name, replace_customer(state, name)))
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == {tmp_path / "in" / "one.journal"}


def replace_customer(state: State, name: str) -> State:
    return State(replace(state.plan, customer=name), state.schedule)
