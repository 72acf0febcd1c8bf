from datetime import date

import pytest
from msgspec.structs import replace

from planner.business_case.notation import Notation
from planner.business_case.shortfall import shortfall
from planner.funding.credits import CombinedCap, Credit, OutcomeDate, Scope
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, by_fasttrack
from tests.business_case.reading import plain


def reasons(plan: Plan, *claims: Claim, credit: str = "C1") -> str:
    """Why less than C1's face value is requested, with P1 on the plan's first days."""
    schedule = Schedule((an_assignment(plan),), claims)
    return plain(" ".join(shortfall(plan, schedule, plan.credit[credit], Notation("USD"))))


def alone(**changes: object) -> Plan:
    return a_plan(credits=(replace(a_credit(), **changes),))


def beside(own: Credit, **changes: object) -> Plan:
    """C1 and C2, of which C2 pays."""
    return a_plan(credits=(own, a_credit("C2", **changes)))


def test_that_a_credit_requested_in_full_needs_no_reason() -> None:
    assert reasons(alone(face=9_000), Claim("P1", "C1", 9_000)) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "expired"}, "The credit is expired."),
        ({"scope": Scope(workloads=("Purview",))}, "No work in this request lies in its scope."),
        ({"approved_partners": ()}, "Not delivered by a supplier approved for it: P1."),
        (
            {"approved_on": date(2027, 2, 1)},
            "Starts before the credit can be approved and opened (1 Feb 2027): P1.",
        ),
        ({"window": DateRange(START, date(2027, 1, 10))}, "Ends after the funding window closes (10 Jan 2027): P1."),
        (
            {"proof_deadline": date(2027, 1, 16)},
            "Proof of execution would be ready after the deadline (16 Jan 2027): P1.",
        ),
        (
            {"expiry_basis": "poe_submitted", "window": DateRange(START, date(2027, 1, 16))},
            "Proof of execution would be ready after the deadline (16 Jan 2027): P1.",
        ),
        (
            {
                "expiry_basis": "sow_submitted",
                "window": DateRange(date(2026, 12, 1), date(2026, 12, 18)),
                "sow_signed_on": date(2026, 12, 21),
            },
            "The SOW is signed after the funding window closes (18 Dec 2026): P1.",
        ),
        ({"claim_days": 1}, "Proof of execution would be ready after the deadline: P1."),
        *(
            (
                {field: date(2027, 2, 1)},
                "Starts before approval, signature and registration can all be there (1 Feb 2027): P1.",
            )
            for field in ("sow_signed_on", "registered_on")
        ),
        ({"minimum_seats": 500}, "The eligible work reaches fewer than the 500 seats it asks for."),
        ({"minimum_claim": 20_000}, "The eligible work stays below its minimum of USD 20,000."),
        ({"minimum_milestones": 2}, "Fewer than 2 eligible phases lie in its scope."),
        (
            {"outcome_mode": "all_or_nothing", "outcome_dates": (OutcomeDate("P1", START),)},
            "It asks for P1 by 4 Jan 2027, which the proposed dates do not meet.",
        ),
    ],
)
def test_that_the_reason_is_that_of_the_claim_rules(changes: dict[str, object], reason: str) -> None:
    assert reasons(alone(**changes)) == reason


def test_that_work_without_paid_partners_is_told_as_such() -> None:
    plan = a_plan(phases=(a_phase(options=(by_fasttrack(),)),))
    assert reasons(plan) == "Delivered without paid partner work, so that nothing is requested: P1."


def test_that_credits_that_exclude_each_other_are_told_before_all_else() -> None:
    plan = beside(a_credit(exclusion_groups=("x",)), exclusion_groups=("x",))
    assert reasons(plan, Claim("P1", "C2", 9_000)) == "Not combined with C2 under the terms of the letters."


def test_that_a_phase_that_another_credit_funds_is_told_once() -> None:
    plan = beside(a_credit(phase_exclusion_groups=("y",)), phase_exclusion_groups=("y",))
    told = "C2 is requested for P1; the two are not combined on one phase."
    assert reasons(plan, Claim("P1", "C2", 9_000)) == told


def test_that_one_source_for_each_phase_is_told() -> None:
    told = "C2 is requested for P1; one source is requested for each phase."
    assert reasons(beside(a_credit()), Claim("P1", "C2", 9_000)) == told


def test_that_a_shared_limit_that_is_reached_is_told() -> None:
    plan = replace(
        beside(a_credit(combined_caps=("both",)), combined_caps=("both",)),
        combined_caps=(CombinedCap(id="both", limit=9_000),),
        one_source_per_phase=False,
    )
    assert reasons(plan, Claim("P1", "C2", 9_000)) == "The limit shared with C2 is reached."


def test_that_work_requested_in_full_is_told_with_its_share() -> None:
    assert reasons(alone(), Claim("P1", "C1", 10_000)) == "Requested in full, at 50% of the eligible cost: P1."


def test_that_no_reason_is_made_up() -> None:
    assert reasons(alone()) == "No request is made in this proposal."


def test_that_the_reasons_of_the_medium_plan_are_those_that_are_known(medium_state: State) -> None:
    plan, schedule = medium_state
    assert schedule is not None
    told = {each.id: plain(" ".join(shortfall(plan, schedule, each, Notation("USD")))) for each in plan.credits}
    assert told["MV1"] == told["MV3"] == told["MA1"] == ""
    assert told["MV2"] == "Not combined with MV1 under the terms of the letters."
    assert "the two are not combined on one phase" in told["MW1"]
    assert "Ends after the funding window closes (30 Jun 2027): M13 and M17." in told["ME1"]
    assert told["ME2"] == "Requested in full, at 50% of the eligible cost: M19 and M20."


def test_that_the_small_plan_s_copilot_voucher_lacks_seats(small_state: State) -> None:
    plan, schedule = small_state
    assert schedule is not None
    told = shortfall(plan, schedule, plan.credit["SC1"], Notation("USD"))
    assert told == ("The eligible work reaches fewer than the 500 seats it asks for.",)


def test_that_proof_that_takes_too_long_is_told_where_the_letter_names_no_last_day() -> None:
    plan = alone(claim_days=1, proof_deadline=None)
    assert reasons(plan) == "Proof of execution would be ready after the deadline: P1."


def test_that_work_requested_up_to_the_limit_for_one_phase_is_told_so() -> None:
    plan = alone(phase_cap=8_000)
    assert reasons(plan, Claim("P1", "C1", 8_000)) == "Requested in full, up to the limit for one phase: P1."
