"""The commands ``track``, ``chase`` and ``cash``: what is told of work and credits, and what it changes."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planner import edits
from planner.checks import schedule_faults
from planner.files import read, write
from planner.funding.ledgers import funding_ledger
from planner.plan import State
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
    assert "Alpine Identity" in output
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


def test_that_chasing_takes_in_what_was_heard(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "heard.rollout"
    heard = ("--approved", "MV1=2027-02-03", "--rejected", "ME2=2027-02-04", "--asked", "MV2=2027-02-01")
    paid = ("--paid", "MA1=50000@2027-02-05", "--next", "MV3=2027-02-20")
    code, output, _ = run("chase", CALDER, "--as-of", "2027-02-08", *heard, *paid, "-o", to, "--json")
    found, plan = json.loads(output), read(to).plan
    stakes = [each["at_stake"] for each in found["credits"]]
    assert code == DONE
    assert stakes == sorted(stakes, reverse=True)
    assert found["at_stake"] == sum(stakes) == 320_000 - 45_000 - 50_000
    assert {each["credit"] for each in found["credits"]} == {"MV1", "MV2", "MV3", "ME1", "MW1"}
    assert next(each["next_on"] for each in found["credits"] if each["credit"] == "MV3") == "2027-02-20"
    assert (plan.credit["MA1"].status, plan.credit["ME2"].status) == ("paid", "rejected")
    assert all(each["produced_by"] and each["accepted_by"] for each in found["proofs"])


def with_board(to: Path) -> list[str]:
    """The sample with a board that takes five working days; the changes that are planned, by their starts."""
    state = read(CALDER)
    assert state.schedule is not None
    write(State(edits.change_plan(state.plan, change_lead=5), state.schedule), to)
    runs = sorted(state.schedule.assignments, key=lambda run: run.start)
    return [run.phase for run in runs if state.plan.phase[run.phase].change]


def test_that_chasing_lists_the_changes_that_the_board_was_not_asked_for(run: Run, tmp_path: Path) -> None:
    plan, to = tmp_path / "board.rollout", tmp_path / "asked.rollout"
    first, *others = with_board(plan)
    _, output, _ = run("chase", plan, "--as-of", "2027-02-08", "--json")
    found = json.loads(output)["board"]
    assert {each["phase"] for each in found} == {first, *others}
    assert [each["ask_by"] for each in found] == sorted(each["ask_by"] for each in found)
    assert all(each["is_overdue"] == (each["ask_by"] < "2027-02-08") for each in found)
    code, output, _ = run("chase", plan, "--as-of", "2027-02-08", "--board", f"{first}=2027-01-04", "-o", to)
    assert code == DONE
    assert "Change advisory board" in output
    assert read(to).plan.phase[first].change_requested == date(2027, 1, 4)
    _, output, _ = run("chase", to, "--as-of", "2027-02-08", "--json")
    assert {each["phase"] for each in json.loads(output)["board"]} == {*others}
    assert "Change advisory board" not in run("chase", CALDER, "--as-of", "2027-02-08")[1]
    code, _, errors = run("chase", plan, "--board", "M99=2027-01-04")
    assert (code, "no phase 'M99'" in errors) == (UNUSABLE, True)


def test_that_monday_keeps_the_board_and_lists_what_to_ask_it_for(run: Run, tmp_path: Path) -> None:
    plan, anew = tmp_path / "board.rollout", tmp_path / "anew.rollout"
    with_board(plan)
    code, output, _ = run("status", plan, "--as-of", "2027-02-15", "-o", anew, "--json")
    assert code == DONE
    assert schedule_faults(read(anew)) == ()
    board = json.loads(output)["chase"]["board"]
    assert board
    assert min(each["ask_by"] for each in board) >= "2027-02-15"


def test_that_chasing_and_cash_are_told_in_words(run: Run) -> None:
    code, output, _ = run("chase", CALDER, "--as-of", "2027-02-08")
    assert code == DONE
    assert "Samuel Brandt" in output
    assert "Proofs of execution" in output
    code, output, _ = run("cash", CALDER)
    assert code == DONE
    assert "FY27 Q2" in output


def test_that_cash_of_the_sample_adds_up_to_its_net_cost(run: Run) -> None:
    _, output, _ = run("cash", CALDER, "--json")
    found = json.loads(output)
    state = read(CALDER)
    assert state.schedule is not None
    assert sum(each["planned"] for each in found["net"]) == funding_ledger(state.plan, state.schedule).net_cost
    assert {each["actual"] for each in found["net"]} == {0}


@pytest.mark.parametrize("heard", [("--paid", "MA1=much"), ("--asked", "soon"), ("--asked", "MV9=2027-02-01")])
def test_that_what_cannot_be_heard_is_refused(run: Run, heard: tuple[str, str]) -> None:
    code, _, errors = run("chase", CALDER, *heard)
    assert code == UNUSABLE
    assert errors


def test_that_monday_plans_anew_and_drafts_the_page(run: Run, tmp_path: Path) -> None:
    tracked, anew, folder = tmp_path / "tracked.rollout", tmp_path / "anew.rollout", tmp_path / "page"
    run("track", CALDER, "--as-of", "2027-03-01", "--start", "M01=2027-02-01", "-o", tracked)
    told = ("--before", CALDER, "-o", anew, "--to", folder, "--json")
    code, output, _ = run("status", tracked, "--as-of", "2027-03-01", *told)
    found, written = json.loads(output), read(anew)
    assert code == DONE
    assert schedule_faults(written) == ()
    assert found["told"] == ["Status date 2027-03-01", "M01: begun on 2027-02-01 by FastTrack"]
    assert found["funding"] == {"before": 320_000, "now": found["solve"]["funding"]}
    assert found["changes"]["funding"] == found["funding"]["now"] - 320_000
    assert sorted(file.name for file in folder.iterdir()) == [
        "calder-e5-rollout-status-2027-03-01-internal.html",
        "calder-e5-rollout-status-2027-03-01-internal.md",
        "calder-e5-rollout-status-2027-03-01-internal.pdf",
    ]
    for file in sorted(folder.iterdir())[:2]:
        text = file.read_text(encoding="utf-8")
        assert "Internal: not for Microsoft or partners" in text
        assert all(each["phase"] in text for each in found["changes"]["phases"])


def test_that_the_next_status_is_told_beside_the_one_that_the_plan_keeps(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.rollout", tmp_path / "second.rollout"
    run("status", CALDER, "--as-of", "2027-01-18", "-o", first)
    run("track", first, "--as-of", "2027-02-08", "--start", "M01=2027-02-01", "-o", second)
    _, output, _ = run("status", second, "--as-of", "2027-02-08", "--json")
    found = json.loads(output)
    assert found["since"] == "2027-01-18"
    assert found["told"][-1] == "M01: begun on 2027-02-01 by FastTrack"


def test_that_monday_is_told_in_words(run: Run) -> None:
    code, output, _ = run("status", CALDER, "--as-of", "2027-01-18")
    assert code == DONE
    assert "0 phases changed, funding unchanged, cost unchanged" in output
    assert "## Whom to chase" in output


def test_that_a_status_after_the_horizon_is_refused(run: Run) -> None:
    code, _, errors = run("status", CALDER, "--as-of", "2029-01-01")
    assert code == UNUSABLE
    assert "after the horizon" in errors


def test_that_cash_takes_in_rates_invoices_and_payments(run: Run, tmp_path: Path) -> None:
    tracked, to = tmp_path / "tracked.rollout", tmp_path / "cash.rollout"
    run("track", CALDER, "--as-of", "2027-06-01", "--start", "M05=2027-03-01@BRK", "-o", tracked)
    rates = ("--rate", "EUR=1.08@2027-03-01", "--rate", "EUR=1.2@2027-05-01")
    told = (
        "--invoice",
        "M05=10,000EUR@2027-04-30",
        "--invoice",
        "M05=500@2027-05-02",
        "--pay",
        "MV1=7000USD@2027-05-03",
    )
    _, output, _ = run("cash", tracked, *rates, *told, "-o", to, "--json")
    found, plan = json.loads(output), read(to).plan
    actual = {line["payee"]: (line["actual"], line["originals"]) for line in found["lines"] if line["actual"]}
    assert actual == {"BRK": (11_300, {"EUR": 10_000}), "MV1": (7_000, {})}
    assert [(each["worth"], each["planned"], each["gain"]) for each in found["foreign"]] == [(10_800, None, None)]
    assert [invoice.amount for invoice in plan.actual["M05"].invoices] == [10_000, 500]
    assert found["findings"] == []
    assert "10,000 EUR" in run("cash", to)[1]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--invoice", "M05=5@2027-04-30"), "has not begun"),
        (("--pay", "MV1=5"), "is no day"),
        (("--rate", "EUR=dear@2027-04-30"), "is no rate"),
        (("--rate", "EUR=0@2027-04-30"), "must be at least 1"),
        (("--rate", "USD=1@2027-04-30"), "needs no rate"),
    ],
)
def test_that_cash_that_cannot_be_is_refused(run: Run, told: tuple[str, str], says: str) -> None:
    code, _, errors = run("cash", CALDER, *told)
    assert code == UNUSABLE
    assert says in errors
