"""Showing a page of the week anew: at once, or of a large plan once edits pause, so that none of them waits for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from planner.plan import State
from ui.document import Document
from ui.tables.plan_table_model import PAUSE
from ui.timeline.last_days import is_large


class Resting(QTimer):
    """Follows a document for a page. show: shows the page as the document is then."""

    def __init__(self, document: Document, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(PAUSE)
        self._show = show
        self.timeout.connect(show)
        document.changed.connect(self._follow)

    def _follow(self, _before: State, after: State) -> None:
        if is_large(after):
            self.start()
        else:
            self._show()
