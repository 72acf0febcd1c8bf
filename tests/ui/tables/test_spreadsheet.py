"""Cells to and from spreadsheets."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan import State
from tests.builders import a_plan
from tests.strategies import TELLING_TEXTS
from ui.fields.field import Field, UnreadableError, in_plan
from ui.tables.spreadsheet import FORMULA, TEXTS, as_lines, from_lines, read, titles_of, written
from ui.tables.table import TABLES

CELLS = st.sampled_from([*TELLING_TEXTS, "a\tb", 'say "x"', "two\nlines", "", " 1 "]) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=6
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_that_what_is_copied_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    kept = list(rows)
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    assert from_lines(as_lines(rows)) == kept
    assert from_lines(as_lines(rows).replace("\n", "\r\n")) == kept


def test_that_every_value_of_every_table_is_read_back_from_what_is_copied(sample: State) -> None:
    for table in TABLES:
        rows = tuple(table.rows(sample.plan, "M05"))
        for field in table.fields:
            for row in rows if field.change is not None else ():
                value = field.get(row)
                copied = written(in_plan(field, sample.plan), value)
                assert read(field, sample.plan, copied) == value, (table.noun, field.title)
                assert read(field, sample.plan, written(field, value)) == value, (table.noun, field.title)


@given(st.sampled_from(FORMULA), st.text(st.characters(exclude_categories=("C", "Z")), max_size=5))
def test_that_no_text_is_copied_as_a_formula_and_comes_back_as_it_was(sign: str, rest: str) -> None:
    field: Field[Any] = Field("Name", "text", lambda part: part)
    copied = written(field, sign + rest)
    assert not copied.startswith(FORMULA)
    assert read(field, a_plan(), copied) == sign + rest


@pytest.mark.parametrize("kind", sorted(TEXTS - {"choice"}))
def test_that_texts_of_every_kind_are_guarded(kind: Any) -> None:  # noqa: ANN401 - a kind of field
    field: Field[Any] = Field("Name", kind, lambda part: part)
    value = ("=1+1",) if kind in {"lines", "choices"} else "=1+1"
    assert written(field, value) == "'=1+1"


def test_that_a_row_of_titles_is_told_from_a_row_of_values() -> None:
    known = ["Id", "Name", "Seats"]
    assert titles_of([" seats", "ID"], known) == [2, 0]
    assert titles_of(["Seats", "Seats"], known) is None
    assert titles_of(["Seats", "12"], known) is None


def test_that_a_choice_is_taken_by_its_words_and_a_flag_by_yes_and_no() -> None:
    link = next(table for table in TABLES if table.noun == "link")
    field = next(field for field in link.fields if field.title == "Link")
    assert read(field, a_plan(), "Finish to Start") == "FS"
    assert read(field, a_plan(), "ss") == "SS"
    with pytest.raises(UnreadableError, match="none of finish to start"):
        read(field, a_plan(), "later")
    change = next(field for field in TABLES[0].fields if field.kind == "flag")
    assert [read(change, a_plan(), text) for text in ("Yes", "x", "no", "")] == [True, True, False, False]
    with pytest.raises(UnreadableError, match="neither yes nor no"):
        read(change, a_plan(), "perhaps")


def test_that_no_table_has_two_columns_of_one_title() -> None:
    for table in TABLES:
        titles = [field.title.casefold() for field in table.columns]
        assert len({*titles}) == len(titles)
        assert {*table.first} <= {field.title for field in table.columns}
