"""Foreign files into a plan, in a terminal: what they change, what of them could not be taken over, and the result."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from rich.console import Console

from planner.exchange.difference import How, PartChange, difference
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.unknown import without_unknown
from ui.difference_words import shown_value
from ui.settled import total
from ui.terminal.printing import print_sentence
from ui.terminal.progress import settle_in_terminal

MOST_LINES = 200
"""Changes that are printed; the count tells of the others."""

SIGNS: Mapping[How, str] = {"added": "+", "changed": "~", "removed": "-"}


def imported_project(file: Path, into: State | None) -> tuple[State, tuple[str, ...]]:
    """The State of a Microsoft Project XML, put into a plan if there is one, and notes. Raises PlanError."""
    from planner.exchange.foreign_file import content
    from planner.exchange.mspdi.reader import read_project
    from planner.exchange.mspdi.to_plan import imported
    from planner.exchange.safe_xml import LARGEST_XML

    found = imported(read_project(content(file, LARGEST_XML)), into)
    return settled_if_changed(found.state, into), found.notes


class SpreadsheetOptions(NamedTuple):
    """How a spreadsheet is read: by which mapping, where that is saved, and whether what it has not is removed."""

    mapping: Path | None = None
    save_mapping: Path | None = None
    remove_missing: bool = False


def imported_spreadsheet(
    file: Path, into: State, options: SpreadsheetOptions, as_of: date
) -> tuple[State, tuple[str, ...]]:
    """The State with what a workbook or CSV file says, and notes. Raises PlanError.

    as_of: from which day changed terms of credits are known; the file is named as the document that says so.
    """
    from planner.edits import with_condition_history
    from planner.exchange.preview import kept_notes
    from planner.exchange.spreadsheets.mapping import read_mapping, recognised, write_mapping
    from planner.exchange.spreadsheets.reading import into_plan
    from planner.exchange.spreadsheets.sheets import read_sheets

    sheets = read_sheets(file)
    mapping = read_mapping(options.mapping) if options.mapping is not None else recognised(sheets)
    if options.save_mapping is not None:
        write_mapping(mapping, options.save_mapping)
    found = into_plan(sheets, mapping, into, remove_missing=options.remove_missing)
    kept = () if options.remove_missing else kept_notes(found.missing)
    if found.state.plan is into.plan:
        return into, (*found.notes, *kept)
    settled = settled_if_changed(found.state, into)
    effect = None
    if settled.schedule is not None and into.schedule is not None:
        effect = total(settled.schedule.claims) - total(into.schedule.claims)
    plan = with_condition_history(into.plan, settled.plan, as_of, file.name, effect)
    return State(plan, settled.schedule), (*found.notes, *kept)


def settled_if_changed(state: State, before: State | None) -> State:
    """The State with the best claims for its dates, where an import changed anything that they depend on."""
    if state.schedule is None or state == before:
        return state
    claims = settle_in_terminal(state.plan, state.schedule.assignments)
    return State(state.plan, Schedule(state.schedule.assignments, claims))


def import_object(changes: tuple[PartChange, ...], notes: tuple[str, ...]) -> dict[str, Any]:
    """The difference as one object."""
    return {
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "change": change.how,
                "fields": [
                    {
                        "field": each.field,
                        "before": msgspec.to_builtins(without_unknown(each.before)),
                        "after": msgspec.to_builtins(without_unknown(each.after)),
                    }
                    for each in change.fields
                ],
            }
            for change in changes
        ],
        "notes": list(notes),
    }


def print_import(console: Console, changes: tuple[PartChange, ...], notes: tuple[str, ...], currency: str) -> None:
    """A line for each part that differs, with the fields that do; costs are in the currency."""
    for change in changes[:MOST_LINES]:
        fields = "; ".join(
            f"{each.field} {shown_value(each.before, currency)} → {shown_value(each.after, currency)}"
            for each in change.fields
        )
        line = f"{SIGNS[change.how]} {change.kind} {change.name}{': ' if fields else ''}{fields}"
        print_sentence(console, line)
    if len(changes) > MOST_LINES:
        console.print(f"and {len(changes) - MOST_LINES:,} changes more.")
    counts = [sum(change.how == how for change in changes) for how in SIGNS]
    console.print(
        f"{counts[0]:,} added, {counts[1]:,} changed, {counts[2]:,} removed." if changes else "Nothing differs."
    )
    for note in notes[:MOST_LINES]:
        print_sentence(console, f"Note: {note}", "yellow")


def changes_of(before: State | None, after: State) -> tuple[PartChange, ...]:
    """What an import changed; into no plan it is all new."""
    if before is not None:
        return difference(before, after)
    plan = after.plan
    empty = msgspec.structs.replace(
        plan, phases=(), dependencies=(), partners=(), regions=(), freezes=(), pins=(), baseline=None
    )
    return difference(State(empty), after)
