"""The plan file (``*.rollout``): reading, writing, its schema, and one migration for each step of its format.

A file is read whole or not at all: everything wrong with it is told at once, as a ``PlanError``. It is written whole
or not at all: a crash at any moment leaves either the file before or the file after.
"""

from planner.files.document import FORMAT, FORMAT_VERSION, LARGEST_FILE, schema
from planner.files.reader import parse, read
from planner.files.writer import encode, write

__all__ = ["FORMAT", "FORMAT_VERSION", "LARGEST_FILE", "encode", "parse", "read", "schema", "write"]
