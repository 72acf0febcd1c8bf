"""A foreign file as it would change a plan, before anything is changed: what differs, and what is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from planner.exchange.difference import PartChange, difference
from planner.exchange.foreign_file import content
from planner.exchange.mspdi.project import Project
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.safe_xml import LARGEST_XML
from planner.exchange.spreadsheets.columns import Kind
from planner.exchange.spreadsheets.mapping import ImportMapping
from planner.exchange.spreadsheets.reading import into_plan
from planner.exchange.spreadsheets.sheets import Sheet, read_sheets
from planner.invariants import Fault, PlanError
from planner.plan import State

BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
LONGEST_BEGINNING = 200
Source = Project | tuple[Sheet, ...]


class Preview(NamedTuple):
    """What a file makes of a plan. state: None where there are faults; then nothing can be taken over."""

    state: State | None
    changes: tuple[PartChange, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_source(file: Path) -> Source:
    """The project or the sheets in a file, which is told by what is in it. Raises PlanError."""
    return read_project(content(file, LARGEST_XML)) if is_project(file) else read_sheets(file)


def is_project(file: Path) -> bool:
    """Whether a file is XML, by its name or its first character. Raises PlanError."""
    start = content(file, LARGEST_XML)[:LONGEST_BEGINNING].lstrip(BYTE_ORDER_MARKS)
    return file.suffix.casefold() == ".xml" or start.replace(b"\0", b"").lstrip().startswith(b"<")


def previewed(source: Source, mapping: ImportMapping, into: State, *, remove_missing: bool) -> Preview:
    """What the file would change. mapping, remove_missing: for sheets alone."""
    try:
        if isinstance(source, Project):
            state, notes = imported(source, into)
        else:
            found = into_plan(source, mapping, into, remove_missing=remove_missing)
            state = found.state
            notes = (*found.notes, *(() if remove_missing else kept_notes(found.missing)))
    except PlanError as error:
        return Preview(None, faults=error.faults)
    return Preview(state, difference(into, state), notes)


def kept_notes(missing: Mapping[Kind, tuple[str, ...]]) -> tuple[str, ...]:
    """What a sheet does not have any more and the plan keeps."""
    return tuple(
        f"The file does not have these {kind}, which are kept: {', '.join(ids)}." for kind, ids in missing.items()
    )
