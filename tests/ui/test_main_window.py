"""The window as a whole: open, solve, accept, undo, close with unsaved work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from planner.files import read, write
from planner.plan import State
from tests.builders import a_credit, a_phase, a_plan
from ui.document import Document
from ui.main_window import MainWindow

PLAN = a_plan(phases=(a_phase("P1"), a_phase("P2")))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    shown = MainWindow(Document(State(PLAN)), settings)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    shown.close()
    shown.deleteLater()


def solved(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()


def test_that_a_solve_is_accepted_as_one_step_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    before = window.document.state
    solved(qtbot, window)
    assert window.document.state is before
    window.solving.panel.accept.click()
    assert sum(claim.amount for claim in window.document.schedule.claims) == 20_000
    assert "best possible" in [label.text() for label in window.money.findChildren(type(window.title))]
    window.actions_.undo.trigger()
    assert window.document.state is before


def test_that_a_result_for_an_earlier_plan_says_so_and_cannot_be_accepted(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.document.apply_plan("Halve the face", replace(PLAN, credits=(a_credit(face=5_000),)))
    assert "earlier plan" in window.solving.panel.headline.text()
    assert not window.solving.panel.accept.isEnabled()


def test_that_a_link_drawn_on_the_timeline_is_one_step(window: MainWindow) -> None:
    window.rollout.link_drawn.emit("P1", "P2")
    assert [(link.predecessor, link.successor) for link in window.document.plan.dependencies] == [("P1", "P2")]
    assert window.document.undo_stack.count() == 1


def test_that_closing_asks_for_unsaved_work_and_cancel_keeps_it_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.document.apply_plan("Rename", replace(PLAN, name="Other"))
    assert window.isWindowModified()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Cancel)
    assert not window.close()
    file = tmp_path / "saved.rollout"
    window.document.save(file)
    assert read(file).plan.name == "Other"
    assert window.close()


def test_that_a_file_that_cannot_be_opened_is_told_and_nothing_is_lost(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, text: told.append(text))
    bad, good = tmp_path / "bad.rollout", tmp_path / "good.rollout"
    bad.write_text("{}")
    write(State(replace(PLAN, name="Good")), good)
    assert not window.files.open_path(bad)
    assert (window.document.plan, len(told)) == (PLAN, 1)
    assert window.files.open_path(good)
    assert window.files.recent == [good.resolve()]
