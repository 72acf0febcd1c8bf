"""The custom fields that carry what Project has no field for, and how their values are written.

Each has a slot of Project's (Text1, Number1, ...), whose number is the same in every file, and an alias, which is the
title of its column. Fields are recognised by their alias, so a column of that name in a stranger's project is read too.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain

TASK_FIELDS: Mapping[str, str] = {
    "Phase id": "Text1",
    "Workload": "Text2",
    "Motion": "Text3",
    "Region": "Text4",
    "Delivery": "Text5",
    "Phase owner": "Text6",
    "Exclusions": "Text7",
    "Adoption target": "Text8",
    "Target metric": "Text9",
    "Target direction": "Text10",
    "Target unit": "Text11",
    "Target source": "Text12",
    "Delivery options": "Text13",
    "Milestones": "Text14",
    "Requested funding": "Text15",
    "Pinned option": "Text16",
    "Baseline delivery": "Text17",
    "Baseline funding": "Text18",
    "Freeze kind": "Text19",
    "Freeze regions": "Text20",
    "Region calendars": "Text21",
    "Begun by": "Text22",
    "Seats": "Number1",
    "Expected outcome": "Number2",
    "Target baseline": "Number3",
    "Target value": "Number4",
    "Position": "Number5",
    "Eligible cost": "Cost1",
    "Requested": "Cost2",
    "Change": "Flag1",
    "Earliest start": "Date1",
    "Due date": "Date2",
    "Target measured on": "Date3",
    "Horizon": "Date4",
    "Progress told on": "Date5",
    "Board asked on": "Date6",
}
RESOURCE_FIELDS: Mapping[str, str] = {"Partner id": "Text1", "Approved workloads": "Text2", "Day rate": "Cost1"}


def _numbered(slot: str, *numbers: Iterable[int]) -> dict[str, int]:
    return {f"{slot}{position}": number for position, number in enumerate(chain(*numbers), start=1)}


TASK_FIELD_IDS: Mapping[str, int] = {
    **_numbered("Text", range(188743731, 188743747, 3), range(188743747, 188743751), range(188743997, 188744017)),
    **_numbered("Number", range(188743767, 188743772), range(188743982, 188743997)),
    **_numbered("Cost", range(188743786, 188743789), range(188743938, 188743945)),
    **_numbered("Flag", range(188743752, 188743762), range(188743972, 188743982)),
    **_numbered("Date", range(188743945, 188743955)),
}
"""Project's numbers of its custom fields of tasks; another reader agrees (``tests/exchange/mspdi``)."""

RESOURCE_FIELD_IDS: Mapping[str, int] = {"Text1": 205520904, "Text2": 205520905, "Cost1": 205521019}

HUNDREDTHS = 100
MARK, CELL, ROW = "\\", "|", ";"


def written_texts(texts: Iterable[str]) -> str:
    """Texts in one line of text: semicolons between them, a backslash before one that is part of a text."""
    return ROW.join(_marked(text) for text in texts)


def written_rows(rows: Iterable[Iterable[object]]) -> str:
    """Rows as ``partner|ACME|10|20000;internal||15|12000``; None is a blank cell."""
    return ROW.join(CELL.join(_marked("" if cell is None else str(cell)) for cell in row) for row in rows)


def read_texts(text: str) -> tuple[str, ...]:
    """The texts of ``written_texts``."""
    return tuple("".join(row) for row in _rows(text, cells=False))


def read_rows(text: str, width: int) -> list[list[str]]:
    """The cells of ``written_rows``. Raises ValueError where a row has not that many."""
    rows = _rows(text, cells=True)
    if any(len(row) != width for row in rows):
        raise ValueError(f"every entry needs {width} parts with '{CELL}' between them")
    return rows


def _marked(text: str) -> str:
    for sign in (MARK, CELL, ROW):
        text = text.replace(sign, f"{MARK}{sign}")
    return text


def _rows(text: str, *, cells: bool) -> list[list[str]]:
    rows, cell = [[""]], iter(text)
    for sign in cell:
        if sign == ROW:
            rows.append([""])
        elif sign == CELL and cells:
            rows[-1].append("")
        else:
            rows[-1][-1] += next(cell, MARK) if sign == MARK else sign
    return rows


def written_money(amount: int) -> str:
    """An amount as Project keeps costs: in hundredths."""
    return str(amount * HUNDREDTHS)


def read_money(text: str) -> int:
    """Whole units of the amount, rounded up so that no cost is lost. Raises ValueError."""
    return -int(-_decimal(text) // HUNDREDTHS)


def read_whole(text: str) -> int:
    """A number without a fraction. Raises ValueError."""
    number = _decimal(text)
    if number != int(number):
        raise ValueError("it must be a whole number")
    return int(number)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError("it must be a number") from None
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        raise ValueError("it must be a number of usual size")
    return number


LARGEST_EXPONENT = 18


def read_day(text: str) -> date:
    """The day of a moment as 2027-06-30T08:00:00. Raises ValueError."""
    return date.fromisoformat(text.strip()[:10])
