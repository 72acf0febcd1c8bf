"""What the side panels say of the present State."""

from datetime import date

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from planner.checks import check
from planner.funding.claim_rules import SINGLE_CLAIM_RULES
from planner.funding.ladder import Best
from planner.picture.tokens import LIGHT
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from ui.derived import Derived
from ui.panels.findings_panel import FindingsPanel, target
from ui.panels.inspector import CONDITIONS, Inspector, inspector_html
from ui.panels.money_strip import STEPS, UNKNOWN, MoneyStrip, figures

PLAN = a_plan()
SCHEDULE = Schedule((an_assignment(PLAN),), (Claim("P1", "C1", 10_000),))
STATE = State(PLAN, SCHEDULE)


def derived(state: State) -> Derived:
    return Derived(state, START)


def said(state: State, kind: str, name: str, inspector: Inspector) -> str:
    inspector.show_selected(derived(state), (kind, name))
    return inspector.toPlainText()


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    panel = Inspector()
    qtbot.addWidget(panel)
    return panel


def test_that_a_credit_says_what_it_pays_and_for_what(inspector: Inspector) -> None:
    text = said(STATE, "credit", "C1", inspector)
    assert "C1 · Credit C1" in text
    assert "10,000" in text
    assert "50,000" in text


def test_that_a_credit_that_pays_nothing_names_the_first_rule_that_fails(inspector: Inspector) -> None:
    plan = replace(PLAN, credits=(a_credit(approved_partners=()),))
    text = said(State(plan, Schedule((an_assignment(plan),))), "phase", "P1", inspector)
    assert "C1 has not approved Partner PAR" in text
    assert "→ Have Partner PAR approved for C1." in text


def test_that_text_of_the_plan_is_text_and_no_markup() -> None:
    plan = replace(PLAN, phases=(a_phase(name="<script>alert(1)</script>"),))
    html = inspector_html(derived(State(plan)), ("phase", "P1"), LIGHT)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("kind", ["phase", "credit", "partner"])
def test_that_everything_of_the_medium_plan_can_be_inspected(kind: str, medium: Plan) -> None:
    for name in getattr(medium, kind):
        assert name in inspector_html(derived(State(medium)), (kind, name), LIGHT)


def test_that_a_selection_that_is_gone_or_nothing_invites_to_select() -> None:
    for selected in (None, ("phase", "GONE")):
        assert "Select a phase" in inspector_html(derived(STATE), selected, LIGHT)


def test_that_a_rollout_without_dates_is_told_how_to_get_them() -> None:
    plan = a_plan()
    words = {
        has_dates: inspector_html(derived(State(plan, schedule)), None, LIGHT)
        for has_dates, schedule in ((False, None), (True, Schedule((an_assignment(plan),))))
    }
    assert "Solve (F5)" in words[False]
    assert "Solve (F5)" not in words[True]


def test_that_a_click_on_a_finding_jumps_to_what_it_is_about(qtbot: QtBot) -> None:
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    state = State(PLAN, Schedule(()))
    panel.show_findings(state, check(state))
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.list.item(0).text().startswith("P1 has no dates.")
    with qtbot.waitSignal(panel.jumped) as jumped:
        panel.list.itemClicked.emit(panel.list.item(0))
    assert jumped.args == [("phase", "P1")]


def test_that_a_finding_about_the_whole_plan_has_no_target() -> None:
    (finding, *_) = [each for each in check(STATE) if each.place == ("plan",)]
    assert target(PLAN, finding) is None


def test_that_the_money_strip_shows_the_ledger(qtbot: QtBot) -> None:
    strip = MoneyStrip()
    qtbot.addWidget(strip)
    strip.show_derived(Derived(STATE, START, Best(SCHEDULE.claims, 10_000, is_proven=True)))
    shown = [label.text() for label in strip.findChildren(type(strip._figures["Finish"]))]  # noqa: SLF001
    for text in ("50,000", "10,000", "best possible", "of 20,000", "15 Jan 2027", "USD"):
        assert text in shown


def test_that_the_money_strip_knows_without_a_solve_when_all_that_is_reachable_is_earned() -> None:
    by_name = dict(zip(STEPS, figures(Derived(STATE, START)), strict=True))
    assert (by_name["Planned"].remark, by_name["Recoverable"].text) == ("best possible", "0")
    poorer = State(PLAN, replace(SCHEDULE, claims=()))
    by_name = dict(zip(STEPS, figures(Derived(poorer, START)), strict=True))
    assert by_name["Recoverable"].text == UNKNOWN


def test_that_every_condition_of_a_claim_says_whether_it_is_met(inspector: Inspector) -> None:
    early = replace(PLAN, credits=(a_credit(window=DateRange(date(2027, 1, 11), date(2027, 1, 12))),))
    text = said(State(early, SCHEDULE), "phase", "P1", inspector)
    assert "✓ in scope, ✓ by a partner, ✓ approved and available, ✗ after approval, ✗ inside the window" in text
    assert text.count("✓ proof in time") == 1
    assert set(CONDITIONS) == set(SINGLE_CLAIM_RULES)
