"""Saving that fails: told clearly, the old file whole, the work still open, undoable and in the journal."""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from planner.files import read
from planner.files.journal import entry_files, read_entry
from planner.invariants import PlanError
from planner.plan import Risk
from resources import path
from tests.ui.conftest import troubles
from tests.ui.recovery.test_safety import Open, data, file, opened, rename, written
from ui.document import Document
from ui.main_window import MainWindow
from ui.recent import RecentFile

__all__ = ["data", "file", "opened"]

Break = Callable[[Path, pytest.MonkeyPatch], None]


def fill_the_disk(_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)


def protect_the_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system answers to anybody but its administrator, whom no permission holds back."""
    opening = os.open

    def denied(name: object, flags: int, mode: int = 0o777) -> int:
        if Path(str(name)).parent == file.parent and flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(name))
        return opening(str(name), flags, mode)

    monkeypatch.setattr(os, "open", denied)


def take_the_folder_away(file: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.rename(file.parent.parent / "elsewhere")


def put_a_folder_in_its_place(file: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    file.rename(file.with_suffix(".old"))
    file.mkdir()


BREAKS: dict[str, tuple[Break, str, str]] = {
    "disk full": (fill_the_disk, "no space left on device", "plans/plan.rollout"),
    "folder read-only": (protect_the_folder, "permission denied", "plans/plan.rollout"),
    "folder gone": (take_the_folder_away, "no such file or directory", "elsewhere/plan.rollout"),
    "folder in its place": (put_a_folder_in_its_place, "no ordinary file", "plans/plan.old"),
}
"""How it is broken, what is said, and where the old file is then."""


@pytest.fixture
def window(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window on a file in a folder of its own; somebody else's changes are replaced without a question."""
    (tmp_path / "plans").mkdir()
    shutil.copy(path("samples/calder.rollout"), tmp_path / "plans" / "plan.rollout")
    monkeypatch.setattr(Document, "is_changed_on_disk", False)
    return opened(tmp_path / "plans" / "plan.rollout")


@pytest.mark.parametrize("name", BREAKS)
def test_that_a_saving_that_fails_says_why_and_loses_nothing(
    name: str, qtbot: QtBot, window: MainWindow, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks, says, old = BREAKS[name]
    before = window.document.state
    rename(window, "Unsaved")
    written(qtbot, data, "Unsaved")
    with monkeypatch.context() as broken:
        breaks(tmp_path / "plans" / "plan.rollout", broken)
        assert not window.files.save()
    (told,) = troubles(window)
    assert "plan.rollout cannot be saved; your work is still open." in told
    assert says in told
    assert "all your work is in this window. It is kept safe from a crash as well." in told
    assert read(tmp_path / old) == before
    assert not [*(tmp_path / old).parent.glob("*.part")]
    assert (window.document.plan.name, window.document.is_saved) == ("Unsaved", False)
    assert window.isWindowModified()
    entries = [read_entry(each) for each in entry_files(data / "journal")]
    assert [each.state for each in entries if each is not None] == [window.document.state]
    elsewhere = tmp_path / "other.rollout"
    window.document.save(elsewhere)
    assert read(elsewhere) == window.document.state
    window.actions_.undo.trigger()
    assert window.document.state == before


def test_that_a_journal_that_cannot_be_written_is_told_and_written_once_it_can(
    qtbot: QtBot, window: MainWindow, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.recovery.journal.PAUSE_AFTER_FAILURE", 200)
    shutil.rmtree(data / "journal", ignore_errors=True)
    (data / "journal").write_text("a file where the folder should be")
    rename(window, "At risk")
    qtbot.waitUntil(lambda: bool(troubles(window)))
    assert "Unsaved work cannot be kept safe from a crash" in troubles(window)[0]
    (data / "journal").unlink()
    written(qtbot, data, "At risk")
    assert len(troubles(window)) == 1


def test_that_while_the_journal_fails_a_failed_saving_does_not_promise_it(
    qtbot: QtBot, window: MainWindow, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(data, monkeypatch)
    rename(window, "Nowhere but here")
    qtbot.waitUntil(lambda: bool(troubles(window)))
    assert not window.files.save()
    assert "kept safe from a crash as well" not in troubles(window)[0]
    assert window.document.plan.name == "Nowhere but here"
    assert read(tmp_path / "plans" / "plan.rollout").plan.name != "Nowhere but here"


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are those of POSIX")
def test_that_a_saving_from_the_window_keeps_permissions_and_follows_links(window: MainWindow, tmp_path: Path) -> None:
    target, link = tmp_path / "plans" / "plan.rollout", tmp_path / "link.rollout"
    target.chmod(0o640)
    link.symlink_to(target)
    assert window.files.open_path(link)
    rename(window, "Through a link")
    assert window.files.save()
    assert link.is_symlink()
    assert read(target).plan.name == "Through a link"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_that_a_recent_file_in_a_folder_that_may_not_be_looked_into_is_one_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", denied)
    assert not RecentFile(tmp_path / "plan.rollout", None).is_there


def test_that_a_disk_that_is_really_full_leaves_the_old_file(tmp_path: Path) -> None:
    """A file system of its own, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        kept = disk / "plan.rollout"
        shutil.copy(path("samples/hartwell.rollout"), kept)
        state = read(kept)
        risky = replace(state.plan, risks=(Risk(description="R", mitigation="x" * 500_000),))
        document = Document(state._replace(plan=risky))
        with pytest.raises(PlanError, match="no space left"):
            document.save(kept)
        assert read(kept) == state
        assert [each.name for each in disk.iterdir()] == ["plan.rollout"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 - as above
