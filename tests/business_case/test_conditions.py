from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from planner.business_case.conditions import Condition, conditions
from planner.business_case.notation import Notation
from planner.funding.asks import asks, with_ask
from planner.funding.claim_rules import RULE_CODES, approved_on
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, OutcomeDate, Scope, StackingConfirmation
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from tests.business_case.reading import plain

NOTATION = Notation("USD")
NO_CONDITION_OF_ITS_OWN = {"DELIVERY"}
"""Told with PARTNER."""


def told(plan: Plan, amount: int = 9_000, *others: Claim) -> tuple[Condition, ...]:
    """The conditions of C1, which pays for P1 from the plan's first day on."""
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", amount), *others))
    return conditions(plan, schedule, plan.credit["C1"], NOTATION, START)


def standing(credit: Credit, code: str, amount: int = 9_000) -> list[str]:
    return [each.standing for each in told(a_plan(credits=(credit,)), amount) if each.code == code]


def test_that_an_ordinary_claim_holds_but_for_the_signature() -> None:
    assert {each.standing for each in told(a_plan()) if "SOW" not in each.requires} == {"holds"}
    assert standing(a_credit(), "APPROVAL") == ["holds", "open"]


@pytest.mark.parametrize(
    ("code", "changes", "amount"),
    [
        ("SCOPE", {"scope": Scope(workloads=("Purview",))}, 9_000),
        ("PARTNER", {"approved_partners": ()}, 9_000),
        ("APPROVAL", {"approved_on": date(2027, 2, 1)}, 9_000),
        ("WINDOW", {"window": DateRange(START, date(2027, 1, 10))}, 9_000),
        ("WINDOW", {"window": DateRange(START, date(2027, 1, 16)), "expiry_basis": "poe_submitted"}, 9_000),
        ("POE", {"proof_deadline": date(2027, 1, 16)}, 9_000),
        ("POE", {"claim_days": 1}, 9_000),
        ("SHARE", {}, 10_001),
        ("PHASECAP", {"phase_cap": 8_999}, 9_000),
        ("CAP", {"face": 8_999}, 9_000),
        ("MINCLAIM", {"minimum_claim": 9_001}, 9_000),
        ("MINSEATS", {"minimum_seats": 101}, 9_000),
        ("MILESTONES", {"minimum_milestones": 2}, 9_000),
        ("OUTCOME", {"outcome_mode": "all_or_nothing", "outcome_dates": (OutcomeDate("P1", START),)}, 9_000),
    ],
)
def test_that_a_broken_rule_is_told_as_a_condition_that_does_not_hold(
    code: str, changes: dict[str, object], amount: int
) -> None:
    assert "broken" in standing(replace(a_credit(), **changes), code, amount)


@pytest.mark.parametrize(
    ("changes", "done", "proposed"),
    [
        ({"sow_signed_on": START}, "SOW dated", "Signature proposed for"),
        ({"registered_on": START}, "Registered on", "Registration proposed for"),
    ],
)
def test_that_what_is_dated_after_the_document_is_proposed_and_not_done(
    changes: dict[str, object], done: str, proposed: str
) -> None:
    plan = a_plan(credits=(replace(a_credit(), **changes),))
    schedule = Schedule((an_assignment(plan, start=START + timedelta(days=7)),), (Claim("P1", "C1", 9_000),))
    for as_of, words, standing_then in ((START, done, "holds"), (START - timedelta(days=1), proposed, "open")):
        found = conditions(plan, schedule, plan.credit["C1"], NOTATION, as_of)
        assert [each.standing for each in found if each.evidence.startswith(words)] == [standing_then]


def test_that_an_approval_of_a_later_day_is_expected_only() -> None:
    day = date(2026, 12, 1)
    plan = a_plan(credits=(replace(a_credit(), approved_on=day),))
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_000),))
    for as_of, words in ((day, "Approved on"), (day - timedelta(days=1), "Approval expected on")):
        told_then = [each.evidence for each in conditions(plan, schedule, plan.credit["C1"], NOTATION, as_of)]
        assert len([each for each in told_then if each.startswith(words)]) == 1


def test_that_an_approval_whose_day_has_gone_by_is_told_as_open_and_never_asked_for_in_the_past() -> None:
    plan = a_plan(credits=(replace(a_credit(), approval_lead=0, request_date=START),))
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_000),))
    due = approved_on(plan, plan.credit["C1"])

    def approval(plan: Plan, as_of: date) -> Condition:
        found = conditions(plan, schedule, plan.credit["C1"], NOTATION, as_of)
        return next(each for each in found if each.requires.startswith("No funded work before approval"))

    assert approval(plan, due).standing == "holds"
    late = approval(plan, due + timedelta(days=1))
    assert (late.code, late.standing) == ("APPROVAL", "open")
    assert late.evidence.startswith("Approval was due by")
    given = a_plan(credits=(replace(plan.credits[0], status="approved"),))
    assert approval(given, due + timedelta(days=1)).standing == "holds"


def test_that_every_claim_rule_has_a_condition_in_some_plan() -> None:
    full = a_credit(
        scope=Scope(("Intune",), ("deploy",), ("Global",)),
        phase_cap=9_500,
        minimum_claim=1,
        minimum_seats=1,
        minimum_milestones=2,
        outcome_mode="all_or_nothing",
        outcome_dates=(OutcomeDate("P1", date(2027, 3, 1)),),
        extension=10,
        sow_signed_on=START,
        registered_on=START,
        combined_caps=("both",),
        exclusion_groups=("x",),
        phase_exclusion_groups=("y",),
    )
    plan = a_plan(
        credits=(full, a_credit("C2", exclusion_groups=("x",), phase_exclusion_groups=("y",), combined_caps=("both",))),
        combined_caps=(CombinedCap(id="both", limit=20_000),),
    )
    codes = {each.code for each in told(plan, 9_000, Claim("P1", "C2", 500))}
    assert set(RULE_CODES) - codes == NO_CONDITION_OF_ITS_OWN


@pytest.mark.parametrize(("rule", "expected"), [(True, "broken"), (False, "open")])
def test_that_a_shared_phase_asks_for_a_written_confirmation(*, rule: bool, expected: str) -> None:
    plan = a_plan(credits=(a_credit(), a_credit("C2")), one_source_per_phase=rule)
    (found,) = [each for each in told(plan, 9_000, Claim("P1", "C2", 500)) if each.code == "ONE-SOURCE"]
    assert (found.standing, "C2" in found.requires) == (expected, True)


def test_that_a_written_confirmation_is_cited() -> None:
    confirmed = (StackingConfirmation(credits=("C2", "C1"), document="Mail of 3 May"),)
    plan = a_plan(credits=(a_credit(), a_credit("C2")), stacking_confirmations=confirmed)
    (found,) = [each for each in told(plan, 9_000, Claim("P1", "C2", 500)) if each.code == "ONE-SOURCE"]
    assert (found.standing, found.evidence) == ("holds", "Confirmed in Mail of 3 May")


def test_that_a_confirmation_that_is_only_asked_for_is_told_as_missing() -> None:
    plan = a_plan(credits=(a_credit(), a_credit("C2")))
    (ask,) = (each for each in asks(plan) if each.kind == "stacking")
    asked = with_ask(plan, ask)
    (found,) = [each for each in told(asked, 9_000, Claim("P1", "C2", 500)) if each.code == "ONE-SOURCE"]
    assert (found.standing, found.evidence) == ("open", "Document to be confirmed")
    recorded = StackingConfirmation(credits=("C1", "C2"), document="Mail of 3 May")
    also = replace(asked, stacking_confirmations=(*asked.stacking_confirmations, recorded))
    (found,) = [each for each in told(also, 9_000, Claim("P1", "C2", 500)) if each.code == "ONE-SOURCE"]
    assert found.evidence == "Confirmed in Mail of 3 May"


def test_that_an_extension_without_a_signature_stays_open() -> None:
    assert standing(a_credit(extension=30), "EXTENSION") == ["open"]


def test_that_an_extension_holds_from_the_day_on_which_the_sow_is_signed() -> None:
    plan = a_plan(credits=(a_credit(extension=30, sow_signed_on=START),))
    schedule = Schedule((an_assignment(plan, start=START + timedelta(days=7)),), (Claim("P1", "C1", 9_000),))
    for as_of, expected in ((START, "holds"), (START - timedelta(days=1), "open")):
        found = conditions(plan, schedule, plan.credit["C1"], NOTATION, as_of)
        assert [each.standing for each in found if each.code == "EXTENSION"] == [expected]


def test_that_a_scaled_outcome_is_open_and_tells_no_percentage() -> None:
    plan = a_plan(credits=(a_credit(outcome_mode="scaled"),))
    (found,) = [each for each in told(plan, 1_000) if each.code == "OUTCOME"]
    assert (found.standing, "%" in found.evidence) == ("open", False)


def test_that_limits_of_a_letter_in_another_currency_are_told_in_the_plan_s() -> None:
    euros = ExchangeRate(currency="EUR", millionths=1_080_000, dated=date(2026, 11, 1))
    plan = a_plan(credits=(a_credit(exchange=euros),))
    (found,) = [each for each in told(plan) if each.code == "CAP"]
    assert "54,000" in found.requires


def test_that_a_credit_without_claims_has_no_conditions() -> None:
    assert told(a_plan(), 0) == ()


def test_that_all_conditions_of_the_proven_schedules_hold_or_wait_for_paper(
    small_state: State, medium_state: State
) -> None:
    for plan, schedule in (small_state, medium_state):
        assert schedule is not None
        found = [each for credit in plan.credits for each in conditions(plan, schedule, credit, NOTATION, START)]
        assert {each.standing for each in found} == {"holds", "open"}
        assert {each.code for each in found if each.standing == "open"} <= {"APPROVAL", "ONE-SOURCE"}


def test_that_an_expiry_by_signature_is_open_until_the_signing_has_a_day() -> None:
    by_signature = a_credit(expiry_basis="sow_submitted")
    assert standing(by_signature, "WINDOW") == ["open"]
    assert standing(replace(by_signature, sow_signed_on=START), "WINDOW") == ["holds"]


@pytest.mark.parametrize(
    ("changes", "requires"),
    [
        ({"claim_days": 30}, ["Proof of execution by 30 Jun 2027 and within 30 days after completion"]),
        ({"claim_days": 30, "proof_deadline": None}, ["Proof of execution within 30 days after completion"]),
        ({}, ["Proof of execution by 30 Jun 2027"]),
        ({"proof_deadline": None}, []),
    ],
)
def test_that_proof_is_required_by_the_days_that_the_letter_names(
    changes: dict[str, object], requires: list[str]
) -> None:
    found = told(a_plan(credits=(replace(a_credit(), **changes),)))
    assert [plain(each.requires) for each in found if each.code == "POE"] == requires


def test_that_a_promised_date_of_a_phase_that_is_not_funded_refers_to_the_phase_table() -> None:
    dates = (OutcomeDate("P1", date(2027, 2, 1)), OutcomeDate("P2", date(2027, 2, 1)))
    plan = a_plan(
        phases=(a_phase(), a_phase("P2")), credits=(a_credit(outcome_mode="all_or_nothing", outcome_dates=dates),)
    )
    found = [plain(each.evidence) for each in told(plan) if each.code == "OUTCOME"]
    assert found == ["P1 ends 15 Jan 2027", "P2 as in the phase table"]
