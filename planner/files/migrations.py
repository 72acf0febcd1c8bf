"""Older formats made present: one function for each step, from its version to the next.

A step takes the JSON of version n and returns that of n + 1. When the format changes, raise ``FORMAT_VERSION``, write
``migrations_1.py`` beside this file with the function, name it here, and keep a file of the old version in
``tests/samples/old`` for ever. No version before the present one was ever published, so the table is still empty.
"""

from collections.abc import Callable, Mapping
from typing import Any

from planner.files.document import FORMAT_VERSION
from planner.invariants import Fault, PlanError


class NewerFileError(PlanError):
    """The file is of a version that this program does not know; ``planner.files.newer`` may understand it in part."""


Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Migration] = {}


def migrated(document: dict[str, Any]) -> dict[str, Any]:
    """The document in the present format. Raises PlanError if its version is none, unknown or of the future."""
    while (version := _version(document)) < FORMAT_VERSION:
        if version not in MIGRATIONS:
            raise PlanError((Fault("format_version", f"No Launchwindow ever wrote version {version}."),))
        document = MIGRATIONS[version](document)
    return document


def _version(document: dict[str, Any]) -> int:
    version = document.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool):
        sentence = "The version of the format is missing or is no whole number."
        raise PlanError((Fault("format_version", sentence, f"The present one is {FORMAT_VERSION}."),))
    if version > FORMAT_VERSION:
        sentence = f"The file has version {version} and was written by a newer Launchwindow; this one reads"
        remedy = "Update Launchwindow, or open the file in the window to look at what this one understands."
        raise NewerFileError((Fault("format_version", f"{sentence} up to {FORMAT_VERSION}.", remedy),))
    return version
