"""Which asks are worked out first: those whose condition keeps most money away, and none is left out."""

from datetime import date

from hypothesis import given, settings

from planner.funding.ask_order import likeliest_first
from planner.funding.asks import families
from planner.funding.credits import Scope
from planner.plan import Plan
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_partner
from tests.small_plans import small_plans


def first(plan: Plan, *claims: Claim) -> str:
    schedule = Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase), claims)
    return likeliest_first(plan, schedule, families(plan))[0].asks[0].id


@settings(max_examples=40)
@given(plan=small_plans())
def test_that_no_family_is_left_out_or_told_twice(plan: Plan) -> None:
    everything = families(plan)
    ordered = likeliest_first(plan, Schedule(()), everything)
    assert ordered == everything
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
