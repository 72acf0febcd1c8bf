"""The journal of a window: what is not saved is on the disk within two seconds, written off the window's thread."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from planner.files.journal import SUFFIX, Entry, entry_files, forget_entry, read_entry, write_entry
from ui.background import Background
from ui.document import Document
from ui.trouble.trouble import reason

PAUSE = 500
"""Milliseconds from an edit until what is open then is written."""
PAUSE_AFTER_FAILURE = 5_000
"""Milliseconds until it is tried again where it could not be written."""
LOCK = ".lock"


class Journal(QObject):
    """Follows a document. A lock tells other windows that this one still lives.

    Signals:
        failed(sentence): the journal cannot be written; told once until it works again.
    """

    failed = Signal(str)

    def __init__(self, document: Document, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._file = folder / f"{uuid4().hex}{SUFFIX}"
        self._superseded: Path | None = None
        self._lock: QLockFile | None = None
        self._writer: Background | None = None
        self._has_failed = False
        self._is_due = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._write)
        document.changed.connect(lambda _before, _after: self._follow())
        document.file_changed.connect(self._follow)

    @property
    def file(self) -> Path:
        """Where the entry of this window lies while it has unsaved work."""
        return self._file

    @property
    def is_working(self) -> bool:
        """Whether the last entry could be written."""
        return not self._has_failed

    def supersede(self, file: Path) -> None:
        """Take over from an entry that was left behind and is restored now: it goes once its work is safe again."""
        self._superseded = file
        if self._document.is_saved:  # the file of the rollout holds that work already
            self._forget()

    def finish(self) -> None:
        """The window closes with everything saved, or given up by the user: nothing is to be recovered."""
        self._pause.stop()
        self._wait()
        self._forget()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _follow(self) -> None:
        """Edits that follow each other closely are written together; the pause is not begun anew by each."""
        if self._document.is_saved:
            self._pause.stop()
            self._is_due = False
            if self._writer is None:
                self._forget()
        elif self._writer is not None:
            self._is_due = True
        elif not self._pause.isActive() or self._pause.interval() != PAUSE:
            self._pause.start(PAUSE)

    def _write(self) -> None:
        document, stack = self._document, self._document.undo_stack
        if document.is_saved:
            return
        steps = abs(stack.index() - max(stack.cleanIndex(), 0))
        now = datetime.now()  # noqa: DTZ005 - the machine's own clock
        entry = Entry(document.path, now, steps, stack.text(stack.index() - 1), document.state)
        try:
            self._lock = self._lock or _locked(self._file)
        except OSError as error:
            self._on_written(reason(error))
            return
        self._writer = Background(lambda: write_entry(self._file, entry), self)
        self._writer.succeeded.connect(lambda _: self._on_written(""))
        self._writer.failed.connect(self._on_written)
        self._writer.start()

    def _on_written(self, failure: str) -> None:
        self._wait()
        if failure and not self._has_failed:
            self.failed.emit(f"Unsaved work cannot be kept safe from a crash: {failure} Save often.")
        self._has_failed = bool(failure)
        if self._superseded is not None and not failure:
            with suppress(OSError):
                forget_entry(self._superseded)
            self._superseded = None
        if self._document.is_saved:
            self._forget()
        elif self._is_due or failure:
            self._is_due = False
            self._pause.start(PAUSE_AFTER_FAILURE if failure else PAUSE)

    def _forget(self) -> None:
        """What is saved, or written anew, needs no entry."""
        for file in (self._file, self._superseded):
            if file is not None:
                with suppress(OSError):  # one that cannot be removed is offered once more, which harms nobody
                    forget_entry(file)
        self._superseded = None

    def _wait(self) -> None:
        if self._writer is not None:
            self._writer.wait()
            self._writer.deleteLater()
            self._writer = None


def _locked(file: Path) -> QLockFile:
    """A lock that is free again when this process has ended, however it did."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = QLockFile(str(file.with_suffix(LOCK)))
    lock.setStaleLockTime(0)
    lock.tryLock(0)
    return lock


def left_behind(folder: Path) -> tuple[tuple[Path, Entry], ...]:
    """Entries of windows that live no more, the latest first; those of living windows are left alone."""
    found = []
    for file in entry_files(folder):
        lock = QLockFile(str(file.with_suffix(LOCK)))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            continue
        lock.unlock()
        entry = read_entry(file)
        if entry is not None:
            found.append((file, entry))
    return tuple(sorted(found, key=lambda each: each[1].written, reverse=True))
