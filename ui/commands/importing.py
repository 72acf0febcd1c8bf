"""Other programs' files taken into a plan."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import AsJson, AsOf, day_or_today, plan_out
from ui.terminal.console import opened, output, print_json, refuse, refuse_unwritable, write_after

commands = typer.Typer()


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Microsoft Project XML, a workbook or a CSV file.")],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="PLAN.rollout", help="The plan that the file changes.")
    ] = None,
    to: Annotated[Path | None, plan_out("Write the result there; without it, into PLAN.")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which column of a spreadsheet is which field.")
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option("--save-map", metavar="MAP.toml", help="Write the mapping that was used.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove what a spreadsheet no longer has.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would change.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Read phases from another program's file, show what differs from the plan, and write the plan with it.

    Spreadsheets may hold phases, credits and partners, a sheet for each; their columns are known by their titles.
    """
    from planner.exchange.preview import is_project
    from ui.terminal import importing

    target = to or into
    if target is None and not preview:
        refuse("Say where the plan goes: with -o into a new file, with --into into a plan that is there.")
    refuse_unwritable(target)
    before = opened(into) if into is not None else None
    if is_project(file):
        state, notes = importing.imported_project(file, before)
    elif before is None:
        refuse("A spreadsheet is read into a plan: name it with --into.")
    else:
        options = importing.SpreadsheetOptions(mapping, save_mapping, remove)
        state, notes = importing.imported_spreadsheet(file, before, options, day_or_today(as_of))
    changes = importing.changes_of(before, state)
    if as_json:
        print_json(importing.import_object(changes, notes))
    else:
        importing.print_import(output, changes, notes, state.plan.currency)
    if not preview and target is not None:
        write_after(before, state, target)
