"""Tables and sentences in a terminal, never cut, and with every bracket of the user's as it stands."""

from collections.abc import Container, Iterable, Sequence

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

WIDEST = 10_000
"""Columns of characters that no table needs."""


def print_sentence(console: Console, sentence: str, style: str = "") -> None:
    """The sentence as it is, on one line for whoever copies or searches it."""
    console.print(sentence, style=style, markup=False, highlight=False, soft_wrap=True)


def plain_table(names: Sequence[str], figures: Container[int] = ()) -> Table:
    """A table without lines; the columns whose numbers, from 0 on, are among the figures stand to the right."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number in figures else "left")
    return table


def print_table(
    console: Console, names: Sequence[str], rows: Iterable[Sequence[str]], figures: Container[int] = ()
) -> None:
    """A plain table of these rows, as wide as it is."""
    table = plain_table(names, figures)
    for row in rows:
        table.add_row(*map(Text, row))
    print_whole(console, table)


def print_whole(console: Console, table: Table) -> None:
    """The table as wide as it is: a terminal that is narrower breaks its lines, and no sum is cut off."""
    table.width = Measurement.get(console, console.options.update_width(WIDEST), table).maximum
    console.print(table, highlight=False, crop=False)
