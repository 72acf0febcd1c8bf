"""All that keeps the work of one window safe: its journal, the lock on its file, and the offer of what a crash left."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.document import Document
from ui.recovery.file_lock import FileLock
from ui.recovery.journal import Journal, left_behind

if TYPE_CHECKING:
    from ui.recovery.offer import RecoveryOffer


class Safety(QObject):
    """data: the folder of the program's own data."""

    def __init__(self, document: Document, data: Path, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self._folder = data / "journal"
        self.journal = Journal(document, self._folder, self)
        self.lock = FileLock(document, data / "locks", self)

    def offer(self) -> bool:
        """Ask what shall become of work that a crash left behind; whether there was any. It holds nothing up."""
        left = left_behind(self._folder)
        if not left:
            return False
        from ui.recovery.offer import RecoveryOffer

        dialog = RecoveryOffer(left, self._window)
        dialog.finished.connect(lambda _: self._restore(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return True

    def finish(self) -> None:
        """The window closes: nothing is left to recover, and the file is free."""
        self.journal.finish()
        self.lock.release()

    def _restore(self, dialog: "RecoveryOffer") -> None:
        if dialog.chosen is None:
            return
        file, entry = dialog.chosen
        self._document.restore(entry.state, entry.path)
        self.journal.supersede(file)
