"""The business case apart from any file format: sections of paragraphs, lists, tables and pictures.

Cells keep their types, so that a sheet can calculate with them and a page can typeset them.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from planner.business_case.notation import Notation  # its library is large

ColumnKind = Literal["text", "code", "count", "money", "cents", "percent", "day", "standing"]
Paper = Literal["a4", "letter"]
Language = Literal["en", "de"]
Cell = str | int | date | None
"""Texts stand in any column, as where a figure is still to be confirmed; None means that there is nothing to say.
Percentages are basis points, cents hundredths, and sums whole units of the document's currency."""


class Column(NamedTuple):
    """A column of a table. width: of texts, relative to the others; codes, figures and dates take what they need.

    formula: how a sheet works it out from the other columns of a row, as ``[@Cost]-[@Requested]``; the cells hold what
    comes of it. Blank where it is no such thing. is_request: whether its total is what is asked for, and stands out.
    is_signed: whether a figure tells a change, as +1,000.
    """

    heading: str
    kind: ColumnKind = "text"
    width: float = 1
    is_summed: bool = False
    formula: str = ""
    is_request: bool = False
    is_signed: bool = False


class Table(NamedTuple):
    """Rows of cells under headings. name: unique in the document. total: label of the row of sums; blank without."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: str = ""

    def sum(self, position: int) -> int:
        """The total of a column's figures."""
        return sum(row[position] for row in self.rows if isinstance(row[position], int))  # type: ignore[misc]


class Heading(NamedTuple):
    """A heading inside a section."""

    text: str


class Paragraph(NamedTuple):
    """Running text."""

    text: str


class Bullets(NamedTuple):
    """A list without an order."""

    items: tuple[str, ...]


class Picture(NamedTuple):
    """A drawing on a page of its own. alternative: what it shows, for those who cannot see it."""

    svg: str
    alternative: str


Block = Heading | Paragraph | Bullets | Table | Picture


class Section(NamedTuple):
    """A numbered part of the document. sheet: its short name where parts become sheets."""

    number: int
    title: str
    sheet: str
    blocks: tuple[Block, ...]


class Fact(NamedTuple):
    """Something known in a few words."""

    label: str
    value: str
    is_money: bool = False


class Occasion(NamedTuple):
    """A day for the calendars of those who read the document. identity: unique in it, and the same whatever the day.

    reminder: the calendar days before it on which it is recalled.
    """

    identity: str
    day: date
    title: str
    text: str
    reminder: int = 30


class Letterhead(NamedTuple):
    """How the user's own organisation wants its documents to look; blank where it has no wish.

    accent: a colour as ``#rrggbb``. logo: a picture as PNG or JPEG. closing: the last words of the document.
    """

    organisation: str = ""
    accent: str = ""
    logo: bytes = b""
    closing: str = ""


class Presentation(NamedTuple):
    """What the writer of the document chooses, and says nothing about the plan.

    is_sent: whether it is recorded as sent; what is not bears the word draft. language: of what leaves the house.
    """

    paper: Paper = "a4"
    letterhead: Letterhead = Letterhead()
    is_sent: bool = False
    language: Language = "en"


PLAIN = Presentation()
"""A4 without a letterhead."""


class Document(NamedTuple):
    """A whole document. headline: what it is about in a few figures. facts: who asks, of whom, about what.

    kind: what sort of document it is, above its title. marking: what stands on every page of a document that must not
    leave the house; blank for one that may. occasions: what a calendar holds. is_sheet: whether it is to fit one page,
    where it is typeset on pages: its type gives way as far as that can be read. identity: of its days, the same in
    every language; blank for the kind.
    """

    kind: str
    title: str
    subject: str
    customer: str
    author: str
    notation: "Notation"
    as_of: date
    footer: str
    lead: str
    headline: tuple[Fact, ...]
    summary: Table
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    occasions: tuple[Occasion, ...] = ()
    marking: str = ""
    presentation: Presentation = PLAIN
    is_sheet: bool = False
    identity: str = ""

    @property
    def mark(self) -> str:
        """The marking in one word, for where little room is left."""
        return self.marking.partition(" ")[0]


def closing_words(presentation: Presentation) -> tuple[Paragraph, ...]:
    """The letterhead's last words, if it has any."""
    closing = presentation.letterhead.closing
    return (Paragraph(closing),) if closing else ()
