"""What the editors of phases, credits and partners share."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from planner.plan import Plan, State
from ui.document import Document
from ui.fields.style import SchemeDress
from ui.panels.form import Form, Sections
from ui.selection import Selected, Selection

Parts = Callable[[Plan], Mapping[str, Any]]


class Editor(QWidget):
    """A part of the plan under its name, every field edited in place.

    kind: of the part, as the selection calls it. parts: all of the kind, by identifier.
    describe: what the form shows of a part that is there.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
        wanted(what): something that only the window can get, as the owner of a file.
    """

    refused = Signal(str)
    wanted = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        kind: str,
        parts: Parts,
        describe: Callable[[State, str], Sections],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = selection
        self._kind = kind
        self._parts = parts
        self._item: str | None = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setContentsMargins(14, 12, 14, 6)
        self.form = Form(document, lambda state: describe(state, self._item) if self._is_shown() and self._item else ())
        self.form.refused.connect(self.refused)
        self.form.wanted.connect(self.wanted)
        self.form.renamed.connect(self._take_name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.title)
        self.column.addWidget(self.form, 1)
        document.changed.connect(self._follow)
        selection.changed.connect(self._hear)
        SchemeDress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "form")
        self._hear(selection.selected)

    @property
    def item(self) -> str | None:
        """The identifier of the part that is shown."""
        return self._item

    def show_item(self, item_id: str) -> None:
        """Show a part of the plan."""
        self._item = item_id
        self._show()

    def _show(self) -> None:
        part = self._parts(self.document.plan).get(self._item or "")
        self.title.setText(f"{part.id} · {part.name}" if part is not None else f"Select a {self._kind} to edit it.")
        self.form.setAccessibleName(f"Form of {self.title.text()}" if part is not None else self.title.text())
        self.form.show_again()

    def _is_shown(self) -> bool:
        return self._item in self._parts(self.document.plan)

    def _hear(self, selected: Selected) -> None:
        if selected is not None and selected[0] == self._kind:
            self.show_item(selected[1])
        elif self._item is None:
            self._show()

    def _take_name(self, new_id: str) -> None:
        self.selection.select((self._kind, new_id))
        self.show_item(new_id)

    def _follow(self, before: State, after: State) -> None:
        """The part may have got another name: then what stands in its place is the same part."""
        old, new = [*self._parts(before.plan)], [*self._parts(after.plan)]
        if self._item in old and self._item not in new and len(old) == len(new):
            self._item = new[old.index(self._item)]
        self._show()
