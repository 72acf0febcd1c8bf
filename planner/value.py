"""The base of every value in a plan, and the units that its fields are counted in.

A value is frozen: nobody can change a plan behind another's back, so windows, solvers and exporters share one
without copying or locking. Values compare by content; the window compares them by identity, which is faster.
"""

from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from typing import Annotated

from msgspec import Meta, Struct, field

LARGEST_AMOUNT = 100_000_000_000
"""The largest single sum of money in a plan, also after a letter's sum is turned into the plan's currency."""

LARGEST_TOTAL = 10_000_000_000_000
"""The most that a whole rollout may cost: its products with shares and weights still fit the solver's 64 bits."""

WHOLE = 10_000
"""One hundred percent, in basis points."""

Money = Annotated[int, Meta(ge=0, le=LARGEST_AMOUNT, description="Whole units of the currency.")]
Cents = Annotated[int, Meta(ge=0, le=LARGEST_AMOUNT, description="Hundredths of the currency's unit.")]
BasisPoints = Annotated[int, Meta(ge=0, le=WHOLE, description="Hundredths of a percent; 10000 is the whole.")]
Percent = Annotated[int, Meta(ge=0, le=100, description="Whole percent.")]
Workdays = Annotated[int, Meta(ge=0, le=2_000, description="Working days.")]
Duration = Annotated[int, Meta(ge=1, le=2_000, description="Working days, at least one.")]
Lag = Annotated[
    int, Meta(ge=-2_000, le=2_000, description="Working days of the successor's calendar; negative overlaps.")
]
CalendarDays = Annotated[int, Meta(ge=0, le=3_660, description="Calendar days.")]
Seats = Annotated[int, Meta(ge=0, le=100_000_000, description="Seats, users or devices.")]
Count = Annotated[int, Meta(ge=0, le=100_000)]
Identifier = Annotated[str, Meta(min_length=1, max_length=64, description="Unique among its kind; shown to people.")]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
CurrencyCode = Annotated[str, Meta(min_length=3, max_length=3, pattern="^[A-Z]{3}$", description="ISO 4217 code.")]


UNWRITABLE = "\N{DELETE}"
"""How fields begin that no file has under a name of theirs: no text in a file may hold that character."""

UnknownFields = tuple[tuple[str, str], ...]
"""Names and values, these as JSON, of the fields of an object in a file that nobody here knows."""


class Value(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A frozen value that knows how to be written to a plan file and read back.

    unknown: what its object in the file held that is not understood: it stays with the value through every edit, is
    written back, and leaves the house nowhere (``planner.unknown``).
    """

    unknown: UnknownFields = field(default=(), name=UNWRITABLE)


def known_fields(kind: type[Value]) -> tuple[str, ...]:
    """The fields that say something, in order."""
    return _known_fields(kind)


@cache
def _known_fields(kind: type[Value]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_encode_fields__ if not name.startswith(UNWRITABLE))


class DateRange(Value, frozen=True):
    """The days from start to end, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def holds(self, start: date, finish: date) -> bool:
        """Whether every day from start to finish lies inside."""
        return self.start <= start and finish <= self.end

    def overlaps(self, start: date, finish: date) -> bool:
        """Whether at least one day from start to finish lies inside."""
        return start <= self.end and self.start <= finish


def split(amount: int, shares: tuple[int, ...]) -> tuple[int, ...]:
    """Parts of an amount by shares in basis points that sum to the whole: each the rise of the rounded-down sum."""
    sums = [amount * share // WHOLE for share in accumulate(shares, initial=0)]
    return tuple(after - before for before, after in pairwise(sums))
