"""Foreign files on the command line: what is shown, what is written, and that a refusal writes nothing."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

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


def test_that_an_internal_project_comes_back_unchanged_too_with_summaries_of_regions(
    tmp_path: Path, sequential: Path, run: Run
) -> None:
    told = ("--format", "mspdi-internal", "--summaries", "region")
    assert run("export", sequential, "--to", tmp_path / "out", *told).code == DONE
    file = tmp_path / "out" / "endpoints-INTERNAL-project.xml"
    assert "<Name>Global</Name>" in file.read_text("utf-8")
    assert run("import", file, "--into", sequential).output.strip() == "Nothing differs."


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


@pytest.fixture
def workbook_file(tmp_path: Path) -> Path:
    """A list of phases in which one has another name and cost, one is new and one is missing."""
    book = Workbook()
    for row in (
        ["id", "name", "workload", "days", "cost", "predecessors"],
        ["P1", "Renamed", "Intune", 10, 25_000, None],
        ["P3", "Third", "Purview", 5, 1_000, "1"],
    ):
        book.worksheets[0].append(row)
    file = tmp_path / "phases.xlsx"
    book.save(file)
    return file


def test_that_a_workbook_is_previewed_and_then_taken_over(sequential: Path, workbook_file: Path, run: Run) -> None:
    before = sequential.read_bytes()
    ended = run("import", workbook_file, "--into", sequential, "--preview")
    assert ended.code == DONE, ended.errors
    assert "~ phase P1: name Phase P1 → Renamed" in ended.output
    assert "+ phase P3" in ended.output
    assert "+ link P1 → P3 (FS)" in ended.output
    assert "these phases, which are kept: P2" in ended.output
    assert sequential.read_bytes() == before
    assert run("import", workbook_file, "--into", sequential).code == DONE
    assert [phase.name for phase in read(sequential).plan.phases] == ["Renamed", "Second", "Third"]
    assert run("import", workbook_file, "--into", sequential, "--remove").code == DONE
    assert list(read(sequential).plan.phase) == ["P1", "P3"]
    assert "Nothing differs." in run("import", workbook_file, "--into", sequential).output


def test_that_a_mapping_is_saved_and_used(tmp_path: Path, sequential: Path, workbook_file: Path, run: Run) -> None:
    mapping = tmp_path / "map.toml"
    assert run("import", workbook_file, "--into", sequential, "--preview", "--save-map", mapping).code == DONE
    mapping.write_text(mapping.read_text("utf-8").replace('"name" = "name"', '"name" = "owner"'), "utf-8")
    ended = run("import", workbook_file, "--into", sequential, "--preview", "--map", mapping)
    assert "owner none → Renamed" in ended.output


def test_that_faults_of_a_workbook_name_their_cells_and_write_nothing(
    tmp_path: Path, sequential: Path, run: Run
) -> None:
    file = tmp_path / "phases.csv"
    file.write_text("id,name,seats\nP1,A,many\nP2,B,10\n", encoding="utf-8")
    before = sequential.read_bytes()
    ended = run("import", file, "--into", sequential)
    assert ended.code == UNUSABLE
    assert "phases!C2: 'many' is no number." in ended.errors.replace("\n", " ")
    assert sequential.read_bytes() == before
    assert "name it with --into" in run("import", file, "-o", tmp_path / "new.rollout").errors
    assert not (tmp_path / "new.rollout").exists()


def test_that_a_changed_term_of_a_credit_names_the_file_that_says_so(tmp_path: Path, run: Run) -> None:
    plan = tmp_path / "credits.rollout"
    write(State(a_plan()), plan)
    letters = tmp_path / "letters.csv"
    letters.write_text("credit id,face,expires\nC1,40000,\n", encoding="utf-8")
    assert run("import", letters, "--into", plan, "--as-of", "2027-02-01").code == DONE
    (change,) = read(plan).plan.credits[0].condition_history
    assert (change.condition, change.new, change.document, f"{change.changed_on}") == (
        "face",
        "40,000",
        "letters.csv",
        "2027-02-01",
    )
