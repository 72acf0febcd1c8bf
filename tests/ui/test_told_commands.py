"""Every command line that README, help and contributing guide tell of is one that the program takes."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_group

from resources import path
from ui.command_line import app

ROOT = Path(__file__).parents[2]
TOLD_IN = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(path("help/pages").glob("*.md")))
PLANS = (".rollout", ".programme")


def told(text: str) -> list[str]:
    """The lines that are set as code and call the program."""
    return re.findall(r"^(?: {4})?(launchwindow(?: [^#\n]*)?)", text, re.MULTILINE)


TOLD = [line.strip() for file in TOLD_IN for line in told(file.read_text(encoding="utf-8"))]


def test_that_command_lines_are_found() -> None:
    assert told("# Use\n\n    launchwindow check a.rollout  # words\nlaunchwindow\n the launchwindow is open") == [
        "launchwindow check a.rollout  ",
        "launchwindow",
    ]
    assert len(TOLD) > 20


@pytest.mark.parametrize("line", sorted({*TOLD}))
def test_that_a_told_command_line_is_taken(line: str) -> None:
    _, *words = shlex.split(line)
    if not words or words[0].endswith(PLANS):
        return  # opens the window
    command: Any = get_group(app)
    while isinstance(command, TyperGroup):
        name, *words = words
        command = command.commands[name]
    command.make_context(name, words)
