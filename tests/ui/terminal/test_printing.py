"""Tables and sentences in a terminal: whole, and word for word."""

import io

from hypothesis import given
from hypothesis import strategies as draw
from rich.console import Console

from planner.plan import State
from tests.builders import a_plan
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.what_if import print_compared

BRACKETED = draw.text("[]/\\bold :a1", min_size=1, max_size=20).map(lambda text: f"<{text}>")


def a_console(width: int) -> Console:
    return Console(file=io.StringIO(), width=width)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@given(draw.lists(BRACKETED, min_size=1, max_size=4))
def test_that_cells_are_printed_word_for_word_in_the_narrowest_terminal(cells: list[str]) -> None:
    console = a_console(5)
    print_table(console, [f"{number}" for number in range(len(cells))], [cells], figures={0})
    assert all(cell in printed(console) for cell in cells)


@given(BRACKETED)
def test_that_a_sentence_is_printed_word_for_word_on_one_line(sentence: str) -> None:
    console = a_console(5)
    print_sentence(console, sentence, "bold")
    assert printed(console) == f"{sentence}\n"


def test_that_the_name_of_a_scenario_may_hold_brackets() -> None:
    console = a_console(200)
    state = State(a_plan(), None)
    print_compared(console, [("now", state), ("dates [/of] Kiel", state)])
    assert "dates [/of] Kiel" in printed(console)
