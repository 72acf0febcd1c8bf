"""A solve while it runs, and what it found against what is there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from planner.demands import work_sentence
from planner.funding.ledgers import funding_ledger
from planner.plan import Plan, State
from planner.rollout.difference import Difference, difference
from planner.rollout.schedule import Assignment, Schedule
from planner.scenarios import is_same_rollout
from solver.result import Conflict, Progress, SolveResult, Stage
from solver.settings import Aim, aims
from ui.fields.style import let_stand_out
from ui.panels.aims_editor import AimsEditor
from ui.panels.progress_chart import ProgressChart, completed, told_words
from ui.panels.solve_history import SolveHistory, gains_nothing
from ui.panels.stage_words import DAY_COUNTS, STAGE_WORDS, SUMS, figure_words, open_aims
from ui.rich_text import heading, paragraph, rows
from ui.theme import tokens
from ui.wording import day, in_words, money, percent, seconds_words, short_day, signed_money

GAP_STEPS = 1_000
HISTORY_PART = 3
"""The solves of this session have at most one in so many parts of the panel's height."""
NO_BETTER = "It is no better: the present schedule reaches every aim as well."
MOST_NAMED = 6
"""Phases of a conflict that the headline names one by one."""
ROOM_FOR_KEY = 500
ROOM_FOR_CHART = 580
"""Beside the list of aims the chart needs a panel that is at least so high; its words tell the same in less room."""
BASIS_POINTS = 10_000
CHART_KEY = "Solid: best so far. Dashed: none is better. Dot: proven."
DIFFERENCE, CONFLICT = "Difference to the present schedule", "What clashes"


class SolvePanel(QWidget):
    """Progress with incumbent, bound and stage; then the difference, to accept or discard.

    Signals:
        stop_requested(): end the solve and keep its best.
        accepted(): the found schedule shall be the present one.
        discarded(): it shall be forgotten.
        chosen(number): an earlier solve of this session shall be shown, counted from 0.
        arranged(aims): the user arranged the aims.
        shown(): the panel came to the front.
    """

    stop_requested = Signal()
    accepted = Signal()
    discarded = Signal()
    chosen = Signal(int)
    arranged = Signal(object)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Solve")
        self.headline, self.bar, self.details = QLabel(), QProgressBar(), QTextBrowser()
        self.headline.setWordWrap(True)
        self.bar.setAccessibleName("Progress of the solve")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.details.document().setDocumentMargin(0)
        self.details.setAccessibleName(DIFFERENCE)
        self.stop, self.accept, self.discard = QPushButton("Stop"), QPushButton("Accept"), QPushButton("Discard")
        self.accept.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self.chart, self.chart_key, self.chart_words = ProgressChart(), QLabel(CHART_KEY), QLabel()
        self.chart_key.setProperty("role", "caption")
        self.chart_key.setWordWrap(True)
        self.chart_words.setWordWrap(True)
        self.chart_words.setAccessibleName("The chart in words")
        self.history = SolveHistory()
        self.history.chosen.connect(self.chosen)
        self.aims = AimsEditor(aims("funding"))
        self.aims.changed.connect(self.arranged)
        self.aims.refused.connect(self._show_refusal)
        self.aims.hide()
        self.refusal = QLabel()
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._told: list[Progress] = []
        self.stop.clicked.connect(self.stop_requested)
        self.accept.clicked.connect(self.accepted)
        self.discard.clicked.connect(self.discarded)
        buttons = QHBoxLayout()
        for button in (self.accept, self.discard, self.stop):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        for widget in (self.aims, self.refusal, self.headline, self.bar):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self.chart)
        layout.addWidget(self.chart_key)
        layout.addWidget(self.chart_words)
        layout.addWidget(self.details, 1)
        layout.addStretch(0)
        layout.addWidget(self.history)
        self.history.hide()
        self.show_nothing("Solve (F5) finds the best schedule.")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._give_chart_room()

    def show_aims(self, arranged: tuple[Aim, ...] | None) -> None:
        """Show the list of aims for the user to arrange; None hides it."""
        self.aims.setVisible(arranged is not None)
        self.refusal.hide()
        if arranged is not None:
            self.aims.show_aims(arranged)
        self._give_chart_room()

    def show_history(self, results: Sequence[SolveResult], present: State, current: SolveResult | None) -> None:
        """Show the solves of this session against the present State."""
        self.history.show_results(results, present, current)
        self._give_history_room()

    def show_started(self) -> None:
        """That a solve has begun and has told nothing yet."""
        self._show_buttons(is_running=True)
        self.headline.setText("Preparing …")
        self.bar.setRange(0, 0)
        self._tell("")
        self._hide_chart()

    def show_progress(self, plan: Plan, progress: Progress) -> None:
        """Where the solve of the plan is; the bar is the closed part of the gap, and wanders while that is unknown."""
        self._show_buttons(is_running=True)
        stage = f"{STAGE_WORDS[progress.stage]} ({progress.number} of {progress.of})"
        figures = (
            None if figure is None else figure_words(plan, progress.stage, figure)
            for figure in (progress.incumbent, progress.bound)
        )
        reached, most = figures
        best = "no schedule yet" if reached is None else f"best {reached}"
        bound = "" if most is None or most == reached else f", none better than {most}{_apart(progress)}"
        self.headline.setText(f"{stage}: {best}{bound}, {progress.seconds:.0f} s")
        self.bar.setRange(0, 0 if progress.gap is None else GAP_STEPS)
        if progress.gap is not None:
            self.bar.setValue(round(GAP_STEPS * (1 - min(progress.gap, 1.0))))
        self._tell("")
        self._told.append(progress)
        self._show_chart(plan, self._told)

    def show_nothing(self, sentence: str) -> None:
        """That no solve runs and no result waits, with a sentence on what to do; solves of this session stay below."""
        self.headline.setText(sentence)
        for widget in (self.bar, self.stop, self.accept, self.discard):
            widget.hide()
        self._tell("")
        self._hide_chart()

    def show_result(
        self, result: SolveResult, present: State, told: Sequence[Progress] | None = None, preface: str = ""
    ) -> None:
        """What was found against what is there; a result for an earlier plan says so and cannot be accepted.

        told: what the solve told on its way, for the chart; None is what was told last. preface: HTML before the
        difference.
        """
        if told is not None:
            self._told = [*told]
        is_drawn = result.schedule is not None and not result.about  # else there is no way to a schedule to draw
        self._show_chart(result.plan, completed(self._told, result) if is_drawn else ())
        self._show_buttons(is_running=False)
        is_present = is_same_rollout(result.plan, present.plan)
        self.headline.setText(_headline(result, is_present=is_present))
        self.accept.setEnabled(result.schedule is not None and is_present)
        self.accept.setVisible(result.schedule is not None)
        is_idle = is_present and gains_nothing(result, present)
        let_stand_out(self.accept, is_primary=not is_idle)
        self.details.setAccessibleName(DIFFERENCE if result.conflict is None else CONFLICT)
        self._tell(preface + _details(result, present, is_idle=is_idle) if is_present else "")

    def show_failure(self, message: str) -> None:
        self._show_buttons(is_running=False)
        self.headline.setText(f"The solver broke off; the plan is untouched. {message}")
        self.accept.setEnabled(False)

    @property
    def told(self) -> tuple[Progress, ...]:
        """What the solve that is shown told on its way."""
        return tuple(self._told)

    def _show_chart(self, plan: Plan, told: Sequence[Progress]) -> None:
        """The way to a result of the plan, as it was told; none where nothing was."""
        self.chart.show_told(plan, told)
        self.chart_words.setText(told_words(plan, told))
        self.chart_words.setVisible(bool(told))
        self._give_chart_room()

    def _give_chart_room(self) -> None:
        """The chart, and what its lines mean, unless the panel is so low that it would have to grow."""
        has_room = self.aims.isHidden() or self.height() >= ROOM_FOR_CHART
        self.chart.setVisible(has_room and not self.chart.is_empty)
        self.chart_key.setVisible(not self.chart.isHidden() and self.height() >= ROOM_FOR_KEY)
        self._give_history_room()

    def _give_history_room(self) -> None:
        """A part of the panel, and no more than all else leaves over: what lies beyond the edge is not seen."""
        layout = self.layout()
        if layout is not None:  # else there is nothing in it yet
            taken = layout.minimumHeightForWidth(self.width())
            others = taken if self.history.isHidden() else taken - self.history.height()
            self.history.give_room(min(self.height() // HISTORY_PART, self.height() - others))

    def _tell(self, html: str) -> None:
        """Show what was found in detail; where there is nothing to tell, no empty list stays."""
        self.details.setHtml(html)
        self.details.setVisible(bool(html))
        self._give_history_room()

    def _hide_chart(self) -> None:
        self._told = []
        self.chart.show_nothing()
        self.chart_words.hide()
        self._give_chart_room()

    def _show_refusal(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setStyleSheet(f"color: {tokens().broken}")
        self.refusal.setVisible(bool(sentence))

    def _show_buttons(self, *, is_running: bool) -> None:
        self.bar.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.accept.setVisible(not is_running)
        self.discard.setVisible(not is_running)


def _apart(progress: Progress) -> str:
    """The gap of a sum; days counted from the plan's start have none that means anything to people."""
    is_told = progress.gap is not None and progress.stage in SUMS
    return f" ({percent(round((progress.gap or 0) * BASIS_POINTS))} apart)" if is_told else ""


def _headline(result: SolveResult, *, is_present: bool) -> str:
    if not is_present:
        return "This result is for an earlier plan; the plan was changed meanwhile. Solve again."
    if result.conflict is not None:
        return _clash(result.conflict)
    if result.status == "INFEASIBLE":
        return "No schedule keeps every link, window, freeze, pin and deadline. Loosen one of them."
    if result.about:
        return result.about
    if result.schedule is None:
        return "It was stopped, or its time was over, before a schedule was found. One may still exist."
    told = [_stage(stage) for stage in result.stages if stage.name not in DAY_COUNTS]
    if any(stage.name == "finish" for stage in result.stages):
        told.append(f"Finish: {day(funding_ledger(result.plan, result.schedule).finish)}.")
    return f"{_proof(result)} in {seconds_words(result.seconds)}. {' '.join(told)}"


def _proof(result: SolveResult) -> str:
    """What of it is proven: all, none, or all but some aims behind the first."""
    if result.status == "OPTIMAL":
        return "Proven"
    left = [STAGE_WORDS[term].lower() for term in open_aims(result)]
    return f"Proven but for {' and '.join(left)}," if left else "Best so far, not proven"


def _stage(stage: Stage) -> str:
    value = "–" if stage.value is None else money(stage.value)
    if stage.bound is None or stage.bound == stage.value:
        return f"{STAGE_WORDS[stage.name]}: {value}."
    if stage.status == "OPTIMAL":
        return f"{STAGE_WORDS[stage.name]}: {value}, within {percent(stage.tolerance)} of {money(stage.bound)}."
    return f"{STAGE_WORDS[stage.name]}: {value} (none better than {money(stage.bound)})."


def _clash(conflict: Conflict) -> str:
    phases, count = conflict.phases, len(conflict.demands)
    named = phases[0] if len(phases) == 1 else f"{', '.join(phases[:-1])} and {phases[-1]}"
    who = named if len(phases) <= MOST_NAMED else f"{len(phases)} phases"
    if not conflict.is_smallest:
        return f"No schedule exists: {who} clash within these {count} demands. Loosen one of them."
    if count == 1:
        return f"No schedule exists: {who} cannot keep this demand. Loosen it."
    return f"No schedule exists: {who} cannot keep these {count} demands together. Loosen any one of them."


def _conflict(plan: Plan, conflict: Conflict) -> str:
    """What is demanded, each with what could be done about it, then the work between."""
    colours = tokens()
    demanded = "".join(
        paragraph(in_words(demand.sentence), colours.text) + paragraph(demand.loosen, colours.dim)
        for demand in conflict.demands
    )
    work = "".join(paragraph(work_sentence(plan, plan.phase[phase]), colours.dim) for phase in conflict.phases)
    return heading("What clashes") + demanded + heading(f"The work between, from {day(plan.start)} on") + work


def _details(result: SolveResult, present: State, *, is_idle: bool) -> str:
    if result.conflict is not None:
        return _conflict(result.plan, result.conflict)
    if result.schedule is None:
        return ""
    found = difference(result.plan, present.schedule or Schedule(()), result.schedule)
    if not found.phases and not found.credits:
        return paragraph("It is the present schedule.", tokens().dim)
    idle = paragraph(NO_BETTER, tokens().dim) if is_idle else ""
    return idle + _money(result.plan, found) + _moves(result.plan, found)


def _money(plan: Plan, found: Difference) -> str:
    colours = tokens()
    if not found.credits:
        return heading("Funding") + paragraph("Every credit pays what it pays now.", colours.dim)
    changes = [
        (plan.credit[each.credit], f"{money(each.before)} → {money(each.after)}", each.after - each.before)
        for each in found.credits
    ]
    return heading(f"Funding {signed_money(found.funding)}") + rows(
        (
            credit.id,
            f"{amounts} ({signed_money(change)}) · {credit.name}",
            colours.money if change > 0 else colours.broken,
        )
        for credit, amounts, change in changes
    )


def _moves(plan: Plan, found: Difference) -> str:
    if not found.phases:
        return heading("No phase moves")
    count = len(found.phases)
    return heading(f"{count} phase{'s' if count > 1 else ''} move{'' if count > 1 else 's'}") + rows(
        (each.phase, _move(plan, each.before, each.after), tokens().text) for each in found.phases
    )


def _move(plan: Plan, before: Assignment | None, after: Assignment | None) -> str:
    """The start before and after, and who delivers it where that is another."""
    if before is None or after is None:
        there = after or before
        dates = f"{short_day(there.start)} – {short_day(there.finish)}, {plan.deliverer(there.option)}" if there else ""
        return f"now {dates}" if after else f"no dates any more; was {dates}"
    by = f", {plan.deliverer(before.option)} → {plan.deliverer(after.option)}" if before.option != after.option else ""
    if before.start == after.start:
        return f"{short_day(before.start)}, ends {short_day(before.finish)} → {short_day(after.finish)}{by}"
    return f"{short_day(before.start)} → {short_day(after.start)}{by}"
