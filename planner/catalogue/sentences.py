"""What the program says of a figure of the catalogue: the figure, who says so, and how far that may be trusted.

Only an official figure is ever told as Microsoft's; a default is told as the assumption that it is, and a figure of the
plan's own as entered in the plan.
"""

from collections.abc import Callable, Mapping
from typing import Any

from planner.catalogue.entries import Evidence, EvidenceTag, FastTrackWorkload, ListPrice, Programme

HUNDRED = 100

STANDING: Mapping[EvidenceTag, str] = {
    "official": "Microsoft's own page said so ({source}, as of {as_of}); see whether it still does.",
    "mirror": "A copy of Microsoft's page said so ({source}, as of {as_of}); see what the page says today.",
    "third party": "Third parties report it ({source}, as of {as_of}); Microsoft has not confirmed it.",
    "unverified": "Unverified notes say so ({source}, as of {as_of}): plausible, but no policy to rely on or to quote.",
    "default": "An assumption of this program ({source}, as of {as_of}): no public figure was found; a letter leads.",
    "own": "Entered in this plan ({source}, as of {as_of}); no policy of Microsoft's.",
}


def _days(days: int) -> str:
    return f"{days:,} calendar days"


def _workdays(days: int) -> str:
    return f"{days:,} working days"


def _percent(basis_points: int) -> str:
    return f"{basis_points / HUNDRED:g}%"


def _yes(_: bool) -> str:  # noqa: FBT001 - the writer of a flag
    return "30 June at the latest"


FIGURES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "face_cap": ("Largest amount", lambda money: f"{money:,}"),
    "window_days": ("Window", _days),
    "window_ends_with_fiscal_year": ("Window ends", _yes),
    "expiry_basis": ("By the expiry", lambda basis: str(basis).replace("_", " ")),
    "approval_lead": ("Approval takes", _workdays),
    "share": ("Share of the eligible cost", _percent),
    "proof_preparation": ("Proof takes", _workdays),
    "proof_days_after_expiry": ("Proof is taken after the expiry for", _days),
    "proof_by_fiscal_year_end": ("Proof is taken until", _yes),
    "claim_days": ("Proof is taken after a phase for", _days),
    "tranches": ("Paid in parts of", lambda parts: " + ".join(map(_percent, parts))),
    "minimum_seats": ("Least seats", lambda seats: f"{seats:,}"),
    "minimum_milestones": ("Least phases", lambda count: f"{count}"),
    "milestones_above": ("That minimum holds above", lambda money: f"{money:,}"),
    "exclusion_groups": ("Excludes other credits of the plan in the group", ", ".join),
    "phase_exclusion_groups": ("Excludes other credits of a phase in the group", ", ".join),
    "confidence": ("Confidence", _percent),
    "confidence_next_year": ("Confidence in the next fiscal year", _percent),
}
"""What each default is called, and how it is written."""


def standing(evidence: Evidence) -> str:
    """Who says so, and how far that may be trusted, in a sentence."""
    return STANDING[evidence.tag].format(source=evidence.source, as_of=evidence.as_of)


def written_figure(programme: Programme, figure: str) -> str:
    """A default of a programme by itself."""
    label, write = FIGURES[figure]
    return f"{label}: {write(getattr(programme.defaults, figure))}."


def figure_sentence(programme: Programme, figure: str) -> str:
    """A default of a programme with its standing. Raises KeyError where the programme does not give the figure."""
    return f"{written_figure(programme, figure)} {standing(programme.evidence_of(figure))}"


def default_sentences(programme: Programme) -> tuple[str, ...]:
    """Every default of a programme with its standing."""
    return tuple(figure_sentence(programme, figure) for figure in programme.defaults.given)


def guidance_sentence(entry: FastTrackWorkload) -> str:
    """What guidance comes with the seats, without its standing."""
    return f"Remote guidance that costs nothing, from {entry.threshold_seats:,} seats: {', '.join(entry.motions)}."


def price_sentence(price: ListPrice) -> str:
    """A list price, to the hundredth, without its standing."""
    units, hundredths = divmod(price.price, HUNDRED)
    return f"{units:,}.{hundredths:02d} {price.currency} for a seat and a month, before any discount."
