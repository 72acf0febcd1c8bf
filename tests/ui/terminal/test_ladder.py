"""The command ``ladder``: the table for people, the object for programs."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.files import write
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from ui.command_line import DONE, FAULTS, main

Run = Callable[..., tuple[int | str, str, str]]
KEYS = {"face", "scoped", "reachable", "realisable", "planned", "expected", "claimed", "paid", "leaks"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``ladder`` in this process; its exit code, output and errors."""

    def run_ladder(*arguments: object) -> tuple[int | str, str, str]:
        monkeypatch.setattr(sys, "argv", ["launchwindow", "ladder", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return left.value.code or DONE, printed.out, printed.err

    return run_ladder


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """One phase that C1 pays half of, and C2 not at all because it is used up elsewhere."""
    plan = a_plan(credits=(a_credit("C1", confidence=8_000), a_credit("C2", exclusion_groups=())))
    file = tmp_path / "planned.rollout"
    write(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))), file)
    return file


def test_that_the_small_plan_is_solved_and_its_ladder_printed(run: Run, small: Plan, tmp_path: Path) -> None:
    file = tmp_path / "small.rollout"
    write(State(small), file)
    code, output, errors = run(file, "--time-limit", 60, "--json")
    assert code == DONE
    assert "the best that was found stands for it" in errors
    ladder = json.loads(output)
    assert ladder["is_proven"]
    total = ladder["total"]
    assert [total[key] for key in ("face", "scoped", "reachable", "realisable", "planned", "expected")] == [
        120_000,
        70_000,
        70_000,
        70_000,
        70_000,
        56_000,
    ]
    assert [each["id"] for each in ladder["credits"]] == ["SV1", "SE1", "SC1"]
    (loss,) = ladder["credits"][2]["losses"]
    assert "MINSEATS" in loss["codes"]
    assert loss["cure"][-1]["field"] == "minimum_seats"


def test_that_each_credit_and_the_total_carry_the_same_figures(run: Run, planned: Path) -> None:
    code, output, _ = run(planned, "--no-solve", "--json")
    assert code == DONE
    ladder = json.loads(output)
    assert set(ladder["total"]) >= KEYS
    for credit in ladder["credits"]:
        assert set(credit) == KEYS | {"id", "programme", "deadlines", "losses"}
    assert ladder["total"]["realisable"] is None
    assert (ladder["total"]["planned"], ladder["total"]["expected"]) == (10_000, 8_000)
    (loss,) = ladder["credits"][1]["losses"]
    assert loss["codes"] == ["ONE-SOURCE"]
    assert loss["cure"][0]["to"]["credits"] == ["C1", "C2"]


def test_that_the_table_names_reasons_cures_and_deadlines(run: Run, planned: Path) -> None:
    _, output, _ = run(planned, "--time-limit", 20)
    assert "Realisable  10,000" in output
    assert "10,000 of C2 are not claimed on P1. One source pays for a phase, and C1 pays 10,000 for P1." in output
    assert "→ Get it in writing that C2 and C1 may pay for the same phase." in output
    assert "Work that starts after 2027-06-10 earns nothing." in output


def test_that_the_ladder_of_an_impossible_plan_ends_with_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "impossible.rollout"
    plan = a_plan()
    write(State(a_plan(phases=(a_phase(deadline=plan.start),))), file)
    code, output, errors = run(file)
    assert code == FAULTS
    assert "Total" in output
    assert "No schedule keeps every link" in errors
