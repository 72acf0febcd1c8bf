"""Each page of the docks brought into sight, for ``tests.screenshots``: tables, account, what if, and the week."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtCore import Qt

from planner.edits import record_answer, record_progress
from tests.pictured_window import Shot, patiently, settle
from ui.account.account_panel import PAGES
from ui.guidance import WEEK
from ui.main_window import MainWindow

DOCK = 380
SLIPPING = 2
"""Of the weeks, the one in which a phase is late."""
LOOKING_MILLISECONDS = 25_000
"""What searches through a large plan is stopped after so long."""
OFFER = "ECIF 50,000 USD for Intune deploy until 2027-06-30, 50 %. You must purchase 500 more seats of E5."


def tables(window: MainWindow) -> Iterator[Shot]:
    window.actions_.show_account.setChecked(False)
    window.actions_.show_tables.setChecked(True)
    window.resizeDocks([window.tables_dock], [DOCK], Qt.Orientation.Vertical)
    panel = window.tables_dock.panel()
    tabs = panel.tabs
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        yield f"table-{tabs.tabText(number).lower().replace(' ', '-')}", window
    tabs.setCurrentIndex(0)
    window.selection.select(("phase", window.document.plan.phases[0].id))
    patiently(panel.pages["option"].isVisible)
    yield "table-options", window
    window.selection.select(None)


def account(window: MainWindow) -> Iterator[Shot]:
    for title in PAGES:
        window.show_page(title)
        yield f"account-{title.lower().replace(' ', '-')}", window
    window.actions_.show_tables.setChecked(False)


def what_if(window: MainWindow) -> Iterator[Shot]:
    """Each page before anything was asked, and with an answer."""
    window.actions_.show_account.setChecked(False)
    window.show_question("Scenarios")
    window.resizeDocks([window.what_if_dock], [DOCK], Qt.Orientation.Vertical)
    panel, document = window.what_if_dock.panel(), window.document
    titles = [panel.tabs.tabText(number) for number in range(panel.tabs.count())]
    for title in titles:
        panel.show_page(title)
        yield f"what-if-{title.lower()}-empty", window
    panel.show_page("Scenarios")
    panel.scenarios.keep.click()
    window.selection.select(("phase", document.schedule.assignments[0].phase))
    window.actions_.move_later.trigger()
    panel.scenarios.keep.click()
    panel.scenarios.table.selectRow(1)
    panel.frontier.look.click()
    patiently(lambda: not window.frontier.is_running, LOOKING_MILLISECONDS)
    window.frontier.stop()
    panel.asks.look.click()
    panel.show_page("Asks")
    settle(1_000)
    yield "what-if-asks-running", window
    patiently(lambda: not window.asks.is_running, LOOKING_MILLISECONDS)
    window.asks.stop()
    patiently(lambda: not window.asks.is_running and not window.frontier.is_running)
    panel.asks.table.selectRow(0)
    panel.asks.put.click()
    panel.offer.text.setPlainText(OFFER)
    panel.offer.weigh.click()
    patiently(lambda: not window.weighing.is_running, LOOKING_MILLISECONDS)
    window.risking.run()
    patiently(lambda: not window.risking.is_running)
    for title in titles:
        panel.show_page(title)
        yield f"what-if-{title.lower()}", window
    window.actions_.show_what_if.setChecked(False)


def week(window: MainWindow) -> Iterator[Shot]:
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
        while window.monday.is_running:
            settle()
        yield f"week-{number}-monday", window
        panel.show_page("Status")
        yield f"week-{number}-draft", window
        window.monday.accept()
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
