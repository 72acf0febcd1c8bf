"""A plan's own entries of the catalogue: what an edit makes of an entry, and who is said to say so from then on.

Whatever a user enters is told as entered in the plan. It never keeps the source of the figure that it replaces, as
nobody but the user vouches for it.
"""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from planner.catalogue.entries import Catalogue, CatalogueEntry, Evidence, FastTrackWorkload, ListPrice, Programme

Entry = TypeVar("Entry", FastTrackWorkload, Programme, ListPrice)
NO_SOURCE = "no source given"
ITSELF = ""
"""What evidence of no figure is about: the programme."""

IDENTITY = ("key", "name", "kind", "currency")
"""Fields of a programme without which none of its figures is what it was."""


def shelf(entry: CatalogueEntry) -> str:
    """The field of a catalogue that holds entries of this kind."""
    return {FastTrackWorkload: "fasttrack", Programme: "programmes", ListPrice: "prices"}[type(entry)]


def own_entry(own: Catalogue, entry: Entry) -> Entry | None:
    """The entry of the same key and first day among a plan's own."""
    wanted = entry.key, entry.effective_from
    return next((each for each in getattr(own, shelf(entry)) if (each.key, each.effective_from) == wanted), None)


def with_entry(own: Catalogue, entry: Entry, instead_of: Entry | None = None) -> Catalogue:
    """A plan's own entries with another, in place of one of them or behind the others."""
    entries: tuple[Entry, ...] = getattr(own, shelf(entry))
    if instead_of is None:
        return replace(own, **{shelf(entry): (*entries, entry)})
    return replace(own, **{shelf(entry): tuple(entry if each == instead_of else each for each in entries)})


def without_entries(own: Catalogue, entry: CatalogueEntry) -> Catalogue:
    """A plan's own entries without those of a kind and key, whatever their days, so that the program's hold again."""
    entries: tuple[CatalogueEntry, ...] = getattr(own, shelf(entry))
    return replace(own, **{shelf(entry): tuple(each for each in entries if each.key != entry.key)})


def own_evidence(as_of: date, source: str = NO_SOURCE) -> Evidence:
    """That it was entered in the plan, as of a day."""
    return Evidence(tag="own", source=source, as_of=as_of)


def told_as_own(before: Entry, after: Entry, as_of: date) -> Entry:
    """The entry after a change, with what differs told as entered in the plan; what was so already keeps its source."""
    if isinstance(before, Programme) and isinstance(after, Programme):
        return replace(after, evidence=tuple(_programme_evidence(before, after, own_evidence(as_of))))
    if isinstance(before, Programme) or before.evidence.tag == "own":
        return after
    return replace(after, evidence=own_evidence(as_of))


def cited(entry: Entry, source: str, as_of: date) -> Entry | None:
    """The entry with another source of what was entered in the plan; None where nothing of it was."""
    if all(each.tag != "own" for each in pieces(entry)):
        return None
    if isinstance(entry, Programme):
        evidence = (replace(each, source=source, as_of=as_of) if each.tag == "own" else each for each in entry.evidence)
        return replace(entry, evidence=tuple(evidence))
    return replace(entry, evidence=own_evidence(as_of, source))


def pieces(entry: CatalogueEntry) -> tuple[Evidence, ...]:
    """All the evidence of an entry."""
    return entry.evidence if isinstance(entry, Programme) else (entry.evidence,)


def _programme_evidence(before: Programme, after: Programme, own: Evidence) -> Iterator[Evidence]:
    """One piece for the programme itself, and one for all the figures of which the same is said."""
    said = {figure: replace(each, figures=()) for each in before.evidence for figure in each.figures or (ITSELF,)}
    told = {}
    for figure in (ITSELF, *after.defaults.given):
        earlier = said.get(figure, own)
        told[figure] = own if _is_changed(before, after, figure) and earlier.tag != "own" else earlier
    yield told.pop(ITSELF)
    for each in dict.fromkeys(told.values()):
        yield replace(each, figures=tuple(figure for figure, evidence in told.items() if evidence == each))


def _is_changed(before: Programme, after: Programme, figure: str) -> bool:
    if any(getattr(after, field) != getattr(before, field) for field in IDENTITY):
        return True
    if figure == ITSELF:
        return replace(after, defaults=before.defaults, evidence=before.evidence) != before
    return bool(getattr(after.defaults, figure) != getattr(before.defaults, figure))
