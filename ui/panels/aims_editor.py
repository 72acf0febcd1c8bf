"""What to solve for, as a list that the user arranges: the most important aim first, each with its tolerance."""

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from planner.value import WHOLE
from solver.settings import Aim, Term
from ui.fields.field import UnreadableError, read_percent, written_percent
from ui.fields.style import SchemeDress
from ui.panels.stage_words import STAGE_WORDS

TOLERANCE_WIDTH = 62
Aims = tuple[Aim, ...]


def moved(aims: Aims, place: int, step: int) -> Aims:
    """The aims with one of them moved up (-1) or down (1); at the end it stays."""
    to = place + step
    if not 0 <= to < len(aims):
        return aims
    others = [*aims[:place], *aims[place + 1 :]]
    return (*others[:to], aims[place], *others[to:])


def without(aims: Aims, place: int) -> Aims:
    """The aims without one of them; the last one stays, since a solve needs an aim."""
    return (*aims[:place], *aims[place + 1 :]) if len(aims) > 1 else aims


def tolerating(aims: Aims, place: int, tolerance: int) -> Aims:
    """The aims with another tolerance of one of them, in basis points of what it reaches."""
    return (*aims[:place], aims[place]._replace(tolerance=tolerance), *aims[place + 1 :])


def not_aimed_at(aims: Aims) -> tuple[Term, ...]:
    """The terms that could be added."""
    named = {aim.term for aim in aims}
    return tuple(term for term in get_args(Term) if term not in named)


class AimsEditor(QWidget):
    """The list, to add to, take from, and move up and down; every aim says how much of it later ones may use up.

    Signals:
        changed(aims): the user arranged them anew.
        refused(sentence): why a tolerance was not taken; blank when one was.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, aims: Aims, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Own order of aims")
        self._aims = aims
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.caption = QLabel("What matters most comes first. A tolerance is the part that later aims may use up.")
        self.caption.setProperty("role", "caption")
        self.caption.setWordWrap(True)
        self.add = QComboBox()
        self.add.setAccessibleName("Add an aim")
        self.add.activated.connect(self._add)
        for widget in (self.caption, self._rows, self.add):
            self._column.addWidget(widget)
        SchemeDress(self)
        self._build()

    @property
    def aims(self) -> Aims:
        return self._aims

    def show_aims(self, aims: Aims) -> None:
        """Show other aims, without a signal."""
        if aims != self._aims:
            self._aims = aims
            self._build()

    def control(self, place: int, name: str) -> QWidget:
        """A control of an aim: ``up``, ``down``, ``remove`` or ``tolerance``."""
        found = self._rows.findChild(QWidget, f"{name} {place}")
        if not isinstance(found, QWidget):
            raise KeyError(name, place)
        return found

    def _take(self, aims: Aims, then: str = "") -> None:
        """Take an arrangement; then: the control on which the keys go on."""
        self.refused.emit("")
        if aims != self._aims:
            self.show_aims(aims)
            self.changed.emit(aims)
            following = self._rows.findChild(QWidget, then) if then else None
            if isinstance(following, QWidget):
                following.setFocus()

    def _build(self) -> None:
        old, self._rows = self._rows, QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.setColumnStretch(0, 1)
        for place, aim in enumerate(self._aims):
            for column, widget in enumerate(self._controls(place, aim)):
                grid.addWidget(widget, place, column)
        self._column.replaceWidget(old, self._rows)
        old.hide()
        old.deleteLater()
        self.add.clear()
        self.add.addItem("Add an aim …", None)
        for term in not_aimed_at(self._aims):
            self.add.addItem(STAGE_WORDS[term], term)
        self.add.setVisible(self.add.count() > 1)

    def _controls(self, place: int, aim: Aim) -> list[QWidget]:
        words = STAGE_WORDS[aim.term]
        name = QLabel(f"{place + 1}. {words}")
        name.setTextFormat(Qt.TextFormat.PlainText)
        tolerance = QLineEdit(written_percent(aim.tolerance))
        tolerance.setObjectName(f"tolerance {place}")
        tolerance.setAccessibleName(f"Tolerance of {words}")
        tolerance.setFixedWidth(TOLERANCE_WIDTH)
        tolerance.setAlignment(Qt.AlignmentFlag.AlignRight)
        tolerance.editingFinished.connect(lambda: self._tolerate(place, tolerance))
        buttons = [
            self._button("↑", "up", place, f"Move {words} up", is_possible=place > 0),
            self._button("↓", "down", place, f"Move {words} down", is_possible=place + 1 < len(self._aims)),
            self._button("×", "remove", place, f"Remove {words}", is_possible=len(self._aims) > 1),
        ]
        return [name, tolerance, *buttons]

    def _button(self, text: str, name: str, place: int, meaning: str, *, is_possible: bool) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setObjectName(f"{name} {place}")
        button.setAccessibleName(meaning)
        button.setToolTip(meaning)
        button.setEnabled(is_possible)
        button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        acts = {
            "up": lambda: self._take(moved(self._aims, place, -1), f"up {place - 1}"),
            "down": lambda: self._take(moved(self._aims, place, 1), f"down {place + 1}"),
            "remove": lambda: self._take(without(self._aims, place), f"remove {max(place - 1, 0)}"),
        }
        button.clicked.connect(acts[name])
        return button

    def _tolerate(self, place: int, line: QLineEdit) -> None:
        if line is not self._rows.findChild(QLineEdit, f"tolerance {place}"):
            return  # a line that is about to go
        try:
            tolerance = _read_tolerance(line.text().strip())
        except UnreadableError as error:
            line.setText(written_percent(self._aims[place].tolerance))
            self.refused.emit(str(error))
            return
        line.setText(written_percent(tolerance))
        self._take(tolerating(self._aims, place, tolerance))

    def _add(self) -> None:
        term = self.add.currentData()
        if term is not None:
            self._take((*self._aims, Aim(term)))


def _read_tolerance(text: str) -> int:
    """A part in percent as basis points; blank is none."""
    tolerance = read_percent(text or "0")
    if not 0 <= tolerance <= WHOLE:
        raise UnreadableError(f"A tolerance lies between 0 % and 100 %, and {text} does not.")
    return tolerance
