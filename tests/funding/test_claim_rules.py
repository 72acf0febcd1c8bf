"""Each claim rule of the field guide, section 6.2, at its boundary: the last day that counts and the next."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import (
    RULE_CODES,
    BrokenRule,
    Claimed,
    Delivery,
    answer_due,
    approval,
    approved_on,
    asked_for_on,
    broken_rules,
    claim_limit,
    claim_reasons,
    could_be_claimed,
    deliveries,
    delivery_of,
    exclude_each_other,
    expiry,
    extension_missed,
    face_value,
    full_share,
    in_letter_currency,
    in_plan_currency,
    is_claimable,
    last_finish,
    last_request,
    letter_minimum,
    may_finish,
    may_start,
    minimum_claim,
    opens_on,
    payment_days,
    proof,
    proof_due,
    proof_ready_on,
    window,
    work_kind,
)
from planner.funding.credits import LOST, CombinedCap, Credit, ExchangeRate, OutcomeDate, Scope, StackingConfirmation
from planner.plan import Plan
from planner.rollout.calendars import Calendar, Region
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import plan_workdays, region_workdays
from planner.value import DateRange
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
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


def test_that_work_that_ended_on_a_day_off_is_not_proven_before_it_ended() -> None:
    plan, saturday = a_plan(), FINISH + DAY
    delivered = Delivery(plan.phases[0], plan.phases[0].options[0], START, saturday)
    at_once = a_credit(proof_preparation=0, proof_deadline=FINISH)
    assert proof_ready_on(plan, at_once, delivered) == saturday
    assert proof(plan, at_once, delivered) is not None
    assert proof(plan, replace(at_once, proof_deadline=saturday), delivered) is None
    assert proof_ready_on(plan, a_credit(proof_preparation=1), delivered) == FINISH + 3 * DAY


def test_that_proof_must_come_within_the_claim_days_after_the_finish() -> None:
    assert codes(a_credit(claim_days=7)) == []
    assert codes(a_credit(claim_days=6)) == ["POE"]
    assert codes(a_credit(claim_days=7, proof_deadline=None)) == []
    assert codes(a_credit(claim_days=6, proof_deadline=None)) == ["POE"]


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


def test_that_without_a_deadline_or_days_to_claim_proof_may_come_at_any_time() -> None:
    assert codes(a_credit(proof_deadline=None, claim_days=None, proof_preparation=200)) == []


def said(credit: Credit, *, plan: Plan | None = None, phase: Phase | None = None) -> BrokenRule:
    """The one rule that the credit breaks for the phase from START to FINISH."""
    plan = replace(plan or a_plan(), credits=(credit,))
    delivered = phase or plan.phases[0]
    (broken,) = claim_reasons(plan, credit, Delivery(delivered, delivered.options[0], START, FINISH))
    assert (broken.phases, broken.credits) == (("P1",), ("C1",))
    return broken


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scope": Scope(("Purview", "Entra"))}, "C1 does not cover Intune; it covers Purview, Entra."),
        ({"scope": Scope(motions=("pilot",))}, "C1 does not cover motion deploy; it covers pilot."),
        ({"scope": Scope(regions=("Asia",))}, "C1 does not cover Global; it covers Asia."),
        ({"approved_partners": ("SEC", "THI")}, "C1 has not approved Partner PAR; approved: SEC, THI."),
        ({"approved_partners": ()}, "C1 has not approved Partner PAR; approved: none."),
        ({"status": "forfeited"}, "C1 is forfeited."),
        ({"window": DateRange(START + DAY, FINISH)}, "before the window of C1 opens on 2027-01-05."),
        ({"approved_on": START + DAY}, "but C1 is approved only on 2027-01-05."),
        ({"sow_signed_on": START + DAY}, "before the SOW is signed on 2027-01-05."),
        ({"registered_on": START + DAY}, "before the deal is registered on 2027-01-05."),
        ({"window": DateRange(START, FINISH - DAY)}, "Work ends 2027-01-15, after C1 expires on 2027-01-14."),
        (
            {"window": DateRange(START, FINISH), "expiry_basis": "poe_submitted"},
            "Proof of execution is ready 2027-01-22, after C1 expires on 2027-01-15.",
        ),
        ({"proof_deadline": FINISH}, "Proof of execution is ready 2027-01-22; C1 takes it until 2027-01-15."),
        ({"claim_days": 6}, "Proof of execution is ready 2027-01-22, more than 6 days after 2027-01-15."),
    ],
)
def test_that_a_reason_names_what_stands_against_the_claim(changes: dict[str, object], sentence: str) -> None:
    assert said(replace(a_credit(), **changes)).sentence.removeprefix("Work starts 2027-01-04, ") == sentence


def test_that_a_reason_names_who_cannot_earn_the_credit() -> None:
    guided = a_phase(options=(by_fasttrack(),))
    first, second = claim_reasons(a_plan(), a_credit(), Delivery(guided, guided.options[0], START, FINISH))
    assert first.sentence == "P1 is delivered by FastTrack, and a credit pays partners only."
    assert second.sentence == "No partner delivers P1."
    unfit = a_plan(partners=(a_partner(approved_workloads=()),))
    assert said(a_credit(), plan=unfit).sentence == "Partner PAR is not approved for Intune."
    away = a_plan(partners=(a_partner(windows=(DateRange(START, START),)),))
    assert said(a_credit(), plan=away).sentence == "Partner PAR is not available from 2027-01-04 to 2027-01-15."


def test_that_a_sow_signed_after_the_expiry_is_named() -> None:
    early = DateRange(START, START)
    credit = a_credit(expiry_basis="sow_submitted", window=early, sow_signed_on=START + DAY)
    phase = a_phase()
    delivered = Delivery(phase, phase.options[0], START + DAY, FINISH)
    (broken,) = claim_reasons(a_plan(), credit, delivered)
    assert broken.sentence == "The SOW is signed 2027-01-05, after C1 expires on 2027-01-04."


def test_that_an_extension_that_does_not_count_is_named() -> None:
    unsigned = a_credit(extension=3, window=DateRange(START, FINISH))
    why = "C1 cannot be extended: no SOW was signed before it expires on 2027-01-15."
    assert extension_missed(unsigned) == extension_missed(replace(unsigned, sow_signed_on=FINISH)) == why
    assert extension_missed(replace(unsigned, sow_signed_on=FINISH - DAY)) is None
    assert extension_missed(replace(unsigned, extension=0)) is None


def test_that_a_credit_without_a_request_is_asked_for_on_the_first_day_of_the_plan() -> None:
    assert approved_on(a_plan(), a_credit(request_date=None, approval_lead=1)) == START + DAY


def test_that_the_tranches_are_paid_with_the_sow_the_end_of_work_and_the_last_proof() -> None:
    def days(**changes: object) -> tuple[date, ...]:
        plan, phase = a_plan(), a_phase()
        return payment_days(plan, replace(a_credit(), **changes), Delivery(phase, phase.options[0], START, FINISH))

    signed = START - 7 * DAY
    halves, parts = (5_000, 5_000), (2_500, 2_500, 2_500, 2_500)
    assert days() == (PROVEN,)
    assert days(claim_days=30, sow_signed_on=signed) == (PROVEN + 30 * DAY,)
    assert days(tranches=halves, sow_signed_on=signed) == (signed, PROVEN)
    assert days(tranches=halves) == (START, PROVEN)
    assert days(tranches=parts, claim_days=7) == (START, FINISH, FINISH, PROVEN + 7 * DAY)


PARTS = st.sampled_from(["", "workloads", "motions", "regions"])


@given(
    outside=PARTS,
    approved=st.booleans(),
    trained=st.booleans(),
    option=st.sampled_from([by_partner(), by_fasttrack()]),
    start=st.integers(-2, 2),
    finish=st.integers(-2, 2),
    status=st.sampled_from(["approved", "expired"]),
)
def test_that_a_claim_holds_where_it_could_be_made_and_may_start_and_may_finish(  # noqa: PLR0913 - each part once
    outside: str, option: DeliveryOption, start: int, finish: int, status: str, *, approved: bool, trained: bool
) -> None:
    plan = a_plan(partners=(a_partner(approved_workloads=("Intune",) if trained else ()),))
    scope = replace(Scope(), **{outside: ("other",)}) if outside else Scope()
    credit = a_credit(
        window=DateRange(START, FINISH),
        proof_deadline=PROVEN,
        scope=scope,
        status=status,
        approved_partners=("PAR",) if approved else (),
    )
    phase = a_phase(options=(option,))
    delivered = Delivery(phase, option, START + start * DAY, FINISH + finish * DAY)
    could_be = could_be_claimed(plan, credit, phase, option)
    assert could_be == (not outside and approved and trained and option.kind == "partner")
    assert may_start(plan, credit, delivered) == (start >= 0 and status == "approved")
    assert may_finish(plan, credit, delivered) == (finish <= 0)
    holds = could_be and may_start(plan, credit, delivered) and may_finish(plan, credit, delivered)
    assert is_claimable(plan, credit, delivered) == holds


def test_that_work_may_not_finish_where_its_proof_comes_after_the_deadline() -> None:
    phase = a_phase()
    delivered = Delivery(phase, phase.options[0], START, FINISH)
    assert may_finish(a_plan(), a_credit(proof_deadline=PROVEN), delivered)
    assert not may_finish(a_plan(), a_credit(proof_deadline=PROVEN - DAY), delivered)
    expiring = a_credit(expiry_basis="poe_submitted", window=DateRange(START, PROVEN))
    assert may_finish(a_plan(), expiring, delivered)
    assert not may_finish(a_plan(), replace(expiring, window=DateRange(START, PROVEN - DAY)), delivered)


def test_that_the_last_finish_is_the_earlier_of_expiry_and_a_proof_in_time() -> None:
    def last(**changes: object) -> date | None:
        return last_finish(a_plan(), replace(a_credit(), **changes), a_phase())

    until = DateRange(START, FINISH)
    assert last(window=until, proof_deadline=PROVEN + DAY) == FINISH
    assert last(window=until, proof_deadline=PROVEN - DAY) == FINISH - DAY
    assert last(window=DateRange(START, PROVEN), expiry_basis="poe_submitted", proof_deadline=None) == FINISH
    assert last(window=until, expiry_basis="sow_submitted", proof_deadline=None) is None


def test_that_the_last_finish_counts_proof_in_the_calendar_of_the_region() -> None:
    plan = a_plan(regions=(Region("Global", Calendar((FINISH + 3 * DAY,))),))
    assert last_finish(plan, a_credit(proof_deadline=PROVEN), a_phase()) == FINISH - DAY


def test_that_work_is_of_a_kind_by_its_workload_motion_region_and_option() -> None:
    phase = a_phase(region="North")
    assert work_kind(phase, phase.options[0]) == ("Intune", "deploy", "North", "PAR")


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


def test_that_large_amounts_in_another_currency_are_exact_to_the_unit() -> None:
    credit = a_credit(exchange=ExchangeRate(currency="EUR", millionths=500_000, dated=START), face=90_000_000)
    assert face_value(credit) == 45_000_000
    assert in_letter_currency(credit, 45_000_000) == letter_minimum(credit, 45_000_000) == 90_000_000


def test_that_the_full_share_is_the_share_with_the_whole_outcome_reached() -> None:
    phase = a_phase(eligible_cost=1_001, expected_outcome=33)
    assert full_share(a_credit(share=7_500, outcome_mode="scaled"), phase, by_partner(cost=2_000)) == 750
    assert full_share(a_credit(share=7_500), phase, by_partner(cost=999)) == 749


@given(st.integers(1, 10**9), st.integers(0, 10**8))
def test_that_letter_amounts_are_the_first_and_the_last_that_reach_an_amount_of_the_plan(
    rate: int, amount: int
) -> None:
    credit = a_credit(exchange=ExchangeRate(currency="EUR", millionths=rate, dated=START))
    least = in_letter_currency(credit, amount)
    assert in_plan_currency(credit, least) >= amount
    assert least == 0 or in_plan_currency(credit, least - 1) < amount
    most = letter_minimum(credit, amount)
    assert minimum_claim(replace(credit, minimum_claim=most)) <= amount
    assert minimum_claim(replace(credit, minimum_claim=most + 1)) > amount


def test_that_a_letter_in_the_currency_of_the_plan_is_taken_as_it_stands() -> None:
    credit = a_credit()
    assert (in_plan_currency(credit, 7), in_letter_currency(credit, 7), letter_minimum(credit, 7)) == (7, 7, 7)


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


def broken(plan: Plan, *claims: Claim, **changes: object) -> tuple[BrokenRule, ...]:
    """All rules that the claims break on the placed phases, after changing each credit."""
    changed = replace(plan, credits=tuple(replace(credit, **changes) for credit in plan.credits))
    return broken_rules(changed, PLACED, claims)


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


def test_that_only_an_all_or_nothing_credit_waits_for_the_phases_on_its_list() -> None:
    for mode, codes_ in (("all_or_nothing", ["OUTCOME"]), ("scaled", []), ("none", [])):
        assert joint({("P1", "C1"): 1}, outcome_mode=mode, outcome_dates=(OutcomeDate("P2", START),)) == codes_


def test_that_a_claim_of_nothing_breaks_no_rule() -> None:
    assert joint({("P1", "C1"): 0}, approved_partners=(), minimum_claim=1) == []


def test_that_a_claim_on_a_phase_without_dates_is_named() -> None:
    assert [broken.code for broken in broken_rules(ROLLOUT, {}, (Claim("P1", "C1", 1),))] == ["DELIVERY", "COST"]


P1_C1, P1_C2, P2_C1, P2_C2 = (Claim(phase, credit, 6_000) for phase in ("P1", "P2") for credit in ("C1", "C2"))


@pytest.mark.parametrize(
    ("changes", "claims", "code", "sentence", "phases", "credits_"),
    [
        (
            {"face": 11_999},
            (P1_C1, P2_C1),
            "CAP",
            "C1 pays 12,000, above its face value of 11,999.",
            ("P1", "P2"),
            ("C1",),
        ),
        ({"share": 2_999}, (P2_C2,), "SHARE", "C2 pays 6,000 for P2, above its limit of 5,998.", ("P2",), ("C2",)),
        (
            {"phase_cap": 5_999},
            (P2_C2,),
            "PHASECAP",
            "C2 pays 6,000 for P2, above its limit of 5,999.",
            ("P2",),
            ("C2",),
        ),
        (
            {"exclusion_groups": ("X",)},
            (P1_C1, P2_C2),
            "STACK-C",
            "C1, C2 exclude each other (X).",
            (),
            ("C1", "C2"),
        ),
        (
            {"phase_exclusion_groups": ("X",)},
            (P2_C1, P2_C2),
            "STACK-P",
            "C1, C2 exclude each other on one phase (X), here P2.",
            ("P2",),
            ("C1", "C2"),
        ),
        (
            {"minimum_claim": 12_001},
            (P1_C1, P2_C1),
            "MINCLAIM",
            "C1 pays 12,000, below its minimum of 12,001.",
            ("P1", "P2"),
            ("C1",),
        ),
        (
            {"minimum_seats": 1_000},
            (P1_C1, P2_C1),
            "MINSEATS",
            "C1 covers 150 seats, below its minimum of 1,000.",
            ("P1", "P2"),
            ("C1",),
        ),
        (
            {"minimum_milestones": 2},
            (P2_C1,),
            "MILESTONES",
            "C1 pays for 1 phases, below its minimum of 2.",
            ("P2",),
            ("C1",),
        ),
        (
            {"outcome_mode": "all_or_nothing", "outcome_dates": (OutcomeDate("P2", FINISH - DAY),)},
            (P1_C2,),
            "OUTCOME",
            "C2 pays only if P2 ends by 2027-01-14, but it ends 2027-01-15.",
            ("P2",),
            ("C2",),
        ),
        (
            {"outcome_mode": "all_or_nothing", "outcome_dates": (OutcomeDate("P3", FINISH),)},
            (P1_C2,),
            "OUTCOME",
            "C2 pays only if P3 ends by 2027-01-15, but it is not scheduled.",
            ("P3",),
            ("C2",),
        ),
    ],
)
def test_that_a_broken_limit_or_joint_rule_tells_its_figures_and_whom_it_concerns(
    changes: dict[str, object],
    claims: tuple[Claim, ...],
    code: str,
    sentence: str,
    phases: tuple[str, ...],
    credits_: tuple[str, ...],
) -> None:
    told = BrokenRule(code=code, sentence=sentence, phases=phases, credits=credits_)
    assert broken(ROLLOUT, *claims, **changes) == (told,)


def test_that_a_combined_cap_names_its_credits_and_phases_and_leaves_others_out() -> None:
    third = a_credit("C3")
    capped = tuple(replace(credit, combined_caps=("CAP",)) for credit in ROLLOUT.credits)
    plan = replace(ROLLOUT, credits=(*capped, third), combined_caps=(CombinedCap(id="CAP", limit=11_999),))
    assert broken(plan, P1_C1, P2_C2, Claim("P2", "C3", 1)) == (
        BrokenRule(
            code="POOLCAP",
            sentence="C1, C2 pay 12,000, above CAP of 11,999.",
            phases=("P1", "P2"),
            credits=("C1", "C2"),
        ),
    )
    assert broken(plan, P1_C1, Claim("P2", "C3", 6_000)) == ()


def test_that_two_sources_and_too_much_money_on_a_phase_are_named_with_it() -> None:
    strict = replace(ROLLOUT, one_source_per_phase=True)
    sentence = "C1 and C2 both pay for P2, and no written confirmation allows it."
    assert broken(strict, P2_C1, P2_C2) == (
        BrokenRule(code="ONE-SOURCE", sentence=sentence, phases=("P2",), credits=("C1", "C2")),
    )
    too_much = (Claim("P2", "C1", 20_000), Claim("P2", "C2", 1))
    sentence = "P2 is paid 20,001 for work that costs 20,000."
    assert broken(ROLLOUT, *too_much, share=10_000) == (
        BrokenRule(code="COST", sentence=sentence, phases=("P2",), credits=("C1", "C2")),
    )


def test_that_every_offender_is_named_and_not_only_the_first() -> None:
    assert [each.credits for each in broken(ROLLOUT, P1_C1, P2_C2, face=5_999)] == [("C1",), ("C2",)]
    dates = (OutcomeDate("P1", START), OutcomeDate("P2", START))
    missed = broken(ROLLOUT, P1_C1, outcome_mode="all_or_nothing", outcome_dates=dates)
    assert [each.phases for each in missed] == [("P1",), ("P2",)]


def test_that_groups_and_pairs_are_told_apart() -> None:
    first, second = ROLLOUT.credits
    plan = replace(
        ROLLOUT,
        credits=(replace(first, exclusion_groups=("X", "Y")), replace(second, exclusion_groups=("Y", "Z"))),
    )
    assert [each.sentence for each in broken(plan, P1_C1, P2_C2)] == ["C1, C2 exclude each other (Y)."]
    twice = replace(ROLLOUT, credits=(replace(first, exclusion_groups=("X", "X")), second))
    assert broken(twice, P1_C1, P2_C2) == ()


def test_that_two_credits_exclude_each_other_by_a_shared_group_or_for_want_of_a_confirmation() -> None:
    first, second = (replace(each, phase_exclusion_groups=(each.id, "X")) for each in ROLLOUT.credits)
    apart = replace(second, phase_exclusion_groups=("Z",))
    strict = replace(ROLLOUT, one_source_per_phase=True)
    allowed = replace(strict, stacking_confirmations=(StackingConfirmation(credits=("C1", "C2"), document="Mail"),))
    assert exclude_each_other(ROLLOUT, first, second)
    assert not exclude_each_other(ROLLOUT, first, apart)
    assert exclude_each_other(strict, first, apart)
    assert not exclude_each_other(allowed, first, apart)
    assert not exclude_each_other(allowed, apart, first)
    assert exclude_each_other(allowed, first, second)


def test_that_the_claims_of_a_credit_are_found_among_others() -> None:
    claimed = Claimed(ROLLOUT, PLACED, (P1_C1, P1_C2, P2_C1))
    assert claimed.of_credit("C1") == (P1_C1, P2_C1)


def test_that_a_claim_on_a_phase_without_dates_or_option_says_so() -> None:
    told = BrokenRule(
        code="DELIVERY", sentence="C1 pays for P1, which is not scheduled.", phases=("P1",), credits=("C1",)
    )
    unpaid = BrokenRule(
        code="COST", sentence="P1 is paid 6,000 for work that costs 0.", phases=("P1",), credits=("C1",)
    )
    assert broken_rules(ROLLOUT, {}, (P1_C1,)) == (told, unpaid)
    other = {"P1": Assignment("P1", "fasttrack", START, FINISH)}
    assert broken_rules(ROLLOUT, other, (P1_C1,)) == (told, unpaid)


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
@given(
    plan=small_plans("EXTENSION", features=("regions",), most_phases=1)
    | small_plans("POE", features=("regions",), most_phases=1)
)
def test_that_proof_counts_until_the_last_day_for_it_and_no_longer(plan: Plan) -> None:
    phase = plan.phases[0]
    for credit in plan.credits:
        for day in region_workdays(plan, phase.region).workdays(plan.start, plan.horizon):
            delivered = Delivery(phase, phase.options[0], day, day)
            due = proof_due(credit, delivered)
            is_in_time = due is None or proof_ready_on(plan, credit, delivered) <= due
            is_kept = proof(plan, credit, delivered) is None
            if credit.expiry_basis == "poe_submitted":
                is_kept = is_kept and window(plan, credit, delivered) is None
            assert is_in_time == is_kept


@settings(max_examples=60)
@given(plan=small_plans("APPROVAL", features=("regions",), most_phases=1), offset=st.integers(0, 9))
def test_that_the_last_request_is_approved_in_time_and_one_a_day_later_is_not(plan: Plan, offset: int) -> None:
    start = plan.start + offset * DAY
    for credit in plan.credits:
        last = last_request(plan, credit, start)
        for asked, is_in_time in ((last, True), (last + DAY, False)):
            assert (approved_on(plan, replace(credit, request_date=asked, approved_on=None)) <= start) == is_in_time


# Approval, as of a status date


WEEKS_LATER = date(2027, 1, 20)
"""A Wednesday."""


def as_of(day: date | None, credit: Credit) -> Plan:
    return replace(a_plan(credits=(credit,)), status_date=day)


def test_that_what_nobody_has_asked_for_is_asked_for_on_the_status_date_at_the_earliest() -> None:
    credit = a_credit(request_date=START, approval_lead=10)
    assert asked_for_on(as_of(None, credit), credit) == START
    assert asked_for_on(as_of(WEEKS_LATER, credit), credit) == WEEKS_LATER
    assert asked_for_on(as_of(START - DAY, credit), credit) == START
    plan = as_of(WEEKS_LATER, credit)
    assert approved_on(plan, credit) == plan_workdays(plan).add(WEEKS_LATER, 10)
    undated = replace(credit, request_date=None)
    assert asked_for_on(as_of(None, undated), undated) == START


def test_that_what_was_asked_for_keeps_the_day_of_its_request() -> None:
    credit = a_credit(request_date=START, approval_lead=1, status="requested")
    plan = as_of(WEEKS_LATER, credit)
    assert asked_for_on(plan, credit) == START
    assert answer_due(plan, credit) == START + DAY


def test_that_what_is_not_answered_is_not_approved_before_the_status_date() -> None:
    credit = a_credit(request_date=START, approval_lead=1, status="requested")
    assert approved_on(as_of(None, credit), credit) == START + DAY
    assert approved_on(as_of(WEEKS_LATER, credit), credit) == WEEKS_LATER
    slow = replace(credit, approval_lead=40)
    assert approved_on(as_of(WEEKS_LATER, slow), slow) == answer_due(as_of(None, slow), slow) > WEEKS_LATER


def test_that_what_is_approved_counts_from_its_day_or_from_when_the_answer_was_due() -> None:
    dated = a_credit(approved_on=START, status="approved")
    assert approved_on(as_of(WEEKS_LATER, dated), dated) == START
    undated = a_credit(request_date=START, approval_lead=1, status="sow_signed")
    assert approved_on(as_of(WEEKS_LATER, undated), undated) == START + DAY


# What is delivered


def test_that_each_phase_is_delivered_as_it_is_scheduled_where_it_still_can_be() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    runs = (Assignment("P1", "PAR", START, FINISH), Assignment("P2", "GONE", START, FINISH))
    first = Delivery(plan.phase["P1"], plan.phase["P1"].options[0], START, FINISH)
    assert [delivery_of(plan, run) for run in runs] == [first, None]
    assert deliveries(plan, Schedule(runs)) == {"P1": first}
    both = (runs[0], Assignment("P2", "PAR", START, FINISH))
    assert [*deliveries(plan, Schedule(both))] == ["P1", "P2"]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, None),
        ({"proof_deadline": date(2027, 5, 1)}, date(2027, 5, 1)),
        ({"expiry_basis": "poe_submitted"}, date(2027, 6, 30)),
        ({"expiry_basis": "poe_submitted", "proof_deadline": date(2027, 7, 1)}, date(2027, 6, 30)),
        ({"expiry_basis": "work_complete", "proof_deadline": date(2027, 7, 1)}, date(2027, 7, 1)),
    ],
)
def test_that_proof_is_due_on_the_earliest_day_that_bounds_it(changes: dict[str, object], due: date | None) -> None:
    window = DateRange(date(2027, 1, 4), date(2027, 6, 30))
    bare = replace(a_credit(), window=window, proof_deadline=None, claim_days=None, expiry_basis="work_complete")
    plan = a_plan(credits=(replace(bare, **changes),))
    runs = Schedule((an_assignment(plan),))
    assert proof_due(plan.credits[0], deliveries(plan, runs)["P1"]) == due


def test_that_a_credit_alone_in_its_exclusion_group_may_share_a_phase_with_one_of_none() -> None:
    assert joint(SHARED, phase_exclusion_groups=("G",)) == []
