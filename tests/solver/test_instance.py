"""The prepared instance against the checker and the claim rules: nothing that may be is left out, and nothing added."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import RULE_CODES, Delivery, claim_limit, is_claimable
from planner.plan import Plan
from planner.rollout.schedule import Assignment
from planner.value import DateRange
from solver.cancel import Cancel, Cancelled
from solver.choices import choices, keeping
from solver.instance import Instance, PreparedPhase, _runs, prepare
from solver.memory import Memory
from tests.benchmarks.generate import generate
from tests.brute_force import every_schedule
from tests.builders import START, a_phase, a_plan, an_entitlement, by_fasttrack
from tests.small_plans import FEATURES, small_plans


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=50)
@given(draw=st.data())
def test_that_a_phase_may_start_exactly_where_the_checker_finds_no_fault(feature: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(features=(feature,), most_phases=1))
    (prepared,) = prepare(plan).phases.values()
    assert {*_assignments(prepared)} == {each for (each,) in every_schedule(plan)}


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=50)
@given(draw=st.data())
def test_that_a_pair_may_pay_exactly_where_the_claim_rules_say_so(code: str, draw: st.DataObject) -> None:
    plan = draw.draw(small_plans(code, most_phases=1))
    instance = prepare(plan)
    (phase,), (prepared,) = plan.phases, instance.phases.values()
    paying = set()
    for each in _assignments(prepared):
        option = phase.option(each.option)
        assert option is not None
        delivered = Delivery(phase, option, each.start, each.finish)
        of_credits = {credit: claim_limit(plan.credit[credit], phase, option) for credit in plan.credit}
        paying |= {
            (credit, each, limit)
            for credit, limit in of_credits.items()
            if limit > 0 and is_claimable(plan, plan.credit[credit], delivered)
        }
    assert {*_payments(instance)} == paying


@settings(max_examples=200)
@given(plan=small_plans(features=("links", "regions", "freezes"), most_phases=3))
def test_that_links_rule_out_no_start_of_any_schedule(plan: Plan) -> None:
    possible = {phase: {*_assignments(prepared)} for phase, prepared in prepare(plan).phases.items()}
    for number, assignments in enumerate(every_schedule(plan)):
        assert all(each in possible[each.phase] for each in assignments)
        if number == 50:
            break


def test_that_preparing_stops_when_it_is_asked_to() -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        prepare(generate(1, 20), cancel)


def _assignments(prepared: PreparedPhase) -> list[Assignment]:
    days = prepared.axis.days
    return [
        Assignment(prepared.phase.id, mode.option.id, days[start], days[start + mode.span - 1])
        for mode in prepared.modes
        for start in mode.starts
    ]


def _payments(instance: Instance) -> list[tuple[str, Assignment, int]]:
    """Credits, with when and how they pay, and how much."""
    payments = []
    for pair in instance.pairs:
        prepared = instance.phases[pair.phase]
        for mode, limit, starts in zip(prepared.modes, pair.limits, pair.starts, strict=True):
            paid = _assignments(prepared._replace(modes=(mode._replace(starts=starts),)))
            payments += [(pair.credit, each, limit) for each in paid]
    return payments


def test_that_what_is_remembered_prepares_a_changed_plan_as_if_it_were_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = generate(1, 20, regions=2, credits=5, tightness=0.3)
    before = prepare(plan)
    first, *others = plan.credits
    window = DateRange(first.window.start + timedelta(days=28), first.window.end)
    later = replace(plan, credits=(replace(first, window=window), *others))
    remembered = prepare(later)
    monkeypatch.setattr("solver.instance._claim_days_known", Memory(1))
    monkeypatch.setattr("solver.instance._runs", _runs.__wrapped__)
    assert remembered == prepare(later)
    assert remembered.pairs != before.pairs


def test_that_phases_of_a_kind_wait_for_the_same_entitlement() -> None:
    entitled = an_entitlement(requested_on=START + timedelta(days=7))
    phases = tuple(a_phase(name, options=(by_fasttrack(),)) for name in ("P1", "P2"))
    plan = a_plan(phases=phases, entitlements=(entitled,), entitlements_bind=True)
    first = [_assignments(prepared)[0].start for prepared in prepare(plan).phases.values()]
    assert first == [START + timedelta(days=7)] * 2


def test_that_a_phase_that_keeps_a_choice_has_its_starts_alone_and_others_have_all_of_theirs() -> None:
    plan = a_plan(phases=(a_phase(), a_phase("P2")))
    instance = prepare(plan)
    offered = dict(choices(instance))
    kept = offered["P1"][0]
    left = dict(choices(keeping(instance, {"P1": [kept]})))
    assert left == {"P1": (kept,), "P2": offered["P2"]}
    assert len(offered["P1"]) > 1
