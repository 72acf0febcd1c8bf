"""A solve brought into sight, for ``tests.screenshots``: while it runs, stopped, solved to its end, and a clash."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication

from planner.edits import change_phase
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.audit import price
from solver.cancel import Cancel
from solver.result import Progress, SolveResult, Stage
from solver.settings import Settings, aims
from tests.pictured_window import Shot, solved_by
from ui.main_window import MainWindow

LOW, WINDOW = (1_280, 720), (1_440, 900)
SOLVED_MILLISECONDS = 8_000
PAUSE_SECONDS = 0.01
SOONER_DAYS = 7
"""How much later a phase lies before it is solved for again, so that there is a difference to tell of."""
FUNDING_ON_THE_WAY = ((0.6, 0.55), (1.5, 0.8), (3.1, 0.94), (4.4, 1.0))
"""Seconds, and the part of the present funding that is found by then."""
BOUNDS_ON_THE_WAY = ((0.6, 1.22), (2.2, 1.11), (4.4, 1.0))
COST_ON_THE_WAY = ((6.2, 1.12, 0.82), (7.9, 1.05, 0.9), (9.4, 1.0, 0.94))
"""Seconds, and the parts of the present net cost that are found and that none is below."""


def solving(window: MainWindow, phase: str) -> Iterator[Shot]:
    """Each state of a solve. phase: one that may be given a deadline which it cannot keep."""
    panel = window.solving.panel
    window.toolbar.objective.setCurrentIndex(window.toolbar.objective.count() - 1)
    yield "solve-aims", window
    window.toolbar.objective.setCurrentIndex(0)
    yield from _running(window)
    panel.discard.click()
    window.show_panel(panel)
    yield "solve-history", window
    _move_a_phase(window)
    window.actions_.solve.trigger()
    solved_by(window, SOLVED_MILLISECONDS)
    yield "solve-result", window
    window.resize(*LOW)
    yield "low-solve-result", window
    window.toolbar.objective.setCurrentIndex(window.toolbar.objective.count() - 1)
    yield "low-solve-aims", window
    window.toolbar.objective.setCurrentIndex(0)
    panel.discard.click()
    window.document.undo_stack.undo()
    window.resize(*WINDOW)
    yield from _clashing(window, phase)


def _running(window: MainWindow) -> Iterator[Shot]:
    """A solve that tells what it is told to tell, word by word as a long one does, and is then stopped."""
    words = told_on_the_way(window.document.state)
    told: list[Progress] = []
    may_tell = 0

    def solve(
        plan: Plan,
        settings: Settings,
        *,
        hint: Schedule,
        on_progress: Callable[[Progress], None],
        cancel: Cancel,
    ) -> SolveResult:
        while not cancel.is_requested:
            if len(told) < may_tell:
                told.append(words[len(told)])
                on_progress(told[-1])
            time.sleep(PAUSE_SECONDS)
        return _stopped(plan, settings, hint, told[-1])

    runner = window.solving.runner
    heard: list[object] = []
    runner.progressed.connect(heard.append)
    with patch("solver.solve.solve", solve), patch("ui.solver_runner.LEAST_SECONDS_BETWEEN", 0.0):
        window.actions_.solve.trigger()
        yield "solve-preparing", window
        for name, may_tell in (("first", 3), ("running", len(words))):
            while len(heard) < may_tell:
                QCoreApplication.processEvents()
            yield f"solve-{name}", window
        window.solving.panel.stop.click()
        solved_by(window, SOLVED_MILLISECONDS)
    runner.progressed.disconnect(heard.append)
    yield "solve-stopped", window


def told_on_the_way(state: State) -> tuple[Progress, ...]:
    """What a solve that ends at the present schedule might tell: the funding proven, the cost not yet."""
    assert state.schedule is not None
    reached = price(state.plan, state.schedule)
    funding, cost = reached["funding"], reached["net_cost"]
    moments = sorted({seconds for seconds, _ in (*FUNDING_ON_THE_WAY, *BOUNDS_ON_THE_WAY)})
    first = [
        Progress(
            "funding", 1, 3, _at(FUNDING_ON_THE_WAY, moment, funding), _at(BOUNDS_ON_THE_WAY, moment, funding), moment
        )
        for moment in moments
    ]
    second = [
        Progress("net_cost", 2, 3, round(cost * best), round(cost * bound), seconds)
        for seconds, best, bound in COST_ON_THE_WAY
    ]
    before = Progress("funding", 1, 3, None, None, 0.2)
    return (before, *first, *second)


def _at(parts: tuple[tuple[float, float], ...], moment: float, whole: int) -> int:
    return round(whole * max(parts, key=lambda each: (each[0] <= moment, each[0]))[1])


def _stopped(plan: Plan, settings: Settings, schedule: Schedule, last: Progress) -> SolveResult:
    """What comes back when the present schedule is the best that was found."""
    reached = price(plan, schedule, schedule)
    stages = tuple(
        Stage(
            aim.term,
            reached[aim.term],
            reached[aim.term] if number < last.number else last.bound if number == last.number else None,
            "OPTIMAL" if number < last.number else "FEASIBLE",
            last.seconds,
        )
        for number, aim in enumerate(aims(settings.objective), 1)
    )
    return SolveResult(plan, settings.objective, "FEASIBLE", stages, schedule, last.seconds, 0.6)


def _move_a_phase(window: MainWindow) -> None:
    """Make the present schedule worse, so that what is found differs."""
    first = min(window.document.schedule.assignments, key=lambda run: run.start)
    window.selection.select(("phase", first.phase))
    for _ in range(SOONER_DAYS):
        window.actions_.move_later.trigger()


def _clashing(window: MainWindow, phase: str) -> Iterator[Shot]:
    """What a solve says of a deadline that cannot be met."""
    document = window.document
    plan = document.plan
    document.apply_plan("Ask too much", change_phase(plan, phase, deadline=plan.start + timedelta(days=1)))
    window.actions_.solve.trigger()
    solved_by(window, SOLVED_MILLISECONDS)
    yield "solve-clash", window
    window.solving.panel.discard.click()
    document.undo_stack.undo()
