"""What the menus and the hand do to the plan at work: each an undoable step, or a refusal in words."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from planner.edits import add_dependency, forget_sent, remove_measurement, unpin
from planner.fixes import Fix
from planner.plan import Plan, State
from ui.document import Document
from ui.fields.editing import edit
from ui.selection import Selection
from ui.wording import in_words


class PlanActions(QObject):
    """Edits of a document's plan, most of them of what is selected.

    Signals:
        told(sentence): why an edit was refused; blank once one was made.
        added(selected): a phase, credit or partner is new.
    """

    told = Signal(str)
    added = Signal(object)

    def __init__(self, document: Document, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection

    def add(self, kind: str) -> None:
        """Add a phase, credit or partner behind the selected one."""
        from ui.fields.parts import PARTS

        part = PARTS[kind]
        before = set(part.known(self._document.plan))
        if self._change(f"Add {kind}", lambda state: part.add(state.plan, self._selection.id_of(kind))):
            self.added.emit((kind, next(each for each in part.known(self._document.plan) if each not in before)))

    def remove_selected(self) -> None:
        """Remove the selected phase, credit or partner."""
        from ui.fields.parts import PARTS

        if self._selection.selected is not None:
            kind, name = self._selection.selected
            if self._change(f"Remove {name}", lambda state: PARTS[kind].remove(state.plan, name)):
                self._selection.select(None)

    def remove_pin(self) -> None:
        """Let the solver move the selected phase again."""
        phase = self._selection.id_of("phase")
        if phase is not None:
            self._change(f"Remove pin of {phase}", lambda state: unpin(state.plan, phase))

    def remove_all_pins(self) -> None:
        """Let the solver move every phase again."""

        def without_pins(state: State) -> Plan:
            plan = state.plan
            for pin in plan.pins:
                plan = unpin(plan, pin.phase)
            return plan

        self._change("Remove all pins", without_pins)

    def link(self, predecessor: str, successor: str) -> None:
        """Let the second phase begin only after the first; one drawn on the timeline."""
        self._change(
            f"Link {predecessor} → {successor}", lambda state: add_dependency(state.plan, predecessor, successor)
        )

    def mend(self, fix: Fix) -> None:
        """Make the edit that removes a finding."""
        self._change(in_words(fix.title), lambda state: fix.edit(state.plan))

    def forget(self, position: int) -> None:
        """Remove what a usage report said from the plan."""
        self._change("Remove measurement", lambda state: remove_measurement(state.plan, position))

    def forget_sent(self, position: int) -> None:
        """Remove the record of something that was never sent from the plan."""
        self._change("Remove record of what was sent", lambda state: forget_sent(state.plan, position))

    def _change(self, text: str, make: Callable[[State], Plan]) -> bool:
        """Make an edit, or say why not; whether it was made."""
        refusal = edit(self._document, text, make)
        self.told.emit(refusal)
        return not refusal
