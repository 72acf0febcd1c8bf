"""Earlier versions of plan files: what a saving replaced is kept for a while beside the application's data."""

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from planner.files.atomic import replace_file

MOST = 20
"""Versions of one file that are kept."""
MOMENT = "%Y%m%d-%H%M%S-%f"
SUFFIX = ".rollout"


class Version(NamedTuple):
    """What a plan file held until it was replaced at a moment."""

    file: Path
    replaced: datetime


def keep_version(folder: Path, path: Path, now: datetime) -> Version | None:
    """Keep what a plan file holds before it is replaced, unless the last version holds the same.

    The oldest go where there are more than MOST. None where there is nothing to keep. Raises OSError where it cannot.
    """
    if not path.is_file():
        return None
    content, kept = path.read_bytes(), versions(folder, path)
    if kept and kept[0].file.read_bytes() == content:
        return kept[0]
    file = _folder_of(folder, path) / f"{now.strftime(MOMENT)}{SUFFIX}"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(file, content)
    for old in versions(folder, path)[MOST:]:
        old.file.unlink(missing_ok=True)
    return Version(file, now)


def versions(folder: Path, path: Path) -> tuple[Version, ...]:
    """The versions of a plan file that are kept, the latest first."""
    found = []
    for file in _folder_of(folder, path).glob(f"*{SUFFIX}"):
        with suppress(ValueError):
            found.append(Version(file, datetime.strptime(file.stem, MOMENT)))  # noqa: DTZ007 - the machine's own clock
    return tuple(sorted(found, key=lambda version: version.replaced, reverse=True))


def _folder_of(folder: Path, path: Path) -> Path:
    """Files of the same name in different folders are different files."""
    return folder / hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:32]
