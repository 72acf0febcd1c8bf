"""The door outwards: the scheduled work as a Microsoft Project XML in a folder, whole or not at all."""

from datetime import date
from pathlib import Path

from planner.business_case.export import outgoing_view, slug
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.writer import write_project
from planner.files.atomic import replace_file
from planner.plan import State


def export_project(state: State, folder: Path, as_of: date) -> Path:
    """Write what may leave the house as a project and return the file; the folder is made if it is missing.

    Raises ExportError where nothing may be written, OSError where the folder cannot be written to.
    """
    text = write_project(external_project(outgoing_view(state, as_of)))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{slug(state.plan)}-project.xml"
    replace_file(file, text)
    return file
