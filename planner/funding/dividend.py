"""The renewal dividend: seats that the renewal might do without, from what usage reports said.

All of it rests on sums over many people (``planner.funding.measurements``). What seats are worth is evidence in the
talk about rates: it is no funding, it is added to no ledger, and it never leaves the house. The rules are those of the
field guide, section 4.2; what usage reports cannot show stands in ``NOT_SHOWN``.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from planner.catalogue.entries import Catalogue, ListPrice
from planner.catalogue.names import is_called
from planner.catalogue.sentences import standing
from planner.funding.adoption import telling
from planner.funding.measurements import LastActivity, Measurement, UsageCount
from planner.funding.rate_ledger import CENTS, yearly_price
from planner.funding.rates import RateLine
from planner.plan import Plan, State

SECOND_EVIDENCE = (
    "Without use in the reports is a candidate, no proof: ask for a second source, such as sign-ins, before a seat is "
    "given back."
)
NO_TRACE = "Security, compliance and device services leave no trace in these reports; their use has to be shown apart."
NO_TRACE_WORKLOADS = ("defender", "purview", "intune", "entra")
NOT_SHOWN = (
    "Usage reports do not show: licences of disabled accounts, products that overlap, and suites of a higher tier than "
    "their use asks for. Each needs a source of its own."
)


class Candidate(NamedTuple):
    """Seats of a product that the renewal might do without.

    on: the refresh date of the export. unassigned: bought and given to nobody. never: assigned for more than 30 days
    and never used. idle: not used for idle_days. watch: not used for 30 days or more, but not as long.
    held_back: seats of phases that were still open on that day, which are no candidates.
    seats: what remains, at least; seats_in_use: of those assigned, what remains once the unassigned are taken first.
    yearly_cents: their list price for a year in hundredths of the currency; None where no price is known.
    price: where the price is from. cautions: what has to be known before anybody acts on it.
    """

    product: str
    on: date
    assigned: int
    unassigned: int
    never: int
    idle: int
    idle_days: int
    watch: int
    held_back: int
    seats: int
    seats_in_use: int
    yearly_cents: int | None
    price: str
    cautions: tuple[str, ...]


def candidates(state: State, catalogue: Catalogue) -> tuple[Candidate, ...]:
    """Every product that was measured person by person, by name: its latest export, its own use before that of others.

    The seats of open phases are counted as if nobody were in two phases, and are taken off the seats without use as if
    all of them were among those: so there are at least as many candidates.
    """
    chosen: dict[str, tuple[Measurement, UsageCount]] = {}
    for measurement, count in _product_counts(state.plan, catalogue):
        price = catalogue.price_of(count.subject)
        product = price.name if price is not None else count.subject
        known = chosen.get(product)
        if known is None or _evidence(measurement, count) > _evidence(*known):
            chosen[product] = (measurement, count)
    return tuple(_candidate(state, catalogue, product, *chosen[product]) for product in sorted(chosen))


def keep_until(plan: Plan) -> date:
    """How long figures of use are needed unless somebody says otherwise: until the renewal they are read for."""
    agreement = plan.agreement
    return agreement.renewal_on or agreement.ends_on or plan.horizon


def yearly_cents(found: tuple[Candidate, ...]) -> int:
    """What all candidates cost in a year at list, as far as prices are known. Evidence on rates, and no funding."""
    return sum(each.yearly_cents or 0 for each in found)


def _product_counts(plan: Plan, catalogue: Catalogue) -> Iterator[tuple[Measurement, UsageCount]]:
    """Counts of products, and of workloads that are products by themselves, as Copilot is."""
    for measurement in plan.measurements:
        for count in measurement.counts:
            is_product = count.kind == "product" or catalogue.price_of(count.subject) is not None
            if is_product and not count.group and count.bands is not None:
                yield measurement, count


def _evidence(measurement: Measurement, count: UsageCount) -> tuple[bool, date, int]:
    """What leads: use of the product itself, then the later day, then the more telling report."""
    return count.kind == "workload", measurement.refreshed_on, -telling(measurement.report)


def _candidate(
    state: State, catalogue: Catalogue, product: str, measurement: Measurement, count: UsageCount
) -> Candidate:
    plan, price = state.plan, catalogue.price_of(count.subject)
    line = _rate_line(plan, price, count.subject)
    bands, idle_days = count.bands or LastActivity(), price.idle_days if price is not None else 90
    idle, watch = _idle(bands, idle_days)
    # Rows that could not be read may be seats that are assigned.
    unassigned = max(0, line.seats - count.assigned - measurement.unread_rows) if line is not None else 0
    waiting = open_seats(state, catalogue, price, measurement.refreshed_on)
    held_back = min(waiting, count.assigned + unassigned)
    in_use = max(0, bands.never + idle - max(0, held_back - unassigned))
    seats = max(0, unassigned + bands.never + idle - held_back)
    cents, source = _value(plan, seats, line, price)
    return Candidate(
        product=product,
        on=measurement.refreshed_on,
        assigned=count.assigned,
        unassigned=unassigned,
        never=bands.never,
        idle=idle,
        idle_days=idle_days,
        watch=watch,
        held_back=held_back,
        seats=seats,
        seats_in_use=in_use,
        yearly_cents=cents,
        price=source,
        cautions=tuple(_cautions(state, measurement, price)),
    )


def _idle(bands: LastActivity, idle_days: int) -> tuple[int, int]:
    """People without use for so many days or more, and those for thirty or more but not as many."""
    by_days = {30: bands.days_30_to_59, 60: bands.days_60_to_89, 90: bands.days_90_and_more}
    idle = sum(people for days, people in by_days.items() if days >= idle_days)
    return idle, sum(by_days.values()) - idle


def open_seats(state: State, catalogue: Catalogue, price: ListPrice | None, day: date) -> int:
    """Seats of phases that had not finished by a day and run on a product's seats, phase by phase.

    A phase counts for a product unless the catalogue knows its workload to run on others alone.
    """
    finished = {each.phase for each in state.schedule.assignments if each.finish <= day} if state.schedule else set()
    waiting = (phase for phase in state.plan.phases if phase.id not in finished)
    return sum(phase.seats for phase in waiting if _runs_on(phase.workload, price, catalogue))


def _runs_on(workload: str, price: ListPrice | None, catalogue: Catalogue) -> bool:
    if price is None or is_called(workload, price.workloads):
        return True
    return not any(is_called(workload, other.workloads) for other in catalogue.prices)


def _rate_line(plan: Plan, price: ListPrice | None, subject: str) -> RateLine | None:
    names = price.names if price is not None else (subject,)
    return next((line for line in plan.rate_lines if is_called(line.sku, names) or is_called(line.name, names)), None)


def _value(plan: Plan, seats: int, line: RateLine | None, price: ListPrice | None) -> tuple[int | None, str]:
    """The list price of the seats for a year in cents, rounded down, and where it is from."""
    if line is not None:
        return int(yearly_price(replace(line, seats=seats)) * CENTS), "The plan's price sheet."
    if price is not None and price.currency == plan.currency:
        listed = RateLine(sku=price.key, name=price.name, seats=seats, list_price=price.price)
        return int(yearly_price(listed) * CENTS), standing(price.evidence)
    return None, "No price is known."


def _cautions(state: State, measurement: Measurement, price: ListPrice | None) -> Iterator[str]:
    yield SECOND_EVIDENCE
    if price is None or any(word in each.casefold() for each in price.workloads for word in NO_TRACE_WORKLOADS):
        yield NO_TRACE
    if measurement.unread_rows:
        yield f"{measurement.unread_rows:,} rows of the report could not be read."
    if state.schedule is None:
        yield "The plan has no schedule, so every phase counts as open."
