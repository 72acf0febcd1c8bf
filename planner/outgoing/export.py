"""The door: what leaves the house, in each format that was asked for, all whole or none; and the record of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from planner.business_case.compose import compose
from planner.business_case.document import PLAIN, Presentation
from planner.business_case.export import ExportError, outgoing_view
from planner.business_case.external_view import ExternalView
from planner.business_case.notation import Notation
from planner.business_case.said import said
from planner.business_case.writers import CASE, COPY, PROJECT, file_name, rendered, unknown_format, write_whole
from planner.business_case.writers import FORMATS as DOCUMENTS
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.outline import Grouping
from planner.exchange.mspdi.writer import write_project
from planner.files import encode
from planner.outgoing.partner_copy import partner_copy
from planner.plan import State
from planner.sent.record import SentDocument, SentFile, next_version

FORMATS = (*DOCUMENTS, "mspdi", "rollout")
"""All of them are made of an external view, and of nothing else."""


class Sent(NamedTuple):
    """The files that were written, and the record of them; None where nobody was named who gets them."""

    files: tuple[Path, ...]
    record: SentDocument | None


def export_outgoing(  # noqa: PLR0913 - where, what, when, and how it looks
    state: State,
    folder: Path,
    formats: tuple[str, ...],
    as_of: date,
    *,
    presentation: Presentation = PLAIN,
    grouped_by: Grouping = "workload",
    to: str = "",
) -> Sent:
    """Write what leaves the house in each format. to: who gets it; without anybody it is a draft, and not recorded.

    Every file is made before any is touched. Raises ExportError where nothing may or can be written, OSError where the
    folder cannot be written to.
    """
    unknown = unknown_format(formats, FORMATS)
    if unknown:
        raise ExportError(unknown)
    reader = to.strip()
    shown = presentation._replace(is_sent=bool(reader))
    view = outgoing_view(state, as_of, shown)
    contents = dict(_contents(view, formats, shown, grouped_by))
    files = write_whole(folder, {name: content for name, (_, content) in contents.items()})
    return Sent(files, _record(state, view, contents, reader) if reader else None)


Contents = Mapping[str, tuple[str, bytes]]
"""Formats and bytes by names of files."""


def _contents(
    view: ExternalView, formats: tuple[str, ...], presentation: Presentation, grouped_by: Grouping
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    plan = view.header.plan
    document = compose(view, Notation(view.header.currency), presentation)
    for kind in formats:
        if kind == "mspdi":
            content = write_project(external_project(view, grouped_by))
            yield file_name(plan, PROJECT, "xml"), (kind, content)
        elif kind == "rollout":
            yield file_name(plan, COPY, "rollout"), (kind, encode(partner_copy(view)))
        else:
            yield from ((name, (kind, content)) for name, content in rendered(document, (kind,), CASE).items())


def _record(state: State, view: ExternalView, contents: Contents, reader: str) -> SentDocument:
    return SentDocument(
        version=next_version(state.plan.sent),
        sent_on=view.header.as_of,
        to=reader,
        files=tuple(
            SentFile(name=name, format=kind, sha256=sha256(content).hexdigest())
            for name, (kind, content) in contents.items()
        ),
        said=said(view),
    )
