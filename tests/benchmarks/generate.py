"""Realistic plans of any size, the same again for the same arguments, for benchmarks and for laws over many plans.

A plan is made of rollouts of twenty phases, each in one region, linked as the field guide (5.1) has them, with its
phase library (5.2) for work, cost and duration. Partners are shared by all rollouts; how many teams they have follows
from the work and the tightness. Credits are of the programmes of section 2.3, with windows, leads, proof, groups, caps
and minimums.

``python -m tests.benchmarks.generate SEED PHASES OUT.rollout`` writes one as a plan file.
"""

import math
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from planner.files import write
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, ExpiryBasis, OutcomeDate, Scope
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Freeze, FreezeKind, Region
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.value import DateRange

START, LAST = date(2027, 1, 11), date(2028, 9, 29)
"""First day and horizon of every plan."""

SIZES = (20, 60, 120, 240, 960)
"""The numbers of phases that are measured."""

REGIONS = ("Global", "EMEA", "APAC", "LATAM", "Nordics", "DACH", "Iberia", "ANZ")
WORKING_DAYS_A_YEAR = 240
EXTERNAL_PART = 0.6
"""The part of the work that partners are sized for; FastTrack and the customer do some of the rest."""

LINKS: tuple[tuple[DependencyType, int], ...] = (("FS", 0), ("FS", 5), ("SS", 10), ("FF", 5))
"""Types of links, each with the most days of its lag."""


class Kind(NamedTuple):
    """A kind of phase from the library.

    cost: for the work as such and for each seat. duration: working days.
    after: places in the library of what comes before it.
    """

    workload: str
    motion: str
    duration: int
    cost: tuple[int, int]
    after: tuple[int, ...]

    @property
    def is_change(self) -> bool:
        """Whether it changes production."""
        return self.motion in {"deploy", "migrate"} and self.workload != "M365 Copilot"

    @property
    def is_remote(self) -> bool:
        """Whether FastTrack helps with it."""
        return self.workload != "Azure" and (self.workload, self.motion) != ("Teams Phone", "deploy")


LIBRARY = (
    Kind("Tenant readiness", "assess", 10, (9_000, 1), ()),
    Kind("Entra ID", "assess", 15, (15_000, 3), (0,)),
    Kind("Entra ID", "pilot", 12, (12_000, 1), (1,)),
    Kind("Entra ID", "deploy", 20, (12_000, 4), (2,)),
    Kind("Intune", "pilot", 15, (12_000, 2), (3,)),
    Kind("Intune", "deploy", 20, (10_000, 6), (4,)),
    Kind("Intune", "deploy", 20, (10_000, 6), (4,)),
    Kind("Defender for Endpoint", "deploy", 25, (14_000, 6), (3, 4)),
    Kind("Defender for Office 365", "deploy", 15, (14_000, 3), (3,)),
    Kind("Purview", "assess", 10, (9_000, 2), (1,)),
    Kind("Purview", "pilot", 20, (16_000, 3), (9,)),
    Kind("Purview", "deploy", 25, (14_000, 5), (10,)),
    Kind("M365 Copilot", "pilot", 25, (15_000, 3), (10,)),
    Kind("M365 Copilot", "deploy", 30, (15_000, 5), (12,)),
    Kind("Teams Phone", "assess", 20, (20_000, 1), (1,)),
    Kind("Teams Phone", "deploy", 40, (20_000, 8), (14, 3)),
    Kind("Exchange Online", "migrate", 30, (20_000, 14), (1,)),
    Kind("Azure", "deploy", 25, (78_000, 4), (0,)),
    Kind("Azure", "migrate", 35, (60_000, 20), (17,)),
    Kind("Adoption", "adopt", 25, (6_000, 3), (5, 7, 13)),
)
WORKLOADS = tuple(dict.fromkeys(kind.workload for kind in LIBRARY))
SECURITY = ("Defender for Endpoint", "Defender for Office 365", "Entra ID", "Intune", "Purview")


class Offer(NamedTuple):
    """What the credits of a programme have in common. lead, proof: working days. excludes: in groups and caps."""

    programme: str
    days: int
    lead: int
    share: int
    proof: int
    workloads: tuple[str, ...]
    motions: tuple[str, ...] = ("pilot", "deploy")
    expiry_basis: ExpiryBasis = "work_complete"
    milestones: int = 1
    minimum_claim: int = 0
    phase_cap: int | None = None
    tranches: tuple[int, ...] = (10_000,)
    excludes: bool = False
    confidence: int = 8_000


OFFERS = (
    Offer("ME3E5", 183, 10, 7_500, 5, SECURITY, tranches=(5_000, 5_000), excludes=True),
    Offer("ECIF", 280, 30, 5_000, 10, SECURITY, milestones=2, minimum_claim=20_000, confidence=7_000),
    Offer("Copilot voucher", 183, 10, 10_000, 5, ("M365 Copilot", "Purview"), tranches=(5_000, 5_000), excludes=True),
    Offer("Azure Accelerate", 240, 15, 4_000, 10, ("Azure",), ("deploy", "migrate"), "poe_submitted", 2),
    Offer("MCI", 120, 5, 10_000, 5, WORKLOADS, ("assess",), phase_cap=7_500),
    Offer("ECIF", 365, 30, 5_000, 10, ("Teams Phone", "Exchange Online", "Adoption"), (), confidence=5_000),
    Offer("Co-sell", 180, 10, 3_000, 5, WORKLOADS, ("deploy", "migrate"), confidence=5_000),
)


class _Work(NamedTuple):
    """A phase to be: its place in its rollout, its kind, and where."""

    id: str
    rollout: int
    number: int
    kind: Kind
    region: str


def generate(
    seed: int,
    phases: int = 20,
    *,
    regions: int | None = None,
    partners: int | None = None,
    credits: int | None = None,  # noqa: A002 - the word of the field
    tightness: float = 0.5,
) -> Plan:
    """A plan that keeps every invariant and is nearly always feasible.

    regions, partners, credits: how many; they follow from the number of phases unless given.
    tightness: from 0, idle teams and few bounds, to 1, busy teams, short windows and many deadlines.
    """
    chance = Random(f"{seed} {phases} {regions} {partners} {credits} {tightness}")  # noqa: S311 - no secret
    names = REGIONS[: regions or min(4, 1 + phases // 60)]
    works = list(islice(_works(names), phases))
    offered = _partners(chance, works, partners or 3 + phases // 60, tightness)
    plan = Plan(
        name=f"Rollout {seed} of {phases} phases",
        customer="Hartwell Foods",
        currency="USD",
        start=START,
        horizon=LAST,
        calendar=_calendar(chance),
        regions=tuple(Region(name, _calendar(chance)) for name in names[1:]),
        freezes=tuple(_freezes(chance, names)),
        phases=tuple(_phase(chance, work, offered, tightness) for work in works),
        dependencies=tuple(_links(chance, works)),
        partners=offered,
        combined_caps=tuple(CombinedCap(id=f"CAP {name}", limit=chance.randrange(100, 400) * 1_000) for name in names),
        one_source_per_phase=chance.random() < 0.5,
    )
    numbers = range(4 + phases // 10 if credits is None else credits)
    return replace(plan, credits=tuple(_credit(chance, number, plan, tightness) for number in numbers))


def _works(names: tuple[str, ...]) -> Iterator[_Work]:
    """Rollout after rollout, the regions taking turns; each phase comes behind its predecessors."""
    for rollout in count():
        for number, kind in enumerate(LIBRARY):
            yield _Work(f"R{rollout + 1:02}-{number + 1:02}", rollout, number, kind, names[rollout % len(names)])


def _calendar(chance: Random) -> Calendar:
    """A dozen days off of its own, and the turn of the year."""
    turn = {date(2027, 12, day) for day in (24, 27, 28, 29, 30, 31)}
    own = {START + timedelta(days=chance.randrange((LAST - START).days)) for _ in range(12)}
    return Calendar(tuple(sorted(own | turn)))


def _freezes(chance: Random, names: tuple[str, ...]) -> Iterator[Freeze]:
    """Fiscal closes everywhere; a peak in each region but the first, which pauses changes or blocks them."""
    for year, month in ((2027, 3), (2027, 9), (2028, 3)):
        start = date(year, month, 22) + timedelta(days=chance.randrange(6))
        yield Freeze(f"Close {start}", DateRange(start, start + timedelta(days=chance.randrange(6, 14))))
    kinds: tuple[FreezeKind, FreezeKind] = ("pause", "block")
    for name in names[1:]:
        start = date(2027, chance.choice((5, 8, 11)), 1 + chance.randrange(14))
        days = DateRange(start, start + timedelta(days=chance.randrange(7, 26)))
        yield Freeze(f"Peak {name}", days, chance.choice(kinds), (name,))


def _links(chance: Random, works: list[_Work]) -> Iterator[Dependency]:
    """The library's links inside each rollout, a few of them loosened or with a lag; waves learn from each other."""
    by_place = {(work.rollout, work.number): work for work in works}
    for work in works:
        for before in work.kind.after:
            link, most = chance.choices(LINKS, (12, 2, 1, 1))[0]
            predecessor, lag = by_place[work.rollout, before].id, chance.randrange(most + 1)
            yield Dependency(predecessor=predecessor, successor=work.id, type=link, lag=lag)
        sister = by_place.get((work.rollout - 4, work.number))
        if sister is not None and work.number % 7 == 5:
            yield Dependency(predecessor=sister.id, successor=work.id, type="SS", lag=chance.randrange(10))


def _partners(chance: Random, works: list[_Work], count: int, tightness: float) -> tuple[Partner, ...]:
    """Partners that cover every workload, with as many teams as the work and the tightness ask for."""
    ids = [f"P{number + 1:02}" for number in range(count)]
    covered: dict[str, set[str]] = {each: set() for each in ids}
    for number, workload in enumerate(WORKLOADS):
        for each in {ids[number % count], chance.choice(ids)}:
            covered[each].add(workload)
    load = sum(work.kind.duration for work in works) * EXTERNAL_PART
    busy = 0.35 + 0.45 * tightness
    teams = max(1, math.ceil(load / (WORKING_DAYS_A_YEAR * busy * count)))
    return tuple(
        Partner(
            id=each,
            name=f"Partner {each}",
            approved_workloads=tuple(sorted(covered[each])),
            windows=_windows(chance, tightness),
            teams=max(1, teams + chance.choice((-1, 0, 0, 1))),
            day_rate=chance.randrange(1_000, 1_500, 50),
        )
        for each in ids
    )


def _windows(chance: Random, tightness: float) -> tuple[DateRange, ...]:
    """When a partner is there: from its first day on, often with a gap of some weeks."""
    first = START + timedelta(days=chance.randrange(1 + int(60 * tightness)))
    if chance.random() > tightness:
        return (DateRange(first, LAST),)
    gap = START + timedelta(days=chance.randrange(120, 300))
    return (DateRange(first, gap), DateRange(gap + timedelta(days=chance.randrange(14, 50)), LAST))


def _phase(chance: Random, work: _Work, partners: tuple[Partner, ...], tightness: float) -> Phase:
    kind = work.kind
    seats = chance.randrange(3, 50) * 100
    base, per_seat = kind.cost
    cost = (base + per_seat * min(seats, 3_000)) // 100 * 100
    begins = START + timedelta(days=20 * (work.rollout // 4)) if work.number == 0 else None
    is_due = kind.motion == "deploy" and chance.random() < 0.2 * tightness
    return Phase(
        id=work.id,
        name=f"{kind.workload}: {kind.motion}, rollout {work.rollout + 1}",
        workload=kind.workload,
        motion=kind.motion,
        region=work.region,
        seats=seats // 10 if kind.motion == "pilot" else seats,
        eligible_cost=cost,
        change=kind.is_change,
        options=tuple(_options(chance, kind, cost, partners)),
        expected_outcome=chance.choice((70, 85, 100)),
        earliest_start=min(begins, START + timedelta(days=200)) if begins is not None else None,
        deadline=LAST - timedelta(days=chance.randrange(10, 90)) if is_due else None,
        due_date=LAST - timedelta(days=chance.randrange(60, 240)) if chance.random() < tightness else None,
    )


def _options(chance: Random, kind: Kind, cost: int, partners: tuple[Partner, ...]) -> Iterator[DeliveryOption]:
    """Up to three approved partners at different prices; remote FastTrack, or the customer's own people, as well."""
    approved = [each.id for each in partners if kind.workload in each.approved_workloads]
    for number, partner in enumerate(chance.sample(approved, min(3, len(approved)))):
        price = cost * (100 + 10 * number) // 100
        yield DeliveryOption(kind="partner", partner=partner, duration=kind.duration, cost=price)
    if kind.is_remote:
        yield DeliveryOption(kind="fasttrack", duration=kind.duration * 7 // 5, cost=cost * 35 // 100)
    elif chance.random() < 0.5:
        yield DeliveryOption(kind="internal", duration=kind.duration * 3 // 2, cost=cost * 8 // 10)


# Credits, by the programmes of the field guide, 2.3


def _credit(chance: Random, number: int, plan: Plan, tightness: float) -> Credit:
    """The number-th credit: the programmes take turns, each for work that the plan has."""
    region = chance.choice(sorted({phase.region for phase in plan.phases}))
    offer = OFFERS[number % len(OFFERS)]
    begins = START + timedelta(days=chance.randrange(0, 120))
    expiry = begins + timedelta(days=int(offer.days * (1.3 - 0.5 * tightness)))
    workloads = tuple(sorted(chance.sample(offer.workloads, min(len(offer.workloads), chance.randrange(3, 6)))))
    inside = [each for each in plan.phases if each.region == region and each.workload in workloads]
    face = max(10, sum(each.eligible_cost for each in inside) * offer.share // 10_000 // 2_000) * 1_000
    credit = Credit(
        id=f"C{number + 1:03}",
        name=f"{offer.programme} {number + 1}",
        programme=offer.programme,
        face=face * chance.randrange(5, 16) // 10,
        scope=Scope(workloads, offer.motions, (region,)),
        window=DateRange(begins, expiry),
        expiry_basis=offer.expiry_basis,
        request_date=begins - timedelta(days=chance.randrange(20)),
        approval_lead=offer.lead,
        proof_preparation=offer.proof,
        proof_deadline=min(expiry + timedelta(days=15), next_fiscal_year_end(begins)),
        approved_partners=tuple(sorted(chance.sample(sorted(plan.partner), max(1, 2 * len(plan.partner) // 3)))),
        share=offer.share,
        phase_cap=offer.phase_cap,
        minimum_claim=offer.minimum_claim if chance.random() < tightness else 0,
        minimum_seats=500 if chance.random() < 0.2 * tightness else 0,
        minimum_milestones=offer.milestones,
        tranches=offer.tranches,
        exclusion_groups=(f"ONE VOUCHER {region}",) if offer.excludes and chance.random() < 0.4 * tightness else (),
        phase_exclusion_groups=("ONE",) if offer.programme in {"ECIF", "MCI"} else (),
        combined_caps=(f"CAP {region}",) if offer.excludes else (),
        confidence=offer.confidence,
    )
    return _with_terms(chance, credit, inside)


def _with_terms(chance: Random, credit: Credit, inside: list[Phase]) -> Credit:
    """Now and then a term that few letters have: outcomes, an extension, another currency, credit on an invoice."""
    match chance.randrange(12):
        case 0:
            return replace(credit, outcome_mode="scaled")
        case 1 if inside:
            listed = (OutcomeDate(chance.choice(inside).id, credit.window.end + timedelta(days=30)),)
            return replace(credit, outcome_mode="all_or_nothing", outcome_dates=listed)
        case 2:
            return replace(credit, extension=60, sow_signed_on=credit.window.start)
        case 3:
            rate = ExchangeRate(currency="EUR", millionths=1_083_000, dated=START, source="Treasury")
            return replace(credit, exchange=rate)
        case 4:
            return replace(credit, realised_by="invoice", payee="customer")
    return credit


def next_fiscal_year_end(day: date) -> date:
    """30 June on which the fiscal year of the day ends, or the one after where it is less than two months away."""
    year = day.year if day < date(day.year, 5, 1) else day.year + 1
    return date(year, 6, 30)


def flowing(plan: Plan) -> Plan:
    """The plan without the terms that make its money a puzzle, so that settling it is a flow."""
    freely = (
        replace(
            each,
            exclusion_groups=(),
            phase_exclusion_groups=(),
            minimum_claim=0,
            minimum_seats=0,
            minimum_milestones=1,
            outcome_mode="none",
            outcome_dates=(),
        )
        for each in plan.credits
    )
    return replace(plan, credits=tuple(freely), one_source_per_phase=False)


def together(plans: Iterable[Plan]) -> Plan:
    """Plans side by side that share their partners: partners of the same id are one, with the teams of all.

    Everything else keeps apart; calendars, freezes, dates and the rule of one source are those of the first plan.
    """
    named = [_renamed(plan, f"{number}/") for number, plan in enumerate(plans, 1)]
    partners: dict[str, Partner] = {}
    for partner in chain.from_iterable(plan.partners for plan in named):
        shared = partners.get(partner.id, replace(partner, teams=0))
        workloads = {*shared.approved_workloads, *partner.approved_workloads}
        teams = shared.teams + partner.teams
        partners[partner.id] = replace(shared, teams=teams, approved_workloads=tuple(sorted(workloads)))
    return replace(
        named[0],
        name=f"{len(named)} rollouts with the same partners",
        phases=tuple(chain.from_iterable(plan.phases for plan in named)),
        dependencies=tuple(chain.from_iterable(plan.dependencies for plan in named)),
        credits=tuple(chain.from_iterable(plan.credits for plan in named)),
        combined_caps=tuple(chain.from_iterable(plan.combined_caps for plan in named)),
        partners=tuple(partners.values()),
    )


def side_by_side(count: int, phases: int = 80) -> Plan:
    """So many plans that share their partners, who have teams enough."""
    return together(generate(seed, phases, regions=4, credits=11, tightness=0.0) for seed in range(1, count + 1))


def _renamed(plan: Plan, before: str) -> Plan:
    """The plan with that text before the names of its phases, links, credits and caps."""

    def named(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(before + name for name in names)

    return replace(
        plan,
        phases=tuple(replace(each, id=before + each.id) for each in plan.phases),
        dependencies=tuple(
            replace(each, predecessor=before + each.predecessor, successor=before + each.successor)
            for each in plan.dependencies
        ),
        combined_caps=tuple(replace(each, id=before + each.id) for each in plan.combined_caps),
        credits=tuple(
            replace(
                each,
                id=before + each.id,
                exclusion_groups=named(each.exclusion_groups),
                combined_caps=named(each.combined_caps),
                outcome_dates=tuple(replace(target, phase=before + target.phase) for target in each.outcome_dates),
            )
            for each in plan.credits
        ),
    )


def main(arguments: list[str]) -> int:
    """Write a plan file; 0 when done, 2 when asked wrongly."""
    if len(arguments) != 3:
        sys.stderr.write("usage: python -m tests.benchmarks.generate SEED PHASES OUT.rollout\n")
        return 2
    seed, phases, target = arguments
    write(State(generate(int(seed), int(phases))), Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
