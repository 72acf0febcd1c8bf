"""What is selected, shared by outline, timeline, inspector and tables."""

from PySide6.QtCore import QObject, Signal

Selected = tuple[str, str] | None
"""Kind and identifier, as ``("phase", "M05")``, ``("credit", "ME1")`` or ``("partner", "CEN")``; None is nothing."""


class Selection(QObject):
    """One thing of the plan, or nothing.

    Signals:
        changed(selected): another thing is selected.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selected: Selected = None

    @property
    def selected(self) -> Selected:
        return self._selected

    def select(self, selected: Selected) -> None:
        if selected != self._selected:
            self._selected = selected
            self.changed.emit(selected)

    def id_of(self, kind: str) -> str | None:
        """The identifier, if something of that kind is selected."""
        return self._selected[1] if self._selected is not None and self._selected[0] == kind else None
