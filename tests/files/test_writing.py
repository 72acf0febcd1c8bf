import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import fields, replace

from planner.files import encode, parse, read, write
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout.calendars import WEEKDAYS, Calendar
from planner.rollout.phases import AdoptionTarget
from resources import path
from tests.strategies import states

MINIMAL = Path(__file__).parents[1] / "samples" / "right" / "minimal.rollout"


@pytest.fixture
def state() -> State:
    """The minimal rollout: two phases, with a schedule."""
    return read(MINIMAL)


@settings(max_examples=150)
@given(states())
def test_that_what_is_written_reads_back_the_same(state: State) -> None:
    text = encode(state)
    assert parse(text) == state
    assert encode(parse(text)) == text


def test_that_a_file_written_again_is_the_same_byte_for_byte(state: State, tmp_path: Path) -> None:
    write(state, tmp_path / "again.rollout")
    assert (tmp_path / "again.rollout").read_bytes() == MINIMAL.read_bytes()


def test_that_the_samples_are_written_as_this_version_writes(sample: State) -> None:
    assert encode(sample) == path("samples/calder.rollout").read_bytes()


def test_that_a_state_without_schedule_has_none_in_its_file(state: State) -> None:
    assert b'"schedule"' not in encode(State(state.plan))


def test_that_fields_stand_in_their_order(state: State) -> None:
    written = list(json.loads(encode(state))["plan"])
    declared = [field.name for field in fields(Plan)]
    assert written == [name for name in declared if name in written]
    assert list(json.loads(encode(state))) == ["format", "format_version", "plan", "schedule"]


def test_that_the_file_is_made_for_people(state: State) -> None:
    text = encode(State(replace(state.plan, customer="Zoë & 日本"))).decode()
    assert text.startswith('{\n  "format": "launchwindow rollout",\n  "format_version": 1,\n')
    assert text.endswith("}\n")
    assert "Zoë & 日本" in text


def test_that_equal_plans_are_equal_files() -> None:
    implicit = Plan(name="N", customer="C", currency="USD", start=date(2027, 1, 4), horizon=date(2027, 2, 1))
    explicit = replace(implicit, calendar=Calendar((), tuple(WEEKDAYS[:5])), discount_rate=int("800"), pins=())
    assert explicit == implicit
    assert encode(State(explicit)) == encode(State(implicit))


def test_that_a_figure_without_fraction_is_written_as_whole_number(state: State) -> None:
    target = AdoptionTarget(text="T", value=95.0, baseline=0.5)
    phase = replace(state.plan.phases[0], adoption_target=target)
    text = encode(State(replace(state.plan, phases=(phase, state.plan.phases[1]))))
    assert b'"value": 95,' in text or b'"value": 95\n' in text
    assert b'"baseline": 0.5' in text


def test_that_what_nobody_could_read_again_is_not_written(state: State, tmp_path: Path) -> None:
    kept = tmp_path / "kept.rollout"
    write(state, kept)
    for wrong in (replace(state.plan, name=""), replace(state.plan, phases=()), replace(state.plan, customer="\0")):
        with pytest.raises(PlanError):
            write(State(wrong), kept)
    assert kept.read_bytes() == MINIMAL.read_bytes()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_that_a_failure_leaves_the_old_file_and_no_other(
    step: str, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.rollout"
    kept.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*(("os.fsync",) if step == "fsync" else ("pathlib.Path.replace",)), fail)
    with pytest.raises(PlanError, match=r"no space left on device. Nothing was changed."):
        write(state, kept)
    assert kept.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.rollout"]


def test_that_the_file_is_on_the_disk_before_it_takes_its_place(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, move = os.fsync, Path.replace

    def recorded_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def recorded_move(source: Path, target: Path) -> Path:
        steps.append("replace")
        return move(source, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_move)
    write(state, tmp_path / "new.rollout")
    assert steps == ["file", "replace", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_that_permissions_are_kept(state: State, tmp_path: Path) -> None:
    kept = tmp_path / "private.rollout"
    kept.touch()
    kept.chmod(0o640)
    write(state, kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_that_a_new_file_has_the_permissions_of_any_new_file(state: State, tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    write(state, tmp_path / "new.rollout")
    assert (tmp_path / "new.rollout").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_that_a_link_keeps_pointing_where_it_pointed(state: State, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "real.rollout", tmp_path / "link.rollout"
    target.write_text("old")
    link.symlink_to(target)
    write(state, link)
    assert link.is_symlink()
    assert read(target) == state


def test_that_a_folder_is_not_replaced(state: State, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="no ordinary file"):
        write(state, tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="no such device")
def test_that_a_device_is_not_replaced(state: State) -> None:
    with pytest.raises(PlanError, match="no ordinary file"):
        write(state, Path("/dev/null"))
    assert not Path("/dev/null").is_file()


def test_that_a_protected_file_is_not_replaced(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> bool:
        return False

    kept = tmp_path / "protected.rollout"
    kept.write_text("old")
    monkeypatch.setattr(os, "access", denied)
    with pytest.raises(PlanError, match="write-protected"):
        write(state, kept)
    assert kept.read_text() == "old"


def test_that_a_missing_folder_is_named(state: State, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be written"):
        write(state, tmp_path / "none" / "plan.rollout")
