"""The door: write the negotiation brief of a State into a folder, apart from what leaves the house."""

from datetime import date
from pathlib import Path

from planner.brief.compose import compose
from planner.brief.ranked_asks import RankedAsk
from planner.brief.subject import Subject
from planner.brief.workbook import compose_workbook
from planner.business_case.document import PLAIN, Document, Presentation
from planner.business_case.writers import INTERNAL, outgoing_files_in, rendered, unknown_format, write_whole
from planner.plan import State

NAME = f"{INTERNAL}-negotiation-brief"
BRIEFS = ("pdf", "docx", "html", "ics")
FORMATS = (*BRIEFS, "xlsx")
"""The brief, and a workbook with the ledgers and the tables behind them."""

WORKBOOK = f"{INTERNAL}-workbook"


class BriefError(Exception):
    """A brief cannot be written; its text tells a person why and what to do."""


def export_brief(  # noqa: PLR0913 - what a business case takes, the asks, and a word for a shared folder
    state: State,
    folder: Path,
    formats: tuple[str, ...],
    as_of: date,
    *,
    presentation: Presentation = PLAIN,
    asks: tuple[RankedAsk, ...] = (),
    is_shared_allowed: bool = False,
) -> tuple[Path, ...]:
    """Write the brief in each format, all or none, and return the files.

    is_shared_allowed: whether it may lie beside files that leave the house, where it could be sent along by mistake.
    Raises BriefError where it may not be written, OSError where the folder cannot be written to.
    """
    unknown = unknown_format(formats, FORMATS)
    if unknown:
        raise BriefError(unknown)
    beside = outgoing_files_in(folder)
    if beside and not is_shared_allowed:
        raise BriefError(
            f"{folder} holds {beside[0].name}, which leaves the house. The brief does not: name another folder."
        )
    subject = Subject(state, as_of, asks)
    documents = tuple(each for each in formats if each in BRIEFS)
    contents = rendered(compose(subject, presentation), documents, NAME)
    if "xlsx" in formats:
        contents |= rendered(compose_workbook(subject, presentation), ("xlsx",), WORKBOOK)
    return write_whole(folder, contents)


def brief(state: State, as_of: date, presentation: Presentation = PLAIN, asks: tuple[RankedAsk, ...] = ()) -> Document:
    """The document that the formats are written from."""
    return compose(Subject(state, as_of, asks), presentation)
