"""Saving the timeline from the window."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from planner.picture.pages import PageSetup
from planner.value import DateRange
from tests.ui.timeline.conftest import Desk
from ui.timeline.header import today
from ui.timeline.paper import PageDialog, saved
from ui.wording import day

DAYS = DateRange(date(2027, 2, 1), date(2027, 5, 14))


def test_that_a_pdf_is_saved_where_the_user_says_and_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    desk.rollout.told.connect(told.append)
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "rollout.pdf"), ""))
    desk.rollout.save_action.trigger()
    assert told == ["Saved 1 page of the timeline as rollout.pdf."]
    words = PdfReader(tmp_path / "rollout.pdf").pages[0].extract_text()
    assert "Phase P1" in words
    assert "Funding window" in words


def test_that_a_place_that_cannot_be_written_to_is_told(desk: Desk, tmp_path: Path) -> None:
    said = saved(tmp_path / "missing" / "rollout.svg", desk.plan, desk.document.schedule, PageSetup())
    assert said.startswith("The timeline was not saved: ")


def test_that_the_dialog_begins_with_all_of_the_work_and_says_what_was_chosen(qtbot: QtBot) -> None:
    dialog = PageDialog(DAYS)
    qtbot.addWidget(dialog)
    assert dialog.setup == PageSetup(days=DAYS)
    dialog.across.setValue(3)
    dialog.chart_only.setChecked(True)
    dialog.legend.setChecked(False)
    assert dialog.setup == PageSetup(days=DAYS, across=3, chart_only=True, legend=False)
    dialog.fits.setChecked(True)
    assert (dialog.setup.across, dialog.setup.fits, dialog.across.isEnabled()) == (1, True, False)


def test_that_progress_is_offered_where_there_is_a_status_date_and_is_off_at_first(qtbot: QtBot) -> None:
    plain, tracked = PageDialog(DAYS), PageDialog(DAYS, status=DAYS.start)
    for dialog in (plain, tracked):
        qtbot.addWidget(dialog)
        dialog.show()
        assert not dialog.setup.shows_progress
    assert (plain.progress.isVisible(), tracked.progress.isVisible()) == (False, True)
    tracked.progress.setChecked(True)
    assert tracked.setup.shows_progress


def test_that_each_page_bears_whose_rollout_it_is_the_day_and_its_number(desk: Desk, tmp_path: Path) -> None:
    plan = replace(desk.plan, name="Rollout #panic() *x*")
    target = tmp_path / "rollout.pdf"
    saved(target, plan, desk.document.schedule, PageSetup(days=DAYS, across=2))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(target).pages]
    assert len(pages) == 2
    for number, words in enumerate(pages, start=1):
        assert f"{plan.customer} — Rollout #panic() *x*" in words
        assert f"As of {day(today())}" in words
        assert f"Page {number} of 2" in words
