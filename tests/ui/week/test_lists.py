"""Chase list, variance, cash and status page in the window: what they say, and that what is typed is one step."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from planner import edits
from planner.funding.chase import artefacts
from planner.funding.credits import ExchangeRate
from planner.funding.fallen import FallenClaim
from planner.plan import State
from planner.rollout.change_board import board_requests
from planner.status.page import INTERNAL
from planner.status.writers import WRITERS
from tests.builders import a_credit
from tests.ui.week.conftest import MONDAY, agreed, click
from ui.main_window import MainWindow
from ui.tables.table_page import TablePage
from ui.week.list_pages import NO_BASELINE
from ui.week.payment_bar import PaymentBar
from ui.week.status_page import NO_STATUS
from ui.week.tables import as_of, payments, saved_words
from ui.week.week_panel import WeekPanel
from ui.wording import day


def column(page: TablePage, title: str) -> int:
    return [field.title for field in page.model.columns].index(title)


def cell(page: TablePage, row: int, title: str) -> str:
    return str(page.model.index(row, column(page, title)).data())


def type_into(page: TablePage, row: int, title: str, text: str) -> None:
    """Type over a cell, as one does in a spreadsheet."""
    index, view = page.model.index(row, column(page, title)), page.view
    view.scrollTo(index)
    view.setCurrentIndex(index)
    view.edit(index)
    editor = next(each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def with_status(window: MainWindow) -> None:
    """As of Monday P1 is finished and P2 runs a week behind what was agreed."""
    state = agreed()
    plan = edits.set_status_date(edits.change_plan(state.plan, baseline=state.schedule), MONDAY)
    plan = edits.record_finish(edits.record_start(plan, "P1", date(2027, 1, 4), "PAR"), "P1", date(2027, 1, 15))
    plan = edits.record_progress(edits.record_start(plan, "P2", date(2027, 1, 18), "PAR"), "P2", 0)
    assert state.schedule is not None
    window.document.replace(State(plan, edits.carried(state.schedule, state.plan, plan)), None)


def test_that_the_chase_list_has_the_most_money_first_and_says_its_sum(window: MainWindow, panel: WeekPanel) -> None:
    state = agreed()
    plan = edits.add_credit(state.plan, a_credit("C0", status="proposed", owner="Bo"), 0)
    window.document.replace(State(plan, state.schedule), None)
    panel.show_page("Chase")
    page, _ = panel.chase.tables
    assert [cell(page, row, "Credit") for row in range(2)] == ["C1", "C0"]
    assert [cell(page, row, "At stake") for row in range(2)] == ["30,000", "0"]
    assert cell(page, 0, "Next step") == "Sign the SOW"
    assert "30,000 USD at stake" in panel.chase.said.text()


def test_that_the_proofs_that_claims_hang_on_stand_beside_with_who_brings_them_and_until_when(
    window: MainWindow, panel: WeekPanel
) -> None:
    document = window.document
    panel.show_page("Chase")
    _, page = panel.chase.tables
    due = artefacts(document.plan, document.schedule)
    assert due
    assert [cell(page, row, "Phase") for row in range(page.model.rowCount())] == [each.phase for each in due]
    assert cell(page, 0, "Amount") == f"{due[0].amount:,}"
    assert cell(page, 0, "Accepted by") == (due[0].accepted_by or "–")
    assert f"{len(due)} proof" in panel.chase.said.text()
    document.apply_plan("Handed in", edits.change_credit(document.plan, "C1", status="poe_submitted"))
    assert page.model.rowCount() == len(artefacts(document.plan, document.schedule)) < len(due)


def test_that_what_was_heard_is_typed_over_the_cell_and_undone(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel
) -> None:
    panel.show_page("Chase")
    page, _ = panel.chase.tables
    before = window.document.state
    type_into(page, 0, "Chase on", "2027-02-01")
    qtbot.waitUntil(lambda: window.document.plan.credit["C1"].chase_on == date(2027, 2, 1))
    assert cell(page, 0, "Next chase").startswith("1 Feb 2027")
    type_into(page, 0, "Evidence", "mail of 3 Jan")
    qtbot.waitUntil(lambda: window.document.plan.credit["C1"].evidence == "mail of 3 Jan")
    for _ in range(2):
        window.document.undo_stack.undo()
    assert window.document.state == before


def test_that_a_day_of_asking_makes_a_proposed_credit_a_requested_one(window: MainWindow, panel: WeekPanel) -> None:
    state = agreed()
    plan = edits.change_credit(state.plan, "C1", status="proposed", approved_on=None)
    window.document.replace(State(plan, state.schedule), None)
    panel.show_page("Chase")
    page, _ = panel.chase.tables
    page.model.setData(page.model.index(0, column(page, "Asked")), "2027-01-04")
    credit = window.document.plan.credit["C1"]
    assert (credit.status, credit.asked_on, credit.request_date) == ("requested", date(2027, 1, 4), date(2027, 1, 4))
    page.model.setData(page.model.index(0, column(page, "Answered")), "2027-01-11")
    page.model.setData(page.model.index(0, column(page, "Status")), "approved")
    credit = window.document.plan.credit["C1"]
    assert (credit.status, credit.approved_on) == ("approved", date(2027, 1, 11))


def test_that_changes_to_ask_the_board_for_stand_beside_until_it_is_noted_that_it_was_asked(
    window: MainWindow, panel: WeekPanel
) -> None:
    panel.show_page("Chase")
    board = panel.chase.board
    assert not board.isVisible()
    document = window.document
    changes = edits.change_plan(document.plan, phases=tuple(replace(p, change=True) for p in document.plan.phases))
    starts = {run.phase: run.start for run in document.schedule.assignments}
    document.apply_plan("A board", edits.change_plan(changes, change_lead=5))
    assert board.isVisible()
    assert "board" in panel.chase.said.text()
    due = board_requests(document.plan, document.schedule, as_of(document.state))
    assert [cell(board, row, "Phase") for row in range(board.model.rowCount())] == [each.phase for each in due]
    assert [cell(board, row, "Ask by") for row in range(2)] == [day(each.ask_by) for each in due[:2]]
    assert cell(board, 1, "Starts") == day(starts[due[1].phase])
    board.model.setData(board.model.index(0, column(board, "Board asked")), "2027-01-04")
    assert document.plan.phase[due[0].phase].change_requested == date(2027, 1, 4)
    assert [cell(board, row, "Phase") for row in range(board.model.rowCount())] == [each.phase for each in due[1:]]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not board.isVisible()


def test_that_a_rejected_credit_leaves_the_list(window: MainWindow, panel: WeekPanel) -> None:
    panel.show_page("Chase")
    page, _ = panel.chase.tables
    page.model.setData(page.model.index(0, column(page, "Status")), "rejected")
    assert page.model.rowCount() == 0
    window.document.undo_stack.undo()
    assert page.model.rowCount() == 1


def test_that_variance_says_days_and_money_and_what_can_be_saved(window: MainWindow, panel: WeekPanel) -> None:
    panel.show_page("Variance")
    assert panel.variance.said.text() == NO_BASELINE
    with_status(window)
    changed, fallen = panel.variance.tables
    assert [(cell(changed, 0, "Phase"), cell(changed, 0, "Ends later"))] == [("P2", "+5")]
    assert "1 phase changed" in panel.variance.said.text()
    assert fallen.model.rowCount() == 0
    late = edits.change_credit(window.document.plan, "C1", proof_deadline=date(2027, 2, 1))
    window.document.apply_plan("Earlier proof", late)
    assert {cell(fallen, row, "Phase") for row in range(fallen.model.rowCount())} == {"P2", "P3"}
    assert cell(fallen, 0, "Can still be had") == "No start is left that would earn it"
    assert "claims of 20,000 USD fell, all of it for good" in panel.variance.said.text()


def test_that_an_invoice_is_entered_with_the_keys_and_counts_in_its_quarter(
    window: MainWindow, panel: WeekPanel
) -> None:
    with_status(window)
    panel.show_page("Cash")
    cash, paid = panel.cash.tables
    bar = panel.cash.bar
    window.selection.select(("phase", "P1"))
    assert bar.whose.currentData() == ("phase", "P1")
    before = window.document.state
    for field, text in ((bar.day, "2027-01-20"), (bar.amount, "19,500"), (bar.evidence, "R-17")):
        field.setFocus()
        QTest.keyClicks(field, text)
    QTest.keyClick(bar.evidence, Qt.Key.Key_Return)
    (invoice,) = window.document.plan.actual["P1"].invoices
    assert (invoice.paid_on, invoice.amount, invoice.evidence) == (date(2027, 1, 20), 19_500, "R-17")
    assert [cell(paid, 0, title) for title in ("What", "Amount", "Evidence")] == ["Invoice of P1", "19,500", "R-17"]
    heading = next(cash.model.heading(row) for row in range(cash.model.rowCount()) if cash.model.heading(row))
    assert heading is not None
    assert heading.totals[column(cash, "Net, actual")] == 19_500
    paid.model.remove_row(0)
    assert window.document.plan.actual["P1"].invoices == ()
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    assert window.document.state == before


def test_that_the_last_payment_makes_a_credit_paid_and_a_wrong_amount_is_refused(
    window: MainWindow, panel: WeekPanel
) -> None:
    panel.show_page("Cash")
    bar = panel.cash.bar
    assert bar.whose.currentData() == ("credit", "C1")
    click(bar.enter)
    assert "A payment has a day and an amount." in window.statusBar().currentMessage()
    bar.day.setText("2027-06-30")
    bar.amount.setText("much")
    click(bar.enter)
    assert "'much' is no whole number." in window.statusBar().currentMessage()
    bar.amount.setText("30000")
    click(bar.enter)
    assert window.document.plan.credit["C1"].status == "paid"


def test_that_the_status_page_follows_the_plan_and_is_copied_as_markdown(window: MainWindow, panel: WeekPanel) -> None:
    panel.show_page("Status")
    assert panel.status.said.text() == NO_STATUS
    assert not panel.status.save.isEnabled()
    with_status(window)
    text = panel.status.text.toPlainText()
    assert INTERNAL in text
    assert "P2 · Phase P2" in text
    click(panel.status.copy)
    assert panel.status.page is not None
    assert QGuiApplication.clipboard().text().encode() == WRITERS["md"](panel.status.page)


@pytest.mark.parametrize("kind", ["md", "html", "pdf"])
def test_that_the_status_page_is_saved_in_each_format(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with_status(window)
    panel.show_page("Status")
    asked: list[str] = []

    def answer(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return f"{tmp_path / 'page'}", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    actions = {action.text(): action for action in panel.status.save.menu().actions()}
    action = actions[{"md": "Markdown …", "html": "Web page …", "pdf": "PDF, one sheet …"}[kind]]
    with qtbot.waitSignal(panel.status.told, timeout=30_000):
        action.trigger()
    assert Path(asked[0]).name == f"endpoints-status-2027-01-25-internal.{kind}"
    written = (tmp_path / f"page.{kind}").read_bytes()
    if kind == "pdf":
        sheet = PdfReader(BytesIO(written))
        assert len(sheet.pages) == 1
        assert INTERNAL in sheet.pages[0].extract_text()
    else:
        assert INTERNAL in written.decode()


def test_that_a_page_which_cannot_be_written_says_so(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel, tmp_path: Path
) -> None:
    with_status(window)
    panel.show_page("Status")
    assert panel.status.page is not None
    (tmp_path / "taken").write_text("no folder")
    with qtbot.waitSignal(window.page_export.told, timeout=30_000) as told:
        window.page_export.write(panel.status.page, tmp_path / "taken" / "page.md")
    assert told.args[0].startswith("The status page was not written.")


def test_that_a_payment_of_another_currency_is_entered_with_it_and_summed_at_its_worth(window: MainWindow) -> None:
    rate = ExchangeRate(currency="EUR", millionths=1_100_000, dated=date(2027, 1, 4))
    window.document.apply_plan("Add a rate", edits.add_exchange_rate(window.document.plan, rate))
    credit = next(iter(window.document.plan.credit))
    bar = PaymentBar(window.document, window.selection)
    rows = range(bar.whose.count())
    bar.whose.setCurrentIndex(next(row for row in rows if bar.whose.itemData(row) == ("credit", credit)))
    bar.day.setText("2027-02-01")
    bar.amount.setText("1,000 EUR")
    bar.enter.click()
    (payment,) = window.document.plan.credit[credit].payments
    assert (payment.amount, payment.currency) == (1_000, "EUR")
    assert [row.worth for row in payments(window.document.plan)] == [1_100]
    bar.amount.setText("5 CHF")
    bar.enter.click()
    assert [row.worth for row in payments(window.document.plan)] == [1_100, None]
    bar.close()
    bar.deleteLater()


def test_that_a_page_of_a_large_plan_waits_until_edits_pause(
    qtbot: QtBot, window: MainWindow, panel: WeekPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.week.resting.is_large", lambda _state: True)
    monkeypatch.setattr("ui.tables.plan_table_model.is_large", lambda _state: True)
    with_status(window)
    panel.show_page("Variance")
    changed, _ = panel.variance.tables
    document = window.document
    late = edits.record_progress(edits.set_status_date(document.plan, date(2027, 2, 8)), "P2", 0)
    document.apply("Later still", State(late, edits.carried(document.schedule, document.plan, late)))
    assert cell(changed, 0, "Ends later") == "+5"
    qtbot.waitUntil(lambda: cell(changed, 0, "Ends later") == "+15")
    document.apply_plan("No baseline", edits.change_plan(document.plan, baseline=None))
    assert panel.variance.said.text() != NO_BASELINE
    qtbot.waitUntil(lambda: panel.variance.said.text() == NO_BASELINE)


def test_that_a_fallen_claim_whose_dates_are_in_time_is_not_said_to_be_earned_by_them() -> None:
    first, last = date(2027, 5, 7), date(2027, 6, 3)
    late = FallenClaim("P1", "C1", 9, 0, "Late.", first, last, date(2027, 6, 4))
    assert saved_words(late) == "Any start from 7 May 2027 to 3 Jun 2027 could earn it"
    in_time = late._replace(start=first)
    assert saved_words(in_time) == "Any start from 7 May 2027 to 3 Jun 2027 is in time, as the present one is"
