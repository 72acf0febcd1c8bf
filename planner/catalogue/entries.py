"""What a catalogue holds: entries with their dates and their evidence.

They are values of plain facts, so that a plan may carry entries of its own; reading those that come with the program
is ``planner.catalogue.reader``.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from planner.catalogue.names import is_called
from planner.funding.credits import ExpiryBasis, Payee, RealisedBy
from planner.value import (
    WHOLE,
    BasisPoints,
    CalendarDays,
    Cents,
    Count,
    CurrencyCode,
    Identifier,
    Money,
    Name,
    Seats,
    Value,
    Workdays,
    known_fields,
)

EvidenceTag = Literal["official", "mirror", "third party", "unverified", "default", "own"]
FastTrackMotion = Literal["assess", "remediate", "enable", "migrate", "adopt"]
HelpKind = Literal["credit", "delivery"]


class Evidence(Value, frozen=True, kw_only=True):
    """Who says so, and when.

    tag: ``official`` is a page of Microsoft's own, those for partners included; ``mirror`` a dated copy of one;
    ``third party`` what vendors and practices report; ``unverified`` notes of individuals; ``default`` an assumption of
    this program, for which no public figure was found; ``own`` was entered in a plan by its user.
    as_of: the day for which the source is known to say so.
    figures: the default figures that it is about; empty for the entry itself.
    """

    tag: EvidenceTag
    source: Name
    as_of: date
    figures: tuple[str, ...] = ()


class FastTrackWorkload(Value, frozen=True, kw_only=True):
    """Remote guidance that comes with the seats, for one workload.

    workloads: the names under which plans and reports speak of it. motions: in FastTrack's own words.
    effective_from, effective_until: first and last day on which the entry holds; None where it is not known.
    """

    key: Identifier
    name: Name
    workloads: tuple[str, ...]
    motions: tuple[FastTrackMotion, ...]
    threshold_seats: Seats
    effective_from: date | None = None
    effective_until: date | None = None
    in_scope: str = ""
    out_of_scope: str = ""
    evidence: Evidence


class ProgrammeDefaults(Value, frozen=True, kw_only=True):
    """Figures that a new credit of a programme starts from; each field as in ``Credit`` unless told here.

    What is not given is not known, and the credit's own default stands.
    face_cap: the largest published face, in the programme's currency; no credit's face is ever made of it.
    window_days: calendar days from the opening of the window to its last day. window_ends_with_fiscal_year: it never
    outlives the 30 June that follows its opening.
    proof_days_after_expiry: calendar days from the last day of the window to the proof deadline.
    proof_by_fiscal_year_end: the proof deadline never lies behind the 30 June that follows the opening.
    milestones_above: the face above which the minimum of milestones holds.
    confidence_next_year: the confidence of a window that opens in a later fiscal year than the plan starts in.
    """

    face_cap: Money | None = None
    window_days: CalendarDays | None = None
    window_ends_with_fiscal_year: bool = False
    expiry_basis: ExpiryBasis | None = None
    approval_lead: Workdays | None = None
    share: BasisPoints | None = None
    proof_preparation: Workdays | None = None
    proof_days_after_expiry: CalendarDays | None = None
    proof_by_fiscal_year_end: bool = False
    claim_days: CalendarDays | None = None
    tranches: tuple[BasisPoints, ...] = ()
    minimum_seats: Seats | None = None
    minimum_milestones: Count | None = None
    milestones_above: Money | None = None
    exclusion_groups: tuple[str, ...] = ()
    phase_exclusion_groups: tuple[str, ...] = ()
    confidence: BasisPoints | None = None
    confidence_next_year: BasisPoints | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The figures that are known."""
        unknown = ProgrammeDefaults()
        return tuple(name for name in known_fields(type(self)) if getattr(self, name) is not getattr(unknown, name))


class Programme(Value, frozen=True, kw_only=True):
    """A funding programme, or work that Microsoft does for nothing.

    kind: a ``credit`` is money for a partner's work or on an invoice; ``delivery`` is work done by Microsoft.
    also_called: other names that plans and letters use.
    workloads, motions: what it may pay for, motions in the plan's words; empty means any.
    how_to_ask: what a customer does to get it. currency: of the sums of money among its defaults.
    evidence: one for the programme itself, and one for each of its defaults.
    """

    key: Identifier
    name: Name
    also_called: tuple[str, ...] = ()
    kind: HelpKind = "credit"
    payee: Payee = "partner"
    realised_by: RealisedBy = "price"
    currency: CurrencyCode = "USD"
    workloads: tuple[str, ...] = ()
    motions: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    eligibility: str = ""
    conditions: str = ""
    how_to_ask: str = ""
    defaults: ProgrammeDefaults = ProgrammeDefaults()
    evidence: tuple[Evidence, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called."""
        return (self.key, self.name, *self.also_called)

    def evidence_of(self, figure: str = "") -> Evidence:
        """Who says so of a default figure, or of the programme itself. Raises KeyError where nobody does."""
        for each in self.evidence:
            if figure in each.figures or (not figure and not each.figures):
                return each
        raise KeyError(figure)


class ListPrice(Value, frozen=True, kw_only=True):
    """What a product costs before any discount, for a seat and a month, in hundredths of the currency's unit.

    key: the part number. also_called: names under which reports and price sheets speak of it.
    workloads: what runs on its seats. idle_days: days without use after which a seat is worth a look.
    """

    key: Identifier
    name: Name
    also_called: tuple[str, ...] = ()
    workloads: tuple[str, ...] = ()
    price: Cents
    currency: CurrencyCode = "USD"
    idle_days: Literal[30, 60, 90] = 90
    effective_from: date | None = None
    effective_until: date | None = None
    evidence: Evidence

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called."""
        return (self.key, self.name, *self.also_called)


class Catalogue(Value, frozen=True, kw_only=True):
    """Entries of the three kinds. Several with one key are the same thing at different times."""

    fasttrack: tuple[FastTrackWorkload, ...] = ()
    programmes: tuple[Programme, ...] = ()
    prices: tuple[ListPrice, ...] = ()

    def price_of(self, name: str) -> ListPrice | None:
        """The list price of a product by any of its names; None if there is none."""
        return next((price for price in self.prices if is_called(name, price.names)), None)


CatalogueEntry = FastTrackWorkload | Programme | ListPrice
Entry = TypeVar("Entry", FastTrackWorkload, Programme, ListPrice)


def with_own_entries(shipped: Catalogue, own: Catalogue) -> Catalogue:
    """The catalogue with a plan's own entries, each in place of every shipped one of its key."""
    return Catalogue(
        fasttrack=_replaced(shipped.fasttrack, own.fasttrack),
        programmes=_replaced(shipped.programmes, own.programmes),
        prices=_replaced(shipped.prices, own.prices),
    )


def in_force(catalogue: Catalogue, day: date) -> Catalogue:
    """The entries that hold on a day: of several with one key, the one that began last."""
    return Catalogue(
        fasttrack=_latest(catalogue.fasttrack, day),
        programmes=_latest(catalogue.programmes, day),
        prices=_latest(catalogue.prices, day),
    )


def _replaced(shipped: tuple[Entry, ...], own: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Own entries where those that they replace stood, and the others behind."""
    waiting: dict[str, list[Entry]] = {}
    for entry in own:
        waiting.setdefault(entry.key, []).append(entry)
    replacing = frozenset(waiting)
    merged: list[Entry] = []
    for entry in shipped:
        merged += waiting.pop(entry.key, []) if entry.key in replacing else [entry]
    for entries in waiting.values():
        merged += entries
    return tuple(merged)


def _latest(entries: tuple[Entry, ...], day: date) -> tuple[Entry, ...]:
    holding = [entry for entry in entries if _begins(entry) <= day <= (entry.effective_until or date.max)]
    latest: dict[str, Entry] = {}
    for entry in sorted(holding, key=_begins):
        latest[entry.key] = entry
    return tuple(latest[key] for key in dict.fromkeys(entry.key for entry in holding))


def _begins(entry: Entry) -> date:
    return entry.effective_from or date.min


# What makes an entry none


class EntryFault(NamedTuple):
    """Where in the catalogue, what is wrong, and what to do."""

    path: str
    sentence: str
    remedy: str


def entry_faults(catalogue: Catalogue) -> Iterator[EntryFault]:
    """Everything that must hold of entries and that their fields cannot say."""
    yield from _faults("fasttrack", catalogue.fasttrack)
    yield from _faults("programmes", catalogue.programmes)
    yield from _faults("prices", catalogue.prices)
    for number, programme in enumerate(catalogue.programmes):
        for fault in _programme_faults(programme):
            yield fault._replace(path=f"programmes[{number}]{fault.path}")


def _faults(path: str, entries: tuple[Entry, ...]) -> Iterator[EntryFault]:
    begun: Counter[tuple[str, date | None]] = Counter()
    for number, entry in enumerate(entries):
        begun[entry.key, entry.effective_from] += 1
        if begun[entry.key, entry.effective_from] > 1:
            sentence = f"Entry '{entry.key}' occurs more than once with the same first day."
            yield EntryFault(f"{path}[{number}]", sentence, "Give each its own first day, or keep one.")
        if entry.effective_until is not None and entry.effective_until < _begins(entry):
            sentence = f"Entry '{entry.key}' ends ({entry.effective_until}) before it begins ({entry.effective_from})."
            yield EntryFault(f"{path}[{number}].effective_until", sentence, "Maybe swap the two.")


def _programme_faults(programme: Programme) -> Iterator[EntryFault]:
    owner, given = f"Programme '{programme.key}'", programme.defaults.given
    said = Counter(figure for evidence in programme.evidence for figure in evidence.figures or ("",))
    for figure in ("", *given):
        if said[figure] != 1:
            what = f"of its {figure.replace('_', ' ')}" if figure else "of the programme itself"
            sentence = f"{owner} has {said[figure]} pieces of evidence {what}."
            yield EntryFault(".evidence", sentence, "Give exactly one: tag, source and day.")
    for figure in sorted(set(said) - {"", *given}):
        sentence = f"{owner} has evidence of '{figure}', which is none of its defaults."
        yield EntryFault(".evidence", sentence, "Give the figure, or take it out of the evidence.")
    if programme.defaults.tranches and sum(programme.defaults.tranches) != WHOLE:
        sentence = f"{owner}: its tranches do not sum to {WHOLE}."
        yield EntryFault(".defaults.tranches", sentence, "They are parts in hundredths of a percent.")
