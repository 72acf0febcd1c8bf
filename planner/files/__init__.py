"""The plan file (``*.rollout``): reading, writing, its schema, and one migration for each step of its format.

A file is read whole or not at all: everything wrong with it is told at once, as a ``PlanError``. It is written whole
or not at all: a crash at any moment leaves either the file before or the file after.
"""

from planner.files.document import FORMAT, FORMAT_VERSION, LARGEST_FILE, schema
from planner.files.migrations import NewerFileError
from planner.files.newer import Understood, understood
from planner.files.reader import file_bytes, parse, read
from planner.files.writer import encode, write

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "LARGEST_FILE",
    "NewerFileError",
    "Understood",
    "encode",
    "file_bytes",
    "parse",
    "read",
    "schema",
    "understood",
    "write",
]
