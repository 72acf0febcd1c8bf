"""Reading usage reports from the window: choose files, read behind the window, one step for all of them."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.invariants import PlanError
from planner.plan import Plan
from ui.background import OneAtATime
from ui.document import Document
from ui.fields.editing import edit
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.wording import in_words

FILTER = "Usage reports (*.csv)"


class Measuring(QObject):
    """Reads one batch of usage reports at a time into the plan that is open.

    Signals:
        told(sentence): what it is doing, for the status line.
        measured(): reports were added.
    """

    told = Signal(str)
    measured = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._work = OneAtATime(self)

    def choose(self) -> None:
        """Read the reports that the user chooses."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Read usage reports", str(Path.home()), FILTER)
        if chosen:
            self.read([Path(name) for name in chosen])

    def read(self, reports: list[Path]) -> None:
        """Read these reports; does nothing while others are read."""
        if self._work.is_running:
            return
        plan = self._document.plan

        def work() -> object:
            from planner.exchange.measuring import with_reports  # the catalogue is not needed to open the window

            try:
                return with_reports(plan, reports)
            except PlanError as error:
                raise ValueError(_told(error)) from None

        self.told.emit("Reading usage reports …")
        self._work.start(work, lambda measured: self._on_read(plan, measured, len(reports)), self._on_failed)

    def finish(self) -> None:
        """Wait for what is being read, before the window closes."""
        self._work.finish()

    def _on_read(self, before: Plan, measured: Plan, count: int) -> None:
        if before is not self._document.plan:
            self.told.emit("The plan was changed meanwhile; read the reports again.")
            return
        reports = f"{count} usage report{'s' if count > 1 else ''}"
        self.told.emit(edit(self._document, f"Read {reports}", lambda _: measured) or f"Read {reports}.")
        self.measured.emit()

    def _on_failed(self, message: str) -> None:
        self.told.emit("No report was read.")
        safe = "Your rollout and the reports are as they were."
        show_trouble(self._window, Trouble("Nothing was added to the plan.", safe, message))


def _told(error: PlanError) -> str:
    """Every fault under the name of its file; places in the plan mean nothing to people."""
    lines = (
        f"{fault.sentence} {fault.remedy}" if fault.path.startswith("plan.") else str(fault) for fault in error.faults
    )
    return "\n".join(in_words(line.strip()) for line in lines)
