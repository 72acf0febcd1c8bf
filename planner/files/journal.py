"""Work that is not saved yet, kept beside the application's data so that a crash cannot take it.

One file for each window that has unsaved work: a first line of JSON that says what it is, then the rollout as a plan
file has it. It is written whole or not at all, and holds figures of all ledgers, so it is readable by its owner only.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from planner.files.atomic import replace_file
from planner.files.bounded import bounded_bytes
from planner.files.document import LARGEST_FILE
from planner.files.reader import parse
from planner.files.writer import encode
from planner.invariants import PlanError
from planner.plan import State

KIND = "launchwindow journal"
SUFFIX = ".journal"
LARGEST_HEAD = 100_000
"""Bytes of the first line; a path and the name of a step are far shorter."""
OWNER_ONLY = 0o700


class Entry(NamedTuple):
    """Unsaved work.

    path: the file that it was opened from; None for one that was never saved. written: when, by the machine's clock.
    steps: how many edits it is away from what was saved. last_step: the last of them, in words.
    """

    path: Path | None
    written: datetime
    steps: int
    last_step: str
    state: State


def write_entry(file: Path, entry: Entry) -> None:
    """Write the entry in place of the one before. Raises OSError where that cannot be done."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    head = {
        "format": KIND,
        "path": None if entry.path is None else str(entry.path),
        "written": entry.written.isoformat(),
        "steps": entry.steps,
        "last_step": entry.last_step,
    }
    replace_file(file, json.dumps(head).encode() + b"\n" + encode(entry.state))


def read_entry(file: Path) -> Entry | None:
    """The entry in a file; None if it is none that can be read."""
    try:
        head_line, _, rollout = bounded_bytes(file, LARGEST_HEAD + LARGEST_FILE).partition(b"\n")
        head = json.loads(head_line)
        path = None if head["path"] is None else Path(head["path"])
        written, steps = datetime.fromisoformat(head["written"]).replace(tzinfo=None), int(head["steps"])
        if path is not None and "\0" in str(path):
            return None  # no system has such a file
        return Entry(path, written, steps, str(head["last_step"]), parse(rollout))
    except (OSError, ArithmeticError, ValueError, KeyError, TypeError, RecursionError, PlanError):
        return None


def entry_files(folder: Path) -> tuple[Path, ...]:
    """All files of entries in the folder, in the order of their names."""
    return tuple(sorted(folder.glob(f"*{SUFFIX}"))) if folder.is_dir() else ()


def forget_entry(file: Path) -> None:
    """Remove an entry: its work is saved, or nobody wants it. Does nothing where there is none."""
    file.unlink(missing_ok=True)
