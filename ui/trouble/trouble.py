"""Something that went wrong, as a value: what happened, what is safe, what to do, and details for whoever mends it."""

import platform
import traceback
from types import TracebackType
from typing import NamedTuple

from planner.invariants import PlanError

SAFE = "Your rollout is open as it was, and your files are untouched."
DEFECT = "This is a defect of Launchwindow. Save your work, and send the details to whoever mends it."


class Trouble(NamedTuple):
    """what: what happened. safe: what is not lost. remedy: what to do. details: what to copy; may be blank."""

    what: str
    safe: str = SAFE
    remedy: str = ""
    details: str = ""


def defect(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> Trouble:
    """An exception that nobody expected."""
    details = "".join(traceback.format_exception(kind, error, trace))
    about = f"Python {platform.python_version()} on {platform.system()}"
    return Trouble(f"Something unexpected happened: {reason(error or kind())}", SAFE, DEFECT, f"{about}\n{details}")


def reason(error: BaseException) -> str:
    """Why something failed, for people: the system's own words with the file, or a sentence of the program."""
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"{error.strerror}{place}."
    if isinstance(error, PlanError):
        return " ".join(f"{fault.sentence} {fault.remedy}".strip() for fault in error.faults)
    if isinstance(error, ValueError | RuntimeError) and str(error):
        return str(error)
    return f"{type(error).__name__}: {error}." if str(error) else f"{type(error).__name__}."
