"""A table in a terminal, never cut."""

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

WIDEST = 10_000
"""Columns of characters that no table needs."""


def print_whole(console: Console, table: Table) -> None:
    """The table as wide as it is: a terminal that is narrower breaks its lines, and no sum is cut off."""
    table.width = Measurement.get(console, console.options.update_width(WIDEST), table).maximum
    console.print(table, highlight=False, crop=False)
