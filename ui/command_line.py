"""The program without a window: read, solve, check and export from a terminal. It imports no Qt.

Exit codes: 0 done; 1 the plan or its schedule has faults, or no schedule exists; 2 the input cannot be used.
"""

import importlib
import io
import sys
from pathlib import Path

import typer
from typer.main import get_group

from planner.invariants import PlanError
from ui.commands import (
    about,
    documents,
    importing,
    ledgers,
    negotiation,
    plan,
    programme,
    risk,
    sources,
    week,
    what_if,
)
from ui.terminal.console import DONE, FAULTS, UNUSABLE, errors, say
from ui.terminal.progress import INTERRUPTED

MOST_FAULTS = 50
"""Faults of one file that are printed; a file of another kind can have thousands."""

app = typer.Typer(
    name="launchwindow",
    help="Plan a Microsoft rollout so that it earns the most deployment funding inside its credit windows. "
    "Without a command, launchwindow [PLAN] opens the window.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
for topic in (plan, importing, documents, ledgers, negotiation, what_if, risk, week, sources, programme, about):
    app.add_typer(topic.commands)


def main() -> None:
    """Run the command of this process's arguments, or open the window, and leave with the exit code."""
    _print_any_text()
    try:
        if wants_window(sys.argv[1:]):
            sys.exit(_open_window(sys.argv[1:]))
        app()
    except PlanError as error:
        _print_faults(error)
        sys.exit(UNUSABLE)
    except OSError as error:
        say(f"The output cannot be written: {error.strerror or error}.")
        sys.exit(UNUSABLE)
    except RuntimeError as error:
        say(f"{error}\nThis is a defect of Launchwindow; your files are untouched.")
        sys.exit(FAULTS)
    except KeyboardInterrupt:
        errors.print("Stopped.")
        sys.exit(INTERRUPTED)


def wants_window(arguments: list[str]) -> bool:
    """Whether they are no command but a plan file, or nothing: ``launchwindow [PLAN]`` opens the window."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return not arguments
    return arguments[0] not in get_group(app).commands


def _print_any_text() -> None:
    """A terminal that cannot show a character shows another one, where Python would break off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _open_window(arguments: list[str]) -> int:
    """Through importlib, so that no command imports Qt."""
    missing: str | None = importlib.import_module("ui.qt_libraries").qt_missing()
    if missing is not None:
        say(missing)
        return UNUSABLE
    code: int = importlib.import_module("ui.main").run(Path(arguments[0]) if arguments else None)
    return code


def _print_faults(error: PlanError) -> None:
    for fault in error.faults[:MOST_FAULTS]:
        say(str(fault))
    if len(error.faults) > MOST_FAULTS:
        errors.print(f"and {len(error.faults) - MOST_FAULTS:,} faults more.", style="red")


__all__ = ["DONE", "FAULTS", "UNUSABLE", "app", "main", "wants_window"]
