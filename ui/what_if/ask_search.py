"""Working out from the window what to negotiate: behind it, row by row, with a cancel; kept for its plan."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.funding.ask_words import ask_words
from planner.funding.asks import Ask, with_ask
from planner.negotiating import with_ask_as_scenario
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.scenarios import free_name, is_same_rollout, keep_scenario
from solver.cancel import Cancel
from ui.background import Cancellable, OneAtATime
from ui.document import Document
from ui.step_words import ask_words_in_step

if TYPE_CHECKING:
    from solver.asks.bundles import Bundle
    from solver.asks.crew import Crew
    from solver.asks.sweep import Swept

SECONDS = 20.0
"""For one ask; a bundle and a scenario may take three times as long."""
SIZES = (2, 3)


def _local_processes() -> "AbstractContextManager[Crew]":
    from solver.asks.crew import local_processes  # OR-Tools takes half a second to import

    return local_processes()


class AskSearch(Cancellable):
    """One search at a time, of the State that was at work when it began; and one scenario at a time.

    bundle_at_work, bundle_reached: the size of the bundle that is looked for, and the most funding with the best so far
    and with any; None while unknown. crew: who works on it; processes of this machine unless a test says otherwise.

    Signals:
        changed(): it began, found something, or ended.
        told(sentence): what went wrong, or what was done, for the status line.
    """

    changed = Signal()
    told = Signal(str)
    _swept = Signal(object)
    _bundled = Signal(int, object)
    _began_bundle = Signal(int)
    _bundle_reported = Signal(object, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._solve, self._solve_cancel = OneAtATime(self), Cancel()
        self._state: State | None = None
        self.crew: Callable[[], AbstractContextManager[Crew]] = _local_processes
        self.swept: Swept | None = None
        self.bundles: dict[int, Bundle | None] = {}
        self.bundle_at_work: int | None = None
        self.bundle_reached: tuple[int | None, int | None] = (None, None)
        self.was_stopped = False
        self._swept.connect(self._take)
        self._began_bundle.connect(self._begin_bundle)
        self._bundled.connect(self._take_bundle)
        self._bundle_reported.connect(self._take_report)

    @property
    def is_trying(self) -> bool:
        """Whether a scenario is being solved."""
        return self._solve.is_running

    @property
    def state(self) -> State | None:
        """The State that the answers are about; None before the first search."""
        return self._state

    @property
    def is_present(self) -> bool:
        """Whether the answers are about the plan at work."""
        return self._state is not None and is_same_rollout(self._state.plan, self._document.plan)

    def start(self) -> None:
        """Work out all asks of the plan at work; does nothing while another search runs."""
        if self._work.is_running:
            return
        crew, self._state = self.crew, self._document.state
        self.swept, self.bundles, self.bundle_at_work, self.was_stopped = None, {}, None, False
        plan, present = self._state.plan, self._state.schedule

        def work(cancel: Cancel) -> object:
            from solver.asks.bundles import best_bundle
            from solver.asks.sweep import BASE_TIMES, sweep
            from solver.asks.worth import Limits

            last: Swept | None = None
            with crew() as working:
                for swept in sweep(plan, working, hint=present, seconds=SECONDS, cancel=cancel):
                    last = swept
                    self._swept.emit(swept)
            for size in SIZES if last is not None else ():
                if last is None or cancel.is_requested:
                    break
                self._began_bundle.emit(size)
                limits, listed = Limits(BASE_TIMES * SECONDS, os.cpu_count() or 1, cancel), last.worths
                report = self._bundle_reported.emit
                found = best_bundle(last.base, [worth.ask for worth in listed], size, limits, report)
                self._bundled.emit(size, found)
            return None

        self._begin(
            work, lambda _: self._on_ended(""), lambda why: self._on_ended(f"The asks could not be worked out. {why}")
        )
        self.changed.emit()

    def stop(self) -> None:
        """End the search; what is proven stays."""
        self.was_stopped = self.was_stopped or self.is_running
        super().stop()

    def finish(self) -> None:
        """Stop everything and wait, before the window closes."""
        self._solve_cancel.request()
        super().finish()
        self._solve.finish()

    def forget(self) -> None:
        """What was found for another rollout means nothing for this one."""
        self.stop()
        self._solve_cancel.request()
        self._state, self.swept, self.bundles, self.bundle_at_work = None, None, {}, None
        self.changed.emit()

    def try_out(self, ask: Ask) -> None:
        """Solve the plan at work with the ask granted, and keep it as a scenario; does nothing while one is solved."""
        if self._solve.is_running:
            return
        state, cancel = self._document.state, Cancel()
        self._solve_cancel = cancel

        def work() -> object:
            from solver.settings import Settings
            from solver.solve import solve

            settings = Settings(time_limit=3 * SECONDS)
            return solve(with_ask(state.plan, ask), settings, hint=state.schedule, cancel=cancel).schedule

        self._solve.start(
            work,
            lambda schedule: self._keep(state, ask, schedule),
            lambda why: self._end_solve(f"{ask.id} could not be tried out. {why}"),
        )
        self.changed.emit()

    def _keep(self, state: State, ask: Ask, schedule: Schedule | None) -> None:
        """The scenario is of the plan that was solved; the plan at work may have gone on meanwhile."""
        if self._solve_cancel.is_requested:
            self._end_solve("")
            return
        kept = with_ask_as_scenario(state, ask, schedule).scenarios[-1]
        now, words = self._document.state, ask_words(state.plan, state.schedule, ask)
        plan = keep_scenario(now.plan, free_name(now.plan, kept.name), State(kept.plan, kept.schedule))
        self._document.apply(ask_words_in_step("Try out", words), State(plan, now.schedule))
        self._end_solve(f"Kept as the scenario {plan.scenarios[-1].name}.")

    def _end_solve(self, said: str) -> None:
        if said:
            self.told.emit(said)
        self.changed.emit()

    def _take(self, swept: "Swept") -> None:
        if self._state is not None:  # else a late word of a search that was forgotten
            self.swept = swept
            self.changed.emit()

    def _begin_bundle(self, size: int) -> None:
        self.bundle_at_work, self.bundle_reached = size, (None, None)
        self.changed.emit()

    def _take_report(self, value: int | None, bound: int | None) -> None:
        """The most funding of the best bundle so far, and what none reaches more than."""
        self.bundle_reached = value, bound
        self.changed.emit()

    def _take_bundle(self, size: int, bundle: "Bundle | None") -> None:
        if self._state is not None:
            self.bundles = {**self.bundles, size: bundle}
            self.changed.emit()

    def _on_ended(self, said: str) -> None:
        self.bundle_at_work = None
        if said:
            self.told.emit(said)
        self.changed.emit()
