"""What leads people through the window: the command palette, the help, and what the program is."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ui.about_dialog import AboutDialog
    from ui.help.help_window import HelpWindow
    from ui.main_window import MainWindow
    from ui.palette.commands import Command
    from ui.palette.palette import Palette


QUESTIONS = ("Scenarios", "Frontier", "Asks", "Offer", "Risk")
"""The pages of what if."""
WEEK = ("Monday", "Status", "Chase", "Variance", "Cash")
"""The pages of the week."""
PLURALS = {"change of terms": "changes of terms"}
"""Of nouns that take their ending elsewhere."""


class Guidance(QObject):
    """Each is made when it is first asked for, so that the window opens at once."""

    def __init__(self, window: "MainWindow", settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self.settings = settings
        self.palette: Palette | None = None
        self.help: HelpWindow | None = None
        self.about: AboutDialog | None = None

    def open_palette(self) -> None:
        """Show the palette; what is chosen is done once it is closed, with the keys where they were."""
        from ui.palette.palette import Palette

        if self.palette is not None:
            return
        self.palette = Palette([*self.commands()], self.settings, self._window)
        self.palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.palette.finished.connect(self._close_palette)
        self.palette.open()

    def open_help(self) -> None:
        """Show the page about the panel that has the keys."""
        from ui.help.help_window import HelpWindow, page_about

        about = page_about(QApplication.focusWidget())
        if self.help is None:
            self.help = HelpWindow(self.settings, self._window)
        self.help.show_page(about)
        self.help.show()
        self.help.activateWindow()
        self.help.list.setFocus()

    def open_about(self) -> None:
        """Show the version and licence of the program and its libraries."""
        from ui.about_dialog import AboutDialog

        if self.about is None:
            self.about = AboutDialog(self._window)
        self.about.open()

    def commands(self) -> Iterator["Command"]:
        """All that the palette offers now: menus, places, and last what stands in menus of menus.

        So a name leads to the phase that bears it before it adds something of the catalogue that is called alike.
        """
        from ui.palette.commands import menu_commands, place_command, plan_commands, split_by_depth
        from ui.start.templates import TEMPLATES

        window = self._window
        outer, inner = split_by_depth(menu_commands(window.menuBar()))
        yield from outer
        for panel in window.panels:
            title = window.side.tabText(window.side.indexOf(panel)).partition(" ")[0]
            yield place_command(title, "Panel", partial(window.show_panel, panel))
        yield from (place_command(title, "Table", partial(window.show_table, noun)) for title, noun in _tables())
        yield from (place_command(title, "Account", partial(window.show_page, title)) for title in _pages())
        yield from (place_command(title, "What if", partial(window.show_question, title)) for title in QUESTIONS)
        yield from (place_command(title, "Week", partial(window.show_week, title)) for title in WEEK)
        yield from (place_command(each.title, "Template", partial(window.begin, each)) for each in TEMPLATES)
        yield from plan_commands(window.document.plan, window.go_to)
        yield from inner

    def _close_palette(self) -> None:
        closed, self.palette = self.palette, None
        if closed is not None and closed.chosen is not None:
            closed.chosen.do()


def _tables() -> Iterator[tuple[str, str]]:
    from ui.tables.table import CATALOGUE_TABLES, PLAN_TABLES

    for table in (*PLAN_TABLES, *CATALOGUE_TABLES):
        plural = PLURALS.get(table.noun, f"{table.noun}s")
        yield plural[:1].upper() + plural[1:], table.noun


def _pages() -> tuple[str, ...]:
    from ui.account.account_panel import PAGES

    return tuple(PAGES)
