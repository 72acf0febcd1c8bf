"""Whether the file that is open is open in another window of this machine as well."""

import hashlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

from ui.document import Document


class FileLock(QObject):
    """Holds a lock beside the application's data for the file that is open; the file's own folder stays as it is.

    Signals:
        changed(): whether it is open elsewhere is another answer now.
    """

    changed = Signal()

    def __init__(self, document: Document, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._folder = document, folder
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self.is_elsewhere = False
        document.file_changed.connect(self._follow)

    def release(self) -> None:
        """The window closes: the file is free for others."""
        if self._lock is not None:
            self._lock.unlock()
        self._lock, self._path = None, None

    def _follow(self) -> None:
        path = self._document.path
        if path == self._path and not self.is_elsewhere:
            return
        if path != self._path:
            self.release()
        self._path = path
        was_elsewhere, self.is_elsewhere = self.is_elsewhere, path is not None and not self._take(path)
        if was_elsewhere != self.is_elsewhere:
            self.changed.emit()

    def _take(self, path: Path) -> bool:
        """Whether the lock is ours."""
        with suppress(OSError):  # a folder that cannot be made locks nobody out
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]
        self._lock = QLockFile(str(self._folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)
        # A folder that cannot be written to locks nobody out.
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError
