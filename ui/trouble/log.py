"""The log beside the program's data: what went wrong, for whoever mends it. It is small and stays on this machine."""

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("launchwindow")
NAME = "launchwindow.log"
LARGEST, KEPT = 500_000, 3
"""Bytes of one file, and how many older ones are kept."""
FORM = "%(asctime)s %(levelname)s %(message)s"


def keep_log(data: Path) -> Path | None:
    """Write what is logged from now on into the folder of the program's data; None where that cannot be done.

    Without it nothing is written: a program without a folder of its own says what is wrong in its dialog alone.
    """
    LOGGER.propagate = False  # to the terminal nobody looks at; Python's own last resort would print it there
    file = data / NAME
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _Quiet(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="replace")
    except OSError:
        LOGGER.addHandler(logging.NullHandler())
        return None
    with suppress(OSError):
        file.chmod(0o600)
    handler.setFormatter(logging.Formatter(FORM))
    LOGGER.addHandler(handler)
    return file


def close_log() -> None:
    """Write nothing any more."""
    for handler in [*LOGGER.handlers]:
        LOGGER.removeHandler(handler)
        handler.close()


class _Quiet(RotatingFileHandler):
    """A disk that is full must not make an error of every error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """What cannot be written is not."""
