"""Tiny plans that brute force can solve, so that the solver can be compared with it rule by rule.

A plan begins plain: everything is allowed, one credit pays half of everything. Each claim rule and each feature of
the schedule is then a change that makes it likely to bind, drawn or asked for by name.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import RULE_CODES
from planner.funding.credits import LOST, CombinedCap, Credit, ExchangeRate, OutcomeDate, Scope, StackingConfirmation
from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.workdays import plan_workdays
from planner.value import DateRange

Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Draw, Plan], Plan]

MONDAY = date(2027, 1, 4)
FAR = date(2027, 3, 31)
"""After everything that a tiny plan can do."""
WORKLOADS, MOTIONS, REGIONS = ("Entra ID", "Intune"), ("pilot", "deploy"), ("North", "South")


@st.composite
def small_plans(
    draw: Draw, code: str | None = None, *, features: tuple[str, ...] | None = None, most_phases: int = 3
) -> Plan:
    """Plans of one to three phases over six to nine working days from Monday 2027-01-04, most of them feasible.

    code: the claim rule that is to bind; one or two are drawn without it.
    features: which of FEATURES the schedule has; none to three are drawn without it.
    """
    plan: Plan = draw(_plain_plans(least_credits=2 if code in PAIRS else 1, most_phases=most_phases))
    codes = {code} if code else draw(st.sets(st.sampled_from(RULE_CODES), max_size=2))
    chosen = draw(st.sets(st.sampled_from(list(FEATURES)), max_size=3)) if features is None else features
    for name, change in {**RULES, **FEATURES}.items():
        if name in codes or name in chosen:
            plan = change(draw, plan)
    return plan


@st.composite
def _plain_plans(draw: Draw, *, least_credits: int, most_phases: int) -> Plan:
    partners = ("A", "B")[: draw(st.integers(1, 2))]
    names = ("P1", "P2", "P3")[: draw(st.integers(1, most_phases))]
    offered = ("C1", "C2")[: draw(st.integers(least_credits, 2))]
    plan = Plan(name="Tiny", customer="Anybody", currency="USD", start=MONDAY, horizon=FAR, one_source_per_phase=False)
    return replace(
        plan,
        horizon=plan_workdays(plan).finish(MONDAY, draw(st.integers(6, 9))),
        phases=tuple(draw(_plain_phases(name, partners)) for name in names),
        partners=tuple(Partner(id=each, name=each, approved_workloads=WORKLOADS, teams=3) for each in partners),
        credits=tuple(draw(_plain_credits(name, partners)) for name in offered),
    )


@st.composite
def _plain_phases(draw: Draw, name: str, partners: tuple[str, ...]) -> Phase:
    delivering = draw(st.lists(st.sampled_from(partners), min_size=1, unique=True))
    options = [
        DeliveryOption(kind="partner", partner=each, duration=draw(st.integers(1, 3)), cost=draw(st.integers(1, 4)))
        for each in delivering
    ]
    return Phase(
        id=name,
        name=name,
        workload=draw(st.sampled_from(WORKLOADS)),
        motion=draw(st.sampled_from(MOTIONS)),
        seats=draw(st.integers(0, 3)),
        eligible_cost=draw(st.integers(1, 4)),
        options=tuple(options),
    )


@st.composite
def _plain_credits(draw: Draw, name: str, partners: tuple[str, ...]) -> Credit:
    return Credit(
        id=name,
        name=name,
        programme="Any",
        face=draw(st.integers(2, 12)),
        window=DateRange(MONDAY, FAR),
        proof_preparation=0,
        approved_partners=partners,
        share=draw(st.sampled_from([10_000, 5_000])),
        confidence=draw(st.sampled_from([5_000, 8_000, 10_000])),
    )


# Changes that make a claim rule likely to bind


def _with_credits(plan: Plan, change: Callable[[Credit], Credit]) -> Plan:
    return replace(plan, credits=tuple(change(credit) for credit in plan.credits))


def _with_phases(plan: Plan, change: Callable[[Phase], Phase]) -> Plan:
    return replace(plan, phases=tuple(change(phase) for phase in plan.phases))


def _day(draw: Draw, plan: Plan, beyond: int = 0) -> date:
    """A day of the plan, weekends included, or a few days beyond its end."""
    return MONDAY + timedelta(days=draw(st.integers(0, (plan.horizon - MONDAY).days + beyond)))


def _scope(draw: Draw, plan: Plan) -> Plan:
    first = plan.phases[0]
    scopes = [
        Scope((first.workload,)),
        Scope((), (first.motion,)),
        Scope((), (), ("Global",)),
        Scope((), (), ("South",)),
    ]
    return _with_credits(plan, lambda credit: replace(credit, scope=draw(st.sampled_from(scopes))))


def _delivery(draw: Draw, plan: Plan) -> Plan:
    """Cheaper ways to deliver, which earn nothing; now and then the only ones."""

    def change(phase: Phase) -> Phase:
        kind, duration = draw(st.sampled_from(["fasttrack", "internal"])), draw(st.integers(1, 4))
        free = DeliveryOption(kind=kind, duration=duration, cost=draw(st.integers(0, 2)))
        paid = tuple(option for option in phase.options if option.id != kind)
        return replace(phase, options=draw(st.sampled_from([(*paid, free), (free,)])))

    return _with_phases(plan, change)


def _partner(draw: Draw, plan: Plan) -> Plan:
    def approve(partner: Partner) -> Partner:
        return replace(partner, approved_workloads=draw(st.sampled_from([WORKLOADS, WORKLOADS[:1], ()])))

    plan = replace(plan, partners=tuple(approve(partner) for partner in plan.partners))
    approved = st.sampled_from([("A",), tuple(plan.partner), tuple(plan.partner), ()])
    return _with_credits(plan, lambda credit: replace(credit, approved_partners=draw(approved)))


def _approval(draw: Draw, plan: Plan) -> Plan:
    def change(credit: Credit) -> Credit:
        maybe_day = st.none() | st.just(_day(draw, plan))
        return replace(
            credit,
            request_date=draw(maybe_day),
            approval_lead=draw(st.integers(0, 4)),
            approved_on=draw(maybe_day),
            sow_signed_on=draw(maybe_day),
            registered_on=draw(maybe_day),
            window=DateRange(_day(draw, plan), FAR),
            status=draw(st.sampled_from(["proposed", "requested", "approved", "paid", *sorted(LOST)])),
        )

    return _with_credits(plan, change)


def _window(draw: Draw, plan: Plan) -> Plan:
    def change(credit: Credit) -> Credit:
        return replace(
            credit,
            window=DateRange(MONDAY, _day(draw, plan)),
            expiry_basis=draw(st.sampled_from(["work_complete", "poe_submitted", "sow_submitted"])),
            proof_preparation=draw(st.integers(0, 3)),
            sow_signed_on=draw(st.none() | st.just(_day(draw, plan))),
        )

    return _with_credits(plan, change)


def _proof(draw: Draw, plan: Plan) -> Plan:
    def change(credit: Credit) -> Credit:
        return replace(
            credit,
            proof_preparation=draw(st.integers(0, 3)),
            proof_deadline=draw(st.none() | st.just(_day(draw, plan, beyond=4))),
            claim_days=draw(st.none() | st.integers(0, 6)),
        )

    return _with_credits(plan, change)


def _share(draw: Draw, plan: Plan) -> Plan:
    """Shares that do not divide evenly, of work that costs enough to leave something of them."""
    costs = st.sampled_from([4, 3, 2])

    def change(phase: Phase) -> Phase:
        options = tuple(replace(option, cost=draw(costs)) for option in phase.options)
        return replace(phase, options=options, eligible_cost=draw(costs))

    shares = st.sampled_from([7_500, 5_000, 3_333, 0])
    return _with_credits(_with_phases(plan, change), lambda credit: replace(credit, share=draw(shares)))


def _phase_cap(draw: Draw, plan: Plan) -> Plan:
    return _with_credits(plan, lambda credit: replace(credit, phase_cap=draw(st.sampled_from([1, 2, 3, 0]))))


def _cost(draw: Draw, plan: Plan) -> Plan:
    """Two credits that together would pay more than the work costs."""
    return _with_credits(plan, lambda credit: replace(credit, face=12, share=draw(st.sampled_from([7_500, 10_000]))))


def _cap(draw: Draw, plan: Plan) -> Plan:
    return _with_credits(plan, lambda credit: replace(credit, face=draw(st.sampled_from([1, 2, 3, 0]))))


def _pool_cap(draw: Draw, plan: Plan) -> Plan:
    caps = tuple(CombinedCap(id=each, limit=draw(st.integers(0, 4))) for each in ("ALL", "FIRST"))
    names = {"C1": draw(st.sampled_from([("ALL",), ("ALL", "FIRST")])), "C2": ("ALL",)}
    plan = replace(plan, combined_caps=caps)
    return _with_credits(plan, lambda credit: replace(credit, combined_caps=names[credit.id]))


def _credit_stacking(draw: Draw, plan: Plan) -> Plan:
    groups = draw(st.sampled_from([("X",), ("X", "Y")]))
    return _with_credits(plan, lambda credit: replace(credit, exclusion_groups=groups))


def _phase_stacking(draw: Draw, plan: Plan) -> Plan:
    groups = draw(st.sampled_from([("X",), ("X", "Y")]))
    return _with_credits(plan, lambda credit: replace(credit, phase_exclusion_groups=groups))


def _one_source(draw: Draw, plan: Plan) -> Plan:
    ids = tuple(plan.credit)
    is_confirmed = len(ids) == 2 and draw(st.booleans())
    pair = draw(st.sampled_from([("C1", "C2"), ("C2", "C1")]))
    confirmations = (StackingConfirmation(credits=pair, document="Mail of 4 January 2027"),) if is_confirmed else ()
    return replace(plan, one_source_per_phase=True, stacking_confirmations=confirmations)


def _minimum_claim(draw: Draw, plan: Plan) -> Plan:
    return _with_credits(plan, lambda credit: replace(credit, minimum_claim=draw(st.integers(1, 5))))


def _minimum_seats(draw: Draw, plan: Plan) -> Plan:
    return _with_credits(plan, lambda credit: replace(credit, minimum_seats=draw(st.integers(1, 6))))


def _milestones(draw: Draw, plan: Plan) -> Plan:
    return _with_credits(plan, lambda credit: replace(credit, minimum_milestones=draw(st.integers(1, 3))))


def _outcome(draw: Draw, plan: Plan) -> Plan:
    plan = _with_phases(
        plan, lambda phase: replace(phase, expected_outcome=draw(st.sampled_from([0, 33, 50, 99, 100])))
    )

    def change(credit: Credit) -> Credit:
        mode = draw(st.sampled_from(["scaled", "all_or_nothing"]))
        listed = draw(st.lists(st.sampled_from(list(plan.phase)), min_size=1, max_size=2, unique=True))
        targets = tuple(OutcomeDate(phase, _day(draw, plan)) for phase in listed)
        return replace(credit, outcome_mode=mode, outcome_dates=targets if mode == "all_or_nothing" else ())

    return _with_credits(plan, change)


def _extension(draw: Draw, plan: Plan) -> Plan:
    def change(credit: Credit) -> Credit:
        expiry = _day(draw, plan)
        signed = draw(st.none() | st.sampled_from([MONDAY, MONDAY - timedelta(days=3), expiry, _day(draw, plan)]))
        days = draw(st.integers(1, 5))
        return replace(credit, window=DateRange(MONDAY, expiry), extension=days, sow_signed_on=signed)

    return _with_credits(plan, change)


RULES: Mapping[str, Change] = {
    "SCOPE": _scope,
    "DELIVERY": _delivery,
    "PARTNER": _partner,
    "APPROVAL": _approval,
    "WINDOW": _window,
    "POE": _proof,
    "SHARE": _share,
    "PHASECAP": _phase_cap,
    "COST": _cost,
    "CAP": _cap,
    "POOLCAP": _pool_cap,
    "STACK-C": _credit_stacking,
    "STACK-P": _phase_stacking,
    "ONE-SOURCE": _one_source,
    "MINCLAIM": _minimum_claim,
    "MINSEATS": _minimum_seats,
    "MILESTONES": _milestones,
    "OUTCOME": _outcome,
    "EXTENSION": _extension,
}
PAIRS: frozenset[str] = frozenset({"COST", "POOLCAP", "STACK-C", "STACK-P", "ONE-SOURCE"})
"""Rules that need two credits to bind."""


# Features of the schedule


def _links(draw: Draw, plan: Plan) -> Plan:
    """Links of every type and lag, from earlier to later phases."""
    ids = list(plan.phase)
    pairs = [(first, second) for number, first in enumerate(ids) for second in ids[number + 1 :]]
    if not pairs:
        return plan
    drawn = draw(
        st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from(["FS", "SS", "FF", "SF"])), max_size=2, unique=True)
    )
    links = (
        Dependency(predecessor=first, successor=second, type=link_type, lag=draw(st.integers(-1, 2)))
        for (first, second), link_type in drawn
    )
    return replace(plan, dependencies=tuple(links))


def _freezes(draw: Draw, plan: Plan) -> Plan:
    start = MONDAY + timedelta(days=draw(st.integers(0, 4)))
    days = DateRange(start, start + timedelta(days=draw(st.integers(0, 3))))
    kind = draw(st.sampled_from(["pause", "block"]))
    where = draw(st.sampled_from([(), (), ("North",)]))
    plan = replace(plan, freezes=(Freeze("Quarter close", days, kind, where),))
    return _with_phases(plan, lambda phase: replace(phase, change=draw(st.booleans())))


def _change_board(draw: Draw, plan: Plan) -> Plan:
    """A board that takes some days, was asked for some changes, before the plan or within it, and for others not."""
    days = st.integers(-7, (plan.horizon - MONDAY).days).map(lambda number: MONDAY + timedelta(days=number))
    plan = replace(plan, change_lead=draw(st.integers(1, 4)))
    asked = st.none() | days
    return _with_phases(plan, lambda phase: replace(phase, change=draw(st.booleans()), change_requested=draw(asked)))


def _partner_windows(draw: Draw, plan: Plan) -> Plan:
    """One window, or two with a gap between them."""

    def change(partner: Partner) -> Partner:
        first, second = sorted([_day(draw, plan), _day(draw, plan)])
        gap = (DateRange(MONDAY, first), DateRange(second + timedelta(days=1), FAR))
        return replace(partner, windows=draw(st.sampled_from([(DateRange(first, FAR),), gap, ()])))

    return replace(plan, partners=tuple(change(partner) for partner in plan.partners))


def _teams(draw: Draw, plan: Plan) -> Plan:
    return replace(plan, partners=tuple(replace(each, teams=draw(st.integers(1, 2))) for each in plan.partners))


def _pin(draw: Draw, plan: Plan) -> Plan:
    phase = draw(st.sampled_from(plan.phases))
    workdays = plan_workdays(plan).workdays(plan.start, plan.horizon)
    start = draw(st.none() | st.sampled_from(workdays[:5]))
    option = draw(st.none() | st.sampled_from([option.id for option in phase.options]))
    return replace(plan, pins=(Pin(phase=phase.id, start=start, option=option),))


def _bounds(draw: Draw, plan: Plan) -> Plan:
    def change(phase: Phase) -> Phase:
        earliest, latest = sorted([_day(draw, plan), _day(draw, plan)])
        return replace(
            phase,
            earliest_start=draw(st.sampled_from([None, earliest])),
            deadline=draw(st.sampled_from([None, latest])),
            due_date=draw(st.sampled_from([None, latest])),
        )

    return _with_phases(plan, change)


def _regions(draw: Draw, plan: Plan) -> Plan:
    """Two regions with holidays of their own, and a plan calendar that differs from both."""
    calendars = [Calendar(tuple({_day(draw, plan), _day(draw, plan)})) for _ in range(3)]
    regions = tuple(Region(name, calendar) for name, calendar in zip(REGIONS, calendars[:2], strict=True))
    plan = replace(plan, regions=regions, calendar=calendars[2])
    names = st.sampled_from([*REGIONS, "Global"])
    return _with_phases(plan, lambda phase: replace(phase, region=draw(names)))


def _exchange(draw: Draw, plan: Plan) -> Plan:
    """A letter in euros, at a rate that does not divide evenly."""
    millionths = draw(st.sampled_from([333_333, 500_000, 1_100_000, 2_000_000]))
    rate = ExchangeRate(currency="EUR", millionths=millionths, dated=MONDAY, source="ECB")
    first, *others = plan.credits
    return replace(plan, credits=(replace(first, exchange=rate), *others))


def _invoice(draw: Draw, plan: Plan) -> Plan:
    """Credits that land on the invoice of another service, beside others that lower the price."""
    return _with_credits(plan, lambda credit: replace(credit, realised_by=draw(st.sampled_from(["price", "invoice"]))))


def _progress(draw: Draw, plan: Plan) -> Plan:
    """A status date, and some phases that have begun before it, on any day and in whatever order."""
    as_of = _day(draw, plan)
    days = st.integers(0, (as_of - MONDAY).days).map(lambda number: MONDAY + timedelta(days=number))

    def told(phase: Phase) -> Actual:
        start = draw(days)
        finish = draw(st.none() | days.filter(lambda day: day >= start))
        percent = draw(st.none() | st.sampled_from([0, 40, 100])) if finish is None else None
        option = draw(st.sampled_from(phase.options)).id
        told_on = draw(st.none() | days) if percent is not None else None
        ends = {"finished_on": finish, "percent": percent, "told_on": told_on}
        return Actual(phase=phase.id, option=option, started_on=start, **ends)

    begun = tuple(told(phase) for phase in plan.phases if draw(st.booleans()))
    return replace(plan, status_date=as_of, actuals=begun)


FEATURES: Mapping[str, Change] = {
    "regions": _regions,
    "links": _links,
    "freezes": _freezes,
    "change board": _change_board,
    "partner windows": _partner_windows,
    "teams": _teams,
    "bounds": _bounds,
    "exchange": _exchange,
    "invoice": _invoice,
    "free options": _delivery,
    "pins": _pin,
    "progress": _progress,
}
"""In an order in which later ones see what earlier ones changed."""
