"""Which swimlanes the rollout shows, and which of them are folded: outline, timeline and paper look here."""

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from planner.picture.swimlanes import By, Grouping, Swimlane
from planner.programme import Programme
from planner.rollout.phases import deliverer

PLAN: By = "plan"
GROUPED, FOLDED = "timeline/grouped_by", "timeline/folded"
WITHOUT: dict[By, str] = {
    "region": "No region",
    "partner": "Not scheduled",
    "workload": "No workload",
    "credit": "No funding",
    "plan": "This plan",
}
"""What the lane of phases is called that have nothing to be grouped by."""
CHOICES: tuple[tuple[By | None, str, str], ...] = (
    (None, "&None", "Show the phases in the plan's order"),
    ("region", "By &region", "Group the phases by the region in which they are delivered"),
    ("partner", "By &partner", "Group the phases by who delivers them"),
    ("workload", "By &workload", "Group the phases by workload"),
    ("credit", "By &credit", "Group the phases by the credit that pays most for them"),
    ("plan", "By p&lan", "Group the phases of a programme by the plan that they belong to"),
)


class Lanes(QObject):
    """How phases are grouped; remembered in the settings, if there are any.

    Signals:
        changed(): they are grouped otherwise, or another lane is folded.
    """

    changed = Signal()

    def __init__(self, settings: QSettings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._by = self._remembered()
        self._folded: dict[str, frozenset[str]] = {by: self._recalled(by) for by in get_args(By)}
        self._colours: tuple[tuple[str, str], ...] = ()

    @property
    def by(self) -> By | None:
        """What phases are grouped by; None where they are not."""
        return self._by

    @property
    def grouping(self) -> Grouping | None:
        if self._by is None:
            return None
        return Grouping(self._by, self._folded[self._by], self._colours if self._by == PLAN else ())

    def group_by(self, by: By | None) -> None:
        """Group phases by something else, or not at all."""
        if by != self._by:
            self._by = by
            if by != PLAN:  # a programme comes with it, and the next plan has its own again
                self._keep(GROUPED, by or "")
            self.changed.emit()

    def show_programme(self, programme: Programme | None) -> None:
        """Group a programme by its plans, in their colours, and leave that grouping for a plan that is alone."""
        members = programme.plans if programme is not None else ()
        self._colours = tuple((each.short, each.colour) for each in members if each.colour is not None)
        if members or self._by == PLAN:
            self.group_by(PLAN if members else self._remembered())

    def _remembered(self) -> By | None:
        stored = self._settings.value(GROUPED, "") if self._settings is not None else ""
        return next((by for by in get_args(By) if by == stored), None)

    def is_folded(self, key: str) -> bool:
        """Whether only the head of a lane is shown."""
        return self._by is not None and key in self._folded[self._by]

    def fold(self, key: str, *, is_folded: bool) -> None:
        """Show only the head of a lane, or all of it."""
        if self._by is not None and is_folded != self.is_folded(key):
            self._folded[self._by] ^= {key}
            self._keep(f"{FOLDED}/{self._by}", sorted(self._folded[self._by]))
            self.changed.emit()

    def toggle(self, key: str) -> None:
        """Fold a lane, or unfold it."""
        self.fold(key, is_folded=not self.is_folded(key))

    def _recalled(self, by: By) -> frozenset[str]:
        stored = self._settings.value(f"{FOLDED}/{by}", []) if self._settings is not None else []
        keys = stored if isinstance(stored, list) else [stored]  # one alone is read back as itself
        return frozenset(key for key in keys if isinstance(key, str))

    def _keep(self, name: str, value: object) -> None:
        if self._settings is not None:
            self._settings.setValue(name, value)


def folds(lanes: Lanes, key: str, pressed: int) -> bool:
    """Fold or unfold a lane as a key asks for; whether the key means that."""
    if pressed in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
        lanes.fold(key, is_folded=pressed == Qt.Key.Key_Left)
    elif pressed in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        lanes.toggle(key)
    else:
        return False
    return True


def lane_name(by: By, key: str, name: str) -> str:
    """What a lane is called in the window."""
    if not key:
        return WITHOUT[by]
    return deliverer(key) if by == "partner" and name == key else name


def lane_words(by: By, lane: Swimlane) -> str:
    """The name of a lane with the number of its phases."""
    return f"{lane_name(by, lane.key, lane.name)} · {len(lane.phases)}"


def lanes_action(lanes: Lanes, parent: QWidget) -> QAction:
    """The entry of the menu that leads to the choices of swimlanes."""
    menu = QMenu("S&wimlanes", parent)
    group = QActionGroup(menu)
    for by, name, tip in CHOICES:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(by == lanes.by)
        lanes.changed.connect(lambda action=action, by=by: action.setChecked(by == lanes.by))
        action.setStatusTip(tip)
        action.triggered.connect(_grouping(lanes, by))
        group.addAction(action)
    entry = menu.menuAction()
    entry.setStatusTip("Group the phases in swimlanes, each with a bar over all of its work")
    return entry


def _grouping(lanes: Lanes, by: By | None) -> Callable[[], None]:
    return lambda: lanes.group_by(by)
