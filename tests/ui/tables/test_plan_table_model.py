"""Tables follow the document with the smallest signals, and edits go through the laws of the plan."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import ui.tables.table
from planner import edits
from planner.funding.credits import ConditionChange
from planner.funding.entitlement_ledger import entitlement_ledger
from planner.funding.ladder import ladder
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Claim, Schedule
from planner.value import LARGEST_AMOUNT, DateRange
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    a_rate_line,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from ui.document import Document
from ui.fields.field import parsed, shown
from ui.fields.new_parts import next_id
from ui.fields.rate_fields import RATE_FIELDS
from ui.settled import settled_at_once
from ui.tables.plan_table_model import PlanTableModel
from ui.tables.table import (
    CREDITS,
    ENTITLEMENTS,
    FREEZES,
    LINKS,
    OPTIONS,
    PARTNERS,
    PHASES,
    RATE_LINES,
    TABLES,
    Table,
)

HALVED = ConditionChange(condition="face", old="100,000", new="50,000", changed_on=START)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.tables.table, "today", lambda: START)


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    """P1, then P2, both by PAR on the same team's days; C1 pays for P1; a freeze, entitlements and a price sheet."""
    plan = a_plan(
        phases=(a_phase(), a_phase("P2", options=(by_partner(), by_fasttrack()))),
        dependencies=(Dependency(predecessor="P1", successor="P2"),),
        partners=(a_partner(windows=(DateRange(START, date(2027, 6, 30)),)), a_partner("SPARE")),
        credits=(a_credit(condition_history=(HALVED,)), a_credit("C2")),
        freezes=(Freeze("Summer", DateRange(date(2027, 7, 1), date(2027, 8, 31))),),
        entitlements=(an_entitlement(), an_entitlement("E2")),
        rate_lines=(a_rate_line(), a_rate_line("SKU2")),
    )
    return Document(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))))


def cell(model: PlanTableModel[Any], row: int, title: str) -> QModelIndex:
    titles = [field.title for field in model.table.fields]
    return model.index(row, titles.index(title))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_that_each_table_answers_qt_as_a_model_must_before_and_after_edits(
    document: Document, qtmodeltester: ModelTester, table: Table[Any]
) -> None:
    model = PlanTableModel(document, table)
    model.show_phase("P2")
    assert model.rowCount() > 0
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.add_row(0)
    model.remove_row(0)
    document.undo_stack.undo()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_that_only_the_rows_that_differ_are_told_as_changed(document: Document, qtbot: QtBot) -> None:
    model = PlanTableModel(document, PHASES)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset):
        document.apply_plan("Rename", edits.change_phase(document.plan, "P2", name="Second"))
        document.apply_plan("Face", edits.change_credit(document.plan, "C1", face=1))
    assert told == [(1, 1)]
    with qtbot.waitSignal(model.modelReset):
        document.apply_plan("Move", edits.move_phase(document.plan, "P2", 0))
    assert model.data(model.index(0, 0)) == "P2"


@pytest.mark.parametrize(
    ("table", "title", "text", "value"),
    [
        (PHASES, "Eligible cost", "22,500", 22_500),
        (PHASES, "Deadline", "2027-05-31", date(2027, 5, 31)),
        (PHASES, "Deadline", "", None),
        (PHASES, "Workload", "Purview", "Purview"),
        (PHASES, "Expected outcome", "80 %", 80),
        (CREDITS, "Share", "37.5 %", 3_750),
        (CREDITS, "Expires", "30 Apr 2027", date(2027, 4, 30)),
        (CREDITS, "Partners", "PAR, SPARE", ("PAR", "SPARE")),
        (CREDITS, "Workloads", "", ()),
        (PARTNERS, "Available", "always", ()),
        (
            PARTNERS,
            "Available",
            "2027-02-01 – 2027-03-31; 1 May 2027 – 30 June 2027",
            (DateRange(date(2027, 2, 1), date(2027, 3, 31)), DateRange(date(2027, 5, 1), date(2027, 6, 30))),
        ),
        (LINKS, "Lag", "-3", -3),
        (FREEZES, "To", "2027-07-31", date(2027, 7, 31)),
        (ENTITLEMENTS, "Id", "FastTrack", "FastTrack"),
        (ENTITLEMENTS, "Seats owned", "4,500", 4_500),
        (ENTITLEMENTS, "Workloads", "", ()),
        (ENTITLEMENTS, "Status", "not requested", "not requested"),
        (ENTITLEMENTS, "Engage by", "2027-03-01", date(2027, 3, 1)),
        (RATE_LINES, "SKU", "SPE_E5", "SPE_E5"),
        (RATE_LINES, "List price", "57.05", 5_705),
        (RATE_LINES, "List price", "1,234.5", 123_450),
        (RATE_LINES, "Uplift", "2.5 %", 250),
        (RATE_LINES, "Asked", "7 %", 700),
    ],
)
def test_that_what_is_typed_becomes_the_value_in_one_step_that_undo_takes_back(
    document: Document, table: Table[Any], title: str, text: str, value: object
) -> None:
    model, before = PlanTableModel(document, table), document.state
    index = cell(model, 0, title)
    old = model.data(index, Qt.ItemDataRole.EditRole)
    assert model.setData(index, text)
    assert model.data(index, Qt.ItemDataRole.EditRole) == value
    assert document.undo_stack.count() == (old != value)
    document.undo_stack.undo()
    assert document.state == before
    assert model.data(index, Qt.ItemDataRole.EditRole) == old


def test_that_what_is_shown_reads_back_as_the_same_value(document: Document, sample: State) -> None:
    document.replace(sample, None)
    for table in TABLES:
        model = PlanTableModel(document, table)
        model.show_phase("M05")
        for row in range(model.rowCount()):
            for field in range(model.columnCount()):
                index = model.index(row, field)
                if model.flags(index) & Qt.ItemFlag.ItemIsEditable and model.field(index).kind != "choice":
                    assert model.setData(index, model.data(index))
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("table", "title", "value", "sentence"),
    [
        (PHASES, "Eligible cost", "-1", "eligible cost (-1) must be at least 0"),
        (PHASES, "Seats", "many", "'many' is no whole number."),
        (PHASES, "Name", "", "name must not be blank"),
        (PHASES, "Id", "P2", "Phase 'P2' occurs 2 times."),
        (CREDITS, "Expires", "2026-01-01", "The range ends (1 Jan 2026) before it starts (4 Jan 2027)."),
        (CREDITS, "Opens", "soon", "'soon' is no day. Write it as 30 Jun 2027 or 2027-06-30."),
        (CREDITS, "Partners", ("NOBODY",), "names partner 'NOBODY', which does not exist"),
        (LINKS, "Predecessor", "P2", "The links run in a circle: P2 → P2."),
        (ENTITLEMENTS, "Id", "E2", "Entitlement 'E2' occurs 2 times."),
        (RATE_LINES, "SKU", "", "sku must not be blank"),
        (RATE_LINES, "List price", "60.005", "'60.005' has more than two decimals."),
        (RATE_LINES, "List price", "-1", "list price (-100) must be at least 0"),
        (RATE_LINES, "List price", "dear", "'dear' is no number."),
        (RATE_LINES, "Asked", "nan", "'nan' is no number."),
        (RATE_LINES, "Offered", "100.01 %", "offered (10001) must be at most 10,000"),
    ],
)
def test_that_a_refused_edit_keeps_the_old_value_and_says_why(
    document: Document, qtbot: QtBot, table: Table[Any], title: str, value: object, sentence: str
) -> None:
    model, before = PlanTableModel(document, table), document.state
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.setData(cell(model, 0, title), value)
    assert sentence in refused.args[0]
    assert document.state is before
    assert document.undo_stack.count() == 0


def test_that_renaming_a_phase_keeps_its_dates_and_claims(document: Document, qtbot: QtBot) -> None:
    model = PlanTableModel(document, PHASES)
    with qtbot.waitSignal(model.renamed) as renamed:
        model.setData(cell(model, 0, "Id"), "Wave 1")
    assert renamed.args == ["Wave 1"]
    assert document.schedule.assignments[0].phase == "Wave 1"
    assert document.schedule.claims == (Claim("Wave 1", "C1", 10_000),)


def test_that_another_duration_or_partner_moves_the_finish_and_keeps_the_start(document: Document) -> None:
    model = PlanTableModel(document, OPTIONS)
    model.show_phase("P1")
    model.setData(cell(model, 0, "Days"), 20)
    assert document.schedule.assignments == (an_assignment(document.plan),)
    model.setData(cell(model, 0, "By"), "SPARE")
    assert document.schedule.assignments == (an_assignment(document.plan, option_id="SPARE"),)


def test_that_edits_of_one_cell_are_one_step_and_of_two_cells_are_two(document: Document) -> None:
    model = PlanTableModel(document, PHASES)
    model.setData(cell(model, 0, "Seats"), 1)
    model.setData(cell(model, 0, "Seats"), 2)
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Change seats of P1 Phase P1"
    model.setData(cell(model, 1, "Seats"), 2)
    assert document.undo_stack.count() == 2


def test_that_a_box_is_turned_by_its_check_state(document: Document) -> None:
    model = PlanTableModel(document, PHASES)
    assert model.setData(cell(model, 0, "Held by freezes"), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert document.plan.phase["P1"].change


def test_that_rows_come_after_the_current_one_and_go_with_what_names_them(document: Document) -> None:
    model = PlanTableModel(document, PHASES)
    assert model.add_row(0) == 1
    assert [*document.plan.phase] == ["P1", "P3", "P2"]
    assert model.remove_row(2)
    assert document.plan.dependencies == ()
    assert model.move_row(1, -1) == 0
    assert [*document.plan.phase] == ["P3", "P1"]
    assert model.move_row(0, -1) == 0


def test_that_a_partner_in_use_is_not_removed_and_an_option_too_many_not_added(
    document: Document, qtbot: QtBot
) -> None:
    partners, options = PlanTableModel(document, PARTNERS), PlanTableModel(document, OPTIONS)
    with qtbot.waitSignal(partners.refused) as refused:
        assert not partners.remove_row(0)
    assert "used by phase P1" in refused.args[0]
    options.show_phase("P2")
    assert options.add_row(0) == 2
    assert options.add_row(0) == 3
    with qtbot.waitSignal(options.refused) as refused:
        assert options.add_row(0) == -1
    assert "has every way to deliver it already" in refused.args[0]


def test_that_a_new_link_closes_no_circle(document: Document) -> None:
    document.apply_plan("Add", edits.add_phase(document.plan, a_phase("P3")))
    links = PlanTableModel(document, LINKS)
    links.show_phase("P1")
    while links.add_row(0) >= 0:
        pass
    pairs = {(link.predecessor, link.successor) for link in document.plan.dependencies}
    assert pairs == {("P1", "P2"), ("P1", "P3"), ("P2", "P3")}


@pytest.mark.parametrize(
    ("known", "following"),
    [(["M01", "M09"], "M10"), (["A"], "M1"), ([], "M1"), (["M1", "M3", "M2"], "M4"), (["W-009", "W-010"], "W-011")],
)
def test_that_identifiers_count_on(known: list[str], following: str) -> None:
    assert next_id(known, "M") == following


def test_that_a_table_of_another_file_is_shown_whole(document: Document) -> None:
    model = PlanTableModel(document, PHASES)
    document.replace(State(replace(document.plan, phases=(a_phase("Q"),), dependencies=())), None)
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["Q"]


def test_that_a_price_of_any_size_reads_back_to_the_cent() -> None:
    price = next(field for field in RATE_FIELDS if field.title == "List price")
    tens = (10**digits for digits in range(2, len(str(LARGEST_AMOUNT))))
    for cents in (*range(20_000), *(ten * times + odd for ten in tens for times in range(1, 11) for odd in (-1, 0, 1))):
        written = shown(price, min(cents, LARGEST_AMOUNT))
        assert parsed(price, written) == min(cents, LARGEST_AMOUNT)
        assert written[-3] in ".,"


@pytest.mark.parametrize("title", [field.title for field in RATE_FIELDS])
def test_that_an_edit_of_a_rate_line_changes_no_figure_of_funding_or_entitlement(
    document: Document, sample: State, title: str
) -> None:
    may = date(2027, 5, 3)
    placed = tuple(an_assignment(sample.plan, phase, may) for phase in sample.plan.phase)
    document.replace(settled_at_once(State(sample.plan, Schedule(placed)), ()).state, None)
    before, figures = document.state, other_ledgers(document.state)
    model = PlanTableModel(document, RATE_LINES)
    for row in range(model.rowCount()):
        field = model.field(cell(model, row, title))
        assert model.setData(cell(model, row, title), f"Other {row}" if field.kind == "text" else f"{row + 2}")
    assert model.add_row(0) == 1
    assert model.remove_row(2)
    assert document.plan.rate_lines != before.plan.rate_lines
    assert other_ledgers(document.state) == figures
    assert document.schedule.claims
    assert document.schedule == before.schedule


def other_ledgers(state: State) -> tuple[object, ...]:
    """Everything that is accounted for and is no rate."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    return funding_ledger(plan, schedule), entitlement_ledger(plan, schedule, START), ladder(plan, schedule)


def test_that_an_entitlement_that_is_added_asks_for_nothing_and_covers_nothing(document: Document) -> None:
    model, before = PlanTableModel(document, ENTITLEMENTS), other_ledgers(document.state)
    assert model.add_row(0) == 1
    added = document.plan.entitlements[1]
    assert (added.id, added.status, added.workloads, added.seats_owned) == ("E3", "not requested", (), 1_000)
    assert other_ledgers(document.state)[0] == before[0]
