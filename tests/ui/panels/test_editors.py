"""The editors under hand and keys: every edit is one step, claims follow, undo restores, a refusal says why."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from planner import edits
from planner.funding.credits import ExchangeRate
from planner.plan import State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import AdoptionTarget, Pin
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from ui.document import Document
from ui.fields.widgets import CheckList, DayEdit, Paragraph
from ui.panels.credit_editor import CreditEditor
from ui.panels.editor import Editor
from ui.panels.partner_editor import PartnerEditor
from ui.panels.phase_editor import PhaseEditor
from ui.panels.rollout_editor import OWNER, RolloutEditor
from ui.selection import Selection
from ui.step_words import step_words
from ui.timeline.header import today

SomeEditor = TypeVar("SomeEditor", bound=Editor)
Open = Callable[[type[SomeEditor], str], SomeEditor]


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    """P1 (Intune) before P2 (Purview) before P3 (Azure), each two weeks by PAR; C1 pays half of the first two."""
    workloads = {"P1": "Intune", "P2": "Purview", "P3": "Azure"}
    plan = a_plan(
        phases=tuple(a_phase(each, workload=workload) for each, workload in workloads.items()),
        dependencies=(Dependency(predecessor="P1", successor="P2"), Dependency(predecessor="P2", successor="P3")),
        partners=(
            a_partner(approved_workloads=(*workloads.values(),), windows=(DateRange(START, date(2027, 6, 30)),)),
            a_partner("SPARE"),
        ),
        credits=(a_credit(window=DateRange(START, date(2027, 2, 2))),),
    )
    starts = {"P1": START, "P2": date(2027, 1, 18), "P3": date(2027, 2, 1)}
    schedule = Schedule(
        tuple(an_assignment(plan, each, start) for each, start in starts.items()),
        (Claim("P1", "C1", 10_000), Claim("P2", "C1", 10_000)),
    )
    return Document(State(plan, schedule))


@pytest.fixture
def show(document: Document, qtbot: QtBot) -> Iterator[Open[Editor]]:
    """Opens an editor on a part."""
    opened: list[Editor] = []

    def open_(kind: type[Editor], item: str) -> Editor:
        editor = kind(document, Selection())  # type: ignore[call-arg]
        qtbot.addWidget(editor)
        editor.resize(700, 800)
        editor.show_item(item)
        with qtbot.waitActive(editor):
            editor.show()
            editor.activateWindow()
        opened.append(editor)
        return editor

    yield open_
    for editor in opened:
        editor.close()


def field(editor: Editor, kind: type[QWidget], title: str, owner: str = "") -> QWidget:
    widget = editor.form.field_widget(owner or editor.item or "", title)
    assert isinstance(widget, kind)
    return widget


def turn(boxes: QWidget, name: str) -> None:
    """Click the box of a choice."""
    assert isinstance(boxes, CheckList)
    item = boxes.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    boxes.scrollToItem(item)
    at = boxes.visualItemRect(item)
    at.setWidth(20)
    QTest.mouseClick(boxes.viewport(), Qt.MouseButton.LeftButton, pos=at.center())


def type_into(line: QWidget, text: str) -> None:
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)


def inside(editor: Editor) -> QWidget:
    """What the form shows now."""
    shown = editor.form.widget()
    assert shown is not None
    return shown


def told(editor: Editor, step: str) -> str:
    """What a step is called, the part by its name."""
    return step_words(editor.document.plan, step)


def press(editor: Editor, step: str) -> None:
    """Click the button of an action."""
    buttons = [each for each in inside(editor).findChildren(QToolButton) if each.accessibleName() == told(editor, step)]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def refusals(editor: Editor) -> list[str]:
    labels = inside(editor).findChildren(QLabel)
    return [label.text() for label in labels if label.property("role") == "refusal" and not label.isHidden()]


def paid(document: Document) -> dict[str, int]:
    return {claim.phase: claim.amount for claim in document.schedule.claims}


# Credits


def test_that_another_scope_moves_the_claims_at_once_and_undo_brings_them_back(
    document: Document, show: Open[Editor]
) -> None:
    editor = show(CreditEditor, "C1")
    before = document.state
    turn(field(editor, CheckList, "Workloads"), "Intune")
    assert document.plan.credit["C1"].scope.workloads == ("Intune",)
    assert paid(document) == {"P1": 10_000}
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.state is before
    workloads = field(editor, CheckList, "Workloads")
    assert isinstance(workloads, CheckList)
    assert workloads.names() == ()


def test_that_the_effect_says_what_falls_out_by_which_rule_and_what_that_costs(
    document: Document, show: Open[Editor]
) -> None:
    editor = show(CreditEditor, "C1")
    assert isinstance(editor, CreditEditor)
    words = editor.effect.toPlainText()
    assert "Work ends 12 Feb 2027, after C1 expires on 2 Feb 2027." in words
    assert "What your edit changed" not in words
    turn(field(editor, CheckList, "Workloads"), "Purview")
    turn(field(editor, CheckList, "Workloads"), "Azure")
    words = editor.effect.toPlainText()
    assert "20,000 → 10,000 (−10,000)" in words
    assert "out: loses 10,000 by scope" in words
    assert "C1 does not cover Intune." in words
    type_into(field(editor, DayEdit, "Expires"), "2027-03-31")
    words = editor.effect.toPlainText()
    assert "in: earns 10,000; before: funding window" in words
    assert paid(document) == {"P2": 10_000, "P3": 10_000}
    document.apply_plan("Elsewhere", edits.change_phase(document.plan, "P1", name="Another"))
    assert "What your edit changed" not in editor.effect.toPlainText()


def test_that_each_field_of_a_credit_is_one_step_with_its_name(document: Document, show: Open[Editor]) -> None:
    editor = show(CreditEditor, "C1")
    for title, text, name, value in (
        ("Share", "25", "share", 2_500),
        ("Face value", "9,000", "face", 9_000),
        ("Approved on", "2027-01-04", "approved_on", START),
        ("Approved on", "", "approved_on", None),
        ("Paid in parts", "40 % + 60 %", "tranches", (4_000, 6_000)),
        ("Excluded in plan", "A, B", "exclusion_groups", ("A", "B")),
        ("Letter's currency", "EUR", "exchange", ExchangeRate(currency="EUR", millionths=1_000_000, dated=START)),
        ("Rate", "1.1", "exchange", ExchangeRate(currency="EUR", millionths=1_100_000, dated=START)),
        ("Letter's currency", "", "exchange", None),
    ):
        type_into(field(editor, QLineEdit, title), text)
        assert getattr(document.plan.credit["C1"], name) == value
    document.undo_stack.undo()
    assert document.undo_stack.redoText() == "Change letter's currency of C1 Credit C1"


def test_that_words_over_several_lines_are_taken_when_they_are_left(document: Document, show: Open[Editor]) -> None:
    editor = show(CreditEditor, "C1")
    conditions = field(editor, Paragraph, "Conditions")
    assert isinstance(conditions, Paragraph)
    conditions.setFocus()
    QTest.keyClicks(conditions, "No work before approval.")
    QTest.keyClick(conditions, Qt.Key.Key_Backtab)
    assert document.plan.credit["C1"].conditions == "No work before approval."


def test_that_a_refused_text_stays_to_be_mended_with_why_below_it_and_escape_takes_it_back(
    document: Document, show: Open[Editor]
) -> None:
    editor = show(CreditEditor, "C1")
    face = field(editor, QLineEdit, "Face value")
    assert isinstance(face, QLineEdit)
    type_into(face, "-5")
    assert face.text() == "-5"
    assert document.plan.credit["C1"].face == 50_000
    assert refusals(editor) == ["Credit 'C1': face (-5) must be at least 0."]
    QTest.keyClick(face, Qt.Key.Key_Escape)
    assert (face.text(), refusals(editor)) == ("50,000", [])
    type_into(face, "-5")
    type_into(face, "5")
    assert refusals(editor) == []
    assert document.undo_stack.count() == 1


def test_that_a_new_name_is_followed_through_undo(document: Document, show: Open[Editor]) -> None:
    editor = show(CreditEditor, "C1")
    type_into(field(editor, QLineEdit, "Id"), "Voucher")
    assert editor.item == "Voucher"
    assert paid(document) == {"P1": 10_000, "P2": 10_000}
    document.undo_stack.undo()
    assert editor.item == "C1"
    assert editor.title.text() == "C1 · Credit C1"


def test_that_a_plan_without_dates_tells_scope_and_partners(document: Document, show: Open[Editor]) -> None:
    document.apply("Forget dates", State(document.plan))
    document.apply_plan("No partner", edits.change_partner(document.plan, "PAR", approved_workloads=("Intune",)))
    editor = show(CreditEditor, "C1")
    assert isinstance(editor, CreditEditor)
    words = editor.effect.toPlainText()
    assert "P1 has no dates yet." in words
    assert "No option of P2 is by a partner whom C1 approves for Purview." in words


def test_that_a_credit_which_cannot_reach_its_minimum_says_so(document: Document, show: Open[Editor]) -> None:
    document.apply_plan("Add", edits.add_credit(document.plan, a_credit("C2")))
    editor = show(CreditEditor, "C1")
    assert isinstance(editor, CreditEditor)
    type_into(field(editor, QLineEdit, "Least claim"), "25,000")
    assert paid(document) == {"P1": 10_000, "P2": 10_000, "P3": 10_000}
    words = editor.effect.toPlainText()
    assert "out: loses 10,000 by least claim" in words
    assert "C1 pays 20,000, below its minimum of 25,000." in words


def test_that_a_credit_which_yields_to_another_says_to_which(document: Document, show: Open[Editor]) -> None:
    document.apply_plan("Add", edits.add_credit(document.plan, a_credit("C2", share=2_000)))
    editor = show(CreditEditor, "C2")
    assert isinstance(editor, CreditEditor)
    assert "C1 and C2 both pay for P1" in editor.effect.toPlainText()


# Phases


def test_that_a_link_that_closes_a_circle_is_refused_with_the_circle(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P1")
    asked = next(box for box in inside(editor).findChildren(QComboBox) if box.objectName() == "Add link")
    asked.setCurrentIndex(asked.findData("P3"))
    press(editor, "Link P1")
    assert document.undo_stack.count() == 0
    (refusal,) = refusals(editor)
    assert refusal.startswith("The links run in a circle: P")
    assert all(name in refusal for name in ("P1", "P2", "P3"))


def test_that_links_are_added_changed_and_removed_in_one_step_each(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P3")
    press(editor, "Link P3")
    assert Dependency(predecessor="P1", successor="P3") in document.plan.dependencies
    type_into(field(editor, QLineEdit, "Lag", "P2 → P3 FS"), "5")
    assert Dependency(predecessor="P2", successor="P3", lag=5) in document.plan.dependencies
    kinds = field(editor, QComboBox, "Link", "P2 → P3 FS")
    assert isinstance(kinds, QComboBox)
    kinds.setCurrentIndex(1)
    kinds.activated.emit(1)
    assert Dependency(predecessor="P2", successor="P3", type="SS", lag=5) in document.plan.dependencies
    press(editor, "Remove link P2 → P3")
    assert document.undo_stack.count() == 4
    assert [link.successor for link in document.plan.dependencies] == ["P2", "P3"]


def test_that_a_pin_is_shown_and_can_be_removed(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P2")
    press(editor, "Pin P2")
    assert document.plan.pins == (Pin(phase="P2", start=date(2027, 1, 18)),)
    words = [label.text() for label in inside(editor).findChildren(QLabel)]
    assert "to 18 Jan 2027" in words
    press(editor, "Remove pin of P2")
    assert not document.plan.pins


def test_that_options_come_change_and_go_with_dates_and_claims_following(
    document: Document, show: Open[Editor]
) -> None:
    editor = show(PhaseEditor, "P1")
    type_into(field(editor, QLineEdit, "Cost", "P1 by PAR"), "8,000")
    assert paid(document)["P1"] == 4_000
    type_into(field(editor, QLineEdit, "Days", "P1 by PAR"), "15")
    assert document.schedule.assignments[0] == an_assignment(document.plan, "P1")
    press(editor, "Add an option of P1")
    assert [option.id for option in document.plan.phase["P1"].options] == ["PAR", "SPARE"]
    press(editor, "Remove P1 by PAR")
    assert "P1" not in paid(document)
    press(editor, "Remove P1 by SPARE")
    assert refusals(editor) == ["Phase 'P1' has no delivery option. Add a partner, FastTrack or internal one."]


def test_that_a_target_begins_with_its_first_field_and_ends_with_its_last(
    document: Document, show: Open[Editor]
) -> None:
    editor = show(PhaseEditor, "P1")
    type_into(field(editor, QLineEdit, "Value"), "36.5")
    assert document.plan.phase["P1"].adoption_target == AdoptionTarget(text="", value=36.5)
    type_into(field(editor, QLineEdit, "Value"), "")
    assert document.plan.phase["P1"].adoption_target is None


def test_that_a_workload_may_be_typed_and_a_box_turned(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P1")
    workload, change = field(editor, QComboBox, "Workload"), field(editor, QCheckBox, "Held by freezes")
    assert isinstance(workload, QComboBox)
    type_into(workload.lineEdit() or workload, "Viva")
    assert document.plan.phase["P1"].workload == "Viva"
    assert paid(document) == {"P2": 10_000}
    QTest.mouseClick(field(editor, QCheckBox, "Held by freezes"), Qt.MouseButton.LeftButton, pos=change.rect().center())
    QTest.keyClick(field(editor, QCheckBox, "Held by freezes"), Qt.Key.Key_Space)
    assert document.undo_stack.count() >= 2


# Partners


def test_that_availability_shifts_by_days_in_one_step(document: Document, show: Open[Editor]) -> None:
    editor = show(PartnerEditor, "PAR")
    asked = [line for line in inside(editor).findChildren(QLineEdit) if line.objectName() == "Move windows"]
    type_into(asked[0], "14")
    press(editor, "Shift availability of PAR")
    assert document.plan.partner["PAR"].windows == (DateRange(date(2027, 1, 18), date(2027, 7, 14)),)
    assert paid(document) == {"P2": 10_000}
    document.undo_stack.undo()
    assert document.plan.partner["PAR"].windows == (DateRange(START, date(2027, 6, 30)),)
    starts = field(editor, DayEdit, "From", "window 1 of PAR")
    assert isinstance(starts, DayEdit)
    assert starts.text() == "4 Jan 2027"


def test_that_windows_come_change_and_go(document: Document, show: Open[Editor]) -> None:
    editor = show(PartnerEditor, "PAR")
    type_into(field(editor, DayEdit, "To", "window 1 of PAR"), "31 Jan 2027")
    press(editor, "Add a window of PAR")
    second = DateRange(date(2027, 1, 31), document.plan.horizon)
    assert document.plan.partner["PAR"].windows[1] == second
    type_into(field(editor, DayEdit, "To", "window 2 of PAR"), "2026-12-31")
    assert refusals(editor) == ["The range ends (31 Dec 2026) before it starts (31 Jan 2027). Maybe swap the two."]
    press(editor, "Remove window 1 of PAR")
    press(editor, "Remove window 1 of PAR")
    assert not document.plan.partner["PAR"].windows
    assert document.undo_stack.count() == 4


def test_that_an_approval_withdrawn_takes_its_claims(document: Document, show: Open[Editor]) -> None:
    editor = show(PartnerEditor, "PAR")
    turn(field(editor, CheckList, "Approved for"), "Intune")
    assert paid(document) == {"P2": 10_000}


# All of them


def test_that_editors_follow_the_selection_and_a_part_that_goes(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P1")
    editor.selection.select(("phase", "P2"))
    assert editor.title.text() == "P2 · Phase P2"
    editor.selection.select(("credit", "C1"))
    assert editor.item == "P2"
    document.apply_plan("Remove", edits.remove_phase(document.plan, "P2"))
    assert editor.title.text() == "Select a phase to edit it."
    document.undo_stack.undo()
    assert editor.title.text() == "P2 · Phase P2"


def test_that_the_same_widgets_stay_while_only_values_change(document: Document, show: Open[Editor]) -> None:
    editor = show(PhaseEditor, "P1")
    seats = field(editor, QLineEdit, "Seats")
    document.apply_plan("Seats", edits.change_phase(document.plan, "P1", seats=7))
    assert field(editor, QLineEdit, "Seats") is seats
    assert isinstance(seats, QLineEdit)
    assert seats.text() == "7"
    option = by_fasttrack()
    document.apply_plan("Option", edits.change_phase(document.plan, "P1", options=(by_partner(), option)))
    assert field(editor, QLineEdit, "Seats") is not seats


def test_that_a_changed_term_is_told_with_today_and_takes_its_document(
    show: Open[CreditEditor], document: Document
) -> None:
    editor = show(CreditEditor, "C1")
    assert "No term has been changed yet." in texts(editor)
    for text in ("60,000", "70,000"):
        line = typed(editor, "Face value", text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert any(text.startswith("Face: 50,000 → 70,000; claims ") for text in texts(editor))
    assert document.plan.credit["C1"].condition_history[0].changed_on == today()
    document_line = typed(editor, "Document", "Letter of 3 May", owner="change 1 of C1")
    QTest.keyClick(document_line, Qt.Key.Key_Return)
    (change,) = document.plan.credit["C1"].condition_history
    assert (change.old, change.new, change.document) == ("50,000", "70,000", "Letter of 3 May")
    assert document.undo_stack.undoText() == "Change document of change 1 of C1 Credit C1"
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.plan.credit["C1"].condition_history == ()


def test_that_a_changed_term_says_what_it_did_to_the_claims(show: Open[CreditEditor], document: Document) -> None:
    editor = show(CreditEditor, "C1")
    before = sum(claim.amount for claim in document.schedule.claims)
    assert before > 1_000
    QTest.keyClick(typed(editor, "Face value", "1,000"), Qt.Key.Key_Return)
    after = sum(claim.amount for claim in document.schedule.claims)
    (change,) = document.plan.credit["C1"].condition_history
    assert change.effect == after - before < 0
    assert f"Face: 50,000 → 1,000; claims −{before - after:,}" in texts(editor)


def test_that_what_is_no_term_leaves_no_trace(show: Open[CreditEditor], document: Document) -> None:
    editor = show(CreditEditor, "C1")
    for title, text in (("Name", "Other"), ("Confidence", "50 %"), ("Owner", "Ada"), ("Id", "C9")):
        line = typed(editor, title, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert document.plan.credit["C9"].owner == "Ada"
    assert document.plan.credit["C9"].condition_history == ()


def typed(editor: Editor, title: str, text: str, owner: str = "") -> QLineEdit:
    """A field with another text in it, not yet confirmed."""
    line = field(editor, QLineEdit, title, owner)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    return line


def texts(editor: Editor) -> list[str]:
    return [label.text() for label in editor.form.findChildren(QLabel)]


def test_that_a_quote_is_told_in_the_form_of_its_phase(document: Document, show: Open[PhaseEditor]) -> None:
    editor = show(PhaseEditor, "P1")
    step = "Add a quote of P1 by PAR"
    (button,) = (
        each for each in inside(editor).findChildren(QToolButton) if each.accessibleName() == told(editor, step)
    )
    asked = button.parentWidget().findChild(QLineEdit, "Add quote")  # type: ignore[union-attr]
    assert asked is not None
    asked.setText("24,000")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    option = document.plan.phase["P1"].options[0]
    assert (option.cost, [quote.amount for quote in option.quotes]) == (24_000, [24_000])
    owner = "quote 1 of P1 by PAR"
    type_into(field(editor, DayEdit, "Valid until", owner), "2027-01-03")
    assert document.plan.phase["P1"].options[0].quotes[0].valid_until == date(2027, 1, 3)
    type_into(field(editor, QLineEdit, "In", owner), "EUR")
    assert "no rate of EUR" in refusals(editor)[0]
    press(editor, f"Remove {owner}")
    assert document.plan.phase["P1"].options[0].quotes == ()
    document.undo_stack.undo()
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.plan.phase["P1"].options[0].cost == 20_000


def tells_board(editor: Editor) -> bool:
    return any("Board asked" in each.accessibleName() for each in inside(editor).findChildren(DayEdit))


def test_that_the_day_of_asking_the_board_is_told_in_the_form_of_a_change_where_there_is_a_board(
    document: Document, show: Open[PhaseEditor], qtbot: QtBot
) -> None:
    def noted() -> date | None:
        return document.plan.phase["P2"].change_requested

    rollout = RolloutEditor(document)
    qtbot.addWidget(rollout)
    rollout.show()
    editor = show(PhaseEditor, "P2")
    assert not tells_board(editor)
    lead = rollout.form.field_widget(OWNER, "Change board takes")
    type_into(lead, "5")
    assert document.plan.change_lead == 5
    assert not tells_board(editor)
    document.apply_plan("A change", edits.change_phase(document.plan, "P2", change=True))
    assert tells_board(editor)
    asked = field(editor, DayEdit, "Board asked")
    type_into(asked, "2027-01-08")
    assert noted() == date(2027, 1, 8)
    assert document.undo_stack.undoText() == "Change board request of P2 Phase P2"
    document.undo_stack.undo()
    assert noted() is None
    document.undo_stack.redo()
    type_into(field(editor, DayEdit, "Board asked"), "")
    assert noted() is None
    type_into(lead, "-1")
    assert document.plan.change_lead == 5
    rollout.close()


def test_that_the_fiscal_year_begins_in_a_month_by_its_name(document: Document, qtbot: QtBot) -> None:
    editor = RolloutEditor(document)
    qtbot.addWidget(editor)
    editor.show()
    month = editor.form.field_widget(OWNER, "Your fiscal year begins")
    assert isinstance(month, QComboBox)
    assert month.currentText() == "January"
    month.setFocus()
    QTest.keyClicks(month, "Jul")
    assert (month.currentText(), document.plan.fiscal_start) == ("July", 7)
    document.undo_stack.undo()
    assert (month.currentText(), document.plan.fiscal_start) == ("January", 1)
    editor.close()
