"""Looking at the files that a plan links: what each holds as a hash, read piece by piece, and nothing else is read."""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from planner.attachments import Attachment, is_relative
from planner.edits import change_attachment
from planner.invariants import Fault, PlanError
from planner.linked import Seen, linked
from planner.plan import Plan


def seen_files(plan: Plan, folder: Path) -> Seen:
    """The hash of every linked file, from the folder of the plan file; None where it cannot be read."""
    paths = dict.fromkeys(each.attachment.path for each in linked(plan))
    return {path: sha256_of(folder / path) for path in paths if is_relative(path)}


def sha256_of(path: Path) -> str | None:
    """The hash of an ordinary file, in a little memory however large it is; None where there is none to be read.

    A pipe or a device, which may never end, is no ordinary file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def attachment_of(file: Path, folder: Path, title: str) -> Attachment:
    """A file as it is now, to be linked from a plan file in a folder. Raises PlanError where it cannot be."""
    path = path_from(folder, file)
    found = sha256_of(file)
    if found is None:
        raise _refused(f"{file} cannot be read.", "Name a file that is there.")
    return Attachment(title=title, path=path, sha256=found)


def led_along(plan: Plan, before: Path, after: Path) -> Plan:
    """The plan whose file goes from one folder to another: its links lead to the same files as far as a path does."""
    if before.resolve() == after.resolve():
        return plan
    for each in linked(plan):
        with suppress(PlanError):
            path = path_from(after, before / each.attachment.path)
            plan = change_attachment(plan, each.owner, each.position, path=path)
    return plan


def path_from(folder: Path, file: Path) -> str:
    """How the plan file of a folder calls a file. Raises PlanError where no path leads there, as to another drive."""
    try:
        path = Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        path = ""
    if not is_relative(path):
        raise _refused(f"No path leads from {folder} to {file}.", "Keep it on the drive of the plan file.")
    return path


def _refused(sentence: str, remedy: str) -> PlanError:
    return PlanError((Fault("plan.attachments", sentence, remedy),))
