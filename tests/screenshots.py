"""Pictures of every panel and dialog to look at: ``python -m tests.screenshots FOLDER [--scale 2] [--dark]``.

They show the medium plan, one of 80 phases, and a programme. Nothing compares them: they are for eyes. ``--plan`` and
``--only`` make some of them alone. ``xvfb-run`` gives real windows; without a screen they are drawn off it.
"""

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from planner.attachments import Attachment
from planner.edits import attach, record_quote
from planner.files import read
from planner.plan import State
from planner.rollout.quotes import Quote
from resources import path
from tests.pictured_dialogs import dialogs, guidance, menus
from tests.pictured_docks import account, tables, week, what_if
from tests.pictured_solving import WINDOW, solving
from tests.pictured_window import DAY, Shot, application_for_pictures, pictured_window, settle, solve
from ui.main_window import MainWindow
from ui.start.templates import TEMPLATES, begun_today

NARROW, TALL = (1_024, 700), (1_440, 2_000)
PROGRAMME = ("lindholm.programme", "lindholm-germany.rollout", "lindholm-denmark.rollout")


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
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    Path(asked.folder).mkdir(parents=True, exist_ok=True)
    for name, shown in SETS.items():
        if asked.plan in {"", name}:
            _save_all(shown, Path(asked.folder), name, asked.only)


def _asked(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("folder")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--plan", choices=("", *SETS), default="")
    parser.add_argument("--only", default="", help="beginning of the names that are wanted")
    return parser.parse_args(arguments)


def _save_all(shown: Callable[[MainWindow, Path], Iterator[Shot]], folder: Path, plan: str, only: str) -> None:
    with tempfile.TemporaryDirectory() as scratch, pictured_window(WINDOW) as window:
        for name, widget in shown(window, Path(scratch)):
            settle()
            if name.startswith(only):
                widget.grab().save(str(folder / f"{plan}-{name}.png"))


def _medium(window: MainWindow, folder: Path) -> Iterator[Shot]:
    state = read(path("samples/calder.rollout"))
    yield from shots(window, Pictured(state, "ME1", "M16", "CEN"), folder)


def _large(window: MainWindow, folder: Path) -> Iterator[Shot]:
    state = begun_today(TEMPLATES[1], DAY)
    plan = state.plan
    yield from shots(window, Pictured(state, plan.credits[0].id, plan.phases[20].id, plan.partners[0].id), folder)


def _programme(window: MainWindow, folder: Path) -> Iterator[Shot]:
    """Plans that share partners and a credit, before and after they are solved together."""
    for name in PROGRAMME:
        shutil.copy(str(path(f"samples/{name}")), folder / name)
    window.files.open_path(folder / PROGRAMME[0])
    settle(1_000)
    yield "opened", window
    solve(window)
    window.solving.panel.accept.click()
    settle(1_000)
    yield "solved", window
    window.selection.select(("credit", window.document.plan.credits[0].id))
    window.show_panel(window.inspector)
    yield "why-credit", window
    window.edit_selected()
    yield "edit-credit", window
    window.selection.select(None)
    window.edit_selected()
    yield "edit-programme", window
    window.show_panel(window.findings)
    yield "findings", window
    window.show_page("Ladder")
    yield "account", window


SETS: dict[str, Callable[[MainWindow, Path], Iterator[Shot]]] = {
    "medium": _medium,
    "large": _large,
    "programme": _programme,
}


def shots(window: MainWindow, pictured: Pictured, folder: Path) -> Iterator[Shot]:
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
    yield from _forms(window, pictured)
    yield from _timelines(window, pictured)
    yield from menus(window)
    yield from dialogs(window, pictured.phase, folder)
    yield from guidance(window)
    yield from solving(window, pictured.phase)
    yield from tables(window)
    yield from account(window)
    yield from what_if(window)
    yield from week(window)
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


def _forms(window: MainWindow, pictured: Pictured) -> Iterator[Shot]:
    """Each form from end to end; that of the phase with quotes and linked files."""
    document = window.document
    phase = document.plan.phase[pictured.phase]
    option = phase.options[0]
    letter = Attachment(title="Approval letter", path="letters/approval.pdf", sha256="0" * 64)
    plan = document.plan
    for days, amount in ((30, option.cost), (5, option.cost + 1_500)):
        quote = Quote(
            quoted_on=plan.start - timedelta(days=days), amount=amount, currency=plan.currency, sow="SOW 2027-014"
        )
        plan = record_quote(plan, phase.id, option.id, quote)
    for owner in (("option", phase.id, option.id), ("credit", pictured.credit)):
        plan = attach(plan, owner, letter)
    document.apply_plan("Tell of quotes and files", plan)
    window.resize(*TALL)
    for kind, name in (("phase", pictured.phase), ("credit", pictured.credit), ("partner", pictured.partner), ("", "")):
        window.selection.select((kind, name) if kind else None)
        window.edit_selected()
        yield f"form-{kind or 'rollout'}", window.side
    window.resize(*WINDOW)
    window.show_panel(window.inspector)
    document.undo_stack.undo()


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


if __name__ == "__main__":
    main(sys.argv[1:])
