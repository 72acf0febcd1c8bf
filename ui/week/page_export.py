"""Saving the status page from the window: asked where, then written behind it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.business_case.document import Document as Page
from ui.background import OneAtATime

KINDS = {"pdf": "PDF, one sheet (*.pdf)", "html": "Web page (*.html)", "md": "Markdown (*.md)"}


class PageExport(QObject):
    """One file at a time.

    Signals:
        changed(): writing began or ended.
        told(sentence): what was written, or why not.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = OneAtATime(self)

    @property
    def is_running(self) -> bool:
        return self._work.is_running

    def ask(self, window: QWidget, page: Page, kind: str, folder: Path) -> None:
        """Ask where, and write the page there."""
        from planner.status.writers import page_name

        name = str(folder / page_name(page, kind))
        chosen, _ = QFileDialog.getSaveFileName(window, "Save status page", name, KINDS[kind])
        if chosen:
            file = Path(chosen)
            self.write(page, file if file.suffix == f".{kind}" else file.with_name(f"{file.name}.{kind}"))

    def write(self, page: Page, file: Path) -> None:
        """Write the page as the file's name says; does nothing while another is written."""
        from planner.status.writers import write_page_as

        self._work.start(lambda: write_page_as(page, file), lambda _: self._end(f"Wrote {file.name}."), self._fail)
        self.changed.emit()

    def finish(self) -> None:
        """Wait, before the window closes."""
        self._work.finish()

    def _end(self, said: str) -> None:
        self.told.emit(said)
        self.changed.emit()

    def _fail(self, why: str) -> None:
        self._end(f"The status page was not written. {why}")
