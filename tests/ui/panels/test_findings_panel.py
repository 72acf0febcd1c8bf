"""Findings by the money that hangs on them."""

from hypothesis import given
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.checks import check
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.strategies import states
from ui.panels.findings_panel import STAKE, FindingsPanel, broken, by_money


@given(states())
def test_that_broken_rules_come_first_and_money_falls_from_then_on(state: State) -> None:
    findings = check(state)
    ordered = by_money(state, findings)
    kinds = [finding.kind == "fault" for finding, _ in ordered]
    assert kinds == sorted(kinds, reverse=True)
    for is_fault in (True, False):
        amounts = [found.amount for finding, found in ordered if (finding.kind == "fault") == is_fault]
        assert amounts == sorted(amounts, reverse=True)
    assert {id(finding) for finding, _ in ordered} == {id(finding) for finding in findings}


def test_that_the_list_tells_the_sum_to_eye_and_ear_and_keeps_what_is_chosen(qtbot: QtBot) -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit(), a_credit("C2")))
    schedule = Schedule(
        tuple(an_assignment(plan, phase) for phase in plan.phase),
        (Claim("P1", "C1", 3_000), Claim("P2", "C1", 7_000)),
    )
    state, panel = State(plan, schedule), FindingsPanel()
    qtbot.add_widget(panel)
    panel.show_findings(state, check(state))
    assert panel.list.count() == 0  # nobody looks yet
    with qtbot.waitExposed(panel):
        panel.show()
    rows = [panel.list.item(row) for row in range(panel.list.count())]
    target = next(row for row in rows if row.text().startswith("P2 has no adoption target."))
    assert "7,000 at stake." in target.text()
    assert target.data(STAKE).amount == 7_000
    panel.list.setCurrentItem(target)
    chosen = panel.finding()
    panel.show_findings(state, tuple(reversed(check(state))))
    assert panel.finding() == chosen


def test_that_the_words_of_a_fix_break_instead_of_widening_the_panel(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QApplication.font())
    words = "Plan to sign the SOW of MV3 by 14 May 2027, when work starts"
    lines = broken(words, metrics, 200)
    assert " ".join(lines) == words
    assert all(metrics.horizontalAdvance(line) <= 200 for line in lines)
    assert broken("Enlightenment", metrics, 5) == ["Enlightenment"]
    credit = a_credit()
    plan = a_plan(credits=(credit,))
    state, panel = State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))), FindingsPanel()
    qtbot.add_widget(panel)
    panel.resize(200, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_findings(state, check(state))
    offered = 0
    for row in range(panel.list.count()):
        panel.list.setCurrentRow(row)
        QApplication.processEvents()
        offered += len(panel.offers())
        assert panel.width() == 200
        assert panel.minimumSizeHint().width() <= 200
    assert offered
