"""What another number of seats does, in sentences; the same in the window and in a terminal."""

from collections.abc import Iterator

from planner.plan import Plan
from planner.seats import SeatsPreview, Threshold


def preview_sentences(found: SeatsPreview, plan: Plan) -> list[str]:
    """Money first, then thresholds, days, claims that fall, and findings that come and go.

    plan: tells the names of phases and credits, and the currency.
    """
    thresholds = (_threshold(each, plan) for each in found.thresholds)
    return [*_money(found, plan), *thresholds, *_days(found, plan), *_fallen(found, plan), *_findings(found)]


def signed(number: int) -> str:
    """A difference with its sign; nothing has none."""
    return f"{number:+,}".replace("-", "−") if number else "0"


def _money(found: SeatsPreview, plan: Plan) -> Iterator[str]:
    cost, funding = found.variance.cost, found.variance.funding
    costs, claims, net = (f"{signed(amount)} {plan.currency}" for amount in (cost, funding, cost - funding))
    yield f"Costs change by {costs}, claims by {claims}, net cost by {net}."


def _named(plan: Plan, name: str) -> str:
    """A phase, credit or right by its identifier and its name."""
    right = next((each for each in plan.entitlements if each.id == name), None)
    part = plan.phase.get(name) or plan.credit.get(name) or right
    return f"{name} {part.name}" if part is not None else name


def _threshold(each: Threshold, plan: Plan) -> str:
    crossed = ""
    if each.is_crossed:
        crossed = " It is reached now." if each.after >= each.needed else " It is no longer reached."
    return f"{_named(plan, each.name)} needs {each.needed:,} seats: {each.before:,} → {each.after:,}.{crossed}"


def _days(found: SeatsPreview, plan: Plan) -> Iterator[str]:
    for phase in found.variance.phases:
        if phase.finish or phase.cost:
            costs = _more(phase.cost, plan.currency)
            yield f"{_named(plan, phase.phase)} ends {_later(phase.finish or 0)} and costs {costs}."


def _later(days: int) -> str:
    if not days:
        return "when it did"
    return f"{abs(days)} working day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"


def _more(cost: int, currency: str) -> str:
    if not cost:
        return "what it did"
    return f"{abs(cost):,} {currency} {'more' if cost > 0 else 'less'}"


def _fallen(found: SeatsPreview, plan: Plan) -> Iterator[str]:
    for each in found.fallen:
        lost = f"{each.lost:,} of {each.agreed:,} {plan.currency}"
        yield f"{each.credit} no longer pays {lost} for {_named(plan, each.phase)}. {each.why}"


def _findings(found: SeatsPreview) -> Iterator[str]:
    yield from (f"New: {each.sentence}" for each in found.appeared)
    yield from (f"Gone: {each.sentence}" for each in found.gone)
