"""What a field is: its title, how its value is written and read, and the edit that changes it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from PySide6.QtCore import QDate, QLocale

from planner.currencies import CODE, CURRENCY_SIGN, foreign_currency
from planner.plan import Plan, State
from ui.wording import day, locale, money, money_of_cents

Part = TypeVar("Part")
Kind = Literal[
    "text",  # one line
    "paragraph",  # any number of lines
    "lines",  # a tuple of texts, one on each line
    "whole",  # a whole number
    "money",  # whole units of the currency
    "cents",  # hundredths of the currency's unit, shown as units with two decimals
    "decimal",  # any number
    "basis_points",  # hundredths of a percent, shown as percent
    "percent",  # whole percent
    "day",
    "choice",  # one of the choices
    "suggestion",  # one of the choices, or another text
    "choices",  # some of the choices, a tuple
    "flag",  # yes or no
]
NUMBERS: frozenset[Kind] = frozenset({"whole", "money", "cents", "decimal", "basis_points", "percent"})

HUNDRED = 100
TOLERANCE = 1e-3
"""Of a cent: what a binary fraction may be off, far below what a third decimal makes."""


DAYS_WRITTEN = ("yyyy-MM-dd", "d MMM yyyy", "d MMMM yyyy", "d. MMM yyyy", "d. MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy")
THIS_CENTURY = 2000


class UnreadableError(ValueError):
    """A text that is no value of its field; it says what would be."""


class Field(NamedTuple, Generic[Part]):
    """One fact about a part of a plan.

    get: the value of a part. change: the edit, which raises PlanError; it gives a State where the schedule has to
    follow in its own way, and a Plan otherwise; None is read-only.
    choices: what may be chosen in this plan. labels: how values are written where that is not as they are.
    in_steps: what it is called in the words of a step, where that is not its title.
    names: the labels that follow from a plan, as those of its partners; ``in_plan`` has them beside the others.
    is_optional: whether the value may be None. blank: what stands where there is no value.
    hint: what the field means, where its title does not say.
    write, read: how the value becomes a text and comes back, where the kind does not say; read raises UnreadableError.
    is_identifier: whether other parts call the part by it.
    unit: what its numbers count, as "working days", where the title does not say; ``{currency}`` stands for the plan's
    currency, which is also the unit of money that names none. Blank is none, as where a field of its own says so.
    """

    title: str
    kind: Kind
    get: Callable[[Part], Any]
    change: Callable[[State, Part, Any], Plan | State] | None = None
    choices: Callable[[Plan], Sequence[str]] = lambda _plan: ()
    labels: dict[str, str] = {}  # noqa: RUF012 - never changed
    is_optional: bool = False
    blank: str = ""
    hint: str = ""
    write: Callable[[Any], str] | None = None
    read: Callable[[str], Any] | None = None
    is_identifier: bool = False
    unit: str | None = None
    names: Callable[[Plan], Mapping[str, str]] | None = None
    in_steps: str = ""


def in_plan(field: Field[Part], plan: Plan) -> Field[Part]:
    """The field with what its values are called in a plan."""
    return field if field.names is None else field._replace(labels={**field.labels, **field.names(plan)})


def unit_in(field: Field[Any], plan: Plan) -> str:
    """What the numbers of a field count in a plan; blank where its title says so, or it holds no number."""
    own = "{currency}" if field.kind in {"money", "cents"} else ""
    return (own if field.unit is None else field.unit).replace("{currency}", plan.currency)


def heading_in(field: Field[Any], plan: Plan) -> str:
    """The title of a field over a column, with its unit; days are working or calendar ones by its hint."""
    unit = unit_in(field, plan)
    return f"{field.title} ({unit.removeprefix('working ').removeprefix('calendar ')})" if unit else field.title


def shown(field: Field[Any], value: Any) -> str:  # noqa: ANN401 - the value of any field
    """The value as people read it."""
    if value is None or value in ((), ""):
        return field.blank
    if field.kind in CALLED and field.write is None:
        return label(field, value)
    if field.kind == "choices" and field.write is None:
        return written_names(label(field, each) for each in value)
    return (field.write or WRITERS.get(field.kind, str))(value)


def chosen(field: Field[Any], text: str, choices: Iterable[str]) -> str:
    """Which of the choices a text stands for, by its name or as the plan calls it; the text itself where it is none."""
    said, known = text.strip().casefold(), [*choices]
    by_key = (each for each in known if each.casefold() == said)
    by_name = (each for each in known if label(field, each).strip().casefold() == said)
    return next(by_key, next(by_name, text.strip()))


def label(field: Field[Any], choice: str) -> str:
    """A choice as people read it."""
    return field.labels.get(choice, choice)


def parsed(field: Field[Any], text: str, currency: str = "") -> Any:  # noqa: ANN401 - the value of any field
    """The value that a text stands for. Raises UnreadableError.

    currency: the code of the plan's; an amount that names another one is refused, never taken 1:1. Blank asks nothing.
    """
    text = "" if text.strip() == field.blank else text.strip()
    if field.is_optional and not text:
        return None
    other = foreign_currency(text, currency) if currency and field.kind == "money" and field.read is None else None
    if other is not None:
        raise UnreadableError(f"'{text}' is in {other}, and this plan counts in {currency}: convert it first.")
    if field.labels and field.read is None and field.kind in CALLED:
        return chosen(field, text, field.labels)
    if field.labels and field.read is None and field.kind == "choices":
        return _read_labels(field, text)
    return (field.read or READERS.get(field.kind, str))(text)


def _read_labels(field: Field[Any], text: str) -> tuple[str, ...]:
    """Names in one line, some of which may hold a comma themselves."""
    for key, name in field.labels.items():
        if "," in name:
            whole = rf"(^|,)\s*{re.escape(name)}\s*(?=,|$)"
            text = re.sub(whole, rf"\1{re.escape(key)}", text, flags=re.IGNORECASE)
    return tuple(chosen(field, each, field.labels) for each in read_names(text))


def written_names(names: Iterable[str]) -> str:
    """Names in one line."""
    return ", ".join(names)


def read_names(text: str) -> tuple[str, ...]:
    """Names that stand in one line."""
    return tuple(name for each in text.split(",") if (name := each.strip()))


def written_percent(basis_points: int) -> str:
    """Hundredths of a percent as percent."""
    return f"{written_decimal(basis_points / HUNDRED)} %"


def read_percent(text: str) -> int:
    """Percent as hundredths of a percent."""
    return round(decimal(text.removesuffix("%")) * HUNDRED)


def read_cents(text: str) -> int:
    """Units of the currency as hundredths; a price that they cannot hold is refused rather than rounded."""
    units = decimal(text)
    cents = round(units * HUNDRED)
    if abs(units * HUNDRED - cents) > TOLERANCE:
        raise UnreadableError(f"'{text}' has more than two decimals.")
    return cents


def written_decimal(number: float) -> str:
    """A number with as many digits as it needs."""
    return locale().toString(float(number), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value)


def whole(text: str) -> int:
    """A whole number, its thousands apart or not."""
    plain = "".join(text.split())
    number, is_read = locale().toLongLong(plain)
    if not is_read:
        raise UnreadableError(f"'{text}' is no whole number.")
    return int(number)


def read_money(text: str) -> int:
    """Whole units of the currency, as people and spreadsheets write them: $22,500, 22,500.00 or 22,500 USD."""
    plain = "".join(re.sub(r"^[A-Z]{3}\s|\s[A-Z]{3}$", "", text.strip()).split())
    bare = "".join(sign for sign in plain if unicodedata.category(sign) != CURRENCY_SIGN)
    number, is_whole = locale().toLongLong(bare)
    if is_whole:
        return int(number)
    units, is_read = locale().toDouble(bare)
    if not is_read or not isfinite(units):
        raise UnreadableError(f"'{text}' is no whole number.")
    if not units.is_integer():
        raise UnreadableError(f"'{text}' is not whole: amounts are counted in whole units of the currency.")
    return int(units)


def read_sum(text: str, own: str) -> tuple[int, str | None]:
    """Whole units and their currency, as 22,500 EUR; None is the plan's own, and no currency is taken for another."""
    found = CODE.search(text)
    return read_money(text), None if found is None or found[0] == own else found[0]


def read_amount(text: str) -> int:
    """Whole units of a currency that stands in a field of its own."""
    amount, currency = read_sum(text, "")
    if currency is not None:
        raise UnreadableError(f"The currency of '{text}' is entered beside it, under In.")
    return amount


def decimal(text: str) -> float:
    """Any number, its thousands apart or not."""
    number, is_read = locale().toDouble("".join(text.split()))
    if not is_read or not isfinite(number):
        raise UnreadableError(f"'{text}' is no number.")
    return float(number)


def parsed_day(text: str) -> date:
    """A day as the window writes it, as the system does with or without the century, or as 2027-06-30."""
    short = re.sub("d+", "d", re.sub("M+", "M", locale().dateFormat(locale().FormatType.ShortFormat)))
    for written in (*DAYS_WRITTEN, re.sub("y+", "yyyy", short)):
        found = locale().toDate(text, written)
        if found.isValid():
            return to_date(found)
    found = locale().toDate(text, re.sub("y+", "yy", short))
    if found.isValid():  # Qt takes 27 for 1927
        return to_date(found if found.year() >= THIS_CENTURY else found.addYears(HUNDRED))
    raise UnreadableError(f"'{text}' is no day. Write it as {day(date(2027, 6, 30))} or 2027-06-30.")


def to_date(value: QDate) -> date:
    """Qt's day as Python's."""
    return date(value.year(), value.month(), value.day())


def to_qdate(value: date) -> QDate:
    """Python's day as Qt's."""
    return QDate(value.year, value.month, value.day)


CALLED: frozenset[Kind] = frozenset({"text", "suggestion", "choice"})
"""Kinds whose value may be called otherwise than it is written in the plan."""
WRITERS: Mapping[Kind, Callable[[Any], str]] = {
    "whole": money,
    "money": money,
    "cents": money_of_cents,
    "decimal": written_decimal,
    "basis_points": written_percent,
    "percent": lambda percent: f"{percent} %",
    "day": day,
    "choices": written_names,
    "lines": "\n".join,
}
READERS: Mapping[Kind, Callable[[str], Any]] = {
    "whole": whole,
    "money": read_money,
    "cents": read_cents,
    "decimal": decimal,
    "basis_points": read_percent,
    "percent": lambda text: whole(text.removesuffix("%")),
    "day": parsed_day,
    "choices": read_names,
    "lines": lambda text: tuple(name for line in text.splitlines() if (name := line.strip())),
}
"""How values of a kind become texts and come back; kinds that are not here are texts."""
