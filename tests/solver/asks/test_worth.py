"""What an ask is worth: the difference of two optima, against everything that can be tried."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import read
from planner.funding.asks import Ask, Family, families, with_ask
from planner.plan import Plan
from planner.rollout.calendars import Freeze
from planner.value import LARGEST_AMOUNT, DateRange
from resources import path
from solver.asks.crew import local_processes
from solver.asks.sweep import sweep
from solver.asks.worth import OF_FUNDING, Base, Limits, Optimum, Worth, base_of, worths
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve
from tests.brute_force import best
from tests.builders import START, a_credit, a_phase, a_plan
from tests.small_plans import small_plans

LIMITS = Limits(30.0, 1, Cancel())


def most_funding(plan: Plan) -> int | None:
    """By trying everything."""
    found = best(plan, OF_FUNDING)
    return None if found is None else found[0]


@settings(max_examples=60)
@given(plan=small_plans(most_phases=2), draw=st.data())
def test_that_an_ask_gains_the_most_funding_with_it_less_that_without(plan: Plan, draw: st.DataObject) -> None:
    base = base_of(plan, LIMITS)
    if base is None:
        assert most_funding(plan) is None
        return
    without = most_funding(plan)
    assert base.optimum == Optimum(without or 0, without or 0)
    for family in draw.draw(st.lists(st.sampled_from(families(plan)), min_size=1, max_size=6, unique=True)):
        for worth in worths(base, family, LIMITS):
            granted = most_funding(with_ask(plan, worth.ask))
            assert (worth.granted is None) == (granted is None)
            if granted is not None:
                assert worth.gain == granted - (without or 0), worth.ask


@settings(max_examples=30)
@given(plan=small_plans(most_phases=2, features=()), draw=st.data())
def test_that_the_smallest_number_of_days_is_the_first_that_gains_anything(plan: Plan, draw: st.DataObject) -> None:
    base = base_of(plan, LIMITS)
    dated = [family for family in families(plan) if family.most]
    if base is None or not dated:
        return
    family = draw.draw(st.sampled_from(dated))
    found = [worth.ask.by for worth in worths(base, family, LIMITS) if worth.is_smallest]
    gaining = (by for by in range(1, family.most + 1) if gains(base, family.widest._replace(by=by)))
    assert found == [*gaining][:1]


def gains(base: Base, ask: Ask) -> bool:
    granted = solve(with_ask(base.plan, ask), Settings(OF_FUNDING, workers=1)).stages[0].value
    return granted is not None and granted > base.optimum.at_least


def test_that_days_that_gain_the_same_are_proven_without_another_search() -> None:
    plan = a_plan(credits=(a_credit(window=DateRange(START, date(2027, 1, 12)), proof_deadline=None),))
    base = base_of(plan, LIMITS)
    assert base is not None
    family = next(family for family in families(plan) if family.widest.kind == "expiry")
    found = worths(base, family, LIMITS)
    assert [(worth.ask.by, worth.gain, worth.is_smallest) for worth in found] == [
        (3, 10_000, True),
        (10, 10_000, False),
        (20, 10_000, False),
        (30, 10_000, False),
    ]


def test_that_a_confirmation_lets_two_credits_pay_for_one_phase() -> None:
    plan = a_plan(credits=(a_credit("C1"), a_credit("C2", share=3_000)))
    base = base_of(plan, LIMITS)
    assert base is not None
    (worth,) = worths(base, Family((Ask("stacking", "C1", "C2"),)), LIMITS)
    assert worth.gain == 6_000


def test_that_a_freeze_that_moves_onto_the_work_is_told_to_lose() -> None:
    phase = a_phase(change=True, deadline=date(2027, 1, 15))
    freeze = Freeze("Close", DateRange(date(2027, 1, 18), date(2027, 1, 22)))
    plan = a_plan(phases=(phase,), freezes=(freeze,))
    base = base_of(plan, LIMITS)
    assert base is not None
    (earlier,) = worths(base, Family((Ask("freeze", "0", by=-7),)), LIMITS)
    assert (earlier.granted, earlier.gain, earlier.at_most) == (None, None, 0)
    (later,) = worths(base, Family((Ask("freeze", "0", by=7),)), LIMITS)
    assert later.gain == 0


def test_that_an_ask_beyond_the_largest_sum_of_a_plan_is_left_out() -> None:
    plan = a_plan(credits=(a_credit(face=LARGEST_AMOUNT),))
    base = base_of(plan, LIMITS)
    assert base is not None
    assert worths(base, Family((Ask("face", "C1", by=1),)), LIMITS) == ()


def test_that_a_worth_that_was_cut_short_is_told_with_both_of_its_bounds() -> None:
    worth = Worth(Ask("face", "C1", by=1), Optimum(10, 12), Optimum(15, 20))
    assert (worth.at_least, worth.at_most, worth.gain, worth.is_proven) == (3, 10, None, False)


def test_that_bounds_of_a_search_without_any_time_are_true(small: Plan) -> None:
    base = base_of(small, LIMITS)
    assert base is not None
    for family in families(small)[:12]:
        proven = {worth.ask.id: worth.gain for worth in worths(base, family, LIMITS)}
        for worth in worths(base, family, Limits(0.01, 1, Cancel())):
            gain = proven.get(worth.ask.id)
            assert gain is None or worth.at_least <= gain <= worth.at_most


def test_that_all_asks_of_the_medium_sample_are_proven_and_three_gains_are_two_optima_proven_anew() -> None:
    plan = read(path("samples/calder.rollout")).plan
    with local_processes(2) as crew:
        *_, swept = sweep(plan, crew)
    assert swept.is_proven
    assert swept.base.optimum == Optimum(320_000, 320_000)
    assert len(swept.worths) > 150
    for place in (0, 2, 7):
        worth = swept.worths[place]
        results = [solve(each, Settings(OF_FUNDING)) for each in (with_ask(plan, worth.ask), plan)]
        assert all(result.status == "OPTIMAL" for result in results)
        granted, without = (result.stages[0].value or 0 for result in results)
        assert worth.gain == granted - without > 0
