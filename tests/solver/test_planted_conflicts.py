"""Thirty ways in which nothing fits, each planted in a rollout that fits: just that is told, and all of it needed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from planner.demands import without
from planner.funding.entitlements import Entitlement
from planner.plan import Plan
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.value import DateRange
from solver.conflicts import conflict, keeping, only
from tests.brute_force import every_schedule

Demanded = tuple[str, ...]
"""The kind of a demand and its place."""


def day(number: int) -> date:
    return date(2027, 1, number)


HORIZON = day(13)
"""The eighth working day from Monday, 4 January."""


class Planted(NamedTuple):
    """A plan without a schedule, the demands that clash in it, and the phases between which they do."""

    plan: Plan
    demands: set[Demanded]
    phases: tuple[str, ...]


def by(partner: str, days: int = 2) -> DeliveryOption:
    return DeliveryOption(kind="partner", partner=partner, duration=days, cost=1)


def a_phase(name: str, days: int = 2, partners: str = "A", **changes: Any) -> Phase:  # noqa: ANN401 - any field
    """Two days of work, within bounds that bind nothing."""
    phase = Phase(
        id=name,
        name=name,
        workload="Intune",
        motion="deploy",
        seats=1,
        eligible_cost=1,
        change=False,
        earliest_start=day(4),
        deadline=day(29),
        options=tuple(by(partner, days) for partner in partners),
    )
    return replace(phase, **changes)


def a_rollout(*phases: Phase, **changes: object) -> Plan:
    """Those phases in place of P1 to P3; A has three teams and B one, always."""
    changed = {phase.id: phase for phase in phases}
    plan = Plan(
        name="Planted",
        customer="Anybody",
        currency="USD",
        start=day(4),
        horizon=HORIZON,
        phases=tuple(changed.get(name, a_phase(name)) for name in ("P1", "P2", "P3")),
        partners=(partner("A", teams=3), partner("B", teams=1)),
    )
    return replace(plan, **changes)


def partner(name: str, *windows: DateRange, teams: int = 3) -> Partner:
    return Partner(id=name, name=name, approved_workloads=("Intune",), teams=teams, windows=windows)


def link(first: str, second: str, kind: DependencyType = "FS", lag: int = 0) -> Dependency:
    return Dependency(predecessor=first, successor=second, type=kind, lag=lag)


def freeze(first: int, last: int, kind: str = "block", *regions: str) -> Freeze:
    return Freeze("Close", DateRange(day(first), day(last)), kind, regions)  # type: ignore[arg-type]


def fasttrack(name: str, **changes: Any) -> Phase:  # noqa: ANN401 - any field
    return a_phase(name, options=(DeliveryOption(kind="fasttrack", duration=2, cost=0),), **changes)


def entitled(requested: date) -> Entitlement:
    return Entitlement(
        id="E",
        name="E",
        threshold_seats=1,
        seats_owned=10,
        workloads=("Intune",),
        status="requested",
        requested_on=requested,
    )


CLOSE = ("freeze", "Close")
NORTH = (Region("North", Calendar((day(6),))),)

PLANTED: Mapping[str, Planted] = {
    "a deadline before the work is done": Planted(
        a_rollout(a_phase("P1", deadline=day(4))), {("deadline", "P1")}, ("P1",)
    ),
    "the same at the last phase": Planted(a_rollout(a_phase("P3", deadline=day(4))), {("deadline", "P3")}, ("P3",)),
    "bounds too close": Planted(
        a_rollout(a_phase("P2", earliest_start=day(6), deadline=day(6))),
        {("earliest start", "P2"), ("deadline", "P2")},
        ("P2",),
    ),
    "an earliest start behind the horizon": Planted(
        a_rollout(a_phase("P2", earliest_start=day(13))), {("earliest start", "P2"), ("horizon",)}, ("P2",)
    ),
    "a pin behind the deadline": Planted(
        a_rollout(a_phase("P1", deadline=day(6)), pins=(Pin(phase="P1", start=day(6)),)),
        {("pinned start", "P1"), ("deadline", "P1")},
        ("P1",),
    ),
    "a pin before the earliest start": Planted(
        a_rollout(a_phase("P1", earliest_start=day(6)), pins=(Pin(phase="P1", start=day(4)),)),
        {("pinned start", "P1"), ("earliest start", "P1")},
        ("P1",),
    ),
    "a pin on a Saturday": Planted(a_rollout(pins=(Pin(phase="P2", start=day(9)),)), {("pinned start", "P2")}, ("P2",)),
    "a pin on a day off of the region": Planted(
        a_rollout(a_phase("P2", region="North"), regions=NORTH, pins=(Pin(phase="P2", start=day(6)),)),
        {("pinned start", "P2")},
        ("P2",),
    ),
    "a pin before the plan": Planted(
        a_rollout(pins=(Pin(phase="P3", start=day(1)),)), {("pinned start", "P3")}, ("P3",)
    ),
    "a pin on the last day": Planted(
        a_rollout(pins=(Pin(phase="P3", start=day(13)),)), {("pinned start", "P3"), ("horizon",)}, ("P3",)
    ),
    "two pins against a link": Planted(
        a_rollout(
            dependencies=(link("P1", "P2"),), pins=(Pin(phase="P1", start=day(6)), Pin(phase="P2", start=day(7)))
        ),
        {("pinned start", "P1"), ("pinned start", "P2"), ("link", "P1", "P2", "FS")},
        ("P1", "P2"),
    ),
    "a chain against a deadline": Planted(
        a_rollout(a_phase("P3", deadline=day(8)), dependencies=(link("P1", "P2"), link("P2", "P3"))),
        {("deadline", "P3"), ("link", "P1", "P2", "FS"), ("link", "P2", "P3", "FS")},
        ("P1", "P2", "P3"),
    ),
    "a lag against the horizon": Planted(
        a_rollout(dependencies=(link("P1", "P3", lag=6),)),
        {("link", "P1", "P3", "FS"), ("horizon",)},
        ("P1", "P3"),
    ),
    "starts apart against a deadline": Planted(
        a_rollout(a_phase("P2", deadline=day(7)), dependencies=(link("P1", "P2", "SS", 3),)),
        {("deadline", "P2"), ("link", "P1", "P2", "SS")},
        ("P1", "P2"),
    ),
    "ends apart against the horizon": Planted(
        a_rollout(dependencies=(link("P1", "P2", "FF", 7),)),
        {("link", "P1", "P2", "FF"), ("horizon",)},
        ("P1", "P2"),
    ),
    "an end that waits for a pinned start": Planted(
        a_rollout(dependencies=(link("P1", "P2", "SF", 5),), pins=(Pin(phase="P1", start=day(11)),)),
        {("pinned start", "P1"), ("link", "P1", "P2", "SF"), ("horizon",)},
        ("P1", "P2"),
    ),
    "a chain of pins too far apart": Planted(
        a_rollout(dependencies=(link("P1", "P2"), link("P2", "P3")), pins=(Pin(phase="P3", start=day(6)),)),
        {("pinned start", "P3"), ("link", "P1", "P2", "FS"), ("link", "P2", "P3", "FS")},
        ("P1", "P2", "P3"),
    ),
    "a partner who leaves at once": Planted(
        a_rollout(a_phase("P2", partners="B"), partners=(partner("A"), partner("B", DateRange(day(4), day(4))))),
        {("availability", "B")},
        ("P2",),
    ),
    "a partner who comes too late": Planted(
        a_rollout(
            a_phase("P2", partners="B", deadline=day(8)),
            partners=(partner("A"), partner("B", DateRange(day(11), day(29)))),
        ),
        {("availability", "B"), ("deadline", "P2")},
        ("P2",),
    ),
    "a partner who comes behind the horizon": Planted(
        a_rollout(a_phase("P2", partners="B"), partners=(partner("A"), partner("B", DateRange(day(14), day(29))))),
        {("availability", "B"), ("horizon",)},
        ("P2",),
    ),
    "windows with gaps": Planted(
        a_rollout(
            a_phase("P1", partners="B"),
            partners=(partner("A"), partner("B", DateRange(day(4), day(4)), DateRange(day(6), day(6)))),
        ),
        {("availability", "B")},
        ("P1",),
    ),
    "a pin outside of a window": Planted(
        a_rollout(
            a_phase("P3", partners="B"),
            partners=(partner("A"), partner("B", DateRange(day(4), day(7)))),
            pins=(Pin(phase="P3", start=day(7)),),
        ),
        {("pinned start", "P3"), ("availability", "B")},
        ("P3",),
    ),
    "too much work for one team": Planted(
        a_rollout(*(a_phase(name, days=3) for name in ("P1", "P2", "P3")), partners=(partner("A", teams=1),)),
        {("teams", "A"), ("horizon",)},
        ("P1", "P2", "P3"),
    ),
    "one team and two deadlines": Planted(
        a_rollout(*(a_phase(name, deadline=day(5)) for name in ("P1", "P3")), partners=(partner("A", teams=1),)),
        {("teams", "A"), ("deadline", "P1"), ("deadline", "P3")},
        ("P1", "P3"),
    ),
    "one team and two pins": Planted(
        a_rollout(
            partners=(partner("A", teams=1),),
            pins=(Pin(phase="P2", start=day(6)), Pin(phase="P3", start=day(7))),
        ),
        {("teams", "A"), ("pinned start", "P2"), ("pinned start", "P3")},
        ("P2", "P3"),
    ),
    "a block until the end": Planted(
        a_rollout(a_phase("P1", change=True), freezes=(freeze(4, 13),)),
        {(*CLOSE, "2027-01-04"), ("horizon",)},
        ("P1",),
    ),
    "a pause before a deadline": Planted(
        a_rollout(a_phase("P1", change=True, deadline=day(6)), freezes=(freeze(5, 6, "pause"),)),
        {(*CLOSE, "2027-01-05"), ("deadline", "P1")},
        ("P1",),
    ),
    "a block of one region on a pinned day": Planted(
        a_rollout(
            a_phase("P2", change=True, region="North"),
            regions=NORTH,
            freezes=(freeze(7, 7, "block", "North"),),
            pins=(Pin(phase="P2", start=day(7)),),
        ),
        {(*CLOSE, "2027-01-07"), ("pinned start", "P2")},
        ("P2",),
    ),
    "a pinned option whose partner is away": Planted(
        a_rollout(
            a_phase("P1", partners="AB"),
            partners=(partner("A"), partner("B", DateRange(day(4), day(4)))),
            pins=(Pin(phase="P1", option="B"),),
        ),
        {("pinned option", "P1"), ("availability", "B")},
        ("P1",),
    ),
    "two pinned options on one team": Planted(
        a_rollout(
            *(a_phase(name, partners="AB", deadline=day(5)) for name in ("P1", "P2")),
            pins=(Pin(phase="P1", option="B"), Pin(phase="P2", option="B")),
        ),
        {("pinned option", "P1"), ("pinned option", "P2"), ("teams", "B"), ("deadline", "P1"), ("deadline", "P2")},
        ("P1", "P2"),
    ),
    "help that nobody is entitled to": Planted(
        a_rollout(fasttrack("P3"), entitlements_bind=True), {("entitlement",)}, ("P3",)
    ),
    "help that is asked for too late": Planted(
        a_rollout(fasttrack("P3", deadline=day(8)), entitlements_bind=True, entitlements=(entitled(day(11)),)),
        {("entitlement",), ("deadline", "P3")},
        ("P3",),
    ),
    "a board that answers too late for a deadline": Planted(
        a_rollout(a_phase("P1", change=True, deadline=day(8)), change_lead=4),
        {("change lead",), ("deadline", "P1")},
        ("P1",),
    ),
    "a board that was asked too late": Planted(
        a_rollout(a_phase("P2", change=True, change_requested=day(8)), change_lead=3),
        {("change lead",), ("horizon",)},
        ("P2",),
    ),
    "a pin before the board's answer": Planted(
        a_rollout(a_phase("P3", change=True), change_lead=3, pins=(Pin(phase="P3", start=day(6)),)),
        {("change lead",), ("pinned start", "P3")},
        ("P3",),
    ),
    "a board and a day off before a deadline behind a link": Planted(
        a_rollout(
            a_phase("P1", change=True, region="North"),
            a_phase("P2", deadline=day(12)),
            regions=NORTH,
            change_lead=3,
            dependencies=(link("P1", "P2"),),
        ),
        {("change lead",), ("deadline", "P2"), ("link", "P1", "P2", "FS")},
        ("P1", "P2"),
    ),
    "work longer than the plan": Planted(a_rollout(a_phase("P2", days=9)), {("horizon",)}, ("P2",)),
}


def test_that_there_are_thirty_kinds_and_that_nothing_clashes_before_anything_is_planted() -> None:
    assert len(PLANTED) >= 30
    assert len({frozenset(each.demands) for each in PLANTED.values()}) >= 29
    assert conflict(a_rollout()) is None


@pytest.mark.parametrize("name", PLANTED)
def test_that_exactly_what_was_planted_is_told_and_all_of_it_is_needed(name: str) -> None:
    plan, demanded, phases = PLANTED[name]
    found = conflict(plan)
    assert found is not None
    assert found.is_smallest
    assert {(demand.kind, *demand.place) for demand in found.demands} == demanded
    assert found.phases == phases
    clash = keeping(only(plan, found.phases), found.demands)
    assert not fits(clash)
    assert all(fits(without(clash, demand)) for demand in found.demands)
    assert all(fits(only(clash, {*phases} - {phase})) for phase in phases)


def fits(plan: Plan) -> bool:
    """Whether trying everything finds a schedule."""
    return any(True for _ in every_schedule(plan))
