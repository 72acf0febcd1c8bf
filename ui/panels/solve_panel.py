"""A solve while it runs, and what it found against what is there."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from planner.plan import State
from planner.rollout.difference import Difference, difference
from planner.rollout.schedule import Assignment, Schedule
from solver.result import Progress, SolveResult, Stage
from ui.theme import tokens
from ui.wording import day, money, short_day, signed_money

STAGE_WORDS = {
    "funding": "Most funding",
    "net_cost": "Least net cost",
    "expected": "Most expected funding",
    "finish": "Earliest finish",
    "finishes": "Least sum of finishes",
}
GAP_STEPS = 1_000


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
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.details.setAccessibleName("Difference to the present schedule")
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
        self.details.setHtml(_details(result, present) if result.schedule is not None and is_present else "")

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
    if result.status == "INFEASIBLE":
        return "No schedule keeps every link, window, freeze, pin and deadline. Loosen one of them."
    if result.schedule is None:
        return "No schedule was found in time. It may still exist: allow more time."
    proof = "Proven" if result.status == "OPTIMAL" else "Best so far, not proven"
    return f"{proof} in {result.seconds:.1f} s. " + " ".join(_stage(stage) for stage in result.stages)


def _stage(stage: Stage) -> str:
    value = "–" if stage.value is None else money(stage.value)
    bound = "" if stage.status == "OPTIMAL" or stage.bound is None else f" (none better than {money(stage.bound)})"
    return f"{STAGE_WORDS[stage.name]}: {value}{bound}."


def _details(result: SolveResult, present: State) -> str:
    after = result.schedule or Schedule(())
    found = difference(result.plan, present.schedule or Schedule(()), after)
    if not found.phases and not found.credits:
        return "<p>It is the present schedule.</p>"
    return _credit_rows(found) + _phase_rows(found)


def _credit_rows(found: Difference) -> str:
    colour = tokens().money if found.funding >= 0 else tokens().broken
    total = f"<p>Funding <span style='color:{colour}'>{signed_money(found.funding)}</span></p>"
    return total + _table(
        [
            (each.credit, money(each.before), "→", money(each.after), signed_money(each.after - each.before))
            for each in found.credits
        ]
    )


def _phase_rows(found: Difference) -> str:
    if not found.phases:
        return "<p>No phase moves.</p>"
    rows = _table([(each.phase, _dates(each.before), "→", _dates(each.after)) for each in found.phases])
    return f"<p>{len(found.phases)} phases move</p>{rows}"


def _dates(assignment: Assignment | None) -> str:
    if assignment is None:
        return "no dates"
    return f"{short_day(assignment.start)} – {day(assignment.finish)} {assignment.option}"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Cells side by side; the plan's own text is escaped."""
    lines = ("".join(f"<td style='padding-right:10px'>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
