"""What is selected, shared by outline, timeline, inspector and tables."""

from PySide6.QtCore import QObject, Signal

Selected = tuple[str, str] | None
"""Kind and identifier, as ``("phase", "M05")``, ``("credit", "ME1")`` or ``("partner", "CEN")``; None is nothing."""


class Selection(QObject):
    """One thing of the plan, or nothing; where it is a phase, others may be selected beside it.

    Signals:
        changed(selected): another thing, or others beside it, are selected.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selected: Selected = None
        self._beside: tuple[str, ...] = ()

    @property
    def selected(self) -> Selected:
        """The one thing that forms and explanations are about."""
        return self._selected

    @property
    def phases(self) -> tuple[str, ...]:
        """The selected phases, that of ``selected`` first; none while something else is selected."""
        leading = self.id_of("phase")
        return () if leading is None else (leading, *self._beside)

    def select(self, selected: Selected) -> None:
        """Select one thing, and nothing beside it."""
        self._select(selected, ())

    def select_phases(self, phases: tuple[str, ...]) -> None:
        """Select several phases, the first of them leading; nothing where there are none."""
        once = tuple(dict.fromkeys(phases))
        self._select(("phase", once[0]) if once else None, once[1:])

    def toggle_phase(self, phase: str) -> None:
        """Select a phase beside the others, or no longer."""
        others = tuple(each for each in self.phases if each != phase)
        self.select_phases(others if phase in self.phases and others else (*others, phase))

    def id_of(self, kind: str) -> str | None:
        """The identifier, if something of that kind is selected."""
        return self._selected[1] if self._selected is not None and self._selected[0] == kind else None

    def _select(self, selected: Selected, beside: tuple[str, ...]) -> None:
        if (selected, beside) != (self._selected, self._beside):
            self._selected, self._beside = selected, beside
            self.changed.emit(selected)
