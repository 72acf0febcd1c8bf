"""The files that were opened or saved lately, and when; kept in the settings from one session to the next."""

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSettings

MOST = 10
PATHS, MOMENTS = "recent", "recent_opened"


class RecentFile(NamedTuple):
    """A file and when it was opened or saved last; None where an earlier version did not keep that."""

    path: Path
    opened: datetime | None

    @property
    def is_there(self) -> bool:
        return os.path.exists(self.path)  # noqa: PTH110 - unlike the method of Path it never raises


def recent_files(settings: QSettings) -> tuple[RecentFile, ...]:
    """The last one first; also those that are gone."""
    paths, moments = _listed(settings, PATHS), _listed(settings, MOMENTS)
    moments += [""] * (len(paths) - len(moments))
    return tuple(RecentFile(Path(path), _moment(text)) for path, text in zip(paths, moments, strict=False))


def remember(settings: QSettings, path: Path, opened: datetime) -> None:
    """Put a file first."""
    others = [each for each in recent_files(settings) if each.path != path]
    _keep(settings, (RecentFile(path, opened), *others))


def forget(settings: QSettings, path: Path) -> None:
    """Take a file off the list; the file itself stays."""
    _keep(settings, tuple(each for each in recent_files(settings) if each.path != path))


def _keep(settings: QSettings, files: tuple[RecentFile, ...]) -> None:
    kept = files[:MOST]
    settings.setValue(PATHS, [str(each.path) for each in kept])
    settings.setValue(MOMENTS, [each.opened.isoformat() if each.opened is not None else "" for each in kept])


def _listed(settings: QSettings, key: str) -> list[str]:
    stored = settings.value(key, [], type=list)
    return [str(each) for each in stored] if isinstance(stored, list) else []


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
