"""What can be switched on over the timeline, and the baseline that later schedules are compared with."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from planner.edits import change_plan

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

TOGGLES = (
    ("critical", "&Critical path", "Frame the phases that make the rollout end later if they slip a day", "Ctrl+1"),
    ("money_critical", "&Money-critical path", "Frame the phases whose slip past their float costs money", "Ctrl+2"),
    ("float_bars", "&Float", "Show how far each phase may slip before the rollout ends later", "Ctrl+3"),
    ("baseline", "&Baseline", "Show where each phase lay when the baseline was set", "Ctrl+4"),
)
"""Field of ``Shown``, name, what it does, and key."""


def toggle_actions(view: "TimelineView") -> list[QAction]:
    """One action for each thing that can be switched on, and two for the baseline."""
    toggles = []
    for field, name, tip, key in TOGGLES:
        action = QAction(name, view)
        action.setCheckable(True)
        action.setStatusTip(tip)
        action.setShortcut(QKeySequence(key))
        action.toggled.connect(lambda is_on, field=field: view.show_over(view.shown._replace(**{field: is_on})))
        toggles.append(action)
    kept = QAction("&Set baseline", view)
    kept.setStatusTip("Keep the present schedule to compare later ones with")
    kept.triggered.connect(lambda: set_baseline(view, toggles[-1]))
    gone = QAction("&Remove baseline", view)
    gone.triggered.connect(lambda: remove_baseline(view))
    return [*toggles, kept, gone]


def set_baseline(view: "TimelineView", toggle: QAction) -> None:
    """Keep the present schedule, and show it."""
    schedule = view.document.state.schedule
    if schedule is None:
        view.told.emit("There is no schedule yet to keep as a baseline. Solve first.")
    elif view.make("Set baseline", lambda state: change_plan(state.plan, baseline=schedule)):
        toggle.setChecked(True)


def remove_baseline(view: "TimelineView") -> None:
    """Compare with nothing any more."""
    view.make("Remove baseline", lambda state: change_plan(state.plan, baseline=None))
