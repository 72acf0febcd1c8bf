"""One writer for each format, and how their files come into a folder: all of them whole, or none."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from planner.business_case.document import Document
from planner.files.atomic import replace_file

LONGEST_SLUG = 60
CASE, PROJECT, COPY = "funding-business-case", "project", "partner-copy"
OUTGOING = (CASE, PROJECT, COPY)
"""What the names of files hold that are made to leave the house, behind the name of the plan."""

INTERNAL = "INTERNAL"
"""What the names of files hold that must not; no name of a plan leaves capitals in a file's name."""


def _pdf(document: Document) -> bytes:
    from planner.business_case import pdf  # noqa: PLC0415 - its library is large

    return pdf.render(document)


def _xlsx(document: Document) -> bytes:
    from planner.business_case import xlsx  # noqa: PLC0415 - its library is large

    return xlsx.render(document)


def _docx(document: Document) -> bytes:
    from planner.business_case import docx  # noqa: PLC0415 - its library is large

    return docx.render(document)


def _html(document: Document) -> bytes:
    from planner.business_case import html  # noqa: PLC0415 - its library is large

    return html.render(document)


def _ics(document: Document) -> bytes:
    from planner.business_case import ics  # noqa: PLC0415 - its library is large

    return ics.render(document)


WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "docx": _docx,
    "html": _html,
    "ics": _ics,
}
FORMATS = tuple(WRITERS)


def unknown_format(formats: tuple[str, ...], known: tuple[str, ...]) -> str:
    """What to say of the first format that is not known; blank if all are."""
    unknown = [each for each in formats if each not in known]
    return f"There is no format '{unknown[0]}'. Known: {', '.join(known)}." if unknown else ""


def rendered(document: Document, formats: tuple[str, ...], name: str) -> dict[str, bytes]:
    """The document in each format, by the name of its file."""
    return {file_name(document.subject, name, each): WRITERS[each](document) for each in formats}


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write the files, each replaced at once. Raises OSError where the folder cannot be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        replace_file(folder / name, content)
    return tuple(folder / name for name in contents)


def file_name(plan: str, name: str, kind: str) -> str:
    """A name of plain letters, digits and hyphens, so that no plan's name can lead into another folder."""
    return f"{plain_name(plan)}-{name}.{kind}"


def plain_name(plan: str) -> str:
    """The name of a plan in plain letters, digits and hyphens; rollout where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", plan).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-") or "rollout"


def outgoing_files_in(folder: Path) -> tuple[Path, ...]:
    """Files of the folder that are made to leave the house."""
    found = {file for name in OUTGOING for file in folder.glob(f"*-{name}.*")}
    return tuple(sorted(found - set(internal_files_in(folder))))


def internal_files_in(folder: Path) -> tuple[Path, ...]:
    """Files of the folder that must not leave the house."""
    return tuple(sorted(folder.glob(f"*-{INTERNAL}-*")))
