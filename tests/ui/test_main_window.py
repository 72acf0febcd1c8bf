"""The window as a whole: open, solve, accept, undo, close with unsaved work."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMessageBox, QTextBrowser
from pytestqt.qtbot import QtBot

import solver.solve
import ui.panels.inspector
from planner.edits import pin
from planner.files import read, write
from planner.funding.entitlement_ledger import entitlement_ledger
from planner.funding.rates import RateLine
from planner.picture.tokens import DARK, LIGHT
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.result import SolveResult
from tests.builders import a_credit, an_assignment
from tests.ui.conftest import PLAN, troubles
from ui.account.account_panel import PAGES, AccountPanel
from ui.derived import Derived
from ui.export_dialog import ExportDialog
from ui.main_window import MainWindow
from ui.panels.findings_panel import FindingsPanel
from ui.panels.money_strip import STEPS, figures
from ui.panels.phase_editor import PhaseEditor

USAGE = Path(__file__).parents[1] / "samples" / "usage"


def solved(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.solving.runner.solved, timeout=30_000):
        window.actions_.solve.trigger()


def test_that_a_solve_is_accepted_as_one_step_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    before = window.document.state
    assert not window.actions_.stop.isEnabled()
    solved(qtbot, window)
    assert window.document.state is before
    window.solving.panel.accept.click()
    assert sum(claim.amount for claim in window.document.schedule.claims) == 20_000
    assert "best possible" in [label.text() for label in window.money.findChildren(QLabel)]
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


def test_that_a_file_that_cannot_be_opened_is_told_and_nothing_is_lost(window: MainWindow, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.rollout", tmp_path / "good.rollout"
    bad.write_text("{}")
    write(State(replace(PLAN, name="Good")), good)
    assert not window.files.open_path(bad)
    assert (window.document.plan, len(troubles(window))) == (PLAN, 1)
    assert window.files.open_path(good)
    assert window.files.recent == [good.resolve()]


def test_that_the_form_of_what_is_selected_opens_and_its_edit_is_one_step(window: MainWindow) -> None:
    window.selection.select(("credit", "C1"))
    window.actions_.edit_selected.trigger()
    editor = window.editor.editor
    assert (window.side.currentWidget(), window.editor.currentWidget()) == (window.editor, editor)
    face = editor.form.field_widget("C1", "Face value")
    assert isinstance(face, QLineEdit)
    face.selectAll()
    QTest.keyClicks(face, "1234")
    QTest.keyClick(face, Qt.Key.Key_Return)
    assert window.document.plan.credit["C1"].face == 1_234
    assert window.document.undo_stack.undoText() == "Change face value of C1 Credit C1"


def test_that_the_rollout_itself_is_edited_while_nothing_is_selected(window: MainWindow) -> None:
    window.actions_.edit_selected.trigger()
    sponsor = window.editor.editor.form.field_widget("the rollout", "Sponsor")
    assert isinstance(sponsor, QLineEdit)
    QTest.keyClicks(sponsor, "Ada")
    QTest.keyClick(sponsor, Qt.Key.Key_Return)
    assert window.document.plan.sponsorship.executive_sponsor == "Ada"


def test_that_a_double_click_on_a_bar_opens_its_form(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.solving.panel.accept.click()
    timeline = window.rollout.timeline
    row = next(row for row in timeline.picture.rows if row.phase == "P2")
    assert row.bar is not None
    at = timeline.to_viewport(row.bar.box.x + 2, row.bar.box.middle).toPoint()
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=at)
    editor = window.editor.editor
    assert isinstance(editor, PhaseEditor)
    assert editor.item == "P2"
    assert window.document.undo_stack.count() == 1


@pytest.mark.parametrize("kind", ["phase", "credit", "partner"])
def test_that_a_part_is_added_selected_removed_and_brought_back(window: MainWindow, kind: str) -> None:
    before = window.document.state
    window.plan_actions.add(kind)
    added = window.selection.selected
    assert added is not None
    assert added[0] == kind
    assert window.side.currentWidget() is window.editor
    window.actions_.remove_selected.trigger()
    assert window.selection.selected is None
    assert window.document.state == before
    window.actions_.undo.trigger()
    window.actions_.undo.trigger()
    assert window.document.state is before


def test_that_what_cannot_be_removed_stays_and_the_reason_is_said(window: MainWindow) -> None:
    window.selection.select(("partner", "PAR"))
    before = window.document.state
    window.actions_.remove_selected.trigger()
    assert window.document.state is before
    assert "PAR" in window.statusBar().currentMessage()


def test_that_actions_are_offered_only_where_they_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    actions = window.actions_
    assert not actions.remove_selected.isEnabled()
    assert not actions.move_later.isEnabled()
    solved(qtbot, window)
    window.solving.panel.accept.click()
    window.selection.select(("phase", "P1"))
    assert actions.move_later.isEnabled()
    assert not actions.remove_pin.isEnabled()
    actions.move_later.trigger()
    assert actions.remove_pin.isEnabled()
    actions.remove_pin.trigger()
    assert window.document.plan.pins == ()


def test_that_a_solve_can_be_stopped_and_keeps_the_best(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = solver.solve.solve(PLAN)

    def endless(plan: Plan, *_: object, cancel: Cancel, **__: object) -> SolveResult:
        while not cancel.is_requested:
            pass
        return best._replace(plan=plan, status="FEASIBLE")

    monkeypatch.setattr(solver.solve, "solve", endless)
    with qtbot.waitSignal(window.solving.runner.solved, timeout=20_000):
        window.toolbar.solve_button.click()
        assert window.toolbar.solve_button.text() == "Stop"
        window.toolbar.solve_button.click()
    assert "not proven" in window.solving.panel.headline.text()
    window.solving.panel.accept.click()
    assert window.document.schedule.assignments
    known = window.solving.best()
    assert known is not None
    assert known.is_proven


def test_that_a_discarded_result_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    before = window.document.state
    solved(qtbot, window)
    window.solving.panel.discard.click()
    assert window.document.state is before
    assert window.side.currentWidget() is window.inspector
    assert window.solving.panel.history.count() == 1


def test_that_an_export_writes_behind_the_window_and_opens_the_folder(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    solved(qtbot, window)
    window.solving.panel.accept.click()
    window.actions_.export.trigger()
    dialog = window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.formats["xlsx"].setChecked(False)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.accept()
    assert not window.toolbar.export_button.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert opened == [str(tmp_path / "out")]
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".pdf", ".docx", ".html", ".ics"}
    assert window.toolbar.export_button.isEnabled()
    assert window.statusBar().currentMessage().startswith("Wrote 4 files")


def test_that_an_export_that_fails_says_why_and_leaves_the_window_ready(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")
    window.exporting.export_to(taken)
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=30_000)
    assert "were not written" in troubles(window)[0]
    assert window.toolbar.export_button.isEnabled()


def test_that_colours_follow_the_system_while_the_window_is_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.selection.select(("credit", "C1"))
    assert LIGHT.text in window.inspector.toHtml()
    monkeypatch.setattr(ui.panels.inspector, "tokens", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert DARK.text in window.inspector.toHtml()
    assert LIGHT.text not in window.inspector.toHtml()


def test_that_a_fix_of_a_finding_is_one_click_and_one_step(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.solving.panel.accept.click()
    window.side.setCurrentWidget(window.findings)
    rows = range(window.findings.list.count())
    fixable = next(row for row in rows if _chosen(window, row).offers())
    finding = _chosen(window, fixable).finding()
    steps = window.document.undo_stack.count()
    button = window.findings.offers()[0]
    button.click()
    assert window.document.undo_stack.count() == steps + 1
    assert window.document.undo_stack.undoText() == " ".join(button.text().split())
    assert finding not in Derived(window.document.state, PLAN.start).findings


def _chosen(window: MainWindow, row: int) -> FindingsPanel:
    window.findings.list.setCurrentRow(row)
    return window.findings


def test_that_every_page_of_the_account_shows_the_present_state(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.show_account.trigger()
    account = window.account_dock.widget()
    assert isinstance(account, AccountPanel)
    empty = {title: _page(account, title) for title in PAGES}
    assert all(empty.values())
    solved(qtbot, window)
    window.solving.panel.accept.click()
    assert "20,000" in _page(account, "Ladder")
    assert "20,000" in _page(account, "Ledgers")
    assert "20,000" in _page(account, "Cash")
    assert _page(account, "Checklist") != empty["Checklist"]
    window.actions_.show_account.trigger()
    assert window.account_dock.isHidden()


def _page(account: AccountPanel, title: str) -> str:
    account.show_page(title)
    browser = account.tabs.currentWidget()
    assert isinstance(browser, QTextBrowser)
    return browser.toPlainText()


def test_that_the_strip_knows_what_solving_would_recover_and_pins_do_not_hide_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert recoverable(window) == ("–", "no schedule yet")
    solved(qtbot, window)
    window.solving.panel.accept.click()
    assert recoverable(window) == ("0", "by solving")
    window.document.apply("Move far away", placed_late(window.document.state))
    assert recoverable(window) == ("20,000", "by solving without pins")
    solved(qtbot, window)
    window.solving.panel.discard.click()
    assert recoverable(window) == ("20,000", "by solving without pins")
    window.document.apply("Let one go", with_the_first_pin_alone(window.document.state))
    assert recoverable(window) == ("20,000", "by solving without pins")
    solved(qtbot, window)
    assert recoverable(window) == ("20,000", "by solving")
    window.document.apply_plan("Halve the face", replace(window.document.plan, credits=(a_credit(face=5_000),)))
    assert recoverable(window) == ("–", "solve to know")


def test_that_what_was_told_of_a_step_is_told_no_more_once_it_is_undone(window: MainWindow) -> None:
    window.tell("A file was read.")
    window.document.apply_plan("Pin P1", pin(window.document.plan, "P1", start=date(2027, 11, 1)))
    assert window.statusBar().currentMessage() == "A file was read."
    window.tell("P1 is pinned.")
    window.document.undo_stack.undo()
    assert not window.statusBar().currentMessage()


def recoverable(window: MainWindow) -> tuple[str, str]:
    best, without_pins = window.solving.best(), window.solving.is_best_without_pins
    derived = Derived(window.document.state, PLAN.start, best, is_best_without_pins=without_pins)
    figure = figures(derived)[STEPS.index("Recoverable")]
    return figure.text, figure.remark


def placed_late(state: State) -> State:
    """Both phases pinned to days after the credit has expired."""
    late = date(2027, 11, 1)
    plan = pin(pin(state.plan, "P1", start=late), "P2", start=late)
    return State(plan, Schedule(tuple(an_assignment(plan, phase, late) for phase in ("P1", "P2"))))


def with_the_first_pin_alone(state: State) -> State:
    """The first phase pinned to the first day of the plan, the second where it is."""
    return State(pin(replace(state.plan, pins=()), "P1", start=state.plan.start), state.schedule)


def test_that_usage_reports_are_read_behind_the_window_in_one_step_and_shown(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(USAGE / "active-users.csv"), str(USAGE / "copilot-users.csv")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    with qtbot.waitSignal(window.measuring.measured, timeout=20_000):
        window.actions_.read_reports.trigger()
    assert len(window.document.plan.measurements) == len(chosen)
    assert window.document.undo_stack.undoText() == "Read 2 usage reports"
    account = window.account_dock.widget()
    assert isinstance(account, AccountPanel)
    assert "Microsoft 365 Copilot" in _page(account, "Adoption")
    window.actions_.undo.trigger()
    assert window.document.plan is PLAN


def test_that_a_file_that_is_no_usage_report_adds_nothing_and_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    window.measuring.read([USAGE / "active-users.csv", wrong])
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=20_000)
    assert "wrong.csv" in troubles(window)[0]
    assert window.document.plan is PLAN


def test_that_an_edit_of_rates_changes_no_funding_and_no_right(window: MainWindow) -> None:
    """The three ledgers meet in one window, and nowhere else."""
    window.document.apply_plan(
        "Ask for more",
        replace(PLAN, rate_lines=(RateLine(sku="E5", name="E5", seats=900, list_price=6_000, asked=500),)),
    )
    with_rate = Derived(window.document.state, PLAN.start)
    without = Derived(State(PLAN), PLAN.start)
    assert figures(with_rate) == figures(without)
    assert entitlement_ledger(with_rate.state.plan, Schedule(()), PLAN.start) == entitlement_ledger(
        PLAN, Schedule(()), PLAN.start
    )


def typing(window: MainWindow, title: str, text: str) -> QLineEdit:
    """A field of P1's form with a text that nobody has confirmed yet."""
    window.selection.select(("phase", "P1"))
    window.actions_.edit_selected.trigger()
    field = window.editor.editor.form.field_widget("P1", title)
    assert isinstance(field, QLineEdit)
    window.activateWindow()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def test_that_what_is_still_being_typed_is_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "typed.rollout"
    window.document.save(file)
    field = typing(window, "Name", "Typed")
    qtbot.waitUntil(field.hasFocus)
    window.actions_.save.trigger()
    assert read(file).plan.phase["P1"].name == "Typed"


def test_that_closing_while_typing_asks_for_what_was_typed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def cancel(_parent: object, _title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", cancel)
    field = typing(window, "Name", "Typed")
    qtbot.waitUntil(field.hasFocus)
    assert not window.close()
    assert len(asked) == 1


def test_that_keys_that_edit_text_neither_remove_nor_move_a_phase(qtbot: QtBot, window: MainWindow) -> None:
    solved(qtbot, window)
    window.solving.panel.accept.click()
    field = typing(window, "Name", "Some words")
    qtbot.waitUntil(field.hasFocus)
    steps = window.document.undo_stack.count()
    QTest.keyClick(field, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert "P1" in window.document.plan.phase
    assert window.document.undo_stack.count() == steps
    timeline = window.rollout.timeline
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.document.undo_stack.undoText() == "Move P1 Some words"


def test_that_a_name_without_suffix_is_saved_as_a_rollout(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "plain"), ""))
    window.actions_.save_as.trigger()
    saved = tmp_path / "plain.rollout"
    assert read(saved).plan == PLAN
    before = saved.read_bytes()
    window.document.apply_plan("Rename", replace(PLAN, name="Other"))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    window.actions_.save_as.trigger()
    assert saved.read_bytes() == before


def test_that_a_solve_that_has_told_nothing_yet_offers_only_to_stop(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(plan: Plan, *_: object, cancel: Cancel, **__: object) -> SolveResult:
        while not cancel.is_requested:
            pass
        return SolveResult(plan, "funding", "UNKNOWN", (), None, 0.1, None)

    monkeypatch.setattr(solver.solve, "solve", silent)
    with qtbot.waitSignal(window.solving.runner.solved, timeout=20_000):
        window.actions_.solve.trigger()
        panel = window.solving.panel
        assert (panel.accept.isVisible(), panel.discard.isVisible(), panel.stop.isVisible()) == (False, False, True)
        window.actions_.stop.trigger()
    assert window.toolbar.solve_status.text().startswith("No schedule found")


def test_that_no_business_case_is_written_of_a_schedule_that_breaks_rules(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    solved(qtbot, window)
    window.solving.panel.accept.click()
    early = Schedule(tuple(an_assignment(PLAN, phase, date(2026, 12, 28)) for phase in ("P1", "P2")))
    window.document.apply("Begin too early", State(PLAN, early))
    window.exporting.export_to(tmp_path / "out")
    assert "breaks rules" in troubles(window)[0]
    assert not (tmp_path / "out").exists()


def test_that_what_a_report_said_is_removed_by_its_link(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.measuring.measured, timeout=20_000):
        window.measuring.read([USAGE / "active-users.csv"])
    account = window.account_dock.widget()
    assert isinstance(account, AccountPanel)
    account.show_page("Adoption")
    browser = account.tabs.currentWidget()
    assert isinstance(browser, QTextBrowser)
    assert "forget:0" in browser.toHtml()
    browser.anchorClicked.emit(QUrl("forget:0"))
    assert window.document.plan.measurements == ()
    window.actions_.undo.trigger()
    assert len(window.document.plan.measurements) == 1


def test_that_the_finish_of_a_solve_is_told_as_a_day(qtbot: QtBot, window: MainWindow) -> None:
    window.toolbar.objective.setCurrentText("Earliest finish")
    solved(qtbot, window)
    told = window.solving.panel.headline.text()
    assert "Finish: 15 Jan 2027." in told or "Finish: 29 Jan 2027." in told
