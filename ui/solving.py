"""Solving from the window: start, watch, stop, then accept or discard what was found."""

from typing import NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from planner.damage import damage
from planner.funding.ladder import Best
from planner.plan import Plan, State
from planner.scenarios import is_same_rollout
from solver.best import best_known
from solver.result import Progress, SolveResult, Status
from solver.settings import STAGES, Aim, Objective, Settings, aims, objective_words, read_objective
from ui.document import Document
from ui.panels.damage_words import damage_html
from ui.panels.solve_panel import SolvePanel
from ui.panels.stage_words import STAGE_WORDS, open_aims
from ui.settled import total
from ui.solver_runner import SolverRunner
from ui.wording import seconds_words

FEWEST_MOVES: Objective = "fewest-moves"
OWN_ORDER = "Own order of aims …"
OBJECTIVES: dict[str, Objective | None] = {
    "Most funding, then least cost": "funding",
    "Least net cost": "net-cost",
    "Most expected funding": "expected",
    "Earliest finish": "finish",
    "Most funding, then fewest moves": FEWEST_MOVES,
    OWN_ORDER: None,
}
"""What can be solved for, as the window calls it; None is what the user arranged."""

MOST_FUNDING = Aim("funding")
AIMS_KEY = "solve/aims"
MOST_RUNS = 12
"""Solves of a session that are kept to choose from."""

STATUS_WORDS: dict[Status, str] = {
    "OPTIMAL": "Proven optimal",
    "FEASIBLE": "Best so far",
    "INFEASIBLE": "Impossible, proven",
    "UNKNOWN": "No schedule found",
}


class Run(NamedTuple):
    """A solve of this session, with what it told on its way."""

    result: SolveResult
    told: tuple[Progress, ...]


class Solving(QObject):
    """A solve of the document's plan, its panel, what became of its result, and the solves before it.

    settings: where the user's own order of aims is remembered; None remembers nothing.

    Signals:
        status_changed(sentence): what the solver does or did, in a few words.
        running_changed(is_running): a solve began or ended.
        ended(): the result was accepted or discarded.
        arranging(): the user wants to arrange the aims.
    """

    status_changed = Signal(str)
    running_changed = Signal(bool)
    ended = Signal()
    arranging = Signal()

    def __init__(self, document: Document, window: QWidget, settings: QSettings | None = None) -> None:
        super().__init__(window)
        self._settings = settings
        self.panel = SolvePanel()
        self.runner = SolverRunner(self)
        self._document = document
        self._result: SolveResult | None = None
        self._most_funding: SolveResult | None = None
        self._runs: list[Run] = []
        self._solved = document.plan
        self._agreed = document.state
        self._aims = remembered_aims(settings)
        document.changed.connect(lambda _before, after: self._follow(after.plan))
        document.opened.connect(self._forget)
        document.file_changed.connect(self._agree)
        self.panel.chosen.connect(self._choose)
        self.panel.arranged.connect(self._arrange)
        self.panel.shown.connect(self._show_history)
        self.runner.started.connect(self._on_started)
        self.runner.progressed.connect(self._on_progress)
        self.runner.solved.connect(self._on_solved)
        self.runner.failed.connect(self._on_failed)
        self.panel.stop_requested.connect(self.runner.stop)
        self.panel.accepted.connect(self.accept)
        self.panel.discarded.connect(self.discard)

    def start(self, objective: str) -> None:
        """Solve the present plan on a worker; the present schedule is where it begins."""
        self._result = None
        self._solved = self._document.plan
        aimed_at = OBJECTIVES[objective] or self._aims
        self.runner.start(self._document.plan, Settings(objective=aimed_at), self._document.state.schedule)

    def replan(self) -> None:
        """Plan anew after a change: the most funding, then the fewest moves from the present schedule."""
        self.start("Most funding, then fewest moves")

    def show_found(self, result: SolveResult) -> None:
        """Show a schedule that was found elsewhere, to accept or discard; not while a solve runs."""
        if not self.runner.is_running:
            self._result = result
            self._runs = [*self._runs, Run(result, ())][-MOST_RUNS:]
            self.panel.show_result(result, self._document.state, ())
            self._show_history()
            self.status_changed.emit("")

    def choose_objective(self, objective: str) -> None:
        """Let the user arrange the aims where none of the usual objectives is wanted."""
        is_own = OBJECTIVES[objective] is None
        self.panel.show_aims(self._aims if is_own else None)
        if is_own:
            self.arranging.emit()

    @property
    def is_waiting(self) -> bool:
        """Whether a result waits for what becomes of it."""
        return self._result is not None

    @property
    def is_acceptable(self) -> bool:
        """Whether a schedule was found for the present plan, and waits."""
        result = self._result
        if result is None or result.schedule is None:
            return False
        return is_same_rollout(result.plan, self._document.plan)

    def accept(self) -> None:
        """Make the found schedule the present one, as an undoable step; not if it is for an earlier plan."""
        result = self._result
        if result is None or not self.is_acceptable:
            return
        self._result = None
        self._document.apply("Accept schedule", State(self._document.plan, result.schedule))
        self._agreed = self._document.state
        self._leave()

    def discard(self) -> None:
        """Leave what was found among the solves of this session."""
        self._result = None
        self.status_changed.emit("")
        self._leave()

    def _forget(self) -> None:
        """What was found for another rollout means nothing for this one."""
        self._result, self._most_funding, self._runs = None, None, []
        self.panel.show_nothing("Solve (F5) finds the best schedule.")

    def _leave(self) -> None:
        self.panel.show_nothing("Choose a solve of this session to see it again.")
        self._show_history()
        self.ended.emit()

    def _choose(self, number: int) -> None:
        """Show a solve of this session again, unless another one runs."""
        if not self.runner.is_running:
            self._result, told = self._runs[number]
            self.panel.show_result(self._result, self._document.state, told, self._damage(self._result))

    def _arrange(self, arranged: tuple[Aim, ...]) -> None:
        self._aims = arranged
        if self._settings is not None:
            self._settings.setValue(AIMS_KEY, aims_words(arranged))

    def best(self) -> Best | None:
        """The most funding that the last solve of this plan found; None if it was for another plan.

        Pins are the planner's own choice and not the plan's: what a solve found without them stays known.
        """
        result = self._most_funding
        if result is None or not is_same_but_for_pins(result.plan, self._document.plan):
            return None
        return best_known(result)

    @property
    def is_best_without_pins(self) -> bool:
        """Whether the best that is known was found without the pins of the present plan, and by no solve with them."""
        found, present = self._most_funding, self._document.plan
        if found is None or found.schedule is None or found.plan.pins or not present.pins:
            return False
        with_pins = (run.result for run in self._runs if is_same_rollout(run.result.plan, present))
        reached = (total(each.schedule.claims) for each in with_pins if each.schedule is not None)
        return max(reached, default=0) < total(found.schedule.claims)

    def _follow(self, plan: Plan) -> None:
        """What was told of another plan is no longer told of this one."""
        if not self.runner.is_running and not is_same_rollout(self._solved, plan):
            self.status_changed.emit("")
        self._show_result()

    def _show_result(self) -> None:
        if self._result is not None:
            self.panel.show_result(self._result, self._document.state, preface=self._damage(self._result))
        self._show_history()

    def _damage(self, result: SolveResult) -> str:
        """What a change did since the schedule was opened, saved or accepted; of a plan that was planned anew only."""
        now = self._document.state
        if result.schedule is None or result.objective != FEWEST_MOVES or not is_same_rollout(result.plan, now.plan):
            return ""
        return damage_html(damage(self._agreed, now, result.schedule))

    def _agree(self) -> None:
        """What is saved counts as agreed, and so does what was opened."""
        if self._document.is_saved:
            self._agreed = self._document.state

    def _show_history(self) -> None:
        """Only while somebody sees it, as each solve is compared with the present State."""
        if self.panel.isVisible():
            self.panel.show_history([run.result for run in self._runs], self._document.state, self._result)

    def _on_started(self) -> None:
        self.panel.show_started()
        self.status_changed.emit("Solving …")
        self.running_changed.emit(True)  # noqa: FBT003 - Qt takes no keyword

    def _on_progress(self, progress: Progress) -> None:
        if self.runner.is_running:  # a late word of a solve that has ended
            self.panel.show_progress(self._solved, progress)

    def _on_solved(self, result: SolveResult) -> None:
        self._result = result
        self._runs = [*self._runs, Run(result, self.panel.told)][-MOST_RUNS:]
        if aims(result.objective)[0] == MOST_FUNDING and (not result.plan.pins or self.best() is None):
            self._most_funding = result
        self.status_changed.emit(f"{status_words(result)} in {seconds_words(result.seconds)}")
        self.running_changed.emit(False)  # noqa: FBT003
        self._show_result()

    def _on_failed(self, message: str) -> None:
        self.status_changed.emit("")
        self.running_changed.emit(False)  # noqa: FBT003
        self.panel.show_failure(message)


def status_words(result: SolveResult) -> str:
    """How a solve ended, in few words: where only later aims are open, that the first is proven."""
    is_first_proven = result.status == "FEASIBLE" and open_aims(result)
    return f"{STAGE_WORDS[result.stages[0].name]} proven" if is_first_proven else STATUS_WORDS[result.status]


def aims_words(arranged: tuple[Aim, ...]) -> str:
    """The words that are read as these aims; one that is also the name of a usual objective says its tolerance."""
    words = objective_words(arranged)
    return f"{words}:0%" if words in STAGES else words


def remembered_aims(settings: QSettings | None) -> tuple[Aim, ...]:
    """The order of aims that the user arranged last, or the usual one."""
    words = str(settings.value(AIMS_KEY, "")) if settings is not None else ""
    try:
        return aims(read_objective(words))
    except ValueError:
        return aims("funding")


def is_same_but_for_pins(solved: Plan, present: Plan) -> bool:
    """Whether what a solve found is the best for the present plan, or for the present plan without its pins."""
    are_pins_kept = not solved.pins or solved.pins is present.pins
    return are_pins_kept and is_same_rollout(replace(solved, pins=present.pins), present)
