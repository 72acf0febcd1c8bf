"""Faults planted in edits, views, files, the journal and the solver: the window survives, and no State is half done.

``LAUNCHWINDOW_FAULTS`` says how many histories are tried.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSettings, QThread
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from planner.files import read
from planner.invariants import invariant_faults
from planner.plan import State
from tests.ui.conftest import PLAN, troubles
from ui.document import Document
from ui.main_window import MainWindow
from ui.trouble.catching import Catching
from ui.trouble.dialog import TroubleDialog

HISTORIES = int(os.environ.get("LAUNCHWINDOW_FAULTS", "10"))

ANYWHERE = (
    "ui.document.settled_at_once",
    "ui.main_window.Derived",
    "ui.recovery.journal.write_entry",
    "ui.panels.inspector.Inspector.show_selected",
    "ui.timeline.view.TimelineView.update",
)
OWN = {
    "save": ("ui.document.write", "ui.file_actions.keep_version", "ui.file_actions.remember"),
    "open": ("ui.document.read", "ui.file_actions.remember"),
    "solve": ("solver.solve.prepare", "solver.solve.audit"),
    "add phase": ("ui.fields.editing.edited",),
    "add credit": ("ui.fields.editing.edited",),
}
"""Where a step of that name passes as well."""
ERRORS: tuple[Exception, ...] = (
    KeyError("M05"),
    OSError(28, "No space left on device"),
    RuntimeError("out of order"),
    ZeroDivisionError(),
    MemoryError(),
    RecursionError("too deep"),
)


@pytest.fixture
def faulty(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window that keeps a journal and catches what nobody caught."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Document(State(PLAN)), store, tmp_path / "data")
    with qtbot.waitExposed(window):
        window.show()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    monkeypatch.setattr(Document, "is_changed_on_disk", False)
    catching = Catching(window)
    yield window
    catching.release()
    window.close()
    window.deleteLater()


def steps(window: MainWindow, file: Path) -> dict[str, Callable[[], object]]:
    """What a user does, by names; whatever Qt calls ends in a slot, as it does under the hand."""
    document, actions = window.document, window.actions_

    def rename() -> None:
        document.apply_plan("Rename", replace(document.plan, name=f"{document.plan.name[:20]}!"))

    def leap() -> None:
        document.go_to(0)

    def open_again() -> None:
        if file.exists():
            window.files.open_path(file)

    return {
        "rename": rename,
        "add phase": actions.add_phase.trigger,
        "add credit": actions.add_credit.trigger,
        "remove": actions.remove_selected.trigger,
        "undo": actions.undo.trigger,
        "redo": actions.redo.trigger,
        "leap": leap,
        "save": actions.save.trigger,
        "open": open_again,
        "solve": actions.solve.trigger,
        "accept": window.solving.accept,
        "select": lambda: window.selection.select(("phase", document.plan.phases[0].id)),
    }


@settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawing=st.data())
def test_that_no_fault_brings_the_window_down_or_leaves_a_state_half_done(
    drawing: st.DataObject, faulty: MainWindow, tmp_path: Path
) -> None:
    document, file = faulty.document, tmp_path / "plan.rollout"
    document.replace(State(PLAN), None)
    document.save(file)
    for dialog in faulty.findChildren(TroubleDialog):
        dialog.close()
    offered = steps(faulty, file)
    for name in drawing.draw(st.lists(st.sampled_from([*offered]), min_size=3, max_size=8)):
        places = OWN.get(name, ANYWHERE) if drawing.draw(st.booleans()) else ANYWHERE
        place = drawing.draw(st.none() | st.sampled_from(places), label=f"{name} under a fault of")
        error = drawing.draw(st.sampled_from(ERRORS))
        before = read(file)
        do_under_fault(faulty, offered[name], place, error)
        assert faulty.isVisible()
        assert len(troubles(faulty)) <= 1
        assert invariant_faults(document.state) == ()
        assert read(file) in (before, document.state)
        assert not document.is_saved or read(file) == document.state
    assert_that_it_works(faulty, file)


def do_under_fault(window: MainWindow, do: Callable[[], object], place: str | None, error: Exception) -> None:
    """Do it, and let workers end, while something raises whenever it is called."""

    def fail(*_: object, **__: object) -> None:
        raise error

    with pytest.MonkeyPatch.context() as planted:
        if place is not None:
            planted.setattr(place, fail)
        try:
            do()
        except Exception as raised:  # noqa: BLE001 - called from here and not from Qt, it comes back here
            sys.excepthook(type(raised), raised, raised.__traceback__)
        window.solving.runner.stop()
        settle_down(window)


def settle_down(window: MainWindow) -> None:
    """Let workers end and their words arrive."""
    for _ in range(500):
        QCoreApplication.processEvents()
        if not window.solving.runner.is_running:
            return
        QCoreApplication.processEvents()
    assert all(thread.wait(20_000) for thread in window.solving.runner.findChildren(QThread))
    QCoreApplication.processEvents()
    assert not window.solving.runner.is_running


def assert_that_it_works(window: MainWindow, file: Path) -> None:
    """Once nothing fails any more: all steps lead back and forth to the same, views show it, and it is saved whole."""
    document, stack = window.document, window.document.undo_stack
    last, count = document.state, stack.index()
    past = [last]
    while stack.canUndo():
        window.actions_.undo.trigger()
        past.append(document.state)
    assert len(past) == count + 1
    for state in reversed(past[:-1]):
        window.actions_.redo.trigger()
        assert document.state is state
    document.apply_plan("Rename", replace(document.plan, name="Works"))
    assert window.toolbar.title.text().endswith("Works")
    assert window.derived.state is document.state
    assert window.files.save()
    assert read(file) == document.state
    assert document.is_saved
    assert not window.isWindowModified()
