"""Each claim rule of the field guide, section 6.2, at its boundary: the last day that counts and the next."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import (
    RULE_CODES,
    Delivery,
    approval,
    approved_on,
    broken_rules,
    claim_limit,
    claim_reasons,
    expiry,
    face_value,
    is_claimable,
    last_finish,
    last_request,
    minimum_claim,
    opens_on,
    proof,
    window,
)
from planner.funding.credits import LOST, CombinedCap, Credit, ExchangeRate, OutcomeDate, Scope, StackingConfirmation
from planner.plan import Plan
from planner.rollout.calendars import Calendar, Region
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim
from planner.rollout.workdays import region_workdays
from planner.value import DateRange
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, by_fasttrack, by_partner
from tests.small_plans import small_plans

FINISH = date(2027, 1, 15)
"""Two working weeks from START, a Friday."""
PROVEN = date(2027, 1, 22)
"""Five working days later."""
DAY = timedelta(days=1)


def codes(credit: Credit, *, plan: Plan | None = None, phase: Phase | None = None, start: date = START) -> list[str]:
    """Which single-claim rules the credit breaks for a phase from START to FINISH by its first option."""
    plan = replace(plan or a_plan(), credits=(credit,))
    delivered = phase or plan.phases[0]
    reasons = claim_reasons(plan, credit, Delivery(delivered, delivered.options[0], start, FINISH))
    assert is_claimable(plan, credit, Delivery(delivered, delivered.options[0], start, FINISH)) == (not reasons)
    return [reason.code for reason in reasons]


def test_that_an_ordinary_claim_breaks_nothing() -> None:
    assert codes(a_credit()) == []


@pytest.mark.parametrize("part", [Scope(("Purview",)), Scope((), ("assess",)), Scope((), (), ("North",))])
def test_that_work_outside_the_scope_earns_nothing(part: Scope) -> None:
    assert codes(a_credit(scope=part)) == ["SCOPE"]


def test_that_an_empty_part_of_a_scope_covers_everything() -> None:
    assert codes(a_credit(scope=Scope(("Intune",), ("deploy",), ("Global",)))) == []
    assert codes(a_credit(scope=Scope())) == []


def test_that_fasttrack_and_internal_work_earn_nothing() -> None:
    for option in (by_fasttrack(), DeliveryOption(kind="internal", duration=10, cost=20_000)):
        assert codes(a_credit(), phase=a_phase(options=(option,))) == ["DELIVERY", "PARTNER"]


def test_that_a_partner_must_be_approved_by_the_credit_and_for_the_workload() -> None:
    assert codes(a_credit(approved_partners=())) == ["PARTNER"]
    assert codes(a_credit(), plan=a_plan(partners=(a_partner(approved_workloads=("Purview",)),))) == ["PARTNER"]


def test_that_the_whole_span_must_lie_in_one_window_of_the_partner() -> None:
    two = (DateRange(START, START + 4 * DAY), DateRange(START + 5 * DAY, FINISH))
    assert codes(a_credit(), plan=a_plan(partners=(a_partner(windows=(DateRange(START, FINISH),)),))) == []
    assert codes(a_credit(), plan=a_plan(partners=(a_partner(windows=two),))) == ["PARTNER"]


def test_that_work_may_start_on_the_day_the_window_opens_and_not_before() -> None:
    assert codes(a_credit(window=DateRange(START, FINISH))) == []
    assert codes(a_credit(window=DateRange(START + DAY, FINISH))) == ["APPROVAL"]


def test_that_approval_comes_its_lead_after_the_request_moved_forward_to_a_working_day() -> None:
    saturday = START - 2 * DAY
    assert codes(a_credit(request_date=saturday, approval_lead=0)) == []
    assert codes(a_credit(request_date=saturday, approval_lead=1)) == ["APPROVAL"]
    assert codes(a_credit(request_date=START - 3 * DAY, approval_lead=1)) == []


def test_that_approval_is_counted_in_the_plans_calendar_and_not_the_regions() -> None:
    plan = a_plan(calendar=Calendar((START,)), regions=(Region("Global", Calendar()),))
    assert codes(a_credit(request_date=START - 3 * DAY, approval_lead=1), plan=plan) == ["APPROVAL"]


def test_that_the_actual_approval_counts_once_it_is_known() -> None:
    assert codes(a_credit(request_date=START, approval_lead=30, approved_on=START)) == []
    assert codes(a_credit(request_date=START, approval_lead=0, approved_on=START + DAY)) == ["APPROVAL"]


@pytest.mark.parametrize("condition", ["sow_signed_on", "registered_on"])
def test_that_work_before_signature_or_registration_earns_nothing(condition: str) -> None:
    def on(day: date | None) -> Credit:
        return replace(a_credit(), **{condition: day})

    assert codes(on(START)) == []
    assert codes(on(START + DAY)) == ["APPROVAL"]
    assert codes(on(None)) == []


@pytest.mark.parametrize("status", ["rejected", "expired", "forfeited", "cancelled"])
def test_that_a_lost_credit_earns_nothing(status: str) -> None:
    assert codes(a_credit(status=status)) == ["APPROVAL"]


def test_that_work_ending_on_the_expiry_counts_and_a_day_later_does_not() -> None:
    assert codes(a_credit(window=DateRange(START, FINISH))) == []
    assert codes(a_credit(window=DateRange(START, FINISH - DAY))) == ["WINDOW"]


def test_that_proof_or_signature_can_be_what_the_expiry_asks_for() -> None:
    until = DateRange(START, PROVEN)
    assert codes(a_credit(expiry_basis="poe_submitted", window=until)) == []
    assert codes(a_credit(expiry_basis="poe_submitted", window=DateRange(START, PROVEN - DAY))) == ["WINDOW"]
    early = DateRange(START, START)
    assert codes(a_credit(expiry_basis="sow_submitted", window=early, sow_signed_on=START)) == []
    assert codes(a_credit(expiry_basis="sow_submitted", window=early)) == []
    late = a_credit(expiry_basis="sow_submitted", window=early, sow_signed_on=START + DAY)
    assert codes(late, start=START + DAY) == ["WINDOW"]


def test_that_a_claim_after_the_poe_deadline_earns_nothing() -> None:
    assert codes(a_credit(proof_deadline=PROVEN)) == []
    assert codes(a_credit(proof_deadline=PROVEN - DAY)) == ["POE"]


def test_that_proof_must_come_within_the_claim_days_after_the_finish() -> None:
    assert codes(a_credit(claim_days=7)) == []
    assert codes(a_credit(claim_days=6)) == ["POE"]


def test_that_proof_is_prepared_in_the_calendar_of_the_phases_region() -> None:
    plan = a_plan(regions=(Region("Global", Calendar((FINISH + 3 * DAY,))),))
    assert codes(a_credit(proof_deadline=PROVEN), plan=plan) == ["POE"]


def test_that_an_extension_moves_the_expiry_only_if_the_sow_was_signed_before_it() -> None:
    end = FINISH - 3 * DAY
    offered = a_credit(window=DateRange(START - 30 * DAY, end), extension=3)
    assert expiry(offered) == end
    assert expiry(replace(offered, sow_signed_on=end)) == end
    assert expiry(replace(offered, sow_signed_on=end - DAY)) == FINISH
    assert codes(replace(offered, sow_signed_on=START)) == []
    assert codes(replace(offered, sow_signed_on=START, proof_deadline=end)) == ["POE"]


# Limits


def test_that_a_share_is_taken_of_the_smaller_of_cost_and_eligible_cost_and_floored() -> None:
    phase = a_phase(eligible_cost=1_001)
    assert claim_limit(a_credit(share=7_500), phase, by_partner(cost=2_000)) == 750
    assert claim_limit(a_credit(share=7_500), phase, by_partner(cost=999)) == 749
    assert claim_limit(a_credit(share=10_000), phase, by_partner(cost=2_000)) == 1_001


def test_that_a_scaled_credit_pays_by_expected_outcome_with_one_floor() -> None:
    phase = a_phase(eligible_cost=1_001, expected_outcome=33)
    scaled = a_credit(share=7_500, outcome_mode="scaled")
    assert claim_limit(scaled, phase, by_partner(cost=2_000)) == 1_001 * 7_500 * 33 // 1_000_000
    assert claim_limit(replace(scaled, outcome_mode="none"), phase, by_partner(cost=2_000)) == 750
    assert claim_limit(replace(scaled, phase_cap=100), phase, by_partner(cost=2_000)) == 100


def test_that_amounts_in_another_currency_are_floored_and_minimums_rounded_up() -> None:
    rate = ExchangeRate(currency="EUR", millionths=333_333, dated=START)
    credit = a_credit(exchange=rate, face=10, minimum_claim=10, phase_cap=4)
    assert (face_value(credit), minimum_claim(credit)) == (3, 4)
    assert claim_limit(credit, a_phase(), by_partner()) == 1


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10_000))
def test_that_a_dearer_option_never_raises_a_credit_above_the_eligible_cost(cost: int, more: int, share: int) -> None:
    phase, credit = a_phase(eligible_cost=cost), a_credit(share=share)
    assert claim_limit(credit, phase, by_partner(cost=cost + more)) == claim_limit(credit, phase, by_partner(cost=cost))


# Joint rules

ROLLOUT = a_plan(
    phases=(a_phase("P1"), a_phase("P2", seats=50)),
    credits=(a_credit("C1"), a_credit("C2")),
    one_source_per_phase=False,
)
PLACED = {phase: Assignment(phase, "PAR", START, FINISH) for phase in ("P1", "P2")}


def joint(claims: Mapping[tuple[str, str], int], *, plan: Plan = ROLLOUT, **changes: object) -> list[str]:
    """Which rules the claims break, by (phase, credit), after changing the first credit."""
    first, *others = plan.credits
    plan = replace(plan, credits=(replace(first, **changes), *others))
    recorded = tuple(Claim(phase, credit, amount) for (phase, credit), amount in claims.items())
    return [broken.code for broken in broken_rules(plan, PLACED, recorded)]


BOTH = {("P1", "C1"): 10_000, ("P2", "C1"): 10_000}
SHARED = {("P1", "C1"): 10_000, ("P1", "C2"): 10_000}


def test_that_a_claim_above_its_share_or_phase_cap_is_named() -> None:
    assert joint({("P1", "C1"): 10_001}) == ["SHARE"]
    assert joint({("P1", "C1"): 10_000}, phase_cap=9_999) == ["PHASECAP"]


def test_that_the_credits_of_a_phase_never_pay_more_than_it_costs() -> None:
    assert joint(SHARED) == []
    assert joint({("P1", "C1"): 10_001, ("P1", "C2"): 10_000}, share=10_000) == ["COST"]


def test_that_a_credit_pays_at_most_its_face() -> None:
    assert joint(BOTH, face=20_000) == []
    assert joint(BOTH, face=19_999) == ["CAP"]


def test_that_credits_of_a_combined_cap_pay_at_most_its_limit() -> None:
    def capped(limit: int) -> Plan:
        capped_credits = tuple(replace(credit, combined_caps=("CAP",)) for credit in ROLLOUT.credits)
        return replace(ROLLOUT, credits=capped_credits, combined_caps=(CombinedCap(id="CAP", limit=limit),))

    assert joint(SHARED, plan=capped(20_000)) == []
    assert joint(SHARED, plan=capped(19_999)) == ["POOLCAP"]


def test_that_one_credit_of_an_exclusion_group_is_used_in_the_whole_plan() -> None:
    plan = replace(ROLLOUT, credits=tuple(replace(each, exclusion_groups=("X",)) for each in ROLLOUT.credits))
    assert joint(BOTH, plan=plan) == []
    assert joint({("P1", "C1"): 1, ("P2", "C2"): 1}, plan=plan) == ["STACK-C"]


def test_that_one_credit_of_a_phase_exclusion_group_pays_for_a_phase() -> None:
    plan = replace(ROLLOUT, credits=tuple(replace(each, phase_exclusion_groups=("X",)) for each in ROLLOUT.credits))
    assert joint({("P1", "C1"): 1, ("P2", "C2"): 1}, plan=plan) == []
    assert joint(SHARED, plan=plan) == ["STACK-P"]


def test_that_two_sources_on_a_phase_need_a_written_confirmation() -> None:
    strict = replace(ROLLOUT, one_source_per_phase=True)
    confirmation = StackingConfirmation(credits=("C2", "C1"), document="Mail of 4 January")
    assert joint(SHARED, plan=strict) == ["ONE-SOURCE"]
    assert joint(SHARED, plan=replace(strict, stacking_confirmations=(confirmation,))) == []


def test_that_a_credit_pays_nothing_or_its_minimum() -> None:
    assert joint(BOTH, minimum_claim=20_000) == []
    assert joint(BOTH, minimum_claim=20_001) == ["MINCLAIM"]
    assert joint({}, minimum_claim=20_001) == []


def test_that_seats_are_counted_over_the_phases_that_the_credit_pays_for() -> None:
    assert joint(BOTH, minimum_seats=150) == []
    assert joint(BOTH, minimum_seats=151) == ["MINSEATS"]
    assert joint({("P1", "C1"): 1, ("P2", "C2"): 1}, minimum_seats=150) == ["MINSEATS"]


def test_that_milestones_are_phases_with_a_claim_above_nothing() -> None:
    assert joint(BOTH, minimum_milestones=2) == []
    assert joint({("P1", "C1"): 10_000, ("P2", "C1"): 0}, minimum_milestones=2) == ["MILESTONES"]


def test_that_an_all_or_nothing_credit_needs_every_phase_on_its_list_by_its_date() -> None:
    def listed(*dates: OutcomeDate) -> list[str]:
        return joint({("P1", "C1"): 1}, outcome_mode="all_or_nothing", outcome_dates=dates)

    assert listed(OutcomeDate("P1", FINISH), OutcomeDate("P2", FINISH)) == []
    assert listed(OutcomeDate("P1", FINISH), OutcomeDate("P2", FINISH - DAY)) == ["OUTCOME"]


def test_that_a_claim_on_a_phase_without_dates_is_named() -> None:
    assert [broken.code for broken in broken_rules(ROLLOUT, {}, (Claim("P1", "C1", 1),))] == ["DELIVERY", "COST"]


def test_that_every_code_of_the_field_guide_is_known() -> None:
    guide = "SCOPE DELIVERY PARTNER APPROVAL WINDOW POE SHARE PHASECAP COST CAP POOLCAP STACK-C STACK-P ONE-SOURCE "
    assert " ".join(RULE_CODES) == guide + "MINCLAIM MINSEATS MILESTONES OUTCOME EXTENSION"


@settings(max_examples=60)
@given(
    plan=small_plans("EXTENSION", features=("regions",), most_phases=1)
    | small_plans("POE", features=("regions",), most_phases=1)
    | small_plans("WINDOW", features=("regions",), most_phases=1)
    | small_plans("APPROVAL", features=("regions",), most_phases=1),
)
def test_that_the_first_and_last_days_of_a_credit_are_those_of_its_rules(plan: Plan) -> None:
    phase = plan.phases[0]
    worked = region_workdays(plan, phase.region)
    for credit in plan.credits:
        last = last_finish(plan, credit, phase)
        for day in worked.workdays(plan.start, plan.horizon):
            delivered = Delivery(phase, phase.options[0], day, day)
            is_open = credit.status not in LOST and day >= opens_on(plan, credit)
            assert (approval(plan, credit, delivered) is None) == is_open
            if credit.claim_days is None and credit.expiry_basis != "sow_submitted":
                in_time = last is None or day <= last
                assert (window(plan, credit, delivered) is None and proof(plan, credit, delivered) is None) == in_time


@settings(max_examples=60)
@given(plan=small_plans("APPROVAL", features=("regions",), most_phases=1), offset=st.integers(0, 9))
def test_that_the_last_request_is_approved_in_time_and_one_a_day_later_is_not(plan: Plan, offset: int) -> None:
    start = plan.start + offset * DAY
    for credit in plan.credits:
        last = last_request(plan, credit, start)
        for asked, is_in_time in ((last, True), (last + DAY, False)):
            assert (approved_on(plan, replace(credit, request_date=asked, approved_on=None)) <= start) == is_in_time
