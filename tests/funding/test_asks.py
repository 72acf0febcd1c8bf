"""Asks: each relaxes one condition, wider ones allow what narrower ones allow, and their words tell no worth."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.ask_order import likeliest_first
from planner.funding.ask_words import ask_words
from planner.funding.asks import GRANTS, Ask, asks, families, with_ask, with_asks
from planner.funding.claim_rules import broken_rules
from planner.funding.credits import CombinedCap, Scope
from planner.funding.funding_facts import funding_facts
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Freeze
from planner.rollout.phases import Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange, known_fields
from tests.brute_force import every_claims, every_schedule
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_entitlement, by_partner
from tests.small_plans import small_plans
from tests.strategies import states


def a_plan_with_everything() -> Plan:
    """One condition of every kind, and figures of money that appear nowhere else."""
    phases = (
        a_phase("P1", options=(by_partner(cost=23_457),), eligible_cost=34_567, change=True, region="North"),
        a_phase("P2", workload="Azure", motion="adopt", region="South", options=(by_partner("OTH", cost=23_457),)),
    )
    credit = a_credit(
        scope=Scope(("Intune",), ("deploy",), ("North",)),
        approval_lead=10,
        claim_days=1,
        phase_cap=9_000,
        combined_caps=("ALL",),
        share=4_321,
        confidence=7_890,
    )
    plan = a_plan(
        phases=phases,
        partners=(a_partner(windows=(DateRange(date(2027, 2, 1), date(2027, 8, 31)),)), a_partner("OTH")),
        credits=(credit, replace(credit, id="C2")),
        freezes=(Freeze("Close", DateRange(date(2027, 3, 29), date(2027, 4, 2))),),
        pins=(Pin(phase="P1", start=date(2027, 3, 1)),),
    )
    cap = CombinedCap(id="ALL", limit=60_000)
    return replace(plan, combined_caps=(cap,))


def a_begun_plan_with_rights() -> Plan:
    """The same with P2 begun and rights that bind."""
    begun = Actual(phase="P2", option="OTH", started_on=START)
    return replace(
        a_plan_with_everything(),
        status_date=date(2027, 1, 11),
        actuals=(begun,),
        entitlements=(an_entitlement(),),
        entitlements_bind=True,
    )


@settings(max_examples=60)
@given(plan=small_plans())
@example(plan=a_plan_with_everything())
def test_that_every_ask_changes_the_plan_into_another_that_keeps_its_invariants(plan: Plan) -> None:
    for ask in asks(plan):
        granted = with_ask(plan, ask)
        assert granted != plan, ask
        assert invariant_faults(State(granted)) == (), ask


@settings(max_examples=60)
@given(plan=small_plans())
@example(plan=a_plan_with_everything())
def test_that_no_two_asks_are_the_same(plan: Plan) -> None:
    listed = asks(plan)
    assert len({ask.id for ask in listed}) == len(listed)
    granted = [with_ask(plan, ask) for ask in listed]
    assert all(one != other for place, one in enumerate(granted) for other in granted[:place])


@settings(max_examples=40)
@given(plan=small_plans(most_phases=2))
def test_that_all_that_a_plan_allows_is_still_allowed_when_an_ask_is_granted(plan: Plan) -> None:
    for family in families(plan):
        narrower = plan
        for ask in family.asks if family.widest.is_widening else ():
            wider = with_ask(plan, ask)
            for dates, claims in islice(everything_allowed(narrower), 200):
                assert schedule_faults(State(wider, Schedule(dates))) == (), ask
                assert broken_rules(wider, {each.phase: each for each in dates}, claims) == (), ask
            narrower = wider


def everything_allowed(plan: Plan) -> Iterator[tuple[tuple[Assignment, ...], tuple[Claim, ...]]]:
    """Every third schedule, beginning with the latest dates, with all of its claims."""
    for dates in list(every_schedule(plan))[::-3]:
        for claims in every_claims(plan, {each.phase: each for each in dates}):
            yield dates, claims


@settings(max_examples=60)
@given(plan=small_plans(), draw=st.data())
def test_that_asks_are_granted_together_in_whatever_order(plan: Plan, draw: st.DataObject) -> None:
    listed = asks(plan)
    if len(listed) < 2:
        return
    chosen = draw.draw(st.lists(st.sampled_from(listed), min_size=2, max_size=3, unique=True))
    forward, backward = with_asks(plan, chosen), with_asks(plan, reversed(chosen))
    assert sorted_scopes(forward) == sorted_scopes(backward)


def test_that_all_asks_of_a_plan_are_granted_at_once() -> None:
    plan = a_plan_with_everything()
    widest = [family.widest for family in families(plan) if family.widest.is_widening]
    granted = with_asks(plan, widest)
    assert sorted_scopes(granted) == sorted_scopes(with_asks(plan, reversed(widest)))
    assert asks(granted) == tuple(
        ask for ask in asks(granted) if ask.kind not in {"workload", "motion", "region", "pin"}
    )
    assert invariant_faults(State(granted)) == ()


def sorted_scopes(plan: Plan) -> Plan:
    """The order in which names were added means nothing."""
    credits_ = (
        replace(
            credit,
            scope=Scope(*(tuple(sorted(getattr(credit.scope, f))) for f in known_fields(Scope))),
            approved_partners=tuple(sorted(credit.approved_partners)),
        )
        for credit in plan.credits
    )
    partners = (replace(each, approved_workloads=tuple(sorted(each.approved_workloads))) for each in plan.partners)
    written = tuple(sorted(plan.stacking_confirmations, key=lambda each: each.credits))
    return replace(plan, credits=tuple(credits_), partners=tuple(partners), stacking_confirmations=written)


def test_that_every_kind_of_ask_is_found_in_a_plan_that_has_its_condition() -> None:
    assert {ask.kind for ask in asks(a_plan_with_everything())} == set(GRANTS)


def test_that_no_ask_is_about_what_cannot_matter() -> None:
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2028, 6, 30)), status="rejected"),))
    assert {ask.kind for ask in asks(plan)} == {"team"}
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2028, 6, 30)), proof_deadline=None),))
    assert {ask.kind for ask in asks(plan)} == {"face", "team"}


def test_that_no_days_are_asked_for_where_the_signing_decides_and_has_no_date() -> None:
    unsigned = a_credit(expiry_basis="sow_submitted")
    assert "expiry" not in {ask.kind for ask in asks(a_plan(credits=(unsigned,)))}
    signed = replace(unsigned, sow_signed_on=date(2027, 8, 2))
    assert "expiry" in {ask.kind for ask in asks(a_plan(credits=(signed,)))}


def test_that_nobody_is_asked_to_be_there_outside_of_the_plan_nor_to_move_a_freeze_that_binds_nothing() -> None:
    plan = a_plan()
    always = a_partner(windows=(DateRange(plan.start, plan.horizon),))
    freeze = Freeze("Close", DateRange(date(2027, 3, 29), date(2027, 4, 2)))
    kinds = {ask.kind for ask in asks(replace(plan, partners=(always,), freezes=(freeze,)))}
    assert kinds.isdisjoint({"available earlier", "available later", "freeze"})


def test_that_the_days_of_a_freeze_are_the_customers_own_and_a_team_is_the_partners() -> None:
    whose: dict[str, str] = dict.fromkeys(GRANTS, "Microsoft")
    whose |= dict.fromkeys(("freeze", "pin"), "own")
    whose |= dict.fromkeys(("team", "available earlier", "available later"), "partner")
    assert {ask.kind: ask.whom for ask in asks(a_plan_with_everything())} == whose


def test_that_days_beyond_the_first_number_that_suffices_for_anything_are_not_asked_for() -> None:
    plan = a_plan(horizon=date(2027, 7, 12), credits=(a_credit(proof_deadline=None),))
    assert [ask.by for ask in asks(plan) if ask.kind == "expiry"] == [10, 20]


def test_that_two_credits_are_asked_to_pay_together_only_where_that_is_all_that_keeps_them_apart() -> None:
    def stacked(**changes: object) -> list[str]:
        other = a_credit("C2", **changes)
        return [ask.id for ask in asks(a_plan(credits=(a_credit(), other))) if ask.kind == "stacking"]

    assert stacked() == ["stacking C1 C2"]
    assert stacked(scope=Scope(("Azure",))) == []
    assert stacked(status="rejected") == []
    grouped = tuple(a_credit(each, phase_exclusion_groups=("ONE",)) for each in ("C1", "C2"))
    assert "stacking" not in {ask.kind for ask in asks(a_plan(credits=grouped))}
    both = a_plan(credits=(a_credit(), a_credit("C2")), one_source_per_phase=False)
    assert "stacking" not in {ask.kind for ask in asks(both)}


def test_that_an_ask_about_nothing_in_the_plan_is_refused() -> None:
    with pytest.raises((PlanError, KeyError)):
        with_ask(a_plan(), Ask("expiry", "NONE", by=10))


@settings(max_examples=40)
@given(state=states())
@example(state=State(a_begun_plan_with_rights()))
def test_that_asks_of_any_plan_are_those_of_its_facts_and_have_words_and_an_order(state: State) -> None:
    plan, schedule = state
    listed = families(plan)
    assert families(funding_facts(plan)) == listed
    assert len(likeliest_first(plan, schedule or Schedule(()), listed)) == len(listed)
    for ask in asks(plan):
        for known in (None, schedule):
            words = ask_words(plan, known, ask)
            assert words.request
            assert words.reason


# Words


def test_that_the_words_of_an_ask_hold_no_cost_share_confidence_or_claim() -> None:
    plan = a_plan_with_everything()
    dates = Assignment("P1", "PAR", date(2027, 3, 1), date(2027, 7, 9))
    schedule = Schedule((dates,), (Claim("P1", "C1", 12_347),))
    secret = {"12,347", "12347", "23,457", "23457", "34,567", "34567", "43", "4321", "78.9", "7890", "56", "5678"}
    for ask in asks(plan):
        for known in (None, schedule):
            said = ask_words(plan, known, ask).sentence
            told = set(re.findall(r"[\d.,]*\d", said))
            assert not told & secret, said


@settings(max_examples=40)
@given(plan=small_plans())
@example(plan=a_plan_with_everything())
def test_that_every_ask_is_told_in_whole_sentences(plan: Plan) -> None:
    for ask in asks(plan):
        request, reason = ask_words(plan, None, ask)
        assert request.endswith(".")
        assert reason.endswith(".")
        assert ask.of in request or ask.kind == "freeze" or ask.whom != "own"


def test_that_the_reason_names_the_work_that_ends_after_the_expiry() -> None:
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2027, 1, 31))),))
    late = Schedule((Assignment("P1", "PAR", date(2027, 2, 1), date(2027, 2, 12)),))
    words = ask_words(plan, late, Ask("expiry", "C1", by=20))
    assert (
        words.request
        == "Please extend the period of performance of Credit C1 (C1) by 20 days, from 2027-01-31 to 2027-02-20."
    )
    assert words.reason == "Of the work in its scope P1 ends on 2027-02-12, as it is planned now."
    early = ask_words(plan, None, Ask("expiry", "C1", by=20))
    assert early.reason == "The work in its scope ends on 2027-01-15 at the last, and any slip of it needs room."


def test_that_the_reason_names_the_work_that_the_days_would_let_in_before_all_other() -> None:
    phases = (
        a_phase("P1"),
        a_phase("P2", earliest_start=date(2027, 2, 1)),
        a_phase("P3", earliest_start=date(2027, 5, 3)),
    )
    plan = a_plan(phases=phases, credits=(a_credit(window=DateRange(START, date(2027, 1, 31))),))
    words = ask_words(plan, None, Ask("expiry", "C1", by=20))
    assert words.reason == "Of the work in its scope P2 ends on 2027-02-12, at the earliest, by links and freezes."


def test_that_the_reason_names_no_dates_where_the_work_has_none() -> None:
    plan = a_plan(phases=(a_phase(deadline=START),))
    assert ask_words(plan, None, Ask("expiry", "C1", by=10)).reason == (
        "The work that it is meant for has no earlier dates."
    )


def test_that_the_reason_names_the_work_that_waits_for_the_approval() -> None:
    plan = a_plan(
        phases=(a_phase(), a_phase("P2", earliest_start=date(2027, 2, 1))), credits=(a_credit(approval_lead=5),)
    )
    assert ask_words(plan, None, Ask("approval", "C1", by=-5)).reason == (
        "P1 can start before 2027-01-11, and nothing may start before the approval."
    )


def test_that_the_reason_names_the_work_in_scope_that_another_partner_could_deliver() -> None:
    plan = a_plan(
        phases=(a_phase(options=(by_partner(), by_partner("OTH"))),), partners=(a_partner(), a_partner("OTH"))
    )
    reason = ask_words(plan, None, Ask("approved partner", "C1", "OTH")).reason
    assert reason == "Partner OTH can deliver P1 (up to 100 seats), all of it in its scope."


def test_that_the_reason_for_other_days_of_a_partner_is_a_sentence_with_seats_and_all_its_windows() -> None:
    windows = (DateRange(date(2027, 1, 4), date(2027, 2, 26)), DateRange(date(2027, 4, 5), date(2027, 6, 30)))
    plan = a_plan(partners=(a_partner(windows=windows),), phases=(a_phase(seats=1_200),))
    words = ask_words(plan, None, Ask("available later", "PAR", by=10, name="0"))
    assert words.reason == (
        "P1 (up to 1,200 seats) must fit into 2027-01-04 to 2027-02-26 or 2027-04-05 to 2027-06-30 without being split."
    )


def test_that_a_workload_is_asked_for_with_its_article() -> None:
    words = ask_words(a_plan(), None, Ask("workload", "C1", name="Purview"))
    assert words.request == "Please add the workload Purview to the scope of Credit C1 (C1)."


def test_that_granting_lets_a_late_claim_count() -> None:
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2027, 1, 31)), proof_deadline=None),))
    placed = {"P1": Assignment("P1", "PAR", date(2027, 2, 1), date(2027, 2, 12))}
    claims = (Claim("P1", "C1", 10_000),)
    assert [each.code for each in broken_rules(plan, placed, claims)] == ["WINDOW"]
    assert broken_rules(with_ask(plan, Ask("expiry", "C1", by=12)), placed, claims) == ()
    assert broken_rules(with_ask(plan, Ask("expiry", "C1", by=11)), placed, claims) != ()
