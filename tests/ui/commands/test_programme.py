"""The commands over a programme, on the sample of two countries."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.files import read
from planner.files.programme_file import read_programme
from planner.invariants import PlanError
from resources import path
from ui.command_line import DONE, FAULTS, UNUSABLE, app, wants_window

FILES = ("lindholm.programme", "lindholm-germany.rollout", "lindholm-denmark.rollout")
runner = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the sample programme and its plans."""
    for name in FILES:
        shutil.copy(str(path(f"samples/{name}")), tmp_path / name)
    return tmp_path / FILES[0]


def run(*arguments: object, code: int = DONE) -> str:
    ended = runner.invoke(app, [str(each) for each in ("programme", *arguments)])
    assert ended.exit_code == code, ended.output + repr(ended.exception)
    return ended.stdout


def test_that_programme_is_a_command_and_no_plan_file() -> None:
    assert not wants_window(["programme"])


def test_that_solving_together_saves_every_plan_and_reports_who_gets_what(file: Path) -> None:
    solved = json.loads(run("solve", file, "--save", "--json"))
    assert solved["stages"][0]["value"] == 60_000
    states = {name: read(file.parent / name) for name in FILES[1:]}
    claimed = {
        name: sum(claim.amount for claim in state.schedule.claims if claim.credit == "ECIF")
        for name, state in states.items()
        if state.schedule is not None
    }
    assert len(claimed) == 2
    assert sum(claimed.values()) == 48_000
    report = json.loads(run("report", file, "--json"))
    assert report["internal"]
    assert report["total"]["funding"] == 60_000 == sum(plan["funding"] for plan in report["plans"])
    [credit] = report["shared_credits"]
    assert credit["by_plan"] == {"DE": claimed["lindholm-germany.rollout"], "DK": claimed["lindholm-denmark.rollout"]}
    assert credit["left"] == 0
    assert sum(plan["alone"] for plan in report["plans"]) == 77_100
    assert sum(plan["lost_by_sharing"] for plan in report["plans"]) == 17_100
    assert "Lost by sharing" in run("report", file)
    assert "Lost by sharing" not in run("report", file, "--no-solve")


def test_that_the_sample_agrees_and_its_own_words_are_complete(file: Path) -> None:
    checked = json.loads(run("check", file, "--json"))
    assert checked["faults"] == []
    assert [each for each in checked["readiness"] if each["severity"] == "error"] == []


def test_that_plans_that_contradict_each_other_are_told_by_check_and_refused_by_solve(file: Path) -> None:
    plan = file.parent / FILES[2]
    plan.write_text(plan.read_text(encoding="utf-8").replace('"face": 48000', '"face": 50000'), encoding="utf-8")
    said = run("check", file, code=FAULTS)
    assert "Contradiction between plans: " in said
    assert "face differs: 48,000 in DE, 50,000 in DK" in said
    ended = runner.invoke(app, ["programme", "solve", str(file)])
    assert isinstance(ended.exception, PlanError)


def test_that_a_new_programme_lists_what_its_plans_share(tmp_path: Path, file: Path) -> None:
    made = tmp_path / "new.programme"
    said = run("new", made, *(file.parent / name for name in FILES[1:]), "--name", "Both")
    assert "partner HAL (HAL of germany, HAL of denmark)" in said
    opened = read_programme(made)
    assert [each.id for each in opened.programme.shared.credits] == ["ECIF"]
    assert opened.programme.name == "Both"
    run("new", made, file.parent / FILES[1], code=UNUSABLE)
    run("new", tmp_path / "other.json", file.parent / FILES[1], code=UNUSABLE)


def test_that_what_looks_the_same_and_is_kept_apart_is_told(tmp_path: Path, file: Path) -> None:
    made = tmp_path / "apart.programme"
    said = run("new", made, *(file.parent / name for name in FILES[1:]), "--apart")
    assert said.count("Not shared: ") == 2
    assert "not shared: each counts in full" in said


def test_that_each_plan_gets_its_own_business_case_with_nothing_of_another(tmp_path: Path, file: Path) -> None:
    run("export", file, "--to", tmp_path / "cases", code=UNUSABLE)
    run("solve", file, "--save")
    run("export", file, "--to", tmp_path / "cases", "--as-of", "2027-01-25")
    pages = {
        short: next((tmp_path / "cases" / short).glob("*.html")).read_text(encoding="utf-8") for short in ("DE", "DK")
    }
    assert "Rheintal" in pages["DE"]
    assert "Rheintal" not in pages["DK"]
    assert "Sund Digital" not in pages["DE"]
    assert all("confidence" not in page.lower() for page in pages.values())
