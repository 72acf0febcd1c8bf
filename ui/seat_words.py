"""What another number of seats does, in sentences; the same in the window and in a terminal."""

from collections.abc import Iterator

from planner.seats import SeatsPreview, Threshold


def preview_sentences(found: SeatsPreview) -> list[str]:
    """Money first, then thresholds, days, claims that fall, and findings that come and go."""
    return [*_money(found), *map(_threshold, found.thresholds), *_days(found), *_fallen(found), *_findings(found)]


def _money(found: SeatsPreview) -> Iterator[str]:
    cost, funding = found.variance.cost, found.variance.funding
    yield f"Costs change by {cost:+,}, claims by {funding:+,}, net cost by {cost - funding:+,}."


def _threshold(each: Threshold) -> str:
    crossed = ""
    if each.is_crossed:
        crossed = " It is reached now." if each.after >= each.needed else " It is no longer reached."
    return f"{each.name} needs {each.needed:,} seats: {each.before:,} → {each.after:,}.{crossed}"


def _days(found: SeatsPreview) -> Iterator[str]:
    for phase in found.variance.phases:
        if phase.finish or phase.cost:
            yield f"{phase.phase} ends {phase.finish or 0:+} working days later and costs {phase.cost:+,}."


def _fallen(found: SeatsPreview) -> Iterator[str]:
    for each in found.fallen:
        yield f"{each.credit} on {each.phase}: {each.lost:,} of {each.agreed:,} falls. {each.why}"


def _findings(found: SeatsPreview) -> Iterator[str]:
    yield from (f"New: {each.sentence}" for each in found.appeared)
    yield from (f"Gone: {each.sentence}" for each in found.gone)
