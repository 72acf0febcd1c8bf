"""Random rollouts of a few phases, with everything that a slip can run into: links, teams, windows, freezes, terms."""

from datetime import date, timedelta

from hypothesis import assume
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import claim_limit
from planner.funding.credits import Credit, OutcomeDate
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import remaining_claims
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from solver.risk.network import network
from tests.solver.risk.one_run import one_run, order_of

MONDAY = date(2027, 1, 4)
LAST = 70
MOST_TIMES = 12
PARTNERS = ("A", "B")
Draw = st.DrawFn


def _day(draw: Draw, first: int = 0, last: int = LAST) -> date:
    return MONDAY + timedelta(days=draw(st.integers(first, last)))


@st.composite
def slipping_states(draw: Draw) -> State:
    """A plan of two to seven phases and a schedule that right-shift leaves as it is."""
    names = [f"P{number}" for number in range(1, draw(st.integers(2, 7)) + 1)]
    pairs = [(first, second) for number, first in enumerate(names) for second in names[number + 1 :]]
    linked = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True))
    plan = Plan(
        name="Slipping",
        customer="Anybody",
        currency="USD",
        start=MONDAY,
        horizon=MONDAY + timedelta(days=LAST),
        calendar=Calendar(holidays=tuple(draw(st.lists(st.builds(lambda n: MONDAY + timedelta(n), DAYS), max_size=3)))),
        regions=(Region("South", Calendar(weekdays=("sunday", "monday", "tuesday", "wednesday"))),),
        freezes=tuple(draw(_freezes()) for _ in range(draw(st.integers(0, 2)))),
        phases=tuple(draw(_phases(name)) for name in names),
        partners=tuple(draw(_partners(name)) for name in PARTNERS),
        dependencies=tuple(
            Dependency(
                predecessor=first,
                successor=second,
                type=draw(st.sampled_from(["FS", "SS", "FF", "SF"])),
                lag=draw(st.integers(-8, 5)),
            )
            for first, second in linked
        ),
        one_source_per_phase=False,
    )
    plan = replace(plan, credits=tuple(draw(_credits(name, names)) for name in ("C1", "C2")))
    return _scheduled(plan, {name: _day(draw, 0, 30) for name in names})


DAYS = st.integers(0, LAST)


def _scheduled(plan: Plan, starts: dict[str, date]) -> State:
    """Phases from these days on, shifted right until the policy leaves them, with all claims that then hold.

    Whoever starts first is first with its team, so shifting may have to be done again where it changes that; now and
    then teams and links overtake each other for ever, and such a rollout is not drawn.
    """
    runs = tuple(Assignment(phase.id, phase.options[0].id, starts[phase.id], starts[phase.id]) for phase in plan.phases)
    schedule, planned = Schedule(runs), {phase.id: phase.options[0].duration for phase in plan.phases}
    for _ in range(MOST_TIMES):
        before, shifted = schedule, one_run(plan, schedule, order_of(network(plan, schedule)), planned)
        schedule = Schedule(tuple(shifted.placed[phase.id] for phase in plan.phases))
        if schedule == before:
            break
    assume(schedule == before)
    claims = tuple(
        Claim(phase.id, credit.id, claim_limit(credit, phase, phase.options[0]) // 2)
        for phase in plan.phases
        for credit in plan.credits
    )
    return State(plan, Schedule(schedule.assignments, remaining_claims(plan, schedule.placed, claims)))


@st.composite
def _phases(draw: Draw, name: str) -> Phase:
    likely = draw(st.integers(1, 8))
    partner = draw(st.sampled_from([*PARTNERS, "A", "A", None]))
    option = DeliveryOption(
        kind="internal" if partner is None else "partner",
        partner=partner,
        duration=likely,
        optimistic=draw(st.integers(1, likely)),
        pessimistic=draw(st.integers(likely, likely + 6)),
        cost=draw(st.integers(2, 40)),
    )
    return Phase(
        id=name,
        name=name,
        workload="Intune",
        motion="deploy",
        region=draw(st.sampled_from(["Global", "South"])),
        seats=draw(st.integers(0, 3)),
        eligible_cost=40,
        change=draw(st.booleans()),
        options=(option,),
    )


@st.composite
def _partners(draw: Draw, name: str) -> Partner:
    first = _day(draw, -5, 5)
    windows = [DateRange(first, first + timedelta(days=draw(st.integers(10, 60))))]
    if draw(st.booleans()):
        second = _day(draw, 20, 60)
        windows.append(DateRange(second, second + timedelta(days=draw(st.integers(5, 40)))))
    return Partner(
        id=name,
        name=name,
        approved_workloads=("Intune",),
        windows=draw(st.sampled_from([(), tuple(windows)])),
        teams=draw(st.integers(1, 2)),
    )


@st.composite
def _freezes(draw: Draw) -> Freeze:
    first = _day(draw)
    return Freeze(
        name="Close",
        days=DateRange(first, first + timedelta(days=draw(st.integers(0, 6)))),
        kind=draw(st.sampled_from(["pause", "block"])),
        regions=draw(st.sampled_from([(), ("South",)])),
    )


@st.composite
def _credits(draw: Draw, name: str, phases: list[str]) -> Credit:
    is_all = draw(st.booleans())
    return Credit(
        id=name,
        name=name,
        programme="Any",
        face=10_000,
        window=DateRange(MONDAY, _day(draw, 10)),
        expiry_basis=draw(st.sampled_from(["work_complete", "poe_submitted"])),
        proof_preparation=draw(st.integers(0, 4)),
        proof_deadline=draw(st.none() | st.just(_day(draw, 10))),
        claim_days=draw(st.none() | st.integers(2, 9)),
        approved_partners=PARTNERS,
        share=10_000,
        minimum_claim=draw(st.integers(0, 20)),
        minimum_seats=draw(st.integers(0, 3)),
        minimum_milestones=draw(st.integers(1, 2)),
        outcome_mode="all_or_nothing" if is_all else "none",
        outcome_dates=(OutcomeDate(draw(st.sampled_from(phases)), _day(draw, 20)),) if is_all else (),
    )
