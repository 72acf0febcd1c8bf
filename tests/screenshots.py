"""Pictures of every panel and dialog to look at: ``python -m tests.screenshots FOLDER [--scale 2] [--dark]``.

They show the medium plan, and one of 80 phases. Nothing compares them: they are for eyes. ``--plan`` and ``--only``
make some of them alone. ``xvfb-run`` gives real windows; without a screen they are drawn off it.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from planner.edits import record_answer, record_progress
from planner.files import read
from planner.plan import State
from resources import path
from tests.pictured_window import DAY, application_for_pictures, pictured_window, settle, solve, solved_by
from ui.account.account_panel import PAGES
from ui.guidance import WEEK
from ui.help.pages import ORDER
from ui.main_window import MainWindow
from ui.start.templates import TEMPLATES, begun_today
from ui.timeline.menu import menu_of
from ui.timeline.paper import PageDialog
from ui.timeline.printing import Preview
from ui.timeline.questions import ask_cost, ask_seats
from ui.timeline.view import work_days

WINDOW, NARROW = (1440, 900), (1024, 700)
DOCK = 380
DIALOG_MILLISECONDS = 200
SLIPPING = 2
"""Of the weeks, the one in which a phase is late."""
SOLVING_MILLISECONDS, SOLVED_MILLISECONDS = 1_500, 8_000

Shot = tuple[str, QWidget]
"""What a picture is called, and what it shows."""


class Pictured(NamedTuple):
    """A plan, with what is selected in it: a credit that is not claimed to the last, a phase and a partner."""

    state: State
    credit: str
    phase: str
    partner: str


def main(arguments: list[str]) -> None:
    """Write the pictures that are asked for."""
    asked = _asked(arguments)
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    application_for_pictures(is_dark=asked.dark)
    Path(asked.folder).mkdir(parents=True, exist_ok=True)
    for name, make in PLANS.items():
        if asked.plan in {"", name}:
            _save_all(make(), Path(asked.folder), name, asked.only)


def _asked(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("folder")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--plan", choices=("", *PLANS), default="")
    parser.add_argument("--only", default="", help="beginning of the names that are wanted")
    return parser.parse_args(arguments)


def _save_all(pictured: Pictured, folder: Path, plan: str, only: str) -> None:
    with pictured_window(WINDOW) as window:
        for name, widget in shots(window, pictured):
            settle()
            if name.startswith(only):
                widget.grab().save(str(folder / f"{plan}-{name}.png"))


def shots(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    """Bring one thing after the other into sight."""
    window.show_start()
    yield "start", window
    window.document.replace(pictured.state, None)
    if pictured.state.schedule is None:
        yield "not-scheduled", window
        solve(window)
        window.solving.panel.accept.click()
    settle(1_000)
    yield "rollout", window
    yield from _explained(window, pictured)
    yield from _timelines(window, pictured)
    yield from _menus(window)
    yield from _dialogs(window, pictured)
    yield from _guidance(window)
    yield from _solved(window)
    yield from _tables(window)
    yield from _pages(window)
    yield from _week(window)
    window.resize(*NARROW)
    yield "narrow-with-account", window
    window.actions_.show_account.setChecked(False)
    yield "narrow", window


def _explained(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    selected = (("credit", pictured.credit), ("phase", pictured.phase), ("partner", pictured.partner))
    for kind, name in selected:
        window.selection.select((kind, name))
        window.show_panel(window.inspector)
        yield f"why-{kind}", window
        window.edit_selected()
        yield f"edit-{kind}", window
    window.selection.select(None)
    window.edit_selected()
    yield "edit-rollout", window
    window.rollout.timeline.verticalScrollBar().setValue(0)
    for name, panel in (("findings", window.findings), ("steps", window.steps)):
        window.show_panel(panel)
        yield name, window
    window.show_panel(window.inspector)


def _timelines(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    for by in ("workload", "partner", "credit"):
        window.rollout.lanes.group_by(by)
        window.rollout.timeline.verticalScrollBar().setValue(0)
        yield f"swimlanes-{by}", window
    window.rollout.lanes.group_by(None)
    window.rollout.timeline.verticalScrollBar().setValue(0)
    window.selection.select(("phase", pictured.phase))
    for toggle in window.rollout.toggles[:3]:
        toggle.setChecked(True)
    yield "overlays", window
    for toggle in window.rollout.toggles[:3]:
        toggle.setChecked(False)
    for _ in range(6):
        window.rollout.zoom_in()
    yield "zoomed", window
    window.rollout.fit()
    yield from _dragged(window, pictured)
    window.actions_.high_contrast.setChecked(True)
    yield "high-contrast", window
    window.actions_.high_contrast.setChecked(False)


def _dragged(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    """A phase in the hand, three weeks later."""
    timeline = window.rollout.timeline
    window.rollout.show_selected()
    row = timeline.picture.rows.of(pictured.phase)
    if row is None or row.bar is None:
        return
    box = row.bar.box
    start, viewport = timeline.to_viewport(box.x + box.width / 2, box.middle).toPoint(), timeline.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for distance in (5, 20, round(21 * timeline.day_width)):
        QTest.mouseMove(viewport, start + QPoint(distance, 0))
        settle()
    yield "dragged", window
    QTest.keyClick(viewport, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)


def _menus(window: MainWindow) -> Iterator[Shot]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _popped(menu, f"menu-{action.text().replace('&', '').lower()}")
    yield from _popped(menu_of(window.rollout.timeline), "menu-of-a-phase")


def _popped(menu: QMenu, name: str) -> Iterator[Shot]:
    menu.popup(QPoint(40, 40))
    yield name, menu
    menu.close()


def _dialogs(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    state, view = window.document.state, window.rollout.timeline
    for verb in ("Save", "Print"):
        dialog = PageDialog(work_days(state), window.rollout.lanes.grouping, window, verb)
        if verb == "Print":
            dialog.offer("Pre&view …", dialog.accept)
        dialog.show()
        yield f"dialog-{verb.lower()}-timeline", dialog
        dialog.close()
    preview = Preview(window.document.plan, window.document.schedule, dialog.setup, window)
    preview.show()
    settle(1_000)
    yield "dialog-print-preview", preview
    preview.close()
    asking: tuple[tuple[str, Callable[[], object]], ...] = (
        ("waves", lambda: ask_seats(view, pictured.phase, 900)),
        ("cost", lambda: ask_cost(view, pictured.phase, 24, (24_000, 28_800))),
        ("unsaved", window.files.may_discard),
    )
    window.add("phase")
    yield "edit-new-phase", window
    for name, ask in asking:
        yield from _asked_dialog(name, ask)
    window.document.undo_stack.undo()


def _asked_dialog(name: str, ask: Callable[[], object]) -> Iterator[Shot]:
    """A dialog that waits for an answer, which is given as soon as its picture is taken."""
    pictures: list[QWidget] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            pictures.append(_still(dialog))
            dialog.close()

    QTimer.singleShot(DIALOG_MILLISECONDS, look)
    ask()
    for still in pictures:
        yield f"dialog-{name}", still


def _still(widget: QWidget) -> QWidget:
    """A widget that shows what another one does now."""

    still = QLabel()
    still.setPixmap(widget.grab())
    still.adjustSize()
    return still


def _guidance(window: MainWindow) -> Iterator[Shot]:
    for name, typed in (("palette", ""), ("palette-typed", "intune"), ("palette-nothing", "zzzz")):
        window.guidance.open_palette()
        palette = window.guidance.palette
        assert palette is not None
        palette.search.setText(typed)
        yield name, palette
        palette.reject()
    window.guidance.open_help()
    help_ = window.guidance.help
    assert help_ is not None
    for page in ORDER:
        help_.show_page(page)
        yield f"help-{page}", help_
    help_.close()


def _solved(window: MainWindow) -> Iterator[Shot]:
    window.objective.setCurrentIndex(window.objective.count() - 1)
    yield "solve-aims", window
    window.objective.setCurrentIndex(0)
    window.actions_.solve.trigger()
    settle(SOLVING_MILLISECONDS)
    yield "solve-running", window
    solved_by(window, SOLVED_MILLISECONDS)
    yield "solve-result", window
    window.solving.panel.discard.click()


def _tables(window: MainWindow) -> Iterator[Shot]:
    window.actions_.show_tables.setChecked(True)
    window.resizeDocks([window.tables_dock], [DOCK], Qt.Orientation.Vertical)
    tabs = window.tables_panel().tabs
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        yield f"table-{tabs.tabText(number).lower().replace(' ', '-')}", window


def _pages(window: MainWindow) -> Iterator[Shot]:
    for title in PAGES:
        window.show_page(title)
        yield f"account-{title.lower().replace(' ', '-')}", window
    window.actions_.show_tables.setChecked(False)


def _week(window: MainWindow) -> Iterator[Shot]:
    """Three status dates: as planned, with a slip, and with a refused credit; each page as it is then."""
    window.actions_.show_account.setChecked(False)
    window.show_week("Monday")
    window.resizeDocks([window.week_dock], [DOCK], Qt.Orientation.Vertical)
    panel, document = window.week_dock.panel(), window.document
    runs = sorted(document.schedule.assignments, key=lambda run: run.start)
    late, credit = runs[min(2, len(runs) - 1)], document.plan.credits[0].id
    for number in (1, 2, 3):
        day = late.start + timedelta(days=28 * number)
        panel.show_page("Monday")
        panel.monday.day.setText(f"{day}")
        panel.monday.day.editingFinished.emit()
        yield f"week-{number}-due", window
        panel.monday.all_as_planned.click()
        if number == SLIPPING:
            running = [name for name, actual in document.plan.actual.items() if actual.finished_on is None]
            for name in running[:1]:
                document.apply_plan("Tell of a slip", record_progress(document.plan, name, 10))
        if number > SLIPPING:
            document.apply_plan("Refused", record_answer(document.plan, credit, day, approved=False))
        panel.monday.plan_anew.click()
        while window.week_dock.monday.is_running:
            settle()
        yield f"week-{number}-monday", window
        panel.show_page("Status")
        yield f"week-{number}-draft", window
        window.week_dock.monday.accept()
        for title in WEEK[1:]:
            panel.show_page(title)
            yield f"week-{number}-{title.lower()}", window
    panel.show_page("Monday")
    window.selection.select(("phase", late.phase))
    window.edit_selected()
    yield "week-editor", window
    window.actions_.show_week.setChecked(False)
    window.rollout.fit()
    yield "week-timeline", window
    window.actions_.show_account.setChecked(True)


def _medium() -> Pictured:
    return Pictured(read(path("samples/calder.rollout")), "ME1", "M16", "CEN")


def _large() -> Pictured:
    state = begun_today(TEMPLATES[1], DAY)
    plan = state.plan
    return Pictured(state, plan.credits[0].id, plan.phases[20].id, plan.partners[0].id)


PLANS: dict[str, Callable[[], Pictured]] = {"medium": _medium, "large": _large}

if __name__ == "__main__":
    main(sys.argv[1:])
