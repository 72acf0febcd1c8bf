"""The menu of the timeline: what can be done with what is selected."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from planner.rollout.phases import Phase
from ui.timeline import commands
from ui.timeline.links import link_of
from ui.wording import counted, money

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView


def menu_of(view: "TimelineView") -> QMenu:
    """Entries for the selected link, or for the selected phases; none where nothing of the two is selected."""
    menu = QMenu(view)
    if link_of(view.document.plan, view.selected_link) is not None:
        _add(menu, "Change &lag …", lambda: commands.ask_lag(view))
        _add(menu, "&Remove link", lambda: commands.remove_link(view), "Del")
        return menu
    phases = view.selection.phases
    if phases:
        _add_options(menu, view, view.document.plan.phase[phases[0]])
        menu.addSeparator()
        _add(menu, "&Split into waves …", lambda: commands.split(view), "S", is_possible=len(phases) == 1)
        has_regions = len(phases) == 1 and bool(view.document.plan.regions)
        _add(menu, "Split by &region", lambda: commands.split_by_regions(view), "Shift+S", is_possible=has_regions)
        _add(menu, "&Join", lambda: commands.join(view), "J", is_possible=len(phases) > 1)
        _add(menu, "&Link in turn", lambda: commands.link_in_turn(view), "Ctrl+L", is_possible=len(phases) > 1)
        menu.addSeparator()
        _add(menu, "&Duplicate", lambda: commands.duplicate(view), "Ctrl+D")
    return menu


def _add_options(menu: QMenu, view: "TimelineView", phase: Phase) -> None:
    """The ways to deliver the leading phase, with time and price; the present one is ticked."""
    plan, run = view.document.plan, view.document.schedule.assignment(phase.id)
    for option in phase.options:
        price = f"{money(option.cost)} {plan.currency}"
        words = f"{plan.deliverer(option.id)} · {counted(option.duration, 'working day')} · {price}"
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(run is not None and run.option == option.id)
        action.setEnabled(run is not None and phase.id not in plan.actual)
        action.triggered.connect(lambda _=False, name=option.id: commands.take_option(view, phase.id, name))


def _add(menu: QMenu, text: str, do: Callable[[], None], key: str = "", *, is_possible: bool = True) -> None:
    action = menu.addAction(text)
    action.setShortcut(QKeySequence(key))
    action.setEnabled(is_possible)
    action.triggered.connect(lambda _=False: do())
