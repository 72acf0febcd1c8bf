"""Many cells in one step: each with its own fault, and either all of them or none."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from planner.invariants import PlanError
from planner.plan import Plan, State
from ui.fields.editing import edited, refusal
from ui.fields.field import Field, UnreadableError
from ui.tables.spreadsheet import read
from ui.tables.table import Table


class CellEdit(NamedTuple):
    """A value for a cell. row: in the plan's order; those behind the last are rows that the table does not have yet."""

    row: int
    column: int
    value: Any


class CellText(NamedTuple):
    """What a spreadsheet says of a cell."""

    row: int
    column: int
    text: str


class CellFault(NamedTuple):
    """Why a cell could not be edited, in words."""

    row: int
    column: int
    sentence: str


class CellsError(Exception):
    """Some cells cannot be edited, so none was. It carries the fault of each."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))


class Target(NamedTuple):
    """Where cells are edited: a table, the phase whose rows it shows, and its columns."""

    table: Table[Any]
    phase: str | None
    fields: Sequence[Field[Any]]

    def rows(self, plan: Plan) -> Iterable[Any]:
        return self.table.rows(plan, self.phase)

    def keys(self, plan: Plan) -> tuple[Hashable, ...]:
        return tuple(self.table.key(row) for row in self.rows(plan))

    def row(self, plan: Plan, number: int, keys: Sequence[Hashable]) -> Any:  # noqa: ANN401 - a part of any kind
        """The part that was in a row when the table had these keys, as it is in a plan. Raises UnreadableError."""
        rows = self.rows(plan)
        if self.table.keeps_places:
            return rows[number] if isinstance(rows, tuple) else next(islice(rows, number, None))
        found = next((row for row in rows if self.table.key(row) == keys[number]), None)
        if found is None:
            raise UnreadableError("This row went elsewhere with another cell. Edit it by itself.")
        return found


def read_cells(target: Target, plan: Plan, texts: Sequence[CellText]) -> tuple[CellEdit, ...]:
    """The values that texts stand for. What follows from other figures is passed over, unless there is nothing else.

    Raises CellsError with every cell that cannot be read.
    """
    taken = [cell for cell in texts if target.fields[cell.column].change is not None]
    if not taken:
        raise CellsError(CellFault(row, column, _follows(target.fields[column])) for row, column, _ in texts)
    edits, faults = [], []
    for row, column, text in taken:
        try:
            edits.append(CellEdit(row, column, read(target.fields[column], plan, text)))
        except UnreadableError as error:
            faults.append(CellFault(row, column, str(error)))
    if faults:
        raise CellsError(faults)
    return tuple(edits)


def with_cells(state: State, target: Target, edits: Sequence[CellEdit]) -> State:
    """The State with other values in cells, and with the rows that it takes for them.

    A cell that is refused is tried again after the others, since a window may have to end later before it can begin
    later. Raises CellsError with every cell that is refused in the end.
    """
    state, places = _with_rows(state, target, edits)
    keys = target.keys(state.plan)
    waiting = [edit._replace(row=places.get(edit.row, edit.row)) for edit in edits]
    at_once = _at_once(state, target, waiting)
    if at_once is not None:
        return at_once
    shown_as = {place: row for row, place in places.items()}
    while waiting:
        state, refused = _tried(state, target, keys, waiting)
        if len(refused) == len(waiting):
            raise CellsError(
                CellFault(shown_as.get(edit.row, edit.row), edit.column, sentence) for edit, sentence in refused
            )
        waiting = [edit for edit, _ in refused]
    return state


def _at_once(state: State, target: Target, edits: Sequence[CellEdit]) -> State | None:
    """The State with all cells edited, each row by itself and all checked together, in a tenth of the time.

    None where that cannot be, or is refused: then every cell has to be tried for itself.
    """
    alone, together = target.table.alone, target.table.together
    inside = len(target.table.fields)  # what stands in columns behind them is no part of a row
    if alone is None or together is None or any(target.fields[edit.column].is_identifier for edit in edits):
        return None
    if any(edit.column >= inside for edit in edits):
        return None
    rows = list(target.rows(state.plan))
    try:
        for edit in edits:
            rows[edit.row] = _edited_alone(target, alone(state.plan, rows[edit.row]), edit)
        return edited(state, lambda before: together(before.plan, rows))
    except (PlanError, UnreadableError):
        return None


def _edited_alone(target: Target, plan: Plan, edit: CellEdit) -> Any:  # noqa: ANN401 - a part of any kind
    (row,) = target.rows(plan)
    changed = _changed(State(plan), target.fields[edit.column], row, edit.value)
    (row,) = target.rows(changed.plan)
    return row


def _tried(
    state: State, target: Target, keys: Sequence[Hashable], edits: Sequence[CellEdit]
) -> tuple[State, list[tuple[CellEdit, str]]]:
    """The State with what can be edited now, and the rest with the reasons."""
    refused = []
    for edit in edits:
        try:
            part = target.row(state.plan, edit.row, keys)
            state = _changed(state, target.fields[edit.column], part, edit.value)
        except (PlanError, UnreadableError) as error:
            refused.append((edit, refusal(error)))
    return state, refused


def _changed(state: State, field: Field[Any], part: Any, value: Any) -> State:  # noqa: ANN401 - of any field
    change = field.change
    if change is None:
        raise UnreadableError(_follows(field))
    return state if field.get(part) == value else edited(state, lambda before: change(before, part, value))


def _with_rows(state: State, target: Target, edits: Sequence[CellEdit]) -> tuple[State, dict[int, int]]:
    """The State with one more row for each that the edits name and it does not have, and where those are."""
    count = len(list(target.rows(state.plan)))
    places = {}
    for row in sorted({edit.row for edit in edits if edit.row >= count}):
        known = {*target.keys(state.plan)}
        try:
            state = _with_row(state, target)
        except (PlanError, UnreadableError) as error:
            raise CellsError([CellFault(row, edits[0].column, refusal(error))]) from None
        places[row] = next(number for number, key in enumerate(target.keys(state.plan)) if key not in known)
    return state, places


def _with_row(state: State, target: Target) -> State:
    """One row more, after the last."""
    rows = list(target.rows(state.plan))
    add, last = target.table.add, rows[-1] if rows else None
    if add is None:
        raise UnreadableError(f"There are only {len(rows):,} rows here, and none can be added.")
    return edited(state, lambda before: add(before.plan, target.phase, last))


def _follows(field: Field[Any]) -> str:
    return f"{field.title} follows from other figures."
