"""A real process is killed at random moments of editing, saving and solving: no edit older than two seconds is lost.

``LAUNCHWINDOW_KILLS`` says how many are killed; ``make soak`` kills 200.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from planner.files import read
from planner.files.journal import read_entry
from resources import path
from ui.recovery.journal import left_behind

KILLS = int(os.environ.get("LAUNCHWINDOW_KILLS", "20"))
OLD = 2.0
"""Seconds after which an edit must be safe."""
GROUPS = 4


def number_of(name: str) -> int:
    found = re.fullmatch(r"Edit (\d+)", name)
    return int(found[1]) if found else 0


def killed(folder: Path, seconds: float) -> tuple[list[tuple[int, float]], float]:
    """The edits that a process told until it was killed so long after the first of them, and when that was."""
    file = folder / "plan.rollout"
    shutil.copy(path("samples/calder.rollout"), file)
    command = [sys.executable, "-m", "tests.ui.recovery.editing_process", str(folder / "data"), str(file)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as run:
        assert run.stdout is not None
        told = [run.stdout.readline()]
        time.sleep(seconds)
        moment = time.monotonic()
        run.kill()
        told += run.stdout.readlines()
    edits = [line.split() for line in told if line.endswith("\n")]
    return [(int(number), float(when)) for number, when in edits], moment


@pytest.mark.parametrize("group", range(GROUPS))
def test_that_no_edit_older_than_two_seconds_is_lost_and_no_file_is_unreadable(group: int, tmp_path: Path) -> None:
    chance = Random(f"kill {group}")  # noqa: S311 - no secret
    for number in range(max(1, KILLS // GROUPS)):
        folder = tmp_path / f"{number}"
        (folder / "data").mkdir(parents=True)
        edits, moment = killed(folder, chance.uniform(0.0, 4.5))
        assert edits, "the window never edited"
        saved = number_of(read(folder / "plan.rollout").plan.name)
        files = [*(folder / "data" / "journal").glob("*.journal")]
        entries = [read_entry(file) for file in files]
        assert None not in entries
        assert len(entries) <= 1
        kept = max([saved, *(number_of(entry.state.plan.name) for entry in entries if entry is not None)])
        old = max((each for each, when in edits if moment - when > OLD), default=0)
        assert kept >= old, f"edit {old} of {edits[-1][0]} is lost; only {kept} was kept"
        offered = left_behind(folder / "data" / "journal")
        assert [file for file, _ in offered] == files
