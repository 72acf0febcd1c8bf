"""The catalogue in the tables: whose an entry is, who says so, and how the plan's own come and go."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ui.tables.table
from planner import edits
from planner.catalogue.entries import Catalogue
from planner.catalogue.own import NO_SOURCE, pieces
from planner.catalogue.reader import plan_catalogue, shipped_catalogue
from planner.plan import Plan, State
from tests.builders import START, a_plan
from ui.document import Document
from ui.fields.catalogue_fields import TAGS
from ui.fields.new_parts import OWN_KEY
from ui.selection import Selection
from ui.tables.plan_table_model import PlanTableModel
from ui.tables.table import CATALOGUE_TABLES, FASTTRACK, PRICES, PROGRAMMES, Table
from ui.tables.tables_panel import TablesPanel

FIRST_CHANGES: tuple[tuple[Table[Any], str, str], ...] = (
    (PROGRAMMES, "Share", "43.21 %"),
    (PROGRAMMES, "Window", "7"),
    (PROGRAMMES, "Paid in parts", "30 % + 70 %"),
    (PROGRAMMES, "Excluded in plan", "A, B"),
    (PROGRAMMES, "How to ask", "Write to them"),
    (PRICES, "List price", "1.23"),
    (PRICES, "Idle after", "60"),
    (PRICES, "Until", "2030-01-01"),
    (PRICES, "Workloads", "Purview"),
    (FASTTRACK, "From seats", "7"),
    (FASTTRACK, "Motions", "migrate"),
)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.tables.table, "today", lambda: START)


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    return Document(State(a_plan()))


def cell(model: PlanTableModel[Any], row: int, title: str) -> QModelIndex:
    return model.index(row, [field.title for field in model.table.fields].index(title))


def text(model: PlanTableModel[Any], row: int, title: str) -> str:
    return str(model.data(cell(model, row, title)))


def keys(model: PlanTableModel[Any]) -> list[str]:
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.mark.parametrize("table", CATALOGUE_TABLES, ids=lambda table: table.noun)
def test_that_a_table_shows_what_holds_today_with_tag_source_and_day(document: Document, table: Table[Any]) -> None:
    model = PlanTableModel(document, table)
    shown = {row: model.row(row).entry for row in range(model.rowCount())}  # type: ignore[union-attr]
    held = plan_catalogue(document.plan, START)
    assert set(shown.values()) in ({*held.programmes}, {*held.prices}, {*held.fasttrack})
    for row, entry in shown.items():
        assert text(model, row, "Entered in") == "the catalogue"
        assert set(text(model, row, "Evidence").split(", ")) == {TAGS.get(each.tag, each.tag) for each in pieces(entry)}
        assert all(each.source in text(model, row, "Source") for each in pieces(entry))
        oldest = min(each.as_of for each in pieces(entry))
        assert model.data(cell(model, row, "As of"), Qt.ItemDataRole.EditRole) == oldest


@pytest.mark.parametrize(("table", "title", "typed"), FIRST_CHANGES)
def test_that_a_changed_cell_makes_an_own_entry_in_its_row_which_undo_and_remove_take_back(
    document: Document, table: Table[Any], title: str, typed: str
) -> None:
    model, before = PlanTableModel(document, table), document.state
    order, tags = keys(model), text(model, 1, "Evidence")
    value = ("migrate",) if title == "Motions" else typed
    assert model.setData(cell(model, 1, title), value)
    assert keys(model) == order
    assert text(model, 1, title) == (typed if title != "Until" else "1 Jan 2030")
    assert text(model, 1, "Entered in") == "this plan"
    assert "own" in text(model, 1, "Evidence")
    assert [text(model, row, "Entered in") for row in (0, 2)] == ["the catalogue", "the catalogue"]
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.state == before
    assert text(model, 1, "Evidence") == tags
    document.undo_stack.redo()
    assert model.remove_row(1)
    assert document.state == before
    assert keys(model) == order


@pytest.mark.parametrize("table", CATALOGUE_TABLES, ids=lambda table: table.noun)
def test_that_an_entry_of_the_program_is_neither_removed_nor_given_another_key(
    document: Document, qtbot: QtBot, table: Table[Any]
) -> None:
    model = PlanTableModel(document, table)
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.remove_row(0)
    assert "comes with the program, so it cannot be removed" in refused.args[0]
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.setData(model.index(0, 0), "MINE")
    assert "Add an entry of your own under another key" in refused.args[0]
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize("table", CATALOGUE_TABLES, ids=lambda table: table.noun)
def test_that_an_entry_which_is_added_is_the_plans_and_stands_in_place_of_none(
    document: Document, table: Table[Any]
) -> None:
    model, before = PlanTableModel(document, table), document.state
    known = keys(model)
    assert model.add_row(0) == len(known)
    assert model.add_row(0) == len(known) + 1
    assert keys(model) == [*known, f"{OWN_KEY}1", f"{OWN_KEY}2"]
    assert {text(model, row, "Evidence") for row in (-2 + model.rowCount(), -1 + model.rowCount())} == {"own"}
    assert NO_SOURCE in text(model, len(known), "Source")
    assert model.setData(model.index(len(known), 0), "MINE")
    assert model.remove_row(len(known))
    assert model.remove_row(len(known))
    assert document.state == before
    shipped = shipped_catalogue()
    entries = [each for shelf in (shipped.programmes, shipped.prices, shipped.fasttrack) for each in shelf]
    assert not any(entry.key.startswith(OWN_KEY) for entry in entries)


@pytest.mark.parametrize(
    ("table", "figure", "source", "said_on"),
    [
        (PRICES, "List price", "Source", "As of"),
        (FASTTRACK, "From seats", "Source", "As of"),
        (PROGRAMMES, "Share", "Your source", "Your source's day"),
    ],
)
def test_that_a_source_is_given_to_what_was_entered_in_the_plan_and_to_nothing_else(
    document: Document, qtbot: QtBot, table: Table[Any], figure: str, source: str, said_on: str
) -> None:
    model = PlanTableModel(document, table)
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.setData(cell(model, 0, source), "Mail")
    assert "its sources stay as they are. Change a figure first." in refused.args[0]
    assert model.setData(cell(model, 0, figure), "12")
    assert model.setData(cell(model, 0, source), "Mail of 2 Nov")
    assert model.setData(cell(model, 0, said_on), "2026-11-02")
    entry = model.row(0).entry  # type: ignore[union-attr]
    own = [each for each in pieces(entry) if each.tag == "own"]
    assert {(each.source, each.as_of) for each in own} == {("Mail of 2 Nov", date(2026, 11, 2))}
    assert text(model, 0, source) == "Mail of 2 Nov"
    assert not model.setData(cell(model, 0, said_on), "")


def test_that_an_own_entry_which_no_longer_holds_can_still_be_seen_and_removed(document: Document) -> None:
    model = PlanTableModel(document, PRICES)
    key = keys(model)[0]
    assert model.setData(cell(model, 0, "Until"), "2026-12-31")
    assert keys(model)[-1] == key
    assert model.remove_row(model.rowCount() - 1)
    assert keys(model)[0] == key


def test_that_a_price_once_official_is_not_told_so_after_it_was_changed(document: Document) -> None:
    price = shipped_catalogue().prices[0]
    price = replace(price, effective_until=None, evidence=replace(price.evidence, tag="official"))
    document.apply_plan("Add", edits.add_catalogue_entry(document.plan, price))
    model = PlanTableModel(document, PRICES)
    row = keys(model).index(price.key)
    assert text(model, row, "Evidence") == "official"
    assert model.setData(cell(model, row, "List price"), "1")
    assert text(model, row, "Evidence") == "own"


def test_that_the_catalogue_is_not_read_before_one_of_its_tables_is_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[date] = []

    def counted(plan: Plan, day: date) -> Catalogue:
        read.append(day)
        return plan_catalogue(plan, day)

    monkeypatch.setattr(ui.tables.table, "plan_catalogue", counted)
    document = Document(State(a_plan()))
    panel = TablesPanel(document, Selection())
    qtbot.addWidget(panel)
    panel.show()
    document.apply_plan("Rename", edits.change_plan(document.plan, name="Other"))
    assert read == []
    for table in CATALOGUE_TABLES:
        assert table.noun not in panel.pages
        panel.show_table(table.noun)
        page: QWidget = panel.pages[table.noun]
        assert panel.tabs.currentWidget().isAncestorOf(page)
        assert panel.pages[table.noun].model.rowCount() > 0
        panel.show_table("phase")
        panel.show_table(table.noun)
        assert panel.pages[table.noun] is page
    assert len(read) == len(CATALOGUE_TABLES)


def test_that_a_refusal_of_a_late_table_stands_below_the_tables(qtbot: QtBot) -> None:
    panel = TablesPanel(Document(State(a_plan())), Selection())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_table("list price")
    page = panel.pages["list price"]
    page.view.setCurrentIndex(page.model.index(0, 0))
    page.remove()
    assert "cannot be removed" in panel.refusal.text()
    assert panel.refusal.isVisible()


def test_that_one_of_a_few_numbers_stands_right_as_any_number_does(document: Document) -> None:
    model = PlanTableModel(document, PRICES)
    column = [field.title for field in model.columns].index("Idle after")
    aligned = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(aligned) & Qt.AlignmentFlag.AlignRight
