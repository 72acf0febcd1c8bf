"""What the side panels say of the present State."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from planner.checks import check
from planner.funding.claim_rules import SINGLE_CLAIM_RULES
from planner.funding.credits import Scope
from planner.funding.ladder import Best
from planner.picture.tokens import LIGHT
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, an_entitlement
from ui.account.pages import deadlines_page
from ui.derived import Derived
from ui.panels.findings_panel import FindingsPanel, target
from ui.panels.inspector import CONDITIONS, Inspector, inspector_html
from ui.panels.money_strip import STEPS, UNKNOWN, MoneyStrip, figures
from ui.wording import day

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


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({}, "−40,000 scope"),
        ({"window": DateRange(date(2026, 12, 1), date(2026, 12, 31))}, "−50,000 scope and time"),
        ({"status": "rejected"}, "−50,000 scope and lost credits"),
    ],
)
def test_that_the_money_strip_names_what_takes_money_and_nothing_else(changes: dict[str, Any], remark: str) -> None:
    plan = replace(PLAN, credits=(replace(PLAN.credits[0], **changes),))
    by_name = dict(zip(STEPS, figures(Derived(State(plan), START)), strict=True))
    assert by_name["Reachable"].remark == remark


def test_that_every_condition_of_a_claim_says_whether_it_is_met(inspector: Inspector) -> None:
    early = replace(PLAN, credits=(a_credit(window=DateRange(date(2027, 1, 11), date(2027, 1, 12))),))
    text = said(State(early, SCHEDULE), "phase", "P1", inspector)
    assert "✓ in scope, ✓ by a partner, ✓ approved and available, ✗ after approval, ✗ inside the window" in text
    assert text.count("✓ proof in time") == 1
    assert set(CONDITIONS) == set(SINGLE_CLAIM_RULES)


def test_that_a_credit_says_once_after_which_day_none_of_it_can_be_had(inspector: Inspector) -> None:
    for status, asked in (("proposed", True), ("requested", False)):
        state = State(replace(PLAN, credits=(a_credit(status=status, approval_lead=10),)), SCHEDULE)
        shown = derived(state)
        found = shown.deadlines["C1"]
        inspector.show_selected(shown, ("credit", "C1"))
        text = inspector.toPlainText()
        assert ("Ask by" in text, "Ask at last" in text) == (asked, asked)
        assert text.count("; after it none of it can be had") == 1
        assert f"{day(found.lost_after)}; after it none of it can be had" in text
        assert f"{day(found.lost_after)}" in deadlines_page(shown, LIGHT).html


def test_that_a_rule_is_told_by_its_name_and_its_code_in_a_tool_tip_alone(qtbot: QtBot, inspector: Inspector) -> None:
    late = State(replace(PLAN, credits=(a_credit(window=DateRange(START, date(2027, 1, 8))),)), SCHEDULE)
    text = said(State(late.plan, replace(SCHEDULE, claims=())), "credit", "C1", inspector)
    assert "Funding window" in text
    assert "WINDOW" not in text
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show_findings(late, check(late))
    with qtbot.waitExposed(panel):
        panel.show()
    item = panel.list.item(0)
    assert item.toolTip() == "CLAIM-RULE"
    assert item.text().startswith("Funding window: ")


def test_that_a_phase_for_whose_work_no_credit_pays_says_so(inspector: Inspector) -> None:
    plan = replace(PLAN, phases=(a_phase(workload="Purview"),), credits=(a_credit(scope=Scope(workloads=("Intune",))),))
    text = said(State(plan, Schedule((an_assignment(plan),))), "phase", "P1", inspector)
    assert "Nothing. No credit of the plan pays for Purview." in text
    assert "Conditions" not in text


def test_that_planned_money_is_no_money_in_hand_while_rules_are_broken() -> None:
    late = State(replace(PLAN, credits=(a_credit(window=DateRange(START, date(2027, 1, 8))),)), SCHEDULE)
    planned = dict(zip(STEPS, figures(Derived(late, START)), strict=True))["Planned"]
    assert (planned.text, planned.remark, planned.meaning) == ("10,000", "rules broken; at most 0", "risk")


def test_that_what_a_lost_credit_takes_is_not_told_as_a_matter_of_scope_and_time() -> None:
    lost = State(replace(PLAN, credits=(a_credit(status="rejected"),)), SCHEDULE)
    reachable = dict(zip(STEPS, figures(Derived(lost, START)), strict=True))["Reachable"]
    assert reachable.remark == "−50,000 scope and lost credits"


def test_that_what_is_due_of_rights_stands_beside_what_is_due_of_credits() -> None:
    plan = replace(PLAN, entitlements=(an_entitlement("FT", engage_by=date(2027, 3, 1)),))
    html = deadlines_page(derived(State(plan, SCHEDULE)), LIGHT).html
    due, _, _ = html.partition("Points of no return")
    assert "FT is requested; the buyer's own engage-by date is 1 Mar 2027, in 56 days." in unescape(due)
