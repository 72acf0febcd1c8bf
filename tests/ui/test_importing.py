"""Importing in the window: the preview shows what changes, the mapping can be chosen, and all of it is one step."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.writer import write_project
from planner.exchange.spreadsheets.mapping import read_mapping
from planner.plan import State
from tests.builders import a_phase
from tests.ui.accessible import controls
from tests.ui.conftest import PLAN, troubles
from ui.difference_words import shown_value
from ui.import_dialog import ImportDialog
from ui.main_window import MainWindow


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """P1 with other seats in a column that nobody knows, a new phase P3, and a sheet of something else."""
    book = Workbook()
    book.worksheets[0].title = "Waves"
    for row in (
        ["id", "name", "workload", "days", "cost", "Köpfe"],
        ["P1", "Renamed", "Intune", 10, 20_000, 250],
        ["P3", "Third", "Purview", 5, 1_000, 7],
    ):
        book.worksheets[0].append(row)
    book.create_sheet("Holidays").append(["Day"])
    file = tmp_path / "waves.xlsx"
    book.save(file)
    return file


def dialog_for(window: MainWindow, file: Path, qtbot: QtBot) -> ImportDialog:
    """The dialog on a file, with its first preview."""
    with qtbot.waitSignal(window.importing.asked, timeout=20_000) as asked:
        window.importing.read(file)
    assert asked.args is not None
    dialog: ImportDialog = asked.args[0]
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=20_000)
    return dialog


def shown(dialog: ImportDialog) -> list[list[str]]:
    """The lines of the difference, those of fields below their part."""
    items = (dialog.changes.topLevelItem(number) for number in range(dialog.changes.topLevelItemCount()))
    parts = [item for item in items if item is not None]
    lines = [line for item in parts for line in (item, *(item.child(each) for each in range(item.childCount())))]
    return [[line.text(column) for column in range(4)] for line in lines if line is not None]


def choose(choice: QComboBox, text: str) -> None:
    """As a person chooses an entry."""
    choice.setCurrentText(text)
    choice.activated.emit(choice.currentIndex())


def field_of(dialog: ImportDialog, title: str) -> QComboBox:
    assert dialog.mapping is not None
    table = dialog.mapping.columns
    for row in range(table.rowCount()):
        item, widget = table.item(row, 0), table.cellWidget(row, 1)
        if item is not None and item.text() == title and isinstance(widget, QComboBox):
            return widget
    raise AssertionError(title)


def test_that_a_workbook_is_previewed_and_taken_over_in_one_step(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    lines = shown(dialog)
    assert ["Phase P1", "changed", "", ""] in lines
    assert ["", "name", "Phase P1", "Renamed"] in lines
    assert ["Phase P3", "added", "", ""] in lines
    assert "1 added, 1 changed, 0 removed" in dialog.summary.text()
    dialog.accept_button.click()
    assert [phase.name for phase in window.document.plan.phases] == ["Renamed", "Phase P2", "Third"]
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "Import waves.xlsx"
    window.document.undo_stack.undo()
    assert window.document.plan is PLAN


def test_that_a_column_can_be_mapped_and_the_preview_follows(
    window: MainWindow, workbook: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        choose(field_of(dialog, "Köpfe"), "Seats")
    assert ["", "seats", "100", "250"] in shown(dialog)
    assert field_of(dialog, "Köpfe").currentText() == "Seats"
    saved = tmp_path / "map.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    assert dialog.mapping is not None
    dialog.mapping.save.click()
    assert read_mapping(saved) == dialog.mapping.mapping
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        choose(field_of(dialog, "Köpfe"), "Not used")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(saved), ""))
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        dialog.mapping.load.click()
    assert ["", "seats", "100", "250"] in shown(dialog)
    dialog.reject()


def test_that_a_mapping_that_cannot_be_loaded_or_saved_is_told_in_the_one_error_dialog(
    window: MainWindow, workbook: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    assert dialog.mapping is not None
    chosen = dialog.mapping.mapping
    wrong, nowhere = tmp_path / "wrong.toml", tmp_path / "no folder" / "map.toml"
    wrong.write_text("sheets = 5")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    dialog.mapping.load.click()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(nowhere), ""))
    dialog.mapping.save.click()
    (told,) = troubles(dialog)
    assert told.startswith("The mapping cannot be loaded.\nThe choices stay as they are")
    assert "This is no mapping" in told
    assert "Since then:\nThe mapping cannot be saved." in told
    assert dialog.mapping.mapping == chosen
    assert not nowhere.exists()
    dialog.reject()


def test_that_a_faulty_mapping_names_the_cells_and_cannot_be_imported(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        choose(field_of(dialog, "Köpfe"), "Deadline")
    assert ["Wrong", "Waves!F2", "'250' is no date; write it as 2027-06-30.", ""] in shown(dialog)
    assert not dialog.accept_button.isEnabled()
    assert "2 faults" in dialog.summary.text()
    dialog.reject()
    assert window.document.undo_stack.count() == 0


def test_that_a_sheet_can_be_left_out_or_hold_something_else(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    assert dialog.mapping is not None
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        choose(dialog.mapping.kind, "Partners")
    assert ["Partner P3", "added", "", ""] in shown(dialog)
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        choose(dialog.mapping.kind, "Not used")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_that_what_is_missing_is_removed_only_where_somebody_says_so(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    assert any(line[0] == "Note" and "are kept: P2" in line[2] for line in shown(dialog))
    with qtbot.waitSignal(dialog.looked, timeout=20_000):
        dialog.remove.click()
    assert ["Phase P2", "removed", "", ""] in shown(dialog)
    dialog.accept()
    assert list(window.document.plan.phase) == ["P1", "P3"]


def test_that_a_project_is_imported_without_a_mapping(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "project.xml"
    file.write_bytes(write_project(internal_project(State(PLAN))).replace(b">Phase P2<", b">Other<"))
    dialog = dialog_for(window, file, qtbot)
    assert dialog.mapping is None
    assert ["", "name", "Phase P2", "Other"] in shown(dialog)
    dialog.accept()
    assert window.document.plan.phases[1].name == "Other"


def test_that_a_refused_file_is_told_and_changes_nothing(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bad.xml"
    file.write_text('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    window.actions_.import_file.trigger()
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=20_000)
    assert "defines entities" in troubles(window)[0]
    assert window.document.undo_stack.count() == 0


def test_that_every_control_of_the_dialog_says_what_it_is(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    assert [told for _, name, told in controls(dialog) if not name] == []
    dialog.reject()


def test_that_a_long_sentence_of_the_preview_breaks_instead_of_being_cut(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, workbook, qtbot)
    dialog.show()
    items = [dialog.changes.topLevelItem(number) for number in range(dialog.changes.topLevelItemCount())]
    note = next(item for item in items if item is not None and item.text(0) == "Note")
    flat = dialog.changes.visualItemRect(note).height()
    note.setText(2, "A sentence of many words. " * 20)
    dialog.changes.scheduleDelayedItemsLayout()
    qtbot.waitUntil(lambda: dialog.changes.visualItemRect(note).height() > 3 * flat)
    dialog.reject()


def test_that_days_and_costs_of_a_difference_have_their_units() -> None:
    phase = a_phase()
    assert shown_value(phase.options, "USD") == "PAR (10 days, 20,000 USD)"
    assert shown_value(phase.eligible_cost, "USD") == "20,000"
    assert shown_value(True, "USD") == "yes"  # noqa: FBT003 - any value of a field
