"""Risk behind the window: runs and safer schedules on a worker, with a cancel, kept with the State they are about."""

from collections.abc import Callable
from operator import is_not
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from planner.funding.risk_figures import RiskFigures
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.scenarios import is_same_rollout, is_same_work
from solver.cancel import Cancel, Cancelled
from ui.account.content import Content
from ui.background import Cancellable
from ui.document import Document
from ui.rich_text import paragraph
from ui.risk.risk_page import INTERNAL, risk_page
from ui.risk.risk_panel import RiskPanel
from ui.theme import tokens
from ui.wording import counted, money

if TYPE_CHECKING:
    from solver.risk.safer import Safer

SAFER_SECONDS = 60.0
"""How long a safer schedule may be looked for; it can be stopped before."""
NO_SCHEDULE = "Nothing has dates yet, so nothing can slip. Solve first (F5)."
NOT_ASKED = (
    "How surely does each credit pay when work takes longer than planned? The schedule is run many times, every phase "
    "taking its chances between its best and worst days; whoever waits for it moves later."
)


class Answer(NamedTuple):
    """What is known of a State. safer: None where that was not asked for, or was stopped before."""

    state: State
    figures: RiskFigures
    safer: "Safer | None" = None

    @property
    def better(self) -> Schedule | None:
        """The safer schedule, if there is one."""
        return self.safer.best.schedule if self.safer is not None and self.safer.is_better else None


class Risking(Cancellable):
    """One piece of work at a time, about the State that was present when it was asked for.

    Signals:
        changed(): something was asked, answered or stopped.
        told(sentence): what went wrong, for the status line.
    """

    changed = Signal()
    told = Signal(str)
    _progressed = Signal(int, int, str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._panel: RiskPanel | None = None
        self._answer: Answer | None = None
        self._shown: tuple[object, ...] = ()
        document.changed.connect(lambda _before, _after: self._show())
        document.opened.connect(self._forget)
        self._progressed.connect(self._show_progress)

    @property
    def answer(self) -> Answer | None:
        """What was found last, whatever became of the plan since."""
        return self._answer

    @property
    def is_present(self) -> bool:
        """Whether what was found last is about what is open now."""
        return self._answer is not None and is_same_work(self._answer.state, self._document.state)

    def panel(self) -> RiskPanel:
        """Made when first asked for, so that the window opens at once."""
        if self._panel is None:
            self._panel = RiskPanel()
            self._panel.runs_asked.connect(self.run)
            self._panel.safer_asked.connect(self.look_for_safer)
            self._panel.stopped.connect(self.stop)
            self._panel.taken.connect(self.take)
            self._show()
        return self._panel

    def run(self) -> None:
        """Run the present schedule; does nothing while other work runs, or without a schedule."""

        def work(state: State, schedule: Schedule, cancel: Cancel) -> Answer:
            from solver.risk.simulate import simulate  # numpy and OR-Tools take half a second to import

            return Answer(state, simulate(state.plan, schedule, on_figures=self._tell_runs, cancel=cancel))

        self._ask(work)

    def look_for_safer(self) -> None:
        """Look for a safer schedule, after running the present one if that was not done."""
        known = self._answer.figures if self._answer is not None and self.is_present else None

        def work(state: State, schedule: Schedule, cancel: Cancel) -> Answer:
            from solver.risk.safer import safer
            from solver.risk.simulate import simulate

            figures = known or simulate(state.plan, schedule, on_figures=self._tell_runs, cancel=cancel)
            try:
                found = safer(state.plan, schedule, seconds=SAFER_SECONDS, on_safer=self._tell_ways, cancel=cancel)
            except Cancelled:
                return Answer(state, figures)
            return Answer(state, figures, found)

        self._ask(work)

    def take(self) -> None:
        """Make the safer schedule the present one, as an undoable step; not if it is for an earlier plan."""
        answer, present = self._answer, self._document.plan
        if answer is not None and answer.better is not None and is_same_rollout(answer.state.plan, present):
            self._document.apply("Take safer schedule", State(present, answer.better))

    def _ask(self, work: Callable[[State, Schedule, Cancel], Answer]) -> None:
        state = self._document.state
        schedule = state.schedule
        if self._work.is_running or schedule is None or not schedule.assignments:
            return

        def until_stopped(cancel: Cancel) -> Answer | None:
            try:
                return work(state, schedule, cancel)
            except Cancelled:  # before anything was known
                return None

        self._begin(until_stopped, self._on_answered, self._on_failed)
        self._show()
        self._show_progress(0, 0, "Preparing …")
        self.changed.emit()

    def _tell_runs(self, found: RiskFigures) -> None:
        """Runs on the worker; a signal brings it to the window's thread."""
        self._progressed.emit(found.runs, found.asked, f"{money(found.runs)} of {money(found.asked)} runs")

    def _tell_ways(self, found: "Safer") -> None:
        best = money(round(found.best.mean))
        words = f"{found.done} of {counted(found.ways, 'way')} tried; {best} paid in the mean of the best so far"
        self._progressed.emit(found.done, found.ways, words)

    def _on_answered(self, found: Answer | None) -> None:
        self._answer = found or self._answer
        self._show()
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.told.emit(f"The risk could not be found out. {message}")
        self._show()
        self.changed.emit()

    def _forget(self) -> None:
        """What was found for another rollout means nothing for this one."""
        self.stop()
        self._answer = None
        self._show()

    # Showing

    def _show_progress(self, done: int, of: int, words: str) -> None:
        if self._panel is not None and self.is_running:
            self._panel.show_progress(done, of, words)

    def _show(self) -> None:
        """Offer what can be done now, and tell what is known; what stays as it is is not drawn again."""
        panel, answer, document = self._panel, self._answer, self._document
        if panel is None:
            return
        has_dates = bool(document.schedule.assignments)
        is_of_this = answer is not None and is_same_rollout(answer.state.plan, document.plan)
        better = answer.better if answer is not None and is_of_this else None
        may_take = better is not None and better.assignments != document.schedule.assignments
        panel.show_running(is_running=self.is_running, may_run=has_dates, may_take=may_take)
        shown = (answer, self.is_present, has_dates, tokens())
        if len(self._shown) != len(shown) or any(map(is_not, shown, self._shown)):
            self._shown = shown
            panel.show_content(self._content(has_dates=has_dates))

    def _content(self, *, has_dates: bool) -> Content:
        colours, answer = tokens(), self._answer
        if answer is None:
            words = paragraph(NOT_ASKED if has_dates else NO_SCHEDULE, colours.dim)
            return Content(paragraph(INTERNAL, colours.risk) + words)
        return risk_page(answer.state.plan, answer.figures, answer.safer, colours, is_present=self.is_present)
