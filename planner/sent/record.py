"""The record of a document that left the house: day, version, reader, files, and the figures that stood in it."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from planner.value import DateRange, Money, Name, Value

Version = Annotated[int, Meta(ge=1, le=100_000, description="1 for what was sent first.")]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file, in hexadecimal digits.")]
Standing = Literal["holds", "open", "broken"]


class SaidCondition(Value, frozen=True, kw_only=True):
    """A condition of a requested credit. code: of the claim rule behind it. requires: in words."""

    code: str
    requires: str
    standing: Standing


class SaidCredit(Value, frozen=True, kw_only=True):
    """What was requested of a credit, in whole units, and on what terms."""

    credit: str
    name: str
    requested: Money
    window: DateRange
    proof_deadline: date | None = None
    conditions: tuple[SaidCondition, ...] = ()


class SaidMilestone(Value, frozen=True, kw_only=True):
    """A milestone of a phase, the sum that hangs on it, and the day on which it is due."""

    phase: str
    name: str
    amount: Money
    due: date


class SaidWork(Value, frozen=True, kw_only=True):
    """A phase with its days, and what it costs before any credit."""

    phase: str
    name: str
    start: date
    finish: date
    cost: Money


class Said(Value, frozen=True, kw_only=True):
    """The figures of a document that left the house, as far as somebody will hold the customer to them."""

    requested: Money
    credits: tuple[SaidCredit, ...] = ()
    milestones: tuple[SaidMilestone, ...] = ()
    work: tuple[SaidWork, ...] = ()


class SentFile(Value, frozen=True, kw_only=True):
    """A file that was sent. format: as ``pdf``. sha256: by which the file is known again, whatever its name is."""

    name: Name
    format: Name
    sha256: Digest


class SentDocument(Value, frozen=True, kw_only=True):
    """A version that was sent. to: who got it, in the user's words. said: what stood in it."""

    version: Version
    sent_on: date
    to: Name
    files: tuple[SentFile, ...]
    said: Said


def next_version(sent: Iterable[SentDocument]) -> int:
    """The version that a document has that is sent next."""
    return max((each.version for each in sent), default=0) + 1


def versions_of_file(sent: Iterable[SentDocument], sha256: str) -> tuple[SentDocument, ...]:
    """The records that hold a file of that content."""
    return tuple(each for each in sent if any(file.sha256 == sha256 for file in each.files))
