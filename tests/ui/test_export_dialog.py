from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from planner.business_case.letterhead import FILE
from planner.business_case.writers import FORMATS
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import an_assignment
from tests.ui.accessible import controls
from tests.ui.conftest import PLAN, troubles
from ui.export_dialog import FORMAT_WORDS, ExportChoice, ExportDialog
from ui.main_window import MainWindow


def test_that_every_format_can_be_chosen(window: MainWindow) -> None:
    assert tuple(FORMAT_WORDS) == FORMATS
    assert ExportDialog(ExportChoice(), window).choice == ExportChoice(FORMATS, "a4", None)


def test_that_what_was_chosen_is_shown_and_given_back(window: MainWindow, tmp_path: Path) -> None:
    chosen = ExportChoice(("docx", "ics"), "letter", tmp_path)
    assert ExportDialog(chosen, window).choice == chosen


def test_that_nothing_can_be_written_without_a_format(window: MainWindow) -> None:
    dialog = ExportDialog(ExportChoice(("pdf",)), window)
    assert dialog.write.isEnabled()
    dialog.formats["pdf"].setChecked(False)
    assert not dialog.write.isEnabled()


def test_that_everything_in_it_says_what_it_is(window: MainWindow) -> None:
    dialog = ExportDialog(ExportChoice(), window)
    dialog.show()
    names = [name for _, name, _ in controls(dialog)]
    assert len(names) >= len(FORMATS) + 5
    assert [name for name in names if not name] == []


def test_that_a_broken_letterhead_is_told_and_nothing_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text('accent = "reddish"', encoding="utf-8")
    assignments = tuple(an_assignment(PLAN, phase) for phase in ("P1",))
    second = an_assignment(PLAN, "P2", assignments[0].finish.replace(day=18))
    window.document.apply("Place", State(PLAN, Schedule((*assignments, second), (Claim("P1", "C1", 10_000),))))
    window.exporting.export_to(tmp_path / "out", ExportChoice(("pdf",), "a4", tmp_path))
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=30_000)
    assert "accent: 'reddish' is no colour" in troubles(window)[0]
    assert not (tmp_path / "out").exists()


def test_that_a_letterhead_can_be_looked_for(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog = ExportDialog(ExportChoice(), window)
    dialog._browse()  # noqa: SLF001 - what the button does
    assert dialog.choice.template == tmp_path
