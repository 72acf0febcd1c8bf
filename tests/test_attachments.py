"""Linked files: found as they were linked, gone, or others now; read by nobody but the rim, and only what is linked."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import edits
from planner.attachments import Attachment, is_relative
from planner.files import read, write
from planner.files.attachments import attachment_of, led_along, path_from, seen_files, sha256_of
from planner.invariants import PlanError
from planner.linked import attachment_findings, linked
from planner.plan import Plan, State
from planner.rollout.phases import Milestone
from resources import path
from tests.builders import a_partner, a_phase, a_plan
from tests.strategies import plans
from tests.ui.conftest import Run
from tests.ui.conftest import run as run  # noqa: PLC0414 - a fixture
from ui.command_line import DONE, FAULTS, UNUSABLE

OWNERS = (("credit", "C1"), ("option", "P1", "PAR"), ("milestone", "P1", "2"))


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A letter, a statement of work and a proof, each linked to its owner."""
    halves = (Milestone(name="Half", share=5_000), Milestone(name="Rest", share=5_000))
    made = a_plan(phases=(a_phase(milestones=halves),))
    (tmp_path / "letters").mkdir()
    for number, owner in enumerate(OWNERS):
        file = tmp_path / "letters" / f"{number}.pdf"
        file.write_bytes(b"%PDF" + bytes([number]))
        made = edits.attach(made, owner, attachment_of(file, tmp_path, f"File {number}"))
    return made


def codes(plan: Plan, folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.code, each.place) for each in attachment_findings(plan, seen_files(plan, folder))]


def test_that_files_as_they_were_linked_are_no_finding(plan: Plan, tmp_path: Path) -> None:
    assert {each.owner for each in linked(plan)} == {*OWNERS}
    assert [each.attachment.path for each in linked(plan)] == ["letters/1.pdf", "letters/2.pdf", "letters/0.pdf"]
    assert codes(plan, tmp_path) == []


def test_that_a_changed_and_a_missing_file_are_found_at_their_owners(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "letters" / "0.pdf").write_bytes(b"%PDF another")
    (tmp_path / "letters" / "2.pdf").unlink()
    assert codes(plan, tmp_path) == [
        ("ATTACHMENT-MISSING", ("phase", "P1")),
        ("ATTACHMENT-CHANGED", ("credit", "C1")),
    ]
    again = edits.attach(plan, OWNERS[0], attachment_of(tmp_path / "letters" / "0.pdf", tmp_path, "Letter"))
    assert [each.title for each in again.credit["C1"].attachments] == ["Letter"]
    assert codes(edits.detach(again, OWNERS[2], 0), tmp_path) == []


def test_that_files_nobody_looked_at_are_not_spoken_of(plan: Plan) -> None:
    assert attachment_findings(plan, {}) == ()


def test_that_a_large_file_is_read_piece_by_piece_and_a_pipe_not_at_all(tmp_path: Path) -> None:
    large, pipe = tmp_path / "large.bin", tmp_path / "pipe"
    content = bytes(3_000_001)
    large.write_bytes(content)
    os.mkfifo(pipe)
    assert sha256_of(large) == hashlib.sha256(content).hexdigest()
    assert sha256_of(pipe) is None
    assert sha256_of(tmp_path) is None


@pytest.mark.parametrize(
    "wrong", ["/etc/passwd", "//server/share/x", "\\\\server\\x", "C:/x.pdf", "~/x", ".", "..", ""]
)
def test_that_no_plan_leads_the_program_elsewhere(wrong: str) -> None:
    assert not is_relative(wrong)
    attachment = Attachment(title="Letter", path=wrong or ".", sha256="0" * 64)
    with pytest.raises(PlanError, match="no path from the plan file"):
        edits.attach(a_plan(), ("credit", "C1"), attachment)


@given(plans(), st.booleans())
def test_that_every_linked_file_is_found_once_in_its_place(plan: Plan, is_there: bool) -> None:  # noqa: FBT001
    files = linked(plan)
    seen = {each.attachment.path: "f" * 64 if is_there else None for each in files}
    found = attachment_findings(plan, seen)
    assert [finding.place for finding in found] == [each.place for each in files]
    assert len({(each.owner, each.position) for each in files}) == len(files)


def test_that_another_deliverer_has_none_of_the_statements_of_work(plan: Plan) -> None:
    other = edits.add_partner(plan, a_partner("SPARE"))
    changed = edits.change_option(other, "P1", "PAR", partner="SPARE")
    assert changed.phase["P1"].options[0].attachments == ()


def test_that_the_history_of_a_credit_does_not_tell_of_files(plan: Plan) -> None:
    without = edits.detach(plan, OWNERS[0], 0)
    assert edits.with_condition_history(without, plan, plan.start).credit["C1"].condition_history == ()


def test_that_links_lead_to_the_same_files_from_another_folder(plan: Plan, tmp_path: Path) -> None:
    other = tmp_path / "plans" / "2027"
    other.mkdir(parents=True)
    led = led_along(plan, tmp_path, other)
    assert [each.attachment.path for each in linked(led)] == [f"../../letters/{number}.pdf" for number in (1, 2, 0)]
    assert codes(led, other) == []
    assert led_along(led, other, tmp_path) == plan
    assert led_along(plan, tmp_path, tmp_path / "plans" / "..") is plan


# The command


def test_that_files_are_linked_and_checked_on_the_command_line(run: Run, tmp_path: Path) -> None:
    rollout, letter = tmp_path / "calder.rollout", tmp_path / "letter.pdf"
    write(State(read(path("samples/calder.solved.rollout")).plan), rollout)
    letter.write_bytes(b"%PDF")
    links = ("--link", f"MV1={letter}", "--link", f"M09@BRK={letter}", "-o", rollout, "--json")
    ended = run("attachments", rollout, *links)
    found = json.loads(ended.output)
    assert ended.code == DONE
    assert [each["owner"] for each in found["attachments"]] == [["option", "M09", "BRK"], ["credit", "MV1"]]
    assert {(each["path"], each["found"]) for each in found["attachments"]} == {("letter.pdf", "as linked")}
    letter.unlink()
    ended = run("attachments", rollout)
    assert ended.code == FAULTS
    assert "is not there" in ended.output
    assert "ATTACHMENT-MISSING" in run("check", rollout, "--json").output


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("MV1", "names no owner and file"),
        ("MV1=nowhere.pdf", "cannot be read"),
        ("MV9=pyproject.toml", "no credit 'MV9'"),
        ("M09#9=pyproject.toml", "no milestone 9"),
    ],
)
def test_that_what_cannot_be_linked_is_refused(run: Run, link: str, says: str) -> None:
    ended = run("attachments", path("samples/calder.solved.rollout"), "--link", link)
    assert ended.code == UNUSABLE
    assert says in ended.errors


def test_that_a_file_on_another_drive_cannot_be_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_another_drive(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", on_another_drive)
    with pytest.raises(PlanError, match="Keep it on the drive of the plan file"):
        path_from(tmp_path, tmp_path / "letter.pdf")


def test_that_an_owner_of_another_kind_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        edits.detach(a_plan(), ("partner", "PAR"), 0)
