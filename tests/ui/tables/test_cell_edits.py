"""Many cells at a time, over any plan: all of them or none, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ui.tables.table
from planner.invariants import invariant_faults
from planner.plan import State
from planner.rollout.tracking import with_begun
from tests.builders import START, a_phase, a_plan
from tests.strategies import states
from ui.tables.cell_edits import CellEdit, CellFault, CellsError, Target, with_cells
from ui.tables.table import LINKS, OPTIONS, PHASES, PLAN_TABLES, PRICES, Table

TABLES = [table for table in PLAN_TABLES if table is not OPTIONS]


def target_of(table: Table[Any]) -> Target:
    return Target(table, None, table.columns)


def outcome(state: State, target: Target, edits: list[CellEdit]) -> tuple[State | None, tuple[CellFault, ...]]:
    """The State after the edits, or none and what was wrong."""
    try:
        return with_cells(state, target, edits), ()
    except CellsError as error:
        return None, error.faults


def as_begun(state: State) -> State:
    """The State in which what has begun lies as it does, as in any that an edit left behind."""
    return state if state.schedule is None else state._replace(schedule=with_begun(state.plan, state.schedule))


@settings(max_examples=50)
@given(states(), st.sampled_from(TABLES), st.data())
def test_that_values_of_a_column_change_rows_all_at_once_or_not_at_all(
    state: State, table: Table[Any], drawing: st.DataObject
) -> None:
    state = as_begun(state)
    rows, target = list(table.rows(state.plan, None)), target_of(table)
    columns = [number for number, field in enumerate(table.fields) if field.change and not field.is_identifier]
    column = drawing.draw(st.sampled_from(columns))
    field = table.fields[column]
    values = drawing.draw(st.permutations([field.get(row) for row in rows]))
    edits = [CellEdit(number, column, value) for number, value in enumerate(values)]
    after, faults = outcome(state, target, edits)
    if after is None:
        assert faults
        assert {(fault.row, fault.column) for fault in faults} <= {(edit.row, column) for edit in edits}
        assert all(fault.sentence for fault in faults)
        return
    changed = list(table.rows(after.plan, None))
    assert [field.get(row) for row in changed] == values
    assert invariant_faults(after) == ()
    if values == [field.get(row) for row in rows]:
        assert after == state


@settings(max_examples=40)
@given(states(), st.sampled_from([PHASES, LINKS]), st.data())
def test_that_rows_edited_by_themselves_come_out_as_if_each_cell_were_tried_in_turn(
    state: State, table: Table[Any], drawing: st.DataObject
) -> None:
    state = as_begun(state)
    rows = list(table.rows(state.plan, None))
    columns = [number for number, field in enumerate(table.fields) if field.change and not field.is_identifier]
    column = drawing.draw(st.sampled_from(columns))
    values = drawing.draw(st.permutations([table.fields[column].get(row) for row in rows]))
    edits = [CellEdit(number, column, value) for number, value in enumerate(values)]
    quick, _ = outcome(state, target_of(table), edits)
    slow, _ = outcome(state, target_of(table._replace(alone=None)), edits)
    assert quick == slow or slow is None
    assert quick is not None or slow is None


@given(states(), st.integers(1, 3))
def test_that_rows_that_are_not_there_yet_are_added_behind_the_last(state: State, count: int) -> None:
    had = len(state.plan.phases)
    name = next(number for number, field in enumerate(PHASES.fields) if field.title == "Name")
    edits = [CellEdit(had + number, name, f"New {number}") for number in range(count)]
    after = with_cells(state, target_of(PHASES), edits)
    assert after.plan.phases[:had] == state.plan.phases
    assert [phase.name for phase in after.plan.phases[had:]] == [f"New {number}" for number in range(count)]
    assert invariant_faults(after) == ()


def test_that_an_entry_that_goes_elsewhere_takes_no_other_entrys_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.tables.table, "today", lambda: START)
    state, target = State(a_plan()), target_of(PRICES)
    titles = [field.title for field in PRICES.columns]
    before = {row.entry.key: row.entry for row in PRICES.rows(state.plan, None)}
    first, *others = before.values()
    gone = CellEdit(0, titles.index("Until"), START.replace(year=2000))
    dearer = CellEdit(0, titles.index("List price"), first.price + 1)
    for edits in ([gone, dearer], [dearer, gone]):
        after, faults = outcome(state, target, edits)
        assert (after is None) == bool(faults)
        changed = {row.entry.key: row.entry for row in PRICES.rows((after or state).plan, None)}
        assert changed[first.key].price == first.price + (after is not None)
        assert all(changed[each.key] == each for each in others)
    after, _ = outcome(state, target, [dearer])
    assert after is not None


def test_that_a_name_may_go_from_one_row_to_the_next_in_one_step() -> None:
    plan = a_plan(phases=(a_phase("A", seats=1), a_phase("B", seats=2)))
    target, seats = target_of(PHASES), [field.title for field in PHASES.fields].index("Seats")
    refused, faults = outcome(State(plan), target, [CellEdit(0, 0, "B"), CellEdit(1, 0, "A")])
    assert (refused, {fault.row for fault in faults}) == (None, {0, 1})
    edits = [CellEdit(0, 0, "B"), CellEdit(0, seats, 10), CellEdit(1, 0, "C"), CellEdit(1, seats, 20)]
    after = with_cells(State(plan), target, edits)
    assert [(phase.id, phase.seats) for phase in after.plan.phases] == [("B", 10), ("C", 20)]
