"""Importing from the window: choose a file, read it behind the window, show what it changes, one step for all of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from planner.invariants import PlanError
from planner.plan import State
from ui.background import OneAtATime
from ui.document import Document
from ui.fields.editing import edit
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.wording import in_words

if TYPE_CHECKING:
    from planner.exchange.preview import Source
    from ui.import_dialog import ImportDialog

FILTER = "Projects and tables (*.xml *.xlsx *.xlsm *.csv *.txt);;All files (*)"


class Importing(QObject):
    """Takes one foreign file at a time into the plan that is open.

    Signals:
        told(sentence): what it is doing, for the status line.
        asked(dialog): a file was read, and what it changes is shown.
    """

    told = Signal(str)
    asked = Signal(object)

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._work = OneAtATime(self)

    def choose(self) -> None:
        """Import the file that the user chooses."""
        path = self._document.path
        start = str(path.parent if path is not None else Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Import", start, FILTER)
        if chosen:
            self.read(Path(chosen))

    def read(self, file: Path) -> None:
        """Read this file; does nothing while another is read."""
        if self._work.is_running:
            return

        def work() -> object:
            from planner.exchange.preview import read_source  # openpyxl and defusedxml are needed only here

            try:
                return read_source(file)
            except PlanError as error:
                raise ValueError(in_words(str(error))) from None

        self.told.emit(f"Reading {file.name} …")
        self._work.start(work, lambda source: self._on_read(file, source), self._on_failed)

    def finish(self) -> None:
        """Wait for what is being read, before the window closes."""
        self._work.finish()

    def _on_read(self, file: Path, source: "Source") -> None:
        from ui.import_dialog import ImportDialog

        before = self._document.state
        dialog = ImportDialog(file.name, source, before, self._window)
        dialog.finished.connect(lambda result: self._on_decided(file, before, dialog, result))
        dialog.setModal(True)
        dialog.open()
        self.asked.emit(dialog)

    def _on_decided(self, file: Path, before: State, dialog: "ImportDialog", result: int) -> None:
        preview = dialog.preview
        dialog.deleteLater()
        if result != QDialog.DialogCode.Accepted or preview is None or preview.state is None:
            self.told.emit("Nothing was imported.")
            return
        if before is not self._document.state:
            self.told.emit("The plan was changed meanwhile; import the file again.")
            return
        state = preview.state
        self.told.emit(edit(self._document, f"Import {file.name}", lambda _: state) or f"Imported {file.name}.")

    def _on_failed(self, message: str) -> None:
        self.told.emit("Nothing was imported.")
        safe = "Your rollout and the file are as they were."
        show_trouble(self._window, Trouble("The file was not imported.", safe, message))
