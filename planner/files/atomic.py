"""Replacing a file so that a crash at any moment leaves either the file before or the file after, and no other."""

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Make the new file beside the old one, bring it to the disk, and only then put it in its place.

    A link keeps pointing where it pointed. An existing file keeps its permissions; a new one has those of any new file.
    Raises OSError where that cannot be done, or ValueError where no system has such a path; then nothing is changed.
    """
    replace_files({path: content})


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """As ``replace_file`` for several: each new file is whole on the disk before the first takes its place.

    What can go wrong then is only a renaming; those before it are taken back. A crash between two of them leaves whole
    files, some before and some after.
    """
    written: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            permissions = _permissions(target)
            beside = target.parent / f".launchwindow-{secrets.token_hex(8)}.part"
            written[beside] = target
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if permissions is not None:
                beside.chmod(permissions)
        _put_in_place(written)
    finally:
        for beside in written:
            beside.unlink(missing_ok=True)
    for folder in {target.parent for target in written.values()}:
        _bring_to_disk(folder)


def _put_in_place(written: Mapping[Path, Path]) -> None:
    """Rename each; where one cannot be, the files that were renamed before hold again what they held."""
    replaced: dict[Path, bytes | None] = {}
    try:
        for beside, target in written.items():
            before = target.read_bytes() if len(written) > 1 and target.exists() else None
            beside.replace(target)
            replaced[target] = before
    except OSError:
        for target, before in replaced.items():
            with suppress(OSError):
                target.unlink() if before is None else replace_file(target, before)
        raise


def _permissions(target: Path) -> int | None:
    """Those of the file that is replaced; None where there is none. Raises OSError if it may not be replaced."""
    if not target.exists():
        return None
    if not target.is_file():
        raise OSError(0, "this is no ordinary file")
    if not os.access(target, os.W_OK):
        raise OSError(0, "it is write-protected")
    return stat.S_IMODE(target.stat().st_mode)


def _bring_to_disk(folder: Path) -> None:
    """The folder's own entry; not every system can, and the file is whole without it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
