"""Foreign files on the command line: what is shown, what is written, and that a refusal writes nothing."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.files import read, write
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase, a_plan, an_assignment
from tests.ui.conftest import Run
from ui.command_line import DONE, UNUSABLE


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """Two phases with dates and nothing claimed."""
    plan = replace(a_plan(phases=(a_phase("P1"), a_phase("P2", name="Second"))), credits=())
    file = tmp_path / "plan.rollout"
    write(State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")))), file)
    return file


@pytest.fixture
def sequential(tmp_path: Path, plan_file: Path) -> Path:
    """The same with the second phase after the first, as there is one team."""
    plan, schedule = read(plan_file)
    assert schedule is not None
    later = an_assignment(plan, "P2", plan.start.replace(day=18))
    file = tmp_path / "sequential.rollout"
    write(State(plan, Schedule((schedule.assignments[0], later))), file)
    return file


@pytest.fixture
def project_file(tmp_path: Path, sequential: Path, run: Run) -> Path:
    ended = run("export", sequential, "--to", tmp_path / "out", "--format", "mspdi", "--as-of", "2027-01-01")
    assert ended.code == DONE, ended.errors
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "endpoints-project.xml"
    return file


def test_that_a_project_comes_back_into_its_plan_unchanged(sequential: Path, project_file: Path, run: Run) -> None:
    before = sequential.read_bytes()
    ended = run("import", project_file, "--into", sequential)
    assert (ended.code, ended.output.strip()) == (DONE, "Nothing differs.")
    assert sequential.read_bytes() == before


def test_that_a_project_makes_a_plan_of_its_own(tmp_path: Path, project_file: Path, run: Run) -> None:
    out = tmp_path / "new.rollout"
    ended = run("import", project_file, "-o", out)
    assert ended.code == DONE
    assert "+ phase P1" in ended.output
    assert [phase.name for phase in read(out).plan.phases] == ["Phase P1", "Second"]


def test_that_a_preview_shows_the_fields_and_writes_nothing(sequential: Path, project_file: Path, run: Run) -> None:
    project_file.write_text(
        project_file.read_text("utf-8").replace("<Name>Second</Name>", "<Name>Other</Name>"), "utf-8"
    )
    before = sequential.read_bytes()
    ended = run("import", project_file, "--into", sequential, "--preview")
    assert "~ phase P2: name Second → Other" in ended.output
    assert "0 added, 1 changed, 0 removed." in ended.output
    assert sequential.read_bytes() == before
    printed = json.loads(run("import", project_file, "--into", sequential, "--preview", "--json").output)
    assert printed["changes"][0]["fields"] == [{"field": "name", "before": "Second", "after": "Other"}]


def test_that_a_refused_file_writes_nothing(tmp_path: Path, sequential: Path, run: Run) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    before = sequential.read_bytes()
    ended = run("import", bad, "--into", sequential)
    assert ended.code == UNUSABLE
    assert "entities" in ended.errors
    assert sequential.read_bytes() == before
    assert run("import", tmp_path / "none.xml", "--into", sequential).code == UNUSABLE
    assert "Say where the plan goes" in run("import", bad).errors
