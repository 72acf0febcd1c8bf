"""The two halves of the window: the rollout, and what is said about it at its side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QSplitter, QTabWidget, QWidget

from ui.panels.item_editor import ItemEditor

SIDE_WIDTH, FORM_WIDTH = 320, 432
THE_REST = 10_000
"""Pixels of the half that takes what the other leaves; more than any screen has."""


class Halves(QSplitter):
    """The rollout at the left, panels about it under tabs at the right: wider while the form is shown."""

    def __init__(self, rollout: QWidget, panels: Sequence[tuple[QWidget, str]], form: ItemEditor) -> None:
        """panels: each with the title of its tab; form: the one of them that needs more room than a text."""
        super().__init__(Qt.Orientation.Horizontal)
        self._form = form
        self._side_before: int | None = None  # its width before a form came
        self.side = QTabWidget()
        self.side.setAccessibleName("Explanations")
        self.side.tabBar().setAccessibleName("Explanations")
        self.side.setDocumentMode(True)
        for panel, title in panels:
            self.side.addTab(panel, title)
        self._let_form_decide(is_shown=False)
        self.addWidget(rollout)
        self.addWidget(self.side)
        self.setStretchFactor(0, 1)
        self.setSizes([THE_REST, SIDE_WIDTH])
        self.setHandleWidth(1)
        self.side.currentChanged.connect(lambda _index: self._make_room())
        self.splitterMoved.connect(self._keep_side)

    @property
    def side_width(self) -> int:
        """How wide the side is, or will be again once no form is shown there; as the user dragged it last."""
        return self.sizes()[1] if self._side_before is None else self._side_before

    def is_in_front(self, panel: QWidget) -> bool:
        """Whether it is the panel that can be seen at the side."""
        return self.side.currentWidget() is panel

    def bring_to_front(self, panel: QWidget) -> None:
        """Show a panel at the side, even one whose tab was hidden."""
        self.side.setTabVisible(self.side.indexOf(panel), True)  # noqa: FBT003 - Qt takes no keyword
        self.side.setCurrentWidget(panel)

    def hide_tab(self, panel: QWidget) -> None:
        """Offer no tab for a panel that has nothing to show yet."""
        self.side.setTabVisible(self.side.indexOf(panel), False)  # noqa: FBT003

    def set_title(self, panel: QWidget, title: str) -> None:
        """What stands on the tab of a panel."""
        self.side.setTabText(self.side.indexOf(panel), title)

    def _make_room(self) -> None:
        """A form needs more room than a text, and gives it back; a side that the user made wider stays so."""
        left, right = self.sizes()
        is_form = self.is_in_front(self._form)
        if is_form:
            self._form.show_selected()
        wanted = max(right, FORM_WIDTH) if is_form else self.side_width
        self._side_before = right if is_form else None
        self._let_form_decide(is_form)
        if right != wanted:
            self.setSizes([left + right - wanted, wanted])

    def _keep_side(self, _position: int, _handle: int) -> None:
        """What the user chose while a form was shown stays."""
        self._side_before = None

    def _let_form_decide(self, is_shown: bool) -> None:  # noqa: FBT001
        """While a form is shown, nothing makes the side narrower than its fields; hidden, it holds up nothing."""
        policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
        self._form.setSizePolicy(policy, policy)
