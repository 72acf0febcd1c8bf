"""What the palette offers: every action of the menus, and every place of the plan and of the window to go to."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from planner.plan import Plan
from ui.selection import Selected

Go = Callable[[Selected], object]
DEEPER = " › "
"""Between a menu and one inside of it."""


class Command(NamedTuple):
    """Something to do.

    title: in words. place: the menu, or kind of thing. keys: its shortcut; blank without one.
    is_possible: whether it can be done now. is_on: whether it is switched on; None where that means nothing.
    """

    title: str
    place: str
    keys: str
    is_possible: bool
    is_on: bool | None
    do: Callable[[], object]

    @property
    def text(self) -> str:
        """What is searched, and what it is known by."""
        return f"{self.title} {self.place}"


def menu_commands(menu: QMenuBar | QMenu, trail: tuple[str, ...] = ()) -> Iterator[Command]:
    """Every action of a menu and of the menus in it, in their order."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            inner.aboutToShow.emit()  # some are filled only when they are looked at
            yield from menu_commands(inner, (*trail, _plain(action.text())))
        elif not action.isSeparator():
            yield _command(action, DEEPER.join(trail))


def split_by_depth(commands: Iterable[Command]) -> tuple[list[Command], list[Command]]:
    """Those that stand in a menu itself, and those in a menu inside of one."""
    listed = [*commands]
    return [each for each in listed if DEEPER not in each.place], [each for each in listed if DEEPER in each.place]


def plan_commands(plan: Plan, go: Go) -> Iterator[Command]:
    """To go to every phase, credit and partner by its identifier or name."""
    for kind, parts in (("phase", plan.phases), ("credit", plan.credits), ("partner", plan.partners)):
        for part in parts:
            yield place_command(f"{part.id} · {part.name}", f"Go to {kind}", partial(go, (kind, part.id)))


def place_command(title: str, place: str, do: Callable[[], object], keys: str = "") -> Command:
    """To go to a place, which is always possible."""
    return Command(title, place, keys, is_possible=True, is_on=None, do=do)


def _command(action: QAction, place: str) -> Command:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    is_on = action.isChecked() if action.isCheckable() else None
    return Command(_plain(action.text()), place, keys, action.isEnabled(), is_on, action.trigger)


def _plain(text: str) -> str:
    """A text of a menu without the mark of its letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…").strip()
