"""The command ``asks``: a table for people, an object for programs, and honest words where something is missing."""

import json
from datetime import date
from pathlib import Path

import pytest

import ui.terminal.asks
from planner.files import read, write
from planner.funding.asks import Ask
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.asks.bundles import Bundle
from solver.asks.sweep import Swept
from solver.asks.worth import Base, Optimum, Worth
from tests.builders import START, a_credit, a_phase, a_plan, a_rate_line
from tests.ui.conftest import Run
from ui.command_line import DONE, FAULTS, UNUSABLE
from ui.terminal.asks import Answer, gain_words, progress_line


def a_plan_that_is_too_late() -> Plan:
    """Its one credit expires while the work of two weeks is under way."""
    return a_plan(
        credits=(a_credit(window=DateRange(START, date(2027, 1, 12)), proof_deadline=None),),
        rate_lines=(a_rate_line(),),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "late.rollout"
    write(State(a_plan_that_is_too_late()), file)
    return file


def test_that_asks_are_printed_by_gain_with_the_smallest_number_of_days_and_the_request(run: Run, file: Path) -> None:
    ended = run("asks", file, "--workers", 1, "--no-bundles")
    assert ended.code == DONE
    lines = [line for line in ended.output.splitlines() if line.startswith("expiry C1")]
    assert [line.split()[2] for line in lines] == ["+3"]
    assert "+10,000" in lines[0]
    assert "smallest that gains" in lines[0]
    assert "from 2027-01-12 to 2027-01-15" in lines[0]
    assert "As the plan is: 0 USD, proven." in ended.output
    assert "other asks gain nothing by themselves" in ended.output
    assert "3 ask for more and gain no more" in ended.output


def test_that_an_object_holds_gain_request_and_bundles(run: Run, file: Path) -> None:
    ended = run("asks", file, "--workers", 1, "--json")
    printed = json.loads(ended.output)
    assert printed["internal"] is True
    assert printed["is_proven"] is True
    assert printed["most_funding"] == {"at_least": 0, "at_most": 0}
    first = printed["asks"][0]
    assert (first["id"], first["gain"], first["is_smallest"]) == ("expiry C1 +3", 10_000, True)
    assert first["request"].startswith("Please extend")
    assert "10,000" not in first["request"] + first["reason"]
    two, three = printed["bundles"]
    assert (two["asks"], two["at_least"], two["is_proven"]) == (["expiry C1 +3"], 10_000, True)
    assert three["size"] == 3


def test_that_a_plan_without_any_schedule_is_told_so(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.rollout"
    write(State(a_plan(phases=(a_phase(deadline=date(2027, 1, 5)),))), file)
    ended = run("asks", file, "--workers", 1)
    assert ended.code == FAULTS
    assert "No schedule was found" in ended.errors


def test_that_a_cluster_that_nobody_answers_at_is_refused_in_a_sentence(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    ended = run("asks", file, "--cluster", "tcp://127.0.0.1:1")
    assert ended.code == UNUSABLE
    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in ended.errors


def test_that_progress_tells_the_best_so_far_and_what_no_ask_gains_more_than() -> None:
    plan = a_plan()
    base = Base(plan, Schedule(()), Optimum(8_000, 8_000))
    worth = Worth(Ask("team", "PAR", by=1), base.optimum, Optimum(9_500, 9_500))
    assert progress_line(Swept(base, 0, 3, ())) == "0 of 3 conditions, nothing gains yet, at most 47,000"
    assert progress_line(Swept(base, 3, 3, (worth,))) == "3 of 3 conditions, best team PAR +1, 1,500, at most 1,500"


@pytest.mark.parametrize(
    ("granted", "words"),
    [
        (Optimum(12, 12), "+2"),
        (Optimum(10, 10), "0"),
        (Optimum(8, 8), "-2"),
        (Optimum(10, 15), "0 to 5"),
        (None, "no schedule"),
    ],
)
def test_that_gains_are_told_as_far_as_they_are_known(granted: Optimum | None, words: str) -> None:
    assert gain_words(Worth(Ask("freeze", "0", by=7), Optimum(10, 10), granted)) == words


def test_that_what_was_lost_or_not_proven_is_said(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan_that_is_too_late()
    base = Base(plan, Schedule(()), Optimum(0, 7))
    worth = Worth(Ask("expiry", "C1", by=10), base.optimum, Optimum(5, 9))
    bundle = Bundle((worth.ask,), base.optimum, worth.granted or base.optimum, 12)
    answer = Answer(Swept(base, 1, 2, (worth,), lost=1), {2: bundle, 3: None})
    monkeypatch.setattr(ui.terminal.asks, "asks_in_terminal", lambda *_: answer)
    printed = run("asks", file).output
    assert "As the plan is: 0 USD, at most 7." in printed
    assert "not proven" in printed
    assert "Best bundle of 2: expiry C1 +10: +0, at most 12." in printed
    assert "Best bundle of 3: none that gains more than what is listed above was found in time." in printed
    assert "1 of 2 conditions were lost with their workers, twice" in printed


def test_that_an_ask_is_printed_as_a_sentence_put_on_the_agenda_and_tried_out(
    run: Run, file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "asked.rollout"
    ended = run("ask", file, "expiry C1 +3", "--agenda", "--scenario", "-o", target)
    assert ended.code == DONE
    assert ended.output.startswith("Please extend the period of performance of Credit C1 (C1) by 3 days")
    assert "10,000" not in ended.output
    plan = read(target).plan
    assert [item.request for item in plan.agenda] == [ended.output.split(" Of the work")[0].split(" The work")[0]]
    (scenario,) = plan.scenarios
    assert scenario.name == "expiry C1 +3"
    assert scenario.schedule is not None
    assert sum(claim.amount for claim in scenario.schedule.claims) == 10_000


@pytest.mark.parametrize(
    ("arguments", "said"), [(("expiry C9 +3",), "has no ask 'expiry C9 +3'"), (("expiry C1 +3", "--agenda"), "with -o")]
)
def test_that_an_ask_that_is_not_there_or_leads_nowhere_is_refused(
    run: Run, file: Path, arguments: tuple[str, ...], said: str
) -> None:
    ended = run("ask", file, *arguments)
    assert ended.code == UNUSABLE
    assert said in ended.errors
