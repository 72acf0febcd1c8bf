"""The door outwards: the scheduled work as a Microsoft Project XML in a folder, whole or not at all."""

from datetime import date
from pathlib import Path

from planner.business_case.export import outgoing_view
from planner.business_case.writers import INTERNAL, PROJECT, file_name
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.outline import Grouping
from planner.exchange.mspdi.project import Project
from planner.exchange.mspdi.writer import write_project
from planner.files.atomic import replace_file
from planner.plan import State

INTERNAL_NAME = f"{INTERNAL}-{PROJECT}"


def export_project(state: State, folder: Path, as_of: date, grouped_by: Grouping = "workload") -> Path:
    """Write what may leave the house as a project and return the file; the folder is made if it is missing.

    Raises ExportError where nothing may be written, OSError where the folder cannot be written to.
    """
    project = external_project(outgoing_view(state, as_of), grouped_by)
    return _written(project, folder / file_name(state.plan.name, PROJECT, "xml"))


def export_internal_project(state: State, folder: Path, grouped_by: Grouping = "workload") -> Path:
    """As ``export_project`` with all that a project can hold, and no figure of the rates; for inside the house."""
    return _written(internal_project(state, grouped_by), folder / file_name(state.plan.name, INTERNAL_NAME, "xml"))


def _written(project: Project, file: Path) -> Path:
    text = write_project(project)
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, text)
    return file
