"""What a cell stands for: texts, numbers, sums, days and flags as people write them. Each raises CellError."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from planner.exchange.foreign_file import shown
from planner.exchange.spreadsheets.sheets import NO_VALUE, Value

DayOrder = Literal["", "day first", "month first"]
YES = frozenset({"yes", "y", "true", "x", "1", "✓", "ja", "oui", "si", "sí"})
NO = frozenset({"no", "n", "false", "0", "nein", "non"})
NOTHING = frozenset({"-", "–", "—", "none", "n/a"})
"""How people say that there is nothing, where a blank cell says that nothing is said."""

WHOLE_PERCENT, PERCENT_POINTS = 10_000, 100
NUMBER = re.compile(r"[-+]?\d[\d.,'’    ]*")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_NUMBER = 25
LAST_MONTH = 12


class CellError(ValueError):
    """A cell does not hold what its column asks for; its text tells a person what it should."""


def text_of(value: Value) -> str:
    """The text of a cell. A whole number has no fraction, a day is written 2027-06-30."""
    if isinstance(value, str):
        if value.startswith("#") and value.strip() in ERRORS:
            raise CellError(f"holds the error {shown(value)}" if value != NO_VALUE else WITHOUT_VALUE)
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return "" if value is None else str(value)


ERRORS = frozenset({NO_VALUE, "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"})
WITHOUT_VALUE = "holds a formula that was never calculated; open and save the workbook in Excel"


def names_of(value: Value) -> tuple[str, ...]:
    """Names between commas, semicolons or line breaks, each once."""
    parts = (part.strip() for part in re.split(r"[,;\n]", text_of(value)))
    return tuple(dict.fromkeys(part for part in parts if part))


def number_of(value: Value) -> Decimal:
    """A number, written with points, commas, apostrophes or spaces.

    A currency beside it is passed over; whoever reads sums looks at it first.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(Decimal(str(value)))
    written = re.sub(r"^[^\d+-]{0,4}|(?<=\d)[^\d]{0,4}$", "", text_of(value))
    if len(written) > LONGEST_NUMBER or not NUMBER.fullmatch(written):
        raise CellError(f"'{shown(text_of(value))}' is no number")
    marks = re.findall(r"[.,]", written)
    plain = re.sub(r"['’    ]", "", written)
    if marks and (len(set(marks)) > 1 or not re.search(r"[.,]\d{3}$", plain)):
        head, _, fraction = plain.rpartition(marks[-1])
        if marks.count(marks[-1]) > 1:
            raise CellError(f"'{shown(written)}' is no number")
        return Decimal(f"{re.sub(r'[.,]', '', head)}.{fraction or 0}")
    return Decimal(re.sub(r"[.,]", "", plain))


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite() or number.adjusted() > LONGEST_NUMBER:
        raise CellError("is no number of usual size")
    return number


def whole_of(value: Value) -> int:
    """A number without a fraction."""
    number = number_of(value)
    if number != int(number):
        raise CellError(f"'{shown(text_of(value))}' is no whole number")
    return int(number)


def money_of(value: Value) -> int:
    """A sum in whole units; ``12k`` and ``1.5m`` are read too. Cents are rounded half up."""
    written = text_of(value).casefold()
    scale = {"k": 1_000, "m": 1_000_000}.get(written[-1:], 1) if re.search(r"\d\s?[km]$", written) else 1
    number = number_of(written.rstrip("km").strip() if scale > 1 else value)
    return int((number * scale + Decimal("0.5")) // 1)


def basis_points_of(value: Value) -> int:
    """A share in hundredths of a percent: 50%, 50, or 0.5; from a number up to 1 it is a part of the whole."""
    number = number_of(value)
    is_percent = isinstance(value, str) and "%" in value
    share = number * (PERCENT_POINTS if is_percent or number > 1 else WHOLE_PERCENT)
    return int(share.to_integral_value())


def days_of(value: Value) -> int:
    """Working days: a number, maybe with d, or weeks with w."""
    found = re.fullmatch(r"(.*\d)\s*(w|wk|wks|weeks?|d|days?|wd)?\.?", text_of(value).casefold())
    if found is None:
        raise CellError(f"'{shown(text_of(value))}' is no number of days")
    days = number_of(found[1]) * (5 if (found[2] or "").startswith("w") and found[2] != "wd" else 1)
    if days != int(days):
        raise CellError(f"'{shown(text_of(value))}' is no whole number of days")
    return int(days)


def flag_of(value: Value) -> bool:
    """Yes or no."""
    said = text_of(value).casefold()
    if said not in YES | NO:
        raise CellError(f"'{shown(said)}' is neither yes nor no")
    return said in YES


def day_of(value: Value, order: DayOrder = "") -> date:
    """A day. 5/6/2027 is read only if ``order`` says what stands first; 31.12.2027 needs no telling."""
    if isinstance(value, date):
        return value
    written = text_of(value)
    for pattern, parts in PATTERNS:
        found = re.fullmatch(pattern, written, re.IGNORECASE)
        if found is not None:
            year, month, day = (found[name] for name in parts)
            return _day(written, year, month, day, order)
    raise CellError(f"'{shown(written)}' is no date; write it as 2027-06-30")


PATTERNS = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?", ("y", "m", "d")),
    (r"(?P<d>\d{1,2})[ -](?P<m>[a-z]{3})[a-z]*\.?[ ,-]+(?P<y>\d{4})", ("y", "m", "d")),
    (r"(?P<m>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})", ("y", "m", "d")),
    (r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})[./](?P<y>\d{4})", ("y", "b", "a")),
)


def _day(written: str, year: str, month: str, day: str, order: DayOrder) -> date:
    is_open = "/" in written
    if is_open and order == "" and int(month) <= LAST_MONTH and int(day) <= LAST_MONTH and month != day:
        raise CellError(f"'{shown(written)}' could be two days; write it as 2027-06-30, or tell the order of dates")
    if is_open and (order == "month first" or (order == "" and int(month) > LAST_MONTH)):
        month, day = day, month
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month.casefold()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        raise CellError(f"'{shown(written)}' is no date") from None
