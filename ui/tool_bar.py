"""The toolbar: what is open, undo, solving, and the export."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from planner.plan import Plan
from ui.actions import Actions
from ui.elided_label import ElidedLabel
from ui.solving import OBJECTIVES
from ui.theme import font, tokens

TITLE_LEAST, TITLE_PIXELS = 80, 15
BUTTON_PADDING = 40
ARROW_PIXELS = 19
EXPORT = "Export business case"


class ToolBar(QToolBar):
    """One row that stays where it is."""

    def __init__(self, actions: Actions) -> None:
        super().__init__("Main")
        self.setObjectName("main")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._actions = actions
        self.title = ElidedLabel(TITLE_LEAST)
        self.title.setFont(font(TITLE_PIXELS, QFont.Weight.DemiBold))
        self.saved = QLabel()
        self.objective = QComboBox()
        self.objective.addItems([*OBJECTIVES])
        self.objective.setAccessibleName("What to solve for")
        self.solve_button = _button("Solve", is_primary=True)
        self.solve_status = ElidedLabel(0)
        self.export_button = _button(EXPORT, is_primary=False)
        steps = [_step_button(self, "↶"), _step_button(self, "↷")]
        for button, action in zip(steps, (actions.undo, actions.redo), strict=True):
            button.setDefaultAction(action)
            _keep_arrow(button)
            action.changed.connect(lambda button=button: _keep_arrow(button))
        named = (self.title, self.saved, *steps)
        for widget in (*named, self.objective, self.solve_button, self.solve_status, _spring(), self.export_button):
            self.addWidget(widget)
        self.controls: tuple[QWidget, ...] = (*steps, self.objective, self.solve_button, self.export_button)
        """What takes the keys, in the order of reading."""
        self.show_solving(is_running=False)
        self.solve_button.clicked.connect(self._solve_or_stop)
        self.export_button.clicked.connect(actions.export.trigger)

    def show_plan(self, plan: Plan) -> None:
        """Say whose rollout is open."""
        self.title.setText(f"{plan.customer} — {plan.name}")

    def show_saved(self, words: str) -> None:
        """Say whether it is saved, in the colour of the present scheme."""
        self.saved.setText(words)
        self.saved.setStyleSheet(f"color: {tokens().dim}")

    def show_solving(self, *, is_running: bool) -> None:
        """Offer to stop what runs, or to solve."""
        self.solve_button.setText("Stop" if is_running else "Solve")
        self._actions.solve.setDisabled(is_running)
        self._actions.stop.setEnabled(is_running)

    def _solve_or_stop(self) -> None:
        actions = self._actions
        (actions.solve if actions.solve.isEnabled() else actions.stop).trigger()


def _button(text: str, *, is_primary: bool) -> QPushButton:
    """As wide as the longest text that it ever shows."""
    button = QPushButton(text)
    button.setProperty("primary", is_primary)
    button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) + BUTTON_PADDING)
    return button


def _spring() -> QWidget:
    """What takes the room that is left."""
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring


def _step_button(parent: QWidget, arrow: str) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("arrow", arrow)
    button.setFixedSize(32, 28)
    return button


def _keep_arrow(button: QToolButton) -> None:
    """The button's text must not grow with the name of the step, or everything beside it would move.

    Those who cannot see the arrow hear what the tool tip says, the name of the step.
    """
    button.setFont(font(ARROW_PIXELS, QFont.Weight.Medium))
    button.setText(button.property("arrow"))
    words = button.defaultAction().text()
    button.setAccessibleName(words)
    button.setToolTip(words)
