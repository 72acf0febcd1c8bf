"""A solve while it runs, and what it found against what is there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from planner.demands import work_sentence
from planner.funding.ledgers import funding_ledger
from planner.plan import Plan, State
from planner.rollout.difference import Difference, difference
from planner.rollout.phases import deliverer
from planner.rollout.schedule import Assignment, Schedule
from solver.result import Conflict, Progress, SolveResult, Stage
from ui.rich_text import heading, paragraph, rows
from ui.theme import tokens
from ui.wording import day, in_words, money, percent, short_day, signed_money

STAGE_WORDS = {
    "funding": "Most funding",
    "net_cost": "Least net cost",
    "expected": "Most expected funding",
    "finish": "Earliest finish",
    "finishes": "Least sum of finishes",
    "lateness": "Fewest days past due dates",
    "moved": "Fewest phases moved",
    "slack": "Most days before claims are too late",
}
DAY_COUNTS = frozenset({"finish", "finishes"})
"""Terms that count days from the plan's start, which mean nothing to people."""

GAP_STEPS = 1_000
MOST_NAMED = 6
"""Phases of a conflict that the headline names one by one."""
DIFFERENCE, CONFLICT = "Difference to the present schedule", "What clashes"


class SolvePanel(QWidget):
    """Progress with incumbent, bound and stage; then the difference, to accept or discard.

    Signals:
        stop_requested(): end the solve and keep its best.
        accepted(): the found schedule shall be the present one.
        discarded(): it shall be forgotten.
    """

    stop_requested = Signal()
    accepted = Signal()
    discarded = Signal()

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
        self.stop.clicked.connect(self.stop_requested)
        self.accept.clicked.connect(self.accepted)
        self.discard.clicked.connect(self.discarded)
        buttons = QHBoxLayout()
        for button in (self.accept, self.discard, self.stop):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        for widget in (self.headline, self.bar):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self.details, 1)

    def show_started(self) -> None:
        """That a solve has begun and has told nothing yet."""
        self._show_buttons(is_running=True)
        self.headline.setText("Preparing …")
        self.bar.setRange(0, 0)
        self.details.clear()

    def show_progress(self, progress: Progress) -> None:
        """Where the solve is; the bar is the closed part of the gap, and wanders while that is unknown."""
        self._show_buttons(is_running=True)
        stage = f"{STAGE_WORDS[progress.stage]} ({progress.number} of {progress.of})"
        best = "no schedule yet" if progress.incumbent is None else f"best {money(progress.incumbent)}"
        bound = "" if progress.bound is None else f", bound {money(progress.bound)}"
        self.headline.setText(f"{stage}: {best}{bound}, {progress.seconds:.0f} s")
        self.bar.setRange(0, 0 if progress.gap is None else GAP_STEPS)
        if progress.gap is not None:
            self.bar.setValue(round(GAP_STEPS * (1 - min(progress.gap, 1.0))))
        self.details.clear()

    def show_result(self, result: SolveResult, present: State) -> None:
        """What was found against what is there; a result for an earlier plan says so and cannot be accepted."""
        self._show_buttons(is_running=False)
        is_present = result.plan is present.plan
        self.headline.setText(_headline(result, is_present=is_present))
        self.accept.setEnabled(result.schedule is not None and is_present)
        self.details.setAccessibleName(DIFFERENCE if result.conflict is None else CONFLICT)
        self.details.setHtml(_details(result, present) if is_present else "")

    def show_failure(self, message: str) -> None:
        self._show_buttons(is_running=False)
        self.headline.setText(f"The solver broke off; the plan is untouched. {message}")
        self.accept.setEnabled(False)

    def _show_buttons(self, *, is_running: bool) -> None:
        self.bar.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.accept.setVisible(not is_running)
        self.discard.setVisible(not is_running)


def _headline(result: SolveResult, *, is_present: bool) -> str:
    if not is_present:
        return "This result is for an earlier plan; the plan was changed meanwhile. Solve again."
    if result.conflict is not None:
        return _clash(result.conflict)
    if result.status == "INFEASIBLE":
        return "No schedule keeps every link, window, freeze, pin and deadline. Loosen one of them."
    if result.schedule is None:
        return "It was stopped, or its time was over, before a schedule was found. One may still exist."
    proof = "Proven" if result.status == "OPTIMAL" else "Best so far, not proven"
    told = [_stage(stage) for stage in result.stages if stage.name not in DAY_COUNTS]
    if any(stage.name == "finish" for stage in result.stages):
        told.append(f"Finish: {day(funding_ledger(result.plan, result.schedule).finish)}.")
    return f"{proof} in {result.seconds:.1f} s. {' '.join(told)}"


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
    work = "".join(paragraph(work_sentence(plan.phase[phase]), colours.dim) for phase in conflict.phases)
    return heading("What clashes") + demanded + heading(f"The work between, from {day(plan.start)} on") + work


def _details(result: SolveResult, present: State) -> str:
    if result.conflict is not None:
        return _conflict(result.plan, result.conflict)
    if result.schedule is None:
        return ""
    found = difference(result.plan, present.schedule or Schedule(()), result.schedule)
    if not found.phases and not found.credits:
        return paragraph("It is the present schedule.", tokens().dim)
    return _money(found) + _moves(found)


def _money(found: Difference) -> str:
    colours = tokens()
    if not found.credits:
        return heading("Funding") + paragraph("Every credit pays what it pays now.", colours.dim)
    changes = [
        (each.credit, f"{money(each.before)} → {money(each.after)}", each.after - each.before) for each in found.credits
    ]
    return heading(f"Funding {signed_money(found.funding)}") + rows(
        (name, f"{amounts} ({signed_money(change)})", colours.money if change > 0 else colours.broken)
        for name, amounts, change in changes
    )


def _moves(found: Difference) -> str:
    if not found.phases:
        return heading("No phase moves")
    count = len(found.phases)
    return heading(f"{count} phase{'s' if count > 1 else ''} move{'' if count > 1 else 's'}") + rows(
        (each.phase, _move(each.before, each.after), tokens().text) for each in found.phases
    )


def _move(before: Assignment | None, after: Assignment | None) -> str:
    """The start before and after, and who delivers it where that is another."""
    if before is None or after is None:
        there = after or before
        dates = f"{short_day(there.start)} – {short_day(there.finish)}, {deliverer(there.option)}" if there else ""
        return f"now {dates}" if after else f"no dates any more; was {dates}"
    by = f", {deliverer(before.option)} → {deliverer(after.option)}" if before.option != after.option else ""
    if before.start == after.start:
        return f"{short_day(before.start)}, ends {short_day(before.finish)} → {short_day(after.finish)}{by}"
    return f"{short_day(before.start)} → {short_day(after.start)}{by}"
