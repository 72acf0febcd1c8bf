"""Entries of unsaved work and earlier versions: whole or not at all, and nothing else is taken for one."""

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.files import encode
from planner.files.journal import Entry, entry_files, forget_entry, read_entry, write_entry
from planner.files.versions import MOST, keep_version, versions
from planner.plan import State
from tests.builders import a_plan
from tests.strategies import states, texts

NOW = datetime(2027, 1, 25, 9, 30)  # noqa: DTZ001 - the machine's own clock
SHARED_FOLDER = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED_FOLDER
@given(
    state=states(),
    step=texts(),
    steps=st.integers(0, 10_000),
    path=st.none() | st.just(Path("/plans/Zoë's wave.rollout")),
)
def test_that_an_entry_is_read_as_it_was_written(
    state: State, step: str, steps: int, path: Path | None, tmp_path: Path
) -> None:
    entry = Entry(path, NOW, steps, step, state)
    write_entry(tmp_path / "one.journal", entry)
    assert read_entry(tmp_path / "one.journal") == entry


@SHARED_FOLDER
@given(drawing=st.data())
def test_that_an_entry_which_is_cut_off_or_spoilt_is_none(drawing: st.DataObject, tmp_path: Path) -> None:
    file = tmp_path / "one.journal"
    write_entry(file, Entry(None, NOW, 1, "Edit", State(a_plan())))
    whole = file.read_bytes()
    file.write_bytes(whole[: drawing.draw(st.integers(0, len(whole) - 3))])
    assert read_entry(file) is None
    file.write_bytes(drawing.draw(st.binary(max_size=300)))
    assert read_entry(file) is None


def test_that_entries_are_listed_and_forgotten_and_only_the_owner_may_look(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "journal"
    assert entry_files(folder) == ()
    write_entry(folder / "a.journal", Entry(None, NOW, 1, "", State(a_plan())))
    assert entry_files(folder) == (folder / "a.journal",)
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    forget_entry(folder / "a.journal")
    forget_entry(folder / "a.journal")
    assert entry_files(folder) == ()


def test_that_what_a_saving_replaces_is_kept_once_and_the_oldest_go(tmp_path: Path) -> None:
    path, folder = tmp_path / "plan.rollout", tmp_path / "versions"
    assert keep_version(folder, path, NOW) is None
    for number in range(MOST + 3):
        path.write_bytes(encode(State(a_plan(name=f"Plan {number}"))))
        kept = keep_version(folder, path, NOW + timedelta(minutes=number))
        again = keep_version(folder, path, NOW + timedelta(minutes=number, seconds=1))
        assert kept == again
    found = versions(folder, path)
    assert len(found) == MOST
    assert b"Plan 22" in found[0].file.read_bytes()
    assert b"Plan 3" in found[-1].file.read_bytes()
    assert [each.replaced for each in found] == sorted((each.replaced for each in found), reverse=True)


def test_that_files_of_the_same_name_have_versions_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.rollout").write_text(name)
        keep_version(tmp_path / "versions", tmp_path / name / "plan.rollout", NOW)
    found = versions(tmp_path / "versions", tmp_path / "one" / "plan.rollout")
    assert [each.file.read_text() for each in found] == ["one"]


def test_that_a_folder_that_cannot_be_written_raises_and_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.rollout"
    path.write_text("mine")
    (tmp_path / "versions").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="versions"):
        keep_version(tmp_path / "versions", path, NOW)
    assert path.read_text() == "mine"


def test_that_an_entry_tells_its_steps_and_file_and_one_of_an_impossible_file_is_none(tmp_path: Path) -> None:
    file = tmp_path / "one.journal"
    entry = Entry(Path("/plans/wave.rollout"), NOW, 3, "Move phase", State(a_plan()))
    write_entry(file, entry)
    assert read_entry(file) == entry
    file.write_bytes(file.read_bytes().replace(b"/plans/wave.rollout", b"/plans/\\u0000.rollout"))
    assert read_entry(file) is None
