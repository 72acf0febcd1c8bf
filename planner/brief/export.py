"""The door: write the negotiation brief of a State into a folder, apart from what leaves the house."""

from datetime import date
from pathlib import Path

from planner.brief.compose import compose
from planner.brief.ranked_asks import RankedAsk
from planner.brief.subject import Subject
from planner.business_case.document import PLAIN, Document, Presentation
from planner.business_case.export import NAME as EXTERNAL_NAME
from planner.business_case.writers import rendered, unknown_format, write_whole
from planner.plan import State

NAME = "INTERNAL-negotiation-brief"
FORMATS = ("pdf", "docx", "html", "ics")


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

    is_shared_allowed: whether it may lie beside a business case, where it could be sent along by mistake.
    Raises BriefError where it may not be written, OSError where the folder cannot be written to.
    """
    unknown = unknown_format(formats, FORMATS)
    if unknown:
        raise BriefError(unknown)
    beside = business_cases_in(folder)
    if beside and not is_shared_allowed:
        raise BriefError(
            f"{folder} holds {beside[0].name}, which leaves the house. The brief does not: name another folder."
        )
    return write_whole(folder, rendered(brief(state, as_of, presentation, asks), formats, NAME))


def brief(state: State, as_of: date, presentation: Presentation = PLAIN, asks: tuple[RankedAsk, ...] = ()) -> Document:
    """The document that the formats are written from."""
    return compose(Subject(state, as_of, asks), presentation)


def business_cases_in(folder: Path) -> tuple[Path, ...]:
    """Files of the folder that are made to leave the house."""
    return tuple(sorted(folder.glob(f"*-{EXTERNAL_NAME}.*")))


def briefs_in(folder: Path) -> tuple[Path, ...]:
    """Files of the folder that must not leave the house."""
    return tuple(sorted(folder.glob(f"*-{NAME}.*")))
