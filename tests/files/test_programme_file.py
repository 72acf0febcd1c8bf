"""The programme file, and saving several plans at once."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from planner.files import read, write
from planner.files.atomic import replace_files
from planner.files.programme_file import (
    encode_programme,
    is_programme,
    parse_programme,
    read_programme,
    save_programme,
    write_programme,
)
from planner.invariants import PlanError
from planner.plan import State
from planner.programme import Member, Programme, Shared, SharedParts
from planner.rollout.schedule import Schedule
from tests.builders import a_plan, an_assignment

SHARED = SharedParts(partners=(Shared(id="PAR", members={"DE": "PAR", "FR": "PAR"}),))
MEMBERS = (Member(short="DE", file="de.rollout", colour="#2A6FDB"), Member(short="FR", file="countries/fr.rollout"))
PROGRAMME = Programme(name="Europe", plans=MEMBERS, shared=SHARED)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A programme of two plans, the second in a folder of its own."""
    (tmp_path / "countries").mkdir()
    write(State(a_plan()), tmp_path / "de.rollout")
    write(State(a_plan(name="France")), tmp_path / "countries" / "fr.rollout")
    write_programme(PROGRAMME, tmp_path / "europe.programme")
    return tmp_path / "europe.programme"


def test_that_a_programme_is_read_as_it_was_written(file: Path) -> None:
    opened = read_programme(file)
    assert opened.programme == PROGRAMME
    assert {short: state.plan.name for short, state in opened.states.items()} == {"DE": "Endpoints", "FR": "France"}
    assert [*opened.together.plan.phase] == ["DE/P1", "FR/P1"]
    assert opened.file("FR") == file.parent / "countries/fr.rollout"


def test_that_equal_programmes_give_equal_bytes() -> None:
    text = encode_programme(PROGRAMME)
    assert parse_programme(text) == PROGRAMME
    assert encode_programme(parse_programme(text)) == text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plans": []}, "names no plan"),
        ({"name": "Eu\u0007rope"}, "character that cannot be printed"),
        ({"plan": []}, "unknown field"),
        ({"plans": [{"short": "D/E", "file": "x.rollout"}]}, "matching regex"),
        ({"plans": [{"short": "DE", "file": "/abs.rollout"}]}, "no path relative"),
        ({"plans": [{"short": "DE", "file": "C:\\abs.rollout"}]}, "no path relative"),
        (
            {"plans": [{"short": "DE", "file": "a.rollout"}, {"short": "DE", "file": "b.rollout"}]},
            "'DE' occurs 2 times",
        ),
        ({"plans": [{"short": "DE", "file": "a"}, {"short": "FR", "file": "./a"}]}, "Plan file 'a' occurs 2 times"),
        ({"shared": {"partners": [{"id": "P", "members": {"DE": "P", "IT": "P"}}]}}, "names plan 'IT'"),
        ({"shared": {"credits": [{"id": "P", "members": {"DE": "P"}}]}}, "in fewer than two plans"),
        ({"shared": {"credits": [{"id": "A/B", "members": {"DE": "P"}}]}}, "matching regex"),
    ],
)
def test_that_a_wrong_programme_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    document = json.loads(encode_programme(PROGRAMME))
    document["programme"] |= change
    with pytest.raises(PlanError) as caught:
        parse_programme(json.dumps(document).encode())
    assert any(words in str(fault) for fault in caught.value.faults), caught.value.faults


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": "launchwindow rollout"}', b"\xff"])
def test_that_another_file_is_no_programme(text: bytes) -> None:
    with pytest.raises(PlanError):
        parse_programme(text)


def test_that_a_programme_of_a_newer_version_says_so() -> None:
    document = json.loads(encode_programme(PROGRAMME)) | {"format_version": 2}
    with pytest.raises(PlanError, match="newer Launchwindow"):
        parse_programme(json.dumps(document).encode())


def test_that_a_plan_file_that_is_gone_is_named_with_its_plan(file: Path) -> None:
    (file.parent / "de.rollout").unlink()
    with pytest.raises(PlanError, match=r"DE: .*de.rollout: There is no such file"):
        read_programme(file)


def solved(file: Path) -> tuple[Any, State]:
    """The programme, and its joined plan with dates for the French phase alone."""
    opened = read_programme(file)
    runs = (an_assignment(opened.together.plan, "FR/P1"),)
    return opened, State(opened.together.plan, Schedule(runs))


def test_that_saving_writes_the_plans_that_changed_and_no_other(file: Path) -> None:
    opened, after = solved(file)
    before = (file.parent / "de.rollout").stat().st_mtime_ns
    saved = save_programme(opened, after)
    assert (file.parent / "de.rollout").stat().st_mtime_ns == before
    assert read(opened.file("FR")).schedule == Schedule((an_assignment(a_plan()),))
    assert read_programme(file).together == after
    assert save_programme(saved, after) == saved


@pytest.mark.parametrize("name", ["de.rollout", "countries/fr.rollout", "europe.programme"])
def test_that_nothing_is_written_where_somebody_else_changed_a_file(file: Path, name: str) -> None:
    opened, after = solved(file)
    theirs = file.parent / name
    theirs.write_bytes(theirs.read_bytes() + b"\n")
    held = {path: path.read_bytes() for path in opened.contents}
    with pytest.raises(PlanError, match="changed by somebody else"):
        save_programme(opened, after)
    assert {path: path.read_bytes() for path in opened.contents} == held


def test_that_a_failure_while_one_of_several_files_is_put_in_place_takes_back_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in ("one", "two", "three")]
    for file in files[:2]:
        file.write_bytes(b"old")
    move, moves = Path.replace, list[Path]()

    def failing(source: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 3:
            raise OSError(5, "Input/output error")
        return move(source, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="Input/output"):
        replace_files(dict.fromkeys(files, b"new"))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"one": b"old", "two": b"old"}


def test_that_every_file_is_whole_before_the_first_takes_its_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, after = solved(file)
    runs = (an_assignment(after.plan, "DE/P1"), *(after.schedule or Schedule(())).assignments)
    steps: list[str] = []
    fsync, move = os.fsync, Path.replace

    def recorded_fsync(descriptor: int) -> None:
        steps.append("write")
        fsync(descriptor)

    def recorded_move(source: Path, target: Path) -> Path:
        steps.append("place")
        return move(source, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_move)
    save_programme(opened, after._replace(schedule=Schedule(runs)))
    assert steps[:4] == ["write", "write", "place", "place"]


def test_that_an_edit_of_a_plan_that_would_break_it_writes_nothing(file: Path) -> None:
    opened, after = solved(file)
    plan = replace(after.plan, phases=(replace(after.plan.phases[0], options=()), *after.plan.phases[1:]))
    held = {path: path.read_bytes() for path in opened.contents}
    with pytest.raises(PlanError, match="DE: Phase 'P1' has no delivery option"):
        save_programme(opened, State(plan))
    assert {path: path.read_bytes() for path in opened.contents} == held


def test_that_a_programme_that_cannot_be_written_says_so_and_what_was_there_stays(file: Path) -> None:
    with pytest.raises(PlanError, match="cannot be written") as caught:
        write_programme(PROGRAMME, file / "inside.programme")
    assert "Nothing was changed." in str(caught.value.faults[0])
    assert read_programme(file).programme == PROGRAMME


def test_that_a_plan_file_that_is_gone_is_not_taken_for_unchanged(file: Path) -> None:
    opened, edited = solved(file)
    opened.file("FR").unlink()
    with pytest.raises(PlanError):
        save_programme(opened, edited)
    assert not opened.file("FR").exists()


def test_that_a_programme_is_told_by_the_ending_of_its_name() -> None:
    assert is_programme(Path("a/europe.programme"))
    assert not is_programme(Path("a.programme/de.rollout"))
