from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QSizeF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListWidgetItem, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from planner.brief.export import FORMATS as BRIEFS
from planner.business_case.letterhead import FILE
from planner.checks import check
from planner.outgoing.export import FORMATS
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import an_assignment
from tests.business_case.reading import html_texts
from tests.ui.accessible import controls
from tests.ui.conftest import PLAN, troubles
from ui.account.account_panel import AccountPanel
from ui.export_dialog import EXTERNAL, INTERNAL, ExportChoice, ExportDialog, Kind
from ui.main_window import MainWindow
from ui.preview_pane import PIXELS_AN_INCH, PreviewPane
from ui.wording import in_words


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that are shown to the user."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toLocalFile()))
    return found


def a_dialog(window: MainWindow, kind: Kind = EXTERNAL, choice: ExportChoice | None = None) -> ExportDialog:
    return ExportDialog(kind, choice or ExportChoice(kind.usual, folder=Path("somewhere")), 1, window)


def with_a_schedule(window: MainWindow) -> None:
    first = an_assignment(PLAN, "P1")
    second = an_assignment(PLAN, "P2", first.finish.replace(day=18))
    window.document.apply("Place", State(PLAN, Schedule((first, second), (Claim("P1", "C1", 10_000),))))


def asked(window: MainWindow) -> ExportDialog:
    """The dialog that was opened last."""
    return window.findChildren(ExportDialog)[-1]


def test_that_every_format_can_be_chosen(window: MainWindow) -> None:
    assert tuple(EXTERNAL.formats) == FORMATS
    assert tuple(INTERNAL.formats) == (*BRIEFS, "mspdi")
    assert a_dialog(window).choice == ExportChoice(folder=Path("somewhere"))


def test_that_what_was_chosen_is_shown_and_given_back(window: MainWindow, tmp_path: Path) -> None:
    chosen = ExportChoice(("docx", "ics"), "letter", tmp_path, tmp_path, language="de")
    assert a_dialog(window, choice=chosen).choice == chosen


def test_that_nothing_can_be_written_without_a_format_or_a_folder(window: MainWindow) -> None:
    dialog = a_dialog(window, choice=ExportChoice(("pdf",), folder=Path("somewhere")))
    assert dialog.write.isEnabled()
    dialog.folder.setText(" ")
    assert not dialog.write.isEnabled()
    dialog.folder.setText("somewhere")
    dialog.formats["pdf"].setChecked(False)
    assert not dialog.write.isEnabled()


@pytest.mark.parametrize("kind", [EXTERNAL, INTERNAL])
def test_that_everything_in_it_says_what_it_is(window: MainWindow, kind: Kind) -> None:
    dialog = a_dialog(window, kind)
    dialog.show()
    names = [name for _, name, _ in controls(dialog)]
    assert len(names) >= len(kind.formats) + 7
    assert [name for name in names if not name] == []


def test_that_a_broken_letterhead_is_told_and_nothing_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text('accent = "reddish"', encoding="utf-8")
    with_a_schedule(window)
    window.exporting.export_to(tmp_path / "out", ExportChoice(("pdf",), "a4", tmp_path))
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=30_000)
    assert "accent: 'reddish' is no colour" in troubles(window)[0]
    assert not (tmp_path / "out").exists()


def test_that_a_letterhead_can_be_looked_for(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog = a_dialog(window)
    for button in dialog.findChildren(QPushButton):
        if button.text().startswith("Browse"):
            button.click()
    assert (dialog.choice.template, dialog.choice.folder) == (tmp_path, tmp_path)


def test_that_the_pages_are_shown_as_they_will_be_and_can_be_leafed_through(qtbot: QtBot, window: MainWindow) -> None:
    with_a_schedule(window)
    window.actions_.export.trigger()
    preview = asked(window).preview
    qtbot.waitUntil(preview.later.isEnabled, timeout=30_000)
    assert preview.place.text().startswith("Page 1 of ")
    a4 = preview.page.pixmap().size()
    preview.later.click()
    assert preview.place.text().startswith("Page 2 of ")
    assert preview.earlier.isEnabled()
    asked(window).paper.setCurrentIndex(1)
    qtbot.waitUntil(lambda: preview.page.pixmap().height() not in {0, a4.height()}, timeout=30_000)
    assert preview.place.text().startswith("Page 2 of ")
    asked(window).reject()


def test_that_the_language_is_remembered_and_is_that_of_the_files(
    qtbot: QtBot, window: MainWindow, opened: list[str], tmp_path: Path
) -> None:
    with_a_schedule(window)
    window.actions_.export.trigger()
    dialog = asked(window)
    for name, box in dialog.formats.items():
        box.setChecked(name == "html")
    dialog.folder.setText(str(tmp_path))
    dialog.language.setCurrentText("Deutsch")
    dialog.accept()
    qtbot.waitUntil(lambda: opened == [str(tmp_path)], timeout=30_000)
    (file,) = tmp_path.glob("*.html")
    assert "Antrag auf Förderung der Einführung" in html_texts(file)
    window.actions_.export.trigger()
    assert asked(window).language.currentText() == "Deutsch"
    asked(window).reject()


def test_that_what_stays_in_the_house_asks_for_no_language(window: MainWindow) -> None:
    dialog = a_dialog(window, INTERNAL)
    assert dialog.language.parent() is None


def test_that_a_preview_of_what_cannot_be_written_says_why(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.export.trigger()
    preview = asked(window).preview
    qtbot.waitUntil(lambda: "has no schedule yet" in preview.page.text(), timeout=30_000)
    assert not preview.later.isEnabled()
    asked(window).reject()


def test_that_a_dialog_that_is_closed_while_its_pages_are_made_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow
) -> None:
    with_a_schedule(window)
    window.actions_.export.trigger()
    asked(window).reject()
    window.exporting.finish()
    qtbot.wait(50)
    assert troubles(window) == []


def test_that_what_is_sent_is_recorded_as_a_step_that_can_be_undone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, opened: list[str]
) -> None:
    with_a_schedule(window)
    window.exporting.export_to(tmp_path / "out", ExportChoice(("html",), to="The desk"))
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    (record,) = window.document.plan.sent
    assert (record.version, record.to, record.said.requested) == (1, "The desk", 20_000)
    window.show_page("Sent")
    account = window.account_dock.widget()
    assert isinstance(account, AccountPanel)
    browser = account.tabs.currentWidget()
    assert isinstance(browser, QTextBrowser)
    assert "Version 1, to The desk" in browser.toPlainText()
    assert "Nothing of it has changed since" in browser.toPlainText()
    browser.anchorClicked.emit(QUrl("forget-sent:0"))
    after = []
    for _ in range(3):
        after.append(len(window.document.plan.sent))
        window.actions_.undo.trigger()
    assert after == [0, 1, 0]


def test_that_a_draft_is_recorded_nowhere(qtbot: QtBot, window: MainWindow, tmp_path: Path, opened: list[str]) -> None:
    with_a_schedule(window)
    window.exporting.export_to(tmp_path / "out", ExportChoice(("html", "mspdi", "rollout")))
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert window.document.plan.sent == ()
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".html", ".xml", ".rollout"}


def test_that_internal_files_have_a_folder_of_their_own_and_are_refused_beside_others(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, opened: list[str]
) -> None:
    with_a_schedule(window)
    window.actions_.export_internal.trigger()
    dialog = asked(window)
    assert dialog.folder.text().endswith(INTERNAL.folder)
    assert INTERNAL.folder != EXTERNAL.folder
    for name, box in dialog.formats.items():
        box.setChecked(name in {"html", "xlsx", "mspdi"})
    dialog.folder.setText(str(tmp_path / "own"))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert {"INTERNAL" in file.name for file in (tmp_path / "own").iterdir()} == {True}
    assert len([*(tmp_path / "own").iterdir()]) == 3
    window.exporting.export_to(tmp_path / "out", ExportChoice(("mspdi",)))
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=30_000)
    window.exporting.export_internal_to(ExportChoice(("html",), folder=tmp_path / "out"))
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=30_000)
    assert "name another folder" in troubles(window)[0]


def test_that_pages_for_a_finer_screen_take_the_same_room_with_more_pixels(qtbot: QtBot) -> None:
    pane = PreviewPane()
    qtbot.addWidget(pane)
    for finer in (1, 2):
        page = QImage(200 * finer, 300 * finer, QImage.Format.Format_RGB32)
        page.fill(0)
        held = QBuffer()
        page.save(held, "PNG")  # type: ignore[call-overload]
        pane.show_pages([bytes(held.data().data())], finer * PIXELS_AN_INCH)
        assert pane.page.pixmap().deviceIndependentSize() == QSizeF(200, 300)
    assert pane.pixels_an_inch == PIXELS_AN_INCH * pane.devicePixelRatioF()


def with_a_broken_rule(window: MainWindow) -> None:
    """Two phases of the one team of a partner at the same time."""
    runs = tuple(an_assignment(PLAN, phase) for phase in ("P1", "P2"))
    window.document.apply("Place", State(PLAN, Schedule(runs)))


def test_that_a_schedule_that_breaks_rules_is_told_before_anybody_writes(window: MainWindow) -> None:
    with_a_broken_rule(window)
    window.actions_.export.trigger()
    dialog = asked(window)
    (fault,) = (each for each in check(window.document.state) if each.kind == "fault")
    assert in_words(fault.sentence) in dialog.refusal.text()
    assert dialog.refusal.isVisible()
    assert not dialog.write.isEnabled()
    assert dialog.write.toolTip() == dialog.write.accessibleDescription() == dialog.refusal.text()
    QTest.mouseClick(dialog.to_findings, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert window.side.currentWidget() is window.findings
    assert in_words(fault.sentence) in (window.findings.list.item(0) or QListWidgetItem()).text()


def test_that_above_a_meeting_no_broken_rule_is_told_in_detail(window: MainWindow, qtbot: QtBot) -> None:
    meeting = QWidget()
    qtbot.addWidget(meeting)
    with_a_broken_rule(window)
    window.exporting.export_from(meeting)
    (dialog,) = meeting.findChildren(ExportDialog)
    assert dialog.refusal.text().startswith("The schedule breaks rules. Solve")
    assert not dialog.to_findings.isVisible()
    dialog.reject()
    window.exporting.finish()


def test_that_internal_documents_are_written_of_a_schedule_that_breaks_rules(window: MainWindow) -> None:
    with_a_broken_rule(window)
    window.actions_.export_internal.trigger()
    dialog = asked(window)
    assert not dialog.refusal.text()
    assert dialog.write.isEnabled()
    dialog.reject()


def test_that_a_rollout_without_dates_is_told_in_the_dialog(window: MainWindow) -> None:
    window.actions_.export.trigger()
    assert asked(window).refusal.text().startswith("There is no schedule yet.")
    assert not asked(window).to_findings.isVisible()
    asked(window).reject()


def test_that_the_button_says_what_is_missing(window: MainWindow) -> None:
    dialog = a_dialog(window, choice=ExportChoice(("pdf",), folder=Path("somewhere")))
    assert (dialog.write.toolTip(), dialog.write.accessibleDescription()) == ("", "")
    dialog.folder.setText(" ")
    assert dialog.write.toolTip() == "Name a folder for the files first."
    dialog.formats["pdf"].setChecked(False)
    assert dialog.write.accessibleDescription() == "Choose a format first."
