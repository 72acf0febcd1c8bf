"""``launchwindow risk``: what it prints and writes, and the code it leaves with."""

import json
from pathlib import Path
from typing import Any

import pytest

import solver.risk.simulate
from planner.checks import schedule_faults
from planner.files import read, write
from planner.funding.risk_figures import RiskFigures
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from resources import path
from solver.cancel import Cancelled
from solver.risk.simulate import simulate
from tests.solver.risk.test_safer import a_late_rollout
from tests.ui.conftest import Ended, Run
from ui.command_line import DONE, FAULTS, UNUSABLE
from ui.risk.words import finish_sentence, funding_sentence, notes
from ui.terminal.progress import INTERRUPTED

USUAL = (
    "3 of the phases have no estimates of their own and take the usual spread of their motion, "
    "an assumption of this program."
)


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """A rollout whose one credit is lost with nearly every slip, and could be made safe."""
    plan, schedule = a_late_rollout()
    file = tmp_path / "late.rollout"
    write(State(plan, schedule), file)
    return file


def json_of(ended: Ended) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(ended.output)
    return printed


def figures() -> RiskFigures:
    plan, schedule = a_late_rollout()
    return simulate(plan, schedule, runs=500, seed=4)


def test_that_json_tells_the_figures_of_the_simulation(late: Path, run: Run) -> None:
    told, found = json_of(run("risk", late, "--runs", "500", "--seed", "4", "--json")), figures()
    assert told["internal"] is True
    assert (told["runs"], told["seed"]) == (500, 4)
    assert told["funding"]["mean"] == found.mean
    assert told["funding"]["percentiles"] == {
        "p10": found.funding[10],
        "p50": found.funding[50],
        "p90": found.funding[90],
    }
    assert told["finish"]["percentiles"]["p90"] == f"{found.finish[90]}"
    assert [each["chance"] for each in told["credits"]] == [each.chance for each in found.credits]
    assert [each["money"] for each in told["phases"]] == [each.money for each in found.phases]
    assert told["safer"] is None


def test_that_the_table_tells_funding_finish_credits_and_phases(late: Path, run: Run) -> None:
    ended, found, (plan, _) = run("risk", late, "--runs", "500", "--seed", "4"), figures(), a_late_rollout()
    assert ended.code == DONE
    for words in (
        funding_sentence(plan, found),
        finish_sentence(plan, found),
        "C1",
        "P1",
        f"{found.phases[0].money:,.0f}",
    ):
        assert words in ended.output


def test_that_a_safer_schedule_is_told_and_written_without_a_fault(late: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "safer.rollout"
    ended = run("risk", late, "--runs", "500", "--safer", "--time-limit", "20", "--json", "-o", file)
    told = json_of(ended)["safer"]
    assert ended.code == DONE
    assert told["is_better"]
    assert told["given_up"] == 0
    assert told["gained"] == told["tried"][1]["gained"] > 0
    assert [each["phase"] for each in told["moved"]] == ["P1"]
    state = read(file)
    assert schedule_faults(state) == ()
    assert state.schedule is not None
    assert simulate(state.plan, state.schedule, runs=500).mean == told["tried"][1]["mean"]


def test_that_the_table_tells_every_way_to_plan_more_carefully(late: Path, run: Run) -> None:
    ended = run("risk", late, "--runs", "300", "--safer", "--time-limit", "20")
    assert "The present schedule" in ended.output
    assert "more are paid in the mean" in ended.output
    assert "gives up none of the planned funding" in ended.output


def test_that_a_plan_without_a_schedule_is_solved_first(run: Run) -> None:
    ended = run("risk", path("samples/calder.rollout"), "--runs", "300", "--json")
    assert ended.code == DONE
    assert "the best that was found stands for it" in ended.errors
    assert json_of(ended)["funding"]["planned"] == 320_000


def test_that_faults_of_the_schedule_are_told_and_leave_with_one(late: Path, tmp_path: Path, run: Run) -> None:
    plan, schedule = read(late)
    assert schedule is not None
    file = tmp_path / "faulty.rollout"
    write(State(plan, Schedule(schedule.assignments, (Claim("P1", "C1", 5_000),))), file)
    ended = run("risk", file, "--runs", "100")
    assert ended.code == FAULTS
    assert "these figures rest on it" in ended.errors


def test_that_nothing_is_written_where_no_safer_schedule_is_asked_for(late: Path, tmp_path: Path, run: Run) -> None:
    ended = run("risk", late, "-o", tmp_path / "out.rollout")
    assert ended.code == UNUSABLE
    assert "Only --safer finds a schedule to write" in ended.errors
    assert not (tmp_path / "out.rollout").exists()


def test_that_notes_name_what_the_figures_rest_on() -> None:
    found = figures()._replace(runs=500, asked=10_000, usual=3, unplaced=("P8",), repaired=tuple("ABCDEFG"))
    assert list(notes(found)) == [
        "Stopped: these are 500 of 10,000 runs.",
        USUAL,
        "Without dates, and left aside: P8.",
        "Moved before anything slips, since the schedule has faults: A, B, C, D, E and 2 more.",
    ]


def test_that_a_last_day_is_told_as_planned_only_where_nothing_had_to_be_mended_first() -> None:
    found = figures()
    assert "as planned;" in finish_sentence(a_late_rollout()[0], found)
    mended = finish_sentence(a_late_rollout()[0], found._replace(repaired=("P1",)))
    assert "as planned" not in mended
    assert "once faults of the schedule are mended;" in mended


def test_that_a_stop_before_any_run_says_so_and_leaves_as_interrupted(
    late: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> RiskFigures:
        raise Cancelled

    monkeypatch.setattr(solver.risk.simulate, "simulate", stopped)
    ended = run("risk", late)
    assert ended.code == INTERRUPTED
    assert "Stopped before any run was made" in ended.errors


def test_that_ctrl_c_keeps_the_runs_that_were_made_and_looks_for_nothing_safer(
    late: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def until_stopped(plan: Plan, schedule: Schedule, **options: Any) -> RiskFigures:  # noqa: ANN401 - all options
        told = options.pop("on_figures")

        def interrupt(found: RiskFigures) -> None:
            told(found)
            options["cancel"].request()

        return simulate(plan, schedule, on_figures=interrupt, **options)

    monkeypatch.setattr(solver.risk.simulate, "simulate", until_stopped)
    ended = run("risk", late, "--safer")
    assert "Stopped: these are 250 of 10,000 runs." in ended.output
    assert "The present schedule" not in ended.output
