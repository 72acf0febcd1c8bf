"""Which asks are worked out first: those whose condition keeps most money away, and none is left out."""

from datetime import date

from hypothesis import given, settings

from planner.funding.ask_order import likeliest_first
from planner.funding.asks import families
from planner.funding.claim_rules import face_value
from planner.funding.credits import CombinedCap, Scope
from planner.plan import Plan
from planner.rollout.calendars import Freeze
from planner.rollout.phases import Phase, Pin
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import (
    FISCAL_YEAR_END,
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    by_partner,
    internally,
)
from tests.small_plans import small_plans


def first(plan: Plan, *claims: Claim) -> str:
    schedule = Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase), claims)
    return likeliest_first(plan, schedule, families(plan))[0].asks[0].id


@settings(max_examples=40)
@given(plan=small_plans())
def test_that_no_family_is_left_out_or_told_twice(plan: Plan) -> None:
    everything = families(plan)
    ordered = likeliest_first(plan, Schedule(()), everything)
    assert sorted(ordered) == sorted(everything)
    limits = (*map(face_value, plan.credits), *(cap.limit for cap in plan.combined_caps))
    assert ordered == everything or not all(limits)  # a limit of nothing is used up before anything is paid
    starts = tuple(an_assignment(plan, phase.id) for phase in plan.phases)
    assert sorted(likeliest_first(plan, Schedule(starts), everything)) == sorted(everything)


def test_that_work_that_ends_too_late_puts_the_expiry_first() -> None:
    late = a_credit(window=DateRange(START, date(2027, 1, 8)), proof_deadline=None)
    assert first(a_plan(credits=(late,))) == "expiry C1 +10"


def test_that_work_that_is_proven_too_late_puts_the_proof_first() -> None:
    assert first(a_plan(credits=(a_credit(proof_deadline=date(2027, 1, 18)),))) == "proof C1 +10"


def test_that_work_outside_the_scope_puts_the_workload_first_of_which_most_is_lost() -> None:
    larger = a_phase("P2", workload="Purview", eligible_cost=90_000, options=(by_partner(cost=90_000),))
    plan = a_plan(
        phases=(a_phase(workload="Azure"), larger),
        partners=(a_partner(approved_workloads=("Azure", "Purview", "Intune")),),
        credits=(a_credit(scope=Scope(("Intune",))),),
    )
    assert first(plan) == "workload C1 Purview"


def test_that_a_partner_whom_the_letter_leaves_out_comes_first() -> None:
    plan = a_plan(phases=(a_phase(options=(by_partner("OTH"),)),), partners=(a_partner(), a_partner("OTH")))
    assert first(plan) == "approved partner C1 OTH"


def test_that_a_face_that_is_used_up_comes_first_and_one_that_is_not_does_not() -> None:
    plan = a_plan(credits=(a_credit(face=10_000),))
    assert first(plan, Claim("P1", "C1", 10_000)) == "face C1 +1000"
    assert first(plan, Claim("P1", "C1", 9_000)) == families(plan)[0].asks[0].id == "expiry C1 +10"


def late(*phases: Phase, **changes: object) -> Plan:
    """Work that nobody pays for only because it ends after the expiry."""
    return a_plan(phases=phases, credits=(a_credit(window=DateRange(START, START), proof_deadline=None),), **changes)


def order(plan: Plan, *claims: Claim) -> list[str]:
    schedule = Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase), claims)
    return [family.asks[0].id for family in likeliest_first(plan, schedule, families(plan))]


def test_that_what_keeps_late_work_late_comes_before_what_does_not() -> None:
    bound = a_phase(change=True, region="South")
    plan = late(
        bound,
        freezes=(Freeze("Close", DateRange(FISCAL_YEAR_END, FISCAL_YEAR_END)),),
        pins=(Pin(phase="P1", start=START),),
    )
    assert order(plan)[:5] == ["expiry C1 +10", "team PAR +1", "freeze 0 -7", "freeze 0 +7", "pin P1"]


def test_that_work_by_nobody_who_is_paid_puts_nothing_first() -> None:
    plan = late(a_phase(options=(internally(),)))
    assert order(plan) == [family.asks[0].id for family in families(plan)]


def test_that_a_workload_for_which_the_partner_is_not_approved_comes_first() -> None:
    plan = a_plan(partners=(a_partner(approved_workloads=("Azure",)),))
    assert first(plan) == "endorsement PAR Intune"


def test_that_money_which_only_another_source_keeps_away_puts_writing_first() -> None:
    plan = a_plan(credits=(a_credit(), a_credit("C2")))
    assert first(plan, Claim("P1", "C1", 10_000)) == "stacking C1 C2"


def test_that_caps_come_first_once_they_are_used_up() -> None:
    capped = a_credit(combined_caps=("ALL",), phase_cap=10_000)
    plan = a_plan(credits=(capped,), combined_caps=(CombinedCap(id="ALL", limit=10_000),))
    assert order(plan, Claim("P1", "C1", 10_000))[:2] == ["phase cap C1 +1000", "combined cap ALL +1000"]
    assert order(plan, Claim("P1", "C1", 9_000))[0] == "phase cap C1 +1000"
    assert order(plan, Claim("P1", "C1", 9_000))[1] != "combined cap ALL +1000"
