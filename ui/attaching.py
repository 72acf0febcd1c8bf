"""Linking files from the window, and looking whether they are as they were linked; every file is read on a worker."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.attachments import Attachment
from planner.edits import attach
from planner.files.attachments import attachment_of, seen_files
from planner.finding import Finding
from planner.invariants import PlanError
from planner.linked import Linked, Owner, Seen, attachment_findings, linked
from ui.background import OneAtATime
from ui.document import Document
from ui.fields.editing import edit, refusal

TITLES = {"credit": "Approval letter", "option": "Statement of work", "milestone": "Proof of execution"}
"""What a file is called until somebody calls it otherwise."""


class Attaching(QObject):
    """Links one file at a time to a part of the plan, and looks at all that are linked when they, or the file, change.

    Signals:
        told(sentence): what it did, or why not, for the status line.
        looked(): what is found of the files is another thing now.
    """

    told = Signal(str)
    looked = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._linking, self._looking = OneAtATime(self), OneAtATime(self)
        self._wanted: tuple[Path | None, tuple[Linked, ...]] = (None, ())
        self._seen: Seen = {}
        document.changed.connect(lambda _before, _after: self.look())
        document.file_changed.connect(self.look)
        self.look()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the linked files, as far as they were looked at."""
        return attachment_findings(self._document.plan, self._seen)

    def choose(self, owner: Owner) -> None:
        """Link the file that the user chooses."""
        path = self._document.path
        if path is None:
            self.told.emit("Save the rollout first: files are linked by their path from its file.")
            return
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Link a file", str(path.parent))
        if chosen:
            self.link(owner, Path(chosen))

    def link(self, owner: Owner, file: Path) -> None:
        """Link a file; does nothing while another is read."""
        folder = self._document.path.parent if self._document.path is not None else file.parent

        def work() -> object:
            try:
                return attachment_of(file, folder, TITLES[owner[0]])
            except PlanError as error:
                raise ValueError(refusal(error)) from None

        def linked_(attachment: Attachment) -> None:
            step = f"Link {file.name}"
            self.told.emit(
                edit(self._document, step, lambda state: attach(state.plan, owner, attachment)) or f"{step}: done."
            )

        self._linking.start(work, linked_, self.told.emit)

    def look(self) -> None:
        """Look at the linked files, unless they and the folder are those that were looked at last."""
        path, files = self._document.path, linked(self._document.plan)
        if (path, files) == self._wanted:
            return
        self._wanted = path, files
        if path is None or not files:
            self._take({})
        else:
            self.look_again()

    def look_again(self) -> None:
        """Look at the linked files as they are now; files that are linked meanwhile are looked at afterwards."""
        wanted, plan = self._wanted, self._document.plan
        folder = wanted[0].parent if wanted[0] is not None else None
        if folder is None or self._looking.is_running:
            return

        def take(seen: Seen) -> None:
            self._take(seen)
            if self._wanted != wanted:
                self.look_again()

        self._looking.start(lambda: seen_files(plan, folder), take, self.told.emit)

    def finish(self) -> None:
        """Wait for what is being read, before the window closes."""
        self._linking.finish()
        self._looking.finish()

    def _take(self, seen: Seen) -> None:
        self._seen = seen
        self.looked.emit()
