"""Linked files in a terminal: which there are, and which are gone or others now. Internal."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

from planner.edits import attach
from planner.files.attachments import attachment_of
from planner.linked import Linked, Owner, Seen, attachment_findings, linked
from planner.plan import Plan
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.sums import refusal

TITLES = {"credit": "Approval letter", "option": "Statement of work", "milestone": "Proof of execution"}
"""What a file is called unless somebody calls it otherwise."""


def with_links(plan: Plan, folder: Path, texts: Iterable[str], title: str) -> Plan:
    """The plan with files linked, each as OWNER=FILE. Raises PlanError."""
    for text in texts:
        named, _, file = text.partition("=")
        if not named.strip() or not file.strip():
            raise refusal(
                f"'{text}' names no owner and file.", "Write it as MV1=letter.pdf, M09@BRK=sow.pdf or M09#1=poe.pdf."
            )
        owner = owner_of(named.strip())
        plan = attach(plan, owner, attachment_of(Path(file.strip()), folder, title or TITLES[owner[0]]))
    return plan


def owner_of(text: str) -> Owner:
    """What a file belongs to: CREDIT, PHASE@OPTION or PHASE#NUMBER of the milestone, from 1."""
    for kind, mark in (("option", "@"), ("milestone", "#")):
        phase, found, rest = text.rpartition(mark)
        if found:
            return (kind, phase, rest)
    return ("credit", text)


def attachments_object(plan: Plan, seen: Seen) -> dict[str, Any]:
    """Every linked file with how it was found."""
    return {
        "internal": True,
        "attachments": [_object(each, seen) for each in linked(plan)],
        "findings": [finding.sentence for finding in attachment_findings(plan, seen)],
    }


def _object(each: Linked, seen: Seen) -> dict[str, Any]:
    attachment = each.attachment
    told = {"title": attachment.title, "path": attachment.path, "sha256": attachment.sha256}
    return {"owner": list(each.owner), **told, "found": _found(each, seen)}


def _found(each: Linked, seen: Seen) -> str:
    now = seen.get(each.attachment.path)
    if now is None:
        return "missing"
    return "as linked" if now == each.attachment.sha256 else "changed"


def print_attachments(console: Console, plan: Plan, seen: Seen) -> None:
    """A line for each file, and what to do about those that are gone or others."""
    files = linked(plan)
    if not files:
        console.print("No file is linked.")
        return
    rows = ((each.owner_words(plan), each.attachment.title, each.attachment.path, _found(each, seen)) for each in files)
    print_table(console, ("Of", "What", "File", ""), rows)
    for finding in attachment_findings(plan, seen):
        print_sentence(console, f"{finding.sentence} {finding.remedy}")
