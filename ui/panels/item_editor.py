"""The editor of whatever is selected, in one place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.document import Document
from ui.selection import Selected, Selection

if TYPE_CHECKING:
    from ui.panels.editor import Editor
    from ui.panels.rollout_editor import RolloutEditor


class ItemEditor(QStackedWidget):
    """Edits the selected phase, credit or partner; the rollout itself while nothing is selected.

    An editor is made when it is first seen, so that the window opens at once.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
        wanted(what): something that only the window can get, as the owner of a file.
    """

    refused = Signal(str)
    wanted = Signal(object)

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Editor")
        self._document = document
        self._selection = selection
        self._made: dict[str, Editor | RolloutEditor] = {}
        selection.changed.connect(self._hear)

    @property
    def editor(self) -> "Editor | RolloutEditor":
        """The one for what is selected now."""
        kind = (self._selection.selected or ("",))[0]
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        return self._made[kind]

    def show_selected(self) -> None:
        """Bring the editor of what is selected to the front."""
        self.setCurrentWidget(self.editor)

    def focus_first(self) -> None:
        """Bring the keys to the first field."""
        self.editor.form.focus_first()

    def _make(self, kind: str) -> "Editor | RolloutEditor":
        made = _new_editor(kind, self._document, self._selection)
        made.refused.connect(self.refused)
        made.wanted.connect(self.wanted)
        self.addWidget(made)
        return made

    def _hear(self, _selected: Selected) -> None:
        if self.isVisible():
            self.show_selected()


def _new_editor(kind: str, document: Document, selection: Selection) -> "Editor | RolloutEditor":
    """Imported only now: forms are a tenth of what the window would have to load before it opens."""
    match kind:
        case "phase":
            from ui.panels.phase_editor import PhaseEditor

            return PhaseEditor(document, selection)
        case "credit":
            from ui.panels.credit_editor import CreditEditor

            return CreditEditor(document, selection)
        case "partner":
            from ui.panels.partner_editor import PartnerEditor

            return PartnerEditor(document, selection)
    from ui.panels.rollout_editor import RolloutEditor

    return RolloutEditor(document)
