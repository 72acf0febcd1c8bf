"""The bytes of a file that others wrote, and how it is refused: always as a PlanError, which names the place."""

from pathlib import Path
from typing import NoReturn

from planner.invariants import Fault, PlanError

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LONGEST_SHOWN = 60
"""Characters of a foreign text that a message repeats."""


def content(path: Path, largest: int) -> bytes:
    """The bytes of a file. Raises PlanError if it cannot be read or is larger than so many bytes."""
    try:
        with path.open("rb") as file:
            found = file.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no such path").lower()
        refuse(str(path), f"The file cannot be read: {reason}.")
    if len(found) > largest:
        refuse(str(path), f"The file is larger than {largest // 1024**2} MiB.", "Maybe export less of it.")
    return found


def refuse(place: str, sentence: str, remedy: str = "") -> NoReturn:
    """Raise the PlanError that says so."""
    raise PlanError((Fault(place, sentence, remedy),)) from None


def shown(text: str) -> str:
    """A foreign text as a message can repeat it: printable, on one line and short."""
    plain = "".join(sign if sign.isprintable() else REPLACEMENT for sign in " ".join(text.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"
