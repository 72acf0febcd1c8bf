"""How rows are sorted, filtered and grouped: laws over any table."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ui.tables.arrangement import Arrangement, Heading, Sheet, Sorting, arranged

Row = tuple[str, int | None, date | None]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Intune", "Entra ID", "Purview wave", ""]),
        st.none() | st.integers(-5, 5),
        st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 5)),
    ),
    max_size=12,
)
COLUMNS = st.integers(0, 2)
SORTINGS = st.builds(Sorting, COLUMNS, st.booleans())
ARRANGEMENTS = st.builds(
    Arrangement,
    sorting=st.none() | SORTINGS,
    words=st.sampled_from(["", "intune", "wave purview", "id 3", "ntu"]),
    chosen=st.dictionaries(st.just(0), st.frozensets(st.sampled_from(["Intune", "", "Purview wave"]), min_size=1)),
    group=st.none() | COLUMNS,
)


def sheet(rows: list[Row]) -> Sheet:
    def text(row: int, column: int) -> str:
        value = rows[row][column]
        return "" if value is None else str(value)

    return Sheet(len(rows), 3, text, lambda row, column: rows[row][column], lambda row, _: rows[row][1], (1,))


def shown(rows: list[Row], arrangement: Arrangement) -> list[int]:
    return [line for line in arranged(sheet(rows), arrangement) if isinstance(line, int)]


@given(ROWS, ARRANGEMENTS)
def test_that_exactly_the_rows_that_hold_every_word_and_a_chosen_text_are_shown_once(
    rows: list[Row], arrangement: Arrangement
) -> None:
    def is_meant(row: int) -> bool:
        texts = ["" if value is None else str(value) for value in rows[row]]
        has_words = all(any(word in text.lower() for text in texts) for word in arrangement.words.split())
        return has_words and all(texts[column] in allowed for column, allowed in arrangement.chosen.items())

    assert sorted(shown(rows, arrangement)) == [row for row in range(len(rows)) if is_meant(row)]


@given(ROWS, SORTINGS)
def test_that_sorted_rows_rise_or_fall_blank_ones_come_last_and_alike_ones_keep_their_order(
    rows: list[Row], sorting: Sorting
) -> None:
    order = shown(rows, Arrangement(sorting))
    values = [rows[row][sorting.column] for row in order]
    filled = [value for value in values if value not in {None, ""}]
    assert values[: len(filled)] == filled
    ranked = [value.casefold() if isinstance(value, str) else value for value in filled]
    assert ranked == sorted(ranked, reverse=sorting.is_descending)
    for value in set(values):
        alike = [row for row in order if rows[row][sorting.column] == value]
        assert alike == sorted(alike)


@given(ROWS, ARRANGEMENTS, COLUMNS)
def test_that_groups_hold_the_same_rows_under_their_own_text_and_sums_add_up(
    rows: list[Row], arrangement: Arrangement, column: int
) -> None:
    plain = shown(rows, arrangement._replace(group=None))
    lines = arranged(sheet(rows), arrangement._replace(group=column))
    headings = [line for line in lines if isinstance(line, Heading)]
    assert Counter(line for line in lines if isinstance(line, int)) == Counter(plain)
    assert len({heading.text for heading in headings}) == len(headings)
    assert sum(heading.rows for heading in headings) == len(plain)
    assert sum(heading.totals[1] for heading in headings) == sum(rows[row][1] or 0 for row in plain)
    present = None
    for line in lines:
        if isinstance(line, Heading):
            present = line
        else:
            assert present is not None
            assert sheet(rows).text(line, column) == present.text
    inside = [[row for row in plain if sheet(rows).text(row, column) == heading.text] for heading in headings]
    assert [line for line in lines if isinstance(line, int)] == [row for group in inside for row in group]


@given(ROWS, COLUMNS)
def test_that_the_third_click_on_a_title_brings_the_plans_order_back(rows: list[Row], column: int) -> None:
    first = Arrangement().sorted_next(column)
    second = first.sorted_next(column)
    assert (first.sorting, second.sorting) == (Sorting(column), Sorting(column, is_descending=True))
    assert second.sorted_next(column) == Arrangement()
    assert shown(rows, Arrangement()) == list(range(len(rows)))


@given(ARRANGEMENTS, COLUMNS)
def test_that_choosing_no_text_of_a_column_filters_it_no_more(arrangement: Arrangement, column: int) -> None:
    chosen = arrangement.choosing(column, frozenset({"Intune"}))
    assert chosen.is_filtered
    assert column not in chosen.choosing(column, frozenset()).chosen
    assert not chosen.is_plain
