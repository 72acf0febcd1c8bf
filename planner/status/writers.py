"""The status page in each of its formats, marked as internal, in files whose names say so.

Web page and PDF are those of the business case's document, which it shares; Markdown is its own.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from planner.business_case import writers
from planner.business_case.cell_texts import FIGURES, row_texts, total_texts
from planner.business_case.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from planner.business_case.notation import Notation
from planner.files.atomic import replace_file


def write_page(document: Document, folder: Path) -> tuple[Path, ...]:
    """Write the page in every format; each file is replaced at once. Raises OSError where that is not possible."""
    return writers.write_whole(folder, {page_name(document, kind): write(document) for kind, write in WRITERS.items()})


def write_page_as(document: Document, file: Path) -> None:
    """Write the page in the format that the file's name ends in. Raises OSError where that is not possible."""
    replace_file(file, WRITERS[file.suffix.removeprefix(".")](document))


def page_name(document: Document, kind: str) -> str:
    """The usual name of the file, as calder-e5-rollout-status-2027-03-01-internal.md."""
    return writers.file_name(document.subject, f"status-{document.as_of}-internal", kind)


def as_markdown(document: Document) -> str:
    """The page as Markdown; no character of a text marks anything up."""
    notation = Notation(document.currency, document.locale)
    parts = [
        f"# {document.title}: {_plain(document.subject)}",
        f"**{_plain(document.marking)}**",
        _plain(document.lead),
    ]
    parts.append("\n".join(f"- {fact.label}: {_plain(fact.value)}" for fact in document.headline))
    parts.append(_markdown_table(document.summary, notation))
    for section in document.sections:
        parts.append(f"## {section.title}")
        parts += [_markdown(block, notation) for block in section.blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(block: Block, notation: Notation) -> str:
    match block:
        case Bullets():
            return "\n".join(f"- {_plain(item)}" for item in block.items)
        case Table():
            return _markdown_table(block, notation)
        case Heading() | Paragraph():
            return _plain(block.text)
        case Picture():
            return _plain(block.alternative)


def _markdown_table(table: Table, notation: Notation) -> str:
    total = [texts] if (texts := total_texts(table, notation)) else []
    rows = [[_plain(cell) for cell in row] for row in (*row_texts(table, notation), *total)]
    head = [_plain(column.heading) for column in table.columns]
    rule = ["---:" if column.kind in FIGURES else "---" for column in table.columns]
    lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]
    return "\n".join([f"**{_plain(table.title)}**\n", *lines] if table.title else lines)


def _plain(text: str) -> str:
    """Text on one line in which no character marks anything up."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "md": lambda document: as_markdown(document).encode(),
    "html": writers.WRITERS["html"],
    "pdf": writers.WRITERS["pdf"],
}
