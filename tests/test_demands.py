"""What is demanded of a schedule: each demand is told once, and taken out alone."""

from datetime import date

from hypothesis import example, given
from msgspec.structs import replace

from planner.demands import demands, without, work_sentence
from planner.plan import Plan
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.value import DateRange
from tests.builders import START, a_partner, a_phase, a_plan, by_fasttrack, by_partner, internally
from tests.small_plans import small_plans


def a_plan_with_every_demand() -> Plan:
    """Two phases; P1 is bound to days, P2 pinned in all ways, P1 to its option alone."""
    phases = (
        a_phase(
            "P1",
            change=True,
            change_requested=date(2027, 1, 8),
            earliest_start=date(2027, 2, 1),
            deadline=date(2027, 3, 5),
        ),
        a_phase("P2", change=True, options=(by_partner(), by_fasttrack())),
    )
    return a_plan(
        phases=phases,
        partners=(a_partner(windows=(DateRange(START, date(2027, 3, 31)),)),),
        dependencies=(Dependency(predecessor="P1", successor="P2", type="SS", lag=5),),
        freezes=(Freeze("Quarter close", DateRange(date(2027, 3, 29), date(2027, 4, 2)), "block", ("Global",)),),
        pins=(Pin(phase="P2", start=date(2027, 2, 6), option="PAR"), Pin(phase="P1", option="PAR")),
        entitlements_bind=True,
        change_lead=5,
    )


@given(plan=small_plans())
@example(plan=a_plan_with_every_demand())
def test_that_a_plan_without_a_demand_has_all_others_and_not_that_one(plan: Plan) -> None:
    before = demands(plan)
    for demand in before:
        after = demands(without(plan, demand))
        if demand.kind == "horizon":
            assert after[:-1] == before[:-1]
            assert without(plan, demand).horizon > plan.horizon
        else:
            assert after == tuple(each for each in before if each != demand)


def test_that_every_kind_of_demand_is_told_in_words() -> None:
    assert [demand.sentence for demand in demands(a_plan_with_every_demand())] == [
        "P2 is pinned to start 2027-02-06, a day off in Global.",
        "P2 is pinned to Partner PAR.",
        "P1 is pinned to Partner PAR.",
        "P1 must not start before 2027-02-01.",
        "P1 must end by 2027-03-05.",
        "The change advisory board takes 5 working days: P2 not before 2027-01-11; P1 not before 2027-01-15.",
        "Partner PAR is available 2027-01-04 to 2027-03-31.",
        "Partner PAR has 1 team.",
        "Quarter close allows no change in Global from 2027-03-29 to 2027-04-02.",
        "FastTrack work needs an entitlement that covers it, is held and was requested before it starts.",
        "P2 starts after P1 starts with a lag of 5 working days.",
        "All work must end by 2027-12-31.",
    ]


def test_that_nothing_is_demanded_that_bears_on_no_phase() -> None:
    frozen = Freeze("Quarter close", DateRange(START, START))
    plan = a_plan(phases=(a_phase(options=(internally(),)),), freezes=(frozen,), entitlements_bind=True)
    plan = replace(plan, partners=(a_partner(windows=(DateRange(START, START),)),))
    assert [demand.kind for demand in demands(plan)] == ["horizon"]


def test_that_a_board_is_no_demand_where_it_holds_nothing_back() -> None:
    """No change, one that the board was asked for long before, or one that has begun."""
    begun = Actual(phase="P1", option="PAR", started_on=START)
    for plan in (
        a_plan(change_lead=5),
        a_plan(change_lead=5, phases=(a_phase(change=True, change_requested=date(2026, 12, 1)),)),
        a_plan(change_lead=5, phases=(a_phase(change=True),), status_date=date(2027, 1, 5), actuals=(begun,)),
        a_plan(phases=(a_phase(change=True),)),
    ):
        assert [demand.kind for demand in demands(plan)] == ["horizon"]
    assert [demand.kind for demand in demands(a_plan(change_lead=1, phases=(a_phase(change=True),)))] == [
        "change lead",
        "horizon",
    ]


def test_that_work_is_told_by_each_option() -> None:
    phase = a_phase(options=(by_partner(duration=10), by_fasttrack(duration=14)))
    assert (
        work_sentence(a_plan(phases=(phase,)), phase) == "P1 takes 10 working days by Partner PAR or 14 by FastTrack."
    )
