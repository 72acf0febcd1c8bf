"""Which rows of a table are shown, and in which order: sorted, filtered and grouped, without touching the plan."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple


class Sorting(NamedTuple):
    """A column to sort by. Rows that are alike keep the plan's order; those without a value come last either way."""

    column: int
    is_descending: bool = False


class Arrangement(NamedTuple):
    """How a table is looked at.

    sorting: None keeps the plan's own order. words: every one of them must stand somewhere in a row, in any case.
    chosen: by column the texts that may stand there; a column that is not named may say anything.
    group: the column whose texts rows are put together by; None makes no groups.
    """

    sorting: Sorting | None = None
    words: str = ""
    chosen: Mapping[int, frozenset[str]] = {}
    group: int | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.words.split()) or bool(self.chosen)

    @property
    def is_plain(self) -> bool:
        """Whether rows stand as the plan has them, one behind the other."""
        return self.sorting is None and self.group is None and not self.is_filtered

    def sorted_next(self, column: int) -> "Arrangement":
        """The next of the three states of a column: ascending, descending, the plan's own order."""
        if self.sorting is None or self.sorting.column != column:
            return self._replace(sorting=Sorting(column))
        return self._replace(sorting=None if self.sorting.is_descending else Sorting(column, is_descending=True))

    def choosing(self, column: int, texts: frozenset[str]) -> "Arrangement":
        """The same, with only these texts in a column; with none of them, any."""
        others = {each: allowed for each, allowed in self.chosen.items() if each != column}
        return self._replace(chosen={**others, column: texts} if texts else others)


class Heading(NamedTuple):
    """The line above a group.

    text: what its rows have in common. rows: how many. totals: sums of money by column, in the plan's currency.
    """

    text: str
    rows: int
    totals: Mapping[int, int]


class Sheet(NamedTuple):
    """A table as it is looked at, asked by row in the plan's order and column.

    text: what stands in a cell. value: what it stands for. amount: the money that counts in subtotals, for the columns
    that are summed.
    """

    rows: int
    columns: int
    text: Callable[[int, int], str]
    value: Callable[[int, int], Any]
    amount: Callable[[int, int], int | None]
    summed: Sequence[int] = ()


Line = int | Heading
"""A row by its number in the plan's order, or the heading of those below it."""


def arranged(sheet: Sheet, arrangement: Arrangement) -> tuple[Line, ...]:
    """The lines to show. Groups stand in the order of their first rows."""
    rows = [row for row in range(sheet.rows) if _is_shown(sheet, row, arrangement)]
    if arrangement.sorting is not None:
        rows = _sorted(sheet, rows, arrangement.sorting)
    if arrangement.group is None:
        return tuple(rows)
    groups: dict[str, list[int]] = {}
    for row in rows:
        groups.setdefault(sheet.text(row, arrangement.group), []).append(row)
    lines: list[Line] = []
    for text, members in groups.items():
        lines += [_heading(sheet, text, members), *members]
    return tuple(lines)


def _is_shown(sheet: Sheet, row: int, arrangement: Arrangement) -> bool:
    if any(sheet.text(row, column) not in allowed for column, allowed in arrangement.chosen.items()):
        return False
    words = arrangement.words.casefold().split()
    if not words:
        return True
    whole = "\n".join(sheet.text(row, column) for column in range(sheet.columns)).casefold()
    return all(word in whole for word in words)


def _sorted(sheet: Sheet, rows: list[int], sorting: Sorting) -> list[int]:
    has_value = {row: sheet.value(row, sorting.column) not in (None, "", ()) for row in rows}
    filled = [row for row in rows if has_value[row]]
    filled.sort(key=lambda row: _rank(sheet, row, sorting.column), reverse=sorting.is_descending)
    return [*filled, *(row for row in rows if not has_value[row])]


def _rank(sheet: Sheet, row: int, column: int) -> Any:  # noqa: ANN401 - days, numbers or texts, one kind in a column
    value = sheet.value(row, column)
    return value if isinstance(value, int | float | date) else sheet.text(row, column).casefold()


def _heading(sheet: Sheet, text: str, rows: list[int]) -> Heading:
    totals = {column: sum(sheet.amount(row, column) or 0 for row in rows) for column in sheet.summed}
    return Heading(text, len(rows), totals)
