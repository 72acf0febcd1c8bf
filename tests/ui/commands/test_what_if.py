"""The commands ``replan`` and ``compare``: what a change did, and plans side by side."""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.edits import change_credit
from planner.files import read, write
from planner.plan import Plan, State
from planner.scenarios import keep_scenario
from planner.value import DateRange
from solver.settings import Settings
from solver.solve import solve
from ui.command_line import DONE, UNUSABLE, main

Run = Callable[..., tuple[int | str, str, str]]


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


@pytest.fixture(scope="module")
def agreed(medium: Plan) -> State:
    """The medium plan under its best schedule."""
    return State(medium, solve(medium, Settings("funding", 60.0)).schedule)


def with_shorter_window(plan: Plan, credit: str, days: int) -> Plan:
    window = plan.credit[credit].window
    return change_credit(plan, credit, window=DateRange(window.start, window.end - timedelta(days=days)))


def test_that_a_shortened_window_is_planned_around_with_the_fewest_moves(
    run: Run, agreed: State, tmp_path: Path
) -> None:
    slipped = with_shorter_window(agreed.plan, "ME1", 60)
    file, to = tmp_path / "slipped.rollout", tmp_path / "anew.rollout"
    write(State(slipped, agreed.schedule), file)
    code, output, _ = run("replan", file, "-o", to, "--json")
    told = json.loads(output)
    best = solve(slipped, Settings("funding", 60.0), hint=agreed.schedule)
    assert code == DONE
    assert told["solve"]["status"] == "OPTIMAL"
    assert told["damage"]["before"] == 320_000
    assert told["damage"]["kept"] < told["damage"]["after"] == best.stages[0].value
    assert told["damage"]["saved"] == told["damage"]["after"] - told["damage"]["kept"]
    anew = read(to)
    assert schedule_faults(anew) == ()
    assert agreed.schedule is not None
    assert anew.schedule is not None
    assert best.schedule is not None
    before = set(agreed.schedule.assignments)
    assert told["damage"]["moved"] == len(set(anew.schedule.assignments) - before) > 0
    assert told["damage"]["moved"] <= len(set(best.schedule.assignments) - before)


def test_that_nothing_moves_where_nothing_changed(run: Run, agreed: State, tmp_path: Path) -> None:
    file = tmp_path / "agreed.rollout"
    write(agreed, file)
    code, output, _ = run("replan", file)
    assert code == DONE
    assert "0 phases moved" in output
    assert "(+0 saved)" in output


def test_that_a_plan_without_a_schedule_cannot_be_replanned(run: Run, agreed: State, tmp_path: Path) -> None:
    file = tmp_path / "new.rollout"
    write(State(agreed.plan), file)
    code, _, errors = run("replan", file)
    assert code == UNUSABLE
    assert "no schedule yet" in errors


def test_that_scenarios_and_other_files_stand_beside_the_plan(run: Run, agreed: State, tmp_path: Path) -> None:
    short = with_shorter_window(agreed.plan, "MV1", 30)
    kept = State(keep_scenario(agreed.plan, "Short window", State(short)), agreed.schedule)
    file, other = tmp_path / "plan.rollout", tmp_path / "other.rollout"
    write(kept, file)
    write(State(replace(agreed.plan, name="Another")), other)
    code, output, _ = run("compare", file, other, "--json")
    mine, scenario, another = json.loads(output)["plans"]
    assert code == DONE
    assert (mine["name"], mine["funding"], mine["changes"]) == ("plan", 320_000, [])
    assert (scenario["name"], scenario["has_schedule"]) == ("Short window", False)
    assert [line.split(":")[0] for line in scenario["changes"]] == ["Credit MV1"]
    assert [line.split()[0] for line in another["changes"]] == ["Name"]
    code, output, _ = run("compare", file)
    assert code == DONE
    assert "Short window differs from plan:" in output


def test_that_a_plan_alone_is_not_compared(run: Run, agreed: State, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    write(agreed, file)
    code, _, errors = run("compare", file)
    assert code == UNUSABLE
    assert "no scenarios" in errors


def test_that_the_frontier_names_the_price_of_each_step(run: Run, agreed: State, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    write(agreed, file)
    code, output, _ = run("frontier", file, "--json")
    told = json.loads(output)
    assert code == DONE
    assert all(point["is_proven"] for point in told["points"])
    ends = told["points"][0], told["points"][-1]
    assert [(each["funding"], each["net_cost"]) for each in ends] == [(293_000, 542_900), (320_000, 552_900)]
    code, output, _ = run("frontier", file, "--points", "2")
    assert code == DONE
    assert "27,000 more for 10,000 of net cost" in output


def test_that_the_frontier_of_finish_tells_days(run: Run, agreed: State, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    write(agreed, file)
    code, output, _ = run("frontier", file, "--against", "finish", "--points", "2", "--json")
    points = json.loads(output)["points"]
    assert code == DONE
    for point in points:
        assert date.fromisoformat(point["finish_on"]) == agreed.plan.start + timedelta(days=point["finish"])
