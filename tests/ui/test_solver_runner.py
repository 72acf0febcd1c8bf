"""Solving behind the window: it tells, stops, and leaves no thread."""

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

import solver.solve
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.result import Progress, SolveResult
from solver.settings import Settings
from tests.builders import a_plan
from ui.solver_runner import SolverRunner


@pytest.fixture
def runner(qtbot: QtBot) -> SolverRunner:  # noqa: ARG001 - Qt's signals need its application
    return SolverRunner()


def test_that_a_solve_ends_with_its_result_and_no_thread(qtbot: QtBot, runner: SolverRunner, small: Plan) -> None:
    told: list[Progress] = []
    runner.progressed.connect(told.append)
    with qtbot.waitSignal(runner.solved, timeout=20_000) as solved:
        runner.start(small, Settings(workers=1), None)
        assert runner.is_running
    (result,) = solved.args or [None]
    assert isinstance(result, SolveResult)
    assert (result.plan is small, result.stages[0].value, runner.is_running) == (True, 70_000, False)
    assert {progress.stage for progress in told} == {"funding", "net_cost", "finishes"}
    assert not any(thread.name == "cancel" for thread in threading.enumerate())
    assert not any(child.isRunning() for child in runner.findChildren(QThread))


def test_that_stopping_keeps_the_best_so_far(
    qtbot: QtBot, runner: SolverRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(plan: Plan, settings: Settings, *, cancel: Cancel, **_: object) -> SolveResult:
        while not cancel.is_requested:
            pass
        return SolveResult(plan, settings.objective, "FEASIBLE", (), Schedule(()), 0.0, 0.0)

    monkeypatch.setattr(solver.solve, "solve", endless)
    with qtbot.waitSignal(runner.solved, timeout=20_000) as solved:
        runner.start(a_plan(), Settings(), None)
        runner.stop()
    assert solved.args is not None
    assert solved.args[0].status == "FEASIBLE"


def test_that_a_solver_that_breaks_is_told_in_words_and_can_be_started_again(
    qtbot: QtBot, runner: SolverRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> SolveResult:
        raise RuntimeError("no more memory")

    with monkeypatch.context() as patch:
        patch.setattr(solver.solve, "solve", broken)
        with qtbot.waitSignal(runner.failed, timeout=20_000) as failed:
            runner.start(a_plan(), Settings(), None)
    assert failed.args == ["no more memory"]
    with qtbot.waitSignal(runner.solved, timeout=20_000):
        runner.start(a_plan(), Settings(workers=1), None)


def test_that_finishing_waits_for_the_thread(runner: SolverRunner, medium: Plan) -> None:
    runner.start(medium, Settings(), None)
    runner.finish()
    assert not runner.is_running
