"""What was sent, to whom, and what is different since, in a terminal. Internal."""

from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.business_case.notation import Notation
from planner.business_case.said import said_now
from planner.plan import State
from planner.sent.changes import Change, changes
from planner.sent.record import SentDocument
from planner.value import known_fields
from ui.sent_words import difference_in_words, told_in_words
from ui.terminal.printing import print_sentence, print_whole


def changes_since(state: State, document: SentDocument, as_of: date) -> tuple[Change, ...]:
    """What a document would say otherwise today; nothing can be told where there is no schedule any more."""
    now = said_now(state, as_of)
    return () if now is None else changes(document.said, now)


def sent_object(state: State, documents: tuple[SentDocument, ...], as_of: date) -> list[dict[str, Any]]:
    """The records as JSON knows them, each with its changes."""
    return [
        {
            "version": each.version,
            "sent_on": each.sent_on.isoformat(),
            "to": each.to,
            "requested": each.said.requested,
            "files": [{field: getattr(file, field) for field in known_fields(type(file))} for file in each.files],
            "changes": [_change_object(change) for change in changes_since(state, each, as_of)],
        }
        for each in documents
    ]


def _change_object(change: Change) -> dict[str, Any]:
    values = change._asdict() | {"difference": change.difference}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def print_sent(console: Console, state: State, documents: tuple[SentDocument, ...], as_of: date) -> None:
    """A line for each record, and below it what changed since."""
    notation = Notation(state.plan.currency)
    if not documents:
        console.print("Nothing was recorded as sent.")
    for each in documents:
        formats = ", ".join(file.format for file in each.files)
        requested = notation.money(each.said.requested)
        head = f"Version {each.version}, {notation.day(each.sent_on)}, to {each.to} ({formats}): {requested} requested"
        print_sentence(console, head, "bold")
        found = changes_since(state, each, as_of)
        if state.schedule is None:
            console.print("The plan has no schedule any more, so nothing can be compared.")
        elif not found:
            console.print("Nothing of it has changed since.")
        else:
            _print_changes(console, found, notation)


def _print_changes(console: Console, found: tuple[Change, ...], notation: Notation) -> None:
    table = Table("Changed", "About", "What", "Then", "Now", "Difference", box=None, pad_edge=False)
    for each in found:
        then, now = (told_in_words(value, notation) for value in (each.before, each.after))
        cells = (each.subject, each.about, each.what, then, now, difference_in_words(each, notation))
        table.add_row(*map(Text, cells))
    print_whole(console, table)
