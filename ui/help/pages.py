"""The pages of the help as texts in Markdown, and which of them speak of something."""

from functools import cache
from typing import NamedTuple

from resources import path
from ui.palette.matching import matches

ORDER = (
    "first-plan",
    "timeline",
    "solve",
    "changes",
    "week",
    "what-if",
    "negotiating",
    "risk",
    "credits",
    "ledgers",
    "findings",
    "tables",
    "programme",
    "exporting",
    "meeting",
    "brief",
    "keyboard",
    "terminal",
)
"""The names of the files, as one would read them."""


class Page(NamedTuple):
    """A page: the name of its file, its title, and its text with the title."""

    name: str
    title: str
    text: str


@cache
def pages() -> tuple[Page, ...]:
    """All pages in the order in which one would read them."""
    return tuple(_read(name) for name in ORDER)


def found(typed: str) -> tuple[Page, ...]:
    """The pages that hold every typed word, or a word that begins with it; those that do in their title first."""
    in_title = [page for page in pages() if matches(typed, page.title)]
    in_text = [page for page in pages() if page not in in_title and matches(typed, page.text)]
    return (*in_title, *in_text)


def _read(name: str) -> Page:
    text = path(f"help/pages/{name}.md").read_text(encoding="utf-8")
    return Page(name, text.partition("\n")[0].removeprefix("# "), text)
