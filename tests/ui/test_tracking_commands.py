"""The command ``track``: what is told of the work, and what it does to dates and money."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.files import read
from planner.rollout.tracking import begun_run
from resources import path
from ui.command_line import DONE, UNUSABLE, main

Run = Callable[..., tuple[int | str, str, str]]
CALDER = path("samples/calder.solved.rollout")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; its exit code, output and errors."""

    def run_command(*arguments: object) -> tuple[int | str, str, str]:
        monkeypatch.setattr(sys, "argv", ["launchwindow", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return left.value.code or DONE, printed.out, printed.err

    return run_command


def test_that_a_late_start_is_told_with_what_it_costs_and_what_remains(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "tracked.rollout"
    told = ("--start", "M01=2027-02-01", "--percent", "M01=50", "-o", to, "--json")
    code, output, _ = run("track", CALDER, "--as-of", "2027-02-08", *told)
    found, written, before = json.loads(output), read(to), read(CALDER)
    assert code == DONE
    assert found["begun"] == [
        {
            "phase": "M01",
            "option": "fasttrack",
            "standing": "running",
            "started_on": "2027-02-01",
            "finished_on": None,
            "percent": 50,
            "remaining_days": 7,
            "finish": "2027-02-16",
        }
    ]
    assert found["overdue"] == ["M02", "M18"]
    assert {each["is_impossible"] for each in found["fallen"]} <= {True, False}
    damage = found["replanned"]["damage"]
    assert damage["before"] == 320_000
    assert damage["after"] == found["replanned"]["solve"]["funding"] == found["replanned"]["solve"]["bound"]
    assert written.plan.baseline == before.schedule
    assert written.schedule is not None
    assert written.schedule.placed["M01"] == begun_run(written.plan, written.plan.phase["M01"])


def test_that_finished_work_is_shown_in_words(run: Run) -> None:
    told = ("--start", "M01=2027-01-18@ALP", "--finish", "M01=2027-01-29")
    code, output, _ = run("track", CALDER, "--as-of", "2027-02-01", *told)
    assert code == DONE
    assert "As of 2027-02-01" in output
    assert "ALP" in output
    assert "done" in output
    assert "-4" in output


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--start", "2027-02-01"), "names no phase"),
        (("--start", "M99=2027-02-01"), "no phase 'M99'"),
        (("--start", "M01=first of May"), "is no day"),
        (("--start", "M01=2027-02-09"), "after the status date"),
        (("--finish", "M01=2027-02-01"), "has not begun"),
        (("--start", "M01=2027-02-01", "--percent", "M01=half"), "is no percentage"),
    ],
)
def test_that_what_cannot_be_is_refused(run: Run, told: tuple[str, ...], says: str) -> None:
    code, _, errors = run("track", CALDER, "--as-of", "2027-02-08", *told)
    assert code == UNUSABLE
    assert says in errors


def test_that_a_plan_without_a_schedule_has_nothing_to_track(run: Run) -> None:
    code, _, errors = run("track", path("samples/calder.rollout"), "--as-of", "2027-02-08")
    assert code == UNUSABLE
    assert "Solve it first" in errors
