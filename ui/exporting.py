"""Writing the business case from the window: choose formats and a folder, write behind the window, open the folder."""

from datetime import date
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.business_case.document import Letterhead, Presentation
from planner.checks import check
from ui.background import OneAtATime
from ui.document import Document
from ui.export_dialog import ExportChoice, ExportDialog
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.wording import in_words

MOST_FAULTS = 6


class Exporting(QObject):
    """One export at a time, of the State that was open when it began.

    Signals:
        told(sentence): what it is doing, for the status line.
        running_changed(is_running): an export began or ended.
    """

    told = Signal(str)
    running_changed = Signal(bool)

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._work = OneAtATime(self)
        self._choice = ExportChoice()

    def export(self) -> None:
        """Ask for formats, then for a folder, and write; what was chosen is offered again next time."""
        self.export_from(self._window)

    def export_from(self, window: QWidget) -> None:
        """The same above a window that covers the main one, as a meeting does."""
        dialog = ExportDialog(self._choice, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_chosen(dialog.choice))
        dialog.open()

    def _on_chosen(self, choice: ExportChoice) -> None:
        self._choice = choice
        path = self._document.path
        start = str(path.parent if path is not None else Path.home())
        chosen = QFileDialog.getExistingDirectory(self._window, "Folder for the business case", start)
        if chosen:
            self.export_to(Path(chosen), choice)

    def export_to(self, folder: Path, choice: ExportChoice | None = None) -> None:
        """Write into the folder, every format without a choice; does nothing while another export runs.

        Each plan of a programme has a business case of its own, in a folder with its short name.
        """
        if self._work.is_running or self._is_refused():
            return
        chosen = choice or self._choice
        parts, day = self._document.parts, date.today()  # noqa: DTZ011 - the user's own day

        def work() -> object:
            from planner.business_case.export import export  # babel and the writers are needed only here
            from planner.business_case.letterhead import read_letterhead

            letterhead = read_letterhead(chosen.template) if chosen.template is not None else Letterhead()
            try:
                presentation = Presentation(chosen.paper, letterhead)
                written = (
                    export(state, folder / short, chosen.formats, day, presentation)
                    for short, state in parts.items()
                    if state.schedule is not None or not short
                )
                return tuple(chain.from_iterable(written))
            except OSError as error:
                raise ValueError(f"{folder} cannot be written to: {error.strerror or error}.") from None

        self.running_changed.emit(True)  # noqa: FBT003 - Qt takes no keyword
        self.told.emit("Writing the business case …")
        self._work.start(work, lambda files: self._on_written(folder, files), self._on_failed)

    def _is_refused(self) -> bool:
        """A business case needs a schedule without faults; say which there are."""
        faults = [each for each in check(self._document.state) if each.kind == "fault"]
        if faults:
            shown = [in_words(each.sentence) for each in faults[:MOST_FAULTS]]
            if len(faults) > MOST_FAULTS:
                shown.append(f"and {len(faults) - MOST_FAULTS} more; see Findings")
            self._on_failed("\n".join(["The schedule breaks rules:", *shown]))
        return bool(faults)

    def finish(self) -> None:
        """Wait for what is being written, before the window closes."""
        self._work.finish()

    def _on_written(self, folder: Path, files: object) -> None:
        self._end()
        count = len(files) if isinstance(files, tuple) else 0
        self.told.emit(f"Wrote {count} files to {folder}{_warning_of_briefs(folder)}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_failed(self, message: str) -> None:
        self._end()
        self.told.emit("Nothing was written.")
        safe = "Your rollout is open as it was; older exports are as they were."
        show_trouble(self._window, Trouble("The business case was not written.", safe, message))

    def _end(self) -> None:
        self.running_changed.emit(False)  # noqa: FBT003


def _warning_of_briefs(folder: Path) -> str:
    """A folder is easily sent whole."""
    from planner.brief.export import briefs_in

    return "; it also holds a negotiation brief, which is internal" if briefs_in(folder) else ""
