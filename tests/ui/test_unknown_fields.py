"""Fields that nobody here knows, as people meet them: in the window and among the errors of commands."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from planner.checks import check
from planner.edits import rename_phase
from planner.files import encode, read, write
from planner.files.journal import Entry, read_entry, write_entry
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.unknown import holders
from resources import path
from tests.builders import a_phase, a_plan, an_assignment
from tests.files.test_journal import NOW
from tests.ui.conftest import Run, troubles
from tests.unknown import marked
from ui.command_line import DONE, FAULTS
from ui.main_window import MainWindow
from ui.timeline.drag import dropped, grab, propose_start


@pytest.fixture
def state() -> State:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    return marked(State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")))))


@pytest.fixture
def file(state: State, tmp_path: Path) -> Path:
    write(state, tmp_path / "marked.rollout")
    return tmp_path / "marked.rollout"


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    """The solved sample with the name of a field of its first phase misspelt."""
    document = json.loads(path("samples/calder.solved.rollout").read_bytes())
    phase = document["plan"]["phases"][0]
    phase["expected_outcom"] = phase.pop("expected_outcome", 5)
    made = tmp_path / "slip.rollout"
    made.write_text(json.dumps(document), encoding="utf-8")
    return made


def test_that_a_window_opens_such_a_file_and_says_so_without_a_question(window: MainWindow, file: Path) -> None:
    assert window.files.open_path(file)
    assert not troubles(window)
    told = window.statusBar().currentMessage()
    assert told.startswith("marked.rollout: Unknown field ")
    assert "see Findings" in told
    assert [each for each in check(window.document.state) if each.code == "UNKNOWN-FIELD"]


def test_that_a_window_says_nothing_of_a_file_that_is_all_known(window: MainWindow, tmp_path: Path) -> None:
    write(State(a_plan()), tmp_path / "known.rollout")
    assert window.files.open_path(tmp_path / "known.rollout")
    assert "Unknown" not in window.statusBar().currentMessage()


def test_that_fields_survive_a_drag_a_renaming_undo_saving_and_the_journal(
    window: MainWindow, file: Path, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.open_path(file)
    document = window.document
    run = document.schedule.assignments[0]
    held = grab(document.state, "P1", run.start, pushes=True)
    document.apply("Move", dropped(held, propose_start(held, run.start + timedelta(days=7))))
    moved = document.schedule.assignments[0]
    assert moved.start > run.start
    assert (moved.unknown, document.schedule.unknown) == (run.unknown, state.schedule and state.schedule.unknown)
    document.apply("Rename", rename_phase(document.state, "P1", "First"))
    assert document.plan.phase["First"].unknown == state.plan.phase["P1"].unknown
    assert document.schedule.assignments[0].unknown == run.unknown
    write_entry(tmp_path / "one.journal", Entry(file, NOW, 1, "", document.state))
    entry = read_entry(tmp_path / "one.journal")
    assert entry is not None
    assert entry.state == document.state
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other.rollout"), ""))
    assert window.files.save_as()
    assert read(tmp_path / "other.rollout") == document.state
    for _ in range(2):
        document.undo_stack.undo()
    assert encode(document.state) == file.read_bytes()


def test_that_an_earlier_version_has_its_fields(window: MainWindow, file: Path, state: State) -> None:
    window.files.open_path(file)
    window.document.apply("Rename", rename_phase(window.document.state, "P1", "First"))
    assert window.files.save()
    assert read(file).plan.phase["First"].unknown == state.plan.phase["P1"].unknown


@pytest.mark.parametrize("command", ["ladder", "ledgers", "checklist", "unclaimed", "compare"])
def test_that_commands_tell_a_misspelt_field_among_the_errors_and_leave_json_alone(
    run: Run, slip: Path, command: str
) -> None:
    more = [path("samples/calder.solved.rollout")] if command == "compare" else []
    ended = run(command, slip, *more, "--json")
    json.loads(ended.output)
    assert "Did you mean 'expected_outcome'" in " ".join(ended.errors.split())
    assert "slip.rollout: Unknown field 'expected_outcom' of phase" in " ".join(ended.errors.split())


def test_that_check_lists_it_once_as_a_fault(run: Run, slip: Path) -> None:
    ended = run("check", slip, "--json")
    assert ended.code == FAULTS
    faults = json.loads(ended.output)["faults"]
    assert [each["code"] for each in faults] == ["UNKNOWN-FIELD"]
    assert not ended.errors


def test_that_check_lists_what_is_only_not_understood_as_readiness(run: Run, file: Path) -> None:
    ended = run("check", file, "--json")
    found = json.loads(ended.output)["readiness"]
    assert {each["severity"] for each in found if each["code"] == "UNKNOWN-FIELD"} == {"warning"}
    assert "unknown" not in found[0]


def test_that_no_business_case_is_written_while_a_field_looks_misspelt(run: Run, slip: Path, tmp_path: Path) -> None:
    ended = run("export", slip, "--to", tmp_path / "out")
    assert ended.code == FAULTS
    assert "Nothing was written" in " ".join(ended.errors.split())
    assert not (tmp_path / "out").exists()


def test_that_solving_keeps_all_fields_and_ends_well_unless_one_looks_misspelt(
    run: Run, file: Path, state: State, tmp_path: Path
) -> None:
    solved = tmp_path / "solved.rollout"
    assert run("solve", file, "-o", solved, "--json").code == DONE
    after = read(solved)
    assert after.plan == state.plan
    assert state.schedule is not None
    assert after.schedule is not None
    assert after.schedule.unknown == state.schedule.unknown
    assert {each.phase: each.unknown for each in after.schedule.assignments} == {
        each.phase: each.unknown for each in state.schedule.assignments
    }


def test_that_a_programme_tells_the_fields_of_each_plan_and_saves_them(run: Run, file: Path, tmp_path: Path) -> None:
    write(State(a_plan(name="Known")), tmp_path / "known.rollout")
    both = tmp_path / "both.programme"
    assert run("programme", "new", both, file, tmp_path / "known.rollout", "--apart").code == DONE
    before = read(file)
    ended = run("programme", "solve", both, "--save", "--json")
    assert ended.code == DONE
    json.loads(ended.output)
    assert "marked: Unknown field 'zz'" in " ".join(ended.errors.split())
    assert len(list(holders(read(file).plan))) == len(list(holders(before.plan)))
    found = json.loads(run("programme", "check", both, "--json").output)["readiness"]
    assert any(each["sentence"].startswith("marked: Unknown field 'zz' of the plan:") for each in found)
