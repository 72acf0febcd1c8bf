"""The one undo command: every edit is a step from one State to another."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from planner.plan import State

if TYPE_CHECKING:
    from ui.document import Document

NO_MERGE = -1


class Change(QUndoCommand):
    """A step of the document from one State to another.

    merge_key: steps that follow each other with the same key are one step, as the moves of one drag are; a step that
    leads back to where it began is none. None never merges.
    """

    def __init__(self, document: "Document", text: str, before: State, after: State, merge_key: str | None) -> None:
        super().__init__(text)
        self._document = document
        self._before = before
        self._after = after
        self._merge_key = merge_key

    def redo(self) -> None:
        self._document.show_state(self._after)

    def undo(self) -> None:
        self._document.show_state(self._before)

    def id(self) -> int:
        return NO_MERGE if self._merge_key is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, Change) or other._merge_key != self._merge_key:  # noqa: SLF001 - the same class
            return False
        self._after = other._after  # noqa: SLF001
        self.setObsolete(self._after == self._before)
        return True
