"""The value ladder: its laws against brute force, and the tables of the reference plans."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import RULE_CODES
from planner.funding.credits import Scope
from planner.funding.ladder import Best, Ladder, Rungs, ladder
from planner.funding.reach import Candidate, last_claimable, scoped
from planner.funding.slack import most_slack, slack
from planner.plan import Plan
from planner.rollout.passes import earliest, latest
from planner.rollout.phases import Pin
from planner.rollout.schedule import Claim, Schedule
from planner.rollout.workdays import region_workdays
from solver.best import best_known
from solver.claims import settle
from solver.settings import Settings
from solver.solve import solve
from tests.brute_force import best, every_schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from tests.small_plans import FEATURES, small_plans

ALONE = ("SCOPE", "DELIVERY", "PARTNER", "APPROVAL", "WINDOW", "POE", "SHARE", "PHASECAP", "CAP", "MINSEATS")
"""Rules that reachable money takes account of in full."""


def solved_ladder(plan: Plan) -> Ladder:
    result = solve(plan, Settings(time_limit=120))
    assert result.schedule is not None
    return ladder(plan, result.schedule, best_known(result))


def most(plan: Plan) -> int | None:
    """What the best schedule earns, by brute force."""
    reached = best(plan, "funding")
    return None if reached is None else reached[0]


def test_that_the_small_plan_has_its_ladder(small: Plan) -> None:
    table = solved_ladder(small)
    assert [(each.name, each.face, each.scoped, each.reachable) for each in table.credits] == [
        ("SV1", 50_000, 50_000, 50_000),
        ("SE1", 30_000, 20_000, 20_000),
        ("SC1", 40_000, 0, 0),
    ]
    assert [each.expected for each in table.credits] == [40_000, 16_000, 0]
    assert table.total[1:7] == (120_000, 70_000, 70_000, 70_000, 70_000, 56_000)
    assert table.realisable_words == "70,000"


def test_that_the_medium_plan_has_its_ladder(medium: Plan) -> None:
    table = solved_ladder(medium)
    assert [(each.name, each.face, each.scoped, each.reachable) for each in table.credits] == [
        ("MV1", 75_000, 75_000, 75_000),
        ("MV2", 60_000, 60_000, 60_000),
        ("MV3", 95_000, 95_000, 95_000),
        ("ME1", 120_000, 120_000, 55_000),
        ("ME2", 60_000, 45_000, 45_000),
        ("MA1", 50_000, 50_000, 50_000),
        ("MW1", 7_500, 7_500, 7_500),
    ]
    assert table.total[1:6] == (467_500, 452_500, 387_500, 320_000, 320_000)
    assert [leak.amount for leak in table.total.leaks][:4] == [15_000, 65_000, 67_500, 0]
    assert {each.name: each.face for each in table.programmes}["ECIF"] == 180_000


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=20)
@given(draw=st.data())
def test_that_money_only_leaks_on_the_way_down(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, most_phases=2))
    for rungs in ladder(plan, None).credits:
        assert 0 <= rungs.reachable <= rungs.scoped <= rungs.face


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=15)
@given(draw=st.data())
def test_that_no_schedule_pays_a_credit_more_than_is_reachable(feature: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(features=(feature,), most_phases=2))
    for rungs in ladder(plan, None).credits:
        alone = replace(plan, credits=(plan.credit[rungs.name],), stacking_confirmations=())
        assert (most(alone) or 0) <= rungs.reachable


@pytest.mark.parametrize("code", ALONE)
@settings(max_examples=25)
@given(draw=st.data())
def test_that_what_a_credit_reaches_with_one_phase_can_be_had(code: str, draw: st.DataObject) -> None:
    features = ("regions", "freezes", "partner windows", "bounds", "pins")
    plan = draw.draw(small_plans(code, features=features, most_phases=1))
    for rungs in ladder(plan, None).credits:
        alone = replace(plan, credits=(plan.credit[rungs.name],), stacking_confirmations=(), pins=())
        assert rungs.reachable == (most(alone) or 0)


def test_that_the_planners_own_pins_take_nothing_from_what_is_reachable() -> None:
    free = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    pinned = replace(free, pins=(Pin(phase="P1", start=free.horizon), Pin(phase="P2", option="gone")))
    assert ladder(pinned, None).credits == ladder(free, None).credits
    assert ladder(free, None).total.reachable == 20_000


@settings(max_examples=25)
@given(draw=st.data())
def test_that_a_schedule_plans_no_more_than_the_best_one_realises(draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(most_phases=2))
    schedules = list(every_schedule(plan))
    if not schedules:
        return
    dates = draw.draw(st.sampled_from(schedules))
    result = solve(plan, Settings(workers=1))
    table = ladder(plan, Schedule(dates, settle(plan, dates)), best_known(result))
    assert table.total.realisable == most(plan)
    assert table.total.planned <= most(plan) <= table.at_most  # type: ignore[operator]
    for rungs in table.credits:
        assert (rungs.realisable or 0) <= rungs.reachable


@settings(max_examples=50)
@given(plan=small_plans(most_phases=2), has_best=st.booleans())
def test_that_the_leaks_of_each_ladder_sum_to_what_is_lost(plan: Plan, has_best: bool) -> None:  # noqa: FBT001 - drawn
    table = ladder(plan, None, Best(()) if has_best else None)
    for rungs in (*table.credits, *table.programmes, table.total):
        assert sum(leak.amount for leak in rungs.leaks) == rungs.face - rungs.expected


def test_that_programmes_and_credits_sum_to_the_same_total() -> None:
    plan = a_plan(credits=(a_credit("C1"), a_credit("C2", programme="ECIF"), a_credit("C3")))
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C2", 9_000),))
    table = ladder(plan, schedule, Best(schedule.claims, 12_000))
    assert [each.name for each in table.programmes] == ["Voucher", "ECIF"]
    for parts in (table.credits, table.programmes):
        assert tuple(sum(column) for column in zip(*(each[1:9] for each in parts), strict=True)) == table.total[1:9]


def test_that_nothing_is_called_realisable_before_a_solve() -> None:
    table = ladder(a_plan(), None)
    assert table.total.realisable is None
    assert table.realisable_words == "at most 10,000"
    assert [leak.step for leak in table.total.leaks] == ["scope", "time", "open", "confidence"]


def test_that_without_proof_the_realisable_sum_is_between_two_figures() -> None:
    claims = (Claim("P1", "C1", 8_000),)
    plan = a_plan()
    assert ladder(plan, None, Best(claims, 9_500)).realisable_words == "at least 8,000, at most 9,500"
    assert ladder(plan, None, Best(claims, 99_000)).realisable_words == "at least 8,000, at most 10,000"
    assert ladder(plan, None, Best(claims)).realisable_words == "at least 8,000, at most 10,000"
    assert ladder(plan, None, Best(claims, 8_000, is_proven=True)).realisable_words == "8,000"


def test_that_only_submitted_proof_is_claimed_and_only_paid_money_is_paid() -> None:
    def lower(status: str) -> tuple[int, int]:
        plan = a_plan(credits=(a_credit(status=status),))
        schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
        total = ladder(plan, schedule).total
        return total.claimed, total.paid

    assert lower("in_delivery") == (0, 0)
    assert lower("poe_submitted") == lower("accepted") == (10_000, 0)
    assert lower("paid") == (10_000, 10_000)


def test_that_each_leak_tells_what_took_the_money() -> None:
    assert leaks_of(a_credit(scope=Scope(("Purview",))))["scope"] == 50_000
    assert leaks_of(a_credit(face=10_000, proof_deadline=START))["time"] == 10_000
    assert leaks_of(a_credit(face=10_000), Best(()))["competition"] == 10_000
    assert leaks_of(a_credit(face=10_000), Best((Claim("P1", "C1", 10_000),)))["schedule"] == 10_000
    lost = ladder(a_plan(credits=(a_credit(face=10_000, status="rejected"),)), None).credits[0]
    assert [leak.words for leak in lost.leaks if leak.amount] == ["the credit is lost"]


def leaks_of(credit: object, best_claims: Best | None = None) -> dict[str, int]:
    rungs: Rungs = ladder(a_plan(phases=(a_phase(),), credits=(credit,)), None, best_claims).credits[0]
    leaks: dict[str, int] = {leak.step: leak.amount for leak in rungs.leaks}
    assert all(later <= earlier for earlier, later in pairwise((rungs.face, rungs.scoped, rungs.reachable)))
    return leaks


def test_that_slack_is_all_there_is_where_no_day_of_work_ends_a_claim() -> None:
    endless = a_credit(expiry_basis="sow_submitted", proof_deadline=None)
    plan = a_plan(credits=(endless, a_credit("C2")), one_source_per_phase=False)
    runs = (an_assignment(plan),)
    assert slack(plan, Schedule(runs, (Claim("P1", "C1", 1),))) == most_slack(plan)
    # Ten days of work end on 15 January; with five of proof, 23 June is the last end that counts.
    both = Schedule(runs, (Claim("P1", "C1", 1), Claim("P1", "C2", 1)))
    assert slack(plan, both) == region_workdays(plan, "Global").number(date(2027, 6, 24)) - region_workdays(
        plan, "Global"
    ).number(date(2027, 1, 16))


def test_that_work_whose_latest_dates_are_out_of_time_for_the_letter_has_no_last_claimable_ones() -> None:
    """The partner is there only before the credit is approved; a later day would not help."""
    plan = a_plan(credits=(a_credit(approval_lead=60),), phases=(a_phase(deadline=date(2027, 1, 15)),))
    (phase,), (credit,) = plan.phases, plan.credits
    candidate = Candidate(phase, phase.options[0], 10_000)
    assert last_claimable(plan, credit, candidate, latest(plan, earliest(plan))["P1"]) is None


def test_that_a_credit_reaches_nothing_where_all_its_phases_hold_too_few_seats() -> None:
    plan = a_plan(credits=(a_credit(minimum_seats=101),))
    candidate = Candidate(plan.phases[0], plan.phases[0].options[0], 10_000)
    assert scoped(plan, plan.credits[0], (candidate,)) == 0
    enough = replace(plan.credits[0], minimum_seats=100)
    assert scoped(replace(plan, credits=(enough,)), enough, (candidate,)) == 10_000
