import os
import stat
from pathlib import Path

import pytest

from planner.files.atomic import replace_file

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="permissions and links are those of POSIX")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file that is there already."""
    file = tmp_path / "kept"
    file.write_bytes(b"old")
    return file


def test_that_the_new_content_takes_the_place_of_the_old_and_nothing_else_stays(kept: Path) -> None:
    replace_file(kept, b"new")
    assert {each.name: each.read_bytes() for each in kept.parent.iterdir()} == {"kept": b"new"}


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_that_a_failure_at_any_step_leaves_the_old_file_and_no_other(
    kept: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(kept, b"new")
    assert {each.name: each.read_bytes() for each in kept.parent.iterdir()} == {"kept": b"old"}


@POSIX_ONLY
@pytest.mark.parametrize(("umask", "expected"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_that_a_new_file_heeds_the_umask(tmp_path: Path, umask: int, expected: int) -> None:
    before = os.umask(umask)
    try:
        replace_file(tmp_path / "new", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == expected


@POSIX_ONLY
def test_that_an_old_file_keeps_its_permissions(kept: Path) -> None:
    kept.chmod(0o604)
    replace_file(kept, b"new")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o604


@POSIX_ONLY
def test_that_a_link_keeps_pointing_where_it_pointed(kept: Path) -> None:
    link = kept.parent / "link"
    link.symlink_to(kept)
    replace_file(link, b"new")
    assert (link.is_symlink(), kept.read_bytes()) == (True, b"new")


def test_that_a_path_that_no_system_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError)):
        replace_file(tmp_path / "nul\0", b"new")
    assert list(tmp_path.iterdir()) == []
