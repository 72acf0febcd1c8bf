"""What another number of seats does, in sentences; the same in the window and in a terminal."""

from collections.abc import Iterator

from planner.seats import SeatsPreview, Threshold


def preview_sentences(found: SeatsPreview) -> list[str]:
    """Money first, then thresholds, days, claims that fall, and findings that come and go."""
    return [*_money(found), *map(_threshold, found.thresholds), *_days(found), *_fallen(found), *_findings(found)]


def signed(number: int) -> str:
    """A difference with its sign; nothing has none."""
    return f"{number:+,}" if number else "0"


def _money(found: SeatsPreview) -> Iterator[str]:
    cost, funding = found.variance.cost, found.variance.funding
    yield f"Costs change by {signed(cost)}, claims by {signed(funding)}, net cost by {signed(cost - funding)}."


def _threshold(each: Threshold) -> str:
    crossed = ""
    if each.is_crossed:
        crossed = " It is reached now." if each.after >= each.needed else " It is no longer reached."
    return f"{each.name} needs {each.needed:,} seats: {each.before:,} → {each.after:,}.{crossed}"


def _days(found: SeatsPreview) -> Iterator[str]:
    for phase in found.variance.phases:
        if phase.finish or phase.cost:
            yield f"{phase.phase} ends {_later(phase.finish or 0)} and costs {_more(phase.cost)}."


def _later(days: int) -> str:
    if not days:
        return "when it did"
    return f"{abs(days)} working day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"


def _more(cost: int) -> str:
    if not cost:
        return "what it did"
    return f"{abs(cost):,} {'more' if cost > 0 else 'less'}"


def _fallen(found: SeatsPreview) -> Iterator[str]:
    for each in found.fallen:
        yield f"{each.credit} on {each.phase}: {each.lost:,} of {each.agreed:,} falls. {each.why}"


def _findings(found: SeatsPreview) -> Iterator[str]:
    yield from (f"New: {each.sentence}" for each in found.appeared)
    yield from (f"Gone: {each.sentence}" for each in found.gone)
