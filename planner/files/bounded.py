"""Reading a file that may be anything: no more of it than is allowed, and nothing that never ends."""

import stat
from pathlib import Path


def bounded_bytes(path: Path, most: int) -> bytes:
    """What an ordinary file holds, up to one byte more than is allowed, so that too much of it can be told.

    Raises OSError where it cannot be read, or is a pipe or a device, which may never end; ValueError for no path.
    """
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise OSError(0, "this is no ordinary file", str(path))
    with path.open("rb") as file:
        return file.read(most + 1)
