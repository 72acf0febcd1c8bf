"""What people write into a column of predecessors: ``3FS+5d;7``, ``Design, Pilot SS-2``, ``4 + 1w``."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from planner.exchange.foreign_file import shown
from planner.exchange.spreadsheets.cells import CellError
from planner.rollout.dependencies import DependencyType

LINK = re.compile(
    r"(?P<phase>.*?)\s*(?P<type>FS|SS|FF|SF)?\s*(?P<lag>[+-]\s*\d+(?:[.,]\d+)?)?\s*(?P<unit>ed|d|days?|w|wks?|weeks?|h|hours?)?\.?",
    re.IGNORECASE,
)
DAYS_A_WEEK, HOURS_A_DAY = 5, 8
LONGEST_LINK, LONGEST_CELL = 200, 5_000


class Predecessor(NamedTuple):
    """A phase that is waited for; lag in working days."""

    phase: str
    type: DependencyType
    lag: int


def read_predecessors(text: str, known: Callable[[str], str | None]) -> tuple[Predecessor, ...]:
    """The predecessors in a text.

    known: the phase that somebody means by a text, by its identifier, name or row; None if there is none such.
    Raises CellError.
    """
    if len(text) > LONGEST_CELL:
        raise CellError(f"'{shown(text)}' is longer than {LONGEST_CELL:,} characters")
    parts = [part.strip() for part in re.split(r"[;\n]|,(?!\d+\s*(?:d|w|h)\b)", text)]
    found = [_predecessor(part, known) for part in parts if part]
    pairs = [(each.phase, each.type) for each in found]
    if len(set(pairs)) < len(pairs):
        raise CellError(f"'{shown(text)}' names a predecessor twice")
    return tuple(found)


def _predecessor(part: str, known: Callable[[str], str | None]) -> Predecessor:
    whole = known(part)
    if whole is not None:
        return Predecessor(whole, "FS", 0)
    found = LINK.fullmatch(part) if len(part) <= LONGEST_LINK else None
    phase = known(found["phase"]) if found is not None and found["phase"] else None
    if found is None or phase is None or (found["unit"] and not found["lag"]):
        raise CellError(f"'{shown(part)}' names no phase that is in the plan or the sheet")
    kind: Any = (found["type"] or "FS").upper()
    return Predecessor(phase, kind, _lag(part, found["lag"], (found["unit"] or "d").casefold()))


def _lag(part: str, written: str | None, unit: str) -> int:
    if written is None:
        return 0
    if unit == "ed":
        raise CellError(f"'{shown(part)}' counts calendar days; lags are in working days")
    number = float(re.sub(r"\s", "", written).replace(",", "."))
    days = number * DAYS_A_WEEK if unit.startswith("w") else number / HOURS_A_DAY if unit.startswith("h") else number
    if days != int(days):
        raise CellError(f"'{shown(part)}' has a lag of part of a day; lags are whole working days")
    return int(days)
