"""Why a credit pays no more: asked in the terminal and in the window, answered in the same words."""

import json
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

import solver.favour
from planner.files import write
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.scenarios import keep_scenario
from solver.cancel import Cancel
from solver.favour import Favoured, favour
from solver.solve import solve
from tests.builders import a_credit, a_plan
from tests.ui.conftest import Run
from ui.command_line import DONE, UNUSABLE
from ui.document import Document
from ui.favour_words import favour_sentence
from ui.favouring import Favouring
from ui.main_window import MainWindow

PLAN = a_plan(credits=(a_credit("C1", share=5_000), a_credit("C 2%", share=4_000)))


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    found = solve(PLAN).schedule
    assert found is not None
    return found


@pytest.fixture
def favouring(qtbot: QtBot, schedule: Schedule) -> Favouring:  # noqa: ARG001 - Qt's signals need its application
    return Favouring(Document(State(PLAN, schedule)))


def test_that_the_sentence_tells_what_is_gained_and_what_all_lose(schedule: Schedule) -> None:
    costly, most = (favour(PLAN, schedule, credit) for credit in ("C 2%", "C1"))
    assert favour_sentence(costly, schedule) == (
        "C 2% could pay 8,000 instead of 0. All credits together would then pay 2,000 less: 8,000."
    )
    assert favour_sentence(most, schedule) == "C1 pays 10,000, and no schedule lets it pay more."
    assert "at most 2,000 less" in favour_sentence(costly._replace(is_proven=False), schedule)
    unknown = Favoured("C1", None, None, is_proven=False)
    assert "One may still exist" in favour_sentence(unknown, schedule)
    none_yet = Schedule(schedule.assignments)
    assert "the present schedule is not the best" in favour_sentence(favour(PLAN, none_yet, "C1"), none_yet)


def test_that_the_command_tells_people_and_programs_the_same(run: Run, schedule: Schedule, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    write(State(PLAN, schedule), file)
    told, answered = run("favour", file, "C 2%"), run("favour", file, "C 2%", "--json")
    assert (told.code, answered.code) == (DONE, DONE)
    found = json.loads(answered.output)
    assert found["internal"]
    assert found["cost"] == 2_000
    assert found["sentence"] in told.output
    assert "C1: 10,000 → 0 (-10,000)" in told.output
    assert found["credits"][1] == {"credit": "C 2%", "before": 0, "after": 8_000}
    assert json.loads(run("favour", file, "C1", "--json").output)["credits"] is None


def test_that_a_credit_that_is_not_there_and_a_plan_without_dates_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    write(State(PLAN), file)
    wrong, early = run("favour", file, "C9"), run("favour", file, "C1")
    assert (wrong.code, early.code) == (UNUSABLE, UNUSABLE)
    assert "Its credits: C1, C 2%" in wrong.errors
    assert "no schedule yet" in early.errors


def test_that_a_link_asks_and_the_answer_stands_until_the_state_is_another(favouring: Favouring, qtbot: QtBot) -> None:
    asking = favouring.html("C 2%")
    link = QUrl(asking.split('href="')[1].split('"')[0])
    with qtbot.waitSignals([favouring.changed, favouring.changed], timeout=20_000):
        favouring.follow(link)
        assert "Stop" in favouring.html("C 2%")
        assert "Stop" not in favouring.html("C1")
    assert "2,000 less" in favouring.html("C 2%")
    assert "Ask what more" in favouring.html("C1")
    document = favouring._document  # noqa: SLF001 - the test's own
    document.apply_plan("Other", a_plan(credits=(a_credit("C1"), a_credit("C 2%"))))
    assert favouring.answer("C 2%") is None
    document.undo_stack.undo()
    assert favouring.answer("C 2%") is not None
    document.apply_plan("Keep", keep_scenario(document.plan, "Before", document.state))
    assert favouring.answer("C 2%") is not None


def test_that_a_question_is_stopped_and_then_is_as_if_not_asked(
    favouring: Favouring, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = Event()

    def endless(_plan: Plan, _schedule: Schedule, credit: str, *, seconds: float, cancel: Cancel) -> Favoured:
        del seconds
        began.set()
        while not cancel.is_requested:
            pass
        return Favoured(credit, None, None, is_proven=False)

    monkeypatch.setattr(solver.favour, "favour", endless)
    favouring.ask("C1")
    qtbot.waitUntil(began.is_set)
    with qtbot.waitSignal(favouring.changed, timeout=20_000):
        favouring.follow(QUrl("stop-favour:"))
    assert not favouring.is_running
    assert favouring.answer("C1") is None
    assert "Ask what more" in favouring.html("C1")


def test_that_what_goes_wrong_is_told_and_the_next_question_can_be_asked(
    favouring: Favouring, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Favoured:
        raise RuntimeError("No room left.")

    monkeypatch.setattr(solver.favour, "favour", broken)
    with qtbot.waitSignal(favouring.told, timeout=20_000) as told:
        favouring.ask("C1")
    assert "No room left." in told.args[0]
    assert not favouring.is_running


def test_that_the_inspector_of_a_credit_asks_and_answers(qtbot: QtBot, window: MainWindow) -> None:
    window.selection.select(("credit", "C1"))
    assert "Could it pay more?" not in window.inspector.toPlainText()
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()
    window.solving.panel.accept.click()
    assert "Ask what more of it would cost" in window.inspector.toPlainText()
    window.inspector.anchorClicked.emit(QUrl("ask-favour:C1"))
    qtbot.waitUntil(lambda: "no schedule lets it pay more" in window.inspector.toPlainText(), timeout=20_000)


def test_that_nothing_more_is_offered_of_a_credit_that_is_planned_whole(schedule: Schedule) -> None:
    whole = Schedule(schedule.assignments, (Claim("P1", "C1", PLAN.credit["C1"].face),))
    asked = Favouring(Document(State(PLAN, whole)))
    assert asked.html("C1") == ""
    assert "0 of 50,000 is planned." in asked.html("C 2%")
