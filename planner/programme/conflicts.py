"""Where plans contradict each other, so that nobody could say what holds for all of them together.

Nothing is merged silently: two plans that say of one partner or credit different things are told so, in words, and
nothing is joined until they agree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, pairwise
from typing import Any

from msgspec.structs import replace

from planner.finding import Finding
from planner.funding.credits import Credit
from planner.invariants import Fault
from planner.plan import Plan
from planner.programme.naming import Naming, namings
from planner.programme.programme import KINDS, Programme, Shared
from planner.unknown import without_unknown
from planner.value import Value, known_fields

Plans = Mapping[str, Plan]

LEFT_IN_PLANS = frozenset(
    {
        *("rate_lines", "term_years", "discount_rate", "catalogue", "measurements", "scenarios", "agenda"),
        *("fiscal_start", "product_seats", "sent", "unknown", "unknown_in_file"),
    }
)
"""Fields that no joined plan has: they stay in the plan files and decide about no date and no claim."""

JOINED = frozenset(
    {
        *("name", "customer", "start", "horizon", "calendar", "regions", "freezes", "phases", "dependencies"),
        *("partners", "credits", "combined_caps", "stacking_confirmations", "entitlements", "pins", "actuals"),
        *("baseline", "agreement", "sponsorship", "risks", "exchange_rates"),
    }
)
"""Fields that the joined plan makes of those of all plans. In all others the plans have to agree, new ones as well."""

LONGEST_NAME = 64


def conflicts(programme: Programme, plans: Plans) -> tuple[Fault, ...]:
    """Everything that keeps the plans from being joined."""
    return tuple(_conflicts(programme, plans))


def _conflicts(programme: Programme, plans: Plans) -> Iterator[Fault]:
    names = namings(programme)
    yield from _differing_settings({short: without_unknown(plan) for short, plan in plans.items()})
    yield from _long_names(plans, names)
    for field, kind in KINDS.items():
        for each in getattr(programme.shared, field):
            yield from _differing_parts(plans, names, kind, field, each)
    yield from _half_confirmed(programme, plans, names)


def _differing_settings(plans: Plans) -> Iterator[Fault]:
    """What is said of a whole plan and cannot be said of a part of it."""
    for field in Plan.__struct_fields__:
        if field in LEFT_IN_PLANS or field in JOINED:
            continue
        said = {short: getattr(plan, field) for short, plan in plans.items()}
        if len(_distinct(said.values())) > 1:
            yield Fault(f"plan.{field}", f"The plans differ in {_words(field)}: {_told(said)}.", "Make them agree.")
    rates = [rate for plan in plans.values() for rate in plan.exchange_rates]
    for first, second in combinations(dict.fromkeys(rates), 2):
        if (first.currency, first.dated) == (second.currency, second.dated):
            sentence = f"The plans differ in the rate of {first.currency} of {first.dated}."
            yield Fault("plan.exchange_rates", sentence, "Make them agree.")
    rights = {short: plan.entitlements for short, plan in plans.items()}
    if any(plan.entitlements_bind for plan in plans.values()) and len(_distinct(rights.values())) > 1:
        sentence = (
            "FastTrack needs entitlements, and the plans hold different ones, which would cover each other's work."
        )
        yield Fault("plan.entitlements", sentence, "Let all plans hold the same, or let entitlements not bind.")


def _long_names(plans: Plans, names: Mapping[str, Naming]) -> Iterator[Fault]:
    for short, plan in plans.items():
        parts: tuple[tuple[Any, ...], ...] = (
            plan.phases,
            plan.partners,
            plan.credits,
            plan.combined_caps,
            plan.entitlements,
        )
        for name in (part.id for part in chain.from_iterable(parts)):
            if len(names[short].own(name)) > LONGEST_NAME:
                sentence = f"{short}: '{name}' is too long to be named together with its plan."
                yield Fault(f"{short}.plan", sentence, "Shorten the plan's short name or the identifier.")


def _differing_parts(
    plans: Plans, names: Mapping[str, Naming], kind: str, field: str, shared: Shared
) -> Iterator[Fault]:
    path, owner = f"programme.shared.{field}", f"Shared {kind} '{shared.id}'"
    parts: dict[str, Any] = {}
    for short, name in shared.members.items():
        part = next((each for each in getattr(plans[short], field) if each.id == name), None)
        if part is None:
            known = ", ".join(each.id for each in getattr(plans[short], field)) or "none"
            yield Fault(path, f"{owner} is '{name}' in plan {short}, which has no such {kind}.", f"It has: {known}.")
        else:
            parts[short] = part
    for (first, one), (second, other) in pairwise(parts.items()):
        for difference in part_differences((first, one, names[first]), (second, other, names[second])):
            yield Fault(path, f"{owner}: {difference}", "Make the plans agree, or take it off the shared ones.")


Told = tuple[str, Any, Naming]
"""The short name of a plan, what it says of a part, and its naming."""


def part_differences(first: Told, second: Told) -> Iterator[str]:
    """Every fact in which two plans contradict each other about one part, as a sentence."""
    for field in known_fields(type(first[1])):
        one, other = getattr(_facts(first[1]), field), getattr(_facts(second[1]), field)
        if one != other:
            yield f"{_words(field)} differs: {_told({first[0]: one, second[0]: other})}."
    if isinstance(first[1], Credit):
        yield from _partner_differences(first, second)
        yield from _cap_differences(first, second)


def _facts(part: Any) -> Any:  # noqa: ANN401 - a part of any kind
    """The part without its identifier, and a credit without what a plan says of its own work alone.

    What nobody understands contradicts nothing.
    """
    part = without_unknown(part)
    if not isinstance(part, Credit):
        return replace(part, id="")
    scope = replace(part.scope, regions=())
    own = {"approved_partners": (), "combined_caps": (), "outcome_dates": (), "attachments": ()}
    return replace(part, id="", scope=scope, **own)


def _partner_differences(first: Told, second: Told) -> Iterator[str]:
    """A shared partner that one plan takes for approved and the other does not."""
    approved = {told[0]: {told[2].partner(name) for name in told[1].approved_partners} for told in (first, second)}
    for partner in set(first[2].partners.values()) & set(second[2].partners.values()):
        holders = [short for short, names in approved.items() if partner in names]
        if len(holders) == 1:
            yield f"{partner} is approved for it in {holders[0]} alone."


def _cap_differences(first: Told, second: Told) -> Iterator[str]:
    """A shared combined cap under which one plan puts it and the other does not."""
    under = {told[0]: {told[2].cap(name) for name in told[1].combined_caps} for told in (first, second)}
    for cap in set(first[2].caps.values()) & set(second[2].caps.values()):
        holders = [short for short, names in under.items() if cap in names]
        if len(holders) == 1:
            yield f"it is under the combined cap {cap} in {holders[0]} alone."


def _half_confirmed(programme: Programme, plans: Plans, names: Mapping[str, Naming]) -> Iterator[Fault]:
    """Two shared credits that may pay for one phase in one plan and may not in another that has both."""
    allowed: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for short, plan in plans.items():
        for each in plan.stacking_confirmations:
            allowed[frozenset(map(names[short].credit, each.credits))].add(short)
    holders = {each.id: set(each.members) for each in programme.shared.credits}
    for pair, shorts in allowed.items():
        both = set.intersection(*(holders.get(name, set()) for name in pair))
        if both - shorts:
            lacking = ", ".join(sorted(both - shorts))
            sentence = f"{' and '.join(sorted(pair))} may pay for one phase in {', '.join(sorted(shorts))}, but not in"
            remedy = "Record the written confirmation in each of those plans."
            yield Fault("plan.stacking_confirmations", f"{sentence} {lacking}.", remedy)


def same_looking(programme: Programme, plans: Plans) -> tuple[Finding, ...]:
    """Parts of several plans that bear one identifier or name and are not said to be the same: each counts alone."""
    return tuple(_same_looking(programme, plans))


def _same_looking(programme: Programme, plans: Plans) -> Iterator[Finding]:
    for field, kind in KINDS.items():
        shared = {pair for each in getattr(programme.shared, field) for pair in each.members.items()}
        known: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for short, plan in plans.items():
            for part in getattr(plan, field):
                for key in {part.id.casefold(), getattr(part, "name", part.id).casefold()}:
                    known[key].append((short, part.id))
        for pairs in dict.fromkeys(tuple(sorted(found)) for found in known.values()):
            alone = [pair for pair in pairs if pair not in shared]
            if len({short for short, _ in pairs}) > 1 and alone:
                named = " and ".join(f"{name} of {short}" for short, name in pairs)
                yield Finding(
                    code="NOT-SHARED",
                    kind="readiness",
                    severity="warning",
                    place=(kind, *(f"{short}/{name}" for short, name in alone)),
                    sentence=f"The {kind}s {named} look the same, but are not shared: each counts in full.",
                    remedy="If they are one, name them among the programme's shared parts.",
                )


def _distinct(values: Any) -> list[Any]:  # noqa: ANN401 - values of any field
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def _told(said: Mapping[str, object]) -> str:
    return ", ".join(f"{_shown(value)} in {short}" for short, value in said.items())


def _shown(value: object) -> str:
    """A value as people write it; long ones are not told whole."""
    match value:
        case None | "" | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case tuple():
            return ", ".join(map(_shown, value))[:100]
        case Value():
            return " ".join(_shown(getattr(value, field)) for field in known_fields(type(value)))[:100]
    return str(value)[:100]


def _words(field: str) -> str:
    return field.replace("_", " ")
